"""The explorer: pages that a server writes, complete without a line of JavaScript."""

from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from hograph.serve.pages.comparing import compare, disagreements
from hograph.serve.pages.home import home, search
from hograph.serve.pages.questions import question
from hograph.serve.pages.reviewing import review
from hograph.serve.service import Service
from hograph.serve.tags import tagged

__all__ = ["routes"]


def routes(service: Service) -> list[BaseRoute]:  # noqa: ARG001 -- every part of the application is made alike
    """The routes of the pages, but for those of terms, claims and documents, which are linked data too."""
    return [
        Route("/", tagged(home)),
        Route("/search", tagged(search)),
        Route("/queries/{name}", tagged(question)),
        Route("/compare", tagged(compare)),
        Route("/disagreements", tagged(disagreements)),
        Route("/review", review, methods=["GET", "POST"]),
        Mount("/static", StaticFiles(packages=[("hograph.serve", "static")])),
    ]
