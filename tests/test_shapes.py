"""Every shape has twins: an example that it passes, and one or more in which each of its rules finds its fault.

A failing twin begins with one line for each kind of finding that it should give: `# expects: <number> <words of the message>`.
"""

from functools import cache
from pathlib import Path

import pytest
from rdflib import RDF, SH, Graph, URIRef

from hograph.validation import Finding, Report, Shapes, load_shapes, validate

ROOT = Path(__file__).parent.parent
TWINS = ROOT / "tests" / "shapes"
SHAPE = "https://w3id.org/hograph/shape/"
PASSING = sorted(TWINS.glob("*/pass.ttl"))
FAILING = sorted(TWINS.glob("*/fail*.ttl"))


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@cache
def ontology() -> Graph:
    graph = Graph()
    for path in (*sorted((ROOT / "ontology").glob("*.ttl")), *sorted((ROOT / "ontology" / "terms").glob("*.ttl"))):
        graph.parse(path, format="turtle")
    return graph


@cache
def all_shapes() -> Shapes:
    return load_shapes(ROOT / "ontology" / "shapes")


@cache
def shapes(shape: str) -> Shapes:
    """One shape by itself: the others lose their type and targets, so that a twin is held against its own shape only."""
    whole = all_shapes()
    graph = Graph() + whole.graph
    for node in [node for node, other in whole.names.items() if other != shape]:
        for predicate in (RDF.type, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode):
            graph.remove((node, predicate, None))
    return Shapes(graph, {node: other for node, other in whole.names.items() if other == shape})


def report(path: Path) -> Report:
    return validate(ontology() + Graph().parse(path, format="turtle"), shapes(path.parent.name))


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
    declared = {
        str(node).removeprefix(SHAPE)
        for node in all_shapes().graph.subjects(RDF.type, SH.NodeShape)
        if isinstance(node, URIRef)
    }
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
