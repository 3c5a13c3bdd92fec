"""Log-in in a real browser: to the page that was meant, and through it with what was typed."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import text

from tests.browser import assert_accessible, new_tab
from tests.landplan.web.conftest import served
from tests.people import NAMES, PASSWORD, People

pytestmark = pytest.mark.slow


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    with new_tab(browser, viewport={"width": 1440, "height": 900}) as page:
        page.complaints = []
        page.on("console", lambda told: page.complaints.append(told.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        yield page
    refused = [each for each in page.complaints if "401 (Unauthorized)" in each]
    assert page.complaints == refused  # Chromium's own word for the form that was not taken


def log_in(tab: Page, role: str) -> None:
    tab.get_by_label("账户名").fill(NAMES[role])
    tab.get_by_label("口令").fill(PASSWORD)
    tab.get_by_label("口令").press("Enter")


def ended(people: People) -> None:
    with people.engine.begin() as connection:
        connection.execute(text("update landplan.person_session set ended_at = now()"))


def test_a_log_in_by_keyboard_leads_to_the_page_that_was_meant(tab, people, site_url) -> None:
    tab.goto(f"{site_url}audit?action=login")
    expect(tab).to_have_title("登录")
    log_in(tab, "administrator")
    expect(tab).to_have_url(f"{site_url}audit?action=login")
    expect(tab.locator("tbody tr").first).to_contain_text("主任")
    tab.get_by_role("button", name="退出").click()
    expect(tab.get_by_role("link", name="登录")).to_be_visible()
    tab.goto(f"{site_url}accounts")
    expect(tab).to_have_title("登录")


def test_what_was_typed_is_sent_after_the_log_in_that_had_ended(tab, people, site_url) -> None:
    tab.goto(f"{site_url}login?next=/accounts")
    log_in(tab, "administrator")
    expect(tab).to_have_title("账户")
    tab.locator("summary", has_text="新建令牌").click()
    tab.get_by_label("用途").fill("月报 <b>")
    ended(people)
    tab.get_by_role("button", name="新建令牌").click()
    expect(tab.get_by_text("还没有提交")).to_be_visible()
    assert_accessible(tab)
    log_in(tab, "administrator")
    expect(tab.get_by_role("cell", name="月报 <b>")).to_be_visible()
    assert_accessible(tab)
    tab.get_by_role("button", name="继续提交").click()
    expect(tab.locator("[data-token]")).to_contain_text("landplan_")
    expect(tab.get_by_role("rowheader", name="月报 <b>")).to_be_visible()


def test_where_reading_is_by_log_in_nothing_is_shown_before(
    tab, people, site_environment, repo
) -> None:
    environment = site_environment | {"LANDPLAN_READING": "login"}
    with served(environment, repo) as url:
        tab.goto(f"{url}balance?as_of=2023-12-31")
        expect(tab).to_have_title("登录")
        assert "天河" not in tab.content()
        log_in(tab, "viewer")
        expect(tab).to_have_url(f"{url}balance?as_of=2023-12-31")
        assert "天河" in tab.content()
        tab.close()  # before the server ends: the page may still be asking for its parts
