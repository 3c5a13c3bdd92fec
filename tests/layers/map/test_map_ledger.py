"""The events behind a figure: each says what it counts for, and together they are the figure."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from layers.map.map_facts import map_facts
from layers.map.map_page import write_map
from projects.load import load_package
from projects.model import Basis
from projects.view import PlanView, view_of
from tests.browser import Open
from tests.layers.panel import GO
from tests.small_land import block, event, package, parcel, storage, supply

END = date(2025, 12, 31)
SUMS = (
    "() => [...landplan.data.zones.values()].flatMap((zone) => landplan.data.measures.map("
    " (measure) => { const told = landplan.ledger.told(zone, measure);"
    "  return [zone.id, measure, told.reduce((sum, one) => sum + one.ha, 0),"
    "   told.filter(({ ha }) => ha > 1e-4).length]; }))"
)


def reversal(event_id: str, day: str, corrects: str, **fields: object):
    fields = {"declared_ha": 0.0, "corrects": corrects} | fields
    return event(event_id, "reversal", day, None, **fields)


def many_ways():
    """Return land on which events count whole, in part, across a border, not at all."""
    outlines = {
        "P1": block(0, 0, 2, 1), "P2": block(2, 0, 4, 1), "P3": block(8, 0, 12, 1),
        "P4": block(0, 2, 4, 3), "P5": block(5, 5, 6, 6), "P6": block(12, 5, 14, 6),
    }  # fmt: skip
    return package(
        parcels=tuple(parcel(name, outline) for name, outline in outlines.items()),
        events=(
            storage("whole", "2021-06-30", outlines["P1"], parcel_ids=("P1",), declared_ha=2.5),
            storage("again", "2022-06-30", outlines["P1"], parcel_ids=("P1",), declared_ha=2.5),
            storage("old", "2019-06-30", outlines["P2"], parcel_ids=("P2",)),
            storage("border", "2021-06-30", outlines["P3"], parcel_ids=("P3",), declared_ha=4.4),
            storage("wrong", "2021-06-30", outlines["P5"], parcel_ids=("P5",)),
            reversal("undo", "2021-07-30", "wrong", parcel_ids=("P5",)),
            storage("both", "2021-06-30", block(0, 2, 2, 3), parcel_ids=("P4",)),
            storage("rest", "2022-06-30", outlines["P4"], parcel_ids=("P4",), declared_ha=8.0),
            storage("nowhere", "2023-06-30", block(16, 16, 18, 17)),
            supply("factory", "2023-06-30", block(0, 0, 1, 1), parcel_ids=("P1",)),
            supply("homes", "2023-06-30", outlines["P6"], use="0701", parcel_ids=("P6",)),
            supply("late", "2024-06-30", outlines["P2"], parcel_ids=("P2",)),
            reversal("unlate", "2024-08-30", "late"),
        ),
    )


@pytest.fixture
def page_of(open_page: Open, tmp_path: Path):
    def made(view: PlanView) -> Page:
        path = tmp_path / "map.html"
        write_map(map_facts(view), path)
        return open_page(path.as_uri()).page

    return made


def assert_sums_are_the_figures(page: Page, view: PlanView) -> None:
    shown = {(zone, measure): (ha, events) for zone, measure, ha, events in page.evaluate(SUMS)}
    wanted = {
        (row.zone, row.measure): (pytest.approx(row.actual_ha, abs=1e-9), row.events)
        for row in view.balance().rows
    }
    assert shown == wanted


@pytest.mark.parametrize("basis", ["declared", "measured"])
@pytest.mark.parametrize(
    ("as_of", "known"),
    [(END, None), (date(2022, 12, 31), None), (END, date(2021, 7, 1))],
)
def test_what_counts_sums_to_every_figure(
    connection, page_of, basis: Basis, as_of: date, known: date | None
) -> None:
    load_package(connection, many_ways())
    view = view_of(connection, "small", as_of=as_of, known=known, basis=basis)
    assert_sums_are_the_figures(page_of(view), view)


@pytest.mark.parametrize("basis", ["declared", "measured"])
def test_what_counts_sums_to_every_figure_of_the_built_in_plan(
    builtin_connection, page_of, basis: Basis
) -> None:
    view = view_of(builtin_connection, "tianhe-2021-2025", as_of=END, basis=basis)
    assert sum(row.actual_ha for row in view.balance().rows) > 3000
    assert_sums_are_the_figures(page_of(view), view)


def ledger(page: Page, zone: str, measure: str) -> Locator:
    page.evaluate(GO, zone)
    fold = page.locator(f"#panel-balance .ledger:has([data-measure={measure}])")
    fold.locator("summary").click()
    fold.locator(".ledger-total").wait_for()
    return fold


def marks(fold: Locator) -> dict[str, str]:
    return {
        entry.get_attribute("data-event") or "": entry.locator(".counts").inner_text()
        for entry in fold.locator("li").all()
    }


def test_each_event_says_whether_it_counts_and_why_not(connection, page_of) -> None:
    load_package(connection, many_ways())
    page = page_of(view_of(connection, "small", as_of=END))
    stored = ledger(page, "all", "storage")
    assert marks(stored) == {
        "nowhere": "计入 2.00 公顷",
        "rest": "计入 4.00 公顷",
        "again": "未计入：此前已计，或不在本片区",
        "undo": "未计入：冲销记录",
        "both": "计入 2.00 公顷",
        "wrong": "未计入：已被更正",
        "border": "计入 4.40 公顷",
        "whole": "计入 2.50 公顷",
        "old": "未计入：规划期外",
    }
    expect(stored.locator(".ledger-total")).to_have_text(
        "计入 5 笔，合计 14.90 公顷（申报面积），即本项实际数；另有 4 笔未计入"
    )
    expect(stored.locator(".ledger-body")).to_contain_text("数据经四舍五入，合计可能有尾差")
    expect(stored.locator("li[data-event=nowhere]")).to_contain_text("未关联地块")
    assert marks(ledger(page, "west", "storage"))["border"] == "计入 2.20 公顷"
    held = marks(ledger(page, "all", "reserve"))
    assert held["whole"] == "计入 1.25 公顷" and held["old"] == "计入 2.00 公顷"
    assert held["wrong"] == "未计入：已被更正"


def test_a_reversal_stands_under_what_it_undoes_and_nowhere_else(connection, page_of) -> None:
    load_package(connection, many_ways())
    page = page_of(view_of(connection, "small", as_of=END))
    listed = {
        measure: {"undo", "unlate"} & marks(ledger(page, "all", measure)).keys()
        for measure in (
            "storage", "supply", "supply_industry", "supply_housing_services", "reserve",
        )
    }  # fmt: skip
    assert listed == {
        "storage": {"undo"}, "supply": {"unlate"}, "supply_industry": {"unlate"},
        "supply_housing_services": set(), "reserve": set(),
    }  # fmt: skip


def test_an_event_without_a_parcel_is_found_in_its_zone(connection, page_of) -> None:
    load_package(connection, many_ways())
    page = page_of(view_of(connection, "small", as_of=END))
    page.fill("#search-input", "nowhere")
    page.keyboard.press("Enter")
    expect(page.locator("#zone-head h2")).to_have_attribute("data-zone", "east")
