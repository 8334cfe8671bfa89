"""One suite for every home of a graph: in memory, on disk, and on servers that the tests start; each canned query has its expected answer."""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pyoxigraph as ox
import pytest

import hograph
from commands import run
from expected import EXPECTED, answered
from hograph.errors import QueryError
from hograph.graph.inputs import input_key
from hograph.knowledge import KnowledgeGraph
from hograph.query.answer import Answer
from hograph.store.endpoint import Endpoint
from hograph.store.publish import Target, publish
from hograph.vocabulary import HO, RDF
from serving import SERVERS, needed

HOMES = ["memory", "disk", "oxigraph", "fuseki"]
"""Virtuoso takes what is published, but does not answer every canned query: see docs/servers.md."""


@pytest.fixture(scope="module", params=HOMES)
def home(
    request: pytest.FixtureRequest, root: Path, kg: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[KnowledgeGraph]:
    """The graph in one home, loaded once."""
    name, folder = str(request.param), tmp_path_factory.mktemp("home")
    with ExitStack() as stack:
        began = time.perf_counter()
        if name == "disk":
            yield kg
        elif name == "memory":
            store = ox.Store()
            store.extend(kg.store)
            yield hograph.open(store)
        else:
            needed(name)
            server = stack.enter_context(SERVERS[name](folder))
            target = Target.of(Endpoint(server.query), server.update, server.graph_store)
            assert isinstance(kg.store, ox.Store)
            publish(kg.store, input_key(root), target)
            yield hograph.open(root, endpoint=server.query)
        print(f"{name}: {time.perf_counter() - began:.1f} s from start to end")  # noqa: T201 -- shown with pytest -s


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_the_answer_is_the_expected_one(home: KnowledgeGraph, path: Path) -> None:
    found, expected = answered(home, path)
    assert found == expected


def test_terms_are_the_same_everywhere(home: KnowledgeGraph, kg: KnowledgeGraph) -> None:
    """Terms with every kind of value that the graph has; of rows, the order as well."""
    for name in ("claim", "claims", "numbers", "timeline", "names-and-synonyms"):
        assert home.query(name).rows == kg.query(name).rows


def test_what_is_not_a_canned_query(home: KnowledgeGraph, kg: KnowledgeGraph) -> None:
    claims = kg.query("recurrence-prevention").claims()
    assert home.evidence(claims) == kg.evidence(claims)
    assert set(home.statements(claims)) == set(kg.statements(claims))
    assert home.counts() == kg.counts()
    assert home.describe("FOP") == kg.describe("FOP")
    assert list(home.explain("radiation therapy")) == list(kg.explain("radiation therapy"))
    assert home.draw("recurrence-prevention").arrows == kg.draw("recurrence-prevention").arrows
    assert home.sparql("ASK { ho:HipJoint rdfs:subClassOf ho:Joint }") is True
    bone = "CONSTRUCT WHERE { ho:Bone rdfs:label ?label }"
    assert set(home.sparql(bone)) == set(kg.sparql(bone))  # type: ignore[arg-type]
    with pytest.raises(QueryError, match="line 1, column 13"):
        home.sparql("SELECT WHERE")


def test_quads_by_pattern(home: KnowledgeGraph, kg: KnowledgeGraph) -> None:
    assert set(home.store.named_graphs()) == set(kg.store.named_graphs())
    for pattern in ((HO["HipJoint"], None, None, None), (None, RDF["type"], HO["Document"], None)):
        found, expected = (
            {quad for quad in graph.store.quads_for_pattern(*pattern) if not isinstance(quad.object, ox.BlankNode)}
            for graph in (home, kg)
        )
        assert found == expected and found


def test_rows_of_a_round_number_are_all_there_is(home: KnowledgeGraph) -> None:
    found = home.sparql("SELECT ?c { ?c a ho:Claim } ORDER BY ?c LIMIT 100")
    assert isinstance(found, Answer) and len(found) == 100
    values = " ".join(map(str, range(200)))
    found = home.sparql(f"SELECT ?n {{ VALUES ?n {{ {values} }} }}")
    assert isinstance(found, Answer) and sorted(int(row["n"].value) for row in found) == list(range(200))  # type: ignore[union-attr]


COMMANDS = {
    "query": ("query", "recurrence-prevention", "--evidence"),
    "parameters": ("query", "causes", "-p", "document=joi", "--format", "csv"),
    "ask": ("ask", "what prevents recurrence after surgery?"),
    "describe": ("describe", "FOP"),
    "explain": ("explain", "radiation therapy"),
    "compare": ("compare", "joi", "dr-oracle"),
    "Turtle": ("query", "recurrence-prevention", "--format", "ttl"),
}


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_commands_say_the_same(home: KnowledgeGraph, words: tuple[str, ...]) -> None:
    if isinstance(home.store, Endpoint):
        there, here = run(*words, "--endpoint", home.store.url), run(*words)
        assert there.exit_code == 0 and there.output == here.output


def test_info(home: KnowledgeGraph) -> None:
    if isinstance(home.store, Endpoint):
        said = json.loads(run("info", "--endpoint", home.store.url, "--format", "json").stdout)
        graphs = said.pop("quads by graph")
        assert said == home.counts() and graphs["https://w3id.org/hograph/graph/edges"] > 100
