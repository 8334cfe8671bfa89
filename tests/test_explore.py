"""The editor of SPARQL and the picture of the graph: in a browser with scripts and without, and as forms."""

import csv
import io
import re
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from starlette.testclient import TestClient

import hograph
from browsing import chromium, needed, served, window
from hograph.serve import Service, create_app


@pytest.fixture(scope="module")
def client(kg: hograph.KnowledgeGraph) -> Iterator[TestClient]:
    with TestClient(create_app(Service(kg))) as made:
        yield made


@pytest.fixture(scope="module")
def site(kg: hograph.KnowledgeGraph) -> Iterator[str]:
    needed()
    with served(create_app(Service(kg))) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    needed()
    with chromium() as made:
        yield made


class TestGraphAsForm:
    def test_every_relation_is_a_row(self, client: TestClient) -> None:
        text = client.get("/explore/graph").text
        rows = re.findall(r"<tr data-kind=", text)
        assert len(rows) > 300 and "hidden>\n<td>" not in text

    def test_around_a_term(self, client: TestClient) -> None:
        near = client.get("/explore/graph", params={"what": "ho:RadiationTherapy"}).text
        far = client.get("/explore/graph", params={"what": "radiotherapy", "steps": "2"}).text
        rows = re.findall(r"<tr data-kind=.*?</tr>", near, re.DOTALL)
        assert rows and all('data-term="RadiationTherapy"' in row for row in rows)
        assert far.count("<tr data-kind=") > len(rows)

    def test_filters_hide_rows(self, client: TestClient) -> None:
        text = client.get("/explore/graph", params={"certainty": "hedged"}).text
        shown = [row for row in re.findall(r"<tr (data-kind=[^>]*)>", text) if "hidden" not in row]
        assert shown and all('data-certainty="hedged"' in row for row in shown)

    def test_a_term_that_there_is_not(self, client: TestClient) -> None:
        text = client.get("/explore/graph", params={"what": "<b>hip jiont"}).text
        assert "&lt;b&gt;hip jiont" in text and "<b>hip" not in text and 'role="alert"' in text

    def test_the_server_draws_it_too(self, client: TestClient) -> None:
        got = client.get("/explore/graph.svg", params={"what": "FOP", "certainty": "asserted"})
        assert got.headers["content-type"].startswith("image/svg+xml") and "ACVR1" in got.text


class TestSparqlAsForm:
    def test_a_query_is_answered(self, client: TestClient) -> None:
        query = "SELECT ?t ?claim WHERE { ?claim ho:predicate ho:preventsRecurrenceOf ; ho:subject ?t }"
        for got in (
            client.get("/explore/sparql", params={"query": query}),
            client.post("/explore/sparql", data={"query": query}),
        ):
            assert (
                'href="/RadiationTherapy">radiation therapy</a>' in got.text
                and ">claim:76dhy7swlmk7omqc</a>" in got.text
            )

    @pytest.mark.parametrize(
        ("query", "said"),
        [
            ("ASK { ho:HipJoint rdfs:subClassOf ho:Joint }", ">Yes</div>"),
            ("CONSTRUCT WHERE { ho:HipJoint rdfs:label ?l }", "1 triple<"),
            ("SELECT ?x WHERE { VALUES ?x { '<script>alert(1)</script>' } }", "&lt;script&gt;alert(1)"),
        ],
    )
    def test_other_forms(self, client: TestClient, query: str, said: str) -> None:
        got = client.get("/explore/sparql", params={"query": query})
        assert got.status_code == 200 and said in got.text

    @pytest.mark.parametrize(
        ("query", "status", "said"),
        [
            ("SELECT *\nWHRE { }", 400, "line 2, column"),
            ("DROP ALL", 403, "read-only"),
            ("ASK { SERVICE <http://localhost/> { ?s ?p ?o } }", 403, "SERVICE"),
        ],
    )
    def test_what_is_refused_is_told_with_its_place(
        self, client: TestClient, query: str, status: int, said: str
    ) -> None:
        got = client.get("/explore/sparql", params={"query": query})
        assert got.status_code == status and said in got.text and "<textarea" in got.text

    def test_canned_queries_are_examples(self, client: TestClient, kg: hograph.KnowledgeGraph) -> None:
        assert client.get("/explore/examples.json").json()["causes"] == kg.queries["causes"].text
        assert "#+ title:" in client.get("/explore/sparql", params={"example": "causes"}).text

    def test_the_vocabulary_has_every_term(self, client: TestClient, kg: hograph.KnowledgeGraph) -> None:
        found = client.get("/explore/vocabulary.json").json()
        assert {name for name, *_ in found["terms"]} == set(kg.ontology.labels)
        assert ["HipJoint", "hip joint", "anatomical entity", "AnatomicalEntity"] in found["terms"]


class TestGraphInABrowser:
    def test_it_is_seen_filtered_and_saved(self, browser: Browser, site: str, tmp_path: Path) -> None:
        with window(browser, f"{site}/explore/graph") as looked:
            page = looked.page
            expect(page.locator("#shown")).to_contain_text("relations")
            assert page.locator(".dot").count() > 250
            named = page.locator(".name-of-dot:not(.unseen)")
            assert named.count() > 40
            boxes = named.evaluate_all(
                "all => all.map(one => one.getBoundingClientRect()).map(({x, y, width, height}) => [x, y, width, height])"
            )
            assert overlapping(boxes) <= len(boxes) // 20
            page.locator("#filters summary").click()
            page.locator("input[name=certainty][value=asserted]").uncheck()
            rows = page.locator("#relations tbody tr:visible")
            assert page.locator(".line").count() == rows.count() < 300
            assert "certainty=hedged" in page.url and looked.axe() == []
            for kind in ("svg", "png"):
                with page.expect_download() as download:
                    page.locator(f"[data-does={kind}]").click()
                download.value.save_as(tmp_path / f"graph.{kind}")
            assert "<svg" in (tmp_path / "graph.svg").read_text("utf-8")
            width, height = struct.unpack(">II", (tmp_path / "graph.png").read_bytes()[16:24])
            assert width > 800 and height > 400

    def test_keys_alone_are_enough(self, browser: Browser, site: str) -> None:
        with window(browser, f"{site}/explore/graph?what=FOP", color_scheme="dark") as looked:
            page = looked.page
            expect(page.locator("#chosen h3")).to_have_text("fibrodysplasia ossificans progressiva")
            page.locator(".dot[tabindex='0']").focus()
            first = page.evaluate("document.activeElement.getAttribute('aria-label')")
            for key in ("ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"):
                page.keyboard.press(key)
                if page.evaluate("document.activeElement.getAttribute('aria-label')") != first:
                    break
            label = page.evaluate("document.activeElement.getAttribute('aria-label')")
            assert label != first
            page.keyboard.press("Enter")
            expect(page.locator("#chosen h3")).to_have_text(label.rsplit(", ", 1)[0])
            page.keyboard.press("Escape")
            expect(page.locator("#chosen")).to_contain_text("Choose a term")
            assert looked.axe() == []

    def test_without_scripts_the_server_draws(self, browser: Browser, site: str) -> None:
        with window(browser, f"{site}/explore/graph?what=FOP", java_script_enabled=False) as looked:
            assert looked.page.locator("noscript img").evaluate("img => img.complete && img.naturalWidth") > 300
            expect(looked.page.locator("#stage")).to_be_hidden()
            expect(looked.page.locator("#relations")).to_be_visible()


def overlapping(boxes: list[list[float]]) -> int:
    """How many labels lie over another."""
    return sum(
        any(x < X + W and x + w > X and y + 3 < Y + H and y + h > Y + 3 for X, Y, W, H in boxes[:place])
        for place, (x, y, w, h) in enumerate(boxes)
    )


class TestSparqlInABrowser:
    def test_from_typing_to_an_answer(self, browser: Browser, site: str, tmp_path: Path) -> None:
        with window(browser, f"{site}/explore/sparql") as looked:
            page = looked.page
            content = page.locator(".cm-content")
            content.click()
            page.keyboard.press("Control+a")
            page.keyboard.type("SELECT ?claim WHERE { ?claim ho:subject ho:RadiationTh")
            expect(page.locator(".cm-tooltip-autocomplete")).to_contain_text("radiation therapy")
            page.wait_for_timeout(150)  # what is chosen by Enter is a choice only when it has been seen
            page.keyboard.press("Enter")
            expect(content).to_contain_text("ho:RadiationTherapy")
            page.keyboard.press("End")
            page.keyboard.press("Control+Enter")
            expect(page.locator("#told")).to_contain_text("rows")
            expect(page.get_by_role("tabpanel").locator("tbody tr").first).to_contain_text("claim:")
            assert "query=SELECT" in page.url
            with page.expect_download() as download:
                page.get_by_role("button", name="CSV").click()
            download.value.save_as(tmp_path / "answer.csv")
            text = (tmp_path / "answer.csv").read_text("utf-8")
            assert next(csv.reader(io.StringIO(text))) == ["claim"]
            assert looked.axe() == []

    def test_a_fault_is_marked_where_it_is(self, browser: Browser, site: str) -> None:
        with window(browser, f"{site}/explore/sparql") as looked:
            page = looked.page
            page.locator(".cm-content").click()
            page.keyboard.press("Control+a")
            page.keyboard.insert_text("SELECT *\nWHRE { }")
            page.get_by_role("button", name="Run", exact=True).click()
            expect(page.locator("#told.error")).to_contain_text("line 2, column")
            expect(page.locator("#told.error")).not_to_contain_text("WHRE { }")  # it stands above, marked
            expect(page.locator(".cm-lint-marker-error")).to_have_count(1)
            looked.complaints[:] = [
                one for one in looked.complaints if "400" not in one
            ]  # the browser notes each answer of 400

    def test_it_does_not_jump_while_it_loads(self, browser: Browser, site: str) -> None:
        with window(browser, f"{site}/explore/sparql", viewport={"width": 1280, "height": 900}) as looked:
            expect(looked.page.locator("html[data-ready]")).to_be_attached()
            moved = (
                "new Promise((done) => new PerformanceObserver((all) => done(all.getEntries().reduce((sum, one) => sum + one.value, 0)))"
                ".observe({ type: 'layout-shift', buffered: true }) || setTimeout(() => done(0), 2000))"
            )
            assert looked.page.evaluate(moved) < 0.1

    def test_what_takes_long_is_stopped(self, browser: Browser, site: str) -> None:
        with window(
            browser, f"{site}/explore/sparql?query=SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }}"
        ) as looked:
            looked.page.get_by_role("button", name="Stop").click()
            expect(looked.page.locator("#told")).to_have_text("Stopped.")

    def test_a_name_that_there_is_not_is_told(self, browser: Browser, site: str) -> None:
        with window(browser, f"{site}/explore/sparql?query=SELECT * {{ ?a ho:nosuch ?b ; ho:subject ?c }}") as looked:
            expect(looked.page.locator("#told")).to_contain_text("0 rows")
            expect(looked.page.locator("#told")).to_contain_text("The ontology declares no ho:nosuch.")

    def test_certainty_is_seen_on_a_phone_and_strokes_are_explained(self, browser: Browser, site: str) -> None:
        with window(browser, f"{site}/explore/graph", viewport={"width": 375, "height": 800}) as looked:
            page = looked.page
            right = "document.querySelector('#relations td:nth-child(4)').getBoundingClientRect().right"
            assert page.evaluate(right) <= 375
            expect(page.locator(".legend")).to_contain_text("hedged")

    def test_an_example_as_table_graph_and_raw(self, browser: Browser, site: str) -> None:
        with window(
            browser, f"{site}/explore/sparql", color_scheme="dark", viewport={"width": 390, "height": 844}
        ) as looked:
            page = looked.page
            page.locator("#examples").select_option("recurrence-prevention")
            expect(page.locator("#told")).to_contain_text("3 rows")
            page.get_by_role("tab", name="Table").press("ArrowRight")
            expect(page.locator(".result-graph .dot")).not_to_have_count(0)
            page.get_by_role("tab", name="Raw").click()
            expect(page.locator("pre.raw")).to_contain_text('"bindings"')
            assert looked.axe() == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    def test_without_scripts_it_is_a_form(self, browser: Browser, site: str) -> None:
        with window(browser, f"{site}/explore/sparql", java_script_enabled=False) as looked:
            page = looked.page
            page.locator("#query").fill("SELECT ?d WHERE { ?d a ho:Document }")
            page.get_by_role("button", name="Run", exact=True).click()
            expect(page.locator("#told")).to_have_text("5 rows")
            assert page.locator("#result tbody tr").count() == 5
