"""The history of parcels: what it says of any day is what the replay of the ledger says."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from projects.load import load_package
from projects.monitoring.deep_check import deep_findings
from projects.store.refresh import refresh_plan
from tests.projects.balance.test_engines_agree import ledgers, rectangles, slanted
from tests.small_land import block, event, land, package, parcel, storage, supply

some_ledgers = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
outlines = slanted().map(land) | rectangles().map(lambda corners: block(*corners))
EVER = date(9999, 1, 1)
SQUARE, HALF = block(0, 0, 4, 1), block(0, 0, 2, 1)
PARCEL = parcel("P1", SQUARE)


def spans(connection, parcel_id="P1"):
    """Return the spans of a parcel: from, until, state, hectares in reserve and supplied."""
    found = connection.execute(
        text(
            "select from_on, until_on, state, in_reserve_m2 / 1e4, supplied_m2 / 1e4"
            " from landplan.parcel_history where parcel_id = :parcel order by from_on"
        ),
        {"parcel": parcel_id},
    )
    return [
        (*(day and day.isoformat() for day in row[:2]), row[2], round(row[3], 4), round(row[4], 4))
        for row in found
    ]


def status(connection, day, known=None):
    found = connection.execute(
        text(
            "select parcel_id, state, in_reserve_m2, supplied_m2,"
            " coalesce(st_area(reserve_outline::geography), 0)"
            " from landplan.parcel_status('small', :day, :known)"
        ),
        {"day": day, "known": known},
    )
    return {row[0]: tuple(row[1:]) for row in found}


def assert_history_is_the_replay(connection):
    """Hold kept spans, pieces and counted areas against the replay, on every day that matters."""
    days = connection.scalars(
        text("select distinct happened_on from landplan.land_event where kind <> 'reversal'")
    ).all()
    passed_over = 0.01 * len(days)  # m²: on each day a change of up to 0.01 is rounding
    for day in {one + timedelta(days=more) for one in days for more in (-1, 0)}:
        kept, replayed = status(connection, day), status(connection, day, known=EVER)
        assert kept.keys() == replayed.keys()
        for name, (state, *areas) in replayed.items():
            assert kept[name][1:] == pytest.approx(areas, rel=1e-8, abs=passed_over), (name, day)
            if not any(0.5 < area < 1.5 for area in areas):  # rounding decides what is land
                assert kept[name][0] == state, (name, day)
        held = "select event_id, st_area(held::geography) from landplan.land_held('small', :day)"
        assert reserve_on(connection, day) == pytest.approx(
            sizes(connection, f"{held} where kind = 'storage'", day=day), rel=1e-8, abs=passed_over
        )
    replay = "select event_id, st_area(counted::geography) from landplan.land_replay('small')"
    told = "select event_id, counted_ha * 1e4 from landplan.v_event where in_force"
    every = sizes(connection, replay, least=-1)
    assert sizes(connection, told, least=-1) == pytest.approx(every, rel=1e-8, abs=1e-2)


def reserve_on(connection, day):
    """Return what v_reserve says of storages, of a day."""
    connection.execute(
        text("update landplan.plan set starts_on = '1000-01-01', ends_on = :day"), {"day": day}
    )
    found = sizes(connection, "select event_id, measured_ha * 1e4 from landplan.v_reserve")
    connection.execute(text("update landplan.plan set ends_on = '2025-12-31'"))
    return found


def sizes(connection, query, *, least=2.0, **given):
    """Return areas by id; pieces of up to 2 m² may be noise in one and land in the other."""
    return {name: m2 for name, m2 in connection.execute(text(query), given) if m2 > least}


@pytest.mark.slow
@some_ledgers
@given(st.data())
def test_the_history_is_the_replay_after_each_part_of_a_ledger(connection, data):
    events = data.draw(ledgers(outlines))
    order = data.draw(st.permutations(events))
    cut = data.draw(st.integers(0, len(order)))
    first = [e for e in order[:cut] if e.corrects is None]
    drawn = data.draw(st.lists(outlines, min_size=1, max_size=3))
    parcels = tuple(parcel(f"P{n}", outline) for n, outline in enumerate(drawn))
    parcels += tuple(parcel(f"X{e.event_id}", e.extent) for e in first[:2])
    redrawn = (replace(parcels[0], outline=data.draw(outlines)), *parcels[1:])
    with connection.begin_nested() as savepoint:
        load_package(connection, package(events=tuple(first), parcels=parcels))
        assert_history_is_the_replay(connection)
        load_package(connection, package(events=tuple(events), parcels=redrawn))
        assert_history_is_the_replay(connection)
        assert list(deep_findings(connection, "small")) == []
        refresh_plan(connection, "small")
        assert_history_is_the_replay(connection)
        savepoint.rollback()


def test_a_parcel_stored_supplied_and_taken_back(connection):
    events = (
        storage("E1", "2021-06-30", SQUARE, parcel_ids=("P1",)),
        storage("E2", "2021-09-30", SQUARE, parcel_ids=("P1",)),
        supply("E3", "2022-06-30", SQUARE, parcel_ids=("P1",)),
        storage("E4", "2023-06-30", SQUARE, parcel_ids=("P1",)),
    )
    load_package(connection, package(events=events, parcels=(PARCEL,)))
    assert spans(connection) == [
        ("2021-06-30", "2022-06-30", "in_reserve", 4, 0),
        ("2022-06-30", "2023-06-30", "supplied", 0, 4),
        ("2023-06-30", None, "in_reserve", 4, 0),
    ]
    assert status(connection, date(2021, 6, 29))["P1"][0] == "not_stored"
    assert status(connection, date(2022, 6, 29))["P1"][0] == "in_reserve"
    assert status(connection, date(2022, 6, 30))["P1"][0] == "supplied"
    assert connection.execute(
        text("select event_id, stored_on, measured_ha from landplan.v_reserve")
    ).one() == ("E4", date(2023, 6, 30), pytest.approx(4, rel=1e-6))
    assert connection.execute(
        text(
            "select from_on, until_on, state from landplan.v_parcel_history order by 1 nulls first"
        )
    ).first() == (None, date(2021, 6, 30), "not_stored")


def test_a_part_is_supplied(connection):
    events = (
        storage("E1", "2021-06-30", SQUARE, parcel_ids=("P1",)),
        supply("E2", "2022-06-30", HALF, parcel_ids=("P1",)),
        supply("E3", "2023-06-30", SQUARE, parcel_ids=("P1",)),
    )
    load_package(connection, package(events=events, parcels=(PARCEL,)))
    assert spans(connection) == [
        ("2021-06-30", "2022-06-30", "in_reserve", 4, 0),
        ("2022-06-30", "2023-06-30", "partly_supplied", 2, 2),
        ("2023-06-30", None, "supplied", 0, 4),
    ]
    assert status(connection, date(2022, 12, 31))["P1"][3] == pytest.approx(20_000, rel=1e-6)
    counted = "select event_id, round(counted_ha::numeric, 4) from landplan.v_event order by 1"
    assert connection.execute(text(counted)).all() == [("E1", 4), ("E2", 2), ("E3", 2)]


def test_what_is_undone_on_its_day_leaves_no_span(connection):
    events = (
        storage("E1", "2021-06-30", SQUARE, parcel_ids=("P1",)),
        supply("E2", "2022-06-30", SQUARE, parcel_ids=("P1",)),
        storage("E3", "2022-06-30", SQUARE, parcel_ids=("P1",)),
    )
    load_package(connection, package(events=events, parcels=(PARCEL,)))
    assert [span[2] for span in spans(connection)] == ["in_reserve", "in_reserve"]
    assert connection.scalar(text("select event_id from landplan.v_reserve")) == "E3"


def test_a_correction_changes_the_history_and_what_was_known_stays(connection):
    first = (storage("E1", "2021-06-30", SQUARE, parcel_ids=("P1",)),)
    load_package(connection, package(events=first, parcels=(PARCEL,)))
    undone = event(
        "R", "reversal", "2021-06-30", None,
        corrects="E1", recorded_on=date(2023, 1, 31), declared_ha=0.0,
    )  # fmt: skip
    load_package(connection, package(events=(*first, undone), parcels=(PARCEL,)))
    assert spans(connection) == []
    assert status(connection, date(2024, 1, 1))["P1"][0] == "not_stored"
    assert status(connection, date(2024, 1, 1), known=date(2022, 1, 1))["P1"][0] == "in_reserve"
    told = text("select event_id, in_force, counted_ha from landplan.v_event order by 1")
    assert connection.execute(told).all() == [("E1", False, None), ("R", False, None)]


def test_a_parcel_drawn_anew_has_the_history_of_its_new_land(connection):
    events = (storage("E1", "2021-06-30", SQUARE, parcel_ids=()),)
    load_package(connection, package(events=events, parcels=(PARCEL,)))
    load_package(connection, package(events=events, parcels=(replace(PARCEL, outline=HALF),)))
    assert spans(connection) == [("2021-06-30", None, "in_reserve", 2, 0)]
    reserve = connection.execute(text("select event_id, measured_ha from landplan.v_reserve")).all()
    assert reserve == [("E1", pytest.approx(4, rel=1e-6))]


def test_today_is_that_of_beijing(connection):
    connection.execute(text("set local timezone = 'America/New_York'"))
    assert connection.scalar(
        text("select landplan.today() = (now() at time zone interval '8 hours')::date")
    )
