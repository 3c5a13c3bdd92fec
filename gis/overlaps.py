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

    Where the whole tile does not fit together, what has lone edges is set aside: if the rest fits,
    only pairs with one set aside are left to test.
    """
    near = np.sort(tree.query(shapely.box(*shapely.total_bounds(outlines[own]))))
    edges = _lone_edges(outlines[near])
    if _fits(outlines[near], edges):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    at, other = tree.query(outlines[own])
    one = own[at]
    once = one < other
    fit = np.setdiff1d(near, near[edges.loose])
    if len(fit) and fits_together(outlines[fit]):
        once &= ~(np.isin(one, fit) & np.isin(other, fit))
    one, other = one[once], other[once]
    meet = shapely.relate_pattern(outlines[one], outlines[other], "T********")
    return one[meet], other[meet]


def fits_together(outlines: Geometries) -> bool:
    """Tell whether valid outlines are proved not to overlap; False is no proof that they do.

    How often the outlines cover a point changes only across their edges, and not across an edge
    that two of them run along in opposite directions: those cancel. The edges that are left part
    the plane into faces on which the count is constant. If none of these edges cross, one count a
    face settles it: nowhere more than one.
    """
    return _fits(outlines, _lone_edges(outlines))


def _fits(outlines: Geometries, edges: "_LoneEdges") -> bool:
    if edges.most > 1:  # two outlines lie on the same side of an edge
        return False
    lines: Any = shapely.linestrings(np.stack([edges.start, edges.end], axis=1))
    if not shapely.is_simple(shapely.multilinestrings(lines)):
        return False
    faces = shapely.get_parts(shapely.polygonize(lines))
    inside = shapely.point_on_surface(faces)
    face, _ = STRtree(outlines).query(inside, predicate="intersects")
    return bool(np.bincount(face, minlength=1).max() <= 1)


@dataclass(frozen=True, slots=True)
class _LoneEdges:
    """Edges along which outlines do not cancel; `loose` are the outlines that have any.

    `most` is how many times more often an edge is run along one way than the other, at most.
    """

    start: NDArray[np.float64]
    end: NDArray[np.float64]
    loose: Places
    most: int


def _lone_edges(outlines: Geometries) -> _LoneEdges:
    start, end, forward, of = _edges(outlines)
    swap = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    low = np.where(swap[:, None], end, start)
    high = np.where(swap[:, None], start, end)
    sign = np.where(swap != forward, 1, -1)
    key = _mixed(low[:, 0], low[:, 1], high[:, 0], high[:, 1])
    order = np.argsort(key, kind="stable")
    first = np.flatnonzero(np.diff(key[order], prepend=key[order[0]] - np.uint64(1)))
    net = np.add.reduceat(sign[order], first)
    many = np.diff(np.append(first, len(order)))
    lone = order[first[net != 0]]
    loose = np.unique(of[order[np.repeat(net != 0, many)]])
    return _LoneEdges(low[lone], high[lone], loose, int(np.abs(net).max()))


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
