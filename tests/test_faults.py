"""Builds that are killed, run out of room, may not write, find damage, or meet each other: the last build stays, and the next run heals."""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

import hograph
from hograph.graph.build import build
from hograph.graph.inputs import LEDGER, MANIFEST, SEEN, fresh, input_key, place_of
from hograph.graph.make import make
from hograph.graph.quads import nquads
from hograph.graph.written import write_files
from hograph.query.store import open_store
from test_make import SLUGS, TOLD, project, write

__all__ = ["project"]

MAKE = "import sys; from pathlib import Path; from hograph.graph.make import make\n"
MAKE += "make(Path(sys.argv[1]), Path(sys.argv[2]), lambda text: print(text, flush=True))"
CLI = "from hograph.cli import main; main()"
STOP = """
import os, sys
from pathlib import Path
from hograph.graph import make as making
step, signalled = sys.argv[3:5]
original = getattr(making._Making, step)
def stopped(self, *given):
    found = original(self, *given) if signalled == "after" else None
    os.kill(os.getpid(), 9)
    return found
setattr(making._Making, step, stopped)
making.make(Path(sys.argv[1]), Path(sys.argv[2]))
"""
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits are those of POSIX")


@pytest.fixture
def out(project: Path, tmp_path: Path) -> Path:
    """A build of one version of a project, of which another version is there by now."""
    documents = {slug: [one] for slug, one in zip(SLUGS, TOLD, strict=False)}
    write(project, documents)
    make(project, tmp_path / "out")
    write(project, documents | {SLUGS[2]: TOLD[3:6]})
    return tmp_path / "out"


def held(out: Path) -> tuple[bytes, bytes]:
    """The manifest and every statement of the build in a folder, as somebody would find it who opens it now."""
    manifest = (out / MANIFEST).read_bytes()
    store = ox.Store.read_only(str(place_of(out, json.loads(manifest)["key"])))
    return manifest, nquads(store.quads_for_pattern(None, None, None, None))


def run(code: str, *arguments: object, before: Callable[[], None] | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-B", "-c", code, *map(str, arguments)]  # -B: no limit may cut off what others import
    return subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=before)


def heals(project: Path, out: Path) -> None:
    """The next run gives the graph of the inputs as they are, and leaves nothing of what went wrong."""
    path = write_files(make(project, out), out)
    assert path.read_bytes() == nquads(build(project).quads)
    names = {path.name for path in out.iterdir() if not path.name.startswith("queries-")} - {SEEN}
    assert names == {LEDGER, MANIFEST, ".lock", "hograph.nq", "graphs", place_of(out, input_key(project)).name}


@pytest.mark.parametrize(
    ("step", "when", "anew"),
    [
        ("_changed", "before", False),
        ("_take_in", "after", False),
        *((step, "after", anew) for step in ("_counts", "_publish") for anew in (False, True)),
    ],
)
def test_a_build_that_is_killed_leaves_the_last_one(project: Path, out: Path, step: str, when: str, anew: bool) -> None:
    """What has changed is looked up and taken in where there is a build already; the other steps are those of every build."""
    if anew:
        (out / LEDGER).unlink()
    before = held(out)
    done = run(STOP, project, out, step, when)
    assert done.returncode == -signal.SIGKILL, done.stderr
    if step != "_publish":
        assert held(out) == before
    heals(project, out)


def test_killing_at_any_moment_leaves_a_whole_build(project: Path, out: Path) -> None:
    before = held(out)
    start = time.monotonic()
    assert run(MAKE, project, out.parent / "other").returncode == 0
    whole = time.monotonic() - start
    for share in (0.5, 0.8, 0.95):
        process = subprocess.Popen([sys.executable, "-c", MAKE, project, out], stdout=subprocess.DEVNULL)
        time.sleep(share * whole)
        process.kill()
        process.wait()
        assert fresh(project, out) or held(out) == before
    heals(project, out)


def test_what_a_killed_build_left_is_cleared_though_nothing_is_built(project: Path, out: Path) -> None:
    """It was killed while it let go of the last store, or while it wrote a manifest."""
    make(project, out)
    place_of(out, "f" * 64).mkdir()
    (out / f".{MANIFEST}.half").write_text("{", "utf-8")
    heals(project, out)


@pytest.mark.parametrize("anew", [False, True])
def test_no_room_is_told_and_the_last_build_stays(project: Path, out: Path, anew: bool) -> None:
    if anew:
        (out / LEDGER).unlink()
    before = held(out)
    done = run(CLI, "build", "--root", project, "--out", out, before=lambda: _limit(20_000))
    assert done.returncode == 2, done.stdout + done.stderr
    assert f"{out}: the build cannot be written" in done.stderr and "Traceback" not in done.stderr
    assert held(out) == before
    heals(project, out)


def _limit(size: int) -> None:
    """No file may grow larger: the system refuses as it does when a disk is full."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_a_folder_that_may_not_be_written_is_told(project: Path, out: Path) -> None:
    before = held(out)
    for path in (project, out, *project.parents, *out.parents):
        if path.is_relative_to(out.parent):
            path.chmod(0o555)
    nobody = (lambda: os.setuid(65534)) if os.getuid() == 0 else None
    for path in out.parent.parents:
        if not os.access(path, os.R_OK) or path.stat().st_mode & 0o005 != 0o005:
            pytest.skip("another user may not even read here")
    done = run(MAKE, project, out, before=nobody)
    for path in (project, out, out.parent):
        path.chmod(0o755)
    assert done.returncode == 1 and "the build cannot be written (Permission denied)" in done.stderr, done.stderr
    assert held(out) == before


@pytest.mark.parametrize("content", [b"", b"no database at all", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_ledger_is_made_anew(project: Path, out: Path, content: bytes) -> None:
    (out / LEDGER).write_bytes(content)
    heals(project, out)


def test_a_damaged_or_missing_store_is_made_anew(project: Path, out: Path) -> None:
    hograph.open(project, out)
    place = place_of(out, input_key(project))
    for path in (place / "CURRENT", *place.glob("MANIFEST-*")):
        path.write_bytes(b"damaged")
    told: list[str] = []
    assert open_store(project, out, told.append).query("ASK { GRAPH ?any { ?s ?p ?o } }")
    assert any("building anew" in text for text in told)
    shutil.rmtree(place)
    assert hograph.open(project, out).counts()["claims"] == 8
    heals(project, out)


def test_two_builds_at_once_wait_for_each_other(project: Path, out: Path) -> None:
    command = [sys.executable, "-c", MAKE, str(project), str(out)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    told = [process.communicate(timeout=300) for process in both]
    assert [process.returncode for process in both] == [0, 0], told
    assert fresh(project, out)
    heals(project, out)
