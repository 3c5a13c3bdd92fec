"""A headless Chromium that opens one-file maps, offline, and tells when they are drawn."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright

OPTIONS: Final = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update "
    "--disable-sync --no-first-run"
)
_PATIENCE_MS: Final = 600_000

_TWO_FRAMES: Final = "() => new Promise(f => requestAnimationFrame(() => requestAnimationFrame(f)))"


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run the machine's Chromium."""
    names = ("chromium", "chromium-browser", "google-chrome")
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if program is None:
        raise SystemExit("no Chromium: install it, or name it in CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=OPTIONS.split(), chromium_sandbox=False
        )
        yield browser
        browser.close()


def blank_page(browser: Browser) -> Page:
    """Return a page of a new, offline browser window."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
    page = context.new_page()
    page.set_default_timeout(_PATIENCE_MS)
    return page


def open_file(page: Page, file: Path, *, drawn: str) -> None:
    """Open a file and wait until it is drawn.

    Parameters
    ----------
    drawn
        A JavaScript expression that is true once everything is on the map; two frames later it
        is on the screen.
    """
    page.goto(file.as_uri(), wait_until="load")
    page.wait_for_function(f"() => {drawn}")  # a bare expression would be eval: pages forbid it
    page.evaluate(_TWO_FRAMES)
