"""Every shape has twins: an example that it passes, and one or more in which each of its rules finds its fault.

A failing twin begins with one line for each kind of finding that it should give: `# expects: <number> <words of the message>`.
"""

from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from hograph.ontology.index import load_ontology
from hograph.validation import Finding, Report, Shapes, load_shapes, validate
from hograph.validation.inputs import to_store
from hograph.validation.shapes import TARGETS, parse_shapes
from hograph.vocabulary import RDF, SH

ROOT = Path(__file__).parent.parent
TWINS = ROOT / "tests" / "shapes"
PASSING = sorted(TWINS.glob("*/pass.ttl"))
FAILING = sorted(TWINS.glob("*/fail*.ttl"))


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@cache
def ontology() -> ox.Store:
    return to_store(load_ontology(ROOT / "ontology").triples)


@cache
def all_shapes() -> Shapes:
    return load_shapes(ROOT / "ontology" / "shapes")


@cache
def shapes(shape: str) -> Shapes:
    """One shape by itself: the others lose their type and targets, so that a twin is held against its own shape only."""
    whole = all_shapes()
    others = {root.node for root in whole.roots if root.name != shape}
    lost = {RDF["type"], *(SH[kind] for kind in TARGETS)}
    return parse_shapes((t for t in whole.triples if t.subject not in others or t.predicate not in lost), whole.where)


@cache
def report(path: Path) -> Report:
    data = ontology()
    added = [quad for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE) if quad not in data]
    data.extend(added)
    try:
        return validate(data, shapes(path.parent.name))
    finally:
        for quad in added:
            data.remove(quad)


def findings(path: Path) -> list[Finding]:
    return [finding for finding in report(path).findings if finding.shape == path.parent.name]


def expected(path: Path) -> list[tuple[int, str]]:
    lines = [
        line.removeprefix("# expects: ")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("# expects: ")
    ]
    return [(int(number), words) for number, words in (line.split(" ", 1) for line in lines)]


def test_every_node_shape_has_its_twins_and_the_reverse() -> None:
    declared = {root.name for root in all_shapes().roots}
    assert {path.parent.name for path in PASSING} == declared
    assert {path.parent.name for path in FAILING} == declared
    assert {path.name for path in TWINS.iterdir()} == declared


@pytest.mark.parametrize("path", PASSING, ids=name)
def test_the_passing_twin_passes_and_is_looked_at(path: Path) -> None:
    assert report(path).focus_nodes[path.parent.name] > 0
    assert findings(path) == []


@pytest.mark.parametrize("path", FAILING, ids=name)
def test_the_failing_twin_gives_the_expected_findings(path: Path) -> None:
    found, wanted = findings(path), expected(path)
    messages = [finding.message for finding in found]
    assert {words: sum(words in message for message in messages) for _, words in wanted} == {
        words: number for number, words in wanted
    }
    assert len(found) == sum(number for number, _ in wanted), messages
