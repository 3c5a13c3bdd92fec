"""Pace by years on squares of 100 m, and on the built-in plan against the balance of SQL."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from math import fsum

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from gis.database.tables import land_event
from gis.errors import WrongUseError
from projects.balance.sql_engine import balance
from projects.functions import land_counted
from projects.load import load_package
from projects.model import ScheduleStep
from projects.view import view_of
from tests.projects.balance.test_engines_agree import days, ledgers, rectangles, slanted
from tests.projects.balance.test_forecast import extended
from tests.small_land import block, land, package, storage, supply, target

HALF = date(2023, 7, 2)  # 912 of 1825 days gone
EVENTS = (
    storage("E1", "2020-05-01", block(0, 0, 9, 1)),  # before the period: in reserve alone
    storage("E2", "2021-05-01", block(0, 1, 4, 2)),
    storage("E3", "2022-05-01", block(0, 1, 5, 2)),  # one of its five squares is new
    storage("E4", "2022-08-01", block(9, 2, 11, 3)),  # across the border of west and east
    storage("E5", "2023-05-01", block(0, 3, 6, 4)),
    storage("E6", "2023-07-03", block(0, 5, 9, 6)),  # after the day that is asked for
    supply("E7", "2022-06-01", block(0, 1, 2, 2)),
    supply("E8", "2022-07-01", block(2, 1, 3, 2), use="0701"),
    supply("E9", "2023-06-01", block(3, 1, 4, 2), use="0901"),
)
TARGETS = (target("all", "storage", 20), target("west", "supply", 90, unit="亩"))


@pytest.fixture
def small(connection):
    """Give a function: events, options → {(zone, measure): row of the pace}."""

    def compute(events=EVENTS, *, as_of=HALF, schedule=(), **options):
        with connection.begin_nested() as savepoint:
            made = package(events=tuple(events), targets=TARGETS, schedule=tuple(schedule))
            load_package(connection, made)
            asked = {name: options.pop(name) for name in ("zone", "level") if name in options}
            found = view_of(connection, "small", as_of=as_of, **options).pace(**asked)
            savepoint.rollback()
        return {(row.zone, row.measure): row for row in found.rows}

    return compute


def years(row):
    return {f.year: pytest.approx((f.added_ha, f.cumulative_ha), abs=1e-5) for f in row.by_year}


def test_years_by_hand(small):
    found = small()
    assert years(found["all", "storage"]) == {2021: (4, 4), 2022: (3, 7), 2023: (6, 13)}
    assert years(found["west", "storage"]) == {2021: (4, 4), 2022: (2, 6), 2023: (6, 12)}
    assert years(found["east", "storage"]) == {2021: (0, 0), 2022: (1, 1), 2023: (0, 1)}
    assert years(found["west", "supply"]) == {2021: (0, 0), 2022: (3, 3), 2023: (1, 4)}
    assert years(found["west", "supply_industry"]) == {2021: (0, 0), 2022: (2, 2), 2023: (0, 2)}
    homes = found["west", "supply_housing_services"]
    assert years(homes) == {2021: (0, 0), 2022: (1, 1), 2023: (0, 1)}
    assert ("all", "reserve") not in found


def test_a_row_by_hand(small):
    """13 of 20 ha after 912 of 1825 days, on 4 days: r = 913 / 912."""
    row = small()["all", "storage"]
    assert (row.target_ha, row.events, row.event_days, row.status) == (20, 4, 4, "on track")
    assert row.actual_ha == pytest.approx(13, abs=1e-5)
    assert row.needed_ha_per_year == pytest.approx(7 / 913 * 365.25, abs=1e-5)
    assert row.forecast_ha == pytest.approx(13 * 1825 / 912, abs=1e-4)
    assert row.low_ha < row.forecast_ha < row.high_ha
    assert 0.5 < row.chance_of_target < 0.9


def test_expected_by_year_is_the_straight_line_or_the_schedule(small):
    line = small()["all", "storage"].by_year
    assert [f.expected_ha for f in line] == [
        pytest.approx(20 * days / 1825) for days in (364, 729, 1094)
    ]
    west = small()["west", "supply"].by_year  # 90 亩 are 6 ha
    assert west[0].expected_ha == pytest.approx(6 * 364 / 1825)
    steps = [
        ScheduleStep(zone_id="all", measure="storage", year=year, value=value)
        for year, value in ((2021, 1.0), (2022, 2.0), (2023, 11.0), (2024, 15.0))
    ]
    stepped = small(schedule=steps)["all", "storage"].by_year
    assert [f.expected_ha for f in stepped] == [1, 2, 11]
    assert small()["east", "storage"].by_year[0].expected_ha is None


def test_few_events_and_no_target_leave_their_fields_empty(small):
    row = small()["east", "storage"]
    assert (row.events, row.event_days) == (1, 1)
    assert row.forecast_ha == pytest.approx(1825 / 912, abs=1e-5)
    assert row.low_ha is row.high_ha is row.chance_of_target is row.target_ha is row.status is None


def test_measured_known_and_zone_are_those_of_the_balance(small):
    wide = [replace(event, declared_ha=2 * event.declared_ha) for event in EVENTS]
    assert small(wide)["all", "storage"].actual_ha == pytest.approx(26, abs=1e-4)
    assert small(wide, basis="measured")["all", "storage"].actual_ha == pytest.approx(13, abs=1e-4)
    known = small(known=date(2022, 12, 31))["all", "storage"]
    assert years(known) == {2021: (4, 4), 2022: (3, 7), 2023: (0, 7)}
    assert {zone for zone, _ in small(zone="west")} == {"west"}


def near(ha):
    return None if ha is None else pytest.approx(ha, rel=1e-9, abs=1e-9)


def event_by_event(connection, plan, as_of, basis, known):
    """Return day and hectares of every event that counts, by zone and measure."""
    amounts = defaultdict(list)
    counted = land_counted(plan, as_of, known)
    found = select(counted, land_event.c.happened_on).join_from(
        counted, land_event, counted.c.event_id == land_event.c.event_id
    )
    for row in connection.execute(found.where(land_event.c.plan_id == plan)):
        ha = row.measured_ha if basis == "measured" else row.declared_ha
        amounts[row.zone_id, row.measure].append((row.happened_on, ha))
    return amounts


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.data(), days, st.none() | days, st.sampled_from(["declared", "measured"]))
def test_the_figures_are_those_of_the_events_one_by_one(connection, data, as_of, known, basis):
    outlines = slanted().map(land) | rectangles().map(lambda corners: block(*corners))
    events = data.draw(ledgers(outlines))
    with connection.begin_nested() as savepoint:
        load_package(connection, package(events=tuple(events), targets=TARGETS))
        told = view_of(connection, "small", as_of=as_of, basis=basis, known=known).pace()
        amounts = event_by_event(connection, "small", as_of, basis, known)
        savepoint.rollback()
    for row in told.rows:
        of_row = amounts[row.zone, row.measure]
        for figure in row.by_year:
            of_year = [ha for day, ha in of_row if day.year == figure.year]
            assert figure.added_ha == near(fsum(of_year))
        found = extended(of_row, as_of)
        for name in ("actual_ha", "forecast_ha", "low_ha", "high_ha"):
            assert getattr(row, name) == near(getattr(found, name)), (row.zone, row.measure, name)
        assert row.event_days == found.days
        if row.target_ha is not None:
            assert row.chance_of_target == near(found.chance_of(row.target_ha))


def test_before_and_after_the_period(small):
    before = small(as_of=date(2020, 12, 31))["all", "storage"]
    assert (before.by_year, before.actual_ha, before.forecast_ha) == ((), 0, None)
    after = small(as_of=date(2027, 1, 1))["all", "storage"]
    assert [f.year for f in after.by_year] == [2021, 2022, 2023, 2024, 2025]
    assert after.forecast_ha == after.low_ha == after.high_ha == after.actual_ha
    assert after.chance_of_target == 1
    assert after.needed_ha_per_year is None


@pytest.mark.parametrize("level", [0, 1, 80, -0.1, float("nan"), 1 - 2**-53])
def test_a_level_outside_0_to_1_is_wrong_use(small, level):
    with pytest.raises(WrongUseError, match="置信水平"):
        small(level=level)


@pytest.mark.parametrize("wrong", [{"basis": "guessed"}, {"zone": "moon"}])
def test_wrong_words_are_wrong_use(small, wrong):
    with pytest.raises(WrongUseError):
        small(**wrong)


def test_the_assumptions_are_told_for_the_day(connection):
    load_package(connection, package())
    told = {}
    for day in (date(2020, 1, 1), HALF, date(2025, 12, 31)):
        found = view_of(connection, "small", as_of=day).pace(level=0.95)
        told[day.year] = (found.assumes_zh, found.assumes_en)
    assert "没有速度可供推算" in told[2020][0]
    assert "95%" in told[2023][0]
    assert "95%" in told[2023][1]
    assert "不足 3 天" in told[2023][0]
    assert "推算即实际" in told[2025][0]


@pytest.mark.parametrize("basis", ["declared", "measured"])
def test_on_the_built_in_plan_years_and_forecast_are_those_of_the_balance(
    builtin_connection, basis
):
    connection, plan = builtin_connection, "tianhe-2021-2025"
    for as_of in (date(2021, 1, 1), date(2022, 8, 15), date(2024, 12, 31), date(2026, 5, 1)):
        told = view_of(connection, plan, as_of=as_of, basis=basis).pace()
        reached = balance(connection, plan, as_of=as_of, basis=basis)
        flows = [row for row in reached.rows if row.measure != "reserve"]
        assert len(told.rows) == len(flows) > 40
        for row, other in zip(told.rows, flows, strict=True):
            assert (row.zone, row.measure, row.status) == (other.zone, other.measure, other.status)
            total = sum(figure.added_ha for figure in row.by_year)
            assert total == pytest.approx(other.actual_ha, rel=1e-9)
            assert row.actual_ha == pytest.approx(other.actual_ha, rel=1e-9)
            if other.forecast_ha is None:
                assert row.forecast_ha is None
            else:
                assert row.forecast_ha == pytest.approx(other.forecast_ha, rel=1e-9)
            assert row.needed_ha_per_year == other.needed_ha_per_year
            if row.low_ha is not None:
                assert row.actual_ha <= row.low_ha <= row.high_ha
    assert any(row.chance_of_target == 0 for row in told.rows)


def test_the_json_is_plain(connection):
    load_package(connection, package(events=EVENTS, targets=TARGETS))
    found = view_of(connection, "small", as_of=HALF).pace().as_json()
    assert found["as_of"] == "2023-07-02"
    assert found["level"] == 0.8
    assert found["rows"][0]["by_year"][0]["year"] == 2021
