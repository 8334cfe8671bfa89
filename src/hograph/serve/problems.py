"""What went wrong, told as `application/problem+json` (RFC 9457): the thing, the rule and the next step."""

import json
from collections.abc import Mapping
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from hograph.errors import HographError

MEDIA = "application/problem+json"


class ProblemError(Exception):
    """A request that is not answered.

    Attributes:
        status: what HTTP calls it.
        detail: what is wrong, and what to do.
        headers: more headers of the response.
        more: more members of the body.
    """

    def __init__(
        self, status: int, detail: str, headers: Mapping[str, str] | None = None, **more: str | int | list[str]
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers, self.more = status, detail, dict(headers or {}), more

    def response(self) -> Response:
        """What the client gets."""
        body = {"title": _title(self.status), "status": self.status, "detail": self.detail, **self.more}
        text = json.dumps(body, ensure_ascii=False, indent=2) + "\n"
        return Response(text, self.status, {"Cache-Control": "no-store", **self.headers}, MEDIA)


def _title(status: int) -> str:
    return HTTPStatus(status).phrase


async def on_problem(_request: Request, error: Exception) -> Response:
    """The response to a `ProblemError`."""
    assert isinstance(error, ProblemError)  # noqa: S101 -- it is registered for nothing else
    return error.response()


async def on_error(_request: Request, error: Exception) -> Response:
    """The response to an error of ours, which says already what is wrong."""
    assert isinstance(error, HographError)  # noqa: S101 -- it is registered for nothing else
    return ProblemError(400, str(error)).response()


async def on_http(request: Request, error: Exception) -> Response:
    """The response to what the router does not know."""
    assert isinstance(error, HTTPException)  # noqa: S101 -- it is registered for nothing else
    detail = error.detail
    if error.status_code == 404 and detail == HTTPStatus.NOT_FOUND.phrase:
        detail = (
            f"There is nothing at {request.url.path}. /openapi.json lists what there is for programs, / is for people."
        )
    if error.status_code == 413:
        detail = "The body of the request is larger than it may be. Ask for less in one request."
    if error.status_code == 405:
        detail = (
            f"{request.method} is not for {request.url.path}. It takes {(error.headers or {}).get('Allow', 'GET')}."
        )
    return ProblemError(error.status_code, detail, error.headers).response()
