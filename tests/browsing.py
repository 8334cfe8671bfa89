"""A real browser for tests, an application for it to look at, and what it complains of."""

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright
from starlette.types import ASGIApp

from hograph.serve.pages.view import STATIC
from serving import free_port

CHECKOUT = Path(__file__).parent.parent
AXE = CHECKOUT / "web" / "node_modules" / "axe-core" / "axe.min.js"
expect.set_options(timeout=30_000)
SERIOUS = {"serious", "critical"}


def needed(*, scripts: bool = True, axe: bool = False) -> None:
    """Skip where there is no Chromium, or no scripts were built, or axe is not there; fail where they are required."""
    missing = [
        *(["no Chromium here: install Debian's `chromium`"] if shutil.which("chromium") is None else []),
        *(["no scripts here: `make web` builds them, with npm"] if scripts and not built() else []),
        *(["no axe here: `make web` fetches it, with npm"] if axe and not AXE.is_file() else []),
    ]
    if missing and os.environ.get("HOGRAPH_REQUIRE_SERVERS") == "1":
        pytest.fail("; ".join(missing))
    if missing:
        pytest.skip("; ".join(missing))


def built() -> bool:
    return (STATIC / "built" / "sparql.js").is_file() and AXE.is_file()


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """The address at which an application is served, by a thread of this process."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 60
    while not server.started:
        assert thread.is_alive() and time.monotonic() < until
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(20)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Looked:
    """A page in a window, and everything that it complained of."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def axe(self, *only: str) -> list[str]:
        """What axe finds that is serious, in words.

        Args:
            *only: the rules to hold the page against; all when none is named, that on the size of targets too.
        """
        self.page.evaluate(AXE.read_text("utf-8"))
        settings: dict[str, object] = {
            "preload": False,
            "resultTypes": ["violations"],
        }  # what it loads for one rule, the policy of pages forbids
        settings |= {"runOnly": list(only)} if only else {"rules": {"target-size": {"enabled": True}}}
        found: Any = self.page.evaluate("settings => axe.run(settings)", settings)
        assert found["passes"]
        return [
            f"{one['id']}: {one['help']}: {[node['html'][:200] for node in one['nodes'][:3]]}"
            for one in found["violations"]
            if one["impact"] in SERIOUS
        ]


@contextmanager
def window(browser: Browser, address: str, **options: Any) -> Iterator[Looked]:  # noqa: ANN401 -- as Playwright takes them
    """A page in a window of its own; at its end it must have complained of nothing.

    Args:
        browser: the browser.
        address: what to open.
        **options: of the window, as `java_script_enabled`, `color_scheme`, `viewport`.
    """
    context: BrowserContext = browser.new_context(**options)
    context.set_default_timeout(30_000)
    looked = Looked(context.new_page())

    def said(message: ConsoleMessage) -> None:
        if "status of 4" in message.text and "/static/" not in message.location["url"]:
            return  # a page that says itself what is not there, or cannot be asked
        if message.type in {"error", "warning"}:
            looked.complaints.append(f"{message.type}: {message.text}")

    looked.page.on("console", said)
    looked.page.on("pageerror", lambda error: looked.complaints.append(str(error)))
    looked.page.goto(address)
    yield looked
    assert not looked.complaints, looked.complaints
    context.close()
