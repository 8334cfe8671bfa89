"""Documents against each other: the matrix of what each says of the same, and the claims that are at odds."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from hograph.curation.tokens import PARTIAL
from hograph.errors import HographError
from hograph.query.binding import PROLOGUE, solutions_for
from hograph.query.cells import short_documents
from hograph.query.names import documents, find_document
from hograph.serve.answering import problem_of
from hograph.serve.pages.cards import Badge, badge_of
from hograph.serve.pages.documents import Pair, pairs
from hograph.serve.pages.view import graph_of, render, service_of, size_of
from hograph.serve.workers.pool import FailedError
from hograph.serve.workers.turns import BusyError
from hograph.vocabulary import DOCUMENT, HO

MOST_DOCUMENTS = 8
"""Columns of the matrix where nobody says which."""
PAGE, PAIRS = 60, 20
POSITIONS = (
    PROLOGUE
    + """
SELECT DISTINCT ?proposition ?subject ?object ?label ?agreement ?document ?relation ?certainty ?rank ?often ?claim WHERE {
  VALUES (?document) {}
  ?claim ho:statedIn ?document ; ?relation ?proposition ; ho:certainty/rdfs:label ?certainty .
  FILTER (?relation IN (ho:supports, ho:disputes, ho:leavesOpen))
  ?proposition ho:subject ?subject ; ho:object ?object ; rdfs:label ?label ; ho:agreement/rdfs:label ?agreement .
  OPTIONAL { ?claim ho:frequency/ho:rank ?rank }
  OPTIONAL { ?claim ho:frequency/ho:rank/rdfs:label ?often }
}"""
)
OF_SOME = {HO[rank.term] for rank in PARTIAL}
"""It is so of some or few cases only."""
DIFFERING = {"contested", "open question"}
WEIGHT = {"contested": 0, "open question": 1, "corroborated": 2}
STANCES = {HO["disputes"]: Badge("disputes", look="denied"), HO["leavesOpen"]: Badge("leaves open", look="open")}


@dataclass
class Position:
    """How one document stands to a proposition: by stance, and by which claims."""

    stances: set[Badge] = field(default_factory=set)
    claims: set[ox.NamedNode] = field(default_factory=set)


@dataclass
class Line:
    """A proposition and how each document stands to it; those that are silent are missing."""

    node: ox.NamedNode
    label: str
    agreement: Badge
    positions: dict[str, Position] = field(default_factory=lambda: defaultdict(Position))

    @property
    def order(self) -> tuple[int, int, str]:
        """Contested ones first, then those left open, then those of which most documents speak."""
        return WEIGHT.get(self.agreement.text, 3), -len(self.positions), self.label.casefold()


def compare(request: Request) -> Response:
    """The matrix of documents and propositions."""
    kg, wish = graph_of(request), request.query_params
    known, problem, term = documents(kg.store), "", None
    chosen = [slug for slug in wish.getlist("document") if slug in known] or known[:MOST_DOCUMENTS]
    words = wish.get("term", "").strip()[:200]
    try:
        term = HO[kg.ontology.find(words, relations=False)] if words else None
    except HographError as error:
        problem = str(error)
    whole = wish.get("show", "all" if service_of(request).files else "") == "all"
    rows = solutions_for(kg.store, POSITIONS, "document", [DOCUMENT[slug] for slug in chosen])
    lines = [] if problem else lines_of(row for row in rows if term in {None, row["subject"], row["object"]})
    told = [line for line in lines if whole or len(line.positions) > 1 or line.agreement.text in DIFFERING]
    size = size_of(request, PAGE)
    page, pages = _page(wish, len(told), size)
    return render(
        request,
        "compare",
        400 if problem else 200,
        known=known,
        chosen=chosen,
        names=short_documents(known),
        words=words,
        problem=problem,
        show="all" if whole else "shared",
        lines=told[(page - 1) * size : page * size],
        total=len(told),
        left_out=len(lines) - len(told),
        counts=Counter(line.agreement.text for line in lines).most_common(),
        page=page,
        pages=pages,
        document_path=lambda slug: DOCUMENT[slug],
    )


def lines_of(rows: Iterable[ox.QuerySolution]) -> list[Line]:
    """The propositions that rows of `POSITIONS` speak of, those on which documents differ first."""
    found: dict[ox.NamedNode, Line] = {}
    for row in rows:
        word = row["agreement"].value
        line = found.setdefault(
            row["proposition"], Line(row["proposition"], row["label"].value, badge_of(word) or Badge(word))
        )
        less = [row["certainty"].value] if row["certainty"].value != "asserted" else []
        less += [row["often"].value] if row["rank"] in OF_SOME else []
        supports = Badge(", ".join(["supports", *less]), look="hedged" if less else "sure")
        position = line.positions[DOCUMENT.name(row["document"])]
        position.stances.add(STANCES.get(row["relation"], supports))
        position.claims.add(row["claim"])
    return sorted(found.values(), key=lambda line: line.order)


def disagreements(request: Request) -> Response:
    """Claims at odds, both sides with their evidence."""
    kg, wish = graph_of(request), request.query_params
    slug, problem, status = "", "", 200
    at_odds: list[Pair] = []
    try:
        slug = find_document(kg.store, wish["document"]) if wish.get("document") else ""
        at_odds = pairs(request, slug)
    except HographError as error:
        problem, status = str(error), 400
    except (FailedError, BusyError) as error:
        met = problem_of(error, service_of(request).limits)
        problem, status = met.detail, met.status
    kinds = Counter(pair.kind for pair in at_odds)
    only = wish.get("only", "")
    told = [pair for pair in at_odds if only in {"", pair.kind}]
    size = size_of(request, PAIRS)
    page, pages = _page(wish, len(told), size)
    query = kg.queries.get("disagreements")
    return render(
        request,
        "disagreements",
        status,
        problem=problem,
        known=documents(kg.store),
        chosen=slug,
        kinds=list(kinds.items()),
        only=only,
        pairs=told[(page - 1) * size : page * size],
        total=len(told),
        everything=len(at_odds),
        page=page,
        pages=pages,
        description=query.header.description if query else "",
    )


def _page(wish: Mapping[str, str], total: int, size: int) -> tuple[int, int]:
    """Which page is asked for, and how many there are."""
    pages = max(-(-total // size), 1)
    asked = wish.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 1
    return min(max(number, 1), pages), pages
