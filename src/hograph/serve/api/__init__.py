"""The API: canned queries with their answers, search, examples, and what describes all that."""

from starlette.routing import BaseRoute

from hograph.serve.api.examples import routes as examples
from hograph.serve.api.openapi import routes as openapi
from hograph.serve.api.queries import routes as queries
from hograph.serve.api.search import routes as search
from hograph.serve.service import Service

__all__ = ["routes"]


def routes(service: Service) -> list[BaseRoute]:
    """The routes of the API."""
    return [*queries(service), *search(service), *examples(service), *openapi(service)]
