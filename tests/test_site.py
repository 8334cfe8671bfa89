"""The site without a server: every canned query in a real browser with the expected answer, its links, and what is not in it."""

import asyncio
import gzip
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote

import pyoxigraph as ox
import pytest
from playwright.sync_api import Browser, expect

import hograph
from browsing import chromium, needed, window
from commands import run
from expected import EXPECTED, expected_cells, parameters_of
from hograph.errors import InputError
from hograph.query.answer import Answer
from hograph.query.delimited import cells
from hograph.serve import Service
from hograph.site import write_site
from hograph.site.build import put
from hograph.site.links import LINK

BUDGET = 2_500_000
"""Bytes of the lean site, compressed."""
REF = re.compile(r'\b(?:href|src|action)="([^"]*)"')


class _Files(SimpleHTTPRequestHandler):
    def log_message(self, *said: object) -> None:
        """Say nothing."""


@contextmanager
def hosted(folder: Path) -> Iterator[str]:
    """The address at which a plain server of files has a folder."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Files, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def folder(kg: hograph.KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lean site, two folders below what is served, of a graph that has its documents at hand."""
    needed()
    made = tmp_path_factory.mktemp("site") / "some" / "where"
    at_hand = hograph.open(kg.root, kg.prepared.build if kg.prepared else None)
    written = write_site(Service(replace(kg, documents=at_hand.documents)), made, lean=True)
    with ThreadPoolExecutor(1) as aside:  # in this thread, Playwright may have a loop that runs
        aside.submit(asyncio.run, written).result()
    return made


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    with hosted(folder.parent.parent) as address:
        yield f"{address}/some/where"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    needed()
    with chromium() as made:
        yield made


class TestFiles:
    def test_every_link_leads_to_a_file(self, folder: Path) -> None:
        pages = list(folder.rglob("*.html"))
        assert "Programs ask" not in (folder / "explore" / "sparql.html").read_text("utf-8")
        assert len(pages) > 60
        for page in pages:
            text = page.read_text("utf-8")
            assert not LINK.search(text.encode()) or set(LINK.findall(text.encode())) <= {
                (b"data-endpoint", b"/sparql")
            }
            for ref in REF.findall(text):
                path = unquote(re.split(r"[?#]", ref)[0])
                if path and not path.startswith(("http:", "https:", "data:")):
                    assert (page.parent / path).is_file(), f"{page}: {ref}"

    def test_no_passage_of_a_document_is_in_it(self, folder: Path, documents: Path) -> None:
        words = re.compile(r"\S+")
        told = [p.read_text("utf-8") for p in folder.rglob("*.html")] + [
            (folder / "data" / "queries.json").read_text("utf-8")
        ]
        assert not any('class="passage"' in text for text in told)
        site = " ".join(" ".join(words.findall(re.sub(r"<[^>]+>", " ", text))) for text in told)
        for path in documents.glob("*.txt"):
            found = words.findall(path.read_bytes().decode("utf-8", errors="replace"))
            runs = (" ".join(found[at : at + 14]) for at in range(0, len(found) - 14, 7))
            assert not [one for one in runs if one in site], path.name

    def test_it_is_small(self, folder: Path) -> None:
        sizes = {path: len(gzip.compress(path.read_bytes(), 9)) for path in folder.rglob("*") if path.is_file()}
        assert sum(sizes.values()) < BUDGET

    def test_another_folder_is_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / "mine.txt").write_text("mine", "utf-8")
        said = run("site", tmp_path)
        assert said.exit_code == 2 and "no site of hograph" in said.output and (tmp_path / "mine.txt").is_file()


ALL = """async ([asked, root]) => {
  const { engine } = await import(new URL("static/built/engine.js", root));
  const it = engine(new URL(root)), found = [];
  for (const [name, given] of asked) {
    try { found.push((await it.canned(name, given)).text); } catch (error) { found.push(`error: ${error.message}`); }
  }
  return found;
}"""


ASKED = """async ([queries, root]) => {
  const { engine } = await import(new URL("static/built/engine.js", root)), found = [];
  for (const query of queries) found.push(await engine(new URL(root)).ask(query).then(({ rows }) => rows[0].x.value, (error) => error.message));
  return found;
}"""


class TestInABrowser:
    def test_every_canned_query_has_the_expected_answer(
        self, browser: Browser, site: str, kg: hograph.KnowledgeGraph
    ) -> None:
        asked = [parameters_of(path.stem) for path in EXPECTED]
        with window(browser, f"{site}/index.html") as looked:
            looked.page.set_default_timeout(120_000)
            told = looked.page.evaluate(ALL, [asked, f"{site}/"])
        assert len(told) > 90
        for path, text in zip(EXPECTED, told, strict=True):
            assert not text.startswith("error:"), (path.name, text)
            found = ox.parse_query_results(text, format=ox.QueryResultsFormat.JSON)
            assert isinstance(found, ox.QuerySolutions)
            columns = tuple(variable.value for variable in found.variables)
            rows = tuple(tuple(row[column] for column in columns) for row in found)
            answer = Answer(columns, rows, kg.canned(parameters_of(path.stem)[0]), graph=kg)
            names, expected = expected_cells(path)
            places = [columns.index(name) for name in names]
            assert [[row[place] for place in places] for row in cells(answer, answer.labels())] == expected, path.name

    def test_a_question_with_other_parameters_then_offline(self, browser: Browser, site: str) -> None:
        with window(
            browser, f"{site}/queries/recurrence-prevention.html?include=open&condition=myositis ossificans"
        ) as looked:
            page = looked.page
            expect(page.locator("main table tbody tr")).to_have_count(1)
            assert page.locator("select[name=include]").input_value() == "open"
            assert looked.axe() == []
            page.evaluate("navigator.serviceWorker.ready.then(() => true)")
            page.reload()  # so that the worker has the page
            page.context.set_offline(True)
            page.goto(f"{site}/search.html?q=hip+joint")
            expect(page.locator("main").get_by_role("link", name="hip joint", exact=True)).to_be_visible()
            page.goto(f"{site}/explore/sparql.html?thing=claim/76dhy7swlmk7omqc")
            expect(page.locator("#told")).to_contain_text("1 row")
            expect(page.get_by_role("tabpanel").locator("tbody")).to_contain_text("2626")
            page.context.set_offline(False)

    def test_the_graph_around_a_synonym(self, browser: Browser, site: str) -> None:
        with window(browser, f"{site}/explore/graph.html?what=FOP") as looked:
            expect(looked.page.locator("#chosen h3")).to_have_text("fibrodysplasia ossificans progressiva")

    def test_what_the_engine_would_calculate_wrongly_is_refused(self, browser: Browser, site: str) -> None:
        """Oxigraph 0.5.11 for browsers; with a version that does it right, the refusal can go."""
        asked = {
            "SELECT (5 - 3 - 1 AS ?x) {}": None,
            "SELECT (8 / 4 / 2 AS ?x) {}": None,
            "SELECT ((5 - 3) - 1 AS ?x) {}": "1",
            "SELECT (5 - 3 * 1 AS ?x) {}": "2",
            "SELECT (COUNT(*) AS ?x) { ?c ho:evidence/oa:hasSelector/oa:start -1 }": "0",
        }
        with window(browser, f"{site}/index.html") as looked:
            told = looked.page.evaluate(ASKED, [list(asked), f"{site}/"])
        for (query, expected), said in zip(asked.items(), told, strict=True):
            assert said == expected if expected else "Put brackets" in said, query

    def test_without_scripts_the_answers_are_there(self, browser: Browser, site: str) -> None:
        with window(browser, f"{site}/index.html", java_script_enabled=False) as looked:
            page = looked.page
            page.get_by_role("link", name="Which treatments prevent recurrence?").click()
            expect(page.locator("main table")).to_contain_text("radiation therapy")
            page.get_by_role("link", name="Graph", exact=True).click()
            expect(page.locator("#relations")).to_be_visible()


def test_a_site_that_cannot_be_written_is_told_and_leaves_the_earlier_one(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    put({"index.html": b"old"}, folder)
    put({"index.html": b"new", "explore/graph.svg": b"<svg/>"}, folder)
    with pytest.raises(InputError, match="the site cannot be written"):
        put({"index.html": b"x", "index.html/y": b"a file is no folder"}, folder)
    assert (folder / "index.html").read_bytes() == b"new" and [one.name for one in tmp_path.iterdir()] == ["site"]
