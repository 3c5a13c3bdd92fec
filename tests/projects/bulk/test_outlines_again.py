"""Outlines that come again: the same land told otherwise is the same, events follow a new one."""

from itertools import product

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon
from sqlalchemy import text

from gis.geometry.outlines import same_outline
from projects.bulk import load_large
from projects.load import load_folder
from projects.monitoring.deep_check import deep_findings
from projects.store.ledger import events_of
from tests.projects.bulk.large_ledgers import (
    AT_ONCE,
    IN_BATCHES,
    LEDGER,
    event_rows,
    made_ledgers,
    parcel_rows,
    plan_folder,
    write_ledger,
)
from tests.small_land import block, write_features

WAYS = list(product([AT_ONCE, IN_BATCHES], repeat=2))
ZONES = {
    "all": block(0, 0, 20, 20),
    "west": shapely.difference(block(0, 0, 10, 20), block(4, 4, 5, 5)),
}


def told_otherwise(outline, draw):
    """Return the same land: rings turned, started elsewhere, points doubled, parts in any order."""
    parts = [
        Polygon(
            ring_otherwise(part.exterior, draw),
            [ring_otherwise(hole, draw) for hole in part.interiors],
        )
        for part in shapely.get_parts(outline)
    ]
    parts = draw(st.permutations(parts))
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def ring_otherwise(ring, draw):
    points = list(ring.coords)[:-1]
    if draw(st.booleans()):
        points.reverse()
    start = draw(st.integers(0, len(points) - 1))
    points = points[start:] + points[:start]
    doubled = draw(st.sets(st.integers(0, len(points) - 1), max_size=3))
    points = [p for n, p in enumerate(points) for _ in range(1 + (n in doubled))]
    return [*points, points[0]]


def write_zones(folder, zones):
    write_features(
        folder / "zones.geojson", *(({"zone_id": name}, one) for name, one in zones.items())
    )


@pytest.mark.slow
@made_ledgers
@given(st.data(), st.sampled_from(WAYS))
def test_the_same_land_told_otherwise_changes_nothing(connection, tmp_path_factory, data, ways):
    folder = plan_folder(tmp_path_factory.mktemp("ledger") / "plan")
    parcels, events = parcel_rows(), event_rows()
    with connection.begin_nested() as savepoint:
        write_zones(folder, ZONES)
        write_ledger(folder, parcels, events)
        load_folder(connection, folder, large=ways[0])
        before = [connection.execute(text(query)).all() for query in LEDGER]
        for row in (*parcels, *events):
            if row["geometry"] is not None:
                row["geometry"] = told_otherwise(row["geometry"], data.draw)
        write_zones(folder, {name: told_otherwise(one, data.draw) for name, one in ZONES.items()})
        write_ledger(folder, parcels, events)
        loaded = load_folder(connection, folder, large=ways[1])
        assert not loaded.alters
        assert [connection.execute(text(query)).all() for query in LEDGER] == before
        savepoint.rollback()


@given(st.data())
def test_same_outline_is_about_points_not_their_order(data):
    outline = shapely.union(
        shapely.difference(block(0, 0, 3, 3), block(1, 1, 2, 2)), block(5, 0, 6, 1)
    )
    assert same_outline(outline, told_otherwise(outline, data.draw))
    other = shapely.union(
        shapely.difference(block(0, 0, 3, 3), block(1, 1, 2, 1.9)), block(5, 0, 6, 1)
    )
    assert not same_outline(outline, told_otherwise(other, data.draw))


EVENTS = [
    # event, parcels, drawn
    ("E0", "P0", None),
    ("E1", "P0;P1", None),
    ("E2", "P1", block(2, 0, 3, 1)),
    ("E3", "P1", block(2, 0, 4, 2)),  # as the parcel is drawn at first
    ("E4", "P2;P3", None),
    ("E5", "P2", None),
    ("E6", "P3", None),
]


def redrawn_rows(widths):
    """Return four parcels in a row, from x = 0, 2, 4, 6 on, and events on them."""
    parcels = [
        {
            "parcel_id": f"P{n}", "name": "", "declared_ha": 4.0, "owner_kind": "state",
            "land_use": "", "land_use_set": "", "established_on": "",
            "geometry": block(2 * n, 0, 2 * n + width, 2),
        }
        for n, width in enumerate(widths)
    ]  # fmt: skip
    events = [
        {
            "event_id": event_id, "kind": kind, "parcel_id": parcel_id, "date": f"2021-0{month}-01",
            "recorded_on": "", "declared_ha": 1.0, "method": "", "document_no": "", "corrects": "",
            "land_use": "1001", "land_use_set": "2023", "geometry": drawn,
        }
        for month, kind in ((1, "storage"), (6, "supply"))
        for event_id, parcel_id, drawn in ((f"{name}{kind[1]}", *its) for name, *its in EVENTS)
    ]  # fmt: skip
    return parcels, events


widths = st.lists(st.sampled_from([1.5, 2, 2.4]), min_size=4, max_size=4)


@pytest.mark.slow
@settings(made_ledgers, max_examples=15)
@given(st.lists(widths, min_size=1, max_size=3), st.sampled_from([AT_ONCE, IN_BATCHES]))
def test_whole_events_follow_their_parcels(connection, tmp_path_factory, steps, way):
    """However often parcels are drawn anew, all is as if the last outlines had come at once."""
    folder = plan_folder(tmp_path_factory.mktemp("ledger") / "plan")
    with connection.begin_nested() as savepoint:
        for drawn in ([2, 2, 2, 2], *steps):
            write_ledger(folder, *redrawn_rows(drawn))
            load_folder(connection, folder, large=way)
            assert list(deep_findings(connection, "small")) == []
        extents = {event.event_id: event.extent for event in events_of(connection, "small")}
        figures = connection.execute(text(FIGURES)).all()
        savepoint.rollback()
    with connection.begin_nested() as savepoint:
        load_folder(connection, folder, large=way)
        anew = {event.event_id: event.extent for event in events_of(connection, "small")}
        assert extents.keys() == anew.keys()
        for event_id, extent in extents.items():
            assert shapely.equals(extent, anew[event_id]), event_id
        for one, other in zip(figures, connection.execute(text(FIGURES)), strict=True):
            assert one[:2] == other[:2]
            assert one[2:] == pytest.approx(other[2:], rel=1e-8, abs=1e-3)
        savepoint.rollback()


FIGURES = (
    "select zone_id, kind, sum(measured_m2), sum(declared_ha), sum(reserve_m2), sum(reserve_ha)"
    " from landplan.zone_day group by 1, 2 order by 1, 2"
)


def test_whole_events_follow_where_all_is_refreshed_at_once(connection, tmp_path, monkeypatch):
    monkeypatch.setattr(load_large, "FEW", 0)
    folder = plan_folder(tmp_path / "plan")
    write_ledger(folder, *redrawn_rows([2, 2, 2, 2]))
    load_folder(connection, folder, large=IN_BATCHES)
    write_ledger(folder, *redrawn_rows([1.5, 2.4, 2, 2.4]))
    loaded = load_folder(connection, folder, large=IN_BATCHES)
    assert (loaded.changes["parcels"].changed, loaded.new_events) == (3, 0)
    assert list(deep_findings(connection, "small")) == []
    extents = {event.event_id: event.extent for event in events_of(connection, "small")}
    for event_id, wanted in (
        ("E0t", block(0, 0, 1.5, 2)),
        ("E1t", shapely.union(block(0, 0, 1.5, 2), block(2, 0, 4.4, 2))),
        ("E3t", block(2, 0, 4, 2)),
    ):
        assert shapely.equals(extents[event_id], wanted), event_id
