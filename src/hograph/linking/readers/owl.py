"""OWL as RDF: RDF/XML, Turtle or N-Triples."""

import re
from pathlib import Path

import pyoxigraph as ox

from hograph.errors import InputError
from hograph.linking.foreign import IS_A, PART_OF, ForeignOntology, ForeignTerm, Synonym
from hograph.vocabulary import DCTERMS, OBO, OWL, RDF, RDFS, SYNONYM_SCOPES

FORMATS = {
    ".owl": ox.RdfFormat.RDF_XML,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
}
DEFINITION, REPLACED_BY = OBO["IAO_0000115"], OBO["IAO_0100001"]
PART = OBO["BFO_0000050"]
CURIE = re.compile(r"http://purl\.obolibrary\.org/obo/([A-Za-z]+)_(\w+)$")


def identifier(iri: str) -> str | None:
    """The CURIE of an OBO Library IRI; None for any other.

    >>> identifier("http://purl.obolibrary.org/obo/UBERON_0002103")
    'UBERON:0002103'
    """
    found = CURIE.match(iri)
    return f"{found[1]}:{found[2]}" if found else None


def version_of(text: str) -> str | None:
    """The date in a version IRI or file name, or None.

    >>> version_of("UBERON-ontology-v2026-04-01.json.zst")
    '2026-04-01'
    """
    found = re.search(r"\d{4}-\d{2}-\d{2}", text)
    return found[0] if found else None


def read_owl(data: bytes, path: Path) -> ForeignOntology:
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
    classes = {quad.subject for quad in store.quads_for_pattern(None, RDF["type"], OWL["Class"])}
    terms = {
        name: _term(store, node, name)
        for node in sorted(classes, key=str)
        if isinstance(node, ox.NamedNode) and (name := identifier(node.value))
    }
    head = next((quad.subject for quad in store.quads_for_pattern(None, RDF["type"], OWL["Ontology"])), None)
    version = _first(store, head, OWL["versionIRI"]) or _first(store, head, OWL["versionInfo"]) if head else None
    licence = _first(store, head, DCTERMS["license"]) if head else None
    return ForeignOntology(path.name, terms, version_of(version or "") or version, licence)


def _values(store: ox.Store, node: object, predicate: ox.NamedNode) -> list[str]:
    found = (quad.object for quad in store.quads_for_pattern(node, predicate, None))  # type: ignore[arg-type]
    return sorted(value.value for value in found if isinstance(value, ox.Literal | ox.NamedNode))


def _first(store: ox.Store, node: object, predicate: ox.NamedNode) -> str | None:
    return next(iter(_values(store, node, predicate)), None)


def _term(store: ox.Store, node: ox.NamedNode, name: str) -> ForeignTerm:
    synonyms = {Synonym(t, scope) for scope, prop in SYNONYM_SCOPES.items() for t in _values(store, node, prop)}
    above: set[tuple[str, str]] = set()
    for quad in store.quads_for_pattern(node, RDFS["subClassOf"], None):
        if isinstance(quad.object, ox.NamedNode):
            above.add((IS_A, identifier(quad.object.value) or ""))
        elif isinstance(quad.object, ox.BlankNode) and _first(store, quad.object, OWL["onProperty"]) == PART.value:
            above |= {(PART_OF, identifier(iri) or "") for iri in _values(store, quad.object, OWL["someValuesFrom"])}
    above |= {(PART_OF, identifier(iri) or "") for iri in _values(store, node, PART)}
    return ForeignTerm(
        name,
        _first(store, node, RDFS["label"]) or "",
        tuple(sorted(synonyms)),
        tuple(sorted(pair for pair in above if pair[1] not in {"", name})),
        _first(store, node, DEFINITION),
        "true" in _values(store, node, OWL["deprecated"]),
        tuple(identifier(value) or value for value in _values(store, node, REPLACED_BY)),
    )
