"""The runner of validations: it counts what it looks at, refuses to pass in silence, and writes four formats."""

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner

import hograph
from hograph.cli import main
from hograph.errors import InputError, OntologyError
from hograph.executors import processes
from hograph.graph.build import Build
from hograph.validation import load_shapes, validate
from hograph.validation.inputs import built_graph, stored_graph
from hograph.validation.run import validate_built, validate_files
from hograph.validation.shares import validate_shares
from hograph.vocabulary import HO

PREFIXES = """@prefix ho: <https://w3id.org/hograph/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <https://w3id.org/hograph/shape/> .
@prefix ex: <https://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
SHAPE = (
    PREFIXES
    + "shape:Bone a sh:NodeShape ; sh:targetClass ex:Bone ; sh:property [ sh:path rdfs:label ; sh:minCount 1 ; sh:message 'A bone needs a name.' ] .\n"
)


def graph(turtle: str) -> ox.Store:
    store = ox.Store()
    store.load(PREFIXES + turtle, format=ox.RdfFormat.TURTLE)
    return store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shapes").mkdir()
    (tmp_path / "shapes" / "bones.ttl").write_text(SHAPE, encoding="utf-8")
    return tmp_path


def test_what_is_validated_of_a_build_on_disk_is_what_was_built(built: Build, kg: hograph.KnowledgeGraph) -> None:
    assert isinstance(kg.store, ox.Store)
    assert set(stored_graph(kg.store)) == set(built_graph(built.quads))


def test_processes_that_share_the_work_find_the_same(broken_build: Path, root: Path) -> None:
    whole = validate(stored_graph(ox.Store.read_only(str(broken_build))), load_shapes(root / "ontology" / "shapes"))
    with processes(2)() as executor:
        shared = validate_shares(broken_build, [root / "ontology" / "shapes"], executor)
    assert shared == whole
    assert len(shared.findings) > 1


@pytest.fixture(scope="module")
def broken_build(built: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of a build without what its claims say of their certainty and confidence."""
    folder = tmp_path_factory.mktemp("broken") / "store"
    store = ox.Store(str(folder))
    store.bulk_extend(quad for quad in built.quads if quad.predicate not in {HO["certainty"], HO["confidence"]})
    store.flush()
    return folder


def test_the_built_graph_conforms_and_every_shape_looked_at_something(built: Build, root: Path) -> None:
    report = validate_built(built_graph(built.quads), root / "ontology")
    assert [finding.sentence() for finding in report.findings if finding.severity == "Violation"] == []
    assert report.conforms and all(report.focus_nodes.values())


def test_a_finding_is_a_sentence(folder: Path) -> None:
    report = validate(
        graph("ex:femur a ex:Bone . ex:tibia a ex:Bone ; rdfs:label 'tibia' ."), load_shapes(folder / "shapes")
    )
    assert report.focus_nodes == {"Bone": 2}
    assert [f.sentence() for f in report.findings] == [
        "Violation: <https://example.org/femur> at rdfs:label: A bone needs a name. [Bone]"
    ]


def test_a_shape_that_looks_at_nothing_is_a_finding(folder: Path) -> None:
    report = validate_built(graph("ex:femur a ex:Boen ."), folder)
    assert not report.conforms and "looked at no node" in report.findings[0].message


@pytest.mark.parametrize(
    ("shape", "told"),
    [
        (SHAPE.replace("sh:minCount", "sh:minimumCount"), "sh:minimumCount is no constraint that is known here"),
        (SHAPE.replace("sh:targetClass ex:Bone ;", ""), "no node shape with a target"),
        (SHAPE.replace(" ; sh:message", " sh:message"), "not Turtle"),
    ],
)
def test_shapes_that_would_pass_in_silence_are_refused(folder: Path, shape: str, told: str) -> None:
    (folder / "shapes" / "bones.ttl").write_text(shape, encoding="utf-8")
    with pytest.raises(OntologyError, match=told):
        validate(graph("ex:femur a ex:Bone ."), load_shapes(folder / "shapes"))


def test_a_users_file_is_validated_with_the_ontology(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(PREFIXES + "ex:c a ho:Claim ; ho:subject ho:Burn ; ho:object ho:Pain .", encoding="utf-8")
    report = validate_files([path], root / "ontology")
    assert not report.conforms
    assert {finding.focus for finding in report.findings} == {"https://example.org/c"}
    assert {finding.source for finding in report.findings} == {str(path)}


def test_a_file_of_the_whole_graph_is_held_against_the_shapes_as_the_build_is(
    built: Build, root: Path, tmp_path: Path
) -> None:
    path = tmp_path / "hograph.nq"
    path.write_bytes(ox.serialize(built.quads, format=ox.RdfFormat.N_QUADS) or b"")
    found = {f.message for f in validate_files([path], root / "ontology").findings}
    assert found == {f.message for f in validate_built(built_graph(built.quads), root / "ontology").findings}


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("empty.ttl", PREFIXES, "no triples in it"),
        ("other.ttl", PREFIXES + "ex:a ex:b ex:c .", "no shape looks at anything"),
        ("broken.ttl", "this is not Turtle", "broken.ttl:1:"),
        ("broken.jsonld", "{", "broken.jsonld:1:"),
        ("table.csv", "a,b", "unknown ending '.csv'"),
    ],
)
def test_what_cannot_be_validated_is_told_in_words(root: Path, tmp_path: Path, name: str, text: str, told: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=told):
        validate_files([path], root / "ontology")
    result = CliRunner().invoke(main, ["validate", str(path)])
    assert result.exit_code == 2 and told in result.stderr and "Traceback" not in result.output


def test_a_missing_file_is_told_in_words(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["validate", str(tmp_path / "none.ttl")])
    assert result.exit_code == 2 and "none.ttl" in result.stderr


@pytest.mark.parametrize("layout", ["text", "json", "ttl", "sarif"])
def test_findings_in_four_formats(tmp_path: Path, layout: str) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(PREFIXES + "ex:c a ho:Claim .", encoding="utf-8")
    result = CliRunner().invoke(main, ["validate", str(path), "--format", layout])
    assert result.exit_code == 1
    if layout == "json":
        assert json.loads(result.output)["conforms"] is False
    elif layout == "sarif":
        run = json.loads(result.output)["runs"][0]
        assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == str(path)
    elif layout == "ttl":
        report = rdflib.Graph().parse(data=result.output, format="turtle")
        assert (None, rdflib.SH.conforms, rdflib.Literal(False)) in report
    else:
        assert "focus nodes" in result.output.splitlines()[-1]


def test_an_instance_that_no_shape_looks_at_is_told(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(PREFIXES + "ex:c a ho:Claim . ex:d a ho:Role .", encoding="utf-8")
    report = validate_files([path], root / "ontology")
    assert any(
        finding.focus == "https://example.org/d" and "no shape looks at it" in finding.message
        for finding in report.findings
    )
