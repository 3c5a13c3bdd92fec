"""The whole path in a real browser: log in, upload, see, confirm, report, audit, take back."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import make_url

from tests.browser import assert_accessible, new_tab
from tests.conftest import opened
from tests.landplan.web.uploading import CROSSED, GOOD, HEAD
from tests.people import NAMES, PASSWORD, add_people

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site_with_people(site_environment, site_url) -> str:
    engine = opened(make_url(site_environment["LANDPLAN_DATABASE_URL"]))
    with engine.begin() as connection:
        add_people(connection)
    engine.dispose()
    return site_url.rstrip("/")


@pytest.fixture
def page(browser: Browser, site_with_people) -> Iterator[Page]:
    """Give a tab that fails the test for whatever it complains of or asks elsewhere."""
    heard: list[str] = []
    with new_tab(
        browser, viewport={"width": 1440, "height": 900}, reduced_motion="reduce",
        base_url=site_with_people, locale="zh-CN",
    ) as page:  # fmt: skip
        page.on("console", lambda told: heard.append(told.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.on(
            "request",
            lambda asked: (
                asked.url.startswith((site_with_people, "data:", "blob:"))
                or heard.append(asked.url)
            ),
        )
        yield page
    assert heard == []


def log_in(page: Page, role: str) -> None:
    page.goto("/login?next=/imports")
    page.get_by_label("账户").fill(NAMES[role])
    page.get_by_label("口令").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/imports")


def stored_ha(page: Page) -> float:
    """Return what the balance says was stored in the district."""
    page.goto("/balance?zone=tianhe")
    told = page.locator("main").inner_text()
    return float(re.findall(r"收储[^\d]*([\d,.]+)", told)[0].replace(",", ""))


def stored_since_ha(page: Page, day: str) -> float:
    """Return what the map's comparison says was stored in the district since a day."""
    page.goto("/")
    page.wait_for_selector("body[data-ready]", state="attached")
    page.locator("#breadcrumb").get_by_text("天河区").click()
    page.get_by_role("tab", name="比较").click()
    page.locator("#compare-day").select_option(day)
    told = page.locator("tr[data-zone=tianhe] td[data-measure=storage]")
    return float(told.get_attribute("data-value") or "nan")


def take_back(page: Page, batch: str | None) -> None:
    page.goto("/imports")
    row = page.locator(f"#batch-{batch}")
    row.get_by_text("撤销…").click()
    row.get_by_role("button", name=f"撤销批次 {batch}").click()


def report(page: Page) -> None:
    page.goto("/reports")
    page.get_by_label("内容").select_option("brief")
    page.get_by_label("格式").select_option(".html")
    page.get_by_role("button", name="制作").click()
    link = page.get_by_role("link", name=re.compile("brief.*html"))
    expect(link.first).to_be_visible()
    with page.expect_download() as download:
        link.first.click()
    assert "天河" in download.value.path().read_text("utf-8")
    assert_accessible(page)


def ready(page: Page, shown: str) -> None:
    expect(page.locator("main")).to_contain_text(shown)


def test_from_the_log_in_to_the_undo(page: Page, tmp_path) -> None:
    log_in(page, "editor")
    assert_accessible(page)

    file = tmp_path / "地块.txt"
    file.write_bytes((HEAD + GOOD + CROSSED).encode("gb18030"))
    page.get_by_label("文件", exact=True).set_input_files(file)
    page.get_by_role("button", name="上传并检查").click()
    ready(page, "略去有错误的 1 行，只导入其余 1 行")
    expect(page.locator("[data-map][data-ready]")).to_be_visible()
    assert page.locator("path.leaflet-interactive").count() >= 3
    assert_accessible(page)

    page.locator("tr", has_text="自相交").get_by_role("button", name="看").first.click()
    expect(page.locator(".import-map")).to_be_in_viewport()
    page.get_by_label("略去有错误的 1 行").check()
    page.get_by_role("button", name="导入没有错误的 1 行").click()
    ready(page, "已导入：新增 1")
    batch = page.locator("[data-batch]").get_attribute("data-batch")
    assert_accessible(page)

    before, since = stored_ha(page), stored_since_ha(page, "2024-02-29")
    events = tmp_path / "入库.csv"
    events.write_text("宗地编号,入库时间\n试-好,2024-03-01\n", encoding="utf-8")
    page.goto("/imports")
    page.get_by_label("文件", exact=True).set_input_files(events)
    page.get_by_label("这是什么清单").select_option("events")
    page.get_by_role("button", name="上传并检查").click()
    page.get_by_role("button", name="导入全部 1 行").click()
    ready(page, "已导入：新增 1")
    its_events = page.locator("[data-batch]").get_attribute("data-batch")
    assert stored_ha(page) - before == pytest.approx(1, abs=0.011)
    assert stored_since_ha(page, "2024-02-29") - since == pytest.approx(1, abs=0.011)
    assert_accessible(page)
    page.goto("/ledger/parcels/试-好")
    ready(page, "试-好")

    report(page)
    take_back(page, batch)
    ready(page, "不能撤销：之后有 1 处建立在它上面")
    assert_accessible(page)
    for one in (its_events, batch):
        take_back(page, one)
        ready(page, f"已撤销批次 {one}")
    assert stored_ha(page) == pytest.approx(before)

    page.context.clear_cookies()
    log_in(page, "administrator")
    page.goto("/audit")
    for told in ("上传文件", "确认导入", "制作报告", "撤销批次", NAMES["editor"]):
        expect(page.locator("main")).to_contain_text(told)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(1440, 900), (768, 1024), (390, 844), (844, 390)])
def test_the_pages_fit_every_screen(page: Page, size, language) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    log_in(page, "editor")
    for path in ("/imports", "/exports", "/reports", "/exports?large=yes"):
        page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
        assert_accessible(page)
        sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(sideways) <= 0, path
