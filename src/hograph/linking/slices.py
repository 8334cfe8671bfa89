"""Slices: of an ontology of theirs, the terms that ours map to and everything above them, as RDF with source, version and licence.

Kinds of and parts of stand as direct edges between the terms (`rdfs:subClassOf`, `obo:BFO_0000050`), the others as `skos:broader`, so that
a query climbs by one path and no blank node is needed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox

from hograph.errors import InputError
from hograph.graph.quads import Describer
from hograph.linking.foreign import BROADER, IS_A, PART_OF, ForeignOntology, ForeignTerm
from hograph.linking.vocabularies import Vocabularies
from hograph.ontology.mappings import Mapping
from hograph.vocabulary import DCTERMS, OBO, OBOINOWL, OWL, RDFS, SKOS

EDGES = {IS_A: RDFS["subClassOf"], PART_OF: OBO["BFO_0000050"], BROADER: SKOS["broader"]}


def cut(
    foreign: ForeignOntology,
    mappings: Iterable[Mapping],
    vocabularies: Vocabularies,
    more: Iterable[str] = (),
    path: Path | None = None,
) -> ForeignOntology:
    """The slice of an ontology that our mappings need.

    Args:
        foreign: the ontology.
        mappings: the table; every current term that it points to is kept, with all above it but what is restricted.
        vocabularies: what is known of the vocabulary.
        more: CURIEs of further terms to keep.
        path: the file, for the text of an error.

    Raises:
        InputError: when the vocabulary must not be passed on, its licence is not known, or nothing of it is mapped.
    """
    place, vocabulary = path or foreign.source, vocabularies.get(foreign.prefix)
    if vocabulary and vocabulary.restricted:
        raise InputError(
            f"{place}: {vocabulary.title} must not be passed on; it can be linked by identifiers, but not sliced."
        )
    if not vocabularies.open(foreign.prefix, foreign.licence):
        raise InputError(
            f"{place}: no licence for '{foreign.prefix}' is known. Add the prefix with its licence to ontology/vocabularies.yaml."
        )
    wanted = {mapping.object_id for mapping in mappings} | set(more)
    unknown = sorted(set(more) - set(foreign.terms))
    if unknown:
        raise InputError(f"{place}: {', '.join(unknown)} is not in it. Name terms by CURIE, as UBERON:0002103.")
    found = foreign.slice(i for i in wanted if i.startswith(f"{foreign.prefix}:"))
    kept = {curie: term for curie, term in found.terms.items() if not vocabularies.restricted(curie)}
    if not kept:
        raise InputError(
            f"{place}: no term of ours is mapped to '{foreign.prefix}'. Use `hograph link` to find mappings."
        )
    return replace(found, terms=kept)


def slice_triples(piece: ForeignOntology, graph: ox.NamedNode, vocabularies: Vocabularies) -> Iterator[ox.Triple]:
    """A slice as RDF: a description of where it comes from, then label, identifier and edges of each term.

    Args:
        piece: the slice.
        graph: the named graph that it becomes, which names the slice itself too.
        vocabularies: what is known of theirs.

    Yields:
        Each triple.
    """
    vocabulary = vocabularies.get(piece.prefix)
    about = Describer(graph, OWL["Ontology"])
    about.add(DCTERMS["title"], f"{vocabulary.title if vocabulary else piece.prefix}: a slice")
    about.add(DCTERMS["source"], ox.NamedNode(vocabulary.homepage) if vocabulary and vocabulary.homepage else None)
    licence = (vocabulary.licence if vocabulary else None) or piece.licence
    about.add(DCTERMS["license"], ox.NamedNode(licence) if licence else None)
    about.add(OWL["versionInfo"], piece.version).add(DCTERMS["identifier"], piece.source)
    yield from about.triples
    for term in piece.terms.values():
        yield from _term_triples(term, piece)


def _term_triples(term: ForeignTerm, piece: ForeignOntology) -> Iterator[ox.Triple]:
    about = Describer(ox.NamedNode(piece.iri(term.id)), OWL["Class"])
    about.add(RDFS["label"], term.label or None).add(OBOINOWL["id"], term.id)
    for kind, parent in term.above:
        if parent in piece.terms:
            about.add(EDGES[kind], ox.NamedNode(piece.iri(parent)))
    yield from about.triples
