"""The pages that a script makes better: an editor of SPARQL, and the graph to move about in. Without one, both are forms."""

from starlette.routing import BaseRoute, Route

from hograph.serve.explore.graph import graph_page, graph_picture
from hograph.serve.explore.sparql import examples, sparql_page, vocabulary
from hograph.serve.service import Service
from hograph.serve.tags import tagged

__all__ = ["routes"]


def routes(service: Service) -> list[BaseRoute]:  # noqa: ARG001 -- every part of the application is made alike
    """The routes below `/explore`."""
    return [
        Route("/explore/graph", tagged(graph_page)),
        Route("/explore/graph.svg", tagged(graph_picture)),
        Route("/explore/sparql", sparql_page, methods=["GET", "POST"]),
        Route("/explore/examples.json", tagged(examples)),
        Route("/explore/vocabulary.json", tagged(vocabulary)),
    ]
