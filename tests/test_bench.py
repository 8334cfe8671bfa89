"""The benchmark: engines answer and are compared, what is wrong, fails or takes too long is told, and tables and chart show all of it."""

import json
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from asking import Question, Rows, Session, Timing, compared, plain, questions, timed
from bench import asked, builds, cold, files, stopped
from chart import chart
from engines import Spent
from figures import bound_growth, growth, mean, ratio, slope
from generate import generate
from report import write

import hograph
from hograph.graph.make import make
from hograph.query.binding import block_range

OPTIONS = Namespace(limit=20, patience=120, repeats=2)
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
Found = dict[str, Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up workspace, built, with its graph as files."""
    folder = tmp_path_factory.mktemp("bench") / "workspace"
    generate(300, folder)
    make(folder, folder / "build")
    assert files(folder)["graph.nt"] > 50_000
    return folder


@pytest.fixture(scope="module")
def canned(folder: Path) -> dict[str, Question]:
    return {question.name: question for question in questions(hograph.open(folder))}


@pytest.fixture(scope="module")
def engines(folder: Path, canned: dict[str, Question]) -> dict[str, Found]:
    """What three engines make of some queries."""
    some = [canned[name] for name in ("claim", "site-ranking", "stages", "treatments")]
    known: dict[str, Rows] = {}
    return {name: asked(name, folder, some, OPTIONS, known, {}) for name in ("hograph", "pyoxigraph", "rdflib")}


@pytest.fixture(scope="module")
def session(folder: Path) -> Iterator[Session]:
    session = Session("pyoxigraph", folder, 0.5, 60)
    yield session
    session.close()


def test_engines_agree(engines: dict[str, Found]) -> None:
    for engine in engines.values():
        assert {timing["state"] for timing in engine["queries"].values()} == {"same"}
        assert all(timing["seconds"] > 0 for timing in engine["queries"].values())
        assert engine["clock"] > 0 and engine["memory"] > 10
    assert engines["rdflib"]["queries"]["claim"]["rows"] > 10


def test_a_broken_answer_is_told(session: Session, canned: dict[str, Question]) -> None:
    question = canned["stages"]
    _, rows = timed(session, question, 1, None)
    assert rows and timed(session, question, 1, rows)[0].state == "same"
    broken = replace(question, text=f"{question.text}\nLIMIT {rows.number - 1}")
    timing, _ = timed(session, broken, 1, rows)
    assert (timing.state, timing.rows) == ("differs", rows.number - 1)
    assert timed(session, question, 1, None)[0].state == "alone"


def test_a_failure_and_a_slow_query_are_told_and_the_next_is_asked(
    session: Session, canned: dict[str, Question]
) -> None:
    failed, _ = timed(session, Question("wrong", {}, "SELECT WHERE"), 3, None)
    assert failed.state == "failed" and "SyntaxError" in failed.said
    assert timed(session, Question("slow", {}, SLOW), 3, None)[0].state == "stopped"
    assert timed(session, canned["stages"], 1, None)[0].state == "alone"


def test_an_engine_that_is_not_there(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(LookupError, match="No such file"):
        Session("rdflib", tmp_path, 1, 60)


def test_rows_are_compared_in_any_order_and_numbers_by_value() -> None:
    def body(*values: str) -> bytes:
        terms = [
            {"type": "literal", "value": v, "datatype": "http://www.w3.org/2001/XMLSchema#decimal"} for v in values
        ]
        return json.dumps({"head": {"vars": ["n"]}, "results": {"bindings": [{"n": term} for term in terms]}}).encode()

    assert compared(body("1.0", "2")) == compared(body("2.00", "1"))
    assert compared(body("1", "2")) != compared(body("1", "2", "2"))


def test_parameters_left_open_are_left_out(canned: dict[str, Question], kg: hograph.KnowledgeGraph) -> None:
    for name, question in canned.items():
        block = block_range(text := kg.queries[name].text)
        own = text[block[1] :].count("UNDEF") if block else text.count("UNDEF")  # a query's own, not of its parameters
        assert question.text.count("UNDEF") == own
    query = kg.queries["who-says"]
    text = plain(query.text, {**query.bindings({}, kg), "subject": None})
    assert "VALUES (?narrower) { (" in text
    assert kg.sparql(text) == replace(kg.query("who-says"), query=None, asked={})


def test_growth() -> None:
    assert slope([(10, 2), (100, 4), (1000, 8)]) == pytest.approx(0.30103)
    assert slope([(10, 2)]) is None
    assert mean([1, 100]) == pytest.approx(10)


@pytest.fixture
def measured(engines: dict[str, Found], folder: Path) -> Found:
    """What would be measured at two sizes, the second ten times as slow, with one query stopped and one that differs."""
    about = {"machine": "m", "versions": "v", "commit": "c", "began": "b", "load": "1", "limit": 20.0, "repeats": 2}
    cost = (1.0, 1.0, 100)
    one: Found = {
        "about": about,
        "counts": {"graph.nt": 50_000},
        "builds": dict.fromkeys(("built anew", "built, nothing changed", "built, one document changed"), cost),
        "cold": {"hograph": cost, "bare": cost},
        "engines": engines,
        "one document": engines["hograph"]["queries"],
        "validation": {"compiled": {"stopped": 3.0}},
    }
    other = json.loads(json.dumps(one))
    for engine in other["engines"].values():
        for timing in engine["queries"].values():
            timing["seconds"] *= 10
    queries = other["engines"]["rdflib"]["queries"]
    queries["stages"] = {"state": "stopped", "seconds": None, "clock": None, "rows": None, "said": ""}
    queries["treatments"]["state"] = "differs"
    return {"shipped": one, "sizes": {"300": one, "3000": other}}


def test_tables_and_chart_tell_all(measured: Found, tmp_path: Path) -> None:
    for name in ("one", "other"):
        write(measured, tmp_path / f"{name}.md")
        chart(measured, tmp_path / f"{name}.svg")
    text = (tmp_path / "one.md").read_text("utf-8")
    assert "| 3,000 | rdflib |" in text and "differs (" in text and " stopped |" in text
    assert "not measured" in text and "**missed**" in text
    for suffix in ("md", "svg"):
        assert (tmp_path / f"one.{suffix}").read_bytes() == (tmp_path / f"other.{suffix}").read_bytes()


def test_figures(measured: Found) -> None:
    sizes = measured["sizes"]
    assert growth(sizes, "hograph", "claim") == pytest.approx(1)
    assert growth(sizes, "rdflib", "stages") is None, "stopped at the larger size"
    assert stopped("rdflib", sizes) == {"stages": Timing("stopped", said="at 3,000 claims")}
    assert ratio(sizes["300"], "hograph") == pytest.approx(1)
    assert bound_growth(sizes, "300", "3000")["claim"] == pytest.approx(1), "the same answers stand for both sizes"


def test_a_thread_that_ends_takes_no_time_back() -> None:
    before = Spent(threads=9.0, ticks=9.0)
    assert Spent(threads=4.0, ticks=11.0).since(before) == 2.0
    assert Spent(threads=9.003, ticks=9.01).since(before) == pytest.approx(0.003), "what is short is told exactly"
    assert Spent(threads=8.0, ticks=9.1).since(before) == 0.0


def test_building_and_the_first_question_cost_something(folder: Path) -> None:
    costs = dict(builds(folder))
    assert all(processor > 0 and memory > 10 for _, processor, memory in costs.values())
    assert cold(folder / "build", folder)["hograph"][1] > 0
