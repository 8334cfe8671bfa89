"""The site without a server: every canned query in a real browser with the expected answer, its links, and what is not in it."""

import asyncio
import gzip
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlencode

import pyoxigraph as ox
import pytest
from playwright.sync_api import Browser, expect
from starlette.testclient import TestClient

import hograph
from browsing import chromium, needed, window
from commands import run
from expected import EXPECTED, expected_cells, parameters_of
from hograph.errors import InputError
from hograph.query.answer import Answer
from hograph.query.binding import PROLOGUE, solutions
from hograph.query.delimited import cells
from hograph.serve import Service, create_app
from hograph.site import write_site
from hograph.site.build import put
from hograph.site.links import LINK
from hograph.site.shelves import place_of
from hograph.vocabulary import HO

THINGS = PROLOGUE + "SELECT ?thing { VALUES ?kind { ho:Claim ho:Proposition } ?thing a ?kind }"
pytestmark = pytest.mark.timeout(900)  # all pages are made, which on a busy machine takes minutes
BUDGET = 2_600_000
"""Bytes of the site, compressed."""
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
    """The site, two folders below what is served, of a graph that has its documents at hand."""
    needed()
    made = tmp_path_factory.mktemp("site") / "some" / "where"
    at_hand = hograph.open(kg.root, kg.prepared.build if kg.prepared else None)
    written = write_site(Service(replace(kg, documents=at_hand.documents)), made)
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


@cache
def _text(path: Path) -> str:
    return path.read_text("utf-8")


class TestFiles:
    def test_every_link_leads_to_a_file(self, folder: Path) -> None:
        pages = list(folder.rglob("*.html"))
        assert "Programs ask" not in (folder / "explore" / "sparql.html").read_text("utf-8")
        assert len(pages) > 60
        texts = {page.resolve(): page.read_text("utf-8") for page in pages}
        anchors = {page: set(re.findall(r' id="([^"]+)"', text)) for page, text in texts.items()}
        for page, text in texts.items():
            assert not LINK.search(text.encode()) or set(LINK.findall(text.encode())) <= {
                (b"data-endpoint", b"/sparql")
            }
            for ref in set(REF.findall(text)):
                path, _, anchor = re.sub(r"\?[^#]*", "", unquote(ref)).partition("#")
                if not path.startswith(("http:", "https:", "data:")):
                    target = (page.parent / path).resolve() if path else page
                    assert target.is_file(), f"{page}: {ref}"
                    assert not anchor or anchor in anchors[target], f"{page}: {ref}"

    def test_every_term_claim_and_proposition_has_its_place(self, folder: Path, kg: hograph.KnowledgeGraph) -> None:
        known = [HO.name(row["thing"]) for row in solutions(kg.store, THINGS)]
        assert len(known) > 800
        for name in [*known, *kg.ontology.labels]:
            shelf, anchor = place_of(f"/{name}")
            assert f'<article class="thing" id="{anchor}">' in _text(folder / f"{shelf[1:]}.html"), name

    def test_nothing_on_a_shelf_has_the_same_anchor(self, folder: Path) -> None:
        for path in (*folder.glob("term/*"), *folder.glob("claim/*"), *folder.glob("proposition/*")):
            anchors = re.findall(r' id="([^"]+)"', _text(path))
            assert len(anchors) == len(set(anchors)), path
            assert "?thing=" not in _text(path) and ".ttl" not in _text(path)

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

    @pytest.mark.usefixtures("folder")
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


SHAPE = """html => {
  const read = new DOMParser().parseFromString(html, "text/html");
  const words = [...read.querySelectorAll("table.answer > *")].map((one) => one.textContent.replace(/[\\s▲▼]+/g, ""));
  const marks = [...read.querySelectorAll(".chart > .scroll > svg *")].map((one) => {
    const told = one.attributes.length || !one.children.length ? one.getAttributeNames().sort().map((key) => `${key}=${one.getAttribute(key).split(" ").map((n) => Number(n) || n.replace(".0)", ")")).join(" ")}`) : [];
    return [one.tagName, ...told, one.children.length ? "" : one.textContent].join(" ");
  });
  return { words, marks: marks.filter((one) => one.trim() !== "").sort() };
}"""


def _page(pages: TestClient, name: str, given: dict[str, str]) -> str:
    return pages.get(f"/queries/{name}", params=given).text


@pytest.fixture(scope="module")
def pages(kg: hograph.KnowledgeGraph) -> Iterator[TestClient]:
    """The server whose answers those of the browser are to equal."""
    with TestClient(create_app(Service(replace(kg, documents=())))) as made:
        yield made


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
            expect(page.locator("main table tr.says")).to_have_count(1)
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

    @pytest.mark.parametrize(
        ("name", "given"),
        [
            ("sites-by-population", {"include": "all"}),
            ("timeline", {"include": "all"}),
            ("document-coverage", {}),
            ("numbers", {"measure": "frequency"}),
            ("treatments", {"condition": "myositis ossificans", "include": "all"}),
            ("who-says", {"object": "hip joint"}),
        ],
    )
    def test_an_answer_in_the_browser_is_that_of_the_server(
        self, browser: Browser, site: str, pages: TestClient, name: str, given: dict[str, str]
    ) -> None:
        """The same table, cards of evidence and chart, down to every word and mark."""
        known = given
        served = _page(pages, name, known)
        with window(browser, f"{site}/queries/{name}.html?{urlencode(known | {'rows': 'all'})}") as looked:
            page = looked.page
            expect(page.locator("html[data-settled]")).to_be_attached(timeout=120_000)  # on a busy machine
            expected = page.evaluate(SHAPE, served)
            told = page.evaluate(SHAPE, page.content())
            assert told["words"][: len(expected["words"])] == expected["words"]
            assert told["marks"] == expected["marks"]
            page.get_by_role("button", name="Open all evidence").click()
            expect(page.locator("article.claim").first).to_be_visible()
            assert looked.axe() == []
            with page.expect_download() as saved:
                page.get_by_role("button", name="CSV").click()
            assert saved.value.suggested_filename == f"{name}.csv"

    @pytest.mark.parametrize(
        ("name", "given"),
        [
            ("recurrence-prevention", {"condition": "FOP"}),
            ("claims", {"subject": "hip joint", "object": "HO"}),
            ("treatments", {"kind": "bracing", "document": "joi"}),
            ("treatments", {"condition": "blahblah"}),
        ],
    )
    def test_a_question_without_rows_leads_on_as_that_of_the_server_does(
        self, browser: Browser, site: str, pages: TestClient, name: str, given: dict[str, str]
    ) -> None:
        """To the nearest wider question that has rows; what no term is called is told so, and is not an answer without rows."""
        served = _page(pages, name, given)
        told = re.search(r"<p>(With [^<]*): <a", served) or re.search(r'role="alert">([^<]*)<', served)
        assert told
        with window(browser, f"{site}/queries/{name}.html?{urlencode(given)}") as looked:
            page = looked.page
            expect(page.locator("main")).to_contain_text(unescape(told[1]), timeout=120_000)
            if "With" in told[1]:
                page.get_by_role("link", name="ask it so").click()
                expect(page.locator("main table tr.says").first).to_be_visible()
            else:
                expect(page.locator("main")).not_to_contain_text("0 rows")

    def test_a_question_in_words(self, browser: Browser, site: str) -> None:
        with window(browser, f"{site}/search.html?q=how is FOP treated?") as looked:
            page = looked.page
            first = page.locator("main section").first
            expect(first.get_by_role("link").first).to_have_text("Which interventions treat the condition?")
            expect(first).to_contain_text("with condition = fibrodysplasia ossificans progressiva")
            expect(page.locator("main")).to_contain_text("fibrodysplasia ossificans progressiva also called FOP")
            assert looked.axe() == []

    def test_the_matrix_and_the_disagreements_are_narrowed(self, browser: Browser, site: str) -> None:
        with window(browser, f"{site}/compare.html?term=hip+joint") as looked:
            page = looked.page
            expect(page.locator(".matrix tbody tr:visible")).to_have_count(1)
            expect(page.locator(".matrix tbody tr:visible")).to_contain_text("occurs in hip joint")
            page.goto(f"{site}/compare.html?document=joi-heterotopic-ossification")
            expect(page.locator(".matrix thead th:visible")).to_have_count(3)
            page.goto(f"{site}/disagreements.html")
            page.get_by_role("link", name="rating").click()
            expect(page.locator(".pair:visible")).to_have_count(5)
            expect(page.get_by_role("heading", name="5 pairs")).to_be_visible()
            assert looked.axe() == []

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

    @pytest.mark.parametrize("script", [True, False])
    def test_of_a_shelf_one_thing_is_shown(self, browser: Browser, site: str, *, script: bool) -> None:
        with window(browser, f"{site}/term/h.html#HipJoint", java_script_enabled=script) as looked:
            page = looked.page
            expect(page.get_by_role("heading", level=1)).to_have_text("hip joint ho:HipJoint")
            page.get_by_role("link", name="hip region").first.click()
            expect(page.get_by_role("heading", level=1)).to_have_text("hip region ho:HipRegion")
            if script:
                expect(page).to_have_title("hip region · hograph")
                assert looked.axe() == []
            page.go_back()
            expect(page.get_by_role("heading", level=1)).to_have_text("hip joint ho:HipJoint")
            page.get_by_role("main").locator("a[href*='claim/']:visible").first.click()
            expect(page.get_by_role("heading", name="Where it stands")).to_have_count(1)

    def test_all_rows_of_a_long_answer(self, browser: Browser, site: str) -> None:
        with window(browser, f"{site}/queries/claims.html") as looked:
            looked.page.get_by_role("link", name="All rows").click()
            expect(looked.page.locator("main")).to_contain_text("445 rows")

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


def test_a_site_that_cannot_take_its_place_gives_it_back_to_the_earlier_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site"
    put({"index.html": b"old"}, folder)
    rename = Path.rename

    def refused(path: Path, target: Path) -> Path:
        if path.name == "new":
            raise PermissionError(13, "Permission denied")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(InputError, match=r"cannot be written \(Permission denied\)"):
        put({"index.html": b"new"}, folder)
    assert (folder / "index.html").read_bytes() == b"old" and [one.name for one in tmp_path.iterdir()] == ["site"]
