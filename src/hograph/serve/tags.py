"""Tags (ETag) by which a client need not fetch twice what stays the same as long as what is served does."""

import inspect
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from hograph.files import sha256
from hograph.serve.negotiate import HTML
from hograph.serve.service import Service

Show = Callable[[Request], Any]
"""What answers a request: in a thread, or, where it is a coroutine, in the event loop."""
KEPT = {"Vary": "Accept", "Cache-Control": "no-cache"}
"""A client may keep it, and asks each time whether it still holds."""


def tag_of(request: Request, service: Service, media: str) -> str:
    """The tag of what a request gets: another for each state of what is served, address and format."""
    parts = (service.state, request.scope.get("root_path", ""), request.url.path, request.url.query, media)
    return f'W/"{sha256(chr(10).join(parts))[:20]}"'


def unchanged(request: Request, tag: str) -> Response | None:
    """The response to a client that has it already; `*`, whatever there is, is answered in full, for there may be nothing."""
    known = {part.strip() for part in request.headers.get("if-none-match", "").split(",")}
    return Response(None, 304, {"ETag": tag, **KEPT}) if tag in known else None


def tagged(show: Show, media: Callable[[Request], str] = lambda _: HTML) -> Callable[[Request], Awaitable[Response]]:
    """What answers with a page, and not again to a client that has the page already.

    A page that says itself how long it may be kept, and one with another status than 200, has no tag.

    Args:
        show: makes the page.
        media: the format that a request gets, where there are several.
    """

    @wraps(show)
    async def shown(request: Request) -> Response:
        tag = tag_of(request, request.app.state.service, media(request))
        if known := unchanged(request, tag):
            return known
        made: Awaitable[Response] = (
            show(request) if inspect.iscoroutinefunction(show) else run_in_threadpool(show, request)
        )
        response = await made
        if response.status_code == 200 and "cache-control" not in response.headers:
            response.headers.update({"ETag": tag, **KEPT})
        return response

    return shown
