"""The project as a whole: the wheel works alone, the README's commands run, and no document's words stand in the repository."""

import os
import re
import subprocess
import sys
import venv
from pathlib import Path

RUN = 8
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def tracked(root: Path) -> list[Path]:
    """Every file that git tracks, or would track."""
    out = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=root, capture_output=True, check=True
    ).stdout
    return [root / name for name in out.decode().split("\0") if name and (root / name).is_file()]


def words(text: str) -> list[str]:
    return [match.group().lower() for match in WORD.finditer(text)]


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[i : i + RUN]) for i in range(len(found) - RUN + 1)}


def test_no_eight_words_of_a_document_stand_in_the_repository(root: Path, documents: Path) -> None:
    theirs = set().union(*(runs(path.read_text("utf-8")) for path in sorted(documents.glob("*.txt"))))
    assert theirs, "the test must have something to look for"
    guilty = {}
    for path in tracked(root):
        if path.suffix not in {".lock", ".png", ".svg"}:
            shared = runs(path.read_text("utf-8", errors="ignore")) & theirs
            if shared:
                guilty[str(path.relative_to(root))] = [" ".join(run) for run in sorted(shared)][:3]
    assert guilty == {}


def test_that_search_would_notice(documents: Path) -> None:
    text = (documents / "joi-heterotopic-ossification.txt").read_text("utf-8")
    assert runs("said: " + " ".join(words(text)[40:49])) & runs(text)


def test_the_wheel_works_on_its_own(root: Path, tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", tmp_path, root],
        check=True,
    )
    (wheel,) = tmp_path.glob("hograph-*.whl")
    venv.create(tmp_path / "venv", with_pip=False, symlinks=True)
    python = tmp_path / "venv" / "bin" / "python"
    site = next(path for path in sys.path if path.endswith("site-packages"))
    target = tmp_path / "installed"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", target, wheel],
        check=True,
    )
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "PYTHONPATH": f"{target}:{site}",
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }
    code = "import hograph; kg = hograph.open(); print(hograph.__file__); print(len(kg.query('recurrence-prevention')))"
    done = subprocess.run(
        [python, "-c", code], capture_output=True, text=True, cwd=tmp_path, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    place, number = done.stdout.split()
    assert place.startswith(str(target)) and number == "3"
    assert list((tmp_path / "cache").rglob("manifest.json")), "an installed copy builds into the user's cache"


def test_the_readme_is_short(root: Path) -> None:
    assert len((root / "README.md").read_text("utf-8").splitlines()) < 200
