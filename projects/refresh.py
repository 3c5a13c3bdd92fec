"""Store anew what stands beside a plan's ledger, all at once.

The database keeps places, overlaps and shares true by itself, change by change
(`gis/sql/shares.sql`). For many places at once the geometry is done here, in shapely: overlaps by
proof and zones by raster are far quicker than a join. The shares are summed by the database.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection, text

from gis.area import areas_m2
from gis.copy import copy_batch
from gis.overlaps import Geometries, Places, overlapping_pairs, tiles
from gis.zone_areas import Inside, areas_in_zones

TILE: Final = 50_000
"""Places taken into memory at once."""

ROUNDING_M2: Final = 1e-6
"""Overlaps up to 1 mm² are rounding along a shared edge (as in `gis/sql/shares.sql`)."""


def refresh_plan(connection: Connection, plan_id: str) -> None:
    """Measure every place of a plan in every zone, find overlaps, and sum the shares anew.

    In the caller's transaction, after the plan's ledger is locked; memory is bounded by a tile.
    """
    given = {"plan": plan_id}
    connection.execute(text("select landplan.lock_ledger(:plan)"), given)
    for table in ("place_zone", "place_overlap"):
        connection.execute(
            text(f"delete from landplan.{table} where plan_id = :plan"),  # noqa: S608
            given,
        )
    zone_ids, zones = _zones(connection, plan_id)
    # the next tile is read while the last one is computed
    with ThreadPoolExecutor(max_workers=1) as pool:
        waiting: list[tuple[_Tile, Future[_Found]]] = []
        for tile in _tiles(connection, plan_id):
            waiting.append((tile, pool.submit(_compute, tile, zones)))
            if len(waiting) > 1:
                _write(connection, plan_id, zone_ids, *waiting.pop(0))
        for tile, found in waiting:
            _write(connection, plan_id, zone_ids, tile, found)
    connection.execute(text("analyze landplan.place, landplan.place_zone, landplan.place_overlap"))
    connection.execute(text("select landplan.refresh_shares(:plan)"), given)


@dataclass(frozen=True, slots=True)
class _Tile:
    """Places that lie together, first those of the tile (`own` many), then their neighbours."""

    place_id: Places
    measured_m2: NDArray[np.float64]
    outlines: Geometries
    own: int


@dataclass(frozen=True, slots=True)
class _Found:
    inside: Inside
    one: Places
    other: Places
    overlap_m2: NDArray[np.float64]


def _zones(connection: Connection, plan_id: str) -> tuple[list[str], Geometries]:
    found = connection.execute(
        text(
            "select zone_id, st_asbinary(outline) as wkb from landplan.zone"
            " where plan_id = :plan order by position, zone_id"
        ),
        {"plan": plan_id},
    ).all()
    outlines = shapely.from_wkb(np.array([bytes(row.wkb) for row in found], dtype=object))
    return [row.zone_id for row in found], outlines


def _tiles(connection: Connection, plan_id: str) -> Iterator[_Tile]:
    """Read the places of a plan tile by tile, with what lies around each tile."""
    boxes = np.array(
        _rows(
            connection,
            "select place_id, st_xmin(outline), st_ymin(outline), st_xmax(outline),"
            " st_ymax(outline) from landplan.place where plan_id = %s",
            [plan_id],
        ),
        dtype=np.float64,
    ).reshape(-1, 5)
    for own in tiles(boxes[:, 1:], size=TILE):
        ids = boxes[own, 0].astype(np.int64)
        west, south = boxes[own, 1:3].min(axis=0)
        east, north = boxes[own, 3:5].max(axis=0)
        rows = _rows(
            connection,
            "select place_id, measured_m2, st_asbinary(outline) from landplan.place"
            " where plan_id = %s and outline && st_makeenvelope(%s, %s, %s, %s, 4490)",
            [plan_id, west, south, east, north],
        )
        found = np.array([row[0] for row in rows], dtype=np.int64)
        order = np.argsort(~np.isin(found, ids), kind="stable")
        yield _Tile(
            found[order],
            np.array([row[1] for row in rows], dtype=np.float64)[order],
            shapely.from_wkb(np.array([row[2] for row in rows], dtype=object)[order]),
            len(ids),
        )


def _rows(connection: Connection, query: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return rows in the wire's binary form: outlines come as bytes, numbers unprinted."""
    driver_connection: Any = connection.connection.driver_connection
    with driver_connection.cursor(binary=True) as cursor:
        rows: list[tuple[Any, ...]] = cursor.execute(query, values).fetchall()
    return rows


def _compute(tile: _Tile, zones: Geometries) -> _Found:
    """Measure a tile's places in the zones and find what they overlap."""
    own = slice(0, tile.own)
    inside = areas_in_zones(zones, tile.outlines[own], tile.measured_m2[own])
    one, other = overlapping_pairs(tile.outlines)
    # a pair is told by the tile of its smaller id
    smaller = np.where(tile.place_id[one] < tile.place_id[other], one, other)
    ours = smaller < tile.own
    one, other = one[ours], other[ours]
    m2 = areas_m2(shapely.intersection(tile.outlines[one], tile.outlines[other]))
    some = m2 > ROUNDING_M2
    return _Found(inside, tile.place_id[one[some]], tile.place_id[other[some]], m2[some])


def _write(
    connection: Connection,
    plan_id: str,
    zone_ids: Sequence[str],
    tile: _Tile,
    computed: "Future[_Found]",
) -> None:
    found = computed.result()
    inside = found.inside
    zones = pa.array(zone_ids, pa.string()).take(inside.zone)
    copy_batch(
        connection,
        "landplan.place_zone",
        pa.RecordBatch.from_pydict(
            {
                "plan_id": pa.repeat(plan_id, len(zones)),
                "zone_id": zones,
                "place_id": tile.place_id[inside.place],
                "inside_m2": inside.area_m2,
            }
        ),
    )
    copy_batch(
        connection,
        "landplan.place_overlap",
        pa.RecordBatch.from_pydict(
            {
                "plan_id": pa.repeat(plan_id, 2 * len(found.one)),
                "place_id": np.concatenate([found.one, found.other]),
                "other_id": np.concatenate([found.other, found.one]),
                "overlap_m2": np.tile(found.overlap_m2, 2),
            }
        ),
    )
