"""Columns of coordinates in a table: which they are, and which of them runs eastward."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from gis.formats.degrees import degrees_of
from gis.formats.faults import Fault
from gis.formats.headers import folded
from gis.formats.source_layer import problem_of
from gis.problems import Problem

_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_EASTWARD: Final = frozenset(
    map(folded, ("经度", "lon", "lng", "longitude", "东坐标", "easting", "east", "横坐标", "东"))
)
_NORTHWARD: Final = frozenset(
    map(folded, ("纬度", "lat", "latitude", "北坐标", "northing", "north", "纵坐标", "北"))
)
_X: Final = frozenset(map(folded, ("x", "x坐标", "坐标x", "xcoord", "pointx", "coordx", "x轴")))
_Y: Final = frozenset(map(folded, ("y", "y坐标", "坐标y", "ycoord", "pointy", "coordy", "y轴")))


@dataclass(frozen=True, slots=True)
class Axes:
    """The places of two columns of coordinates, and whether the first runs eastward."""

    x: int
    y: int
    eastward_first: bool


def coordinate_columns(header: Sequence[str]) -> tuple[int, int] | None:
    """Return the places of the two columns of coordinates: x or east, then y or north."""
    names = [folded(name) for name in header]
    for ones, others in ((_EASTWARD, _NORTHWARD), (_X, _Y)):
        one = [at for at, name in enumerate(names) if name in ones]
        other = [at for at, name in enumerate(names) if name in others]
        if len(one) == len(other) == 1:
            return one[0], other[0]
    return None


def eastward_first(pair: tuple[int, int], rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first of two columns of coordinates runs eastward.

    In Chinese surveying X is the northing. What the numbers can be decides (in China 73 to 135
    degrees east and 3 to 54 north, northings of 0.3 to 6 million metres, eastings of less than one
    million or with the number of a zone in front); where they leave it open, the name.
    """
    for cells in rows:
        one, other = (_coordinate(cells[at]) for at in pair)
        if one is not None and other is not None:
            if _is_north(one) and _is_east(other):
                return False
            if _is_east(one) and _is_north(other):
                return True
    return True


def _coordinate(cell: str) -> float | None:
    """Return the number that a cell holds, its digits in full width or not, or its degrees."""
    text = unicodedata.normalize("NFKC", cell).strip()
    if text.isascii() and _NUMBER.fullmatch(text):
        return float(text)
    return degrees_of(cell)


_NO_COORDINATE: Final = Fault(
    "不是坐标；应为数字（113.404306、38440512.35）或度分秒（113°24′15.5″，分、秒不超过 60）",
    "is no coordinate: a number (113.404306, 38440512.35) or degrees, minutes and seconds "
    "(113°24′15.5″, at most 60 each) are wanted",
    "bad_coordinates",
)


def _is_north(value: float) -> bool:
    return 3 <= value <= 54 or 1.2e6 <= value <= 6.2e6


def _is_east(value: float) -> bool:
    return 73 <= value <= 136 or 1e5 <= value < 1e6 or 13e6 <= value < 46e6


def position(
    cells: Sequence[str], where: Axes, header: Sequence[str], number: int, file: str,
    problems: list[Problem],
) -> tuple[float, float] | None:  # fmt: skip
    """Return (x, y), x eastward, or None with a problem for each cell that is no coordinate."""
    found = []
    for at in (where.x, where.y):
        value = _coordinate(cells[at])
        if value is None or not np.isfinite(value):
            problems.append(
                problem_of(_NO_COORDINATE, file, number, column=header[at], value=cells[at])
            )
        else:
            found.append(value)
    if len(found) < 2:
        return None
    one, other = found
    return (one, other) if where.eastward_first else (other, one)
