"""What patterns must hold is kept from run to run; without a cache, or with a broken one, the same is found."""

import os
from pathlib import Path

import pytest

from hograph.extraction import kept
from hograph.extraction.kept import ways_of
from hograph.extraction.literals import ways

PATTERNS = (r"\b(?:not|never) seen", r"un(?:known|clear)", r"\w+", "(a|b)k")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own."""
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda name: str(tmp_path / name))
    return tmp_path / "hograph" / "patterns"


def test_what_is_kept_is_what_was_found(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = ways_of(PATTERNS)
    assert found == [ways(pattern) for pattern in PATTERNS]
    monkeypatch.setattr(kept, "ways", None)
    assert ways_of(PATTERNS) == found, "now from the file"
    assert len(list(folder.glob("*.json"))) == 1


@pytest.mark.parametrize("broken", [b"", b"{}", b"[[], [[[[7], []]]]]", b"\xff", b"[1]", b"null"])
def test_a_broken_file_is_written_anew(folder: Path, broken: bytes) -> None:
    found = ways_of(PATTERNS)
    [path] = folder.glob("*.json")
    whole = path.read_bytes()
    path.write_bytes(broken)
    assert ways_of(PATTERNS) == found
    assert path.read_bytes() == whole


def test_without_a_cache_all_goes_on(folder: Path) -> None:
    folder.parent.write_text("no folder")
    assert ways_of(PATTERNS) == [ways(pattern) for pattern in PATTERNS]


def test_other_code_reads_no_file_of_this(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ways_of(PATTERNS)
    monkeypatch.setattr(kept, "_code", lambda: ["another Python"])
    ways_of(PATTERNS)
    assert len(list(folder.glob("*.json"))) == 2


def test_old_files_go(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 2)
    for number, pattern in enumerate(PATTERNS):
        before = set(folder.glob("*.json"))
        ways_of([pattern])
        [new] = set(folder.glob("*.json")) - before
        os.utime(new, (number, number))
    assert len(list(folder.glob("*.json"))) == 2
