"""Tiles of cells: of the last zoom before parcels summed from them, of each before from four, kept.

`gis.database.tile_cells` writes one; `gis/sql/tiles.sql` drops those in which something changed.
"""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, text

from gis.database.tile_cells import merged_cells, packed_cells
from gis.database.tiles import Tile, TileSet, given

WORLD: Final = Tile(0, 0, 0)


def grid_tile(
    connection: Connection, tiles: TileSet, tile: Tile
) -> tuple[bytes, Mapping[Tile, bytes]]:
    """Return a tile of cells, deflated, and what had to be made for it, to be kept."""
    made: dict[Tile, bytes] = {}
    return _found(connection, tiles, tile, made), made


def keep_grid_tiles(connection: Connection, tiles: TileSet, made: Mapping[Tile, bytes]) -> None:
    """Keep tiles of cells for the next to ask, in the caller's transaction.

    Nothing is kept if the plan's tiles are others by now, or where the database's role may not
    write the ledger.
    """
    told = [
        {**given(tiles.plan_id, tile), "version": tiles.version, "cells": cells}
        for tile, cells in made.items()
    ]
    if told:
        connection.execute(_KEEP, told)


def make_grid(connection: Connection, tiles: TileSet) -> None:
    """Make all tiles of cells that are missing, and keep them, where the role may."""
    if connection.scalar(_MAY_KEEP):
        _, made = grid_tile(connection, tiles, WORLD)
        keep_grid_tiles(connection, tiles, made)


def _found(connection: Connection, tiles: TileSet, tile: Tile, made: dict[Tile, bytes]) -> bytes:
    asked = given(tiles.plan_id, tile)
    kept = connection.scalar(_KEPT, asked)
    if kept is not None:
        return bytes(kept)
    if tile.z + 1 < tiles.parcels_from_zoom and connection.scalar(_HAS_LAND, asked):
        four = [_found(connection, tiles, quarter, made) for quarter in tile.quarters]
        made[tile] = merged_cells(four)
    else:
        made[tile] = packed_cells(connection.execute(_CELLS, asked).all())
    return made[tile]


_KEPT: Final = text(
    "select cells from landplan.tile_grid where plan_id = :plan and z = :z and x = :x and y = :y"
)
_HAS_LAND: Final = text(
    "select exists(select from landplan.tile_parcel t"
    " where t.plan_id = :plan and t.outline && st_tileenvelope(:z, :x, :y))"
)
_CELLS: Final = text(
    "select cell, month, measured_m2, reserve_by, supplied_by"
    " from landplan.tile_cells(:plan, :z, :x, :y)"
)
_KEEP: Final = text(
    "select landplan.keep_grid_tile(:plan, cast(:version as uuid), :z, :x, :y, :cells)"
)
_MAY_KEEP: Final = text("select has_table_privilege('landplan.land_event', 'insert')")
