"""Validation of what changed gives the report of a whole validation, whatever changed."""

from pathlib import Path
from random import Random

import pyoxigraph as ox
import pytest

from commands import run
from corrupted import corrupted
from hograph.graph.build import Build
from hograph.validation import Shapes, engines, incremental, load_shapes, validate
from hograph.validation.incremental import Change, revalidate, validate_beside
from hograph.validation.inputs import built_graph, to_store
from hograph.vocabulary import CLAIM, HO, RDFS


@pytest.fixture(scope="module")
def shapes(root: Path) -> Shapes:
    return load_shapes(root / "ontology" / "shapes")


@pytest.fixture(scope="module")
def triples(built: Build) -> frozenset[ox.Triple]:
    return frozenset(quad.triple for quad in built_graph(built.quads))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("share", [0.0002, 0.004])
def test_the_report_is_that_of_a_whole_validation(
    triples: frozenset[ox.Triple], shapes: Shapes, seed: int, share: float
) -> None:
    """Triples of all kinds change, those of the ontology among them, and change again."""
    random = Random(seed)  # noqa: S311
    before = corrupted(triples, random, share)
    _, answers = revalidate(to_store(before), shapes)
    after = corrupted(before, random, share / 2)
    data = to_store(after)
    report, _ = revalidate(data, shapes, Change(answers, tuple(before ^ after)))
    assert report == validate(data, shapes)


def test_only_what_depends_on_a_change_is_asked_again(
    triples: frozenset[ox.Triple], shapes: Shapes, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = to_store(triples)
    _, answers = revalidate(data, shapes)
    claim = next(t.subject for t in sorted(triples, key=str) if t.predicate == HO["polarity"])
    lost = next(t for t in triples if t.subject == claim and t.predicate == HO["polarity"])
    data.remove(ox.Quad(lost.subject, lost.predicate, lost.object))
    asked: list[str] = []

    def ask(data: ox.Store, questions: list) -> list:  # type: ignore[type-arg]
        asked.extend(text for query, text in questions if not query.free)
        return original(data, questions)

    original = engines.ask
    monkeypatch.setattr(incremental, "ask", ask)
    report, _ = revalidate(data, shapes, Change(answers, (lost,)))
    assert [(f.focus, f.path) for f in report.findings if "exactly one polarity" in f.message] == [
        (claim.value, "ho:polarity")  # type: ignore[union-attr]
    ]
    assert asked and all("VALUES ?this" in text for text in asked) and len(asked) < 20


def test_what_is_known_is_kept_beside_the_build(tmp_path: Path, triples: frozenset[ox.Triple], shapes: Shapes) -> None:
    data = to_store(corrupted(triples, Random(1), 0.001))  # noqa: S311
    whole = validate(data, shapes)
    assert validate_beside(data, shapes, tmp_path) == whole == validate_beside(data, shapes, tmp_path)
    label = ox.Literal("renamed", language="en")
    claims = (finding for finding in whole.findings if finding.focus in CLAIM)
    focus = ox.NamedNode(next(found.focus for found in claims if found.path != "rdfs:label"))  # a new label mends that
    for quad in list(data.quads_for_pattern(focus, RDFS["label"], None)):
        data.remove(quad)
    data.add(ox.Quad(focus, RDFS["label"], label))
    again = validate_beside(data, shapes, tmp_path)
    assert again == validate(data, shapes) and any("renamed" in finding.focus_label for finding in again.findings)


@pytest.mark.parametrize("name", ["triples.nt", "results.json"])
def test_what_is_damaged_is_not_trusted(tmp_path: Path, shapes: Shapes, name: str) -> None:
    data = to_store([ox.Triple(CLAIM["one"], HO["claimKind"], HO["Burn"])])
    report = validate_beside(data, shapes, tmp_path)
    (tmp_path / name).write_text("{", encoding="utf-8")
    assert validate_beside(data, shapes, tmp_path) == report


def test_the_command_keeps_it_below_the_build(root: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    assert run("init", project).exit_code == 0
    first = run("validate", "--changed", "--root", project)
    assert (project / "build" / "validated" / "results.json").is_file()
    again = run("validate", "--changed", "--root", project)
    assert first.stdout == again.stdout and "focus nodes" in again.stdout
    assert run("validate", "--changed", "--engine", "pyshacl", "--root", project).exit_code == 2
