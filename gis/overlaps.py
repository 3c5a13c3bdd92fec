"""Which outlines overlap: found exactly, and quickly where a fabric of parcels fits together.

Neighbours that share their edges vertex by vertex are by far the most pairs of a cadastre, and
testing them one by one takes longest. So the outlines are first held against a proof that needs no
pair at all (`_fit`): once the few that spoil it are set aside, only pairs with one of those are
left to test.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from gis.rings import Edges, Keys, edge_keys, edges_of

Geometries: TypeAlias = NDArray[Any]
Places: TypeAlias = NDArray[np.int64]
Pairs: TypeAlias = tuple[Places, Places]

TILE: Final = 20_000
"""Outlines of a tile, where the proof fails for all at once."""

BATCH: Final = 8_192
"""Outlines whose edges are made at once: they stay in the processor's cache."""

_FEW_OPEN: Final = 0.3
"""Share of outlines with open edges up to which it is worth to prove that their rims fit."""


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


def tiles(bounds: NDArray[np.float64], *, size: int = TILE) -> Iterator[Places]:
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
    if len(fabric.opened) <= _FEW_OPEN * len(outlines):
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
    that two of them run along in opposite directions: those cancel. An edge is open if it is not
    one of just two edges that cancel.

    Attributes
    ----------
    opened
        The outlines with an open edge.
    """

    def __init__(self, outlines: Geometries, each: "_Each") -> None:
        self._outlines = outlines
        self._each = each
        found = each(lambda batch: _packed(outlines[batch]))
        self._packed = [packed for packed, _, _ in found]
        self._outline = [outline for _, outline, _ in found]
        left = np.concatenate([np.empty(0, np.uint64), *(left for _, _, left in found)])
        self._open_keys = np.unique(_not_cancelled(left) >> np.uint64(1))
        self.opened = self._sharing(self._open_keys)
        self._edges = self._among(self.opened, self._open_keys)

    def doubled(self) -> Places:
        """Return the outlines with an edge that an earlier one runs along the same way."""
        edges = self._edges
        order = np.lexsort((edges.outline, edges.up, edges.key))
        key, up = edges.key[order], edges.up[order]
        again = (key[1:] == key[:-1]) & (up[1:] == up[:-1])
        return np.unique(edges.outline[order[1:][again]])

    def fits(self, aside: Places) -> bool:
        """Tell whether the outlines without those set aside are proved not to overlap.

        Across an edge that is not cancelled the count of outlines falls by one, from the side of
        its land to the other. If no two of these edges cross, and nothing covers the other side of
        any, the count is nowhere more than one.
        """
        edges = self._without(aside)
        if not len(edges):
            return True
        _, same = np.unique(edges.key, return_inverse=True)
        net = np.bincount(same, weights=np.where(edges.up, 1, -1))
        if np.abs(net).max() > 1:
            return False
        # of several edges that join the same points, one that is not cancelled
        left = np.flatnonzero(net[same] == np.where(edges.up, 1, -1))
        left = left[np.unique(same[left], return_index=True)[1]]
        if not len(left):
            return True
        lone = edges.take(left)
        lines: Any = shapely.linestrings(np.stack([lone.start, lone.end], axis=1))
        if not shapely.is_simple(shapely.multilinestrings(lines)):
            return False
        tested = _one_of_each_chain(lone.start, lone.end)
        middle: Any = shapely.points((lone.start[tested] + lone.end[tested]) / 2)
        rest = np.ones(len(self._outlines), dtype=bool)
        rest[aside] = False
        kept = np.flatnonzero(rest)
        cover, point = STRtree(middle).query(self._outlines[kept], predicate="intersects")
        return bool(np.all(kept[cover] == lone.outline[tested][point]))

    def _without(self, aside: Places) -> Edges:
        """Return the edges left without some outlines, all that are open then among them."""
        edges = self._edges
        gone = np.unique(_packed(self._outlines[aside])[2] >> np.uint64(1))
        if len(_Finder(self._open_keys)(gone)) < len(gone):
            keys = np.union1d(self._open_keys, gone)
            edges = self._among(self._sharing(keys), keys)
        is_aside = np.zeros(len(self._outlines), dtype=bool)
        is_aside[aside] = True
        return edges.take(~is_aside[edges.outline])

    def _sharing(self, keys: Keys) -> Places:
        """Return the outlines with an edge of one of these keys."""
        find = _Finder(keys)

        def sharing(batch: slice) -> Places:
            number = (batch.start or 0) // BATCH
            found = find(self._packed[number] >> np.uint64(1))
            return np.unique(self._outline[number][found]) + (batch.start or 0)

        return np.concatenate([np.empty(0, np.int64), *self._each(sharing)])

    def _among(self, some: Places, keys: Keys) -> Edges:
        """Return the edges of some outlines that have one of these keys."""
        edges = edges_of(self._outlines[some])
        found = edges.take(_Finder(keys)(edges.key))
        return Edges(found.start, found.end, some[found.outline], found.key, found.up)


_Each: TypeAlias = Callable[[Callable[[slice], Any]], list[Any]]
"""Calls a function with every batch of the outlines, and returns what it returned."""


def _at_once(function: Callable[[slice], Any]) -> list[Any]:
    return [function(slice(0, None))]


def _packed(outlines: Geometries) -> tuple[Keys, Places, Keys]:
    """Return key and way of each edge as one number, its outline, and which are not cancelled."""
    key, up, outline = edge_keys(outlines)
    packed = key << np.uint64(1) | up
    return packed, outline.astype(np.int32), _not_cancelled(packed)


def _not_cancelled(packed: Keys) -> Keys:
    """Return edges without those that are one of just two, one each way; in order."""
    packed = np.sort(packed)
    key = packed >> np.uint64(1)
    opens = np.ones(len(key) + 1, dtype=bool)
    np.not_equal(key[1:], key[:-1], out=opens[1:-1])
    first = np.flatnonzero(opens)
    two = first[:-1][np.diff(first) == 2]
    two = two[packed[two] != packed[two + 1]]
    left = np.ones(len(packed), dtype=bool)
    left[two] = left[two + 1] = False
    return packed[left]


class _Finder:
    """Finds which keys are among a few, by a table of their upper bits first."""

    BITS: Final = 22

    def __init__(self, few: Keys) -> None:
        self._few = np.sort(few)
        self._table = np.zeros(1 << self.BITS, dtype=bool)
        self._table[self._upper(few)] = True

    def __call__(self, keys: Keys) -> Places:
        """Return the places of those that are."""
        maybe = np.flatnonzero(self._table[self._upper(keys)])
        if not len(maybe):
            return maybe
        at = np.searchsorted(self._few, keys[maybe])
        found: Places = maybe[self._few[np.minimum(at, len(self._few) - 1)] == keys[maybe]]
        return found

    def _upper(self, keys: Keys) -> Keys:
        upper: Keys = keys >> np.uint64(63 - self.BITS)
        return upper


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


def _joined(found: Any) -> Pairs:
    one, other = zip(*found, strict=True) if (found := list(found)) else ((), ())
    none = np.empty(0, dtype=np.int64)
    return np.concatenate([none, *one]), np.concatenate([none, *other])
