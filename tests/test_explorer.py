"""The explorer in a real browser: with a script and without, by keyboard alone, on a phone, and judged by axe."""

import os
import re
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

import hograph
from hograph.serve import Service, create_app
from hograph.serve.access import Reviewing
from invented import SLUG, TEXT, claim, write_project
from proposals import propose, proposed
from serving import free_port

CHECKOUT = Path(__file__).parent.parent
AXE = CHECKOUT / "web" / "node_modules" / "axe-core" / "axe.min.js"
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
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


def lacking(what: str) -> None:
    """Skip a test for want of something, but not where everything has to be there."""
    if os.environ.get("HOGRAPH_REQUIRE_SERVERS") == "1":
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="module")
def site(root: Path, kg: hograph.KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with documents and claims under review, which are invented."""
    folder = tmp_path_factory.mktemp("explorer")
    project = write_project(folder / "project", root, [claim(subject="SurgicalExcision")])
    propose(project, [proposed(confidence="0.5"), proposed(subject="NsaidTherapy")])
    (folder / f"{SLUG}.txt").write_bytes(TEXT.encode())
    reviewing = Reviewing(reviewer="Ada", paths=(project / "data" / "proposed",))
    app = create_app(Service(replace(kg, documents=(folder, *kg.documents)), reviewing=reviewing))
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    until = time.monotonic() + 60
    while not server.started:
        assert thread.is_alive() and time.monotonic() < until
        time.sleep(0.05)
    yield f"http://localhost:{port}"
    server.should_exit = True
    thread.join(30)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        lacking("there is no chromium here")
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started
        started.close()


def opened(browser: Browser, site: str, **settings: Any) -> Page:  # noqa: ANN401 -- what Playwright takes
    """A page of a browser that complains of every error in its console: of scripts, and of what the policy forbids."""
    page = browser.new_context(base_url=site, **settings).new_page()
    page.set_default_timeout(20_000)
    page.on("pageerror", lambda error: pytest.fail(f"{page.url}: {error}"))
    page.on("console", lambda said: wrong.append(f"{page.url}: {said.text}") if said.type == "error" else None)
    return page


wrong: list[str] = []
"""What consoles complained of."""


@pytest.fixture(autouse=True)
def complaints() -> Iterator[None]:
    wrong.clear()
    yield
    assert not [one for one in wrong if "the server responded with a status of 4" not in one], wrong


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, site: str, theme: str) -> None:
    if not AXE.is_file():
        lacking(f"{AXE} is missing: npm ci --prefix web")
    axe = AXE.read_text("utf-8")
    page = opened(browser, site, color_scheme=theme)
    found = []
    for name, path in PAGES.items():
        page.goto(path)
        page.evaluate("for (const one of [...document.querySelectorAll('details')].slice(0, 6)) one.open = true")
        page.evaluate(axe)
        result = page.evaluate("rules => axe.run(document, rules)", RULES if theme == "light" else CONTRAST)
        assert result["passes"], name
        found += [
            f"{name}: {one['impact']} {one['id']}: {one['help']} {[node['html'][:150] for node in one['nodes'][:3]]}"
            for one in result["violations"]
            if one["impact"] in {"serious", "critical"}
        ]
    page.context.close()
    assert not found, "\n".join(found)


def test_every_page_fits_a_phone(browser: Browser, site: str) -> None:
    page = opened(browser, site, viewport={"width": 360, "height": 740}, is_mobile=True)
    for path in PAGES.values():
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
    page.context.close()


def test_the_way_from_the_first_page_to_a_passage_without_a_script(
    browser: Browser, site: str, kg: hograph.KnowledgeGraph
) -> None:
    page = opened(browser, site, java_script_enabled=False)
    page.goto("/")
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
    page.context.close()


def test_an_answer_is_sorted_filtered_and_opened_in_place(browser: Browser, site: str) -> None:
    page = opened(browser, site)
    page.goto("/queries/treatments")
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
    page.context.close()


def test_by_keyboard_alone(browser: Browser, site: str) -> None:
    page = opened(browser, site)
    page.goto("/")
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
    page.context.close()


def test_a_review_by_keyboard(browser: Browser, site: str) -> None:
    page = opened(browser, site)
    page.goto("/review")
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
    page.context.close()


def test_the_first_page_is_small(browser: Browser, site: str) -> None:
    page = opened(browser, site)
    sizes: list[int] = []
    page.on(
        "requestfinished",
        lambda request: sizes.append(
            sum(request.sizes()[part] for part in ("responseBodySize", "responseHeadersSize"))
        ),
    )
    page.goto("/", wait_until="networkidle")
    page.context.close()
    assert len(sizes) >= 3 and sum(sizes) < 60_000, sizes
