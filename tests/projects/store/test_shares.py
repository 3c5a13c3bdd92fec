"""What is stored beside the ledger stays what the geometry says, whatever happens in what order.

The deep check computes everything anew; here it must find nothing after any change, and something
after each kind of damage.
"""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from gis.geometry.area import M2_PER_HA, area_m2
from projects.balance.sql_engine import balance
from projects.load import load_package
from projects.monitoring.deep_check import deep_findings
from projects.store.refresh import refresh_plan
from tests.projects.balance.test_engines_agree import ledgers, rectangles, slanted
from tests.small_land import block, land, package, parcel, storage, supply, zone

some_ledgers = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
outlines = slanted().map(land) | rectangles().map(lambda corners: block(*corners))

FIGURES = {
    "place_zone": ("inside_m2",),
    "place_overlap": ("overlap_m2",),
    "land_share": ("measured_m2", "declared_ha", "reserve_m2", "reserve_ha"),
    "zone_day": ("measured_m2", "declared_ha", "reserve_m2", "reserve_ha"),
    "zone_month": ("measured_m2", "declared_ha", "reserve_m2", "reserve_ha"),
    "zone_ten_days": ("measured_m2", "declared_ha"),
}


def stored(connection):
    """Return every figure that is stored: (table, column, what it is about) → figure."""
    figures = {}
    for table, columns in FIGURES.items():
        for row in connection.execute(text(f"select * from landplan.{table}")).mappings():
            about = tuple(
                v for k, v in row.items() if not isinstance(v, float) and "events" not in k
            )
            figures |= {(table, column, about): row[column] for column in columns}
    return figures


@pytest.mark.slow
@some_ledgers
@given(st.data())
def test_shares_are_true_after_each_part_of_a_ledger(connection, data):
    events = data.draw(ledgers(outlines))
    order = data.draw(st.permutations(events))
    cut = data.draw(st.integers(0, len(order)))
    first = [e for e in order[:cut] if e.corrects is None]
    with connection.begin_nested() as savepoint:
        load_package(connection, package(events=tuple(first)))
        load_package(connection, package(events=tuple(events)))
        assert list(deep_findings(connection, "small")) == []
        savepoint.rollback()


@pytest.mark.slow
@some_ledgers
@given(ledgers(outlines))
def test_the_whole_at_once_is_the_same_as_bit_by_bit(connection, events):
    with connection.begin_nested() as savepoint:
        load_package(connection, package(events=tuple(events)))
        bit_by_bit = stored(connection)
        refresh_plan(connection, "small")
        at_once = stored(connection)
        for about in at_once.keys() | bit_by_bit.keys():  # a sliver may come to nothing in one
            figure = at_once.get(about, 0.0)
            assert bit_by_bit.get(about, 0.0) == pytest.approx(figure, rel=1e-8, abs=2e-4), about
        assert list(deep_findings(connection, "small")) == []
        savepoint.rollback()


SQUARE, HALF = block(0, 0, 4, 1), block(0, 0, 2, 1)


@pytest.fixture
def loaded(connection):
    """Load a storage, the supply of its half, and a neighbour that overlaps neither."""
    events = (
        storage("E1", "2021-06-30", SQUARE, parcel_ids=("P1",)),
        supply("E2", "2022-06-30", HALF, parcel_ids=("P1",)),
        storage("E3", "2022-06-30", block(6, 0, 8, 1)),
    )
    load_package(connection, package(events=events, parcels=(parcel("P1", SQUARE),)))
    assert list(deep_findings(connection, "small")) == []
    return connection


@pytest.mark.parametrize(
    ("damage", "kind"),
    [
        ("update landplan.place_zone set inside_m2 = inside_m2 + 1", "stored_place_zone_differs"),
        ("delete from landplan.place_zone where zone_id = 'west'", "stored_place_zone_differs"),
        ("delete from landplan.place_overlap", "stored_place_overlap_differs"),
        ("delete from landplan.land_share where event_id = 'E3'", "stored_share_m2_differs"),
        ("update landplan.land_share set declared_ha = 0", "stored_share_ha_differs"),
        ("update landplan.land_share set reserve_m2 = 0", "stored_share_reserve_m2_differs"),
        (
            "update landplan.land_share set reserve_events = 1 - reserve_events",
            "stored_share_reserve_events_differs",
        ),
        ("update landplan.zone_day set measured_m2 = 0", "stored_day_m2_differs"),
        ("update landplan.zone_day set events = events + 1", "stored_day_events_differs"),
        ("delete from landplan.zone_day", "stored_day_reserve_ha_differs"),
        ("update landplan.zone_month set declared_ha = 0", "stored_month_ha_differs"),
        ("delete from landplan.zone_month", "stored_month_events_differs"),
        ("update landplan.zone_ten_days set measured_m2 = 1", "stored_ten_days_m2_differs"),
        (
            "update landplan.zone_ten_days set declared_ha = 0 where kind = 'reserve'",
            "stored_ten_days_ha_differs",
        ),
        ("delete from landplan.zone_ten_days", "stored_ten_days_events_differs"),
        ("update landplan.parcel_history set state = 'supplied'", "stored_history_state_differs"),
        (
            "update landplan.parcel_history set supplied_m2 = 0",
            "stored_history_supplied_m2_differs",
        ),
        (
            "update landplan.parcel_history set until_on = until_on + 1",
            "stored_history_until_differs",
        ),
        (
            "update landplan.parcel_history set reserve_outline = null",
            "stored_history_reserve_outline_m2_differs",
        ),
        ("delete from landplan.parcel_history", "stored_history_reserve_m2_differs"),
        ("delete from landplan.reserve_piece", "stored_piece_m2_differs"),
        ("update landplan.reserve_piece set reserve_ha = 0", "stored_piece_ha_differs"),
        ("delete from landplan.event_counted", "stored_counted_m2_differs"),
    ],
)
def test_each_damage_is_found_and_mended(loaded, damage, kind):
    loaded.execute(text("set local landplan.keeping = 'on'"))
    loaded.execute(text(damage))
    assert kind in {finding.kind for finding in deep_findings(loaded, "small")}
    refresh_plan(loaded, "small")
    assert list(deep_findings(loaded, "small")) == []


def test_a_wrong_area_of_a_place_is_found(loaded):
    loaded.execute(text("alter table landplan.place disable trigger place_append_only"))
    loaded.execute(text("update landplan.place set measured_m2 = measured_m2 * 1.001"))
    assert "stored_place_area_differs" in {f.kind for f in deep_findings(loaded, "small")}


def rows_by_place(connection):
    """Return where on disk each share lies: a row written again lies elsewhere."""
    found = connection.execute(text("select ctid, event_id, zone_id from landplan.land_share"))
    return {(row.event_id, row.zone_id): row.ctid for row in found}


def test_a_change_writes_only_the_shares_that_it_alters(loaded):
    before = rows_by_place(loaded)
    more = supply("E4", "2023-06-30", block(2, 0, 4, 1), parcel_ids=("P1",))
    load_package(loaded, package(events=(more,)))
    after = rows_by_place(loaded)
    assert {event for event, _ in after.keys() - before.keys()} == {"E4"}
    assert {about: after[about] for about in before} == before
    assert list(deep_findings(loaded, "small")) == []


def test_a_change_reaches_the_neighbours_of_its_neighbours(connection):
    """E2 does not meet E3, but leaves nothing of the storage after it: that is E3's doing now."""
    stored, last = (
        storage("E1", "2021-06-30", SQUARE),
        supply("E3", "2022-06-30", block(2, 0, 4, 1)),
    )
    load_package(connection, package(events=(stored, last)))
    load_package(
        connection,
        package(events=(supply("E2", "2022-01-31", HALF, recorded_on=date(2023, 1, 31)),)),
    )
    assert events_of(connection)["all", "reserve"] == 0
    assert events_of(connection, known=date(2022, 12, 31))["all", "reserve"] == 1
    assert list(deep_findings(connection, "small")) == []


def events_of(connection, **options):
    found = balance(connection, "small", as_of=date(2025, 12, 31), **options)
    return {(row.zone, row.measure): row.events for row in found.rows}


def rows_of(connection, as_of=date(2025, 12, 31), **options):
    found = balance(connection, "small", as_of=as_of, **options)
    return {(row.zone, row.measure): round(row.actual_ha, 6) for row in found.rows}


def test_a_zone_drawn_anew_changes_every_figure(loaded):
    before = rows_of(loaded)
    assert before["west", "storage"] == 6
    made = package()
    moved = tuple(
        replace(one, outline=block(0, 0, 1, 20)) if one.zone_id == "west" else one
        for one in made.zones
    )
    load_package(loaded, replace(made, zones=moved))
    after = rows_of(loaded)
    assert after["west", "storage"] == 1
    assert after["all", "storage"] == before["all", "storage"]
    assert list(deep_findings(loaded, "small")) == []


def test_a_zone_drawn_anew_leaves_the_shares_of_land_that_it_holds_as_before(loaded):
    before = rows_by_place(loaded)
    made = package()
    wider = tuple(
        replace(one, outline=block(0, 0, 7, 20)) if one.zone_id == "west" else one
        for one in made.zones
    )
    load_package(loaded, replace(made, zones=wider))
    after = rows_by_place(loaded)
    assert {about for about in before if after[about] != before[about]} == {("E3", "west")}
    assert rows_of(loaded)["west", "storage"] == 5
    assert list(deep_findings(loaded, "small")) == []


def test_a_zone_added_and_taken_away(loaded):
    made = package()
    more = (*made.zones, zone("corner", block(0, 0, 1, 1), "west", position=3))
    load_package(loaded, replace(made, zones=more))
    assert rows_of(loaded)["corner", "supply"] == 1
    load_package(loaded, made)
    assert ("corner", "supply") not in rows_of(loaded)
    assert list(deep_findings(loaded, "small")) == []


def test_loading_the_same_again_measures_nothing_anew(loaded):
    marks = "select max(xmin::text::bigint) from landplan.place_zone"
    before = loaded.scalar(text(marks))
    load_package(loaded, package())
    assert loaded.scalar(text(marks)) == before


@pytest.mark.parametrize("parcel_ids", [("P1",), ()])
def test_land_at_one_place_a_thousand_times(connection, parcel_ids):
    """Stored and supplied in turn: each time all of it counts, and the last one stands."""
    days = [date(2021, 1, 1).replace(year=2021 + n // 250, month=1 + n // 25 % 10, day=1 + n % 25)
            for n in range(1000)]  # fmt: skip
    events = tuple(
        (storage if n % 2 == 0 else supply)(
            f"E{n:04}", day.isoformat(), SQUARE, parcel_ids=parcel_ids
        )
        for n, day in enumerate(days)
    )
    load_package(connection, package(events=events, parcels=(parcel("P1", SQUARE),)))
    assert connection.scalar(text("select count(*) from landplan.place")) == 1
    found = rows_of(connection)
    assert found["all", "storage"] == pytest.approx(2000, rel=1e-8)
    assert found["all", "supply"] == pytest.approx(2000, rel=1e-8)
    assert found["all", "reserve"] == pytest.approx(0, abs=1e-6)


def test_dates_far_out_count_on_their_day(connection):
    events = (
        storage("E1", "1949-10-01", SQUARE),
        storage("E2", "2100-12-31", block(6, 0, 8, 1)),
    )
    load_package(connection, package(events=events))
    assert rows_of(connection)["all", "reserve"] == 4
    assert rows_of(connection)["all", "storage"] == 0
    assert rows_of(connection, as_of=date(2100, 12, 31))["all", "reserve"] == 6


def test_a_plan_without_zones_or_events_has_no_figures(connection):
    load_package(connection, replace(package(), zones=()))
    assert balance(connection, "small", as_of=date(2025, 12, 31)).rows == ()
    refresh_plan(connection, "small")
    assert list(deep_findings(connection, "small")) == []


def test_a_zone_of_a_hundred_thousand_vertices(connection):
    """A round zone: inside it, outside it, and around it, where all of the zone is stored."""
    turn = np.linspace(0, 2 * np.pi, 100_000, endpoint=False)
    rim = 10 + 2 * np.cos(turn), 10 + 2 * np.sin(turn)
    pond = zone("pond", land(shapely.Polygon(np.stack(rim, axis=1))), None)
    events = (
        storage("E1", "2021-01-01", block(9, 9, 10, 10)),
        storage("E2", "2021-01-01", block(13, 13, 14, 14)),
        storage("E3", "2022-01-01", block(7, 7, 13, 13)),
    )
    whole = area_m2(pond.outline) / M2_PER_HA
    assert whole == pytest.approx(4 * np.pi, rel=1e-4)
    for recorded, stored in ((2, 1.0), (3, whole)):
        load_package(connection, package(zones=(pond,), events=events[:recorded], targets=()))
        assert rows_of(connection)["pond", "storage"] == pytest.approx(stored, abs=1e-6)
        assert list(deep_findings(connection, "small")) == []
    refresh_plan(connection, "small")
    assert rows_of(connection)["pond", "storage"] == pytest.approx(whole, abs=1e-6)
