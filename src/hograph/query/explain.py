"""Why a term has a role: the definition of the role, the direct edges that meet it, and the claims behind those edges."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from hograph.ontology.index import Ontology, closure
from hograph.ontology.relations import Role
from hograph.query.binding import PROLOGUE, solutions, solutions_for
from hograph.store.interface import Store
from hograph.vocabulary import CLAIM, GRAPH, HO, RDF

EDGES = """
SELECT ?s ?p ?o ?claim ?certainty WHERE {{
  VALUES (?{side}) {{}}
  ?proposition ho:{part} ?{side} ; ho:entailedRelation ?p ; ho:subject ?s ; ho:object ?o .
  ?claim ho:supports ?proposition ; ho:certainty ?certainty .
}}"""
"""The edges on one side of which a term stands, with the claims behind them."""
EDGES_FROM = PROLOGUE + EDGES.format(side="s", part="subject")
EDGES_TO = PROLOGUE + EDGES.format(side="o", part="object")
ENDS_OF_CLAIM = PROLOGUE + "SELECT ?s ?o WHERE { VALUES (?claim) {} ?claim ho:subject ?s ; ho:object ?o }"
CLAIMS_BETWEEN = (
    PROLOGUE
    + """
SELECT ?s ?p ?o ?claim ?certainty WHERE {
  VALUES (?s ?o) {}
  ?proposition ho:subject ?s ; ho:object ?o ; ho:entailedRelation ?p .
  ?claim ho:supports ?proposition ; ho:certainty ?certainty .
}"""
)
Edge = tuple[str, str, str]
"""Subject, relation and object of a direct edge, by name."""
Behind = Mapping[Edge, Mapping[ox.NamedNode, ox.NamedNode]]
"""Edges, each with the claims that entail it, and of these the certainty."""


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


def reasons(store: Store, ontology: Ontology, term: str) -> Iterator[tuple[str, Reason]]:
    """Every role of a term, with every reason for it.

    Args:
        store: the built graph.
        ontology: the index over the ontology.
        term: name of the term.

    Yields:
        The name of a role, and a reason.
    """
    roles = roles_of(store, ontology, term)
    if roles:
        parts = _parts(ontology, term)
        behind = _edges(_rows(store, (HO[one] for one in sorted(parts))))
        for role in roles:
            yield from ((role, reason) for reason in _met(ontology, role, behind, parts, term))


def reasons_from(store: Store, ontology: Ontology, claim: ox.NamedNode) -> Iterator[tuple[str, Reason]]:
    """The roles of the subject and the object of a claim that rest on it, with the reasons that name it.

    Args:
        store: the built graph.
        ontology: the index over the ontology.
        claim: the claim.

    Yields:
        The name of a role, and a reason.
    """
    for ends in solutions(store, ENDS_OF_CLAIM, {"claim": claim}):
        found = _edges(solutions(store, CLAIMS_BETWEEN, {"s": ends["s"], "o": ends["o"]}))
        behind = {edge: claims for edge, claims in found.items() if claim in claims}
        for term in dict.fromkeys(HO.name(ends[end]) for end in ("s", "o")):
            for role in roles_of(store, ontology, term) if behind else ():
                given = _met(ontology, role, behind, _parts(ontology, term), term)
                yield from ((role, reason) for reason in given if claim in reason.claims)


def _rows(store: Store, nodes: Iterable[ox.NamedNode]) -> Iterator[ox.QuerySolution]:
    """The edges from and to terms, a row for each claim behind one."""
    several = list(nodes)
    yield from solutions_for(store, EDGES_FROM, "s", several)
    yield from solutions_for(store, EDGES_TO, "o", several)


def _edges(rows: Iterable[ox.QuerySolution]) -> Behind:
    found: dict[Edge, dict[ox.NamedNode, ox.NamedNode]] = defaultdict(dict)
    for row in rows:
        edge = (HO.name(row["s"]), HO.name(row["p"]), HO.name(row["o"]))
        found[edge][CLAIM[CLAIM.name(row["claim"])]] = row["certainty"]
    return {edge: found[edge] for edge in sorted(found)}


def _met(ontology: Ontology, name: str, behind: Behind, parts: frozenset[str], term: str) -> Iterator[Reason]:
    """The edges that meet the definition of a role for a term."""
    role = ontology.role_definitions[name]
    if role.category and ontology.category(term) != role.category:
        return
    for (s, p, o), claims in behind.items():
        mine, other = (o, s) if role.inverse else (s, o)
        if role.relation in ontology.super_relations[p] and _meets(ontology, role, mine, other, parts, term):
            steps = tuple(_steps(ontology, role, p, mine, term))
            # A hedged claim entails no plain relation, also where an asserted one of the same proposition does.
            weaker = ontology.relations[p].hedged if p in ontology.relations else p
            any_does = role.relation in ontology.super_relations[weaker]
            enough = (claim for claim, certainty in claims.items() if any_does or certainty == HO["Asserted"])
            yield Reason(s, p, o, steps, tuple(sorted(enough, key=str)))


def _meets(ontology: Ontology, role: Role, mine: str, other: str, parts: frozenset[str], term: str) -> bool:
    if role.filler and ontology.category(other) != role.filler:
        return False
    return mine == term or (mine in parts and _follows_parts(ontology, role.relation))


def _follows_parts(ontology: Ontology, relation: str) -> bool:
    """Whether being in a part is being in the whole, for this relation: those at or above `occursIn`."""
    return relation in ontology.super_relations["occursIn"]


def _parts(ontology: Ontology, name: str) -> frozenset[str]:
    """A term and its parts, with theirs."""
    parts: dict[str, list[str]] = defaultdict(list)
    for part, relation, whole in ontology.part_edges:
        if relation == "partOf":
            parts[whole].append(part)
    return frozenset(closure(name, parts))


def _steps(ontology: Ontology, role: Role, relation: str, mine: str, term: str) -> Iterator[str]:
    label = ontology.label
    if relation != role.relation:
        yield f"'{label(relation)}' implies '{label(role.relation)}'"
    if mine != term:
        yield f"{label(mine)} is part of {label(term)}, and what occurs in a part occurs in the whole"
    side, other = ("object", "subject") if role.inverse else ("subject", "object")
    filler = f" when the {other} is a {label(role.filler)}" if role.filler else ""
    yield f"by definition, the {side} of '{label(role.relation)}' has the role '{label(role.name)}'{filler}"
