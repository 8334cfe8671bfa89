"""rdflib as the second engine: the union of all graphs, and patterns in an order that does not take minutes."""

from collections.abc import Container, Iterable, Iterator
from typing import Any

import pyoxigraph as ox
import rdflib
from rdflib.paths import Path
from rdflib.plugins.sparql import CUSTOM_EVALS
from rdflib.plugins.sparql.evaluate import evalBGP
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.plugins.sparql.sparql import QueryContext

Pattern = tuple[Any, Any, Any]


def union(quads: Iterable[ox.Quad]) -> rdflib.Graph:
    """What all graphs say, in one."""
    data = ox.serialize({quad.triple for quad in quads}, format=ox.RdfFormat.N_TRIPLES)
    return rdflib.Graph(store="SimpleMemory").parse(data=data, format="nt")


def rows(graph: rdflib.Graph, text: str) -> list[tuple[str | None, ...]]:
    """The rows of a SELECT.

    rdflib orders the patterns of a block by what is bound before the first of them; here, each by what those before it bind as well.
    All else is rdflib's own.
    """
    CUSTOM_EVALS["order of patterns"] = _in_order
    try:
        return [tuple(None if term is None else str(term) for term in row) for row in graph.query(text)]  # type: ignore[union-attr]
    finally:
        del CUSTOM_EVALS["order of patterns"]


def _in_order(context: QueryContext, part: CompValue) -> Iterator[Any]:
    if part.name != "BGP":
        raise NotImplementedError
    left: list[Pattern] = list(part.triples)
    bound = {term for pattern in left for term in pattern if context[term] is not None}
    ordered = []
    while left:
        left.sort(key=lambda pattern: _effort(pattern, bound))
        ordered.append(left.pop(0))
        bound.update(ordered[-1])
    return evalBGP(context, ordered)


def _effort(pattern: Pattern, bound: Container[Any]) -> tuple[bool, bool, int]:
    """What knows neither subject nor object comes last, paths come behind plain predicates, and few open places first."""
    subject, predicate, obj = (term not in bound for term in pattern)
    return subject and obj, isinstance(pattern[1], Path), subject + predicate + obj
