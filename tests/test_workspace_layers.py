"""What is shipped and what a user has beside it never say the same, and nothing of a workspace is passed over."""

import re
from pathlib import Path

import pytest

from commands import run
from hograph.files import shipped
from own import QUERY, TERM


def refused(space: Path, *words: str) -> str:
    done = run(*words, "--root", space)
    assert done.exit_code == 2, done.output
    return done.stderr


def test_a_shipped_term(space: Path) -> None:
    path = space / "ontology" / "terms" / "mine.ttl"
    path.write_text(TERM.replace("ScarLump", "HipJoint"), encoding="utf-8")
    told = refused(space, "build")
    assert told.startswith(f"hograph: {path}: ho:HipJoint is declared in the shipped ontology already")


def test_an_own_term_twice(space: Path) -> None:
    for name in ("one", "two"):
        (space / "ontology" / "terms" / f"{name}.ttl").write_text(TERM, encoding="utf-8")
    assert re.search(r"two\.ttl: ho:ScarLump is declared in \S+.*one\.ttl already", refused(space, "check"))


def test_a_term_of_another_namespace(space: Path) -> None:
    text = TERM.replace("ho:ScarLump", "<https://example.org/ScarLump>")
    (space / "ontology" / "terms" / "mine.ttl").write_text(text, encoding="utf-8")
    assert "is declared outside of https://w3id.org/hograph/" in refused(space, "check")


def test_turtle_that_is_none(space: Path) -> None:
    (space / "ontology" / "terms" / "mine.ttl").write_text("ho:X a", encoding="utf-8")
    assert "mine.ttl:1:" in refused(space, "build")


def test_a_shipped_query(space: Path) -> None:
    (space / "queries" / "causes.rq").write_text(QUERY, encoding="utf-8")
    for command in (("query", "causes"), ("queries",)):
        assert "causes.rq: 'causes' is a shipped query" in refused(space, *command)


def test_a_shipped_document(space: Path) -> None:
    shipped_text = (shipped() / "data" / "sources.yaml").read_text("utf-8")
    (space / "data" / "sources.yaml").write_text(shipped_text, encoding="utf-8")
    told = refused(space, "build")
    assert re.search(r"sources\.yaml:4: 'dr-oracle-\S+' is described in \S+sources\.yaml already", told)


def test_claims_of_a_shipped_document(space: Path) -> None:
    slug = "joi-heterotopic-ossification"
    text = (shipped() / "data" / "claims" / f"{slug}.yaml").read_text("utf-8")
    (space / "data" / "claims" / f"{slug}.yaml").write_text(text, encoding="utf-8")
    assert f"claims of '{slug}' stand in " in refused(space, "build")


def test_claims_of_no_document_name_the_file_that_should_describe_it(space: Path) -> None:
    text = (shipped() / "data" / "claims" / "joi-heterotopic-ossification.yaml").read_text("utf-8")
    path = space / "data" / "claims" / "note.yaml"
    path.write_text(text.replace("joi-heterotopic-ossification", "note"), encoding="utf-8")
    assert f"'note' is not described in {space / 'data' / 'sources.yaml'}" in refused(space, "build")


@pytest.mark.parametrize(
    "name",
    [
        "data/claims/note.yml",
        "ontology/mine.owl",
        "ontology/terms/mine.owl",
        "ontology/shapes/mine.shacl.jsonld",
        "ontology/checks/no-synonym.rq",
        "queries/mine.sparql",
        "rules/MINE.YAML",
    ],
)
def test_a_file_that_nothing_would_read(space: Path, name: str) -> None:
    (space / name).parent.mkdir(exist_ok=True)
    (space / name).touch()
    assert f"{space / name}: is not read, for in {Path(name).parent}/ files end in " in refused(space, "info")


def test_a_wrong_rule(space: Path) -> None:
    (space / "rules" / "mine.yaml").write_text("relation: []", encoding="utf-8")
    assert "mine.yaml: unknown part relation" in refused(space, "check")


SHAPE = """@prefix mine: <https://example.org/shape/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ho: <https://w3id.org/hograph/> .
mine:%s a sh:NodeShape ; sh:targetClass ho:Document ;
    sh:property [ sh:path ho:bones ; sh:minCount 2 ; sh:message "A document has two bones."@en ] .
"""
CHECK = """#+ title: No term is called a lump
#+ description: Doctors do not like the word.
#+ level: WARN
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?term ?problem WHERE { ?term rdfs:label ?label . FILTER(CONTAINS(?label, "scar lump")) BIND("is called a lump" AS ?problem) }
"""


def add(space: Path, name: str, text: str) -> Path:
    path = space / "ontology" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_own_shapes_and_checks_are_run_with_the_shipped_ones(space: Path) -> None:
    add(space, "terms/mine.ttl", TERM)
    add(space, "shapes/mine.ttl", SHAPE % "Bones")
    add(space, "checks/lump-violation.rq", CHECK)
    validated = run("validate", "--root", space)
    assert validated.exit_code == 1, validated.output
    assert "A document has two bones. [Bones]" in validated.output
    assert "WARN: ho:ScarLump: is called a lump [lump]" in run("check", "--root", space).output


def test_a_shape_or_check_that_has_the_name_of_a_shipped_one(space: Path) -> None:
    shape = add(space, "shapes/mine.ttl", SHAPE % "Claim")
    assert "https://w3id.org/hograph/shape/Claim have the same name" in refused(space, "validate")
    shape.unlink()
    check = add(space, "checks/missing-label-violation.rq", CHECK)
    assert f"{check}: 'missing-label' is a shipped check" in refused(space, "check")


@pytest.mark.parametrize("name", ["slices/uberon.ttl", "mappings.sssom.tsv"])
def test_what_a_workspace_cannot_add_is_told(space: Path, name: str) -> None:
    add(space, name, "")
    assert f"{space / 'ontology' / Path(name).parts[0]}: is not read" in refused(space, "info")


def test_a_finding_on_an_own_term_names_the_line_and_the_nearest_name(space: Path) -> None:
    path = add(space, "terms/mine.ttl", TERM.replace("ho:Finding", "ho:Findings"))
    told = run("check", "--root", space).output
    assert f"is used but declared nowhere. Did you mean ho:Finding? [undeclared-term] {path}:12\n" in told
    assert (
        f"ERROR: ho:ScarLump: the superclasses of https://w3id.org/hograph/ScarLump lead to none of the top classes [class-outside-top-classes] {path}:8\n"
        in told
    )
