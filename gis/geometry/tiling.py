"""The plane cut into tiles of about equal load, and which outlines a tile needs beside its own.

An outline belongs to the tile that holds the middle of its bounding box. A tile needs every
outline that may meet one of its own: one whose bounding box meets the tile, or meets the box of an
own outline that overhangs the tile's edge. The overhangs are few, so each tile's needs are known
to all without anyone seeing all outlines.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from gis.geometry.rings import Places

Boxes = NDArray[np.float64]
"""Bounding boxes, (n, 4): west, south, east, north."""

PLANE: Final = (-360.0, -180.0, 360.0, 180.0)


@dataclass(frozen=True, slots=True)
class Tiling:
    """Rectangles that tile the plane, and the boxes that overhang them.

    Parameters
    ----------
    tiles
        One row a tile.
    overhangs, overhung
        Boxes of outlines that reach over the edge of their tile, and the tile of each.
    """

    tiles: Boxes
    overhangs: Boxes
    overhung: Places

    def tiles_in_need(self, boxes: Boxes) -> tuple[Places, Places]:
        """Return the pairs (box, tile) of what each tile needs, its own included."""
        regions = np.concatenate([self.tiles, self.overhangs])
        tile = np.concatenate([np.arange(len(self.tiles)), self.overhung])
        box, region = STRtree(_drawn(regions)).query(_drawn(boxes))
        pairs = np.unique(np.stack([box, tile[region]], axis=1), axis=0)
        return pairs[:, 0], pairs[:, 1]


def cut_plane(points: NDArray[np.float64], weights: NDArray[np.float64], *, count: int) -> Boxes:
    """Return `count` rectangles that tile the plane, each with about the same weight of points."""
    return np.array(list(_halves(points, weights, count, PLANE)))


def tile_of(tiles: Boxes, boxes: Boxes) -> Places:
    """Return the tile that holds the middle of each box; on an edge, the first of them."""
    middle = shapely.points((boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2)
    point, tile = STRtree(_drawn(tiles)).query(middle)
    found = np.full(len(boxes), len(tiles))
    np.minimum.at(found, point, tile)
    return found


def overhangs(tiles: Boxes, boxes: Boxes, tile: Places) -> tuple[Boxes, Places]:
    """Return the boxes that reach over the edge of their tile, each once, and the tile of each."""
    own = tiles[tile]
    over = (boxes[:, :2] < own[:, :2]).any(axis=1) | (boxes[:, 2:] > own[:, 2:]).any(axis=1)
    found = np.unique(np.column_stack([boxes[over], tile[over]]), axis=0)
    return found[:, :4], found[:, 4].astype(np.int64)


def _drawn(boxes: Boxes) -> Any:
    return shapely.box(*boxes.reshape(-1, 4).T)


def _halves(
    points: NDArray[np.float64],
    weights: NDArray[np.float64],
    count: int,
    box: tuple[float, float, float, float],
) -> Iterator[tuple[float, float, float, float]]:
    """Cut a rectangle across where its points spread widest, again and again."""
    if count == 1:
        yield box
        return
    west, south, east, north = box
    if len(points):
        axis = int(np.argmax(np.ptp(points, axis=0)))
        order = np.argsort(points[:, axis], kind="stable")
        passed = np.cumsum(weights[order])
        cut = int(np.searchsorted(passed, passed[-1] * (count // 2) / count))
        at = float(points[order[cut], axis])
        low = points[:, axis] < at
    else:
        axis, at, low = 0, (west + east) / 2, np.empty(0, dtype=bool)
    first = (west, south, at, north) if axis == 0 else (west, south, east, at)
    second = (at, south, east, north) if axis == 0 else (west, at, east, north)
    yield from _halves(points[low], weights[low], count // 2, first)
    yield from _halves(points[~low], weights[~low], count - count // 2, second)
