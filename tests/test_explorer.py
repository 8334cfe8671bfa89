"""The explorer in a real browser: with a script and without, by keyboard alone, on a phone, and judged by axe."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

import hograph
from browsing import chromium, needed, served, window
from hograph.serve import Service, create_app
from hograph.serve.access import Reviewing
from invented import SLUG, TEXT, claim, write_project
from proposals import propose, proposed

PAGES = {
    "home": "/",
    "search": "/search?q=radiation+therapy",
    "question": "/queries/recurrence-prevention?include=all",
    "many rows": "/queries/corroborated",
    "sites": "/queries/sites-by-population",
    "timeline": "/queries/timeline",
    "coverage": "/queries/document-coverage",
    "what cannot be asked": "/queries/treatments?condition=hart+attack",
    "term": "/HipJoint",
    "role": "/RiskFactor",
    "claim": "/claim/bk6lbrhkkcwuln34",
    "document": "/document/joi-heterotopic-ossification",
    "compare": "/compare",
    "disagreements": "/disagreements?only=rating",
    "missing": "/HipJiont",
    "value": "/Hedged",
    "review": "/review",
}


@pytest.fixture(scope="module")
def site(root: Path, kg: hograph.KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with documents and claims under review, which are invented."""
    needed(scripts=False)
    folder = tmp_path_factory.mktemp("explorer")
    project = write_project(folder / "project", root, [claim(subject="SurgicalExcision")])
    propose(project, [proposed(confidence="0.5"), proposed(subject="NsaidTherapy")])
    (folder / f"{SLUG}.txt").write_bytes(TEXT.encode())
    reviewing = Reviewing(reviewer="Ada", paths=(project / "data" / "proposed",))
    with served(create_app(Service(replace(kg, documents=(folder, *kg.documents)), reviewing=reviewing))) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    needed(scripts=False)
    with chromium() as made:
        yield made


@pytest.mark.parametrize(("theme", "rules"), [("light", ()), ("dark", ("color-contrast",))])
def test_axe_finds_nothing_serious(browser: Browser, site: str, theme: str, rules: tuple[str, ...]) -> None:
    needed(scripts=False, axe=True)
    found = {}
    with window(browser, site, color_scheme=theme) as looked:
        for name, path in PAGES.items():
            looked.page.goto(site + path)
            looked.page.evaluate(
                "for (const one of [...document.querySelectorAll('details')].slice(0, 6)) one.open = true"
            )
            found[name] = looked.axe(*rules)
    assert not {name: what for name, what in found.items() if what}


def test_every_page_fits_a_phone(browser: Browser, site: str) -> None:
    with window(browser, site, viewport={"width": 360, "height": 740}, is_mobile=True) as looked:
        for path in PAGES.values():
            looked.page.goto(site + path)
            assert looked.page.evaluate("document.documentElement.scrollWidth") <= 360, path


def test_nothing_is_cut_off_on_paper(browser: Browser, site: str) -> None:
    """Neither certainty nor document of a row, nor that this is no medical advice; what cannot be used there is left out."""
    with window(browser, site, viewport={"width": 720, "height": 1000}) as looked:
        page = looked.page
        page.emulate_media(media="print")
        for path in ("/queries/recurrence-prevention?include=open", "/queries/who-says?subject=NSAIDs", "/compare"):
            page.goto(site + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= 720, path
            assert page.evaluate("document.querySelector('.scroll > table').getBoundingClientRect().right") <= 720, path
            cells = "[...document.querySelectorAll('.says > :not(.empty)')].map((one) => one.getBoundingClientRect())"
            assert page.evaluate(f"{cells}.every(({{ width, right }}) => width > 120 && right <= 720)"), path
            expect(page.get_by_text("not medical advice")).to_be_visible()
            expect(page.locator("form:visible")).to_have_count(0)


def test_the_way_from_the_first_page_to_a_passage_without_a_script(
    browser: Browser, site: str, kg: hograph.KnowledgeGraph
) -> None:
    with window(browser, site + "/", java_script_enabled=False) as looked:
        page = looked.page
        page.get_by_role("link", name="Which treatments prevent recurrence?").click()
        page.get_by_label("Include").select_option("open")
        page.get_by_role("button", name="Ask").click()
        number = len(kg.query("recurrence-prevention", include="open"))
        expect(page.get_by_role("status")).to_have_text(f"{number} rows")
        page.get_by_role("columnheader", name="Treatment").get_by_role("link").click()
        expect(page.get_by_role("columnheader", name="Treatment")).to_have_attribute("aria-sort", "ascending")
        evidence = page.get_by_text("Evidence: 1 claim").first
        evidence.click()
        page.locator(".because .says a").first.click()
        expect(page.get_by_role("heading", name="Where it stands")).to_be_visible()


def test_an_answer_is_sorted_filtered_and_opened_in_place(browser: Browser, site: str) -> None:
    with window(browser, site + "/queries/treatments") as looked:
        page = looked.page
        first = page.locator(".answer .says th")
        names = first.all_inner_texts()
        header = page.get_by_role("columnheader", name="Intervention")
        header.get_by_role("link").click()
        assert first.all_inner_texts() == sorted(names, key=str.casefold) and page.url.endswith("/queries/treatments")
        expect(header).to_have_attribute("aria-sort", "ascending")
        header.get_by_role("link").press("Enter")
        expect(header).to_have_attribute("aria-sort", "descending")
        page.get_by_label("Only rows with").fill("nsaid")
        expect(page.get_by_role("status")).to_have_text(re.compile(r"^[1-9] of \d\d rows$"))
        page.get_by_role("button", name="Open all evidence").click()
        expect(page.locator(".because .claim:visible").first).to_be_visible()


def test_by_keyboard_alone(browser: Browser, site: str) -> None:
    with window(browser, site + "/") as looked:
        page = looked.page
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.get_by_label("Ask, or look for a term")).to_be_focused()
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        page.keyboard.type("hip joint")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Found for “hip joint”")
        page.get_by_role("link", name="hip joint", exact=True).focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("hip joint")
        page.locator("summary", has_text="affected site").first.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("by definition, the object of").first).to_be_visible()


def test_a_review_by_keyboard(browser: Browser, site: str) -> None:
    with window(browser, site + "/review") as looked:
        page = looked.page
        expect(page.get_by_text("0 of 2 decided")).to_be_visible()
        page.get_by_role("button", name="Reject").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_have_text("Rejected.")
        page.get_by_text("Correct it, then take it").click()
        page.get_by_label("Certainty").select_option("hedged")
        page.get_by_role("button", name="Take it as corrected").click()
        expect(page.get_by_text("No claim is left to decide.")).to_be_visible()
        page.get_by_role("button", name="Undo").first.click()
        expect(page.get_by_role("status")).to_have_text("Undone.")


def test_the_first_page_is_small(browser: Browser, site: str) -> None:
    sizes: list[int] = []
    with window(browser, f"{site}/Hedged") as looked:
        looked.page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
        looked.page.goto(site, wait_until="networkidle")
    assert sizes and sum(sizes) < 60_000, sizes
