"""The area of many outlines in each zone, ellipsoidal, each cut by the zone's own outline.

Most outlines lie wholly inside or outside a zone, and a raster of the zone tells so for all of them
at once; only those at its border meet the geometry. An outline at the border is cut by the part of
the zone around its cell: what lies further away cannot touch it, so the piece is the same. A zone
that others are proved to tile (`gis.geometry.nesting`) is not cut: it has what its tiles have.
"""

import math
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.geometry.area import areas_m2
from gis.geometry.nesting import tiled_by
from gis.geometry.rings import Floats, Geometries, Places

MOST_CELLS: Final = 96
"""Cells of the raster along each side of a zone, at most; fewer where there are few outlines."""

CUTS: Final = 16
"""A zone is cut into at most this many strips along each side, to be overlaid bit by bit."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Inside:
    """Land inside zones: `area_m2[k]` of the outline `place[k]` lies in the zone `zone[k]`."""

    zone: Places
    place: Places
    area_m2: Floats


def areas_in_zones(zones: Geometries, outlines: Geometries, whole_m2: Floats) -> Inside:
    """Return the area of each outline in each zone, where there is any.

    Parameters
    ----------
    zones, outlines
        Valid polygons and multipolygons in EPSG:4490.
    whole_m2
        The area of each outline, taken where it lies wholly in a zone.
    """
    bounds = np.ascontiguousarray(shapely.bounds(outlines).reshape(-1, 4).T)
    tiled = tiled_by(zones)
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        tasks = {
            # prepared outlines must not be shared by threads: each task has its own
            zone: pool.submit(areas_in_zone, shapely.from_wkb(wkb), outlines, whole_m2, bounds)
            for zone, wkb in enumerate(shapely.to_wkb(zones))
            if zone not in tiled
        }
        found = {zone: task.result() for zone, task in tasks.items()}
    for zone, tiles in tiled.items():
        in_tiles = [found[tile] for tile in tiles.tolist()]
        found[zone] = _joined(in_tiles, zones[zone], outlines, whole_m2, bounds)
    each = [found[zone] for zone in range(len(zones))]
    none = np.empty(0, dtype=np.int64)
    return Inside(
        zone=np.repeat(np.arange(len(zones)), [len(places) for places, _ in each]),
        place=np.concatenate([none, *(places for places, _ in each)]),
        area_m2=np.concatenate([np.empty(0), *(m2 for _, m2 in each)]),
    )


def _joined(
    in_tiles: Sequence[tuple[Places, Floats]],
    zone: Any,
    outlines: Geometries,
    whole_m2: Floats,
    bounds: Floats,
) -> tuple[Places, Floats]:
    """Return the places with area in a zone and that area, from those in its tiles.

    An outline in one tile has there what it has in the zone. One in several is measured again: the
    vertices that a cut along a tile's border puts on its edges are off the geodesics.
    """
    place = np.concatenate([places for places, _ in in_tiles])
    m2 = np.concatenate([m2 for _, m2 in in_tiles])
    several = np.bincount(place, minlength=len(outlines)) > 1
    alone = ~several[place]
    again = np.flatnonzero(several)
    own, own_m2 = areas_in_zone(zone, outlines[again], whole_m2[again], bounds[:, again])
    return np.concatenate([place[alone], again[own]]), np.concatenate([m2[alone], own_m2])


def areas_in_zone(
    zone: Any, outlines: Geometries, whole_m2: Floats, bounds: Floats
) -> tuple[Places, Floats]:
    """Return the places of the outlines that have area in a zone, and that area.

    `bounds` are those of the outlines, shape (4, n).
    """
    x0, y0, x1, y1 = shapely.bounds(zone)
    west, south, east, north = bounds
    near = np.flatnonzero((west <= x1) & (east >= x0) & (south <= y1) & (north >= y0))
    if not len(near):
        return near, np.empty(0)
    boxes = bounds[:, near]
    raster = _Raster(
        zone,
        np.maximum((x0, y0), boxes[:2].min(axis=1)),
        np.minimum((x1, y1), boxes[2:].max(axis=1)),
        cells=min(MOST_CELLS, math.isqrt(len(near) // 40) + 1),
    )
    inside, at_border = raster.sorted_out(boxes)
    border = near[at_border]
    covered = shapely.covers(zone, outlines[border])
    whole = np.concatenate([near[inside], border[covered]])
    border = border[~covered]
    border = border[shapely.intersects(zone, outlines[border])]
    m2 = areas_m2(_cut(zone, outlines[border], bounds[:, border], raster))
    some = m2 > 0
    return np.concatenate([whole, border[some]]), np.concatenate([whole_m2[whole], m2[some]])


class _Raster:
    """Which cells of a rectangle lie wholly inside a zone, and which touch it at all.

    The rectangle holds what the zone and the outlines have in common.
    """

    def __init__(self, zone: Any, low: Any, high: Any, *, cells: int) -> None:
        self.cells = cells
        (self.x0, self.y0), (self.x1, self.y1) = low, high
        self.xs = np.linspace(self.x0, self.x1, cells + 1)
        self.ys = np.linspace(self.y0, self.y1, cells + 1)
        shapely.prepare(zone)
        west, south = np.meshgrid(self.xs[:-1], self.ys[:-1], indexing="ij")
        east, north = np.meshgrid(self.xs[1:], self.ys[1:], indexing="ij")
        boxes = shapely.box(west, south, east, north)
        inside = shapely.contains_properly(zone, boxes)
        touched = inside.copy()
        touched[~inside] = shapely.intersects(zone, boxes[~inside])
        self.inside, self.touched = _summed(inside), _summed(touched)

    def columns(self, x: Floats) -> Places:
        return np.clip(np.searchsorted(self.xs, x, side="right") - 1, 0, self.cells - 1)

    def rows(self, y: Floats) -> Places:
        return np.clip(np.searchsorted(self.ys, y, side="right") - 1, 0, self.cells - 1)

    def sorted_out(self, boxes: Floats) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return which boxes, shape (4, n), lie wholly inside the zone, and which may cross it."""
        x0, y0, x1, y1 = boxes
        west, east = self.columns(x0), self.columns(x1) + 1
        south, north = self.rows(y0), self.rows(y1) + 1
        cells = (east - west) * (north - south)
        held = (x0 >= self.x0) & (x1 <= self.x1) & (y0 >= self.y0) & (y1 <= self.y1)
        inside = held & (_sum_of(self.inside, west, east, south, north) == cells)
        return inside, ~inside & (_sum_of(self.touched, west, east, south, north) > 0)


def _summed(cells: NDArray[np.bool_]) -> NDArray[np.int64]:
    table = np.zeros((len(cells) + 1, len(cells) + 1), dtype=np.int64)
    table[1:, 1:] = cells.cumsum(axis=0).cumsum(axis=1)
    return table


def _sum_of(table: NDArray[np.int64], west: Any, east: Any, south: Any, north: Any) -> Any:
    return table[east, north] - table[west, north] - table[east, south] + table[west, south]


def _cut(zone: Any, outlines: Geometries, boxes: Floats, raster: _Raster) -> Geometries:
    """Return the part of each outline inside the zone, cut by the zone around its cell.

    `boxes` are the bounds of the outlines, shape (4, n).
    """
    pieces = np.empty(len(outlines), dtype=object)
    size = -(-raster.cells // CUTS)
    cell = raster.columns(boxes[0]) // size * CUTS + raster.rows(boxes[1]) // size
    order = np.argsort(cell, kind="stable")
    for group in np.split(order, np.flatnonzero(np.diff(cell[order])) + 1):
        if not len(group):
            continue
        x0, y0 = boxes[:2, group].min(axis=1)
        x1, y1 = boxes[2:, group].max(axis=1)
        margin = 0.01 * (x1 - x0 + y1 - y0)  # the cut must not touch the outlines
        around = shapely.box(x0 - margin, y0 - margin, x1 + margin, y1 + margin)
        pieces[group] = shapely.intersection(shapely.intersection(zone, around), outlines[group])
    return pieces
