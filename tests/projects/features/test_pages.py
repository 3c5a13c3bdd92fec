"""Features of a small land by box, day, zone, property and filter: what a person counts."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest
import shapely
from sqlalchemy import func, select, text

from gis.errors import WrongUseError
from gis.geometry.area import area_ha
from gis.geometry.crs_uri import crs84, uri_crs
from projects.balance.reserve import reserve_of
from projects.exports.land_filter import LandFilter
from projects.exports.land_pages import events_page
from projects.exports.lists import export_list
from projects.features.collections import COLLECTIONS
from projects.features.days import DaySpan
from projects.features.pages import Filter, Question, feature, features
from projects.load import load_package
from tests.conftest import opened
from tests.every_row import every_row
from tests.small_land import block, event, package, parcel, storage, supply

DAY = date(2025, 12, 31)
WEST, EAST, FAR = block(0, 0, 2, 1), block(2, 0, 3, 1), block(15, 15, 16, 16)
PACKAGE = package(
    parcels=(
        parcel("P1", WEST, name="天河一"), parcel("P2", EAST, name="it's"),
        parcel("P3", FAR, owner_kind="collective", established_on=date(2022, 5, 1)),
    ),
    events=(
        storage("E1", "2022-03-01", WEST, parcel_ids=("P1",)),
        storage("E2", "2022-03-31", EAST, parcel_ids=("P2",)),
        supply("E3", "2023-06-30", WEST, parcel_ids=("P1",), method="招标"),
    ),
)  # fmt: skip
"""P1 of 2 ha, stored and supplied; P2 of 1 ha beside it, stored; P3 of 1 ha, far off, neither."""


@contextmanager
def loaded(databases, migrated, name, package):
    made = opened(databases.new(name, migrated))
    with made.begin() as connection:
        load_package(connection, package)
    with made.connect() as connection:
        yield connection
    made.dispose()


@pytest.fixture(scope="module")
def land(databases, migrated):
    with loaded(databases, migrated, "features", PACKAGE) as connection:
        yield connection


@pytest.fixture(scope="module")
def land_in_reserve(databases, migrated):
    with loaded(databases, migrated, "features-reserve", RESERVE) as connection:
        yield connection


@pytest.fixture(scope="module")
def land_undone(databases, migrated):
    with loaded(databases, migrated, "features-undone", UNDONE) as connection:
        yield connection


def ids(connection, name="parcels", **asked):
    collection = COLLECTIONS[name]
    question = Question(**{"day": DAY, **asked})
    found = features(connection, "small", collection, question)
    return [row[collection.key] for row in found.rows]


def by_filter(connection, told, name="parcels", language="cql2-text", crs=None):
    meant = Filter(text=told, language=language, crs=crs or crs84())
    return ids(connection, name, filter=meant)


PARCELS = {
    "state = 'in_reserve'": ["P2"],
    "state <> 'in_reserve'": ["P1", "P3"],
    "NOT state = 'in_reserve'": ["P1", "P3"],
    "state = 'supplied' OR state = 'in_reserve' AND owner_kind = 'collective'": ["P1"],
    "(state = 'supplied' OR state = 'in_reserve') AND owner_kind = 'state'": ["P1", "P2"],
    "declared_ha > 1.5": ["P1"],
    "declared_ha BETWEEN 0.9 AND 1.1": ["P2", "P3"],
    "declared_ha * 2 > 3": ["P1"],
    "supplied_ha = measured_ha": ["P1"],
    "1 / supplied_ha > 0": ["P1"],
    "parcel_id IN ('P1', 'P3')": ["P1", "P3"],
    "name LIKE '天%'": ["P1"],
    "name LIKE '_河一'": ["P1"],
    "name = 'it''s'": ["P2"],
    "CASEI(name) = CASEI('IT''S')": ["P2"],
    "land_use IS NULL": ["P1", "P2", "P3"],
    "established_on IS NOT NULL": ["P3"],
    "established_on >= DATE('2022-05-01')": ["P3"],
    "established_on = '2022-05-01'": ["P3"],
    "T_BEFORE(established_on, TIMESTAMP('2022-05-01T16:00:00Z'))": ["P3"],
    "T_BEFORE(established_on, TIMESTAMP('2022-05-01T15:59:59Z'))": [],
    "S_INTERSECTS(outline, BBOX(113.4, 23.15, 113.401, 23.1505))": ["P1"],
    "S_DISJOINT(outline, BBOX(113.4, 23.15, 113.401, 23.1505))": ["P2", "P3"],
    "S_WITHIN(outline, BBOX(113.3, 23.1, 113.41, 23.16))": ["P1", "P2"],
    "S_CONTAINS(outline, POINT(113.4005 23.1504))": ["P1"],
    "S_CONTAINS(POLYGON((113 23, 114 23, 114 24, 113 24, 113 23)), outline)": ["P1", "P2", "P3"],
    "TRUE": ["P1", "P2", "P3"],
    "FALSE OR parcel_id = 'P1'": ["P1"],
}  # fmt: skip

EVENTS = {
    "kind = 'supply'": ["E3"],
    "in_force = true": ["E1", "E2", "E3"],
    "A_CONTAINS(parcel_ids, ('P1'))": ["E1", "E3"],
    "A_OVERLAPS(parcel_ids, ('P2', 'P9'))": ["E2"],
    "A_EQUALS(parcel_ids, ('P2'))": ["E2"],
    "A_CONTAINEDBY(parcel_ids, ('P1', 'P2'))": ["E1", "E2", "E3"],
    "T_AFTER(happened_on, DATE('2022-03-31'))": ["E3"],
    "T_DURING(happened_on, INTERVAL('2022-03-01', '2023-07-01'))": ["E2", "E3"],
    "T_INTERSECTS(happened_on, INTERVAL('2022-03-01', '2022-03-31'))": ["E1", "E2"],
    "T_DURING(happened_on, INTERVAL('2022-03-15', '..'))": ["E2", "E3"],
    "T_EQUALS(happened_on, DATE('2022-03-01'))": ["E1"],
    "T_STARTS(happened_on, INTERVAL('2022-03-01', '2022-03-31'))": ["E1"],
    "T_FINISHES(happened_on, INTERVAL('2022-03-01', '2022-03-31'))": ["E2"],
    "recorded_on = happened_on": ["E1", "E2", "E3"],
}


ACROSS = block(9, 0, 11, 1)
RESERVE = package(
    parcels=(parcel("P1", ACROSS), parcel("P2", EAST)),
    events=(
        storage("E1", "2022-03-01", ACROSS, parcel_ids=("P1",), document_no="穗储〔2022〕1号"),
        storage("E2", "2022-03-31", EAST, parcel_ids=("P2",)),
        supply("E3", "2023-06-30", block(9, 0, 10, 1), parcel_ids=("P1",)),
        supply("E4", "2024-06-30", EAST, parcel_ids=("P2",)),
    ),
)
"""P1 of 2 ha across the zones' border, its western half supplied later; P2 of 1 ha, all of it."""


@every_row(
    [
        (date(2022, 2, 28), {}),
        (date(2022, 3, 1), {"E1": ACROSS}),
        (date(2023, 6, 29), {"E1": ACROSS, "E2": EAST}),
        (date(2023, 6, 30), {"E1": block(10, 0, 11, 1), "E2": EAST}),
        (date(2024, 6, 30), {"E1": block(10, 0, 11, 1)}),
    ],
    name=str,
)
def test_what_is_in_reserve_on_a_day(row, land_in_reserve) -> None:
    day, held = row
    found = features(land_in_reserve, "small", COLLECTIONS["reserve"], Question(day=day))
    assert {one["event_id"] for one in found.rows} == held.keys()
    for one, outline in zip(found.rows, found.outlines, strict=True):
        left = held[one["event_id"]]
        assert outline.symmetric_difference(left).area < 1e-12
        assert one["measured_ha"] == pytest.approx(area_ha(left), rel=1e-6)
        assert one["years"] == pytest.approx((day - one["stored_on"]).days / 365.25)


def test_what_is_in_reserve_sums_to_the_balance_and_lies_where_it_lies(land_in_reserve) -> None:
    found = features(land_in_reserve, "small", COLLECTIONS["reserve"], Question(day=DAY)).rows
    [left] = reserve_of(land_in_reserve, "small", zone_ids=["all"], as_of=DAY)
    assert [(one["event_id"], one["document_no"]) for one in found] == [("E1", "穗储〔2022〕1号")]
    assert found[0]["declared_ha"] == pytest.approx(left.declared_ha)
    assert ids(land_in_reserve, "reserve", zone_ids=["west"]) == []  # what lay there is supplied
    before = date(2023, 6, 29)
    assert ids(land_in_reserve, "reserve", zone_ids=["west"], day=before) == ["E1", "E2"]
    assert ids(land_in_reserve, "reserve", zone_ids=["all"]) == ["E1"]


UNDONE = package(
    parcels=(parcel("P1", WEST), parcel("P2", ACROSS), parcel("P3", FAR)),
    events=(
        storage("E1", "2022-03-01", WEST, parcel_ids=("P1",)),
        storage("E2", "2022-03-02", ACROSS, parcel_ids=("P2",)),
        storage("E3", "2022-03-03", FAR, parcel_ids=("P3",)),
        storage("E4", "2022-03-04", WEST, parcel_ids=("P1",), corrects="E3"),
        event("A1", "reversal", "2023-01-01", None, declared_ha=0.0, corrects="E1"),
        event("E5", "reversal", "2024-01-01", None, declared_ha=0.0, corrects="E2"),
    ),
)
"""West E1, undone by A1; on the border E2, undone by E5; east E3, replaced by E4 in the west."""


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
@every_row(
    [
        ("west", {}, ["A1", "E1", "E2", "E4", "E5"]),
        ("east", {}, ["E2", "E3", "E5"]),
        ("all", {}, ["A1", "E1", "E2", "E3", "E4", "E5"]),
        ("west", {"properties": {"kind": "reversal"}}, ["A1", "E5"]),
        ("east", {"properties": {"corrects": "E1"}}, []),
        ("west", {"span": DaySpan(date(2022, 3, 2), date(2023, 1, 1))}, ["A1", "E2", "E4"]),
        ("west", {"box": shapely.box(113, 23, 114, 24)}, ["E1", "E2", "E4"]),  # it has no outline
    ],
    name=str,
)
def test_a_reversal_lies_where_it_undoes_something(row, land_undone, limit) -> None:
    zone_id, asked, events = row
    question = Question(day=DAY, zone_ids=[zone_id], limit=limit, **asked)
    pages = [replace(question, offset=offset) for offset in range(0, len(events) + 1, limit)]
    behind = [replace(question, after=after) for after in ("", *events)]
    for asked_for, start in [
        *((page, page.offset) for page in pages), *((page, at) for at, page in enumerate(behind))
    ]:  # fmt: skip
        found = features(land_undone, "small", COLLECTIONS["events"], asked_for)
        assert [one["event_id"] for one in found.rows] == events[start : start + limit]
        assert found.more is (start + limit < len(events))
        assert found.matched == (len(events) if asked_for.after is None else None)


@pytest.mark.parametrize("zone_id", ["west", "east", "all"])
def test_the_events_of_a_zone_are_those_of_its_page_and_its_export(zone_id, land_undone) -> None:
    events = ids(land_undone, "events", zone_ids=[zone_id])
    page = events_page(land_undone, "small", as_of=DAY, wanted=LandFilter(), zone_id=zone_id)
    assert sorted(row["event_id"] for row in page.rows) == events
    [batch] = export_list(
        land_undone, "small", "events", as_of=DAY, parcels_as_of=DAY, zone=zone_id
    ).batches()
    assert sorted(batch.cells["event_id"].to_pylist()) == events


@every_row(PARCELS, name=str)
def test_filters_of_parcels(told, land) -> None:
    assert by_filter(land, told) == PARCELS[told]


@every_row(EVENTS, name=str)
def test_filters_of_events(told, land) -> None:
    assert by_filter(land, told, "events") == EVENTS[told]


def test_a_filter_in_json_is_the_same(land) -> None:
    told = (
        '{"op": "and", "args": [{"op": "=", "args": [{"property": "state"}, "supplied"]}, '
        '{"op": "s_intersects", "args": [{"property": "outline"}, '
        '{"bbox": [113.4, 23.15, 113.401, 23.1505]}]}]}'
    )
    assert by_filter(land, told, language="cql2-json") == ["P1"]


def test_shapes_of_a_filter_are_in_its_system(land) -> None:
    told = "S_INTERSECTS(outline, BBOX(23.15, 113.4, 23.1505, 113.401))"
    assert by_filter(land, told, crs=uri_crs(4490)) == ["P1"]
    assert by_filter(land, told) == []
    northing_first = uri_crs(4547).from_stored(WEST)
    west, south, east, north = northing_first.bounds
    told = f"S_INTERSECTS(outline, BBOX({west + 9}, {south + 9}, {east - 9}, {north - 9}))"
    assert by_filter(land, told, crs=uri_crs(4547)) == ["P1"]


REFUSED = (
    "moon = 1", "state = 1", "state < 3", "in_force = 1", "outline = 'x'", "state LIKE 1",
    "S_INTERSECTS(state, POINT(1 2))", "S_INTERSECTS(outline)", "S_MOON(outline, POINT(1 2))",
    "S_INTERSECTS(outline, POLYGON((0 0, 1 1, 1 0, 0 1, 0 0)))",
    "S_INTERSECTS(outline, BBOX(1, 2, 3))", "S_INTERSECTS(outline, BBOX(1e300, 2, 3, 4))",
    "S_INTERSECTS(outline, BBOX('a', 2, 3, 4))", "established_on > DATE('0000-01-01')",
    "established_on > '10000-01-01'", "T_AFTER(name, DATE('2020-01-01'))",
    "declared_ha * 1e308 * 1e308 > 1", "declared_ha" + " + 1" * 100 + " > 1", "state", "1",
    "upper(name) = 'A'", "pg_sleep(10) = 1", "a_contains(parcel_id, (1))", "state = 'a\x00b'",
    "name = 'x' OR " * 2000 + "name = 'x'",
)  # fmt: skip


@every_row(REFUSED, name=lambda told: repr(told[:50]))
def test_what_cannot_be_meant_is_refused(told, land) -> None:
    savepoint = land.begin_nested()
    try:
        with pytest.raises(WrongUseError) as refused:
            by_filter(land, told)
    finally:
        savepoint.rollback()
    assert refused.value.zh != refused.value.en


JSON_REFUSED = (
    "", "[]", "null", "{}", "NaN", '{"op": "="}', '{"op": "and", "args": []}', "[" * 5000,
    '{"op":"not","args":[' * 900 + "true" + "]}" * 900,
    '{"op": "=", "args": [{"property": "state"}, "\\ud800"]}',
    '{"op": "=", "args": [{"property": "declared_ha"}, 1e999]}',
    '{"op": "=", "args": [{"property": "declared_ha"}, 1' + "0" * 400 + "]}",
    '{"op": "=", "args": [{"property": ["state"]}, "x"]}',
    '{"op": "in", "args": [{"property": "state"}, []]}',
    '{"op": "s_intersects", "args": [{"property": "outline"}, {"type": "Polygon", "coordinates": '
    + "[" * 300 + "]" * 300 + "}]}",
    '{"op": "s_intersects", "args": [{"property": "outline"}, {"type": "Point"}]}',
    '{"op": "s_intersects", "args": [{"property": "outline"}, {"bbox": [1'
    + "0" * 400 + ",0,1,1]}]}",
)  # fmt: skip


@every_row(JSON_REFUSED, name=lambda told: repr(told[:50]))
def test_json_that_is_no_filter_is_refused(told, land) -> None:
    with pytest.raises(WrongUseError):
        by_filter(land, told, language="cql2-json")


def test_text_of_a_filter_is_never_sql(land) -> None:
    told = "name = '''; drop table landplan.parcel cascade; --'"
    assert by_filter(land, told) == []
    assert land.scalar(text("select count(*) from landplan.parcel")) == 3


def test_states_are_those_of_the_day(land) -> None:
    def states(day):
        found = features(land, "small", COLLECTIONS["parcels"], Question(day=day))
        return {row["parcel_id"]: row["state"] for row in found.rows}

    assert states(date(2022, 2, 28)) == dict.fromkeys(("P1", "P2", "P3"), "not_stored")
    assert states(date(2022, 3, 1))["P1"] == "in_reserve"
    assert states(date(2023, 6, 29))["P1"] == "in_reserve"
    assert states(date(2023, 6, 30)) == {"P1": "supplied", "P2": "in_reserve", "P3": "not_stored"}


def test_states_are_those_of_the_function(land) -> None:
    for day in (date(2022, 3, 15), DAY):
        found = features(land, "small", COLLECTIONS["parcels"], Question(day=day)).rows
        known = land.execute(
            text("select parcel_id, state from landplan.parcel_status('small', :day) order by 1"),
            {"day": day},
        ).all()
        assert [(row["parcel_id"], row["state"]) for row in found] == [tuple(one) for one in known]


def test_events_are_those_that_happened_in_the_days(land) -> None:
    march = DaySpan(date(2022, 3, 1), date(2022, 3, 31))
    assert ids(land, "events", span=march) == ["E1", "E2"]
    assert ids(land, "events", span=DaySpan(date(2022, 3, 31), None)) == ["E2", "E3"]
    assert ids(land, "events", span=DaySpan(None, date(2022, 3, 1))) == ["E1"]


def test_a_box_touches_a_zone_holds(land) -> None:
    assert ids(land, box=shapely.box(113.4, 23.15, 113.401, 23.1505)) == ["P1"]
    assert ids(land, "zones", box=shapely.box(113.4, 23.15, 113.401, 23.1505)) == ["all", "west"]
    assert ids(land, zone_ids=["west"]) == ["P1", "P2"]
    assert ids(land, "events", zone_ids=["east"]) == []


def test_properties_are_equal(land) -> None:
    assert ids(land, properties={"owner_kind": "state", "state": "supplied"}) == ["P1"]
    assert ids(land, properties={"established_on": "2022-05-01"}) == ["P3"]
    assert ids(land, "events", properties={"parcel_ids": "P1"}) == ["E1", "E3"]
    assert ids(land, "events", properties={"in_force": "false"}) == []
    for name, told in (("declared_ha", "x"), ("established_on", "x")):
        with pytest.raises(WrongUseError):
            ids(land, properties={name: told})


def test_pages_hang_together(land) -> None:
    asked = {"day": DAY, "limit": 2}
    first = features(land, "small", COLLECTIONS["parcels"], Question(**asked))
    assert ([r["parcel_id"] for r in first.rows], first.matched, first.more) == (
        ["P1", "P2"], 3, True,
    )  # fmt: skip
    second = features(land, "small", COLLECTIONS["parcels"], Question(**asked, after="P2"))
    assert ([r["parcel_id"] for r in second.rows], second.more) == (["P3"], False)
    assert ids(land, limit=2, offset=2) == ["P3"]


def test_many_are_counted_only_where_all_are_meant(land, monkeypatch) -> None:
    monkeypatch.setattr("projects.features.pages.COUNTED", 1)
    collection = COLLECTIONS["parcels"]
    some = Question(day=DAY, properties={"owner_kind": "state"})
    assert features(land, "small", collection, some).matched is None
    assert features(land, "small", collection, Question(day=DAY)).matched == 3


def test_one_feature_is_found_by_its_id(land) -> None:
    collection = COLLECTIONS["parcels"]
    found = feature(land, "small", collection, "P2", DAY)
    [outline] = found.outlines
    assert outline.equals(EAST) and found.rows[0]["in_reserve_ha"] == pytest.approx(1, rel=1e-4)
    assert feature(land, "small", collection, "P9", DAY).rows == ()


def test_a_small_box_is_looked_up_in_the_index(land) -> None:
    collection = COLLECTIONS["parcels"]
    rows = collection.rows("small", DAY).subquery()
    box = func.st_makeenvelope(113.4, 23.15, 113.401, 23.1505, 4490)
    asked = select(rows.c.parcel_id).where(func.st_intersects(rows.c.outline, box))
    land.execute(text("set local enable_seqscan = off"))
    compiled = asked.compile(land, compile_kwargs={"literal_binds": True})
    plan = "\n".join(land.scalars(text(f"explain {compiled}".replace(":", r"\:"))))
    assert "place_outline_idx" in plan and "parcel_history" not in plan
