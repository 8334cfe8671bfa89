"""Search for terms by label and synonym, also where what is typed is not quite what they are called."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, utils
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from hograph.ontology.index import Ontology
from hograph.serve.api.paging import Page, headers
from hograph.serve.api.responses import JSON, respond, tag_of, unchanged
from hograph.serve.parameters import single
from hograph.serve.problems import ProblemError
from hograph.serve.service import Service
from hograph.vocabulary import HO

LONGEST, USUAL = 200, 20
"""Characters of what is searched for, and how many terms are given when no limit is."""
NEAR = 75.0
"""How alike a name must be, of 100."""
SHORTEST = 3
"""Characters that must be typed to be looked for within names."""
INSIDE = 0.95
"""What a name is worth in which the words stand beside others, against one that is nothing else."""


@dataclass(frozen=True)
class Name:
    """A name of a term, by which it is found."""

    term: str
    text: str
    is_label: bool


def routes(service: Service) -> list[BaseRoute]:
    """The search."""

    @cache
    def names() -> tuple[Name, ...]:
        return tuple(names_of(service.kg.ontology))

    async def search(request: Request) -> Response:
        given = single(request.url.query)
        page, words = Page.take(given, USUAL), given.pop("q", "").strip()
        if given:
            raise ProblemError(400, f"There is no parameter '{next(iter(given))}'. There are: q, limit, offset.")
        if not words or len(words) > LONGEST:
            raise ProblemError(400, f"Say what to search for with q, in at most {LONGEST} characters.")
        tag = tag_of(request, service, JSON)
        if known := unchanged(request, tag):
            return known
        found = await run_in_threadpool(lambda: search_terms(names(), words))
        links = page.links(request, len(found))
        shown = [_shown(service.kg.ontology, name, score) for name, score in page.of(found)]
        body = {"q": words, "total": len(found), "offset": page.offset, "links": links, "results": shown}
        return respond(body, JSON, tag, headers(links, len(found)))

    return [Route("/api/search", search)]


def names_of(ontology: Ontology) -> Iterator[Name]:
    """The labels and synonyms of terms and roles; hidden labels are for reading texts, not for looking up."""
    for term in (*ontology.terms, *ontology.roles):
        yield Name(term, ontology.label(term), is_label=True)
        for _, text in ontology.synonyms(term):
            yield Name(term, text, is_label=False)


def search_terms(names: Sequence[Name], words: str) -> list[tuple[Name, float]]:
    """The names that are most like the words, one a term, the likest first; of those alike the shorter, then by letter.

    Args:
        names: all that there are.
        words: what is searched for.

    Example:
        >>> names = tuple(names_of(kg.ontology))
        >>> search_terms(names, "radaition terapy")[0][0].term, search_terms(names, "FOP")[0][0].term
        ('RadiationTherapy', 'FibrodysplasiaOssificansProgressiva')
    """
    key = utils.default_process(words)
    spellings = [utils.default_process(name.text) for name in names]
    best: dict[str, tuple[float, int, str, Name]] = {}
    for name, spelling in zip(names, spellings, strict=True):
        score = fuzz.token_sort_ratio(key, spelling)
        if SHORTEST <= len(key) <= len(spelling):
            score = max(score, INSIDE * fuzz.partial_ratio(key, spelling))
        if score >= NEAR:
            rank = (-score, len(spelling), spelling, name)
            best[name.term] = min(rank, best.get(name.term, rank), key=lambda one: one[:3])
    return [(name, -score) for score, _, _, name in sorted(best.values(), key=lambda one: one[:3])]


def _shown(ontology: Ontology, name: Name, score: float) -> dict[str, object]:
    category = ontology.category(name.term)
    return {
        "term": f"ho:{name.term}",
        "iri": HO[name.term].value,
        "label": ontology.label(name.term),
        "matched": name.text,
        "score": round(score, 1),
        "category": ontology.label(category) if category else "role",
        "definition": ontology.definition(name.term) or "",
        "page": f"/{name.term}",
    }
