"""Responses that stay the same as long as the graph does: with a tag, by which a client need not fetch them twice."""

import json
from collections.abc import Mapping

from starlette.responses import Response

from hograph.serve.tags import KEPT

JSON = "application/json"


def respond(body: str | bytes | object, media: str, tag: str, headers: Mapping[str, str] | None = None) -> Response:
    """A response with a tag; what is neither text nor bytes goes as JSON."""
    if not isinstance(body, str | bytes):
        body = json.dumps(body, ensure_ascii=False, separators=(",", ":")) + "\n"
    return Response(body, 200, {"ETag": tag, **KEPT, **(headers or {})}, media)
