"""Where the outlines of a table of text stand, and how they are read from there."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, Protocol

import numpy as np
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from gis.formats.faults import Fault, UnreadableError
from gis.formats.layer import Features
from gis.formats.point_rows import point_rows
from gis.formats.positions import Axes, coordinate_columns, eastward_first, position
from gis.formats.source import crs_said, outline_elsewhere
from gis.formats.source_layer import BATCH, HEIGHTS_DROPPED, NOT_FINITE, problem_of, unmeasurable
from gis.formats.table import Row, text_features
from gis.geometry.file_geometry import UNCLOSED, closed_of_wkt, unclosed
from gis.geometry.outline_error import OutlineError
from gis.problems import Problem

_WKT: Final = re.compile(
    r"\s*(?:SRID=(\d{1,6});)?\s*((?:MULTI)?(?:POLYGON|POINT|LINESTRING|SURFACE|CURVE|CURVEPOLYGON)"
    r"|GEOMETRYCOLLECTION)\b",
    re.IGNORECASE,
)
_LAND: Final = re.compile(
    r"\s*(?:SRID=\d{1,6};)?\s*(?:MULTI)?POLYGON\s*(?:Z|M|ZM)?\s*\(\s*\(", re.IGNORECASE
)
"""What only an outline looks like, whatever its column is called."""

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

    Raises
    ------
    UnreadableError
        If several columns hold outlines and none is called so.
    """
    first = list(islice(below(), _LOOKED_AT))
    if (column := _wkt_column(header, first)) is not None:
        return column
    pair = coordinate_columns(header)
    if pair is None:
        return None
    axes = Axes(*pair, eastward_first(pair, [cells for _, cells in first]))
    return point_rows(header, axes, first) or Places(axes)


def _wkt_column(header: Sequence[str], first: Sequence[Row]) -> "WktColumn | None":
    """Return the column of WKT: the first that is called so, else the only one that looks so."""
    said = [next((cells[at] for _, cells in first if cells[at].strip()), "") for at in
            range(len(header))]  # fmt: skip
    named = [
        at for at, name in enumerate(header) if outline_elsewhere(name) and _WKT.match(said[at])
    ]
    found = named[:1] or [at for at, cell in enumerate(said) if _LAND.match(cell)]
    if len(found) > 1:
        names = "、".join(header[at] for at in found)
        raise UnreadableError(
            f"有几列都是 WKT 边界（{names}）；请把要用的一列改名为“边界”",
            f"several columns hold outlines as WKT ({names}); call the one that is meant wkt",
            kind="several_outlines",
        )
    if not found:
        return None
    told = _WKT.match(said[found[0]])
    srid = told[1] if told else None
    return WktColumn(found[0], crs_said(int(srid), srid) if srid else None)


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
            closed: dict[int, BaseGeometry] = {}
            for number, cells in some:
                try:
                    outlines.append(_geometry(cells[self.at]))
                except OutlineError as error:
                    outlines.append(None)
                    fault = Fault(error.zh, error.en, error.kind)
                    if error.kind == UNCLOSED and (outline := _closed(cells[self.at])):
                        closed[len(outlines) - 1] = outline
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
            yield _features(some, header, self.columns, drawn, closed)


@dataclass(frozen=True, slots=True)
class Places:
    """A place a row, by two columns of numbers."""

    axes: Axes
    crs: CRS | None = None

    @property
    def columns(self) -> frozenset[int]:
        """The places of the columns that they take."""
        return frozenset({self.axes.x, self.axes.y})

    def features(
        self, body: Iterator[Row], header: Sequence[str], file: str, problems: list[Problem]
    ) -> Iterator[Features]:
        """Yield the features of the rows below the heading."""
        while some := list(islice(body, BATCH)):
            drawn = np.full(len(some), None, dtype=object)
            for place, (number, cells) in enumerate(some):
                if cells[self.axes.x].strip() or cells[self.axes.y].strip():
                    xy = position(cells, self.axes, header, number, file, problems)
                    drawn[place] = None if xy is None else shapely.Point(xy)
            yield _features(some, header, self.columns, drawn)


def _geometry(cell: str) -> Any:
    if not cell.strip():
        return None
    said = _WKT.match(cell)
    try:
        if said:
            with np.errstate(all="ignore"):  # NaN and infinity are found out
                return shapely.from_wkt(cell[said.start(2) :].strip())
    except NotImplementedError as error:
        raise OutlineError(
            "边界含有圆弧，无法直接读取；请在 GIS 软件中把弧段转为折线后重新导出",
            "the outline has arcs, which cannot be read; turn them into straight lines",
            kind="curved_outline",
        ) from error
    except shapely.GEOSException as error:
        if "closed linestring" in str(error):
            raise unclosed() from error
        raise OutlineError(
            "WKT 残缺；请重新导出", "the WKT is broken; export it again", kind="broken_outline"
        ) from error
    raise OutlineError(
        "不是 WKT；应为 POLYGON((x y, …)) 这样的文字",
        "is no WKT; POLYGON((x y, …)) is wanted",
        kind="broken_outline",
    )


def _closed(cell: str) -> BaseGeometry | None:
    """Return what is in a cell with every ring closed; None where that makes it no outline."""
    said = _WKT.match(cell)
    return None if said is None else closed_of_wkt(cell[said.start(2) :].strip())


def _features(
    some: Sequence[Row],
    header: Sequence[str],
    taken: frozenset[int],
    outlines: Any,
    closed: Mapping[int, BaseGeometry] | None = None,
) -> Features:
    kept = [at for at in range(len(header)) if at not in taken]
    cells = [[cells[at] for at in kept] for _, cells in some]
    return text_features(
        [number for number, _ in some], cells, [header[at] for at in kept], outlines, closed
    )
