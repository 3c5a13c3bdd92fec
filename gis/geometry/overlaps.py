"""Which outlines overlap: found exactly, and quickly where a fabric of parcels fits together.

Neighbours that share their edges vertex by vertex are by far the most pairs of a cadastre, and
testing them one by one takes longest. So the outlines are first held against a proof that needs no
pair at all (`_Fabric.fits`): once the few that spoil it are set aside, only pairs with one of those
are left to test.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeAlias

import numpy as np
import shapely
from shapely import STRtree

from gis.geometry.crossings import do_not_cross
from gis.geometry.rings import EDGE, WAY, Edges, Floats, Geometries, Places, Ways, edges_of, ways_of

Pairs: TypeAlias = tuple[Places, Places]

TILE: Final = 20_000
"""Outlines of a tile, where the proof fails for all at once."""

BATCH: Final = 8_192
"""Outlines whose edges are made at once: they stay in the processor's cache."""

_MOST_OPEN: Final = 0.9
"""Share of outlines with open edges up to which they are taken for a fabric with gaps."""


def overlapping_pairs(outlines: Geometries) -> Pairs:
    """Return the pairs (i, j), i < j, of valid outlines whose interiors meet."""
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:

        def each(function: Callable[[slice], Any]) -> list[Any]:
            starts = range(0, len(outlines), BATCH)
            return list(pool.map(function, [slice(start, start + BATCH) for start in starts]))

        found = _pairs_by_proof(outlines, each)
        if found is None:
            tree = STRtree(outlines)
            tree.query(shapely.Point(0, 0))  # the tree is made whole before threads share it
            parts = tiles(shapely.bounds(outlines))
            found = _joined(pool.map(lambda own: _pairs_of_tile(outlines, tree, own), parts))
    one, other = np.minimum(*found), np.maximum(*found)
    order = np.lexsort((other, one))
    return one[order], other[order]


def tiles(bounds: Floats, *, size: int = TILE) -> Iterator[Places]:
    """Yield the places of bounding boxes tile by tile: strips of longitude, cut by latitude."""
    if not len(bounds):
        return
    by_x = np.argsort(bounds[:, 0] + bounds[:, 2], kind="stable")
    strips = max(1, round(np.sqrt(len(bounds) / size)))
    for strip in np.array_split(by_x, strips):
        by_y = strip[np.argsort(bounds[strip, 1] + bounds[strip, 3], kind="stable")]
        yield from np.array_split(by_y, max(1, -(-len(by_y) // size)))


def fits_together(outlines: Geometries) -> bool:
    """Tell whether valid outlines are proved not to overlap; False is no proof that they do."""
    return _Fabric(outlines, _at_once).fits(np.empty(0, np.int64))


def _pairs_by_proof(outlines: Geometries, each: "_Each") -> Pairs | None:
    """Return the pairs if all but few outlines are proved to fit together, else None.

    What runs along an edge the same way as an earlier outline is set aside, then what has any open
    edge: as soon as the rest is proved to fit, only pairs with one set aside are left to test.
    """
    fabric = _Fabric(outlines, each)
    if len(fabric.opened) <= _MOST_OPEN * len(outlines):
        doubled = fabric.doubled()
        if fabric.fits(doubled):
            return _pairs_with(doubled, outlines, each)
    if fabric.fits(fabric.opened):
        return _pairs_with(fabric.opened, outlines, each)
    return None


def _pairs_of_tile(outlines: Geometries, tree: STRtree, own: Places) -> Pairs:
    """Return the pairs whose smaller index is in a tile; its neighbours are looked at too."""
    near = np.sort(tree.query(shapely.box(*shapely.total_bounds(outlines[own]))))
    found = _pairs_by_proof(outlines[near], _at_once)
    if found is None:
        found = _pairs_with(np.arange(len(near)), outlines[near], _at_once)
    one, other = near[found[0]], near[found[1]]
    ours = np.isin(np.minimum(one, other), own)
    return one[ours], other[ours]


def _pairs_with(aside: Places, outlines: Geometries, each: "_Each") -> Pairs:
    """Return the pairs of outlines that overlap, at least one of them set aside."""
    if not len(aside):
        return aside, aside
    tree = STRtree(outlines[aside])
    tree.query(shapely.Point(0, 0))
    is_aside = np.zeros(len(outlines), dtype=bool)
    is_aside[aside] = True

    def meeting(batch: slice) -> Pairs:
        one, found = tree.query(outlines[batch])
        one, other = one + batch.start, aside[found]
        once = (one < other) | ~is_aside[one]
        one, other = one[once], other[once]
        meet = shapely.relate_pattern(outlines[one], outlines[other], "T********")
        return one[meet], other[meet]

    return _joined(each(meeting))


class _Fabric:
    """Some outlines, and those of their edges that no other edge cancels.

    How often the outlines cover a point changes only across their edges, and not across an edge
    that two of them run along in opposite directions: those cancel. An edge is open unless it is
    one of just two that cancel, among all outlines or within a batch.

    Attributes
    ----------
    opened
        The outlines with an open edge.
    """

    def __init__(self, outlines: Geometries, each: "_Each") -> None:
        self._outlines = outlines
        self._each = each
        found = each(lambda batch: _ways(outlines[batch]))
        self._way = [way for way, _, _ in found]
        self._outline = [outline for _, outline, _ in found]
        left = np.concatenate([np.empty(0, np.uint64), *(left for _, _, left in found)])
        edges = _not_cancelled(left) & EDGE
        self._open = edges[np.diff(edges, prepend=~edges[:1]) != 0]
        self._open_way, self._open_outline = self._running_along(self._open)
        self.opened = self._distinct(self._open_outline)

    def doubled(self) -> Places:
        """Return the outlines with an edge that an earlier one runs along the same way."""
        order = np.lexsort((self._open_outline, self._open_way))
        way = self._open_way[order]
        return self._distinct(self._open_outline[order[1:][way[1:] == way[:-1]]])

    def fits(self, aside: Places) -> bool:
        """Tell whether the outlines without those set aside are proved not to overlap.

        Across an edge that is not cancelled the count of outlines falls by one, from the side of
        its land to the other. If no two of these edges cross, and nothing covers the other side of
        any, the count is nowhere more than one.
        """
        rest = np.ones(len(self._outlines), dtype=bool)
        rest[aside] = False
        way, outline = self._without(aside)
        way, outline = way[rest[outline]], outline[rest[outline]]
        edge, same = np.unique(way & EDGE, return_inverse=True)
        net = np.bincount(same, np.where(way & WAY, 1, -1), len(edge))
        if np.abs(net).max(initial=0) > 1:
            return False
        left = self._distinct(outline[net[same] != 0])
        lone = self._drawn(left, (edge | (net > 0))[net != 0])
        if not len(lone):
            return True
        with ThreadPoolExecutor(max_workers=1) as pool:
            apart = pool.submit(do_not_cross, lone)
            tested = _one_of_each_chain(lone.start, lone.end)
            middle: Any = shapely.points((lone.start[tested] + lone.end[tested]) / 2)
            kept = np.flatnonzero(rest)
            cover, point = STRtree(middle).query(self._outlines[kept], predicate="intersects")
            free = np.all(kept[cover] == lone.outline[tested][point])
            return bool(free and apart.result())

    def _without(self, aside: Places) -> tuple[Ways, Places]:
        """Return way and outline of edges: all that are open once some outlines are gone."""
        gone = np.unique(_ways(self._outlines[aside])[2] & EDGE)
        if len(_Finder(self._open)(gone)) == len(gone):
            return self._open_way, self._open_outline
        return self._running_along(np.union1d(self._open, gone))

    def _running_along(self, edges: Ways) -> tuple[Ways, Places]:
        """Return way and outline of all that runs along some edges, either way."""
        find = _Finder(edges)

        def running(batch: slice) -> tuple[Ways, Places]:
            way, outline = self._way[batch.start // BATCH], self._outline[batch.start // BATCH]
            found = find(way)
            return way[found], outline[found] + batch.start

        found = self._each(running)
        return (
            np.concatenate([np.empty(0, np.uint64), *(way for way, _ in found)]),
            np.concatenate([np.empty(0, np.int64), *(outline for _, outline in found)]),
        )

    def _drawn(self, some: Places, ways: Ways) -> Edges:
        """Return one edge of each of these ways (in order), found among those of some outlines."""
        edges = edges_of(self._outlines[some])
        edges = edges.take(_Finder(ways & EDGE)(edges.way))
        at = np.searchsorted(ways, edges.way, side="right") - 1
        fits = np.flatnonzero(ways[at] == edges.way)
        one = np.empty(len(ways), dtype=np.int64)
        one[at[fits]] = fits
        edges = edges.take(one)
        return Edges(edges.start, edges.end, some[edges.outline], edges.way)

    def _distinct(self, outlines: Places) -> Places:
        """Return outlines once each, in order."""
        found = np.zeros(len(self._outlines), dtype=bool)
        found[outlines] = True
        return np.flatnonzero(found)


_Each: TypeAlias = Callable[[Callable[[slice], Any]], list[Any]]
"""Calls a function with every batch of the outlines, and returns what it returned."""


def _at_once(function: Callable[[slice], Any]) -> list[Any]:
    return [function(slice(0, None))]


def _ways(outlines: Geometries) -> tuple[Ways, Places, Ways]:
    """Return way and outline of each edge, and the ways that are not cancelled."""
    way, outline = ways_of(outlines)
    return way, outline.astype(np.int32), _not_cancelled(way)


def _not_cancelled(ways: Ways) -> Ways:
    """Return ways without those that are one of just two, opposite ones; in order."""
    ways = np.sort(ways)
    edge = ways & EDGE
    opens = np.ones(len(edge) + 1, dtype=bool)
    np.not_equal(edge[1:], edge[:-1], out=opens[1:-1])
    first = np.flatnonzero(opens)
    two = first[:-1][np.diff(first) == 2]
    two = two[ways[two] != ways[two + 1]]
    left = np.ones(len(ways), dtype=bool)
    left[two] = left[two + 1] = False
    return ways[left]


class _Finder:
    """Finds the ways along a few edges, by a table of their upper bits first."""

    BITS: Final = np.uint64(22)

    def __init__(self, edges: Ways) -> None:
        self._edges = np.sort(edges)
        self._table = np.zeros(1 << int(self.BITS), dtype=bool)
        self._table[self._upper(edges)] = True

    def __call__(self, ways: Ways) -> Places:
        """Return the places of those that run along one of the edges."""
        maybe = np.flatnonzero(self._table[self._upper(ways)])
        if not len(maybe):
            return maybe
        edges = ways[maybe] & EDGE
        at = np.searchsorted(self._edges, edges)
        found: Places = maybe[self._edges[np.minimum(at, len(self._edges) - 1)] == edges]
        return found

    def _upper(self, ways: Ways) -> Ways:
        upper: Ways = ways >> (np.uint64(64) - self.BITS)
        return upper


def _one_of_each_chain(start: Floats, end: Floats) -> Places:
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


def _joined(found: Any) -> Pairs:
    one, other = zip(*found, strict=True) if (found := list(found)) else ((), ())
    none = np.empty(0, dtype=np.int64)
    return np.concatenate([none, *one]), np.concatenate([none, *other])
