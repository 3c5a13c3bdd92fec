"""The documentation as a site: builds strict, needs no network, is searched in Chinese."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import new_tab

FETCHED = re.compile(
    r"<(?:script|link|img|iframe|source)\b[^>]*\b(?:src|href)=\"?(?:https?:)?//[^>]*>"
)


@pytest.fixture(scope="module")
def site(repo, tmp_path_factory) -> Path:
    """Give the folder of the site; warnings, such as of links and headings, are errors."""
    folder = tmp_path_factory.mktemp("site")
    call = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", folder]
    found = subprocess.run(call, cwd=repo, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    return folder


@pytest.mark.process
def test_every_page_is_on_the_site_and_fetches_nothing_from_elsewhere(site, repo):
    pages = {file.stem for file in (repo / "docs").glob("*.md")}
    assert {file.stem for file in site.glob("*.html")} == pages | {"404"}
    for file in site.glob("*.html"):
        assert FETCHED.findall(file.read_text(encoding="utf-8")) == []


@pytest.mark.process
def test_a_chinese_word_is_found_in_a_folder_without_a_server(site, browser: Browser):
    asked = []
    with new_tab(browser, locale="zh-CN") as page:
        page.on("request", lambda request: asked.append(request.url))
        page.goto((site / "index.html").as_uri())
        asks = page.get_by_role("textbox")
        for word in ("GeoPackage", "已储未供"):
            asks.fill(word)
            asks.press("End")  # the search listens to keys
            found = page.locator(".md-search-result__item a").filter(has_text=parted(word)).first
            expect(found).to_be_visible()
        found.click()
        expect(page.locator(".md-content")).to_contain_text(parted("已储未供"))
    assert {url.partition(":")[0] for url in asked} <= {"file", "data", "blob"}


def parted(word: str) -> re.Pattern[str]:
    """Return what finds a word that is parted by the invisible spaces of the search."""
    return re.compile("\u200b?".join(word))
