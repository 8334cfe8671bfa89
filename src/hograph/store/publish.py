"""A build put on a SPARQL server: loaded beside what is there, compared, then switched to in one update."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

import pyoxigraph as ox

from hograph.errors import InputError
from hograph.files import sha256
from hograph.graph.quads import canonical, has_blank, literal
from hograph.store.endpoint import PUBLISHED, Endpoint
from hograph.store.http import address, read_address
from hograph.vocabulary import DCTERMS, GRAPH, HO, VOID, Namespace

STAGING = Namespace(f"{HO}staging/")
"""Graphs that are being loaded are named below this and the key of the build."""
MOST = 1000
"""So many triples go into one update; some servers compile each to a program of their own."""
MOST_STORED = 50_000
"""So many go into one request of the Graph Store protocol."""


@dataclass(frozen=True)
class Size:
    """How much is in a graph, and what: two graphs of one size hold the same triples, whatever their blank nodes are called."""

    triples: int
    sha256: str


@dataclass(frozen=True)
class Target:
    """Where a build goes to.

    Attributes:
        endpoint: where the server is asked.
        update: address of its update service.
        graph_store: address of its Graph Store protocol, which loads faster; updates load where it is not given.
    """

    endpoint: Endpoint
    update: str
    graph_store: str | None = None

    @classmethod
    def of(cls, endpoint: Endpoint, update: str | None = None, graph_store: str | None = None) -> "Target":
        """The target with these addresses; the update service is beside that of queries, or is the same, when it is not named.

        >>> Target.of(Endpoint("http://localhost:3030/ds/query")).update
        'http://localhost:3030/ds/update'
        """
        beside = f"{endpoint.url.removesuffix('/query')}/update" if endpoint.url.endswith("/query") else endpoint.url
        return cls(endpoint, read_address(update or beside), read_address(graph_store) if graph_store else None)

    def run(self, update: str) -> None:
        """Run an update."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "*/*"}
        self.endpoint.connection.send("POST", self.update, urlencode({"update": update}).encode(), headers)

    def rows(self, text: str) -> ox.QuerySolutions:
        """The rows of a SELECT over the graphs that it names."""
        found = self.endpoint.query(text)
        if not isinstance(found, ox.QuerySolutions):
            raise TypeError("not a SELECT query")
        return found

    def load(self, graph: ox.NamedNode, triples: Iterable[ox.Triple]) -> None:
        """Add triples to a graph that is not there."""
        most = MOST_STORED if self.graph_store else MOST
        for chunk in _chunks(triples, most):
            data = "".join(f"{triple} .\n" for triple in chunk)
            if self.graph_store:
                url = f"{self.graph_store}?{urlencode({'graph': graph.value})}"
                self.endpoint.connection.send("POST", url, data.encode(), {"Content-Type": "application/n-triples"})
            else:
                # Virtuoso knows no blank nodes in INSERT DATA; a pattern that is there once makes each of them once.
                insert, where = ("INSERT", "WHERE {}") if has_blank(chunk[0]) else ("INSERT DATA", "")
                self.run(f"{insert} {{ GRAPH {graph} {{\n{data}}} }} {where}")

    def size(self, graph: ox.NamedNode) -> Size:
        """What the server has in a graph, read back."""
        ground = self.rows(
            f"SELECT ?s ?p ?o WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} FILTER(!isBlank(?s) && !isBlank(?o)) }}"
        )
        triples = [ox.Triple(row["s"], row["p"], row["o"]) for row in ground]
        blank = self.endpoint.query(
            f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} FILTER(isBlank(?s) || isBlank(?o)) }}"
        )
        return size([*triples, *blank])  # type: ignore[misc]

    def counts(self, space: Namespace) -> dict[ox.NamedNode, int]:
        """Each graph whose name lies in a namespace to the number of its triples."""
        begins = f'FILTER(STRSTARTS(STR(?g), "{space}"))'
        found = self.rows(
            f"SELECT ?g (COUNT(*) AS ?n) WHERE {{ GRAPH ?g {{ ?s ?p ?o }} {begins} }} GROUP BY ?g ORDER BY ?g"
        )
        return {row["g"]: int(row["n"].value) for row in found}

    def noted(self) -> dict[ox.NamedNode, str]:
        """What was published last: the key of the build under `PUBLISHED`, and each graph with the hash of its triples."""
        node, key = PUBLISHED, DCTERMS["identifier"]
        found = self.rows(f"SELECT ?it ?key WHERE {{ GRAPH {node} {{ ?it {key} ?key }} }}")
        return {row["it"]: row["key"].value for row in found}


def publish(
    store: ox.Store, key: str, target: Target, say: Callable[[str], None] = lambda _: None
) -> dict[ox.NamedNode, Size]:
    """Put every named graph of a build on a server, so that readers see the old build or the new one.

    The graphs are loaded under names of their own, read back and compared; one update then moves them over the old ones, drops the old
    graphs that the build no longer has, and notes what there is. Where the server runs an update as a whole, as Oxigraph and Fuseki do,
    that is atomic. What a publishing that was cut off has left behind is dropped by the next one.

    Args:
        store: the build.
        key: what names it.
        target: the server.
        say: told what is going on.

    Returns:
        What there is on the server now, by graph; the same as in the build.

    Raises:
        InputError: when the server refuses, or holds something else than it was given; the old build is still there then, unless the text
            says that it was switched.
    """
    whole = {graph: size(_triples(store, graph)) for graph in _names(store)}
    _drop(target, target.counts(STAGING))
    old = target.noted()
    if old.get(PUBLISHED) == key and _differing(target, whole) is None:
        say("The server has this build already.")
        return whole
    staged = {graph: STAGING[f"{key[:12]}/{GRAPH.name(graph)}"] for graph in whole}
    for graph, place in staged.items():
        say(f"Loading {GRAPH.name(graph)}: {whole[graph].triples} triples ...")
        target.load(place, _triples(store, graph))
    say("Comparing what was loaded ...")
    _hold(target, {staged[graph]: known for graph, known in whole.items()}, "What was published before is as it was.")
    say("Switching to it ...")
    gone = set(old) - set(whole) - {PUBLISHED}
    note = STAGING[f"{key[:12]}/{GRAPH.name(PUBLISHED)}"]
    steps = [
        f"INSERT DATA {{ GRAPH {note} {{\n{_note(key, whole)}}} }}",
        *(_move(place, graph) for graph, place in (staged | {PUBLISHED: note}).items()),
        *(f"DROP SILENT GRAPH {graph}" for graph in sorted(gone, key=str)),
    ]
    target.run(" ;\n".join(steps))
    say("Comparing what is there now ...")
    _hold(target, whole, "The server was switched to it nevertheless; publish again.")
    return whole


def size(triples: Iterable[ox.Triple]) -> Size:
    """How much and what: the number of triples, and the hash of their sorted lines, blank nodes renamed by RDFC-1.0."""
    ground: list[ox.Triple] = []
    blank: list[ox.Triple] = []
    for triple in triples:
        (blank if has_blank(triple) else ground).append(triple)
    named = (quad.triple for quad in canonical(blank, PUBLISHED)) if blank else ()
    lines = sorted({f"{triple} .\n" for some in (ground, named) for triple in some})
    return Size(len(lines), sha256("".join(lines)))


def _names(store: ox.Store) -> list[ox.NamedNode]:
    return sorted((graph for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)), key=str)


def _triples(store: ox.Store, graph: ox.NamedNode) -> Iterator[ox.Triple]:
    return (quad.triple for quad in store.quads_for_pattern(None, None, None, graph))


def _chunks(triples: Iterable[ox.Triple], most: int) -> Iterator[list[ox.Triple]]:
    """Triples in portions, those with blank nodes apart; a blank node is another one in the next request, so its triples stay together."""
    blank: list[ox.Triple] = []
    chunk: list[ox.Triple] = []
    for triple in triples:
        (blank if has_blank(triple) else chunk).append(triple)
        if len(chunk) == most:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
    chunk = []
    for group in _by_blank_nodes(blank):
        if chunk and len(chunk) + len(group) > most:
            yield chunk
            chunk = []
        chunk += group
    if chunk:
        yield chunk


def _by_blank_nodes(triples: Iterable[ox.Triple]) -> list[list[ox.Triple]]:
    """Triples in groups that share no blank node."""
    leads: dict[ox.BlankNode, ox.BlankNode] = {}

    def head(node: ox.BlankNode) -> ox.BlankNode:
        while (above := leads.setdefault(node, node)) != node:
            leads[node] = node = leads[above]
        return node

    held = [(triple, [n for n in (triple.subject, triple.object) if isinstance(n, ox.BlankNode)]) for triple in triples]
    for _, nodes in held:
        leads[head(nodes[0])] = head(nodes[-1])
    groups: dict[ox.BlankNode, list[ox.Triple]] = {}
    for triple, nodes in held:
        groups.setdefault(head(nodes[0]), []).append(triple)
    return list(groups.values())


def _drop(target: Target, graphs: Iterable[ox.NamedNode]) -> None:
    for graph in graphs:
        target.run(f"DROP SILENT GRAPH {graph}")


def _differing(target: Target, whole: dict[ox.NamedNode, Size]) -> str | None:
    """The first graph that is not on the server as it should be, in words; None when all are."""
    for graph, known in whole.items():
        found = target.size(graph)
        if found.triples != known.triples:
            return f"{graph.value} has {found.triples} triples there, and {known.triples} here"
        if found != known:
            return f"{graph.value} has {found.triples} triples there as here, but not the same"
    return None


def _hold(target: Target, whole: dict[ox.NamedNode, Size], then: str) -> None:
    different = _differing(target, whole)
    if different:
        raise InputError(f"{address(target.endpoint.url)}: {different}: the server changed or lost some. {then}")


def _move(place: ox.NamedNode, graph: ox.NamedNode) -> str:
    """The update that makes one graph of another, which goes.

    It is no `MOVE`: with Fuseki 5.6, what both graphs have is lost by it. So what stays is not touched.
    """
    there, here = (f"GRAPH {name} {{ ?s ?p ?o }}" for name in (graph, place))
    return (
        f"DELETE {{ {there} }} WHERE {{ {there} FILTER NOT EXISTS {{ {here} }} }} ;\n"
        f"INSERT {{ {there} }} WHERE {{ {here} }} ;\nDROP SILENT GRAPH {place}"
    )


def _note(key: str, whole: dict[ox.NamedNode, Size]) -> str:
    """What is noted on the server: the key of the build, its graphs, how many triples each has and their hash."""
    lines = [f'{PUBLISHED} {DCTERMS["identifier"]} "{key}" .']
    for graph, known in whole.items():
        lines.append(f"{PUBLISHED} {DCTERMS['hasPart']} {graph} .")
        lines.append(f'{graph} {VOID["triples"]} {literal(known.triples)} ; {DCTERMS["identifier"]} "{known.sha256}" .')
    return "".join(f"{line}\n" for line in lines)
