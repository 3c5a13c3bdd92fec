"""Whether edges cross, found square by square: two that cross do so in a square that both reach."""

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.geometry.rings import Edges, Places

PER_SQUARE: Final = 64
"""Edges in a square, about."""

MOST_SQUARES: Final = 1.5
"""Squares that an edge reaches, on average, at most: longer edges get larger squares."""

_BATCH: Final = 16_384
"""Edges looked at together by a thread, about: whole squares."""


def do_not_cross(edges: Edges) -> bool:
    """Tell whether no two edges meet but at their ends."""
    if not len(edges.start):
        return True
    edge, square = _in_squares(edges)
    opens = np.flatnonzero(np.diff(square, prepend=-1))
    at = np.searchsorted(opens, np.arange(0, len(edge), _BATCH))
    starts = np.unique(opens[at[at < len(opens)]])

    def apart(first: int, after: int) -> bool:
        some = edge[first:after]
        lines: Any = shapely.linestrings(np.stack([edges.start[some], edges.end[some]], axis=1))
        _, of = np.unique(square[first:after], return_inverse=True)
        return bool(shapely.is_simple(shapely.multilinestrings(lines, indices=of)).all())

    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        return all(pool.map(apart, starts.tolist(), [*starts[1:].tolist(), len(edge)]))


def _in_squares(edges: Edges) -> tuple[Places, Places]:
    """Return edges and the squares that the boxes around them reach, ordered by square."""
    low, high = np.minimum(edges.start, edges.end), np.maximum(edges.start, edges.end)
    corner = low.min(axis=0)
    extent = np.maximum(high.max(axis=0) - corner, np.finfo(float).tiny)
    side = max(1, int(np.sqrt(len(low) / PER_SQUARE)))
    while True:
        first, last = (_cell((ends - corner) / extent * side, side) for ends in (low, high))
        size = last - first + 1
        count = size.prod(axis=1)
        if side == 1 or count.sum() <= MOST_SQUARES * len(low):
            break
        side = max(1, side // 2)
    edge = np.repeat(np.arange(len(low)), count)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count)
    down = size[edge, 1]
    square = (first[edge, 0] + step // down) * side + first[edge, 1] + step % down
    order = np.argsort(square, kind="stable")
    return edge[order], square[order]


def _cell(position: NDArray[np.float64], side: int) -> Places:
    found: Places = np.clip(position.astype(np.int64), 0, side - 1)
    return found
