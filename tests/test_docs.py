"""The documentation site: it builds without a warning, every link and picture leads somewhere, and what it names is in the graph."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

import hograph
from hograph.cli import COMMANDS

CLAIM_NAME = re.compile(r"\bclaim[:/]([a-z2-7]{16})\b")


@pytest.fixture(scope="module")
def site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site; notebooks are shown without being run, which other tests do."""
    folder = tmp_path_factory.mktemp("site")
    line = f"-m sphinx --fail-on-warning --keep-going -q -D nb_execution_mode=off -c docs -d {folder}/doctrees . {folder}/html"
    done = subprocess.run([sys.executable, *line.split()], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "html"


class Page(HTMLParser):
    """The identifiers of a page, and what it refers to."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.targets: list[str] = []
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag
        found = dict(attrs)
        self.ids |= {str(found[key]) for key in ("id", "name") if found.get(key)}
        self.targets += [str(found[key]) for key in ("href", "src") if found.get(key)]


def broken(folder: Path) -> list[str]:
    """Links and pictures of the pages in a folder that lead nowhere within it."""
    pages = {path: Page(path) for path in sorted(folder.rglob("*.html"))}
    wrong = []
    for path, page in pages.items():
        for target in page.targets:
            parts = urlsplit(target)
            if parts.scheme or parts.netloc:
                continue
            there = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            anchored = parts.fragment and there in pages and unquote(parts.fragment) not in pages[there].ids
            if not there.exists() or anchored:
                wrong.append(f"{path.relative_to(folder)} -> {target}")
    return wrong


def test_every_link_of_the_site_leads_somewhere(site: Path) -> None:
    assert len(list(site.rglob("*.html"))) > 30
    assert broken(site) == []


def test_the_search_for_broken_links_finds_them(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        '<h1 id="x"><a href="b.html">b</a><a href="#x">x</a><a href="#y">y</a><img src="c.svg">'
    )
    assert broken(tmp_path) == ["a.html -> b.html", "a.html -> #y", "a.html -> c.svg"]


def test_every_question_command_and_public_name_has_its_place(site: Path, kg: hograph.KnowledgeGraph) -> None:
    questions = Page(site / "docs" / "questions.html")
    assert set(kg.queries) <= questions.ids
    assert {f"hograph-{name}" for name in COMMANDS} <= Page(site / "docs" / "commands.html").ids
    python = Page(site / "docs" / "python.html")
    public = [name for name in dir(hograph.KnowledgeGraph) if not name.startswith("_")]
    assert {f"hograph.KnowledgeGraph.{name}" for name in public} <= python.ids


def test_claims_that_pages_and_pictures_name_are_in_the_graph(root: Path, kg: hograph.KnowledgeGraph) -> None:
    pages = [root / "README.md", *(root / "docs").rglob("*.md"), *(root / "docs" / "pictures").glob("*.svg")]
    named = {name for path in pages for name in CLAIM_NAME.findall(path.read_text("utf-8"))}
    assert len(named) > 3
    assert all(kg.find_claim(name) for name in named)


def test_links_between_files_of_the_repository_hold(root: Path) -> None:
    wrong = []
    for page in [root / "README.md", *root.glob("*/README.md"), *(root / "docs").rglob("*.md"), root / "CHANGELOG.md"]:
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            if not urlsplit(target).scheme and not (page.parent / target).exists():
                wrong.append(f"{page.relative_to(root)} -> {target}")
    assert wrong == []
