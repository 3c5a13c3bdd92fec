"""The page of the balance: its figures are the balance's, each opens what it sums."""

import io
import re
from datetime import date

import openpyxl
import pytest
from playwright.sync_api import expect
from sqlalchemy import make_url, text

from landplan.web.charts import pace_chart
from projects.labels import MEASURES
from projects.model import settled
from projects.store.plans import plan_of
from projects.view import PlanView
from tests.conftest import opened

PLAN = "tianhe-2021-2025"


@pytest.fixture(scope="module")
def view(site_environment):
    """Give the view that the pages of 30 June 2024 show."""
    engine = opened(make_url(site_environment["LANDPLAN_DATABASE_URL"]))
    with engine.connect() as connection:
        yield PlanView(connection, plan_of(connection, PLAN), as_of=date(2024, 6, 30))
    engine.dispose()


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def rows_of(html: str, table: int = 0) -> list[list[str]]:
    body = re.findall(r"<tbody>(.*?)</tbody>", html, re.S)[table]
    return [
        [text_of(cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)]
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.S)
    ]


def test_every_figure_of_a_zone_stands_on_its_page(client, view):
    html = client.get("/balance?zone=smart-city&as_of=2024-06-30").text
    told = {row[0]: row for row in rows_of(html)}
    paces = {row.measure: row for row in view.pace("smart-city").rows if row.zone == "smart-city"}
    for row in view.balance("smart-city").rows:
        if row.zone != "smart-city":
            continue
        cells = told[MEASURES[row.measure].zh]
        wanted = [row.target_ha, row.actual_ha, row.declared_ha, row.measured_ha]
        assert cells[1:5] == ["–" if ha is None else f"{ha:,.2f}" for ha in wanted]
        assert cells[6] == ("–" if row.expected_ha is None else f"{row.expected_ha:,.2f}")
        pace = paces.get(row.measure)
        if pace is not None and pace.low_ha is not None:
            assert f"{pace.low_ha:,.2f}–{pace.high_ha:,.2f}" in cells[10]
    assert told["收储"][1] == "500.00"


def test_before_the_period_a_target_has_not_begun(client):
    html = client.get("/balance?zone=smart-city&as_of=2020-12-31").text
    told = {row[0]: row for row in rows_of(html)}
    assert (told["收储"][1], told["收储"][7]) == ("500.00", "未开始")
    assert told["已储未供"][7] == "无目标"
    file = client.get("/balance.csv?zone=smart-city&as_of=2020-12-31").content.decode("utf-8-sig")
    assert "未开始" in next(line for line in file.splitlines() if line.startswith("smart-city,"))


@pytest.mark.parametrize(
    ("day", "name"),
    [("2024-06-30", "2024（至6月30日）"), ("2024-12-31", "2024"), ("2025-12-31", "2025")],
)
def test_a_year_under_way_is_told_until_the_day(client, day, name):
    html = client.get(f"/balance?zone=smart-city&as_of={day}").text
    by_now = {row[0]: row[6] for row in rows_of(html)}
    year = rows_of(html, 1)[-1]  # of the first chart: storage
    assert (year[0], year[3]) == (name, by_now["收储"])


def test_lines_of_a_chart_end_on_the_day(view):
    [row] = [
        one for one in view.pace("smart-city").rows
        if (one.zone, one.measure) == ("smart-city", "storage")
    ]  # fmt: skip
    chart = pace_chart(row, view.plan, view.as_of, view.expected("smart-city", "storage"))
    year = (chart.years[1][0] - chart.years[0][0]) / 366
    expected = [tuple(map(float, point.split(","))) for point in chart.expected.split()]
    assert len(expected) == 6 and expected[0][1] == chart.zero  # from nothing, by five years
    assert chart.reached_dots[-1][0] == pytest.approx(expected[3][0] + 182 * year, abs=0.2)
    assert chart.forecast.startswith(",".join(map(str, chart.reached_dots[-1])))
    assert chart.interval is None or chart.interval[0] == expected[-1][0]


def test_without_a_zone_the_page_opens_where_the_targets_are(client):
    told, meant = (
        client.get(f"/balance?as_of=2024-06-30{zone}") for zone in ("", "&zone=smart-city")
    )
    assert rows_of(told.text) == rows_of(meant.text)


def test_every_figure_opens_what_it_sums(client, view):
    html = client.get("/balance?zone=park-2112&as_of=2024-06-30").text
    links = re.findall(r'href="(/balance/events\?[^"]+)"', html)
    assert len(links) == 5 + len(view.zones_meant("park-2112"))
    for link in links:
        page = client.get(link.replace("&amp;", "&")).text
        total = re.search(r"data-total>([^<]*)<", page)[1]
        assert total == re.search(r"data-figure>([^<]*)<", page)[1]
        rows = rows_of(page) if "<tbody>" in page else []
        counted = sum(float(row[-1].replace(",", "")) for row in rows)
        assert counted == pytest.approx(float(total.replace(",", "")), abs=0.005 + 5e-5 * len(rows))


def test_a_long_list_of_events_goes_on_and_tells_of_all(client):
    first = client.get("/balance/events?zone=tianhe&measure=storage").text
    second = client.get("/balance/events?zone=tianhe&measure=storage&page=2").text
    beyond = client.get("/balance/events?zone=tianhe&measure=storage&page=999").text
    assert len(rows_of(first)) == 50 and 'rel="next"' in first and 'rel="prev"' not in first
    assert rows_of(first)[0] != rows_of(second)[0] and 'rel="prev"' in second
    assert 'rel="next"' not in beyond and len(rows_of(beyond)) > 0
    total = re.compile(r"data-total>([^<]*)<")
    assert total.search(first)[1] == total.search(second)[1] == total.search(beyond)[1]


def test_the_lists_are_those_of_the_view(client, view):
    held = client.get("/balance/reserve?zone=park-2112&as_of=2024-06-30").text
    rows = view.reserve("park-2112")
    assert [row[1] for row in rows_of(held)] == [row.event_id for row in rows][:50]
    assert f"{sum(row.declared_ha for row in rows):,.2f}" in held
    assert '"/?as_of=2024-06-30#parcel=' in held
    conflicts = client.get("/balance/conflicts?as_of=2024-06-30").text
    assert [row[1] for row in rows_of(conflicts)] == [one.event_id for one in view.conflicts()]
    of_event = {event.event_id: event.parcel_ids for event in view.events()}
    named = [parcel for one in view.conflicts() for parcel in of_event[one.event_id]]
    assert named and re.findall(r"#parcel=([^\"&]*)\"", conflicts) == named


def test_the_reserve_is_read_a_page_at_a_time_with_the_totals_of_all(client, view):
    every = view.reserve("tianhe")
    assert len(every) > 50
    pages = [client.get(f"/balance/reserve?as_of=2024-06-30&page={number}").text
             for number in range(1, -(-len(every) // 50) + 1)]  # fmt: skip
    assert [row[1] for page in pages for row in rows_of(page)] == [one.event_id for one in every]
    foot = re.compile(r"<tfoot>.*?</tfoot>", re.S)
    beyond = client.get("/balance/reserve?as_of=2024-06-30&page=999").text
    assert rows_of(beyond) == rows_of(pages[-1]) and f"{len(every)}" in pages[0]
    assert {foot.search(page)[0] for page in [*pages, beyond]} == {foot.search(pages[0])[0]}
    assert f"{sum(one.declared_ha for one in every):,.2f}" in foot.search(pages[0])[0]
    assert f"{sum(one.measured_ha for one in every):,.2f}" in foot.search(pages[0])[0]


def test_some_rows_of_the_reserve_are_those_of_all(view):
    every = view.reserve()
    some = view.reserve_page(first=7, rows=3)
    assert (some.rows, some.count) == (every[7:10], len(every))
    beyond = view.reserve_page(first=len(every), rows=3)
    assert (beyond.rows, beyond.count) == ((), len(every))
    none = view.reserve_page("park-2112", first=0, rows=0)
    assert none.declared_ha == pytest.approx(
        sum(one.declared_ha for one in view.reserve("park-2112"))
    )


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_files_hold_the_figures(client, view, form):
    answer = client.get(f"/balance.{form}?zone=smart-city&as_of=2024-06-30")
    assert f"balance-2024-06-30.{form}" in answer.headers["content-disposition"]
    if form == "csv":
        lines = answer.content.decode("utf-8-sig").splitlines()
        assert len(lines) == 1 + len(view.balance("smart-city").rows)
        assert lines[0].startswith("片区编号,片区,指标,目标（公顷）")
        assert lines[1].startswith("smart-city,天河智慧城,收储,500,338.8")
        assert all(line.endswith("样例数据，非实际成果") for line in lines[1:])
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
        wanted = view.balance("smart-city").rows
        assert [row[0] for row in cells[1:]] == [row.zone for row in wanted]
        assert [row[4] for row in cells[1:]] == [settled(row.actual_ha) for row in wanted]
        assert cells[0][4] == "实际（公顷）"


def test_names_from_data_are_text(client, site_environment):
    hostile = "<script>alert(1)</script>\"'>={{7*7}}"
    engine = opened(make_url(site_environment["LANDPLAN_DATABASE_URL"]))
    with engine.begin() as connection:
        was = connection.scalar(text("select name from landplan.zone where zone_id = 'park-2112'"))
        rename = text("update landplan.zone set name = :name where zone_id = 'park-2112'")
        connection.execute(rename, {"name": hostile})
    for path in ("/balance", "/balance?zone=park-2112", "/balance/events?zone=park-2112",
                 "/indicators"):  # fmt: skip
        page = client.get(path)
        assert page.status_code == 200 and "<script>alert" not in page.text
        assert path == "/indicators" or "&lt;script&gt;alert(1)" in page.text
    assert "'=" not in client.get("/balance.csv").text  # no name begins as a formula
    with engine.begin() as connection:
        connection.execute(rename, {"name": was})
    engine.dispose()


def test_the_day_and_the_basis_stay_on_the_way(open_page, site_url):
    page = open_page(f"{site_url}balance?as_of=2023-12-31", offline=False, ready="main h1").page
    page.locator("select[name=basis]").select_option("measured")
    page.get_by_role("button", name="查看").click()
    page.get_by_role("link", name="天河智慧城").first.click()
    expect(page.get_by_label("截至")).to_have_value("2023-12-31")
    expect(page.locator("select[name=basis]")).to_have_value("measured")
    page.get_by_role("link", name="指标", exact=True).click()
    expect(page.get_by_label("截至")).to_have_value("2023-12-31")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="Balance", exact=True).click()
    expect(page.get_by_label("As of")).to_have_value("2023-12-31")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_who_uses_the_keyboard_comes_past_the_menu(open_page, site_url):
    page = open_page(f"{site_url}balance", offline=False, ready="main h1").page
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="跳到正文")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
