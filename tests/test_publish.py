"""A build on a server: whole, or not there; what was there before stays until the new one is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urljoin

import pyoxigraph as ox
import pytest

from commands import run
from hograph.errors import InputError
from hograph.knowledge import KnowledgeGraph
from hograph.store.endpoint import PUBLISHED, Endpoint
from hograph.store.http import Connection, Reply
from hograph.store.publish import STAGING, Size, Target, publish, size
from hograph.vocabulary import GRAPH, HO
from serving import SERVERS, Server, needed

BEFORE = """
ho:Claim1 a ho:Claim ; rdfs:label "one"@en ; ho:value 1.50 ; ho:note "tab\\t, quote\\" and \\u00e9" .
ho:A rdfs:subClassOf [ owl:onProperty ho:p ; owl:someValuesFrom [ owl:unionOf ( ho:B ho:C ) ] ] .
"""
AFTER = BEFORE + "ho:Claim2 a ho:Claim ; ho:flag true ; ho:when '2026-01-02'^^xsd:date .\n"
PREFIXES = "PREFIX ho: <https://w3id.org/hograph/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
PREFIXES += "PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "


def small(**graphs: str) -> ox.Store:
    store = ox.Store()
    for name, turtle in graphs.items():
        store.load((PREFIXES + turtle).encode(), format=ox.RdfFormat.TURTLE, to_graph=GRAPH[name])
    return store


def sizes(store: ox.Store) -> dict[ox.NamedNode, Size]:
    return {
        graph: size(quad.triple for quad in store.quads_for_pattern(None, None, None, graph))
        for graph in store.named_graphs()
        if isinstance(graph, ox.NamedNode)
    }


STORES = ("oxigraph", "fuseki")
"""Servers that have a graph store; Virtuoso is asked by updates alone, and takes long over the whole graph."""
WAYS = [*((name, "updates") for name in SERVERS), *((name, "graph store") for name in STORES)]
EACH_SERVER = pytest.mark.parametrize("server", SERVERS, indirect=True, scope="module")
EACH_STORE = pytest.mark.parametrize("server", STORES, indirect=True, scope="module")
EACH_WAY = pytest.mark.parametrize(("server", "target"), WAYS, indirect=True, scope="module")


@pytest.fixture(scope="module")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    name = str(request.param)
    needed(name)
    with SERVERS[name](tmp_path_factory.mktemp(name)) as started:
        yield started


@pytest.fixture
def target(server: Server, request: pytest.FixtureRequest) -> Target:
    """The server, without graphs of ours."""
    made = Target.of(
        Endpoint(server.query), server.update, server.graph_store if request.param == "graph store" else None
    )
    for graph in (*made.counts(GRAPH), *made.counts(STAGING), ox.NamedNode("http://other.example/g")):
        made.run(f"DROP SILENT GRAPH {graph}")
    return made


OLD = small(ontology=BEFORE, edges="ho:A ho:p ho:B .")
NEW = small(ontology=AFTER, inferred="ho:A ho:q ho:B .")


@EACH_WAY
def test_what_is_published_is_what_is_there(target: Target) -> None:
    assert publish(OLD, "old", target) == sizes(OLD)
    assert publish(NEW, "new", target) == sizes(NEW)
    there = target.counts(GRAPH)
    assert set(there) == {GRAPH["ontology"], GRAPH["inferred"], PUBLISHED} and not target.counts(STAGING)
    assert set(Endpoint(target.endpoint.url).named_graphs()) == set(NEW.named_graphs())


@EACH_WAY
def test_other_graphs_of_the_server_stay(target: Target) -> None:
    target.run(f"INSERT DATA {{ GRAPH <http://other.example/g> {{ {HO['a']} {HO['b']} {HO['c']} }} }}")
    publish(OLD, "old", target)
    publish(NEW, "new", target)
    assert bool(target.endpoint.query("ASK { GRAPH <http://other.example/g> { ?s ?p ?o } }"))


@EACH_WAY
def test_the_same_build_is_not_loaded_again(target: Target) -> None:
    said: list[str] = []
    publish(OLD, "old", target)
    publish(OLD, "old", target, said.append)
    assert said == ["The server has this build already."]


@EACH_WAY
def test_a_build_that_was_changed_there_is_loaded_again(target: Target) -> None:
    publish(OLD, "old", target)
    target.run(f"DELETE DATA {{ GRAPH {GRAPH['edges']} {{ {HO['A']} {HO['p']} {HO['B']} }} }}")
    publish(OLD, "old", target)
    assert target.size(GRAPH["edges"]) == sizes(OLD)[GRAPH["edges"]]


@dataclass(frozen=True)
class Breaking(Connection):
    """A connection that breaks with the request of a number, before or after the server has it."""

    at: int = 0
    after: bool = False
    number: Iterator[int] = field(default_factory=count)

    def send(self, method: str, url: str, data: bytes, headers: Mapping[str, str]) -> Reply:
        breaks = next(self.number) == self.at
        if not breaks or self.after:
            reply = super().send(method, url, data, headers)
        if breaks:
            raise InputError("the connection broke")
        return reply


@EACH_WAY
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_what_is_cut_off_leaves_one_build_whole_and_the_next_run_heals(target: Target, after: bool) -> None:
    publish(OLD, "old", target)
    for at in count():
        connection = Breaking(at=at, after=after)
        try:
            publish(NEW, "new", Target(Endpoint(target.endpoint.url, connection), target.update, target.graph_store))
        except InputError:
            there = {graph: target.size(graph) for graph in target.counts(GRAPH) if graph != PUBLISHED}
            assert there in (sizes(OLD), sizes(NEW))
            assert publish(OLD, "old", target) == sizes(OLD) and not target.counts(STAGING)
        else:
            break
    assert at > 10


@dataclass(frozen=True)
class Losing(Connection):
    """A connection that loses a line of what is loaded."""

    def send(self, method: str, url: str, data: bytes, headers: Mapping[str, str]) -> Reply:
        lost = data.replace(b"Claim1", b"Claim9").replace(b"%2FClaim1", b"%2FClaim9")
        return super().send(method, url, lost, headers)


@EACH_WAY
def test_a_server_that_changes_what_it_is_given(target: Target) -> None:
    publish(OLD, "old", target)
    broken = Target(Endpoint(target.endpoint.url, Losing()), target.update, target.graph_store)
    with pytest.raises(InputError, match=r"ontology has 15 triples there as here, but not the same.*is as it was"):
        publish(NEW, "new", broken)
    assert {g: target.size(g) for g in sizes(OLD)} == sizes(OLD)


@EACH_SERVER
def test_no_update_service(server: Server) -> None:
    with pytest.raises(InputError, match=r"no-such-service: no service for this \(40[45]\)"):
        publish(OLD, "old", Target.of(Endpoint(server.query), urljoin(server.update, "/no-such-service")))


class TestTheCommand:
    @EACH_STORE
    def test_it_publishes(self, server: Server, kg_of_few: KnowledgeGraph) -> None:
        assert server.graph_store and kg_of_few.root and kg_of_few.prepared
        build = ("--root", kg_of_few.root, "--build", kg_of_few.prepared.build)
        done = run("publish", "--endpoint", server.query, "--graph-store", server.graph_store, *build)
        assert done.exit_code == 0 and "triples in 14 graphs, counted and compared by hash" in done.output

    def test_a_server_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("HOGRAPH_ENDPOINT", raising=False)
        done = run("publish")
        assert done.exit_code == 2 and "Name the server with --endpoint URL" in done.output
