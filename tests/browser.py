"""A real browser, offline, that fails the test if a page asks for anything or complains."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserType,
    ConsoleMessage,
    Locator,
    Page,
    expect,
    sync_playwright,
)

WITHIN_MS: Final = 120_000
"""What a page does not show by then it never will, on however slow a machine."""
AXE: Final = Path(__file__).parent / "vendor" / "axe-core-4.14.1" / "axe.min.js"


@dataclass
class Opened:
    """A page in the browser, and everything that it should not have done."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    heard: tuple[str, ...] = ("error", "warning")

    def hear(self, message: ConsoleMessage) -> None:
        if message.type in self.heard:
            self.complaints.append(f"{message.type}: {message.text}")

    def assert_quiet(self, url: str) -> None:
        """Fail if it complained, or asked for more than itself: a site's page, for other hosts."""
        assert self.complaints == []
        asked = [r for r in self.requests if not r.startswith(("data:", "blob:"))]
        if url.startswith("http"):
            assert {urlsplit(r).netloc for r in asked} == {urlsplit(url).netloc}
        else:
            assert asked == [url]


def launched(chromium: BrowserType, **environment: str) -> Browser:
    """Start the machine's Chromium, with more in its environment."""
    names = ("chromium", "chromium-browser", "google-chrome")
    executable = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    assert executable, "no Chromium: install it, or name it in CHROMIUM"
    arguments = (
        "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update "
        "--disable-sync --no-first-run"
    )
    return chromium.launch(
        executable_path=executable, args=arguments.split(), chromium_sandbox=False,
        env={**os.environ, **environment},
    )  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=WITHIN_MS)
    with sync_playwright() as playwright:
        browser = launched(playwright.chromium)
        yield browser
        browser.close()


@contextmanager
def new_tab(browser: Browser, **options: Any) -> Iterator[Page]:
    """Give a tab of a context of its own, which is gone at the end of the block."""
    with browser.new_context(**options) as context:
        context.set_default_timeout(WITHIN_MS)
        yield context.new_page()


def expect_shown(element: Locator, *texts: str) -> None:
    """Wait until an element shows all these texts, one after the other."""
    for text in texts:
        expect(element).to_contain_text(text, use_inner_text=True)


def assert_accessible(page: Page) -> None:
    """Fail with each violation of any level that axe-core finds on a page, and its place."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: {node['target']} {node['html'][:200]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ] == []


Open = Callable[..., Opened]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Open an address offline; whatever else it asks for or complains of fails the test.

    `ready` is what is there once the page may be used: of our own pages a mark, of any folium map
    its frame (`.leaflet-container`). `heard` is what counts as a complaint.
    Moves of the map are at once, but where `motion` is wanted.
    """
    opened: list[tuple[Opened, str]] = []
    tabs = ExitStack()

    def open_url(
        url: str,
        *,
        width: int = 1440,
        height: int = 900,
        offline: bool = True,
        ready: str = "body[data-ready]",
        heard: tuple[str, ...] = ("error", "warning"),
        motion: Literal["reduce", "no-preference"] = "reduce",
    ) -> Opened:
        size = {"width": width, "height": height}
        page = tabs.enter_context(
            new_tab(browser, viewport=size, offline=offline, reduced_motion=motion)
        )
        one = Opened(page, heard=heard)
        page.on("console", one.hear)
        page.on("pageerror", lambda error: one.complaints.append(f"page error: {error}"))
        page.on("request", lambda request: one.requests.append(request.url))

        def refuse(dialog: object) -> None:
            one.complaints.append(f"dialog: {dialog}")
            page.close()

        page.on("dialog", refuse)
        page.goto(url)
        page.wait_for_selector(ready, state="attached")
        opened.append((one, url))
        return one

    with tabs:
        yield open_url
    for one, url in opened:
        one.assert_quiet(url)
