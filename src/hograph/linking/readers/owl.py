"""OWL as RDF: RDF/XML, Turtle or N-Triples."""

import re
from itertools import product
from pathlib import Path

import pyoxigraph as ox

from hograph.errors import InputError
from hograph.linking.foreign import IS_A, PART_OF, ForeignOntology, ForeignTerm, Synonym
from hograph.linking.naming import Naming
from hograph.linking.readers.synonyms import doubtful
from hograph.linking.vocabularies import Vocabularies
from hograph.vocabulary import DCTERMS, OBO, OBOINOWL, OWL, RDF, RDFS, SYNONYM_SCOPES

FORMATS = {
    ".owl": ox.RdfFormat.RDF_XML,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
}
DEFINITION, REPLACED_BY = OBO["IAO_0000115"], OBO["IAO_0100001"]
PART = OBO["BFO_0000050"]
FOREIGN = 3
"""How strange a text in another language than English is."""
NOT_CLASSES = {OWL["Thing"], OWL["Nothing"]}


def version_of(text: str) -> str | None:
    """The date in a version IRI or file name, or None.

    >>> version_of("UBERON-ontology-v2026-04-01.json.zst")
    '2026-04-01'
    """
    found = re.search(r"\d{4}-\d{2}-\d{2}", text)
    return found[0] if found else None


def read_owl(data: bytes, path: Path, vocabularies: Vocabularies) -> ForeignOntology:
    """Read an ontology that is written as RDF.

    Raises:
        InputError: when it is not of the format that the name says; the text gives the line.
    """
    kind = next(suffix for suffix in reversed([s.lower() for s in path.suffixes]) if suffix in FORMATS)
    layout = FORMATS[kind]
    if kind == ".owl" and not data.lstrip().startswith(b"<"):
        layout = ox.RdfFormat.TURTLE
    store = ox.Store()
    try:
        store.bulk_load(data, format=layout, lenient=True)
    except SyntaxError as error:
        raise InputError(
            f"{path}:{error.lineno or 1}: not {layout.name} ({error.msg}). Functional, Manchester and OWL/XML syntax must be converted."
        ) from error
    naming, wrong = Naming(vocabularies), _doubtful(store)
    classes = {quad.subject for quad in store.quads_for_pattern(None, RDF["type"], OWL["Class"])} - NOT_CLASSES
    nodes = sorted((node for node in classes if isinstance(node, ox.NamedNode)), key=str)
    terms = {term.id: term for term in (_term(store, node, naming, wrong) for node in nodes)}
    head = next((quad.subject for quad in store.quads_for_pattern(None, RDF["type"], OWL["Ontology"])), None)
    version = _first(store, head, OWL["versionIRI"]) or _first(store, head, OWL["versionInfo"]) if head else None
    licence = _first(store, head, DCTERMS["license"]) if head else None
    return ForeignOntology(path.name, terms, version_of(version or "") or version, licence, naming.spaces)


def _doubtful(store: ox.Store) -> set[tuple[object, object, str]]:
    """Term, property and text of every synonym that an `owl:Axiom` gives a doubtful type."""
    found: set[tuple[object, object, str]] = set()
    for quad in store.quads_for_pattern(None, OBOINOWL["hasSynonymType"], None):
        kind = quad.object
        if isinstance(kind, ox.Literal | ox.NamedNode) and doubtful(kind.value):
            parts = [
                _objects(store, quad.subject, OWL[f"annotated{name}"]) for name in ("Source", "Property", "Target")
            ]
            found |= {(term, prop, text.value) for term, prop, text in product(*parts) if isinstance(text, ox.Literal)}
    return found


def _objects(store: ox.Store, node: object, predicate: ox.NamedNode) -> list[object]:
    return [quad.object for quad in store.quads_for_pattern(node, predicate, None)]  # type: ignore[arg-type]


def _values(store: ox.Store, node: object, predicate: ox.NamedNode) -> list[str]:
    """Texts and IRIs, those in English first, then those of no language, then the others."""
    found = [value for value in _objects(store, node, predicate) if isinstance(value, ox.Literal | ox.NamedNode)]
    return [value.value for value in sorted(found, key=lambda value: (_strangeness(value), value.value))]


def _strangeness(value: ox.Literal | ox.NamedNode) -> int:
    """How far a text is from plain English: 0 `en`, 1 a kind of English, 2 no language, 3 another language."""
    language = isinstance(value, ox.Literal) and value.language
    if not language:
        return 2
    return 0 if language == "en" else 1 if language.startswith("en-") else FOREIGN


def _first(store: ox.Store, node: object, predicate: ox.NamedNode) -> str | None:
    return next(iter(_values(store, node, predicate)), None)


def _synonyms(store: ox.Store, node: ox.NamedNode, wrong: set[tuple[object, object, str]]) -> set[Synonym]:
    """The synonyms by which a term may be found: neither of a doubtful type nor in another language than ours."""
    return {
        Synonym(text.value, scope)
        for scope, prop in SYNONYM_SCOPES.items()
        for text in _objects(store, node, prop)
        if isinstance(text, ox.Literal) and _strangeness(text) < FOREIGN and (node, prop, text.value) not in wrong
    }


def _term(store: ox.Store, node: ox.NamedNode, naming: Naming, wrong: set[tuple[object, object, str]]) -> ForeignTerm:
    parents = _objects(store, node, RDFS["subClassOf"])
    above = [(IS_A, parent) for parent in parents] + [(PART_OF, whole) for whole in _objects(store, node, PART)]
    for parent in parents:
        if isinstance(parent, ox.BlankNode) and _first(store, parent, OWL["onProperty"]) == PART.value:
            above += [(PART_OF, whole) for whole in _objects(store, parent, OWL["someValuesFrom"])]
    named = {
        (kind, other.value) for kind, other in above if isinstance(other, ox.NamedNode) and other not in NOT_CLASSES
    }
    pairs = {(kind, naming.curie(iri)) for kind, iri in named}
    name = naming.curie(node.value)
    return ForeignTerm(
        name,
        _first(store, node, RDFS["label"]) or "",
        tuple(sorted(_synonyms(store, node, wrong))),
        tuple(sorted(pair for pair in pairs if pair[1] != name)),
        _first(store, node, DEFINITION),
        "true" in _values(store, node, OWL["deprecated"]),
        tuple(map(naming.curie, _values(store, node, REPLACED_BY))),
    )
