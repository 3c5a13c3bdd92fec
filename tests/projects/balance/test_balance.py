"""The worked examples of docs/method.md, on squares of 100 m, in both engines."""

from dataclasses import replace
from datetime import date

import pytest

from projects.balance.shapely_engine import balance_shapely
from projects.balance.sql_engine import balance
from projects.balance.status import Thresholds
from projects.load import load_package
from tests.small_land import block, package, storage, supply, target

END = date(2025, 12, 31)


@pytest.fixture(params=["postgis", "shapely"])
def rows(request, connection):
    """Give a function: events → {(zone, measure): row}, by each engine in turn."""

    def compute(events, *, as_of=END, basis="declared", known=None, thresholds=None, **fields):
        made = package(events=tuple(events), **fields)
        options = {"as_of": as_of, "basis": basis, "known": known, "thresholds": thresholds}
        if request.param == "postgis":
            with connection.begin_nested() as savepoint:
                load_package(connection, made)
                found = balance(connection, "small", **options)
                savepoint.rollback()
        else:
            found = balance_shapely(made, **options)
        return {(row.zone, row.measure): row for row in found.rows}

    return compute


def hectares(found, zone="all"):
    return {
        measure: pytest.approx(row.actual_ha, abs=1e-5)
        for (where, measure), row in found.items()
        if where == zone and row.actual_ha > 1e-9
    }


def test_land_stored_and_partly_supplied(rows):
    found = rows(
        [
            storage("E1", "2021-06-30", block(0, 0, 4, 1)),
            supply("E2", "2022-06-30", block(0, 0, 1, 1)),
            supply("E3", "2023-06-30", block(1, 0, 2, 1), use="0701"),
            supply("E4", "2024-06-30", block(2, 0, 2.5, 1), use="0901"),
        ]
    )
    assert hectares(found) == {
        "storage": 4, "supply": 2.5, "supply_industry": 1, "supply_housing_services": 1,
        "reserve": 1.5,
    }  # fmt: skip


def test_the_same_land_stored_twice_counts_once(rows):
    found = rows(
        [
            storage("E1", "2021-06-30", block(0, 0, 2, 1)),
            storage("E2", "2022-06-30", block(1, 0, 4, 1)),
        ]
    )
    assert hectares(found) == {"storage": 4, "reserve": 4}


def test_land_taken_back_and_stored_again_counts_again(rows):
    again = [
        storage("E1", "2021-01-01", block(0, 0, 1, 1)),
        supply("E2", "2022-01-01", block(0, 0, 1, 1)),
        storage("E3", "2023-01-01", block(0, 0, 1, 1)),
        supply("E4", "2024-01-01", block(0, 0, 1, 1)),
    ]
    assert hectares(rows(again)) == {"storage": 2, "supply": 2, "supply_industry": 2}


def test_supply_twice_without_storage_between_counts_once(rows):
    found = rows(
        [
            supply("E1", "2021-06-30", block(0, 0, 2, 1)),
            supply("E2", "2022-06-30", block(1, 0, 3, 1)),
        ]
    )
    assert hectares(found) == {"supply": 3, "supply_industry": 3}


def test_storage_before_the_period_is_reserve_but_not_storage(rows):
    found = rows(
        [
            storage("E1", "2018-06-30", block(0, 0, 4, 1)),
            supply("E2", "2022-06-30", block(0, 0, 1, 1)),
        ]
    )
    assert hectares(found) == {"supply": 1, "supply_industry": 1, "reserve": 3}


def test_an_event_across_the_border_counts_in_each_zone_by_its_part(rows):
    found = rows([storage("E1", "2021-06-30", block(8, 0, 12, 1), declared_ha=4.4)])
    assert hectares(found, "west") == {"storage": 2.2, "reserve": 2.2}
    assert hectares(found, "east") == {"storage": 2.2, "reserve": 2.2}
    assert found["west", "storage"].measured_ha == pytest.approx(2, abs=1e-5)
    assert found["west", "storage"].events == 1


def test_land_outside_every_zone_counts_nowhere(rows):
    found = rows([storage("E1", "2021-06-30", block(18, 0, 22, 1), declared_ha=4.4)])
    assert hectares(found) == {"storage": 2.2, "reserve": 2.2}


def test_measured_basis_takes_the_outlines(rows):
    found = rows([storage("E1", "2021-06-30", block(0, 0, 4, 1), declared_ha=5)], basis="measured")
    assert hectares(found) == {"storage": 4, "reserve": 4}
    assert found["all", "storage"].declared_ha == pytest.approx(5)


def test_a_newly_stored_part_takes_its_share_of_the_declared_area(rows):
    found = rows(
        [
            storage("E1", "2021-06-30", block(0, 0, 1, 1), declared_ha=1),
            storage("E2", "2022-06-30", block(0, 0, 4, 1), declared_ha=8),
        ]
    )
    assert hectares(found) == {"storage": 7, "reserve": 7}


def test_events_of_one_day_are_told_in_the_order_of_their_ids(rows):
    square = block(0, 0, 1, 1)
    found = rows([supply("b", "2021-06-30", square), storage("a", "2021-06-30", square)])
    assert hectares(found) == {"storage": 1, "supply": 1, "supply_industry": 1}
    found = rows([supply("A", "2021-06-30", square), storage("a", "2021-06-30", square)])
    assert hectares(found) == {"storage": 1, "supply": 1, "supply_industry": 1, "reserve": 1}


def test_a_reversed_event_is_left_out_from_its_correction_on(rows):
    wrong = storage("E1", "2021-06-30", block(0, 0, 2, 1))
    undone = storage("E2", "2021-06-30", block(2, 0, 3, 1))
    reversal = type(wrong)(
        event_id="E3", kind="reversal", parcel_ids=(), happened_on=date(2021, 6, 30),
        recorded_on=date(2023, 1, 15), method="", land_use="", land_use_set="",
        declared_ha=0.0, document_no="", corrects="E1", extent=None,
    )  # fmt: skip
    events = [wrong, undone, reversal]
    assert hectares(rows(events)) == {"storage": 1, "reserve": 1}
    before = rows(events, known=date(2022, 12, 31))
    assert hectares(before) == {"storage": 3, "reserve": 3}


def test_a_replaced_event_gives_way_to_the_one_that_names_it(rows):
    events = [
        storage("E1", "2021-06-30", block(0, 0, 2, 1)),
        storage("E2", "2021-06-30", block(0, 0, 3, 1), corrects="E1", recorded_on=date(2023, 1, 5)),
    ]
    assert hectares(rows(events)) == {"storage": 3, "reserve": 3}
    assert hectares(rows(events, known=date(2022, 1, 1))) == {"storage": 2, "reserve": 2}


def test_figures_hold_at_the_end_of_their_day(rows):
    events = [storage("E1", "2021-06-30", block(0, 0, 1, 1))]
    assert hectares(rows(events, as_of=date(2021, 6, 29))) == {}
    assert hectares(rows(events, as_of=date(2021, 6, 30))) == {"storage": 1, "reserve": 1}


@pytest.mark.parametrize(
    ("stored_ha", "status"),
    [(10, "done"), (8, "on track"), (7.6, "on track"), (7, "behind"), (5, "at risk")],
)
def test_status_against_the_straight_line(rows, stored_ha, status):
    """Four fifths of the period gone: 8 of 10 ha expected (2021-01-01 + 1460 of 1825 days)."""
    row = rows(
        [storage("E1", "2021-06-30", block(0, 0, stored_ha, 1), declared_ha=stored_ha)],
        as_of=date(2024, 12, 31),
        targets=(target("all", "storage", 10),),
    )["all", "storage"]
    assert row.expected_ha == pytest.approx(10 * 1460 / 1825)
    assert row.status == status
    assert row.percent == pytest.approx(stored_ha * 10)
    assert row.remaining_ha == pytest.approx(10 - stored_ha)
    assert row.needed_ha_per_year == pytest.approx((10 - stored_ha) / 365 * 365.25)
    assert row.forecast_ha == pytest.approx(stored_ha * 1825 / 1460)
    assert row.source.line == 1


def test_a_yearly_schedule_bends_the_line(rows):
    from projects.model import ScheduleStep

    steps = [
        ScheduleStep(zone_id="all", measure="storage", year=year, value=value)
        for year, value in ((2021, 1.0), (2022, 2.0), (2023, 6.0), (2024, 8.0))
    ]
    row = rows(
        [], as_of=date(2023, 12, 31), targets=(target("all", "storage", 10),), schedule=tuple(steps)
    )["all", "storage"]
    assert row.expected_ha == pytest.approx(6)
    row = rows(
        [], as_of=date(2023, 7, 2), targets=(target("all", "storage", 10),), schedule=tuple(steps)
    )["all", "storage"]
    assert row.expected_ha == pytest.approx(2 + 4 * 183 / 365)


def test_targets_of_earlier_years_are_milestones(rows):
    targets = (target("all", "storage", 4, year=2022), target("all", "storage", 10))
    for day, expected in ((date(2022, 12, 31), 4), (date(2024, 7, 1), 7), (END, 10)):
        row = rows([], as_of=day, targets=targets)["all", "storage"]
        assert row.target_ha == 10
        assert row.expected_ha == pytest.approx(expected, abs=0.01)


def test_a_target_of_an_earlier_year_is_due_then(rows):
    found = rows([], as_of=date(2024, 6, 30), targets=(target("all", "storage", 4, year=2022),))
    assert found["all", "storage"].expected_ha == pytest.approx(4)


def test_before_the_period_there_is_no_status(rows):
    row = rows([], as_of=date(2020, 1, 1), targets=(target("all", "storage", 4),))["all", "storage"]
    assert (row.expected_ha, row.status) == (0, None)


@pytest.mark.parametrize(
    ("as_of", "expected", "status"),
    [(date(2025, 6, 29), 0, None), (date(2025, 6, 30), 4, "at risk"), (END, 4, "at risk")],
)
def test_a_plan_of_one_day_expects_its_target_on_it(rows, as_of, expected, status):
    day = date(2025, 6, 30)
    plan = replace(package().plan, starts_on=day, ends_on=day)
    events = [
        storage("E1", "2025-06-29", block(0, 0, 1, 1)),
        storage("E2", "2025-06-30", block(1, 0, 3, 1)),
    ]
    targets = (target("all", "storage", 4),)
    row = rows(events, as_of=as_of, plan=plan, targets=targets)["all", "storage"]
    assert row.actual_ha == pytest.approx(0 if status is None else 2, abs=1e-6)
    assert (row.expected_ha, row.status) == (expected, status)
    assert row.forecast_ha is None


def test_what_is_due_on_the_first_day_is_expected_then(rows):
    plan = replace(package().plan, starts_on=date(2021, 12, 31))
    targets = (target("all", "storage", 4, year=2021), target("all", "storage", 10))
    for day, expected in ((date(2021, 12, 30), 0), (date(2021, 12, 31), 4), (END, 10)):
        row = rows([], as_of=day, plan=plan, targets=targets)["all", "storage"]
        assert row.expected_ha == pytest.approx(expected)


def test_thresholds_are_settings(rows):
    row = rows(
        [storage("E1", "2021-06-30", block(0, 0, 5, 1), declared_ha=5)],
        as_of=date(2024, 12, 31),
        targets=(target("all", "storage", 150, unit="亩"),),
        thresholds=Thresholds(on_track=0.6, behind=0.5),
    )["all", "storage"]
    assert row.target_ha == pytest.approx(10)
    assert row.status == "on track"


def test_zones_without_a_target_have_no_status(rows):
    row = rows([storage("E1", "2021-06-30", block(0, 0, 1, 1))])["west", "storage"]
    assert row.target_ha is row.percent is row.expected_ha is row.remaining_ha is row.status is None
    assert row.needed_ha_per_year is row.source is None


def test_every_zone_has_every_measure_in_the_order_of_the_tree(rows):
    assert list(rows([])) == [
        (zone, measure)
        for zone in ("all", "west", "east")
        for measure in (
            "storage", "supply", "supply_industry", "supply_housing_services", "reserve"
        )
    ]  # fmt: skip
