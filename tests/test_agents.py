"""Agents: what `hograph mcp` answers, asked by the client of the protocol's own kit over stdio and HTTP."""

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from mcp import Client, StdioServerParameters

import hograph
from expected import EXPECTED, parameters_of
from hograph.agents import agent_server
from hograph.serve import Limits, Service
from hograph.serve.asking import answering
from hograph.serve.finding import search_terms
from hograph.vocabulary import CLAIM
from serving import free_port, running

T = TypeVar("T")
TOOLS = {"ask", "list_queries", "describe_query", "run_query", "search_terms", "explain", "evidence", "sparql"}
RADIATION = "claim:76dhy7swlmk7omqc"


async def answer(client: Client, tool: str, **arguments: object) -> Any:  # noqa: ANN401 -- JSON
    """What a tool answers, as structured content that the client has held against the schema; its text says the same."""
    found = await client.call_tool(tool, arguments)
    assert not found.is_error, found.content
    assert found.structured_content is not None
    return found.structured_content.get("result", found.structured_content)


async def refusal(client: Client, tool: str, **arguments: object) -> str:
    found = await client.call_tool(tool, arguments)
    assert found.is_error
    return " ".join(getattr(part, "text", "") for part in found.content)


Question = Callable[[Client], Awaitable[T]]


def asked(server: StdioServerParameters | str, question: Question[T]) -> T:
    """What a client learns of a command that it starts, or at an address."""

    async def ask() -> T:
        async with Client(server) as client:
            return await question(client)

    return asyncio.run(ask())


@dataclass(frozen=True)
class Desk:
    """The tools over a graph in this process; the processes that answer queries run in one loop, from one question to the next."""

    service: Service
    loop: asyncio.Runner

    def asked(self, question: Question[T]) -> T:
        """What a client learns."""

        async def ask() -> T:
            async with Client(agent_server(self.service)) as client:
                found = await question(client)
                while self.service.pool.running:  # a process that was killed is replaced
                    await asyncio.sleep(0.05)
                return found

        return self.loop.run(ask())


@contextmanager
def desk(service: Service) -> Iterator[Desk]:
    with asyncio.Runner() as loop:
        answers = answering(service)
        loop.run(answers.__aenter__())
        try:
            yield Desk(service, loop)
        finally:
            loop.run(answers.__aexit__(None, None, None))


@pytest.fixture(scope="module")
def tools(kg: hograph.KnowledgeGraph) -> Iterator[Desk]:
    with desk(Service(kg, Limits(seconds=3, workers=1))) as made:
        yield made


class TestStdio:
    def test_a_question_leads_to_characters(self, root: Path, tmp_path: Path) -> None:
        """The command as an agent starts it, from the list of tools to the passage's place."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPATH") if name in os.environ}
        command = [
            "-W",
            "error",
            "-m",
            "hograph",
            "mcp",
            "--root",
            str(root),
            "--documents",
            str(tmp_path),
        ]
        parameters = StdioServerParameters(command=sys.executable, args=command, env=kept)

        async def question(client: Client) -> None:
            tools = (await client.list_tools()).tools
            assert {tool.name for tool in tools} == TOOLS
            assert all(tool.annotations and tool.annotations.read_only_hint and tool.output_schema for tool in tools)
            assert client.instructions and "not medical advice" in client.instructions
            table = await answer(client, "run_query", name="recurrence-prevention")
            assert table["total"] == 3 and all(row["claims"] for row in table["rows"])
            claim = next(item for item in table["evidence"] if item["claim"] == RADIATION)
            assert (claim["document"], claim["start"], claim["end"]) == ("joi-heterotopic-ossification", 2626, 2698)
            assert claim["certainty"] == "hedged" and claim["passage"] is None

        asked(parameters, question)


def test_http_answers_on_loopback_only_to_those_who_mean_it(
    root: Path, tmp_path: Path, kg: hograph.KnowledgeGraph
) -> None:
    """A page of another origin that a browser shows, or one under a name that was bent to loopback, gets nothing."""
    port = free_port()
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "hograph",
        "mcp",
        "--http",
        str(port),
        "--root",
        root,
    ]
    with running(command, tmp_path, port):
        address = f"http://127.0.0.1:{port}/mcp"
        found = asked(address, lambda client: answer(client, "search_terms", words="hip jiont"))
        assert found[0]["curie"] == "ho:HipJoint"
        body = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
        accepts = {"Accept": "application/json, text/event-stream"}
        with httpx.Client(headers=accepts, trust_env=False) as client:
            assert client.post(address, json=body, headers={"Origin": "https://elsewhere.example"}).status_code == 403
            assert client.post(address, json=body, headers={"Host": "elsewhere.example"}).status_code == 421


class TestTools:
    def test_an_answer_without_rows_names_the_call_that_has_some(self, tools: Desk) -> None:
        async def question(client: Client) -> None:
            table = await answer(client, "run_query", name="findings-of", parameters={"condition": "traumatic MO"})
            rows, call = re.findall(
                r"there are (\d+) rows: run_query findings-of with parameters (.*)\.$", table["note"]
            )[0]
            again = await answer(client, "run_query", name="findings-of", parameters=json.loads(call))
            assert not table["rows"] and again["total"] == int(rows) > 0

        tools.asked(question)

    def test_every_canned_query_answers_with_evidence(self, tools: Desk) -> None:
        async def question(client: Client) -> None:
            names = {found["name"] for found in await answer(client, "list_queries")}
            for path in (path for path in EXPECTED if "--" not in path.stem):
                name, given = parameters_of(path.stem)
                assert name in names
                table = await answer(client, "run_query", name=name, parameters=given, limit=5)
                known = {item["claim"] for item in table["evidence"]}
                for row in table["rows"]:
                    assert row["claims"] and set(row["claims"]) <= known

        tools.asked(question)

    def test_an_answer_tells_what_it_leaves_out(self, tools: Desk) -> None:
        async def question(client: Client) -> None:
            plain = await answer(client, "run_query", name="recurrence-prevention")
            everything = await answer(client, "run_query", name="recurrence-prevention", parameters={"include": "all"})
            assert plain["note"].endswith("Left out: 1 left open; with include = all they are shown.")
            assert "Left out" not in everything["note"] and everything["total"] == plain["total"] + 1

        tools.asked(question)

    def test_pages(self, tools: Desk) -> None:
        async def question(client: Client) -> None:
            first = await answer(client, "run_query", name="claims", limit=2)
            second = await answer(client, "run_query", name="claims", limit=2, offset=2)
            assert "offset 2" in first["note"] and second["offset"] == 2
            assert not {c["claim"] for c in first["evidence"]} & {c["claim"] for c in second["evidence"]}

        tools.asked(question)

    def test_words(self, tools: Desk) -> None:
        async def question(client: Client) -> None:
            table = await answer(client, "ask", question="which treatments prevent recurrence?")
            assert table["question"].startswith("Which treatments prevent recurrence?")
            assert table["terms"]["radiation therapy"] == "ho:RadiationTherapy"
            named = await answer(client, "search_terms", words="radaition terapy", limit=3)
            names = [name.term for name, _ in search_terms(tools.service.names, "radaition terapy")]
            assert [term["curie"] for term in named] == [f"ho:{name}" for name in names[:3]]
            few = await answer(client, "list_queries", about="recurrence")
            assert "recurrence-prevention" in {found["name"] for found in few} and len(few) < len(EXPECTED)
            told = await answer(client, "describe_query", name="recurrence-prevention")
            assert told["parameters"]["include"]["allowed"] and "SELECT" in told["sparql"]

        tools.asked(question)

    def test_sparql(self, tools: Desk) -> None:
        async def question(client: Client) -> None:
            text = "SELECT ?claim ?span WHERE { ?claim ho:predicate ho:preventsRecurrenceOf ; ho:evidence ?span }"
            table = await answer(client, "sparql", query=text)
            assert table["rows"] and all(row["claims"] for row in table["rows"])
            assert {c["claim"] for c in table["evidence"]} == {c for row in table["rows"] for c in row["claims"]}
            yes = await answer(client, "sparql", query="ASK { ho:HipJoint rdfs:subClassOf ho:Joint }")
            assert yes["rows"][0]["values"] == {"answer": True}
            triples = await answer(client, "sparql", query=f"CONSTRUCT WHERE {{ <{CLAIM}76dhy7swlmk7omqc> ?p ?o }}")
            assert {c["claim"] for c in triples["evidence"]} == {RADIATION}
            bare = await answer(client, "sparql", query="SELECT (COUNT(*) AS ?n) WHERE { ?d a ho:Document }")
            assert bare["rows"][0]["values"] == {"n": 5} and "select ?claim" in bare["note"]

        tools.asked(question)

    def test_explain(self, tools: Desk) -> None:
        async def question(client: Client) -> None:
            term = await answer(client, "explain", what="radiotherapy")
            assert term["term"]["curie"] == "ho:RadiationTherapy" and term["roles"] and term["evidence"]
            known = {claim["claim"] for claim in term["evidence"]}
            assert all(set(role["claims"]) <= known for role in term["roles"])
            claim = await answer(client, "explain", what=RADIATION)
            assert (
                claim["claim"]["start"] == 2626 and claim["proposition"] and claim["parts"]["certainty"] == ["hedged"]
            )
            (one,) = await answer(client, "evidence", claims=["76dhy7swlmk7omqc"])
            assert one == claim["claim"]

        tools.asked(question)

    @pytest.mark.parametrize(
        ("tool", "arguments", "said"),
        [
            ("run_query", {"name": "recurence-prevention"}, "Did you mean recurrence-prevention"),
            ("run_query", {"name": "causes", "parameters": {"condition": "flu"}}, "no label, synonym or CURIE"),
            ("explain", {"what": "claim:nothing"}, "claim"),
            ("evidence", {"claims": ["ho:HipJoint"]}, "is a term"),
            ("sparql", {"query": "SELECT * WHRE {}"}, "line 1, column 16"),
            (
                "sparql",
                {"query": "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a = ?i) }"},
                "stopped after 3 s",
            ),
            ("sparql", {"query": "DROP ALL"}, "read-only"),
            ("sparql", {"query": "ASK { SERVICE <http://localhost/> { } }"}, "SERVICE"),
        ],
    )
    def test_what_does_not_resolve_is_told_in_words(
        self, tools: Desk, tool: str, arguments: dict[str, Any], said: str
    ) -> None:
        assert said in tools.asked(lambda client: refusal(client, tool, **arguments))

    def test_passages_where_the_documents_are_at_hand(
        self, root: Path, documents: Path, kg: hograph.KnowledgeGraph
    ) -> None:
        with desk(Service(replace(kg, documents=(documents,)), Limits(workers=1))) as at_hand:
            (one,) = at_hand.asked(lambda client: answer(client, "evidence", claims=[RADIATION]))
        assert len(one["passage"]) == one["end"] - one["start"]


def test_without_the_kit_the_command_says_what_to_install(root: Path) -> None:
    code = "import sys; sys.modules['mcp'] = None; from hograph.cli import main; main(['mcp'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "pip install 'hograph[mcp]'" in done.stderr
