"""The canned queries: a list of them, and each with its answer, every row with the claims that it rests on."""

from collections.abc import Callable
from dataclasses import replace

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from hograph.errors import QueryError
from hograph.exports.rdf import serialise
from hograph.knowledge import KnowledgeGraph
from hograph.query.answer import Answer
from hograph.query.canned import CannedQuery
from hograph.query.delimited import cells, delimited
from hograph.query.evidence import labels
from hograph.query.rows import claims_of
from hograph.serve.api.paging import Page, headers
from hograph.serve.api.responses import JSON, respond
from hograph.serve.clients import client_of
from hograph.serve.negotiate import choose
from hograph.serve.parameters import single, truth
from hograph.serve.problems import ProblemError
from hograph.serve.service import Service
from hograph.serve.tags import tag_of, unchanged
from hograph.vocabulary import curie

FORMATS = {"json": JSON, "csv": "text/csv", "tsv": "text/tab-separated-values", "ttl": "text/turtle"}
"""How an answer is asked for, and its media type; the first where nothing is said."""


def routes(service: Service) -> list[BaseRoute]:
    """The list, and the queries, each also as a file of a format."""

    async def listed(request: Request) -> Response:
        tag = tag_of(request, service, JSON)
        found = await run_in_threadpool(_listed, service.kg)
        return unchanged(request, tag) or respond({"queries": found}, JSON, tag)

    async def answered(request: Request) -> Response:
        given = single(request.url.query)
        name, layout = _layout(request, given)
        evidence, page = truth(given, "evidence"), Page.take(given)
        canned(service.kg, name)
        tag = tag_of(request, service, layout)
        if known := unchanged(request, tag):
            return known
        answer = await service.answer(name, given, client_of(request))
        return await run_in_threadpool(_response, request, service.kg, answer, layout, page, evidence, tag)

    return [Route("/api/queries", listed), Route("/api/queries/{name}", answered)]


def canned(kg: KnowledgeGraph, name: str) -> CannedQuery:
    """A canned query.

    Raises:
        ProblemError: when there is none of the name.
    """
    try:
        return kg.canned(name)
    except QueryError as error:
        raise ProblemError(404, f"{error} /api/queries lists them.") from error


def _layout(request: Request, given: dict[str, str]) -> tuple[str, str]:
    """The name of the query, and the format that is meant: by the end of the name, by `format`, or by what is accepted."""
    name, dot, extension = request.path_params["name"].rpartition(".")
    if dot and extension in FORMATS:
        given.pop("format", None)
        return name, extension
    if "format" in given:
        layout = given.pop("format")
        if layout not in FORMATS:
            raise ProblemError(400, f"The parameter 'format' takes {', '.join(FORMATS)}; not '{layout}'.")
        return request.path_params["name"], layout
    media = choose(request.headers.get("accept"), tuple(FORMATS.values()))
    if media is None:
        raise ProblemError(406, f"An answer comes as {', '.join(FORMATS.values())}. None of them is accepted.")
    return request.path_params["name"], next(layout for layout, known in FORMATS.items() if known == media)


def _listed(kg: KnowledgeGraph) -> list[dict[str, object]]:
    return [
        {
            "name": name,
            "title": query.header.title,
            "question": query.header.question,
            "description": query.header.description,
            "tags": query.header.tags,
            "parameters": {key: _described(one.__dict__) for key, one in query.header.parameters.items()},
            "columns": {key: one.__dict__ for key, one in query.header.columns.items()},
            "answer": f"/api/queries/{name}",
            "sparql": f"/queries/{name}.rq",
        }
        for name, query in sorted(kg.queries.items())
    ]


def _described(parameter: dict[str, object]) -> dict[str, object]:
    """What is said of a parameter, without what does not apply to it."""
    return {key: value for key, value in parameter.items() if value not in ((), None)}


def _response(
    request: Request, kg: KnowledgeGraph, answer: Answer, layout: str, page: Page, evidence: bool, tag: str
) -> Response:
    part = replace(answer, rows=tuple(page.of(answer.rows)))
    links = page.links(request, len(answer))
    more = headers(links, len(answer))
    if layout == "json":
        body = _body(kg, part, evidence=evidence) | {"total": len(answer), "offset": page.offset, "links": links}
        if evidence and kg.documents:
            more["Cross-Origin-Resource-Policy"] = (
                "same-origin"  # passages of the operator's documents are not for other sites
            )
        return respond(body, JSON, tag, more)
    return respond(WRITERS[layout](kg, part), FORMATS[layout], tag, more)


def _body(kg: KnowledgeGraph, answer: Answer, *, evidence: bool) -> dict[str, object]:
    assert answer.query is not None  # noqa: S101 -- it is the answer to a canned query
    header, names = answer.query.header, labels(kg.store, answer.claims())
    found: dict[str, list[dict[str, object]]] = {}
    for item in kg.evidence(answer) if evidence else ():
        found.setdefault(item.claim, []).append(item.__dict__)
    rows = []
    for row, values in zip(answer, kg.records(answer), strict=True):
        claims = [
            {"claim": curie(node.value), "iri": node.value, "label": names.get(node, "")} for node in claims_of(row)
        ]
        iris = {column: term.value for column, term in row.items() if isinstance(term, ox.NamedNode)}
        said: dict[str, object] = {"values": values, "iris": iris, "claims": claims}
        if evidence:
            said["evidence"] = [item for claim in claims for item in found.get(claim["claim"], ())]
        rows.append(said)
    return {
        "query": answer.query.name,
        "title": header.title,
        "question": header.question,
        "asked": dict(answer.asked),
        "columns": [{"name": name, **column.__dict__} for name, column in header.columns.items()],
        "rows": rows,
    }


def _turtle(kg: KnowledgeGraph, answer: Answer) -> bytes:
    return serialise(kg.statements(answer.claims()), "turtle", kg.ontology)


def _table(delimiter: str) -> Callable[[KnowledgeGraph, Answer], str]:
    return lambda kg, answer: delimited(answer.columns, cells(answer, kg.labels(answer)), delimiter)


WRITERS: dict[str, Callable[[KnowledgeGraph, Answer], str | bytes]] = {
    "csv": _table(","),
    "tsv": _table("\t"),
    "ttl": _turtle,
}
"""Format to what writes an answer in it."""
