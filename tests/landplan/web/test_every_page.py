"""Every page in a real browser: on a desk, a tablet and a phone both ways up, in both languages.

No page complains, asks another host, moves sideways, or has anything that axe-core finds wrong.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from projects.people.accounts import account_named, add_account, disable
from projects.people.audit import write_audit
from projects.people.tokens import add_token, revoke_token, tokens_of
from tests.browser import assert_accessible, new_tab
from tests.people import SESSION, People

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
    "/login",
    "/login?next=%2Faudit",
    "/exports",
    "/exports?list=events&format=.gpkg&large=yes&text=x&min_ha=1",
    "/reports",
    "/no-such-page",
)
OF_AN_ADMINISTRATOR = (
    "/accounts",
    "/accounts?done=added",
    "/audit",
    "/audit?action=login.refused&until=2100-01-01",
    "/audit?text=nothing-is-called-that",
)


@pytest.fixture(scope="module", params=list(SIZES))
def shown(browser: Browser, request) -> Iterator[Page]:
    """Give a tab of one size that notes what should not be."""
    width, height = SIZES[request.param]
    size = {"width": width, "height": height}
    with new_tab(browser, viewport=size, reduced_motion="reduce") as page:
        page.complaints = []
        page.asked = []
        page.on("console", lambda told: page.complaints.append(told.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("request", lambda asked: page.asked.append(asked.url))
        yield page


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_quiet_and_can_be_read(shown: Page, site_url: str, path: str, language: str):
    look_at(shown, site_url, path, language)


def test_a_word_of_a_list_stands_on_one_line(shown: Page, site_url: str) -> None:
    shown.goto(f"{site_url.rstrip('/')}/ledger?tab=events&lang=zh")
    broken = "all => all.filter(one => one.getClientRects().length > 1).map(one => one.innerText)"
    words = shown.locator("td.word bdi")
    assert words.count() > 0
    assert words.evaluate_all(broken) == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", OF_AN_ADMINISTRATOR)
def test_so_is_a_page_of_an_administrator(
    shown: Page, site_url: str, told: People, path: str, language: str
):
    session = told.logged_in("administrator").cookies[SESSION]
    shown.context.add_cookies([{"name": SESSION, "value": session, "url": site_url}])
    look_at(shown, site_url, path, language)
    shown.context.clear_cookies()


@pytest.fixture(scope="module")
def told(people: People) -> People:
    """Give people of whom the audit and the tables have something to show."""
    with people.engine.begin() as connection:
        write_audit(connection, who="", action="login.refused", address="2001:db8::7")
        details = {"was": "储备", "is": "开工", "note": "字" * 300}
        write_audit(
            connection, who="王工", role="editor", address="10.0.0.7", action="project.stage",
            subject="lianyi-rd-base", details=details,
        )  # fmt: skip
        away = add_account(
            connection, name="很长的名字" * 10, role="viewer", password="three grey herons"
        )
        disable(connection, away.person_id)
        chief = account_named(connection, "主任")
        for days in (7, 30):
            add_token(connection, chief, label="月报脚本" * 8, role="viewer", days=days)
        revoke_token(
            connection, chief.person_id, tokens_of(connection, chief.person_id)[0].token_id
        )
    return people


def look_at(shown: Page, site_url: str, path: str, language: str) -> None:
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
