"""Where the outlines of a table of text stand, and how they are read from there."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, Protocol

import numpy as np
import shapely
from pyproj import CRS

from gis.formats.faults import Fault
from gis.formats.headers import folded
from gis.formats.layer import Features
from gis.formats.source import crs_said, outline_elsewhere
from gis.formats.source_layer import BATCH, HEIGHTS_DROPPED, NOT_FINITE, problem_of, unmeasurable
from gis.formats.table import Row, text_features
from gis.geometry.outline_error import OutlineError
from gis.problems import Problem

_WKT: Final = re.compile(
    r"\s*(?:SRID=(\d{1,6});)?\s*((?:MULTI)?(?:POLYGON|POINT|LINESTRING|SURFACE|CURVE|CURVEPOLYGON)"
    r"|GEOMETRYCOLLECTION)\b",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_EASTWARD: Final = frozenset(
    map(folded, ("经度", "lon", "lng", "longitude", "东坐标", "easting", "east", "横坐标", "东"))
)
_NORTHWARD: Final = frozenset(
    map(folded, ("纬度", "lat", "latitude", "北坐标", "northing", "north", "纵坐标", "北"))
)
_X: Final = frozenset(map(folded, ("x", "x坐标", "坐标x", "xcoord", "pointx", "coordx", "x轴")))
_Y: Final = frozenset(map(folded, ("y", "y坐标", "坐标y", "ycoord", "pointy", "coordy", "y轴")))
_LOOKED_AT: Final = 200
"""Rows by which it is told what a column holds."""


class Outlines(Protocol):
    """Where the outlines of a table stand."""

    @property
    def columns(self) -> frozenset[int]:
        """The places of the columns that they take."""

    @property
    def crs(self) -> CRS | None:
        """What they say of their coordinates."""

    def features(
        self, body: Iterator[Row], header: Sequence[str], file: str, problems: list[Problem]
    ) -> Iterator[Features]:
        """Yield the features of the rows below the heading."""


def outlines_of_table(header: Sequence[str], below: Callable[[], Iterator[Row]]) -> Outlines | None:
    """Return where the outlines of a table stand; None if it has none.

    Parameters
    ----------
    below
        Reads the rows below the heading, all of its width.
    """
    first = list(islice(below(), _LOOKED_AT))
    for at, name in enumerate(header):
        if outline_elsewhere(name):
            said = next((cells[at] for _, cells in first if cells[at].strip()), "")
            if found := _WKT.match(said):
                srid = found[1]
                return WktColumn(at, crs_said(int(srid), srid) if srid else None)
    pair = coordinate_columns(header)
    if pair is None:
        return None
    return Places(*pair, eastward_first(header, pair, [cells for _, cells in first]))


def coordinate_columns(header: Sequence[str]) -> tuple[int, int] | None:
    """Return the places of the two columns of coordinates: x or east, then y or north."""
    names = [folded(name) for name in header]
    for ones, others in ((_EASTWARD, _NORTHWARD), (_X, _Y)):
        one = [at for at, name in enumerate(names) if name in ones]
        other = [at for at, name in enumerate(names) if name in others]
        if len(one) == len(other) == 1:
            return one[0], other[0]
    return None


def eastward_first(
    header: Sequence[str], pair: tuple[int, int], rows: Sequence[Sequence[str]]
) -> bool:
    """Tell whether the first of two columns of coordinates runs eastward.

    In Chinese surveying X is the northing. What the numbers can be decides (in China 73 to 135
    degrees east and 3 to 54 north, northings of 0.3 to 6 million metres, eastings of less than one
    million or with the number of a zone in front); where they leave it open, the name.
    """
    for cells in rows:
        one, other = (number_of(cells[at]) for at in pair)
        if one is not None and other is not None:
            if _is_north(one) and _is_east(other):
                return False
            if _is_east(one) and _is_north(other):
                return True
    return True


def number_of(cell: str) -> float | None:
    """Return the number that a cell holds, its digits in full width or not; None if none."""
    text = unicodedata.normalize("NFKC", cell).strip()
    return float(text) if text.isascii() and _NUMBER.fullmatch(text) else None


def _is_north(value: float) -> bool:
    return 3 <= value <= 54 or 1.2e6 <= value <= 6.2e6


def _is_east(value: float) -> bool:
    return 73 <= value <= 136 or 1e5 <= value < 1e6 or 13e6 <= value < 46e6


@dataclass(frozen=True, slots=True)
class WktColumn:
    """A column of WKT, with `SRID=…;` in front or not."""

    at: int
    crs: CRS | None

    @property
    def columns(self) -> frozenset[int]:
        """The places of the columns that they take."""
        return frozenset({self.at})

    def features(
        self, body: Iterator[Row], header: Sequence[str], file: str, problems: list[Problem]
    ) -> Iterator[Features]:
        """Yield the features of the rows below the heading."""
        told_heights = False
        while some := list(islice(body, BATCH)):
            outlines: list[Any] = []
            for number, cells in some:
                try:
                    outlines.append(_geometry(cells[self.at]))
                except OutlineError as error:
                    outlines.append(None)
                    fault = Fault(error.zh, error.en, error.kind)
                    problems.append(
                        problem_of(
                            fault, file, number, column=header[self.at], value=cells[self.at]
                        )
                    )
            drawn = np.array([*outlines, None], dtype=object)[:-1]
            if (shapely.has_z(drawn) | shapely.has_m(drawn)).any():
                if not told_heights:
                    problems.append(problem_of(HEIGHTS_DROPPED, file, None, severity="warning"))
                told_heights, drawn = True, shapely.force_2d(drawn)
            for place in unmeasurable(drawn):
                problems.append(problem_of(NOT_FINITE, file, some[place][0]))
                drawn[place] = None
            yield _features(some, header, self.columns, drawn)


@dataclass(frozen=True, slots=True)
class Places:
    """A place a row, by two columns of numbers."""

    x: int
    y: int
    eastward_first: bool
    crs: None = None

    @property
    def columns(self) -> frozenset[int]:
        """The places of the columns that they take."""
        return frozenset({self.x, self.y})

    def features(
        self, body: Iterator[Row], header: Sequence[str], file: str, problems: list[Problem]
    ) -> Iterator[Features]:
        """Yield the features of the rows below the heading."""
        while some := list(islice(body, BATCH)):
            drawn = np.full(len(some), None, dtype=object)
            for place, (number, cells) in enumerate(some):
                if cells[self.x].strip() or cells[self.y].strip():
                    xy = position(cells, self, header, number, file, problems)
                    drawn[place] = None if xy is None else shapely.Point(xy)
            yield _features(some, header, self.columns, drawn)


class Position(Protocol):
    """Which columns have a coordinate, and which of them runs eastward."""

    @property
    def x(self) -> int:
        """The place of the first."""

    @property
    def y(self) -> int:
        """The place of the second."""

    @property
    def eastward_first(self) -> bool:
        """Whether the first runs eastward."""


def position(
    cells: Sequence[str], where: Position, header: Sequence[str], number: int, file: str,
    problems: list[Problem],
) -> tuple[float, float] | None:  # fmt: skip
    """Return (x, y), x eastward, or None with a problem for each cell that is no number."""
    found = []
    for at in (where.x, where.y):
        value = number_of(cells[at])
        if value is None or not np.isfinite(value):
            fault = Fault("坐标不是数字", "the coordinate is no number", "bad_coordinates")
            problems.append(problem_of(fault, file, number, column=header[at], value=cells[at]))
        else:
            found.append(value)
    if len(found) < 2:
        return None
    one, other = found
    return (one, other) if where.eastward_first else (other, one)


def _geometry(cell: str) -> Any:
    if not cell.strip():
        return None
    said = _WKT.match(cell)
    try:
        if said:
            return shapely.from_wkt(cell[said.start(2) :].strip())
    except NotImplementedError as error:
        raise OutlineError(
            "边界含有圆弧，无法直接读取；请在 GIS 软件中把弧段转为折线后重新导出",
            "the outline has arcs, which cannot be read; turn them into straight lines",
            kind="curved_outline",
        ) from error
    except shapely.GEOSException as error:
        raise OutlineError(
            "WKT 残缺或环没有闭合；请重新导出",
            "the WKT is broken or a ring is not closed; export it again",
            kind="broken_outline",
        ) from error
    raise OutlineError(
        "不是 WKT；应为 POLYGON((x y, …)) 这样的文字",
        "is no WKT; POLYGON((x y, …)) is wanted",
        kind="broken_outline",
    )


def _features(
    some: Sequence[Row], header: Sequence[str], taken: frozenset[int], outlines: Any
) -> Features:
    kept = [at for at in range(len(header)) if at not in taken]
    cells = [[cells[at] for at in kept] for _, cells in some]
    return text_features(
        [number for number, _ in some], cells, [header[at] for at in kept], outlines
    )
