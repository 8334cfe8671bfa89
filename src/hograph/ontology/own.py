"""Own terms of a workspace: more triples over the shipped ontology, which declare nothing that is declared already."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from hograph.errors import OntologyError
from hograph.ontology.turtle import read_turtle, turtle_files
from hograph.vocabulary import HO, OWL, RDF, curie

KINDS = frozenset(
    OWL[name] for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "NamedIndividual")
)
"""What declares a term."""


def own_terms(shipped: Iterable[ox.Triple], folders: Iterable[Path]) -> Iterator[ox.Triple]:
    """The triples of own terms.

    Args:
        shipped: the ontology that they stand on.
        folders: the folders with their files; such a file may say more of a shipped term, but not declare it.

    Yields:
        The triples, in the order of the files.

    Raises:
        OntologyError: when a term is declared already, or is named outside of our namespace, where no claim could name it.
    """
    files = [path for folder in folders for path in turtle_files(folder)]
    known: dict[object, str] = dict.fromkeys(_declared(shipped), "the shipped ontology") if files else {}
    for path in files:
        triples = [quad.triple for quad in read_turtle(path)]
        for term in dict.fromkeys(_declared(triples)):
            if term not in HO:
                raise OntologyError(
                    f"{path}: {curie(term.value)} is declared outside of {HO}, where no claim can name it. Name it ho:..."
                )
            if term in known:
                raise OntologyError(
                    f"{path}: {curie(term.value)} is declared in {known[term]} already. Name yours otherwise; to say more "
                    "of that one, as a synonym, leave the line out that declares it (`a owl:Class`)."
                )
            known[term] = str(path)
        yield from triples


def _declared(triples: Iterable[ox.Triple]) -> Iterator[ox.NamedNode]:
    for triple in triples:
        if triple.predicate == RDF["type"] and triple.object in KINDS and isinstance(triple.subject, ox.NamedNode):
            yield triple.subject
