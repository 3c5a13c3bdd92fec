"""What people ask the database by hand has the figures that the commands give."""

from dataclasses import replace
from datetime import date

import pytest
from shapely import LineString
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from gis.geometry.area import area_ha
from projects.load import load_package
from projects.view import view_of
from tests.small_land import block, package, parcel, storage, supply, zone

PLAN = "tianhe-2021-2025"
DAYS = [date(2019, 6, 30), date(2023, 6, 30), date(2025, 12, 31)]


def asked(connection, query, **given):
    return connection.execute(text(query), given).all()


def drawn(outline, srid=4490):
    return f"st_geomfromtext('{outline.wkt}', {srid})"


@pytest.fixture
def small(connection):
    """Two squares stored, one and a half of them supplied; half a square stored twice."""
    events = (
        storage("E1", "2021-03-31", block(0, 0, 2, 1), parcel_ids=("P1",)),
        supply("E2", "2022-03-31", block(0, 0, 1.5, 1), parcel_ids=("P1",)),
        storage("E3", "2023-03-31", block(10, 0, 11, 1)),
        storage("E4", "2024-03-31", block(10.5, 0, 11, 1)),
    )
    parcels = (parcel("P1", block(0, 0, 2, 1)),)
    load_package(connection, package(events=events, parcels=parcels))
    connection.execute(text("set constraints all immediate"))
    return connection


@pytest.mark.parametrize("as_of", DAYS)
def test_the_balance_is_that_of_the_command(builtin_connection, as_of):
    told = view_of(builtin_connection, PLAN, as_of=as_of).balance().rows
    found = asked(
        builtin_connection, "select * from landplan.land_balance(:plan, :as_of)",
        plan=PLAN, as_of=as_of,
    )  # fmt: skip
    assert [(row.zone, row.measure) for row in found] == [(one.zone, one.measure) for one in told]
    for name in ("target_ha", "actual_ha", "measured_ha", "declared_ha", "expected_ha", "percent"):
        figures = [
            (getattr(row, name), getattr(one, name)) for row, one in zip(found, told, strict=True)
        ]
        assert all((row is None) == (one is None) for row, one in figures)
        there = [pair for pair in figures if None not in pair]
        assert [row for row, _ in there] == pytest.approx([one for _, one in there], rel=1e-9)
    assert [(row.status, row.events) for row in found] == [(one.status, one.events) for one in told]


@pytest.mark.parametrize("as_of", DAYS)
def test_the_reserve_is_that_of_the_command(builtin_connection, as_of):
    """Which tells the part of it that lies in the district: one parcel reaches beyond."""
    view = view_of(builtin_connection, PLAN, as_of=as_of)
    told = {
        one.event_id: (one.stored_on, one.declared_ha, one.measured_ha) for one in view.reserve()
    }
    found = asked(
        builtin_connection,
        "select r.event_id, r.stored_on, r.declared_ha * i.ha / r.measured_ha as declared_ha,"
        " i.ha as measured_ha, landplan.area_ha(r.outline) - r.measured_ha as differs"
        " from landplan.reserve(:plan, :as_of) r"
        " join landplan.zone z on z.plan_id = :plan and z.parent_id is null"
        " cross join lateral (select landplan.ha(landplan.area_in(z.outline, r.outline)) as ha) i",
        plan=PLAN, as_of=as_of,
    )  # fmt: skip
    assert len(found) == len(told) > 10
    for row in found:
        stored_on, declared_ha, measured_ha = told[row.event_id]
        assert row.stored_on == stored_on
        assert row.declared_ha == pytest.approx(declared_ha, rel=1e-9)
        assert row.measured_ha == pytest.approx(measured_ha, rel=1e-9)
        assert row.differs == pytest.approx(0, abs=1e-8)


def test_the_reserve_of_the_last_day_is_that_of_the_view(builtin_connection):
    columns = "event_id, stored_on, declared_ha, measured_ha, st_asbinary(outline)"
    of_a_day = asked(
        builtin_connection,
        f"select {columns} from landplan.reserve(:plan, (select day from landplan.plan_day))",
        plan=PLAN,
    )
    assert sorted(of_a_day) == sorted(
        asked(builtin_connection, f"select {columns} from landplan.v_reserve")
    )


@pytest.mark.parametrize(
    ("as_of", "held"),
    [
        ("2021-12-31", {"E1": 2}),
        ("2022-12-31", {"E1": 0.5}),
        ("2025-12-31", {"E1": 0.5, "E3": 1}),
    ],
)
def test_a_reserve_that_can_be_counted_by_hand(small, as_of, held):
    found = asked(small, "select * from landplan.reserve('small', :as_of)", as_of=as_of)
    assert {row.event_id: row.measured_ha for row in found} == pytest.approx(held, rel=1e-4)
    assert [landed.event_id for landed in found] == sorted(held)


@pytest.mark.parametrize("as_of", DAYS)
def test_the_states_are_those_of_the_command(builtin_connection, as_of):
    told = {
        one.parcel.parcel_id: (one.state, one.in_reserve_ha, one.supplied_ha)
        for one in view_of(builtin_connection, PLAN, as_of=as_of).parcels()
    }
    found = asked(
        builtin_connection, "select * from landplan.parcel_status(:plan, :as_of)",
        plan=PLAN, as_of=as_of,
    )  # fmt: skip
    assert {row.parcel_id: row.state for row in found} == {
        parcel_id: state for parcel_id, (state, _, _) in told.items()
    }
    for row in found:
        _, in_reserve_ha, supplied_ha = told[row.parcel_id]
        assert row.in_reserve_m2 == pytest.approx(in_reserve_ha * 10_000, abs=1e-6)
        assert row.supplied_m2 == pytest.approx(supplied_ha * 10_000, abs=1e-6)


def test_what_became_of_a_parcel(small):
    spans = [
        (str(row.from_on or ""), str(row.until_on or ""), row.state,
         round(row.in_reserve_ha, 2), round(row.supplied_ha, 2))
        for row in asked(small, "select * from landplan.parcel_history('small', 'P1')")
    ]  # fmt: skip
    assert spans == [
        ("", "2021-03-31", "not_stored", 0, 0),
        ("2021-03-31", "2022-03-31", "in_reserve", 2, 0),
        ("2022-03-31", "", "partly_supplied", 0.5, 1.5),
    ]
    assert asked(small, "select count(*) from landplan.parcel_history('small')") == [(3,)]


def test_conflicts_are_those_of_the_command(builtin_connection):
    told = view_of(builtin_connection, PLAN, as_of=DAYS[-1]).conflicts()
    found = asked(
        builtin_connection, "select * from landplan.conflicts(:plan, :day)", plan=PLAN, day=DAYS[-1]
    )
    assert len(found) == len(told) > 0
    for row, one in zip(found, told, strict=True):
        assert (row.event_id, row.kind, row.happened_on) == (
            one.event_id, one.kind, one.happened_on,
        )  # fmt: skip
        assert row.area_ha == pytest.approx(one.area_ha, rel=1e-6)
        assert tuple(row.other_events) == one.other_events


def test_conflicts_are_asked_until_a_day_and_as_they_were_known(small):
    kinds = "select kind, round(area_ha::numeric, 2) as ha from landplan.conflicts('small'{})"
    assert [(row.kind, float(row.ha)) for row in asked(small, kinds.format(""))] == [
        ("stored_twice", 0.5)
    ]
    assert asked(small, kinds.format(", as_of => '2024-03-30'")) == []
    assert asked(small, kinds.format(", known => '2024-03-30'")) == []


def test_an_area_is_that_of_the_ledger(small):
    outline = block(0, 0, 3, 2)
    [(found,)] = asked(small, f"select landplan.area_ha({drawn(outline)})")
    assert found == pytest.approx(area_ha(outline), rel=1e-12)
    assert found == pytest.approx(6, rel=1e-4)
    differs = "select max(abs(landplan.area_ha(outline) * 1e4 - measured_m2)) from landplan.place"
    assert small.scalar(text(differs)) < 1e-4
    assert asked(small, "select landplan.area_ha(null)") == [(None,)]


@pytest.mark.parametrize(
    ("geometry", "told"),
    [
        (drawn(block(0, 0, 1, 1), 4326), "应为 EPSG:4490，这里是 EPSG:4326"),
        (drawn(block(0, 0, 1, 1), 0), "应为 EPSG:4490，这里是 EPSG:0"),
        ("st_makeenvelope(38500000, 2500000, 38500100, 2500100, 4490)", "不是经纬度：x = 38500000"),
        ("st_geomfromtext('POLYGON((113 23,114 24,114 23,113 24,113 23))', 4490)", "边界无效"),
    ],
)
@pytest.mark.parametrize("asks", ["area_ha({})", "zone_of({}, 'small')"])
def test_what_cannot_be_measured_is_refused(small, asks, geometry, told):
    with pytest.raises(DBAPIError, match=told) as refused:
        small.execute(text(f"select landplan.{asks.format(geometry)}"))
    assert refused.value.orig.sqlstate == "22023"
    assert refused.value.orig.diag.message_hint


@pytest.mark.parametrize(
    ("geometry", "zone_id"),
    [
        (drawn(block(1, 1, 2, 2)), "west"),
        (drawn(block(9, 1, 12, 2)), "east"),  # two thirds of it
        (drawn(block(-6, 1, 16, 2)), "all"),  # 10 and 6 of 22 squares on either side
        (drawn(block(30, 0, 31, 1)), None),
        (drawn(block(19, 0, 22, 1)), None),  # most of it outside
        (drawn(block(1, 1, 2, 2).centroid), "west"),
        (drawn(LineString(block(1, 1, 2, 2).geoms[0].exterior)), "west"),
        (drawn(block(30, 0, 31, 1).centroid), None),
    ],
)
def test_the_zone_of_a_shape_is_the_innermost_that_holds_most_of_it(small, geometry, zone_id):
    assert asked(small, f"select landplan.zone_of({geometry})") == [(zone_id,)]


def test_a_zone_is_looked_for_in_the_main_set_unless_another_is_named(connection):
    zones = (
        zone("all", block(0, 0, 20, 20), None, position=0),
        zone("west", block(0, 0, 10, 20), position=1),
        zone("street", block(0, 0, 5, 20), None, position=2, zone_set="streets"),
    )
    load_package(connection, package(zones=zones))
    spot = drawn(block(1, 1, 2, 2).centroid)
    found = f"select landplan.zone_of({spot}), landplan.zone_of({spot}, 'small', 'streets')"
    assert asked(connection, found) == [("west", "street")]


def test_who_names_no_plan_is_told_which_there_are(small):
    spot = drawn(block(1, 1, 2, 2).centroid)
    load_package(small, package(plan=replace(package().plan, plan_id="other")))
    savepoint = small.begin_nested()
    with pytest.raises(DBAPIError, match="库中有 2 个规划") as refused:
        small.execute(text(f"select landplan.zone_of({spot})"))
    savepoint.rollback()
    assert refused.value.orig.diag.message_hint == "other、small"
    assert asked(small, f"select landplan.zone_of({spot}, 'other')") == [("west",)]


def test_places_are_told_the_zones_that_their_outlines_are(builtin_connection):
    differ = text(
        "select l.place_id from landplan.place l"
        " left join landplan.place_zones(:plan) z using (place_id)"
        " where z.zone_id is distinct from landplan.zone_of(l.outline)"
    )
    assert builtin_connection.execute(differ, {"plan": PLAN}).all() == []
    found = text("select count(*) from landplan.place_zones(:plan)")
    assert builtin_connection.scalar(found, {"plan": PLAN}) > 200
