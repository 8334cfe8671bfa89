"""The application: its parts' routes, each part in a module of its own."""

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from hograph.serve.linked import routes as linked
from hograph.serve.pages import routes as pages
from hograph.serve.service import Service


def create_app(service: Service) -> Starlette:
    """The application over a graph; any ASGI server runs it.

    Args:
        service: the graph and the limits.
    """
    app = Starlette(
        routes=[
            Route("/healthz", lambda _: PlainTextResponse("ok\n")),
            *pages(service),
            *linked(service),  # takes every path
        ]
    )
    app.state.service = service
    return app
