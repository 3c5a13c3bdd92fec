"""The rings and edges of many outlines as flat arrays, for what is computed edge by edge."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

Geometries = NDArray[Any]
Floats = NDArray[np.float64]
Places = NDArray[np.int64]
Ways = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Rings:
    """The closed rings of some outlines.

    `xy` holds the vertices of all, shape (n, 2); of each ring there is its size in vertices, the
    place of its outline, and whether it is a shell (else a hole).
    """

    xy: Floats
    sizes: Places
    outline: Places
    shell: NDArray[np.bool_]

    @property
    def first(self) -> Places:
        """Where each ring begins in `xy`."""
        return np.cumsum(self.sizes) - self.sizes


def rings_of(outlines: Geometries) -> Rings:
    """Return the rings of polygons and multipolygons; lines and points among them have none."""
    parts, part_of = outlines, np.arange(len(outlines))
    if (shapely.get_type_id(outlines) != shapely.GeometryType.POLYGON).any():
        parts, part_of = shapely.get_parts(outlines, return_index=True)
        land = shapely.get_dimensions(parts) == 2  # an overlay leaves points and lines too
        parts, part_of = parts[land], part_of[land]
    rings, ring_of = parts, np.arange(len(parts))
    if shapely.get_num_interior_rings(parts).any() or shapely.is_empty(parts).any():
        rings, ring_of = shapely.get_rings(parts, return_index=True)
    sizes = shapely.get_num_coordinates(rings).astype(np.int64)
    shell = np.diff(ring_of, prepend=-1) > 0
    return Rings(shapely.get_coordinates(rings), sizes, part_of[ring_of], shell)


EDGE: Final = np.uint64(0xFFFF_FFFF_FFFF_FFFE)
WAY: Final = np.uint64(1)
"""What of a way (`Edges.way`) tells its edge, and what its direction."""


@dataclass(frozen=True, slots=True)
class Edges:
    """Edges of outlines; each joins `start` and `end`, shape (n, 2), with its land on the left.

    `way` numbers edges by the points that they join. The last bit tells the direction: two edges
    that join the same points in opposite directions differ in it and nothing else. Different edges
    have different numbers, but for a chance of some 1e-6 among ten million of them.
    """

    start: Floats
    end: Floats
    outline: Places
    way: Ways

    def __len__(self) -> int:
        return len(self.way)

    def take(self, some: Any) -> "Edges":
        """Return some of the edges, by places or by a mask."""
        return Edges(self.start[some], self.end[some], self.outline[some], self.way[some])


def edges_of(outlines: Geometries) -> Edges:
    """Return the edges of valid polygons and multipolygons, without those of no length."""
    rings = rings_of(outlines)
    way, outline, at = _ways(rings)
    leftward = np.repeat(_land_on_left(rings), rings.sizes)[at, None]
    one, other = rings.xy[at], rings.xy[at + 1]
    start, end = np.where(leftward, one, other), np.where(leftward, other, one)
    return Edges(start, end, outline, way)


def ways_of(outlines: Geometries) -> tuple[Ways, Places]:
    """Return `way` and `outline` of the edges of outlines, as `edges_of` does, and no more."""
    way, outline, _ = _ways(rings_of(outlines))
    return way, outline


def _ways(rings: Rings) -> tuple[Ways, Places, Places]:
    """Return `way` and `outline` of each edge, and the place of its first vertex."""
    if not len(rings.sizes):
        none = np.empty(0, np.int64)
        return none.astype(np.uint64), none, none
    vertex = _mixed(rings.xy)
    one, other = vertex[:-1], vertex[1:]
    joined = one != other
    joined[rings.first[1:] - 1] = False  # from one ring to the next there is no edge
    at = np.flatnonzero(joined)
    up = (one < other) == np.repeat(_land_on_left(rings), rings.sizes)[:-1]
    outline = np.repeat(rings.outline, rings.sizes)
    return (one + other)[at] & EDGE | up[at], outline[at], at


def _land_on_left(rings: Rings) -> NDArray[np.bool_]:
    """Tell of each ring whether it runs so that the land is to its left."""
    first = rings.first
    x, y = (rings.xy - np.repeat(rings.xy[first], rings.sizes, axis=0)).T
    cross = np.zeros(len(x))
    one, other = x[:-1] * y[1:], x[1:] * y[:-1]
    cross[:-1] = one - other
    doubt = np.zeros(len(x))
    doubt[:-1] = np.abs(one) + np.abs(other)
    last = first[1:] - 1
    cross[last] = doubt[last] = 0.0
    twice_area = np.add.reduceat(cross, first)
    ccw = twice_area > 0
    thin = np.abs(twice_area) <= 1e-12 * np.add.reduceat(doubt, first)
    for ring in np.flatnonzero(thin):
        start = first[ring]
        points = rings.xy[start : start + rings.sizes[ring]]
        ccw[ring] = shapely.is_ccw(shapely.linearrings(points))
    left: NDArray[np.bool_] = ccw == rings.shell
    return left


def _mixed(xy: Floats) -> Ways:
    """Mix the coordinates of points to 64-bit numbers (as MurmurHash3 does); -0.0 is 0.0."""
    x, y = np.ascontiguousarray((xy + 0.0).T).view(np.uint64)
    key: Ways = x * np.uint64(0x9E3779B97F4A7C15)
    key ^= key >> np.uint64(32)
    key += y
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        key ^= key >> np.uint64(33)
        key *= np.uint64(factor)
    key ^= key >> np.uint64(33)
    return key
