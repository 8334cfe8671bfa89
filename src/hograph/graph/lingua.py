"""Triples handed to rdflib, the lingua franca of RDF in Python.

Each term is made once and shared, which takes a third of the time of writing triples as text and reading it.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pyoxigraph as ox

from hograph.errors import HographError
from hograph.vocabulary import XSD

if TYPE_CHECKING:
    import rdflib


def fill(graph: "rdflib.Graph", triples: Iterable[ox.Triple]) -> "rdflib.Graph":
    """Add triples to a graph of rdflib; blank nodes keep their names.

    Args:
        graph: takes them.
        triples: what is added.

    Returns:
        The graph.

    Raises:
        HographError: for a triple term.
    """  # noqa: DOC502, RUF100
    made: dict[object, rdflib.term.Identifier] = {}

    def term(node: object) -> "rdflib.term.Identifier":
        if node not in made:
            made[node] = _term(node)
        return made[node]

    graph.addN((term(t.subject), term(t.predicate), term(t.object), graph) for t in triples)
    return graph


def _term(node: object) -> "rdflib.term.Identifier":
    import rdflib

    match node:
        case ox.NamedNode():
            return rdflib.URIRef(node.value)
        case ox.BlankNode():
            return rdflib.BNode(node.value)
        case ox.Literal(language=None):
            kind = None if node.datatype == XSD["string"] else rdflib.URIRef(node.datatype.value)
            return rdflib.Literal(node.value, datatype=kind)
        case ox.Literal():
            return rdflib.Literal(node.value, lang=node.language)
    raise HographError(
        f"The graph speaks of the triple {node}, and rdflib has no triple terms. Ask it by SPARQL instead."
    )
