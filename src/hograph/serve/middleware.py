"""What holds for every request: how large it may be, which headers a response has, and what is written down of it."""

import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hograph.serve.limits import Limits
from hograph.serve.metrics import Metrics
from hograph.serve.problems import ProblemError

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURITY = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
OPEN = ("/sparql", "/api/", "/openapi.json")
OPEN_FILES = (".rq", ".ttl", ".jsonld", ".nt", ".rdf")
"""What begins or ends so is data that pages of other sites may read, without credentials; pages, which may show passages, are not."""
METHODS = "GET, HEAD, POST, OPTIONS"
PREFLIGHT = {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
"""What a browser is told before it sends a request for a page of another site."""


class Gate:
    """Refuses what is too long to be read, answers what browsers ask before they ask, and adds the headers of every response."""

    def __init__(self, app: ASGIApp, limits: Limits, hosts: frozenset[str] = frozenset()) -> None:
        self._app, self._limits, self._hosts = app, limits, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_open = scope["path"].startswith(OPEN) or scope["path"].endswith(OPEN_FILES)
        answer = partial(_with_headers, send, is_open)
        if early := self._early(scope, is_open):
            await early(scope, receive, answer)
        else:
            await self._app(scope, receive, answer)

    def _early(self, scope: Scope, is_open: bool) -> Response | None:
        length = len(scope["raw_path"]) + len(scope["query_string"])
        if length > self._limits.address:
            what = (
                f"The address has {length:,} bytes, and may have {self._limits.address:,}. Send a long query by POST."
            )
            return ProblemError(414, what).response()
        if sum(len(name) + len(value) for name, value in scope["headers"]) > self._limits.address:
            return ProblemError(431, f"The headers may have {self._limits.address:,} bytes.").response()
        host = _host(Headers(scope=scope).get("host", ""))
        if self._hosts and host not in self._hosts:
            what = f"'{host}' is no name of this server, which is for its own machine. Name another with --base, or listen with --host."
            return ProblemError(421, what).response()
        if scope["method"] == "OPTIONS" and is_open:
            return Response(None, 204, PREFLIGHT)
        return None


def _host(header: str) -> str:
    """The name in a Host header, without the port.

    >>> _host("localhost:8000"), _host("[::1]:8000"), _host("::1")
    ('localhost', '::1', '::1')
    """
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header if header.count(":") > 1 else header.partition(":")[0].lower()


async def _with_headers(send: Send, is_open: bool, message: Message) -> None:
    if message["type"] == "http.response.start":
        headers = MutableHeaders(scope=message)
        for name, value in SECURITY.items():
            headers.setdefault(name, value)
        private = headers.get("Cross-Origin-Resource-Policy") == "same-origin"
        if is_open and not private:
            headers["Access-Control-Allow-Origin"] = "*"
            headers["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After, X-Total-Count"
            headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    await send(message)


class Ledger:
    """Counts every request, and writes a line of JSON on it to standard error: no parameters, no query, no address of a client."""

    def __init__(self, app: ASGIApp, metrics: Metrics, write: Callable[[str], None] | None) -> None:
        self._app, self._metrics, self._write = app, metrics, write

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, and note how it ended."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status, sent, whole = time.perf_counter(), 0, 0, False

        async def noting(message: Message) -> None:
            nonlocal status, sent, whole
            if message["type"] == "http.response.start":
                status = message["status"]
            elif message["type"] == "http.response.body":
                sent += len(message.get("body", b""))
                whole = not message.get("more_body", False)
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            seconds = time.perf_counter() - begun
            self._metrics.request(_route(scope), scope["method"], status, seconds)
            if self._write:
                self._write(_line(scope, status, sent, seconds, whole))


def _route(scope: Scope) -> str:
    """The pattern of the route, so that there are few of them, whatever is asked for."""
    return str(getattr(scope.get("route"), "path", "none"))


def _line(scope: Scope, status: int, sent: int, seconds: float, whole: bool) -> str:
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    noted: dict[str, object] = {"time": now, "method": scope["method"], "path": scope["path"], "status": status}
    noted |= {"bytes": sent, "seconds": round(seconds, 4)}
    if agent := Headers(scope=scope).get("user-agent"):
        noted["agent"] = agent[:100]
    return json.dumps(noted if whole else noted | {"whole": False})


def to_stderr(line: str) -> None:
    """Write a line of the log."""
    sys.stderr.write(f"{line}\n")
