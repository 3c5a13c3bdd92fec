"""Rows of cells, as CSV files and worksheets have them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from shapely.geometry.base import BaseGeometry

from gis.formats.layer import Features
from gis.problems import Problem

Row = tuple[int, list[str]]
"""The number of a row as a person finds it, and its cells."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Rows of text.

    Parameters
    ----------
    rows
        Reads them from the start; adds what is wrong with the form of the file.
    is_ragged
        Whether a row can have fewer or more cells than the heading by mistake.
    """

    rows: Callable[[list[Problem]], Iterator[Row]]
    encoding: str | None
    is_ragged: bool


def text_features(
    numbers: Sequence[int], cells: Sequence[Sequence[str]], columns: Sequence[str],
    outlines: Sequence[object], closed: Mapping[int, BaseGeometry] | None = None,
) -> Features:  # fmt: skip
    """Return rows of text as features; an empty cell is null."""
    told = {
        name: pa.array([row[at] or None for row in cells], pa.string())
        for at, name in enumerate(columns)
    }
    return Features(
        rows=np.array(numbers, np.int64),
        cells=pa.table(told),
        outlines=np.array([*outlines, None], dtype=object)[:-1],
        closed=closed or {},
    )
