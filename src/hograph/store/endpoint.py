"""A graph on a SPARQL 1.1 server."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox

from hograph.errors import InputError
from hograph.store.http import SLOW, Connection, Reply, address, read_address
from hograph.store.interface import Found
from hograph.store.results import JSON, TRIPLES, Page, Term, read_page, read_triples
from hograph.vocabulary import DCTERMS, GRAPH, HO

PUBLISHED = GRAPH["published"]
"""The graph in which `hograph publish` notes what it has put on a server: node and graph have one name."""
MOST_LISTED = 100
"""So many graphs are named in a request, to be asked as one; with more, the server must take the union of its graphs by default."""
FORM = "application/x-www-form-urlencoded"
ROUND = 100
"""A number of rows that this divides may be a cap of the server: it is asked for more."""
CAPPED = "x-sparql-maxrows"
"""The header in which Virtuoso says that there are more rows."""
PARTIAL = "x-sql-state"
"""The header in which Virtuoso says that it ran out of time, over rows that look whole."""


@dataclass(frozen=True)
class Endpoint:
    """A graph on a SPARQL 1.1 server, asked as the embedded ones are.

    Where the server's default graph has claims, as where it is the union of all graphs, it is asked as it is: that is the fastest. Else,
    or when it is wanted, the graphs are named in each request: those that `hograph publish` has put there, or, where it has put none, all
    that are named below `https://w3id.org/hograph/graph/`. Other graphs of the server are not mixed in then.

    Attributes:
        url: of the query service.
        connection: headers, time-outs and tries.
        named: whether graphs are named in each request, also where the server's default graph has claims.

    Example:
        >>> Endpoint("http://localhost:7878/query").url
        'http://localhost:7878/query'
    """

    url: str
    connection: Connection = field(default_factory=Connection)
    named: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "url", read_address(self.url))

    def query(
        self, query: str, /, *, prefixes: dict[str, str] | None = None, use_default_graph_as_union: bool = False
    ) -> Found:
        """Run a query; rows that the server holds back are fetched page by page.

        Raises:
            SyntaxError: when the text is not SPARQL 1.1; nothing is sent then.
            InputError: when the server cannot answer.
        """
        text = _declared(query, prefixes or {})
        triples = _gives_triples(text)
        graphs = self._dataset if use_default_graph_as_union else ()
        if triples:
            reply = self._ask(text, graphs, ", ".join(TRIPLES))
            if CAPPED in reply.headers:
                raise InputError(f"{self._shown}: the server gives {reply.headers[CAPPED]} triples at most. {SLOW}")
            return read_triples(reply.body, reply.kind, self._shown)
        page, capped = self._page(text, graphs)
        if isinstance(page, bool):
            return ox.parse_query_results(
                f'{{"head":{{}},"boolean":{str(page).lower()}}}', format=ox.QueryResultsFormat.JSON
            )
        if capped or (page.rows and len(page.rows) % ROUND == 0):
            page.rows.extend(self._rest(text, graphs, page, certain=capped))
        return page.solutions()

    def quads_for_pattern(
        self,
        subject: ox.NamedNode | ox.BlankNode | ox.Triple | None,
        predicate: ox.NamedNode | None,
        object: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None,  # noqa: A002 -- as pyoxigraph has it
        graph_name: ox.NamedNode | ox.BlankNode | ox.DefaultGraph | None = None,
        /,
    ) -> Iterator[ox.Quad]:
        """The quads of named graphs that fit; nothing fits a blank node, whose name means nothing to another request."""
        asked: dict[str, Any] = {"s": subject, "p": predicate, "o": object, "g": graph_name}
        if any(isinstance(term, ox.BlankNode | ox.DefaultGraph | ox.Triple) for term in asked.values()):
            return
        s, p, o, g = (f"?{name}" if term is None else str(term) for name, term in asked.items())
        variables = " ".join(f"?{name}" for name, term in asked.items() if term is None) or "*"
        text = f"SELECT {variables} WHERE {{ GRAPH {g} {{ {s} {p} {o} }} }}"
        found = self.query(text, use_default_graph_as_union=True)
        if not isinstance(found, ox.QuerySolutions):
            raise TypeError("no rows")
        for row in found:
            yield ox.Quad(*(row[name] if term is None else term for name, term in asked.items()))

    def __iter__(self) -> Iterator[ox.Quad]:
        """Every quad of the graphs that are asked."""
        return self.quads_for_pattern(None, None, None, None)

    def named_graphs(self) -> Iterator[ox.NamedNode | ox.BlankNode]:
        """The names of the graphs that are asked."""
        yield from self._graphs

    @cached_property
    def _graphs(self) -> tuple[ox.NamedNode, ...]:
        """What was published; where nothing was, the graphs of our names."""
        noted = f"SELECT ?g WHERE {{ GRAPH {PUBLISHED} {{ {PUBLISHED} {DCTERMS['hasPart']} ?g }} }}"
        there = f'SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{GRAPH}")) }}'
        for text in (noted, there):
            found = self.query(text)
            if isinstance(found, ox.QuerySolutions) and (names := {row["g"] for row in found}):
                return tuple(sorted(names, key=str))
        return ()

    @cached_property
    def _dataset(self) -> tuple[ox.NamedNode, ...]:
        """The graphs that a request names: none where the server's default graph is asked as it is."""
        if not self.named and bool(self.query(f"ASK {{ ?claim a {HO['Claim']} }}")):
            return ()
        if 0 < len(self._graphs) <= MOST_LISTED:
            return self._graphs
        there = f"{len(self._graphs)} graphs, too many to name" if self._graphs else "no graph of hograph"
        raise InputError(
            f"{self._shown}: there are {there}, and no claim is in the server's default graph. Publish a build: hograph publish "
            "--endpoint URL; or let the server take the union of its graphs by default (docs/servers.md)."
        )

    @property
    def _shown(self) -> str:
        return address(self.url)

    def _page(self, text: str, graphs: Iterable[ox.NamedNode]) -> tuple[Page | bool, bool]:
        """The rows of one answer, and whether the server says that there are more."""
        reply = self._ask(text, graphs, JSON)
        return read_page(reply.body, self._shown), CAPPED in reply.headers

    def _ask(self, text: str, graphs: Iterable[ox.NamedNode], accept: str) -> Reply:
        names = [graph.value for graph in graphs]
        asked = [("query", text), *(("default-graph-uri", g) for g in names), *(("named-graph-uri", g) for g in names)]
        headers = {"Content-Type": FORM, "Accept": accept}
        reply = self.connection.send("POST", self.url, urlencode(asked).encode(), headers)
        if reply.headers.get(PARTIAL) == "S1TAT":
            raise InputError(f"{self._shown}: the server ran out of time and gave a part of the answer. {SLOW}")
        return reply

    def _rest(
        self, text: str, graphs: Iterable[ox.NamedNode], page: Page, *, certain: bool
    ) -> Iterator[dict[str, Term]]:
        """The rows after the first page, in pages of its size; all rows anew where the first page came in no order."""
        size = len(page.rows)
        variables = " ".join(f"?{name}" for name in page.variables)
        sorted_here = f"{text}\nORDER BY {variables}"
        ordered = sorted_here if _is_sparql(sorted_here) else text
        # Virtuoso, which says that there are more, sorts no more than a page unless the sorting lies within.
        paged = _within(ordered, variables) if certain else ordered
        if not _is_sparql(f"{paged}\nLIMIT {size} OFFSET {size}"):
            return  # it has a limit of its own
        done = size if ordered is text else 0
        if not done:
            page.rows.clear()
        while True:
            more, _ = self._page(f"{paged}\nLIMIT {size} OFFSET {done}", graphs)
            rows = more.rows if isinstance(more, Page) else []
            yield from rows
            done += len(rows)
            if len(rows) < size:
                return


PROLOGUE = re.compile(r"(?i)(\s|#[^\n]*\n|prefix\s+[^\s:]*:\s*<[^>]*>|base\s*<[^>]*>)*")


def _within(text: str, variables: str) -> str:
    """The rows of a SELECT, selected from it."""
    found = PROLOGUE.match(text)
    start = found.end() if found else 0
    return f"{text[:start]}SELECT {variables} WHERE {{ {{ {text[start:]}\n}} }}"


def _gives_triples(text: str) -> bool:
    """Whether a query is a CONSTRUCT or DESCRIBE, as the embedded engine reads it."""
    return isinstance(ox.Store().query(text), ox.QueryTriples)


def _is_sparql(text: str) -> bool:
    try:
        ox.Store().query(text)
    except SyntaxError:
        return False
    return True


def _declared(text: str, prefixes: Mapping[str, str]) -> str:
    """The query with the prefixes that it uses and does not declare."""
    own = set(re.findall(r"(?i)\bprefix\s+([\w-]*):", text))
    return "".join(f"PREFIX {n}: <{iri}> " for n, iri in prefixes.items() if n not in own and f"{n}:" in text) + text
