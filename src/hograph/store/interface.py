"""What is asked of a graph, wherever it is kept."""

from collections.abc import Iterator
from typing import Protocol, runtime_checkable

import pyoxigraph as ox

Found = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
"""What a query gives: rows for SELECT, true or false for ASK, triples for CONSTRUCT and DESCRIBE."""


@runtime_checkable
class Store(Protocol):
    """A graph that can be asked.

    The embedded engine's own store (`pyoxigraph.Store`, in memory or on disk) is one as it stands; `Endpoint` is another, on a server.
    Terms and rows are those of pyoxigraph, whatever the home.
    """

    def query(
        self, query: str, /, *, prefixes: dict[str, str] | None = None, use_default_graph_as_union: bool = False
    ) -> Found:
        """Run a query.

        Args:
            query: SPARQL 1.1.
            prefixes: declared beforehand, where the text does not declare them.
            use_default_graph_as_union: whether the default graph is the union of all named graphs.

        Raises:
            SyntaxError: when the text is not SPARQL.
        """

    def quads_for_pattern(
        self,
        subject: ox.NamedNode | ox.BlankNode | ox.Triple | None,
        predicate: ox.NamedNode | None,
        object: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None,  # noqa: A002 -- as pyoxigraph has it
        graph_name: ox.NamedNode | ox.BlankNode | ox.DefaultGraph | None = None,
        /,
    ) -> Iterator[ox.Quad]:
        """The quads that fit, in no order; None fits everything."""

    def __iter__(self) -> Iterator[ox.Quad]:
        """Every quad."""

    def named_graphs(self) -> Iterator[ox.NamedNode | ox.BlankNode]:
        """The names of the graphs."""
