"""The API described in OpenAPI 3.1, made from the headers of the queries, so that it says what there is and nothing else."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from hograph.knowledge import KnowledgeGraph
from hograph.query.canned import CannedQuery
from hograph.query.parameters import Parameter, ParameterType
from hograph.serve.api.paging import MOST
from hograph.serve.api.queries import FORMATS
from hograph.serve.api.responses import JSON, respond
from hograph.serve.api.schemas import SCHEMAS
from hograph.serve.api.search import LONGEST
from hograph.serve.negotiate import RDF_FORMATS
from hograph.serve.problems import MEDIA
from hograph.serve.protocol import DIRECT, FORM, ROWS, TRIPLES
from hograph.serve.service import Service
from hograph.serve.tags import tag_of, unchanged
from hograph.version import VERSION

Spec = dict[str, Any]
RDF = [form.media for form in RDF_FORMATS]
WORDS = {
    ParameterType.TERM: "A term by label, synonym, CURIE or IRI; `any` for every one.",
    ParameterType.FOREIGN: "A term of another ontology by CURIE, IRI or label.",
    ParameterType.DOCUMENT: "A document by its name or a part of it; `any` for every one.",
    ParameterType.CLAIM: "A claim by CURIE, IRI or the beginning of its name; `any` for every one.",
}
PROBLEMS = {
    "400": "What is asked for is not understood; `detail` names it, and the next step.",
    "404": "There is nothing of this name; `detail` names what comes near.",
    "406": "None of the formats is accepted.",
    "413": "The body is larger than it may be.",
    "415": "The body is of another type.",
    "403": "An update, or a query that would leave this machine.",
    "422": "The query does not end within the limits of time, memory or size.",
    "503": "Too many queries wait; `Retry-After` says when to come back.",
}


def routes(service: Service) -> list[BaseRoute]:
    """The description."""

    @cache
    def described(address: str) -> Spec:
        return description(service.kg, address)

    async def openapi(request: Request) -> Response:
        address = service.address_of(request)
        tag = tag_of(request, service, address)
        return unchanged(request, tag) or respond(await run_in_threadpool(described, address), JSON, tag)

    return [Route("/openapi.json", openapi)]


def description(kg: KnowledgeGraph, address: str) -> Spec:
    """The description of the API over a graph.

    Args:
        kg: the graph with its queries.
        address: where the API is served, without a slash at the end.
    """
    paths: Spec = {
        "/api/queries": _get("List the canned queries", "list-queries", [], _json("Queries")),
        **{f"/api/queries/{name}": _query(query) for name, query in sorted(kg.queries.items())},
        "/api/search": _get(
            "Find terms by label or synonym, also where they are misspelt",
            "search",
            [
                _parameter(
                    "q", {"type": "string", "minLength": 1, "maxLength": LONGEST}, "What to search for.", required=True
                ),
                *PAGING,
            ],
            _json("Found"),
            "400",
        ),
        "/api/examples": _get(
            "The canned queries as SHACL SPARQL examples",
            "examples",
            [],
            _media(RDF),
            "406",
        ),
        "/sparql": _endpoint(),
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "hograph",
            "version": VERSION,
            "description": "What documents claim about heterotopic ossification, each claim with the characters that state it. "
            "It says what documents state, not what is true; it is not medical advice.",
            "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
        },
        "servers": [{"url": address}],
        "paths": paths,
        "components": {"schemas": SCHEMAS},
    }


def _query(query: CannedQuery) -> Spec:
    own = [_parameter(name, _schema(one), _words(one)) for name, one in query.header.parameters.items()]
    formats = _parameter("format", {"enum": list(FORMATS)}, "The format, in place of what is accepted.")
    evidence = _parameter(
        "evidence", {"type": "boolean", "default": False}, "Add to each row what its claims rest on; in JSON."
    )
    content = _json("Answer") | _media(media for media in FORMATS.values() if media != JSON)
    made = _get(
        query.header.question, query.name, [*own, formats, evidence, *PAGING], content, "400", "406", "422", "503"
    )
    made["get"] |= {"description": query.header.description, "tags": list(query.header.tags)}
    return made


def _schema(parameter: Parameter) -> Spec:
    if parameter.type is ParameterType.INTEGER:
        return {"type": "integer", "minimum": 0, "maximum": 999_999_999, "default": int(parameter.default)}
    if parameter.allowed:
        return {"type": "string", "enum": list(parameter.allowed), "default": parameter.default}
    return {"type": "string", "default": parameter.default, "examples": [parameter.default]}


def _words(parameter: Parameter) -> str:
    return " ".join(filter(None, (parameter.description, WORDS.get(parameter.type))))


def _parameter(name: str, schema: Spec, description: str, *, required: bool = False) -> Spec:
    return {"name": name, "in": "query", "required": required, "description": description, "schema": schema}


PAGING = [
    _parameter("limit", {"type": "integer", "minimum": 1, "maximum": MOST}, "So many at most."),
    _parameter(
        "offset", {"type": "integer", "minimum": 0, "maximum": 10**9, "default": 0}, "So many are left out before."
    ),
]


def _get(summary: str, name: str, parameters: list[Spec], content: Spec, *problems: str) -> Spec:
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "parameters": parameters,
            "responses": _responses(content, *problems),
        }
    }


def _responses(content: Spec, *problems: str) -> Spec:
    found: Spec = {"200": {"description": "What was asked for.", "content": content}}
    found["304"] = {"description": "It is as it was, by `If-None-Match`."}
    for status in problems:
        found[status] = {"description": PROBLEMS[status], "content": {MEDIA: {"schema": _ref("Problem")}}}
    return found


def _json(name: str) -> Spec:
    return {JSON: {"schema": _ref(name)}}


def _media(media: Iterable[str]) -> Spec:
    return {one: {"schema": {"type": "string"}} for one in media}


def _ref(name: str) -> Spec:
    return {"$ref": f"#/components/schemas/{name}"}


def _endpoint() -> Spec:
    text = {"type": "string", "description": "SPARQL 1.1."}
    graphs = {"type": "array", "items": {"type": "string", "format": "iri"}}
    dataset = [
        _parameter(
            "default-graph-uri",
            graphs,
            "A graph that is part of the default graph; without any, it is the union of all.",
        ),
        _parameter("named-graph-uri", graphs, "A graph that GRAPH sees."),
    ]
    results = _media(dict.fromkeys([*ROWS, *TRIPLES]))
    faults = ("400", "403", "406", "422", "503")
    asked = [_parameter("query", text, "The query."), *dataset]
    get = _get("Ask by SPARQL; without a query, the description of the service", "sparql", asked, results, *faults)
    form = {
        "type": "object",
        "properties": {"query": text, "default-graph-uri": graphs, "named-graph-uri": graphs},
        "required": ["query"],
    }
    body = {"required": True, "content": {FORM: {"schema": form}, DIRECT: {"schema": text}}}
    post = {
        "operationId": "sparql-post",
        "summary": "Ask by SPARQL",
        "parameters": dataset,
        "requestBody": body,
        "responses": _responses(results, *faults, "413", "415"),
    }
    return {**get, "post": post}
