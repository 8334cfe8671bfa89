"""Class expressions and property chains in words, as `part of some human body`."""

from collections.abc import Callable, Iterable, Iterator

import pyoxigraph as ox

from hograph.vocabulary import OWL, RDF

Objects = Callable[[object, ox.NamedNode], Iterable[object]]
"""Gives the objects of a subject and a predicate."""

JOINED = ((OWL["unionOf"], " or "), (OWL["intersectionOf"], " and "), (OWL["oneOf"], ", "))
FILLED = (
    (OWL["someValuesFrom"], "some"),
    (OWL["allValuesFrom"], "only"),
    (OWL["hasValue"], "the value"),
)


def members(objects: Objects, head: object) -> Iterator[object]:
    """The members of an RDF list, in order."""
    while head != RDF["nil"]:
        yield from objects(head, RDF["first"])
        head = next(iter(objects(head, RDF["rest"])), RDF["nil"])


def expression(objects: Objects, node: object, show: Callable[[object], str]) -> str:
    """A class expression in words.

    Args:
        objects: looks up the parts of blank nodes.
        node: a class, a blank node that stands for an expression, or the head of a list (a property chain).
        show: how a named node or literal is written.
    """
    if not isinstance(node, ox.BlankNode):
        return show(node)
    for predicate, word in JOINED:
        for head in objects(node, predicate):
            parts = [expression(objects, part, show) for part in members(objects, head)]
            return f"one of {word.join(parts)}" if predicate == OWL["oneOf"] else word.join(sorted(parts))
    for relation in objects(node, OWL["onProperty"]):
        for predicate, word in FILLED:
            for filler in objects(node, predicate):
                inner = expression(objects, filler, show)
                inner = f"({inner})" if isinstance(filler, ox.BlankNode) else inner
                return f"{expression(objects, relation, show)} {word} {inner}"
    for relation in objects(node, OWL["inverseOf"]):
        return f"inverse of {expression(objects, relation, show)}"
    for other in objects(node, OWL["complementOf"]):
        return f"not ({expression(objects, other, show)})"
    chain = [expression(objects, part, show) for part in members(objects, node)]
    return ", then ".join(chain) if chain else "an expression of another kind"
