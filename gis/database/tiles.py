"""Tiles of a plan's land: what they are made of, brought up to date, and one tile's bytes.

A tile is that of `st_tileenvelope`: EPSG:3857, `z` halvings of the world, `x` to the east, `y` to
the south. Where parcels are larger than some pixels a tile holds parcels, else sums in cells
(`gis.database.tile_cells`); `TileSet.parcels_from_zoom` says where. What they are made of is kept
by `gis/sql/tiles.sql`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final, Self

from sqlalchemy import Connection, Row, text

from gis.database.tile_cells import packed_cells
from gis.errors import NotFoundError

LAST_ZOOM: Final = 20


@dataclass(frozen=True, slots=True)
class Tile:
    """A square of the web's map; `at` refuses those that are not there."""

    z: int
    x: int
    y: int

    @classmethod
    def at(cls, z: int, x: int, y: int) -> Self:
        """Return the tile of these numbers.

        Raises
        ------
        NotFoundError
            If there is none.
        """
        if not 0 <= z <= LAST_ZOOM:
            raise NotFoundError(
                f"没有第 {z} 级的瓦片；级别从 0 到 {LAST_ZOOM}",
                f"there are no tiles at zoom {z}: zooms go from 0 to {LAST_ZOOM}",
            )
        last = 2**z - 1
        if not (0 <= x <= last and 0 <= y <= last):
            raise NotFoundError(
                f"第 {z} 级没有瓦片 {x}/{y}；两数都从 0 到 {last}",
                f"there is no tile {x}/{y} at zoom {z}: both numbers go from 0 to {last}",
            )
        return cls(z, x, y)


@dataclass(frozen=True, kw_only=True, slots=True)
class TileSet:
    """A plan's tiles in one state of its ledger.

    Parameters
    ----------
    version
        A name that no other state has.
    parcels
        How many parcels there are.
    parcels_from_zoom
        From this zoom on half of them have 100 pixels and more; before it there are cells.
    """

    plan_id: str
    version: str
    parcels: int
    parcels_from_zoom: int


def tile_set(connection: Connection, plan_id: str) -> TileSet | None:
    """Return the tiles of a plan as they are, or None where they are older than its ledger."""
    row = connection.execute(_READY, {"plan": plan_id}).one_or_none()
    return None if row is None else _of_row(plan_id, row)


def bring_tiles(connection: Connection, plan_id: str) -> bool:
    """Make what is missing or stale of a plan's tiles, in the caller's transaction.

    False, at once, where another session is at it. To be called in a transaction that sees what
    others commit (not REPEATABLE READ), and committed soon.
    """
    connection.execute(_AS_LONG_AS_IT_TAKES)
    made: bool | None = connection.scalar(_BRING, {"plan": plan_id})
    return bool(made)


def parcel_tile(connection: Connection, plan_id: str, tile: Tile) -> bytes:
    """Return a vector tile (MVT) of parcels with the days on which they changed.

    Its layers are told by `landplan.parcel_tile`; where nothing is, it is empty.
    """
    return bytes(connection.scalar(_PARCELS, _given(plan_id, tile)) or b"")


def land_tile(connection: Connection, plan_id: str, tile: Tile, *, as_of: date) -> bytes:
    """Return a vector tile (MVT) of parcels with their attributes and their state on a day."""
    return bytes(connection.scalar(_LAND, {**_given(plan_id, tile), "as_of": as_of}) or b"")


def kept_grid_tile(connection: Connection, plan_id: str, tile: Tile) -> bytes | None:
    """Return a tile of cells, deflated (`gis.database.tile_cells`), if one is kept."""
    kept = connection.scalar(_KEPT_GRID, _given(plan_id, tile))
    return None if kept is None else bytes(kept)


def grid_tile(connection: Connection, plan_id: str, tile: Tile) -> bytes:
    """Return a tile of cells, deflated, summed from the parcels in it."""
    return packed_cells(connection.execute(_CELLS, _given(plan_id, tile)).all())


def keep_grid_tile(connection: Connection, tiles: TileSet, tile: Tile, cells: bytes) -> None:
    """Keep a tile of cells for the next to ask, in the caller's transaction.

    Nothing is kept if the plan's tiles are others by now, or where the database's role may not
    write the ledger.
    """
    given = {**_given(tiles.plan_id, tile), "version": tiles.version, "cells": cells}
    connection.execute(_KEEP_GRID, given)


def _given(plan_id: str, tile: Tile) -> dict[str, str | int]:
    return {"plan": plan_id, "z": tile.z, "x": tile.x, "y": tile.y}


def _of_row(plan_id: str, row: Row[str, int, int]) -> TileSet:
    version, parcels, from_zoom = row
    return TileSet(plan_id=plan_id, version=version, parcels=parcels, parcels_from_zoom=from_zoom)


_READY: Final = text(
    "select cast(t.version as text), t.parcels, t.parcels_from_zoom from landplan.tile_plan t"
    " where t.plan_id = :plan and t.revision ="
    " coalesce((select l.revision from landplan.ledger l where l.plan_id = :plan), 0)"
)
_AS_LONG_AS_IT_TAKES: Final = text("set local statement_timeout = '30min'")
_BRING: Final = text("select landplan.bring_tiles(:plan)")
_PARCELS: Final = text("select landplan.parcel_tile(:plan, :z, :x, :y)")
_LAND: Final = text("select landplan.land_tile(:plan, :z, :x, :y, :as_of)")
_KEPT_GRID: Final = text(
    "select cells from landplan.tile_grid where plan_id = :plan and z = :z and x = :x and y = :y"
)
_CELLS: Final = text(
    "select cell, month, measured_m2, reserve_by, supplied_by"
    " from landplan.tile_cells(:plan, :z, :x, :y)"
)
_KEEP_GRID: Final = text(
    "select landplan.keep_grid_tile(:plan, cast(:version as uuid), :z, :x, :y, :cells)"
)
