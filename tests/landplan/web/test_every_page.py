"""Every page in a real browser: on a desk, a tablet and a phone both ways up, in both languages.

No page complains, asks another host, moves sideways, or has anything that axe-core finds wrong.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import assert_accessible

pytestmark = pytest.mark.slow

SIZES = {"desk": (1440, 900), "tablet": (768, 1024), "phone": (390, 844), "lying": (844, 390)}
PAGES = (
    "/balance",
    "/balance?zone=smart-city&basis=measured&as_of=2023-06-30",
    "/balance/events?zone=smart-city&measure=supply",
    "/balance/conflicts",
    "/balance/reserve?zone=park-2112",
    "/indicators?zone=smart-city",
    "/projects",
    "/projects?stage=%E5%9C%A8%E5%BB%BA&text=%E8%BD%A8%E9%81%93",
    "/projects/board",
    "/projects/lianyi-rd-base",
    "/warnings",
    "/warnings?still=gone",
    "/ledger",
    "/ledger?tab=events&year=2022&kind=supply",
    "/ledger?text=nothing-is-called-that",
    "/ledger/parcels/TH-ZG-0018",
    "/no-such-page",
)


@pytest.fixture(scope="module", params=list(SIZES))
def shown(browser: Browser, request) -> Iterator[Page]:
    """Give a tab of one size that notes what should not be."""
    width, height = SIZES[request.param]
    context = browser.new_context(
        viewport={"width": width, "height": height}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.complaints = []
    page.asked = []
    page.on("console", lambda told: page.complaints.append(told.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("request", lambda asked: page.asked.append(asked.url))
    yield page
    context.close()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_quiet_and_can_be_read(shown: Page, site_url: str, path: str, language: str):
    shown.complaints.clear()
    shown.asked.clear()
    answer = shown.goto(f"{site_url.rstrip('/')}{path}{'&' if '?' in path else '?'}lang={language}")
    assert answer.status == (404 if path == "/no-such-page" else 200)
    told = [one for one in shown.complaints if answer.ok or "404" not in one]  # Chromium's own word
    assert told == []
    assert {urlsplit(one).netloc for one in shown.asked if one[:5] != "data:"} == {
        urlsplit(site_url).netloc
    }
    assert shown.evaluate("document.documentElement.lang") == (
        "en" if language == "en" else "zh-CN"
    )
    assert_accessible(shown)
    sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert shown.evaluate(sideways) <= 0
    if language == "en" and answer.ok:
        assert words_left(shown) == []


def words_left(page: Page) -> list[str]:
    """Return Chinese of our own on an English page: what is data stands in `bdi`, fields, maps."""
    return page.evaluate(
        """() => {
            const left = [];
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const { parentElement: within, data } = walker.currentNode;
                if (!/[\\u4e00-\\u9fff]/.test(data)) continue;
                const ours = "bdi, [lang^=zh], option, datalist, svg.sketch, script, .our-own-term";
                if (!within.closest(ours)) left.push(data.trim());
            }
            return left;
        }"""
    )
