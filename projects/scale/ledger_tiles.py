"""The land of a ledger tile by tile: what a tile has to be told, and what it adds up to."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from gis.geometry.tiling import Boxes, Tiling, cut_plane, overhangs, tile_of
from projects.balance.land_totals import LedgerColumns, Totals, land_totals
from projects.model import MEASURES
from projects.scale.exchange import LAND, divided, together

_SIDES: Final = ("west", "south", "east", "north")
PLACED: Final = pa.schema([*LAND, *((side, pa.float64()) for side in _SIDES), ("tile", pa.int64())])
"""LAND with its bounding box and the tile that it belongs to."""

TOLD: Final = LAND.append(pa.field("own", pa.bool_()))
"""LAND that a tile is told: its own, and what own land may meet."""

SAMPLE: Final = 1000
"""So many parcels of a file stand for all of them where the plane is cut."""

Points = NDArray[np.float64]


def sample_of(parcels: pa.Table | None) -> Points:
    """Return what stands for the parcels of a file, (n, 3): x, y, parcels that it stands for."""
    if not parcels:
        return np.empty((0, 3))
    chosen = np.unique(np.linspace(0, len(parcels), SAMPLE, endpoint=False).astype(np.int64))
    outlines = shapely.from_wkb(parcels["outline"].take(chosen).to_numpy())
    boxes = _boxes(outlines[~shapely.is_missing(outlines)])
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    return np.column_stack([middle, np.full(len(middle), len(parcels) / len(chosen))])


def tiles_for(samples: Sequence[Points], count: int) -> Boxes:
    """Cut the plane into tiles of about as many parcels each."""
    points = np.concatenate(samples)
    return cut_plane(points[:, :2], points[:, 2], count=count)


def place(pieces: Sequence[pa.Table], tiles: Boxes) -> pa.Table:
    """Return tables of LAND as one table of PLACED."""
    land = together(pieces, LAND)
    boxes = _boxes(shapely.from_wkb(land["outline"].to_numpy()))
    columns = [*land.columns, *boxes.T, tile_of(tiles, boxes)]
    return pa.table(columns, schema=PLACED)


def overhangs_in(placed: pa.Table, tiles: Boxes) -> tuple[Boxes, NDArray[np.int64]]:
    """Return the boxes of PLACED land that reach over the edge of their tile, and its tile."""
    return overhangs(tiles, _boxes_of(placed), placed["tile"].to_numpy())


def tiling_with(tiles: Boxes, found: Sequence[tuple[Boxes, NDArray[np.int64]]]) -> Tiling:
    """Return the tiles with all that overhangs them."""
    return Tiling(
        tiles,
        np.concatenate([boxes for boxes, _ in found]),
        np.concatenate([tile for _, tile in found]),
    )


def share_out(placed: pa.Table, tiling: Tiling) -> list[pa.Table]:
    """Return for each tile the rows of PLACED that it needs, as TOLD."""
    row, tile = tiling.tiles_in_need(_boxes_of(placed))
    own = placed["tile"].to_numpy()[row] == tile
    told = placed.select(LAND.names).take(row).append_column(TOLD.field("own"), pa.array(own))
    return divided(told, tile, len(tiling.tiles))


def totals_of(
    told: Sequence[pa.Table], zones: Sequence[bytes], period: tuple[date, date]
) -> Totals:
    """Return what the own land of a tile adds up to in each zone.

    Parameters
    ----------
    told
        TOLD, all that the tile needs.
    zones
        Outlines as WKB: each task has geometries of its own, for what prepares them may not be
        shared by threads.
    """
    land = together(told, TOLD)
    if not land["own"].to_numpy().any():
        nothing = np.zeros((len(zones), len(MEASURES)))
        return Totals(nothing, nothing, nothing.astype(np.int64))
    ordered = land.sort_by([("day", "ascending"), ("event_id", "ascending")])
    outlines = shapely.from_wkb(np.array(zones, dtype=object))
    return land_totals(_columns(ordered, period), outlines)


def _columns(land: pa.Table, period: tuple[date, date]) -> LedgerColumns:
    """Return a tile's events as columns, without the places that own ones do not come near."""
    drawn = land["outline"].combine_chunks().dictionary_encode()
    places = shapely.from_wkb(drawn.dictionary.to_numpy(zero_copy_only=False))
    place, own = drawn.indices.to_numpy().astype(np.int64), land["own"].to_numpy()
    near = np.zeros(len(places), dtype=bool)
    near[STRtree(places[np.unique(place[own])]).query(places)[0]] = True
    kept = near[place]
    land = land.filter(pa.array(kept))
    needed, place = np.unique(place[kept], return_inverse=True)
    day = land["day"].to_numpy()
    first, last = np.datetime64(period[0]), np.datetime64(period[1])
    return LedgerColumns(
        places=places[needed],
        place=place,
        stores=land["kind"].to_numpy() == "storage",
        declared_ha=land["declared_ha"].to_numpy(),
        group=land["land_group"].to_numpy().astype(np.str_),
        in_period=(day >= first) & (day <= last),
        own=land["own"].to_numpy(),
    )


def _boxes(outlines: Any) -> Boxes:
    boxes: Boxes = shapely.bounds(outlines).reshape(-1, 4)
    return boxes


def _boxes_of(placed: pa.Table) -> Boxes:
    return np.column_stack([placed[side].to_numpy() for side in _SIDES])
