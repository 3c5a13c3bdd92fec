"""What problems with outlines look like: kept for the report, one sketch a problem."""

from dataclasses import dataclass
from typing import Final

from shapely import Point
from shapely.geometry.base import BaseGeometry

MOST: Final = 500
"""So many are kept; of more nobody looks at each."""


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

    def keep(self, row: int, kind: str, drawn: Drawn) -> None:
        """Keep a sketch, if there are not too many."""
        if len(self._found) < MOST:
            self._found.setdefault((row, kind), drawn)

    def of(self, row: int | None, kind: str) -> Drawn | None:
        """Return the sketch of a problem, or None."""
        return None if row is None else self._found.get((row, kind))
