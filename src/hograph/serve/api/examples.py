"""The canned queries for those who bring their own tools: as SHACL SPARQL examples in RDF, and as they are, with their decorators."""

from functools import cache

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from hograph.query.examples import examples_of
from hograph.serve.api.queries import canned
from hograph.serve.api.responses import respond
from hograph.serve.negotiate import RDF_FORMATS, choose
from hograph.serve.problems import ProblemError
from hograph.serve.service import Service
from hograph.serve.tags import tag_of, unchanged
from hograph.vocabulary import PREFIXES

LAYOUTS = {form.media: form.engine for form in RDF_FORMATS}
SPARQL = "application/sparql-query"


def routes(service: Service) -> list[BaseRoute]:
    """The examples, and the text of each query."""

    @cache
    def written(endpoint: str, media: str) -> bytes:
        text = examples_of(service.kg.queries, endpoint)
        if media == "text/turtle":
            return text.encode()
        triples = (quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE))
        return ox.serialize(triples, format=LAYOUTS[media], prefixes={n: str(s) for n, s in PREFIXES.items()}) or b""

    async def examples(request: Request) -> Response:
        media = choose(request.headers.get("accept"), tuple(LAYOUTS))
        if media is None:
            raise ProblemError(406, f"The examples come as {', '.join(LAYOUTS)}. None of them is accepted.")
        tag = tag_of(request, service, f"{media} {service.address_of(request)}")
        if known := unchanged(request, tag):
            return known
        return respond(await run_in_threadpool(written, f"{service.address_of(request)}/sparql", media), media, tag)

    async def text(request: Request) -> Response:
        query = await run_in_threadpool(canned, service.kg, request.path_params["name"])
        tag = tag_of(request, service, SPARQL)
        return unchanged(request, tag) or respond(query.text, SPARQL, tag)

    return [Route("/api/examples", examples), Route("/queries/{name}.rq", text)]
