"""Without its extras: what needs no library of theirs runs, and what does says which is missing and how to install it."""

import subprocess
import sys
from pathlib import Path

import pytest

WITHOUT_EXTRAS = """
import sys
from importlib.metadata import requires
from hograph.cli.extras import OPTIONAL, PACKAGES

needed = {line.partition(">")[0].partition("[")[0] for line in requires("hograph") if "extra ==" not in line}
extra = {found["package"] for found in map(OPTIONAL.match, requires("hograph")) if found} - needed - {"hograph"}
modules = {name: module for module, name in PACKAGES.items()}
gone = {modules.get(name, name.lower().replace("-", "_")) for name in extra} | {"IPython"}

class Gone:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in gone:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Gone())
from hograph.cli import main
main()
"""


def bare(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run `hograph` in a Python that finds no library that only an extra brings."""
    command = [sys.executable, "-c", WITHOUT_EXTRAS, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


def test_without_extras_every_command_is_listed_and_the_graph_is_asked(root: Path, build_folder: Path) -> None:
    assert "  extract  " in bare("--help").stdout
    answer = bare("query", "recurrence-prevention", "--build", build_folder)
    assert answer.returncode == 0 and "radiation therapy" in answer.stdout
    assert "violations" in bare("check", "--root", root).stdout


def test_without_extras_a_workspace_takes_plain_text(tmp_path: Path) -> None:
    (tmp_path / "leaflet.txt").write_text("Lumps\n\nBurns may lead to a lump.\n", encoding="utf-8")
    bare("init", tmp_path / "mine")
    added = bare("documents", "add", tmp_path / "leaflet.txt", "--root", tmp_path / "mine")
    assert added.returncode == 0 and "leaflet: Lumps" in added.stdout


@pytest.mark.parametrize(
    ("words", "package", "extra"),
    [
        ("extract {}", "ahocorasick-rs", "extract"),
        ("read --terms {}", "ahocorasick-rs", "extract"),
        ("read {}.md", "markdown-it-py", "extract"),
        ("serve", "uvicorn", "serve"),
        ("site {}.site", "starlette", "serve"),
        ("mcp", "mcp", "mcp"),
    ],
)
def test_without_extras_a_command_says_what_to_install(tmp_path: Path, words: str, package: str, extra: str) -> None:
    for name in ("note", "note.md"):
        (tmp_path / name).write_text("Burns may lead to a lump.\n", encoding="utf-8")
    told = bare(*words.format(tmp_path / "note").split())
    assert told.returncode, "a file that is not read is a finding, a command that cannot run an error"
    assert f"{package}, which is not installed" in told.stderr and f"pip install 'hograph[{extra}]'" in told.stderr
