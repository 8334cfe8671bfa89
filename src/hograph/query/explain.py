"""Why a term has a role: the definition of the role, the direct edges that meet it, and the claims behind those edges."""

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from hograph.ontology.index import Ontology, Role
from hograph.query.binding import PROLOGUE, solutions
from hograph.store.interface import Store
from hograph.vocabulary import CLAIM, GRAPH, HO, RDF

CLAIMS_OF_EDGE = (
    PROLOGUE
    + """
SELECT ?claim WHERE {
  VALUES (?s ?p ?o ?certainty) {}
  ?proposition ho:subject ?s ; ho:object ?o ; ho:entailedRelation ?p .
  ?claim ho:supports ?proposition ; ho:certainty ?certainty .
} ORDER BY ?claim"""
)


@dataclass(frozen=True)
class Reason:
    """One reason for a role: an edge, how it meets the definition, and the claims that entail it.

    Attributes:
        subject: name of the edge's subject.
        relation: name of its relation.
        object: name of its object.
        steps: what leads from the edge to the role, one sentence each.
        claims: the claims behind the edge that are enough for the role.
    """

    subject: str
    relation: str
    object: str
    steps: tuple[str, ...]
    claims: tuple[ox.NamedNode, ...]


def roles_of(store: Store, ontology: Ontology, term: str) -> list[str]:
    """The roles that were inferred for a term, by name."""
    types = (quad.object for quad in store.quads_for_pattern(HO[term], RDF["type"], None, GRAPH["inferred"]))
    return sorted(
        HO.name(node) for node in types if isinstance(node, ox.NamedNode) and HO.name(node) in ontology.role_definitions
    )


def reasons(store: Store, ontology: Ontology, term: str, role: str) -> list[Reason]:
    """Every reason for which a term has a role; empty when it does not have it.

    Args:
        store: the built graph.
        ontology: the index over the ontology.
        term: name of the term.
        role: name of the role.
    """
    definition = ontology.role_definitions[role]
    if definition.category and ontology.category(term) != definition.category:
        return []
    found = []
    for s, p, o in _edges(store):
        mine, other = (o, s) if definition.inverse else (s, o)
        if definition.relation in ontology.super_relations[p] and _meets(ontology, definition, mine, other, term):
            steps = tuple(_steps(ontology, definition, p, mine, term))
            # A hedged claim entails no plain relation, also where an asserted one of the same proposition does.
            weaker = ontology.relations[p].hedged if p in ontology.relations else p
            enough = None if definition.relation in ontology.super_relations[weaker] else HO["Asserted"]
            bound = {"s": HO[s], "p": HO[p], "o": HO[o], "certainty": enough}
            claims = tuple(CLAIM[CLAIM.name(row["claim"])] for row in solutions(store, CLAIMS_OF_EDGE, bound))
            found.append(Reason(s, p, o, steps, claims))
    return found


def _edges(store: Store) -> Iterator[tuple[str, str, str]]:
    found = store.quads_for_pattern(None, None, None, GRAPH["edges"])
    yield from sorted((HO.name(q.subject), HO.name(q.predicate), HO.name(q.object)) for q in found)  # type: ignore[arg-type]


def _meets(ontology: Ontology, role: Role, mine: str, other: str, term: str) -> bool:
    if role.filler and ontology.category(other) != role.filler:
        return False
    return mine == term or (_follows_parts(ontology, role.relation) and term in _wholes(ontology, mine))


def _follows_parts(ontology: Ontology, relation: str) -> bool:
    """Whether being in a part is being in the whole, for this relation: those at or above `occursIn`."""
    return relation in ontology.super_relations["occursIn"]


def _wholes(ontology: Ontology, name: str) -> set[str]:
    found, waiting = set(), [name]
    while waiting:
        part = waiting.pop()
        for s, p, o in ontology.part_edges:
            if s == part and p == "partOf" and o not in found:
                found.add(o)
                waiting.append(o)
    return found


def _steps(ontology: Ontology, role: Role, relation: str, mine: str, term: str) -> Iterator[str]:
    label = ontology.label
    if relation != role.relation:
        yield f"'{label(relation)}' implies '{label(role.relation)}'"
    if mine != term:
        yield f"{label(mine)} is part of {label(term)}, and what occurs in a part occurs in the whole"
    side, other = ("object", "subject") if role.inverse else ("subject", "object")
    filler = f" when the {other} is a {label(role.filler)}" if role.filler else ""
    yield f"by definition, the {side} of '{label(role.relation)}' has the role '{label(role.name)}'{filler}"
