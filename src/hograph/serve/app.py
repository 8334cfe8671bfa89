"""The application: its parts' routes, each part in a module of its own."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from hograph.errors import HographError
from hograph.serve.answering import problem_of
from hograph.serve.api import routes as api
from hograph.serve.explore import routes as explore
from hograph.serve.linked import routes as linked
from hograph.serve.metrics import MEDIA
from hograph.serve.middleware import Gate, Ledger
from hograph.serve.pages import routes as pages
from hograph.serve.problems import ProblemError, on_error, on_http, on_problem
from hograph.serve.protocol import routes as protocol
from hograph.serve.service import Service
from hograph.serve.workers.pool import FailedError
from hograph.serve.workers.turns import BusyError


def create_app(service: Service, write: Callable[[str], None] | None = None) -> Starlette:
    """The application over a graph; any ASGI server runs it.

    Args:
        service: the graph and the limits.
        write: takes the lines of the log; without it, none is written.
    """

    async def on_limit(_request: object, error: Exception) -> Response:
        assert isinstance(error, FailedError | BusyError)  # noqa: S101 -- it is registered for nothing else
        return problem_of(error, service.limits).response()

    @asynccontextmanager
    async def running(_app: Starlette) -> AsyncIterator[None]:
        await service.pool.start()
        warming = asyncio.ensure_future(run_in_threadpool(service.warm))
        try:
            yield
        finally:
            warming.cancel()
            await service.pool.stop()
            service.close()

    app = Starlette(
        routes=[
            Route("/healthz", lambda _: PlainTextResponse("ok\n")),
            Route("/metrics", lambda _: Response(service.metrics.text(), media_type=MEDIA)),
            *protocol(service),
            *api(service),
            *pages(service),
            *explore(service),
            *linked(service),  # takes every path
        ],
        middleware=[
            Middleware(Ledger, metrics=service.metrics, write=write),
            Middleware(Gate, limits=service.limits, hosts=service.hosts),
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
        ],
        exception_handlers={
            ProblemError: on_problem,
            HographError: on_error,
            HTTPException: on_http,
            FailedError: on_limit,
            BusyError: on_limit,
        },
        lifespan=running,
        max_body_size=service.limits.body,
    )
    app.state.service = service
    return app
