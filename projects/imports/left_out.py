"""Rows of a file left out on purpose: a cut file, of which what remains is all or nothing again.

Whoever confirms only the sound rows of a file names the others. Which these are is told by the
problems of the whole file; one that is of no row cannot be cut away.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from gis.formats.layer import Features, Layer
from gis.problems import Problem, errors_in


def rows_with_errors(rows: NDArray[np.int64], problems: Sequence[Problem]) -> set[int] | None:
    """Return the rows of those features that errors are of; None: an error is of no row.

    Parameters
    ----------
    rows
        Those of all features of a file, in its order. A problem may be at a line below a
        feature's own: that of one of its points.
    """
    found = set()
    for problem in errors_in(problems):
        row = feature_at(rows, problem.row)
        if row is None:
            return None
        found.add(row)
    return found


def without_rows(layer: Layer, left_out: Collection[int]) -> Layer:
    """Return a layer that passes over some features, by their rows, with what is told of them."""
    if not left_out:
        return layer

    def features(problems: list[Problem]) -> Iterator[Features]:
        seen = np.empty(0, np.int64)
        told: list[Problem] = []
        for some in layer.features(told):
            seen = np.concatenate([seen, some.rows])
            problems += _kept(told, seen, left_out)
            told.clear()
            yield _without(some, left_out)
        problems += _kept(told, seen, left_out)

    count = None if layer.count is None else layer.count - len(left_out)
    return replace(layer, features=features, count=count)


def _kept(
    told: Sequence[Problem], rows: NDArray[np.int64], left_out: Collection[int]
) -> Iterator[Problem]:
    for problem in told:
        if feature_at(rows, problem.row) not in left_out:
            yield problem


def feature_at(rows: NDArray[np.int64], row: int | None) -> int | None:
    """Return the row of the feature that a row of the file belongs to; None: to none."""
    place = -1 if row is None else int(np.searchsorted(rows, row, side="right")) - 1
    return None if place < 0 else int(rows[place])


def _without(some: Features, left_out: Collection[int]) -> Features:
    kept = ~np.isin(some.rows, list(left_out))
    if kept.all():
        return some
    return Features(
        rows=some.rows[kept], cells=some.cells.filter(pa.array(kept)), outlines=some.outlines[kept]
    )
