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
    "name", ["data/claims/note.yml", "ontology/terms/mine.owl", "queries/mine.sparql", "rules/MINE.YAML"]
)
def test_a_file_that_nothing_would_read(space: Path, name: str) -> None:
    (space / name).touch()
    assert f"{space / name}: is not read, for in {Path(name).parent}/ files end in ." in refused(space, "info")


def test_a_wrong_rule(space: Path) -> None:
    (space / "rules" / "mine.yaml").write_text("relation: []", encoding="utf-8")
    assert "mine.yaml: unknown part relation" in refused(space, "check")
