"""The code blocks of the documentation, run as tests: a page is a folder of its own, its blocks run one after the other.

- `python`: run as it stands, in one namespace a page.
- `bash`: run by bash in a copy of the checkout's data; `DIR` is the folder of source documents. Lines that set things up (make, pip, ...)
  are left out: they are what got us here. Behind `cd my-project`, the blocks that follow run there too.
- `text` after a `bash` block: each line must stand in what the block printed, whatever the white space; a line of dots stands for others.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import SkipTest

from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser

from hograph.graph.make import make
from hograph.graph.written import write_files

ROOT = Path(__file__).parent
SET_UP = re.compile(r"^(make |pip install|\. \.venv|git clone|python3? -m venv|np setup)")
COPIED = ("ontology", "data", "queries", "notebooks")
HERE = "hograph_page_folder"
WHERE = "hograph_page_where"
ENTERED = re.compile(r"^cd (.+)$", re.MULTILINE)
PRINTED = "hograph_page_printed"


def documents_folder() -> Path:
    """The folder of source documents; the block is skipped where there is none."""
    folder = Path(os.environ.get("HOGRAPH_DOCUMENTS") or ROOT.parent / "shared" / "documents")
    if not folder.is_dir():
        raise SkipTest(f"no source documents in {folder}: name their folder with HOGRAPH_DOCUMENTS")
    return folder


def run_bash(example: Example) -> None:
    """Run the block, all lines in one shell that stops at the first failure."""
    lines = [line for line in example.parsed.splitlines() if not SET_UP.match(line)]
    script = "\n".join(lines)
    if not script.strip():
        return
    if re.search(r"\bDIR\b", script):
        script = re.sub(r"\bDIR\b", str(documents_folder()), script)
    if "--reasoner" in script and shutil.which("java") is None:
        raise SkipTest("HermiT needs Java, and there is no java here")
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "COLUMNS": "200"}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=example.namespace.get(WHERE) or example.namespace[HERE].name,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"
    example.namespace[PRINTED] = done.stdout
    if entered := ENTERED.findall(script):
        example.namespace[WHERE] = str(Path(example.namespace[HERE].name, entered[-1]))


def compare_text(example: Example) -> None:
    """Hold a block of output against what the block before it printed."""
    printed = example.namespace.pop(PRINTED, None)
    if printed is None:
        return
    there = {" ".join(line.split()) for line in printed.splitlines()}
    shown = [" ".join(line.split()) for line in example.parsed.splitlines() if line.strip(" .")]
    missing = [line for line in shown if line not in there]
    assert not missing, f"the page shows what is not printed: {missing}\n{printed}"


def enter(namespace: dict[str, Any]) -> None:
    """A folder for the page: copies of what it may change, the files it names as the reader's own, and the build."""
    folder = tempfile.TemporaryDirectory(prefix="hograph-page-")
    here = Path(folder.name)
    for name in COPIED:
        shutil.copytree(ROOT / name, here / name)
    shutil.copy(ROOT / "pyproject.toml", here)
    shutil.copytree(ROOT / "tests" / "pages", here, dirs_exist_ok=True)
    (here / "build").mkdir()
    shutil.copy(write_files(make(ROOT, ROOT / "build"), ROOT / "build"), here / "build")
    namespace[HERE] = folder
    os.chdir(here)


def leave(namespace: dict[str, Any]) -> None:
    """Back to where the tests were."""
    os.chdir(ROOT)
    namespace[HERE].cleanup()


pytest_collect_file: Callable[..., Any] = Sybil(
    parsers=[
        SkipParser(),
        PythonCodeBlockParser(),
        CodeBlockParser(language="bash", evaluator=run_bash),
        CodeBlockParser(language="text", evaluator=compare_text),
    ],
    patterns=["README.md", "docs/*.md", "docs/tutorial/*.md", "*/README.md"],
    excludes=["build/**", ".*/**"],
    setup=enter,
    teardown=leave,
).pytest()
