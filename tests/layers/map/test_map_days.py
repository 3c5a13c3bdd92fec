"""The page on every day of the plan: its figures are those of the balance as of that day."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from layers.map.map_facts import map_facts
from layers.map.map_page import write_map
from projects.balance.days import days_of
from projects.balance.status import Thresholds
from projects.load import load_package
from projects.view import PlanView, view_of
from tests.browser import Open
from tests.layers.map.test_map_ledger import many_ways
from tests.layers.panel import same, tab
from tests.small_land import block, package, parcel, storage, supply, target, zone

END = date(2025, 12, 31)
TOLD = (
    "target_ha", "actual_ha", "declared_ha", "measured_ha", "percent", "expected_ha", "status",
    "events",
)  # fmt: skip
WORKED_OUT = ("remaining_ha", "needed_ha_per_year", "forecast_ha")
ON_DAY = """day => [...landplan.data.zones.values()].flatMap((zone) =>
    landplan.data.measures.map((measure) => landplan.figures.row(zone, measure, day)))"""
PARCELS = """day => { landplan.state.set({ day });
    return landplan.land.columns.id.map((id, index) => {
        const { state, part } = landplan.land.parcel(index);
        return [id, state, part && part.in_reserve_ha, part && part.supplied_ha]; }); }"""


@pytest.fixture
def page_of(open_page: Open, tmp_path: Path):
    def made(view: PlanView) -> Page:
        path = tmp_path / "map.html"
        write_map(map_facts(view), path)
        return open_page(path.as_uri()).page

    return made


def wanted_of(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of the balance: what the page is told, and nearly what it works out."""
    return row | {
        name: pytest.approx(row[name], rel=1e-7, abs=1e-6)
        for name in WORKED_OUT
        if row[name] is not None
    }


def assert_as_the_balance(page: Page, view: PlanView, day: date) -> None:
    """Compare what the page tells of a day with the balance as of it, field by field."""
    as_of = view_of(
        view._connection, view.plan.plan_id, as_of=day,
        known=view.known, basis=view.basis, thresholds=view.thresholds,
    )  # fmt: skip
    rows = json.loads(json.dumps(as_of.balance().as_json()["rows"]))
    wanted = {(row["zone"], row["measure"]): wanted_of(row) for row in rows}
    shown = {(row["zone"], row["measure"]): row for row in page.evaluate(ON_DAY, day.isoformat())}
    assert shown.keys() == wanted.keys()
    wrong = [
        (*key, name, shown[key][name], wanted[key][name])
        for key in wanted
        for name in (*TOLD, *WORKED_OUT)
        if shown[key][name] != wanted[key][name]
    ]
    assert wrong == [], day
    parcels = {
        status.parcel.parcel_id: (status.state, status.in_reserve_ha, status.supplied_ha)
        for status in as_of.parcels()
    }
    for parcel_id, state, in_reserve_ha, supplied_ha in page.evaluate(PARCELS, day.isoformat()):
        wanted_state, reserve, supplied = parcels[parcel_id]
        assert state == wanted_state, (parcel_id, day)
        if in_reserve_ha is not None:
            assert (in_reserve_ha, supplied_ha) == (round(reserve, 4), round(supplied, 4))


def test_every_month_of_the_built_in_plan(builtin_connection, page_of) -> None:
    view = view_of(builtin_connection, "tianhe-2021-2025", as_of=END)
    page = page_of(view)
    days = days_of(view.plan, view.as_of)
    assert len(days) == 62
    assert page.evaluate("landplan.figures.days") == [day.isoformat() for day in days]
    for day in days:
        assert_as_the_balance(page, view, day)


def test_the_panel_shows_the_figures_of_the_day(builtin_connection, page_of) -> None:
    view = view_of(builtin_connection, "tianhe-2021-2025", as_of=END)
    page = page_of(view)
    tab(page, "smart-city", "balance")
    page.evaluate("landplan.state.set({ day: '2023-06-30' })")
    as_of = view_of(builtin_connection, "tianhe-2021-2025", as_of=date(2023, 6, 30))
    rows = [row for row in as_of.balance().as_json()["rows"] if row["zone"] == "smart-city"]
    for row in json.loads(json.dumps(rows)):
        for field in TOLD[:6]:
            cell = page.locator(
                f"#panel-balance [data-measure={row['measure']}][data-field={field}]"
            )
            assert same(cell.get_attribute("data-value"), row[field])
        cell = page.locator(f"#panel-balance [data-measure={row['measure']}][data-field=status]")
        assert cell.get_attribute("data-value") == (row["status"] or "")
    expect(page.locator(".masthead [data-day]")).to_have_text("2023-06-30")
    # On a day before the end a target may be behind; words are those of that day.
    assert "未完成" not in (page.locator("#legend-body").text_content() or "")


def part_and_back():
    """Return land that is supplied in part, taken back and stored again, across zones and years."""
    outlines = {"P1": block(0, 0, 4, 1), "P2": block(8, 0, 12, 1), "P3": block(2, 0, 6, 1)}
    return package(
        parcels=tuple(parcel(name, outline) for name, outline in outlines.items()),
        targets=(target("all", "storage", 12), target("west", "supply", 3)),
        events=(
            storage("E1", "2019-03-01", outlines["P1"], parcel_ids=("P1",), declared_ha=4.4),
            supply("E2", "2021-02-10", block(0, 0, 1, 1), parcel_ids=("P1",)),
            storage("E3", "2021-07-31", outlines["P2"], parcel_ids=("P2",)),
            supply("E4", "2022-01-01", block(8, 0, 10, 1), use="0701", parcel_ids=("P2",)),
            storage("E5", "2022-05-15", block(8, 0, 9, 1), parcel_ids=("P2",)),
            storage("E6", "2023-08-08", outlines["P3"], parcel_ids=("P3",)),
            supply("E7", "2024-12-31", outlines["P3"], parcel_ids=("P3",)),
            supply("E8", "2026-02-01", outlines["P2"], parcel_ids=("P2",)),
        ),
    )


NESTED = (
    zone("all", block(0, 0, 20, 20), None, position=0),
    zone("west", block(0, 0, 10, 20), position=1),
    zone("corner", block(0, 0, 3, 3), "west", position=2),
)


@pytest.mark.parametrize(
    ("as_of", "basis"),
    [
        (date(2023, 5, 14), "measured"),
        (date(2025, 12, 31), "declared"),
        (date(2026, 6, 30), "measured"),
    ],
)
@pytest.mark.parametrize("make", [many_ways, part_and_back])
def test_small_land_on_every_day(connection, page_of, make, as_of: date, basis: str) -> None:
    load_package(connection, replace(make(), zones=NESTED))
    view = view_of(
        connection, "small", as_of=as_of, basis=basis,
        thresholds=Thresholds(on_track=0.5, behind=0.1),
    )  # fmt: skip
    page = page_of(view)
    for day in days_of(view.plan, as_of):
        assert_as_the_balance(page, view, day)


def test_what_was_known_on_a_day_is_told_of_every_day(connection, page_of) -> None:
    load_package(connection, many_ways())
    view = view_of(connection, "small", as_of=END, known=date(2024, 7, 31))
    page = page_of(view)
    for day in days_of(view.plan, END):
        assert_as_the_balance(page, view, day)


def test_the_events_of_a_day_sum_to_its_figures(connection, page_of) -> None:
    load_package(connection, many_ways())
    page = page_of(view_of(connection, "small", as_of=END))
    for day in ("2021-06-30", "2023-06-30", "2024-05-31"):
        page.evaluate("day => landplan.state.set({ day })", day)
        sums = page.evaluate(
            "() => [...landplan.data.zones.values()].flatMap((zone) => landplan.data.flows.map("
            " (measure) => {"
            "  const told = landplan.ledger.told(zone, measure);"
            "  return [told.reduce((sum, one) => sum + one.ha, 0),"
            "   landplan.figures.row(zone, measure).actual_ha]; }))"
        )
        assert all(summed == pytest.approx(figure, abs=1e-6) for summed, figure in sums)
        assert any(figure > 0 for _, figure in sums)


@pytest.mark.parametrize(
    ("as_of", "first", "many"),
    [
        (date(2021, 1, 1), "2020-12-31", 2),
        (date(2021, 1, 31), "2020-12-31", 3),
        (date(2021, 2, 1), "2020-12-31", 3),
        (date(2026, 3, 3), "2020-12-31", 63),
        (date(2020, 6, 1), "2020-06-01", 1),
    ],
)
def test_the_days_of_a_plan(as_of: date, first: str, many: int) -> None:
    days = days_of(package().plan, as_of)
    assert (days[0].isoformat(), len(days), days[-1]) == (first, many, as_of)
    assert list(days) == sorted(set(days))


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [(date(1, 1, 1), date(1, 3, 15)), (date(9999, 2, 1), date(9999, 12, 31))],
)
def test_the_first_and_the_last_years_there_are(starts_on: date, ends_on: date) -> None:
    plan = replace(package().plan, starts_on=starts_on, ends_on=ends_on)
    days = days_of(plan, ends_on)
    assert days[-1] == ends_on
    assert all(day <= ends_on for day in days)
