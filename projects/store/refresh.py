"""Store anew what stands beside a plan's ledger, all at once.

The database keeps places, overlaps and shares true by itself, change by change
(`gis/sql/refresh.sql`). For many places at once the geometry is done here, in shapely: overlaps by
proof and zones by raster are far quicker than a join. Places are measured tile by tile in the
background, their outlines on disk: memory is bounded by a tile, and the server writes meanwhile.
"""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, func, select, text

from gis.database.copy_arrow import Encoded, copy_encoded, encoded
from gis.database.derived_tables import place_overlap, place_zone
from gis.database.statistics import MEASURED_TABLES, analyze
from gis.database.tables import zone
from gis.geometry.area import areas_m2
from gis.geometry.outline_store import OutlineStore
from gis.geometry.overlaps import overlapping_pairs, tiles
from gis.geometry.rings import Geometries, Places
from gis.geometry.zone_areas import areas_in_zones

TILE: Final = 25_000
"""Places taken into memory at once."""

AHEAD: Final = 10
"""Tiles measured before the first of them is written: some 2 MB each, without outlines."""

ROUNDING_M2: Final = 1e-6
"""Overlaps up to 1 mm² are rounding along a shared edge (as in `gis/sql/shares.sql`)."""

_FETCHED: Final = 20_000

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class PlanPlaces:
    """The places of a plan: ids, areas and outlines, in one order."""

    place_id: Places
    measured_m2: NDArray[np.float64]
    store: OutlineStore


@dataclass(frozen=True, slots=True)
class Zones:
    """The zones of a plan."""

    zone_id: pa.StringArray
    outlines: Geometries


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found of the places of a tile; places by their number in the plan's.

    Parameters
    ----------
    place, zone, inside_m2
        Areas in zones, and whether each is of a place that others overlap.
    one, other, overlap_m2
        Overlaps, each told in one tile only.
    isolated
        The places of the tile that no other overlaps.
    """

    place: Places
    zone: Places
    inside_m2: NDArray[np.float64]
    overlapping: NDArray[np.bool_]
    one: Places
    other: Places
    overlap_m2: NDArray[np.float64]
    isolated: Places


def refresh_plan(connection: Connection, plan_id: str) -> None:
    """Measure every place of a plan in every zone, find overlaps, and sum the shares anew.

    In the caller's transaction, after the plan's ledger is locked.
    """
    given = {"plan": plan_id}
    connection.execute(text("select landplan.lock_ledger(:plan)"), given)
    _keep(connection, "on")
    for table in (place_zone, place_overlap):
        connection.execute(delete(table).where(table.c.plan_id == plan_id))
    with OutlineStore() as store:
        places, zones = places_of(connection, plan_id, store), zones_of(connection, plan_id)
        with measuring(places, zones) as found:
            for tile in found:
                for rows in measured_rows(plan_id, places, zones, tile):
                    copy_encoded(connection, rows)
    analyze(connection, "place", *MEASURED_TABLES)
    connection.execute(text("select landplan.refresh_shares(:plan)"), given)
    connection.execute(text("select landplan.refresh_history(:plan)"), given)
    connection.execute(text("select landplan.sum_keys(:plan)"), given)
    _keep(connection, "off")


def _keep(connection: Connection, value: str) -> None:
    """Say whether what follows from the ledger is being written: else the database refuses."""
    connection.execute(
        text("select set_config('landplan.keeping', :value, true)"), {"value": value}
    )


def places_of(connection: Connection, plan_id: str, store: OutlineStore) -> PlanPlaces:
    """Read the places of a plan, their outlines into a store."""
    driver_connection: Any = connection.connection.driver_connection
    place_ids, measured_m2 = [np.empty(0, np.int64)], [np.empty(0)]
    # in the wire's binary form outlines come as bytes, numbers unprinted
    with driver_connection.cursor("places_of_a_plan") as cursor:
        cursor.execute(
            "select place_id, measured_m2, st_asbinary(outline) from landplan.place"
            " where plan_id = %s",
            [plan_id],
            binary=True,
        )
        while rows := cursor.fetchmany(_FETCHED):
            ids, m2, wkb = zip(*rows, strict=True)
            place_ids.append(np.array(ids, np.int64))
            measured_m2.append(np.array(m2, np.float64))
            bounds = shapely.bounds(shapely.from_wkb(np.array(wkb, dtype=object)))
            store.append(pa.array(wkb, pa.large_binary()), bounds)
    store.make_readable()
    return PlanPlaces(np.concatenate(place_ids), np.concatenate(measured_m2), store)


def zones_of(connection: Connection, plan_id: str) -> Zones:
    """Read the zones of a plan."""
    found = connection.execute(
        select(zone.c.zone_id, func.st_asbinary(zone.c.outline).label("wkb"))
        .where(zone.c.plan_id == plan_id)
        .order_by(zone.c.position, zone.c.zone_id)
    ).all()
    wkb = np.array([bytes(row.wkb) for row in found], dtype=object)
    return Zones(pa.array([row.zone_id for row in found], pa.string()), shapely.from_wkb(wkb))


@contextmanager
def measuring(places: PlanPlaces, zones: Zones) -> Iterator[Iterator[Measured]]:
    """Measure places in the zones, and their overlaps; begins at once, in the background."""
    with ahead(measured(places, zones)) as found:
        yield found


@contextmanager
def ahead(items: Iterator[Item]) -> Iterator[Iterator[Item]]:
    """Ask for items in the background, `AHEAD` of them before the first is taken."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        waiting = deque(pool.submit(next, items, None) for _ in range(AHEAD))

        def in_order() -> Iterator[Item]:
            while (item := waiting.popleft().result()) is not None:
                waiting.append(pool.submit(next, items, None))
                yield item

        try:
            yield in_order()
        finally:
            pool.shutdown(cancel_futures=True)


def measured(places: PlanPlaces, zones: Zones) -> Iterator[Measured]:
    """Measure tile by tile, each with what lies around it."""
    bounds = places.store.bounds()
    for own in tiles(bounds, size=TILE):
        west, south = bounds[own, :2].min(axis=0)
        east, north = bounds[own, 2:].max(axis=0)
        near = (bounds[:, 0] <= east) & (bounds[:, 2] >= west)
        near &= (bounds[:, 1] <= north) & (bounds[:, 3] >= south)
        near[own] = False
        around = np.flatnonzero(near)
        outlines = places.store.polygons(np.concatenate([own, around]))
        yield _measured_tile(places, zones, outlines, own, around)


def _measured_tile(
    places: PlanPlaces, zones: Zones, outlines: Geometries, own: Places, near: Places
) -> Measured:
    inside = areas_in_zones(zones.outlines, outlines[: len(own)], places.measured_m2[own])
    one, other = overlapping_pairs(outlines)
    here = np.concatenate([own, near])
    m2 = areas_m2(shapely.intersection(outlines[one], outlines[other]))
    some = m2 > ROUNDING_M2
    one, other, m2 = one[some], other[some], m2[some]
    overlapping = np.zeros(len(here), dtype=bool)
    overlapping[one] = overlapping[other] = True
    # a pair is told by the tile of its smaller number
    ours = np.where(here[one] < here[other], one, other) < len(own)
    return Measured(
        own[inside.place], inside.zone, inside.area_m2, overlapping[inside.place],
        here[one[ours]], here[other[ours]], m2[ours], own[~overlapping[: len(own)]],
    )  # fmt: skip


def measured_rows(
    plan_id: str, places: PlanPlaces, zones: Zones, tile: Measured
) -> Iterator[Encoded]:
    """Yield the areas in zones and the overlaps that were found in a tile, as rows of tables."""
    inside = {
        "place_id": places.place_id[tile.place],
        "zone_id": zones.zone_id.take(pa.array(tile.zone)),
        "inside_m2": tile.inside_m2,
    }
    yield plan_columns(plan_id, "landplan.place_zone", inside)
    ends = places.place_id[tile.one], places.place_id[tile.other]
    overlaps = {
        "place_id": np.concatenate(ends),
        "other_id": np.concatenate(ends[::-1]),
        "overlap_m2": np.tile(tile.overlap_m2, 2),
    }
    yield plan_columns(plan_id, "landplan.place_overlap", overlaps)


def plan_columns(plan_id: str, table: str, columns: dict[str, Any]) -> Encoded:
    """Encode columns as rows of a plan in a table (`schema.name`)."""
    everywhere = np.zeros(len(next(iter(columns.values()))), np.int8)
    plan = pa.DictionaryArray.from_arrays(everywhere, [plan_id])
    return encoded(table, pa.RecordBatch.from_pydict({"plan_id": plan, **columns}))
