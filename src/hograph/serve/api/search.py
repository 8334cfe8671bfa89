"""Search for terms by label and synonym, also where what is typed is not quite what they are called."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from hograph.ontology.index import Ontology
from hograph.serve.api.paging import Page, headers
from hograph.serve.api.responses import JSON, respond
from hograph.serve.finding import Name, search_terms
from hograph.serve.parameters import single
from hograph.serve.problems import ProblemError
from hograph.serve.service import Service
from hograph.serve.tags import tag_of, unchanged
from hograph.vocabulary import HO

LONGEST, USUAL = 200, 20
"""Characters of what is searched for, and how many terms are given when no limit is."""


def routes(service: Service) -> list[BaseRoute]:
    """The search."""

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
        found = await run_in_threadpool(lambda: search_terms(service.names, words))
        links = page.links(request, len(found))
        shown = [_shown(service.kg.ontology, name, score) for name, score in page.of(found)]
        body = {"q": words, "total": len(found), "offset": page.offset, "links": links, "results": shown}
        return respond(body, JSON, tag, headers(links, len(found)))

    return [Route("/api/search", search)]


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
