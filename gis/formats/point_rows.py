"""Boundary points in a table, a row each: parcel, ring and two coordinates make outlines."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

import numpy as np
from pyproj import CRS

from gis.formats.faults import Fault
from gis.formats.headers import folded
from gis.formats.layer import Features
from gis.formats.positions import Axes, position
from gis.formats.source_layer import BATCH, problem_of
from gis.formats.table import Row, text_features
from gis.geometry.nested_rings import depths_of, polygons_of
from gis.geometry.outline_error import OutlineError
from gis.problems import Problem

_LABEL: Final = frozenset(
    map(folded, ("点号", "界址点号", "界址点", "点名", "拐点", "拐点号", "拐点编号", "界址点编号",
                 "JZDH", "JZD", "DH", "point", "pointno", "pointid", "vertex"))
)  # fmt: skip
_RING: Final = frozenset(
    map(folded, ("圈号", "环号", "圈", "地块圈号", "QH", "ring", "ringno", "ringid"))
)
_PARCEL: Final = frozenset(
    map(folded, ("地块编号", "地块号", "宗地编号", "宗地代码", "宗地号", "图斑编号", "地块名称",
                 "DKBH", "ZDDM", "ZDBH", "DKH", "parcel", "parcelid", "parcelno"))
)  # fmt: skip
_FEWEST: Final = 3
_MOST_POINTS: Final = 5_000_000
"""Of one parcel."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PointRows:
    """Which columns of a table of boundary points are what.

    Parameters
    ----------
    parcel, ring, label
        The places of theirs; None where there is none. Rows of a parcel follow one another, and
        so do those of a ring; without a number a ring ends where it comes back to its start.
    """

    parcel: int | None
    ring: int | None
    label: int | None
    axes: Axes
    crs: CRS | None = None

    @property
    def columns(self) -> frozenset[int]:
        """The places of the columns that are no attributes of a parcel."""
        places = (self.axes.x, self.axes.y, self.ring, self.label)
        return frozenset(place for place in places if place is not None)

    def features(
        self, body: Iterator[Row], header: Sequence[str], file: str, problems: list[Problem]
    ) -> Iterator[Features]:
        """Yield the parcels of the rows below the heading; the attributes are of the first row."""
        kept = [at for at in range(len(header)) if at not in self.columns]
        names = [header[at] for at in kept]
        waiting: list[tuple[int, list[str], Any]] = []
        seen: set[str] = set()
        points = 0
        for parcel, rows in groupby(body, self._parcel_going_on()):
            first = _Parcel()
            unnumbered: list[int] = []
            for number, cells in rows:
                first.add(number, cells, self, header, file, problems)
                if self.parcel is not None and not cells[self.parcel].strip():
                    unnumbered.append(number)
            if unnumbered and self.parcel is not None:
                fault = _without_number(len(unnumbered))
                problems.append(problem_of(fault, file, unnumbered[0], column=header[self.parcel]))
            if parcel in seen:
                problems.append(problem_of(_AGAIN, file, first.row, value=parcel))
            seen.add(parcel)
            told = [first.cells[at] for at in kept]
            waiting.append((first.row, told, first.outline(file, problems)))
            points += first.points
            if len(waiting) >= BATCH or points >= _MOST_POINTS:
                yield _features(waiting, names)
                waiting, points = [], 0
        if waiting:
            yield _features(waiting, names)

    def _parcel_going_on(self) -> Callable[[Row], str]:
        """Return what tells the parcel of each next row: without a number it is the one before."""
        before = ""

        def parcel_of(row: Row) -> str:
            nonlocal before
            before = "" if self.parcel is None else row[1][self.parcel].strip() or before
            return before

        return parcel_of


def point_rows(header: Sequence[str], axes: Axes, first: Sequence[Row]) -> PointRows | None:
    """Return which columns are what in a table of boundary points; None if it is none.

    It is one if it numbers points or rings, or if a parcel has three rows one after the other.
    """
    names = [folded(name) for name in header]

    def place(among: frozenset[str]) -> int | None:
        return next((at for at, name in enumerate(names) if name in among), None)

    parcel, ring, label = place(_PARCEL), place(_RING), place(_LABEL)
    if label is None and ring is None:
        if parcel is None:
            return None
        runs = (len(list(rows)) for _, rows in groupby(first, lambda row: row[1][parcel].strip()))
        if max(runs, default=0) < _FEWEST:
            return None
    return PointRows(parcel=parcel, ring=ring, label=label, axes=axes)


def _without_number(rows: int) -> Fault:
    return Fault(
        f"从这一行起有 {rows} 行没有地块编号（合并的单元格只有第一行有值）；请取消合并，逐行填写",
        f"from here {rows} rows have no number of a parcel (of merged cells only the first row has "
        "the value): write it in every row",
        "parcel_number",
    )


_AGAIN: Final = Fault(
    "这个地块的界址点不连续，前面已经出现过；请按地块排序",
    "the points of this parcel do not follow one another: it was there before; sort by parcel",
    "parcel_apart",
)


@dataclass(slots=True)
class _Parcel:
    """The points of a parcel, as rings."""

    row: int = 0
    cells: list[str] = field(default_factory=list)
    rings: list[list[tuple[float, float]]] = field(default_factory=list)
    number: str = ""
    closed: bool = False
    points: int = 0
    sound: bool = True

    def add(
        self, number: int, cells: list[str], where: PointRows, header: Sequence[str], file: str,
        problems: list[Problem],
    ) -> None:  # fmt: skip
        """Take in the next point."""
        if not self.cells:
            self.row, self.cells = number, cells
        xy = position(cells, where.axes, header, number, file, problems)
        self.points += 1
        if xy is None or self.points > _MOST_POINTS:
            self.sound = False
            return
        ring = "" if where.ring is None else cells[where.ring].strip()
        if not self.rings or ring != self.number or self.closed:
            if self.closed and ring == self.number and xy == self.rings[-1][0]:
                return  # the closing point twice
            self.rings.append([xy])
            self.number, self.closed = ring, False
        elif len(self.rings[-1]) >= _FEWEST and xy == self.rings[-1][0]:
            self.closed = True
        else:
            self.rings[-1].append(xy)

    def outline(self, file: str, problems: list[Problem]) -> Any:
        """Return the land of the rings by what lies in what, or None with a problem."""
        if not self.sound:
            return None
        short = next((ring for ring in self.rings if len(set(ring)) < _FEWEST), None)
        if short is not None:
            fault = Fault(
                f"有一圈只有 {len(set(short))} 个不同的点，至少要 {_FEWEST} 个",
                f"a ring has {len(set(short))} different points, {_FEWEST} are wanted",
                "too_few_points",
            )
            problems.append(problem_of(fault, file, self.row))
            return None
        rings = [np.array(ring) for ring in self.rings]
        try:
            return polygons_of(rings, *depths_of(rings))
        except OutlineError as error:
            fault = Fault(error.zh, error.en, error.kind)
            problems.append(problem_of(fault, file, self.row))
            return None


def _features(waiting: list[tuple[int, list[str], Any]], names: Sequence[str]) -> Features:
    rows, cells, outlines = zip(*waiting, strict=True)
    return text_features(rows, cells, names, outlines)
