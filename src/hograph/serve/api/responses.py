"""Responses that stay the same as long as the graph does: with a tag, by which a client need not fetch them twice."""

import json
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from hograph.files import sha256
from hograph.serve.service import Service
from hograph.version import VERSION

JSON = "application/json"


def tag_of(request: Request, service: Service, media: str) -> str:
    """The tag of what a request gets: another for each graph, address and format."""
    documents = str(bool(service.kg.documents))
    parts = (VERSION, service.key, documents, request.url.path, request.url.query, media)
    return f'W/"{sha256(chr(10).join(parts))[:20]}"'


def unchanged(request: Request, tag: str) -> Response | None:
    """The response to a client that has it already."""
    known = {part.strip() for part in request.headers.get("if-none-match", "").split(",")}
    return Response(None, 304, {"ETag": tag, "Vary": "Accept"}) if tag in known or "*" in known else None


def respond(body: str | bytes | object, media: str, tag: str, headers: Mapping[str, str] | None = None) -> Response:
    """A response with a tag; what is neither text nor bytes goes as JSON."""
    if not isinstance(body, str | bytes):
        body = json.dumps(body, ensure_ascii=False, separators=(",", ":")) + "\n"
    return Response(body, 200, {"ETag": tag, "Vary": "Accept", "Cache-Control": "no-cache", **(headers or {})}, media)
