"""Which outlines overlap: found exactly, and quickly where a fabric of parcels fits together.

Neighbours that share their edges vertex by vertex are by far the most pairs of a cadastre, and
testing them one by one takes longest. So a tile of outlines is first held against a proof that
needs no pair at all (`fits_together`); only tiles that it does not settle are tested pair by pair.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

Geometries: TypeAlias = NDArray[Any]
Places: TypeAlias = NDArray[np.int64]

TILE: Final = 20_000
"""Outlines of a tile: few enough for the processor's cache, enough to keep borders short."""


def overlapping_pairs(outlines: Geometries) -> tuple[Places, Places]:
    """Return the pairs (i, j), i < j, of valid outlines whose interiors meet."""
    tree = STRtree(outlines)
    tree.query(shapely.Point(0, 0))  # the tree is made whole before threads share it
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        tasks = [
            pool.submit(_pairs_of_tile, outlines, tree, own)
            for own in tiles(shapely.bounds(outlines))
        ]
        found = [task.result() for task in tasks]
    one = np.concatenate([np.empty(0, dtype=np.int64), *(pair[0] for pair in found)])
    other = np.concatenate([np.empty(0, dtype=np.int64), *(pair[1] for pair in found)])
    return one, other


def tiles(bounds: NDArray[np.float64], *, size: int = TILE) -> Iterator[Places]:
    """Yield the places of bounding boxes tile by tile: strips of longitude, cut by latitude."""
    if not len(bounds):
        return
    by_x = np.argsort(bounds[:, 0] + bounds[:, 2], kind="stable")
    strips = max(1, round(np.sqrt(len(bounds) / size)))
    for strip in np.array_split(by_x, strips):
        by_y = strip[np.argsort(bounds[strip, 1] + bounds[strip, 3], kind="stable")]
        yield from np.array_split(by_y, max(1, -(-len(by_y) // size)))


def _pairs_of_tile(outlines: Geometries, tree: STRtree, own: Places) -> tuple[Places, Places]:
    """Return the pairs whose smaller index is in a tile; its neighbours are looked at too.

    What runs along an edge the same way as another outline is set aside, then what has any lone
    edge: as soon as the rest is proved to fit, only pairs with one set aside are left to test.
    """
    near = np.sort(tree.query(shapely.box(*shapely.total_bounds(outlines[own]))))
    edges = _Edges.of(outlines[near])
    at, other = tree.query(outlines[own])
    one = own[at]
    once = one < other
    for aside in (edges.doubled(), edges.alone()):
        rest = np.ones(len(near), dtype=bool)
        rest[aside] = False
        if edges.fit(outlines[near], rest):
            fit = near[rest]
            once &= ~(np.isin(one, fit) & np.isin(other, fit))
            break
    one, other = one[once], other[once]
    meet = shapely.relate_pattern(outlines[one], outlines[other], "T********")
    return one[meet], other[meet]


def fits_together(outlines: Geometries) -> bool:
    """Tell whether valid outlines are proved not to overlap; False is no proof that they do.

    How often the outlines cover a point changes only across their edges, and not across an edge
    that two of them run along in opposite directions: those cancel. Across an edge that is left
    the count falls by one, from the outline's side to the other. If none of these edges cross, and
    nothing covers their other side, the count is nowhere more than one.
    """
    return _Edges.of(outlines).fit(outlines, np.ones(len(outlines), dtype=bool))


@dataclass(frozen=True, slots=True)
class _Edges:
    """The edges of some outlines, land on the left, sorted so that the same edges are together.

    `same` numbers edges that join the same points, whichever way; `way` is 1 or -1.
    """

    start: NDArray[np.float64]
    end: NDArray[np.float64]
    outline: Places
    way: NDArray[np.int64]
    same: Places

    @classmethod
    def of(cls, outlines: Geometries) -> "_Edges":
        start, end, forward, outline = _edges(outlines)
        start, end = np.where(forward[:, None], (start, end), (end, start))
        swap = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
        low, high = np.where(swap[:, None], (end, start), (start, end))
        key = _mixed(low[:, 0], low[:, 1], high[:, 0], high[:, 1])
        order = np.argsort(key, kind="stable")
        same = np.cumsum(np.diff(key[order], prepend=key[order][:1]) != 0)
        return cls(start[order], end[order], outline[order], np.where(swap, -1, 1)[order], same)

    def doubled(self) -> Places:
        """Return the outlines with an edge that another one runs along the same way."""
        times = np.bincount(self.same * 2 + (self.way > 0))
        return np.unique(self.outline[times[self.same * 2 + (self.way > 0)] > 1])

    def alone(self) -> Places:
        """Return the outlines with an edge that is not cancelled."""
        net = np.bincount(self.same, weights=self.way)
        return np.unique(self.outline[net[self.same] != 0])

    def fit(self, outlines: Geometries, some: NDArray[np.bool_]) -> bool:
        """Tell whether some of the outlines are proved to fit together (`fits_together`)."""
        ours = some[self.outline]
        net = np.bincount(self.same, weights=self.way * ours)
        if np.abs(net).max(initial=0) > 1:
            return False
        lone = np.flatnonzero(ours & (net[self.same] == self.way))
        lone = lone[np.diff(self.same[lone], prepend=-1) != 0]
        if not len(lone):
            return True
        start, end = self.start[lone], self.end[lone]
        lines: Any = shapely.linestrings(np.stack([start, end], axis=1))
        if not shapely.is_simple(shapely.multilinestrings(lines)):
            return False
        tested = _one_of_each_chain(start, end)
        middle = shapely.points((start[tested] + end[tested]) / 2)
        kept = np.flatnonzero(some)
        point, cover = STRtree(outlines[kept]).query(middle, predicate="intersects")
        return bool(np.all(kept[cover] == self.outline[lone[tested]][point]))


def _one_of_each_chain(start: NDArray[np.float64], end: NDArray[np.float64]) -> Places:
    """Return one edge of each chain that closed rings of edges are parted into where they touch.

    Along a chain nothing else meets its edges, so what is beside one of them is beside them all.
    """
    by_start = np.lexsort((start[:, 1], start[:, 0]))
    by_end = np.lexsort((end[:, 1], end[:, 0]))
    if not np.array_equal(start[by_start], end[by_end]):  # no rings: every edge is a chain
        return np.arange(len(start))
    following = np.empty(len(start), dtype=np.int64)
    following[by_end] = by_start
    ordered = start[by_start]
    shared = np.zeros(len(start), dtype=bool)
    shared[1:] = np.all(ordered[1:] == ordered[:-1], axis=1)
    shared[:-1] |= shared[1:]
    opens = np.zeros(len(start), dtype=bool)
    opens[by_start] = shared  # a chain begins where several edges start
    chain = np.arange(len(start))
    for _ in range(len(start).bit_length()):
        chain = np.minimum(chain, chain[following])
        following = following[following]
    ring = np.zeros(len(start), dtype=bool)
    ring[chain] = True
    return np.flatnonzero(ring | opens)


def _edges(outlines: Geometries) -> tuple[Any, Any, NDArray[np.bool_], Places]:
    """Return every edge, whether its ring has its land on the left, and whose it is."""
    parts, outline = shapely.get_parts(outlines, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    shell = np.diff(part, prepend=-1) != 0
    points, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    start, end, of = points[:-1][same], points[1:][same], ring[:-1][same]
    along = shapely.is_ccw(rings) == shell
    return start, end, along[of], outline[part[of]]


def _mixed(*columns: NDArray[np.float64]) -> NDArray[np.uint64]:
    """Mix coordinates to one 64-bit key; -0.0 is 0.0."""
    key = np.zeros(len(columns[0]), dtype=np.uint64)
    for column in columns:
        key ^= (column + 0.0).view(np.uint64)
        key *= np.uint64(0x9E3779B97F4A7C15)
        key ^= key >> np.uint64(29)
    return key
