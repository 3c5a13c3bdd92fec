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

    @property
    def quarters(self) -> "tuple[Tile, Tile, Tile, Tile]":
        """The four tiles within it: north-west, north-east, south-west, south-east."""
        z, x, y = self.z + 1, 2 * self.x, 2 * self.y
        return Tile(z, x, y), Tile(z, x + 1, y), Tile(z, x, y + 1), Tile(z, x + 1, y + 1)


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

    False where another session is making them of all the land, or of so much that it takes longer
    than the connection waits for a lock. To be called in a transaction that sees what others commit
    (not REPEATABLE READ), and committed soon.
    """
    connection.execute(_AS_LONG_AS_IT_TAKES)
    made: bool | None = connection.scalar(_BRING, {"plan": plan_id})
    return bool(made)


def parcel_tile(connection: Connection, plan_id: str, tile: Tile) -> bytes:
    """Return a vector tile (MVT) of parcels with the days on which they changed.

    Its layers are told by `landplan.parcel_tile`; where nothing is, it is empty.
    """
    return bytes(connection.scalar(_PARCELS, given(plan_id, tile)) or b"")


def land_tile(connection: Connection, plan_id: str, tile: Tile, *, as_of: date) -> bytes:
    """Return a vector tile (MVT) of parcels with their attributes and their state on a day."""
    return bytes(connection.scalar(_LAND, {**given(plan_id, tile), "as_of": as_of}) or b"")


def given(plan_id: str, tile: Tile) -> dict[str, str | int]:
    """Return what statements about a tile name."""
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
