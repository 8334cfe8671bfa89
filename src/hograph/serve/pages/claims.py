"""The page of one claim, and that of a proposition: what all documents say of the same thing."""

from collections import defaultdict
from dataclasses import dataclass

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from hograph.knowledge import KnowledgeGraph
from hograph.query.binding import PROLOGUE, solutions
from hograph.query.cells import cell
from hograph.query.evidence import labels
from hograph.query.explain import Reason
from hograph.serve.pages.cards import Badge, Side, badge_of, by_document, cards
from hograph.serve.pages.terms import Link
from hograph.serve.pages.view import graph_of, render
from hograph.vocabulary import CLAIM, HO

STANCES = (
    PROLOGUE
    + """
SELECT ?claim ?stance WHERE {
  VALUES (?proposition) {}
  VALUES ?relation { ho:supports ho:disputes ho:leavesOpen }
  ?claim ?relation ?proposition .
  ?relation rdfs:label ?stance .
} ORDER BY ?stance ?claim"""
)
TOLD_APART = {
    HO[name] for name in ("about", "supports", "disputes", "leavesOpen", "evidence", "cue", "statedIn", "curatorNote")
}
"""Properties of a claim that its page tells in places of their own."""
FIRST = ("subject", "predicate", "object", "polarity", "certainty", "scope")


@dataclass(frozen=True)
class Stand:
    """How documents stand to a proposition: its label, their agreement, and by stance the claims of each document."""

    proposition: Link
    agreement: Badge
    stances: tuple[tuple[str, tuple[Side, ...]], ...]


def show_claim(request: Request, node: ox.NamedNode) -> Response:
    """The page of a claim: its parts, the passage it rests on, what others say of the same, and the roles that rest on it."""
    kg = graph_of(request)
    card = cards(kg, [node])[node]
    proposition = _object(kg, node, "about")
    note = next((q.object for q in kg.store.quads_for_pattern(node, HO["curatorNote"], None, None)), None)
    return render(
        request,
        "claim",
        node=node,
        card=card,
        parts=_parts(kg, node),
        note=note.value if isinstance(note, ox.Literal) else "",
        roles=_roles(kg, node),
        stand=_stand(kg, proposition, node),
    )


def show_proposition(request: Request, node: ox.NamedNode) -> Response:
    """The page of a proposition: who supports, disputes or leaves it open, claims side by side."""
    kg = graph_of(request)
    parts = [
        (part, Link(value, labels(kg.store, [value]).get(value, "")))
        for part in ("subject", "predicate", "object")
        if (value := _object(kg, node, part))
    ]
    return render(request, "proposition", node=node, parts=parts, stand=_stand(kg, node, None))


def _object(kg: KnowledgeGraph, node: ox.NamedNode, part: str) -> ox.NamedNode | None:
    quads = kg.store.quads_for_pattern(node, HO[part], None, None)
    return next((quad.object for quad in quads if isinstance(quad.object, ox.NamedNode)), None)


def _stand(kg: KnowledgeGraph, proposition: ox.NamedNode | None, own: ox.NamedNode | None) -> Stand | None:
    """How the documents stand to a proposition, but for one claim that is shown already."""
    if proposition is None:
        return None
    agreement = _object(kg, proposition, "agreement")
    names = labels(kg.store, [node for node in (proposition, agreement) if node])
    word = names.get(agreement, "") if agreement else ""
    found: dict[str, list[ox.NamedNode]] = defaultdict(list)
    for row in solutions(kg.store, STANCES, {"proposition": proposition}):
        if row["claim"] != own:
            found[row["stance"].value].append(row["claim"])
    return Stand(
        Link(proposition, names.get(proposition, "")),
        badge_of(word) or Badge(word),
        tuple((stance, tuple(by_document(cards(kg, claims).values()))) for stance, claims in found.items()),
    )


def _parts(kg: KnowledgeGraph, claim: ox.NamedNode) -> list[tuple[str, Link]]:
    """What the graph says of a claim: property and value, the main ones first."""
    quads = [
        q
        for q in kg.store.quads_for_pattern(claim, None, None, None)
        if q.predicate in HO and q.predicate not in TOLD_APART
    ]
    names = labels(kg.store, (n for q in quads for n in (q.predicate, q.object) if isinstance(n, ox.NamedNode)))
    order = {HO[part]: place for place, part in enumerate(FIRST)}
    quads.sort(key=lambda q: (order.get(q.predicate, len(order)), names.get(q.predicate, ""), str(q.object)))
    found = []
    for quad in quads:
        value = quad.object
        is_term = isinstance(value, ox.NamedNode) and value in HO and value not in CLAIM
        node = value if is_term and isinstance(value, ox.NamedNode) else claim
        name = names.get(quad.predicate, HO.name(quad.predicate)).removeprefix("has ")
        found.append((name, Link(node, cell(value, names))))
    return found


def _roles(kg: KnowledgeGraph, claim: ox.NamedNode) -> list[tuple[Link, Link, Reason]]:
    """The roles that rest on a claim: the term, the role, and why."""
    label = kg.ontology.label
    found = []
    for role, reason in kg.explain(claim.value):
        member = reason.object if kg.ontology.role_definitions[role].inverse else reason.subject
        found.append((Link(HO[member], label(member)), Link(HO[role], label(role)), reason))
    return found
