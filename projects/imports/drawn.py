"""What a list looks like: its first outlines, and one sketch for each problem with an outline."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Point
from shapely.geometry.base import BaseGeometry

MOST: Final = 500
"""So many are kept; of more nobody looks at each."""

_MOST_ROWS: Final = 2_000
_MOST_POINTS: Final = 400_000
"""Outlines of so many features, with so many points in all, are kept to be shown on a map."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """An outline with a problem, in EPSG:4490.

    Parameters
    ----------
    before
        As the file has it.
    after
        As it is mended.
    other
        What it lies on, or should lie in.
    at
        Where the problem is.
    """

    before: BaseGeometry
    after: BaseGeometry | None = None
    other: BaseGeometry | None = None
    at: Point | None = None


class Sketches:
    """Sketches by the row and the kind of their problem."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, str], Drawn] = {}
        self._rows: list[NDArray[np.int64]] = []
        self._outlines: dict[int, BaseGeometry] = {}
        self._points = 0

    def keep(self, row: int, kind: str, drawn: Drawn) -> None:
        """Keep a sketch, if there are not too many."""
        if len(self._found) < MOST:
            self._found.setdefault((row, kind), drawn)

    def of(self, row: int | None, kind: str) -> Drawn | None:
        """Return the sketch of a problem, or None."""
        return None if row is None else self._found.get((row, kind))

    def see(self, rows: NDArray[np.int64], outlines: NDArray[Any]) -> None:
        """Take in the features of a list as they are read, outlines in EPSG:4490 or None."""
        self._rows.append(rows)
        for row, outline in zip(rows.tolist(), outlines, strict=True):
            if len(self._outlines) == _MOST_ROWS or self._points >= _MOST_POINTS:
                return
            if outline is not None:
                self._outlines[row] = outline
                self._points += int(shapely.get_num_coordinates(outline))

    @property
    def rows(self) -> NDArray[np.int64]:
        """The rows of all features that were read, in the order of the file."""
        return np.concatenate([np.empty(0, np.int64), *self._rows])

    @property
    def outlines(self) -> Mapping[int, BaseGeometry]:
        """Row → outline of the first features that have one."""
        return self._outlines

    def __iter__(self) -> Iterator[tuple[int, str, Drawn]]:
        """Yield each sketch with the row and the kind of its problem."""
        for (row, kind), drawn in self._found.items():
            yield row, kind, drawn
