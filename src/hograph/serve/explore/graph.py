"""The page of the graph: terms and what documents claim between them, as a table, and as the picture that is made from it."""

from collections import Counter
from dataclasses import dataclass, field

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from hograph.errors import HographError, UnknownTermError
from hograph.query.arrows import Arrow, all_arrows, arrows_of_term
from hograph.query.picture import Picture
from hograph.serve.explore.scripts import built
from hograph.serve.pages.view import graph_of, render, service_of
from hograph.serve.service import Service
from hograph.vocabulary import HO

MOST = 600
"""So many relations are on the page; what is more is counted, and found by naming a term."""
DRAWN = 60
"""So many relations are in the picture that the server draws."""
CERTAINTIES = {
    "asserted": "asserted",
    "asserted and hedged": "asserted and hedged",
    "hedged": "hedged",
    "open": "left open",
}
STEPS = 2
"""So far from a term a page reaches."""


@dataclass(frozen=True)
class Asked:
    """What a reader wants to see.

    Attributes:
        term: the term that the page is about; all of the graph when None.
        steps: how many relations away from it.
        kinds: of relations; all when empty.
        certainties: of relations; all when empty.
        words: the term as the reader named it.
        error: why it was not understood.
    """

    term: str | None = None
    steps: int = 1
    kinds: frozenset[str] = frozenset()
    certainties: frozenset[str] = frozenset()
    words: str = ""
    error: str = ""

    @classmethod
    def of(cls, request: Request) -> "Asked":
        """What the address of a request asks for; a term that there is not is told, and the whole graph shown."""
        given = request.query_params
        words = given.get("what", "").strip()[:200]
        term, error = None, ""
        try:
            term = graph_of(request).ontology.find(words, relations=False) if words else None
        except UnknownTermError as unknown:
            error = str(unknown)
        return cls(
            term,
            STEPS if given.get("steps") == str(STEPS) else 1,
            frozenset(given.getlist("kind")),
            frozenset(given.getlist("certainty")),
            words,
            error,
        )

    def shows(self, line: "Line") -> bool:
        """Whether a relation is of a kind and certainty that is wanted."""
        return (not self.kinds or line.kind in self.kinds) and (
            not self.certainties or line.arrow.certainty in self.certainties
        )


@dataclass(frozen=True)
class Line:
    """One row of the table: a relation between two terms, and its kind."""

    arrow: Arrow
    kind: str
    subject: ox.NamedNode = field(compare=False)
    relation: ox.NamedNode = field(compare=False)
    object: ox.NamedNode = field(compare=False)


def graph_page(request: Request) -> Response:
    """Every relation that is asked for, with filters; where the reader has scripts, as a picture to move about in, too."""
    kg, asked = graph_of(request), Asked.of(request)
    found = lines(service_of(request), asked)
    ontology = kg.ontology
    kinds = Counter(line.kind for line in found)
    certainties = Counter(line.arrow.certainty for line in found)
    categories = {str(ontology.category(name)) for line in found for name in (line.arrow.subject, line.arrow.object)}
    return render(
        request,
        "explore/graph",
        asked=asked,
        title=ontology.label(asked.term) if asked.term else "",
        lines=found[:MOST],
        more=max(0, len(found) - MOST),
        kinds=sorted(kinds.items()),
        certainties=[(name, words, certainties[name]) for name, words in CERTAINTIES.items() if certainties[name]],
        categories=sorted((name, ontology.label(name)) for name in categories if name in ontology.labels),
        label=ontology.label,
        category=ontology.category,
        query=request.url.query,
        script=built("graph.js"),
    )


def graph_picture(request: Request) -> Response:
    """The same as the server draws it, for pages without scripts: SVG."""
    kg, asked = graph_of(request), Asked.of(request)
    shown = [line.arrow for line in lines(service_of(request), asked) if asked.shows(line)]
    title = kg.ontology.label(asked.term) if asked.term else "What documents claim"
    try:
        drawn = Picture(title, tuple(shown[:DRAWN]), len(shown[DRAWN:]), kg.ontology).svg
    except HographError as error:
        return Response(f"{error}\n", 404, media_type="text/plain")
    return Response(drawn, media_type="image/svg+xml")


def lines(service: Service, asked: Asked) -> list[Line]:
    """The relations within so many steps of a term, or all."""
    relations = service.kg.ontology.relations
    return [
        Line(arrow, relations[arrow.relation].kind, HO[arrow.subject], HO[arrow.relation], HO[arrow.object])
        for arrow in _arrows(service, asked)
    ]


def _arrows(service: Service, asked: Asked) -> list[Arrow]:
    store = service.kg.store
    if asked.term and asked.steps == 1:
        return arrows_of_term(store, asked.term)
    found = service.once("arrows", lambda: all_arrows(store))
    if asked.term is None:
        return found
    near = {end for arrow in found for end in _ends(arrow) if asked.term in _ends(arrow)}
    return [arrow for arrow in found if near & _ends(arrow)]


def _ends(arrow: Arrow) -> set[str]:
    return {arrow.subject, arrow.object}
