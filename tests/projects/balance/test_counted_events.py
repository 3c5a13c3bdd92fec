"""What a figure of the balance sums: the examples of docs/method.md, event by event."""

from datetime import date

import pytest

from projects.balance.counted_events import counted_events
from projects.load import load_package
from projects.model import MEASURES
from projects.store.plans import plan_of
from projects.view import PlanView
from tests.small_land import block, package, storage, supply

END = date(2025, 12, 31)


def of(connection, measure, zone="all", **asked):
    found = counted_events(connection, "small", zone_id=zone, measure=measure, as_of=END, **asked)
    return {one.event_id: round(one.counted_ha, 6) for one in found.rows}


@pytest.fixture
def partly_supplied(connection):
    load_package(
        connection,
        package(
            events=(
                storage("E1", "2021-03-01", block(8, 0, 12, 1), parcel_ids=()),
                supply("E2", "2022-03-01", block(8, 0, 9, 1), "1001"),
                supply("E3", "2022-03-01", block(9, 0, 10.5, 1), "0701"),
                storage("E0", "2023-03-01", block(11, 0, 13, 1)),
            )
        ),
    )
    return connection


def test_each_event_counts_for_what_it_newly_did_in_the_zone(partly_supplied):
    assert of(partly_supplied, "storage") == {"E1": 4, "E0": 1}
    assert of(partly_supplied, "storage", "west") == {"E1": 2}
    assert of(partly_supplied, "supply") == {"E2": 1, "E3": 1.5}
    assert of(partly_supplied, "supply_industry") == {"E2": 1}
    assert of(partly_supplied, "supply_housing_services", "east") == {"E3": 0.5}
    assert of(partly_supplied, "reserve") == {"E1": 1.5, "E0": 1}
    assert of(partly_supplied, "supply_industry", "east") == {}


def test_a_part_of_the_list_tells_of_all(partly_supplied):
    found = counted_events(
        partly_supplied, "small",
        zone_id="all", measure="storage", as_of=END, first=1, rows=1,
    )  # fmt: skip
    assert [one.event_id for one in found.rows] == ["E0"]
    assert (found.count, round(found.total_ha, 6)) == (2, 5)


@pytest.mark.parametrize("basis", ["declared", "measured"])
@pytest.mark.parametrize("as_of", [date(2022, 5, 31), END])
def test_every_figure_of_the_builtin_balance_is_the_sum_of_its_events(
    builtin_connection, basis, as_of
):
    plan = plan_of(builtin_connection, "tianhe-2021-2025")
    view = PlanView(builtin_connection, plan, as_of=as_of, basis=basis)
    wrong = []
    for row in view.balance().rows:
        if row.zone in ("smart-city", "park-2112"):
            found = view.counted_events(row.zone, row.measure)
            assert len(found.rows) == min(found.count, 200)
            if abs(found.total_ha - row.actual_ha) > 1e-6:
                wrong.append((row.zone, row.measure, found.total_ha, row.actual_ha))
            if found.count <= 200:
                rows = sum(one.counted_ha for one in found.rows)
                assert rows == pytest.approx(found.total_ha, abs=1e-9)
    assert wrong == [] and set(MEASURES) == {row.measure for row in view.balance().rows}
