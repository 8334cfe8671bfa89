"""The SPARQL endpoint: queries by the SPARQL 1.1 Protocol, in every way that it has."""

import asyncio
from collections.abc import Mapping, Sequence

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from hograph.serve.answering import Answering
from hograph.serve.clients import client_of
from hograph.serve.description import LAYOUTS, description
from hograph.serve.negotiate import HTML, choose
from hograph.serve.parameters import decoded, several
from hograph.serve.problems import ProblemError
from hograph.serve.service import Service
from hograph.serve.workers.wire import Job

FORM, DIRECT, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
ROWS = {
    "application/sparql-results+json": "JSON",
    "application/json": "JSON",
    "application/sparql-results+xml": "XML",
    "application/xml": "XML",
    "text/xml": "XML",
    "text/csv": "CSV",
    "text/tab-separated-values": "TSV",
}
"""Media type to how rows are written, the best first."""
TRIPLES = {
    "text/turtle": "TURTLE",
    "application/n-triples": "N_TRIPLES",
    "application/rdf+xml": "RDF_XML",
    "application/ld+json": "JSON_LD",
    "application/trig": "TRIG",
    "application/n-quads": "N_QUADS",
    "text/n3": "N3",
    "text/plain": "N_TRIPLES",
    "application/x-turtle": "TURTLE",
    "application/json": "JSON_LD",
    "application/xml": "RDF_XML",
    "text/xml": "RDF_XML",
}
"""Media type to how triples are written, the best first."""
READ_ONLY = "This graph is read-only: no updates. Change data/ or ontology/ and build again."
EXPLORER = "/explore/sparql"


def routes(service: Service) -> list[BaseRoute]:
    """The endpoint, also with a slash at its end, as the protocol's examples have it."""

    async def sparql(request: Request) -> Response:
        asked = await _parameters(request, service)
        if "query" not in asked:
            return await _without_query(request, service, asked)
        return _answering(request, service, asked)

    return [Route(path, sparql, methods=["GET", "POST"]) for path in ("/sparql", "/sparql/")]


def _answering(request: Request, service: Service, asked: Mapping[str, Sequence[str]]) -> Answering:
    accept = request.headers.get("accept")
    rows, triples = choose(accept, tuple(ROWS)), choose(accept, tuple(TRIPLES))
    if rows is None and triples is None:
        there = ", ".join(dict.fromkeys([*ROWS, *TRIPLES]))
        raise ProblemError(406, f"None of what is accepted is a format of results. There are: {there}.")
    job = Job(
        query=_query(asked["query"], service.limits.query),
        default=_graphs(asked, "default-graph-uri"),
        named=_graphs(asked, "named-graph-uri"),
        rows=ROWS[rows] if rows else None,
        triples=TRIPLES[triples] if triples else None,
        most=service.limits.result,
    )
    media = {"rows": rows or "", "triples": triples or ""}
    return Answering(service.pool, job, client_of(request), media)


async def _without_query(request: Request, service: Service, asked: Mapping[str, Sequence[str]]) -> Response:
    """What a request without a query gets: the description of the service, or, a browser, the page on which queries are written."""
    if asked or request.method == "POST":
        raise ProblemError(
            400,
            "There is no query. Send it as the parameter 'query', or as a body of the type application/sparql-query.",
        )
    if choose(request.headers.get("accept"), (*LAYOUTS, HTML)) == HTML:
        return RedirectResponse(EXPLORER, 303, {"Vary": "Accept"})
    return await description(request, service)


async def _parameters(request: Request, service: Service) -> dict[str, list[str]]:
    """The parameters of a request, of its address and of its body, by name."""
    found = decoded(request.url.query)
    if request.method == "POST":
        media, charset = _content_type(request)
        body = await _body(request, service)
        if media == FORM:
            found += decoded(_text(body, charset))
        elif media == DIRECT:
            found.append(("query", _text(body, charset)))
        elif media == UPDATE:
            raise ProblemError(403, READ_ONLY, why="refused")
        else:
            raise ProblemError(
                415,
                f"A query is sent as {FORM} or {DIRECT}, and not as {media or 'something that has no Content-Type'}.",
            )
    asked = several(found)
    if "update" in asked or "using-graph-uri" in asked or "using-named-graph-uri" in asked:
        if request.method == "POST":
            raise ProblemError(403, READ_ONLY, why="refused")
        raise ProblemError(400, f"An update cannot be sent by GET. {READ_ONLY}", why="refused")
    return asked


def _content_type(request: Request) -> tuple[str, str]:
    media, *parameters = (part.strip().lower() for part in request.headers.get("content-type", "").split(";"))
    said = dict(parameter.partition("=")[::2] for parameter in parameters)
    return media, said.get("charset", "utf-8").strip('"')


async def _body(request: Request, service: Service) -> bytes:
    try:
        async with asyncio.timeout(service.limits.patience):
            return await request.body()
    except TimeoutError as error:
        raise ProblemError(
            408, f"The body did not arrive within {service.limits.patience:g} s.", {"Connection": "close"}
        ) from error


def _text(body: bytes, charset: str) -> str:
    if charset not in {"utf-8", "utf8", "us-ascii"}:
        raise ProblemError(415, f"A query is sent as UTF-8, and not as {charset}.")
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise ProblemError(400, f"Byte {error.start} of the body is not UTF-8. Encode the query as UTF-8.") from error


def _query(values: Sequence[str], most: int) -> str:
    if len(values) > 1:
        raise ProblemError(400, f"There are {len(values)} queries in one request. Send each in a request of its own.")
    if len(values[0].encode()) > most:
        raise ProblemError(413, f"The query is longer than {most:,} bytes. Ask for less in one query.")
    return values[0]


def _graphs(asked: Mapping[str, Sequence[str]], name: str) -> tuple[str, ...] | None:
    """The graphs that a request names; None where it names none."""
    for iri in asked.get(name, ()):
        try:
            ox.NamedNode(iri)
        except ValueError as error:
            raise ProblemError(
                400, f"{name}: '{iri}' is no IRI. Write it in full, as https://example.org/graph."
            ) from error
    return tuple(asked[name]) if name in asked else None
