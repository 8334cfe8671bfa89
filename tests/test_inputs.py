"""Whether a build is that of its inputs: told by looking at files, and by reading them where looking is not enough."""

import json
import os
from pathlib import Path

import pytest

from hograph.curation.claimlines import claim_lines
from hograph.files import sha256
from hograph.graph import inputs
from hograph.graph.inputs import SEEN, current_key, input_key
from hograph.graph.make import make
from invented import claim

Read = list[Path]


@pytest.fixture
def project(small: Path, tmp_path: Path) -> Path:
    """A project whose ontology can be changed."""
    folder = tmp_path / "project"
    (folder / "data" / "claims").mkdir(parents=True)
    (folder / "ontology").mkdir()
    for path in (small / "ontology").iterdir():
        (folder / "ontology" / path.name).symlink_to(path)
    (folder / "queries").symlink_to(small / "queries")
    (folder / "data" / "sources.yaml").write_text("sources: []\n", "utf-8")
    note = {"document": "note", "sha256": sha256("note"), "characters": 200, "title": "A note", "kind": "note"}
    (folder / "data" / "sources.jsonl").write_text(json.dumps(note) + "\n", "utf-8")
    told = "".join(claim_lines([("note", claim(subject="RadiationTherapy", predicate="prevents"))]))
    (folder / "data" / "claims" / "note.jsonl").write_text(told, "utf-8")
    return folder


@pytest.fixture
def built(project: Path, tmp_path: Path) -> Path:
    out = tmp_path / "out"
    make(project, out)
    assert current_key(project, out) == input_key(project)
    return out


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Read:
    """The files that are read from now on."""
    found: Read = []
    read_whole = inputs._hash

    def hashed(path: Path) -> str | None:
        found.append(path)
        return read_whole(path)

    monkeypatch.setattr(inputs, "_hash", hashed)
    return found


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if all files had been there for long."""
    monkeypatch.setattr(inputs, "SETTLED", -(10**15))


@pytest.mark.usefixtures("settled")
def test_where_nothing_has_changed_nothing_is_read(project: Path, built: Path, read: Read) -> None:
    key = current_key(project, built)
    assert not read and key == input_key(project) and read


@pytest.mark.usefixtures("settled")
def test_a_change_is_seen_though_size_and_time_are_as_before(project: Path, built: Path) -> None:
    path, before = project / "data" / "sources.yaml", current_key(project, built)
    status = path.stat()
    path.write_text("sources: {}\n", "utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert path.stat().st_size == status.st_size and path.stat().st_mtime_ns == status.st_mtime_ns
    assert current_key(project, built) == input_key(project) != before


@pytest.mark.usefixtures("settled")
def test_files_that_come_and_go_are_seen(project: Path, built: Path) -> None:
    before = current_key(project, built)
    path = project / "data" / "claims" / "tale.yaml"
    path.write_text("document: tale\nclaims: []\n", "utf-8")
    assert current_key(project, built) == input_key(project) != before
    path.unlink()
    assert current_key(project, built) == before


def test_what_has_just_changed_is_read_again(project: Path, built: Path, read: Read) -> None:
    """A file may change once more in the moment that its times name."""
    (project / "data" / "sources.yaml").write_text("sources: []\n", "utf-8")
    key = current_key(project, built)
    assert key == current_key(project, built) and read.count(project / "data" / "sources.yaml") == 2


@pytest.mark.parametrize("left", ["", "{", "[]", '{"key": 1}', '{"key": "x", "marks": "y"}'])
def test_what_was_left_half_is_not_believed(project: Path, built: Path, left: str) -> None:
    (built / SEEN).write_text(left, "utf-8")
    assert current_key(project, built) == input_key(project)


def test_a_folder_that_cannot_be_written_is_read_from(
    project: Path, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path, data: str) -> None:
        raise PermissionError(path)

    (built / SEEN).unlink()
    monkeypatch.setattr(inputs, "write_atomically", refused)
    assert current_key(project, built) == input_key(project) and not (built / SEEN).exists()
