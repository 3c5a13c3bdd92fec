"""The outline of a parcel from its rings, and what is odd about them."""

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiLineString, MultiPoint
from shapely.geometry.base import BaseGeometry

from gis.formats.boundary_txt.fields import NUMBER
from gis.formats.boundary_txt.parcels import Parcel, Ring
from gis.formats.boundary_txt.words import COUNT, KIND, NAME_FIELD, NUMBER_FIELD, half_width
from gis.geometry.invalid import flaw_of
from gis.geometry.nested_rings import depths_of, polygons_of
from gis.geometry.outline_error import OutlineError
from gis.problems import Problem, Severity

WIDEST_M = 300_000.0
WIDEST_DEG = 5.0
"""No parcel is so wide: one of its points is another's, or lacks a digit."""

_DEGREES = 360.0
_SURELY = 1000  # points of a ring: some are different
_LEAST = {"点": 1, "线": 2}


def outline_of(
    parcel: Parcel,
    cells: dict[str, str],
    problems: list[Problem],
    *,
    file: str,
    east_first: bool,
) -> BaseGeometry | None:
    """Return the outline of a parcel, (x, y) with x eastward, or None with a problem.

    Parameters
    ----------
    cells
        The fields of its line by their names.
    east_first
        Whether the east is in column X: longitudes before latitudes.
    """
    name = called(cells)

    def odd(row: int, zh: str, en: str, kind: str, severity: Severity = "warning") -> None:
        found = Problem(file=file, row=row, value=name, zh=zh, en=en, kind=kind, severity=severity)
        problems.append(found)

    if parcel.bad_rows:
        odd(*_unread(parcel, cells), "error")
        return None
    kind = cells.get(KIND, "")
    rings = [_xy(ring, east_first) for ring in parcel.rings]
    faults = list(_faults(parcel, rings, least=_LEAST.get(kind, 3)))
    for fault in faults:
        odd(*fault, "error")
    if faults:
        if all(row != parcel.row for row, *_ in faults):
            odd(*_unread(parcel, cells, faults[0][0]), "error")
        return None
    if kind in ("点", "线"):
        return _points_or_lines(parcel.rings, rings, kind)
    try:
        depth, parent = depths_of(rings)
    except OutlineError as error:
        odd(parcel.row, error.zh, error.en, error.kind, "error")
        return None
    for told in _oddities(parcel, rings, depth, cells):
        odd(*told)
    outline = polygons_of(rings, depth, parent)
    for told in _flaw(parcel, rings, outline, east_first=east_first):
        odd(*told)
    return outline


def called(cells: dict[str, str]) -> str:
    """Return the number and the name of a parcel, as far as its line has them."""
    return " ".join(cells[key] for key in (NUMBER_FIELD, NAME_FIELD) if cells.get(key))[:40]


Told = tuple[int, str, str, str]
"""The line, what is wrong in Chinese and in English, and its kind."""


def _unread(parcel: Parcel, cells: dict[str, str], row: int | None = None) -> Told:
    """Return which parcel is not read for what is wrong further down."""
    rows = [row] if row is not None else parcel.bad_rows
    name = called(cells)
    zh = f"地块“{name}”未读取：第 {rows[0]} 行{'等' if len(rows) > 1 else ''}有误"
    en = f"parcel {name!r} is not read: line {rows[0]}{' and others' * (len(rows) > 1)} is wrong"
    return parcel.row, zh, en, "parcel_unread"


def _xy(ring: Ring, east_first: bool) -> NDArray[np.float64]:
    east, north = (ring.x, ring.y) if east_first else (ring.y, ring.x)
    return np.column_stack([east, north])


def _points_or_lines(
    rings: list[Ring], points: list[NDArray[np.float64]], kind: str
) -> BaseGeometry:
    if kind == "点":
        return MultiPoint(np.concatenate(points))
    lines = [
        LineString(np.concatenate([xy, xy[:1]]) if ring.closed else xy)
        for ring, xy in zip(rings, points, strict=True)
    ]
    return lines[0] if len(lines) == 1 else MultiLineString(lines)


def _faults(parcel: Parcel, rings: list[NDArray[np.float64]], *, least: int) -> Iterator[Told]:
    """Give what makes no outline."""
    if not rings:
        yield parcel.row, "地块没有界址点", "the parcel has no points", "no_outline"
        return
    for ring, xy in zip(parcel.rings, rings, strict=True):
        different = len(xy) if len(xy) > _SURELY else len(set(zip(ring.x, ring.y, strict=True)))
        if different < least:
            zh = f"第 {ring.number or 1} 圈只有 {different} 个不同的点，至少要 {least} 个"
            en = f"ring {ring.number or 1} has {different} different points, {least} are wanted"
            yield ring.row, zh, en, "too_few_points"
    every = np.concatenate(rings)
    low, high = every.min(axis=0), every.max(axis=0)
    in_degrees = max(abs(low).max(), abs(high).max()) <= _DEGREES
    if (high - low).max() > (WIDEST_DEG if in_degrees else WIDEST_M):
        far = np.abs(every - np.median(every, axis=0)).sum(axis=1).argmax()
        point = f"{every[far][0]:.10g}, {every[far][1]:.10g}"
        zh = f"有一点远离其他点（{point}）：像是少了数字，或带号写法不一"
        en = f"a point is far from the others ({point}): it lacks a digit or its zone's number"
        yield parcel.row, zh, en, "far_point"


def _oddities(
    parcel: Parcel,
    rings: list[NDArray[np.float64]],
    depth: NDArray[np.int64],
    cells: dict[str, str],
) -> Iterator[Told]:
    """Give what somebody should look at: turned rings, closings that miss, counts that are off."""
    turned = [
        ring
        for ring, xy, deep in zip(parcel.rings, rings, depth.tolist(), strict=True)
        if _is_ccw(xy) != bool(deep % 2)
    ]
    if turned:
        numbers = "、".join(ring.number or "1" for ring in turned[:5])
        zh = f"第 {numbers} 圈的方向与习惯（外圈顺时针、内圈逆时针）不同；按包含关系判定内外"
        en = (
            f"ring {numbers} does not run as usual, parts clockwise and holes the other way: "
            "which is which was told by what lies in what"
        )
        yield turned[0].row, zh, en, "ring_direction"
    for ring in parcel.rings:
        if not ring.closed and ring.first_label and ring.last_label == ring.first_label:
            zh = f"第 {ring.number or 1} 圈以点号 {ring.first_label} 结束，但坐标与起点不同"
            en = f"ring {ring.number or 1} ends with {ring.first_label!r}, which is not its start"
            yield ring.row, zh, en, "closing_point"
    told = half_width(cells.get(COUNT, ""))
    points = sum(map(len, rings))
    closed = points + sum(ring.closed for ring in parcel.rings)
    if told and not (NUMBER.fullmatch(told) and float(told) in (points, closed, parcel.lines)):
        zh = f"写明界址点 {told[:20]} 个，实有 {points} 个（连闭合点 {parcel.lines} 个）"
        en = f"says {told[:20]} points and has {points}, with closing points {parcel.lines}"
        yield parcel.row, zh, en, "point_count"


def _flaw(
    parcel: Parcel, rings: list[NDArray[np.float64]], outline: BaseGeometry, *, east_first: bool
) -> Iterator[Told]:
    """Give the point nearest to where an outline crosses itself, by its line in the file."""
    flaw = flaw_of(outline)
    if flaw is None or flaw.at is None:
        return
    off = np.concatenate(rings) - [flaw.at.x, flaw.at.y]
    nearest = int(np.hypot(*off.T).argmin())
    row = np.concatenate([ring.rows for ring in parcel.rings])[nearest]
    x, y = (flaw.at.x, flaw.at.y) if east_first else (flaw.at.y, flaw.at.x)
    decimals = 9 if max(x, y) <= _DEGREES else 3
    place = f"X {x:.{decimals}f}, Y {y:.{decimals}f}"
    zh = f"{flaw.zh}，在 {place}；最近的界址点在这一行"
    en = f"{flaw.en} at {place}; the nearest point is on this line"
    yield int(row), zh, en, flaw.kind


def _is_ccw(xy: NDArray[np.float64]) -> bool:
    return bool(shapely.is_ccw(shapely.linearrings(xy)))
