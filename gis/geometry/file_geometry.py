"""Geometries as files hold them, GeoJSON or WKB: read as they are, or refused with the reason.

Nothing is left out: of a geometry with one position that cannot be read, nothing is read.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import (
    GeometryCollection,
    LineString,
    MultiLineString,
    MultiPoint,
    MultiPolygon,
    Point,
    Polygon,
)
from shapely.geometry.base import BaseGeometry

from gis.geometry.outline_error import OutlineError

BROKEN: Final = (
    "边界的二进制数据残缺或已损坏；请用 GIS 软件重新导出",
    "the outline's binary data are broken; export the file again",
    "broken_outline",
)
"""An outline that no reader makes anything of: in Chinese, in English, and its kind."""

_FEWEST_OF_A_RING: Final = 4
"""Points, the first of which is the last."""

UNCLOSED: Final = "unclosed_ring"
"""The kind of an outline whose fault is that a ring does not end where it begins."""

_CURVED: Final = range(8, 15)
"""Types of WKB (ISO 13249-3) from CircularString to Surface, without heights and measures."""

_LARGEST: Final = 1e15
"""No coordinate in degrees or metres is larger."""


def geometry_of_json(told: Any) -> BaseGeometry:
    """Return the geometry that a GeoJSON object says, (x, y) only: heights are dropped.

    Raises
    ------
    OutlineError
        If any part of it is not as GeoJSON (RFC 7946) has it. A geometry without any coordinates
        is an empty one.
    """
    if not isinstance(told, Mapping):
        raise OutlineError(
            f"几何是{_what(told)[0]}，应为 GeoJSON 的几何对象（type 和 coordinates）",
            f"the geometry is {_what(told)[1]}; a GeoJSON object (type, coordinates) is wanted",
            kind="no_geometry",
        )
    kind = told.get("type")
    if kind == "GeometryCollection":
        return GeometryCollection([geometry_of_json(part) for part in _list(told, "geometries")])
    make = _MAKERS.get(kind) if isinstance(kind, str) else None
    if kind is None:
        raise OutlineError(
            "几何没有 type；应为 Polygon 或 MultiPolygon 等 GeoJSON 几何",
            "the geometry has no type; a GeoJSON geometry such as Polygon is wanted",
            kind="no_geometry",
        )
    if make is None:
        found = str(kind)[:40]
        raise OutlineError(
            f"几何的 type 是 {found}；应为 Polygon 或 MultiPolygon 等 GeoJSON 几何",
            f"the geometry's type is {found}; a GeoJSON geometry such as Polygon is wanted",
            kind="no_geometry",
        )
    return make(_list(told, "coordinates"))


def closed_of_json(told: Any) -> BaseGeometry | None:
    """Return polygons of GeoJSON with every ring closed; None where that does not make them so."""
    polygons = told["coordinates"] if told["type"] == "MultiPolygon" else [told.get("coordinates")]
    several = [
        [_closed_ring(one) for one in rings] if isinstance(rings, list) else rings
        for rings in polygons
    ]
    try:
        return geometry_of_json({"type": "MultiPolygon", "coordinates": several})
    except OutlineError:
        return None


def _closed_ring(told: Any) -> Any:
    if isinstance(told, list) and told and told[0] != told[-1]:
        return [*told, told[0]]
    return told


def closed_of_wkb(wkb: bytes) -> BaseGeometry | None:
    """Return what is in WKB with every ring closed; None where that does not make it readable."""
    return _with_whole_rings(shapely.from_wkb(wkb, on_invalid="fix"))


def closed_of_wkt(wkt: str) -> BaseGeometry | None:
    """Return what is in WKT with every ring closed; None where that does not make it readable."""
    return _with_whole_rings(shapely.from_wkt(wkt, on_invalid="fix"))


def _with_whole_rings(found: BaseGeometry | None) -> BaseGeometry | None:
    sizes = shapely.get_num_coordinates(shapely.get_rings(found))
    if found is None or (sizes < _FEWEST_OF_A_RING).any():
        return None
    return shapely.force_2d(found)


def geometries_of_wkb(wkb: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return geometries, None for what cannot be read: `why_not_wkb` says why."""
    found: NDArray[np.object_]
    try:
        found = shapely.from_wkb(wkb)
    except (shapely.GEOSException, NotImplementedError):
        straight = [None if one is not None and is_curved(one) else one for one in wkb]
        found = shapely.from_wkb(np.array([*straight, None])[:-1], on_invalid="ignore")
    return found


def is_curved(wkb: bytes) -> bool:
    """Tell whether WKB is of arcs: a circular string or what is made of such."""
    code = int.from_bytes(wkb[1:5], "little" if wkb[:1] == b"\x01" else "big")
    return code % 0x1000_0000 % 1000 in _CURVED


def why_not_wkb(wkb: bytes) -> OutlineError:
    """Return why WKB cannot be read."""
    if is_curved(wkb):
        return OutlineError(
            "边界含有圆弧，无法直接读取；请在 GIS 软件中把弧段转为折线后重新导出",
            "the outline has arcs, which cannot be read; turn them into straight lines and export "
            "the file again",
            kind="curved_outline",
        )
    try:
        shapely.from_wkb(wkb)
    except shapely.GEOSException as error:
        reason = str(error)
    else:
        reason = ""
    if "closed linestring" in reason:
        return unclosed()
    if "number of points" in reason:
        return _short(closed="LinearRing" in reason)
    return OutlineError(BROKEN[0], BROKEN[1], kind=BROKEN[2])


def _list(told: Mapping[str, Any], key: str) -> list[Any]:
    found = told.get(key)
    if not isinstance(found, list):
        raise OutlineError(
            f"几何的 {key} 是{_what(found)[0]}，应为一列坐标",
            f"the geometry's {key} is {_what(found)[1]}; a list is wanted",
            kind="bad_coordinates",
        )
    return found


def _point(told: list[Any]) -> Any:
    return shapely.points(_positions([told])[0]) if told else Point()


def _line(told: list[Any]) -> Any:
    if len(told) == 1:
        raise _short(closed=False)
    return shapely.linestrings(_positions(told)) if told else LineString()


def _polygon(told: list[Any]) -> Any:
    if not told:
        return Polygon()
    rings: list[Any] = [shapely.linearrings(_ring(one)) for one in told]
    shell, *holes = rings
    return shapely.polygons(shell, holes=holes or None)


def _parts(make: Callable[[list[Any]], Any]) -> Callable[[list[Any]], list[Any]]:
    """Return what makes the parts of a geometry, none of them empty."""

    def made(told: list[Any]) -> list[Any]:
        for number, part in enumerate(told, start=1):
            if not isinstance(part, list) or not part:
                zh, en = ("空的", "empty") if part == [] else _what(part)
                raise OutlineError(
                    f"几何的第 {number} 部分是{zh}，应为一列坐标",
                    f"part {number} of the geometry is {en}; a list of coordinates is wanted",
                    kind="bad_coordinates",
                )
        return [make(part) for part in told]

    return made


def _ring(told: Any) -> NDArray[np.float64]:
    if not isinstance(told, list):
        zh, en = _what(told)
        raise OutlineError(
            f"环是{zh}，应为一列坐标",
            f"a ring is {en}; a list of positions is wanted",
            kind="bad_coordinates",
        )
    ring = _positions(told)
    if len(ring) and (ring[0] != ring[-1]).any():
        raise unclosed()
    if len(ring) < _FEWEST_OF_A_RING:
        raise _short(closed=True)
    return ring


def _positions(told: list[Any]) -> NDArray[np.float64]:
    """Return positions, shape (n, 2)."""
    for one in told:
        if not (
            type(one) is list and len(one) > 1 and type(one[0]) is float and type(one[1]) is float
        ):
            _check_position(one)
    found = np.array([one[:2] for one in told], dtype=np.float64).reshape(len(told), 2)
    if not (np.abs(found) < _LARGEST).all():
        raise _no_number(float("inf"))
    return found


def _check_position(told: Any) -> None:
    """Refuse a position that is not two numbers, and more or nothing after them."""
    if not isinstance(told, list) or len(told) < 2:
        zh, en = (f"只有 {len(told)} 个数", "too short") if isinstance(told, list) else _what(told)
        raise OutlineError(
            f"有一个坐标{'' if isinstance(told, list) else '是'}{zh}，应为 [x, y]",
            f"a position is {en}; [x, y] is wanted",
            kind="bad_coordinates",
        )
    for number in told[:2]:
        if type(number) not in (int, float) or not -_LARGEST < number < _LARGEST:
            raise _no_number(number)


def _no_number(found: Any) -> OutlineError:
    zh, en = _what(found)
    return OutlineError(
        f"有一个坐标值是{zh}，应为数字",
        f"a coordinate is {en}; a number is wanted",
        kind="bad_coordinates",
    )


_MAKERS: Final[Mapping[str, Callable[[list[Any]], BaseGeometry]]] = {
    "Point": _point,
    "LineString": _line,
    "Polygon": _polygon,
    "MultiPoint": lambda told: MultiPoint(_parts(_point)(told)),
    "MultiLineString": lambda told: MultiLineString(_parts(_line)(told)),
    "MultiPolygon": lambda told: MultiPolygon(_parts(_polygon)(told)),
}


def unclosed() -> OutlineError:
    """Return what is wrong with a ring that does not end where it begins."""
    return OutlineError(
        "环没有闭合：最后一点应与第一点相同",
        "a ring is not closed: its last point must be its first",
        kind=UNCLOSED,
    )


def _short(*, closed: bool) -> OutlineError:
    zh, en = ("环不足 4", "a ring has fewer than 4") if closed else ("线不足 2", "a line: under 2")
    return OutlineError(f"{zh} 个点", f"{en} points", kind="too_few_points")


def _what(told: Any) -> tuple[str, str]:
    """Return what a value of JSON is, in Chinese and in English."""
    if isinstance(told, str):
        return f"文字“{told[:40]}”", f"the text {told[:40]!r}"
    if told is None or isinstance(told, bool):
        return (shown := str(told).lower().replace("none", "null")), shown
    if isinstance(told, int | float):
        if abs(told) < _LARGEST:
            return "一个数（坐标少套了一层方括号）", "a number (brackets are one level short)"
        return "过大的数或无效的数", "a number too large, or none"
    return ("一列值", "a list") if isinstance(told, list) else ("一个对象", "an object")
