"""The page of a document: what it says, section by section, and where it stands alone, with others or against them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import pyoxigraph as ox
from anyio import from_thread
from starlette.requests import Request
from starlette.responses import Response

from hograph.knowledge import KnowledgeGraph
from hograph.query.binding import PROLOGUE, solutions
from hograph.query.evidence import labels
from hograph.query.rows import claims_of
from hograph.serve.clients import client_of
from hograph.serve.pages.cards import Badge, Card, Side, badge_of, by_document, cards
from hograph.serve.pages.view import graph_of, render, service_of
from hograph.serve.service import Service
from hograph.serve.workers.pool import FailedError
from hograph.serve.workers.turns import BusyError
from hograph.vocabulary import DCTERMS, DOCUMENT, HO

CLAIMS_OF = (
    PROLOGUE
    + """
SELECT ?claim ?agreement ?proposition WHERE {
  VALUES (?document) {}
  ?claim ho:statedIn ?document ; ho:about ?proposition ; ho:evidence/oa:hasSelector ?selector .
  ?selector oa:start ?start ; oa:end ?end .
  ?proposition ho:agreement/rdfs:label ?agreement .
} ORDER BY ?start ?end ?claim"""
)
MOST_CLAIMS = 1000
"""Claims of a graph up to which the page of a document says which of its claims are at odds with others."""
FACTS = (
    (DCTERMS["publisher"], "Publisher"),
    (DCTERMS["type"], "Kind"),
    (DCTERMS["creator"], "Author"),
    (DCTERMS["issued"], "Date"),
)


@dataclass(frozen=True)
class Line:
    """A claim of a document, and how the documents stand to the same proposition."""

    card: Card
    agreement: Badge
    proposition: ox.NamedNode


@dataclass(frozen=True)
class Pair:
    """Two claims at odds: in what, and the claims side by side."""

    kind: str
    one_says: str
    other_says: str
    sides: tuple[Side, ...]


def show_document(request: Request, node: ox.NamedNode) -> Response:
    """The page of a document."""
    kg, slug = graph_of(request), DOCUMENT.name(node)
    rows = list(solutions(kg.store, CLAIMS_OF, {"document": node}))
    shown = cards(kg, (row["claim"] for row in rows))
    lines = [Line(shown[row["claim"]], _agreement(row), row["proposition"]) for row in rows if row["claim"] in shown]
    document = kg.document(slug)
    stated = _text(kg, node, HO["documentSha256"])
    against = _against(request, slug)
    return render(
        request,
        "document",
        headers={"Cache-Control": "no-store"} if against is None else None,  # another time they may be found
        node=node,
        slug=slug,
        title=_text(kg, node, DCTERMS["title"]) or slug,
        facts=[(name, text) for part, name in FACTS if (text := _text(kg, node, part))],
        characters=_text(kg, node, HO["characters"]),
        sha256=stated,
        at_hand="" if document is None else "same" if document.sha256 == stated else "other",
        lines=lines,
        sections=[(name, list(some)) for name, some in groupby(lines, key=lambda line: line.card.place.section)],
        certainties=Counter(
            next((b.text for b in line.card.badges if b.text in CERTAINTIES), "stated") for line in lines
        ),
        agreements=Counter(line.agreement.text for line in lines),
        against=against,
    )


CERTAINTIES = ("asserted", "hedged", "inconclusive", "unknown", "negated")


def pairs(request: Request, slug: str = "") -> list[Pair]:
    """Claims at odds, as the canned query `disagreements` finds them; looked for once, for the graph does not change.

    Args:
        request: of which graph.
        slug: only those in which this document has a part.

    Raises:
        BusyError: when too many queries wait.
        FailedError: when they are not found within the limits.
    """  # noqa: DOC502, RUF100
    service = service_of(request)
    found = service.once("pairs", lambda: _pairs(service, client_of(request)))
    return [pair for pair in found if not slug or any(place.document == slug for place, _ in pair.sides)]


def _pairs(service: Service, client: str) -> list[Pair]:
    if "disagreements" not in service.kg.queries:
        return []
    answer = from_thread.run(service.answer, "disagreements", {"condition": "any"}, client)
    names = answer.labels()
    shown = cards(service.kg, answer.claims())
    made = []
    for row in answer:
        mine = [shown[claim] for claim in claims_of(row) if claim in shown]
        kind, one, other = (_word(row[part], names) for part in ("kind", "onesays", "othersays"))
        made.append(Pair(kind, one, other, _in_order(mine)))
    return made


def _against(request: Request, slug: str) -> list[Pair] | None:
    """Claims of a document that are at odds with another; None where finding them takes long: claims are compared with each other."""
    if service_of(request).counts["claims"] > MOST_CLAIMS:
        return None
    try:
        return pairs(request, slug)
    except (FailedError, BusyError):
        return None


def _in_order(two: Sequence[Card]) -> tuple[Side, ...]:
    """The two claims, each on its side also where one document makes both."""
    return tuple(side for card in two for side in by_document([card]))


def _word(term: object, names: Mapping[ox.NamedNode, str]) -> str:
    if isinstance(term, ox.NamedNode):
        return names.get(term, HO.name(term))
    return term.value if isinstance(term, ox.Literal) else ""


def _agreement(row: ox.QuerySolution) -> Badge:
    word = row["agreement"].value
    return badge_of(word) or Badge(word)


def _text(kg: KnowledgeGraph, node: ox.NamedNode, part: ox.NamedNode) -> str:
    """What is said of a document, in words."""
    values = [quad.object for quad in kg.store.quads_for_pattern(node, part, None, None)]
    names = labels(kg.store, [value for value in values if isinstance(value, ox.NamedNode)])
    return ", ".join(sorted({_word(value, names) for value in values}))
