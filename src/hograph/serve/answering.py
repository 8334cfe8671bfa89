"""The response to a query: what a process gives, as it comes, and an end that says whether it is whole."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from hograph.query.slow import slow_shapes
from hograph.serve.limits import Limits
from hograph.serve.problems import ProblemError
from hograph.serve.workers.pool import FailedError, Pool
from hograph.serve.workers.turns import BusyError
from hograph.serve.workers.wire import Job

HELD = 256_000
"""Bytes that are held back before the status is sent: what goes wrong until then is told as what it is."""


class Answering(Response):
    """The response of a query that is yet to be answered.

    A result that is cut off behind its beginning is one whose body does not end as the protocol has it, so that nobody takes it for whole.

    Args:
        pool: the processes.
        job: the query.
        client: who asks.
        media: the kind of the result (`rows`, `triples`) to its media type.
    """

    def __init__(self, pool: Pool, job: Job, client: str, media: Mapping[str, str]) -> None:
        self.background = None
        self._pool, self._job, self._client, self._media = pool, job, client, media

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, as long as the client is there."""
        await while_there(receive, lambda: self._answer(scope, receive, send))

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False
        try:
            async with self._pool.ask(self._job, self._client) as reply:
                first, whole = await _first(reply.pieces, HELD if scope["http_version"] != "1.0" else self._job.most)
                headers = {"Vary": "Accept", "Cache-Control": "no-cache"}
                response = Response(first, 200, headers, self._media[reply.kind])
                if whole:
                    await response(scope, receive, send)
                    return
                started = True
                del response.headers["Content-Length"]
                await send({"type": "http.response.start", "status": 200, "headers": response.raw_headers})
                await send({"type": "http.response.body", "body": first, "more_body": True})
                if scope["method"] == "HEAD":
                    await send({"type": "http.response.body", "body": b"", "more_body": False})
                    return
                async for piece in reply.pieces:
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
                await send({"type": "http.response.body", "body": b"", "more_body": False})
        except (FailedError, BusyError) as error:
            if not started:
                await problem_of(error, self._pool.limits, self._job.query).response()(scope, receive, send)


async def while_there(receive: Receive, work: Callable[[], Awaitable[None]]) -> None:
    """Do work for a client, and give it up when the client leaves."""
    doing = asyncio.ensure_future(work())
    leaving = asyncio.ensure_future(_gone(receive))
    try:
        await asyncio.wait((doing, leaving), return_when=asyncio.FIRST_COMPLETED)
        if doing.done():
            doing.result()
    finally:
        for task in (doing, leaving):
            task.cancel()
        await asyncio.gather(doing, leaving, return_exceptions=True)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _first(pieces: AsyncIterator[bytes], most: int) -> tuple[bytes, bool]:
    """The beginning of a result, and whether it is all of it."""
    held = bytearray()
    async for piece in pieces:
        held += piece
        if len(held) >= most:
            return bytes(held), False
    return bytes(held), True


def problem_of(error: FailedError | BusyError, limits: Limits, query: str = "") -> ProblemError:
    """What a client is told of a query that gave no answer.

    Args:
        error: why there is none.
        limits: those that it may have met.
        query: its text, in which shapes that are known to be slow are named.
    """
    if isinstance(error, BusyError):
        later = str(max(1, round(limits.seconds / 2)))
        return ProblemError(503, f"Too many queries wait. Ask again in {later} s.", {"Retry-After": later}, why="busy")
    if error.why == "syntax":
        place = f"line {error.line}, column {error.column}"
        return ProblemError(
            400, f"Not SPARQL, {place}: {error.says}", line=error.line, column=error.column, why="syntax"
        )
    if error.why == "refused":
        return ProblemError(403, error.says, why="refused")
    if error.why == "unfit":
        what = "SELECT and ASK give rows" if error.says == "rows" else "CONSTRUCT and DESCRIBE give triples"
        return ProblemError(406, f"{what}, and none of what is accepted is a format for them.", why="unfit")
    told = {
        "size": f"The answer is larger than {limits.result:,} bytes. Ask for less, or with LIMIT and OFFSET for a part of it.",
        "time": f"The query was stopped after {limits.seconds:g} s. {_slow(query) or LESS}",
        "memory": f"The query needs more memory than it may have ({limits.memory:,} bytes), or is nested too deeply. {LESS}",
        "failed": f"The query cannot be answered: {error.says}.",
    }
    if error.why in told:
        return ProblemError(422, told[error.why], why=error.why)
    return ProblemError(503, "The server stops. Ask again later.", {"Retry-After": "10"}, why=error.why)


def _slow(query: str) -> str:
    """What is known to be slow in a query, and what to write instead; nothing of a long one, which would take long itself."""
    found = slow_shapes(query) if len(query) <= LOOKED_AT else []
    return " ".join(dict.fromkeys(f"Line {shape.line}: {shape.advice}." for shape in found))


LOOKED_AT = 4000
"""Characters of a query in which slow shapes are looked for."""
LESS = "Connect what it asks for by shared variables, say what the ends of paths are, and ask for less at once."
