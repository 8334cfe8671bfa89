"""Canned queries kept beside the build: checked once, the same when read back, and never out of date."""

import subprocess
import sys
from pathlib import Path

import pytest

import hograph
from hograph.cli import making
from hograph.errors import QueryError
from hograph.files import read_text
from hograph.graph.inputs import key_of
from hograph.query.canned import CannedQuery
from hograph.query.prepared import Prepared
from hograph.workspace.create import create
from small import write_few


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("build")
    hograph.open(root, folder)
    return folder


def parts(query: CannedQuery) -> tuple[object, ...]:
    return query.name, query.header, query.text, query.path, query.defaults


def test_opening_a_new_build_prepares_every_query(built: Path, kg: hograph.KnowledgeGraph) -> None:
    prepared = Prepared(built)
    for query in kg.queries.values():
        kept = prepared.read(query.path, query.text)
        assert kept and parts(kept) == parts(query)


@pytest.mark.parametrize("number", [1, 2])
def test_the_command_checks_them_while_it_builds(
    root: Path, kg: hograph.KnowledgeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(making, "cores", lambda: number)
    making.made(root, tmp_path, 1, None, force=False, files=False)
    [folder] = tmp_path.glob("queries-*")
    assert {path.stem for path in folder.iterdir()} == kg.queries.keys()
    assert folder == Prepared(tmp_path).folder


def test_asking_a_prepared_query_reads_neither_yaml_nor_the_ontology(root: Path, built: Path) -> None:
    code = """
import sys
from pathlib import Path
import hograph
kg = hograph.open(Path(sys.argv[1]), Path(sys.argv[2]))
assert len(kg.query("recurrence-prevention")) == 3
print(sorted({"pydantic", "yaml", "rdflib"} & set(sys.modules)), "ontology" in vars(kg))
"""
    command = [sys.executable, "-c", code, str(root), str(built)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "[] False"


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"sha256": 1}', '{"sha256": "SAME", "header": {}, "defaults": {}}'])
def test_a_damaged_file_is_as_none(built: Path, kg: hograph.KnowledgeGraph, tmp_path: Path, damage: str) -> None:
    query = kg.queries["causes"]
    prepared = Prepared(tmp_path)
    (tmp_path / "manifest.json").write_bytes((built / "manifest.json").read_bytes())
    assert prepared.begin() and not prepared.begin()
    prepared.keep(query)
    kept = next(prepared.folder.iterdir())
    whole = read_text(kept)
    assert prepared.read(query.path, query.text) == query
    kept.write_text(damage.replace("SAME", whole.split('"')[3]), "utf-8")
    assert prepared.read(query.path, query.text) is None


def test_a_query_whose_text_changed_is_checked_anew(root: Path, built: Path, tmp_path: Path) -> None:
    own = tmp_path / "mine"
    create(own)
    text = read_text(root / "queries" / "causes.rq")
    (own / "queries" / "my-causes.rq").write_text(text, "utf-8")
    assert len(hograph.open(own, tmp_path / "build").query("my-causes"))
    (own / "queries" / "my-causes.rq").write_text(text.replace("ORDER BY", "ORDER  BUY"), "utf-8")
    with pytest.raises(QueryError, match=r"my-causes\.rq"):
        hograph.open(own, tmp_path / "build").query("my-causes")


def test_they_outlast_a_change_of_documents(root: Path, tmp_path: Path) -> None:
    folder, build = write_few(tmp_path / "few", root, ()), tmp_path / "build"
    hograph.open(folder, build)
    [kept] = build.glob("queries-*/causes.json")
    before = key_of(build), kept.stat().st_mtime_ns
    (folder / "data" / "claims" / "dr-oracle-heterotopic-ossification.yaml").unlink()
    hograph.open(folder, build)
    assert key_of(build) != before[0] and kept.stat().st_mtime_ns == before[1]


def test_older_ones_go_with_their_ontology(built: Path, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_bytes((built / "manifest.json").read_bytes())
    (tmp_path / "queries-0123456789ab").mkdir()
    Prepared(tmp_path).begin()
    assert [path.name for path in tmp_path.glob("queries-*")] == [Prepared(tmp_path).folder.name]
