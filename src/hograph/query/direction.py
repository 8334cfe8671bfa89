"""A question on two terms, asked in the direction in which something is claimed of them."""

from dataclasses import replace

import pyoxigraph as ox

from hograph.query.ask import Understood
from hograph.query.binding import PROLOGUE, solutions
from hograph.store.interface import Store
from hograph.vocabulary import HO

CLAIMED = (
    PROLOGUE
    + """SELECT ?proposition WHERE {
  VALUES (?subject ?object) {}
  ?s rdfs:subClassOf? ?subject .
  ?o rdfs:subClassOf? ?object .
  ?proposition a ho:Proposition ; ho:subject ?s ; ho:object ?o .
} LIMIT 1"""
)


def directed(meant: Understood, store: Store) -> Understood:
    """A question that binds a subject and an object, the other way round where only so something is claimed of them."""
    one, other = meant.parameters.get("subject"), meant.parameters.get("object")
    if not one or not other or _is_claimed(store, HO[one], HO[other]) or not _is_claimed(store, HO[other], HO[one]):
        return meant
    return replace(meant, parameters={**meant.parameters, "subject": other, "object": one}, turned=True)


def _is_claimed(store: Store, subject: ox.NamedNode, of: ox.NamedNode) -> bool:
    return next(iter(solutions(store, CLAIMED, {"subject": subject, "object": of})), None) is not None
