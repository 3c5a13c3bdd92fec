"""Values of CQL2 as SQL has them: bound, each with its kind; shapes in EPSG:4490."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

import shapely
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry
from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    Date,
    Double,
    LargeBinary,
    Text,
    cast,
    func,
    literal,
)  # fmt: skip

from gis.errors import WrongUseError
from gis.geometry.crs import STORED_SRID
from gis.geometry.crs_uri import UriCrs
from projects.features.days import day_told
from projects.features.plain_text import plain

Kind = Literal["text", "number", "day", "flag", "texts", "shape"]

_TYPES: Final[Mapping[Kind, Any]] = {
    "text": Text(), "number": Double(), "day": Date(), "flag": Boolean(), "texts": ARRAY(Text()),
}  # fmt: skip

_SHAPES: Final = frozenset(
    {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
     "GeometryCollection"}
)  # fmt: skip

_FARTHEST: Final = 1e9
"""No coordinate of a shape is larger, in degrees or in metres."""


@dataclass(frozen=True, slots=True)
class Typed:
    """An expression of SQL and what it is."""

    kind: Kind
    sql: ColumnElement[Any]


class Span(NamedTuple):
    """First and last day of a span; of a day both are that day."""

    start: ColumnElement[Any]
    end: ColumnElement[Any]


def bound(value: Any, kind: Kind, name: str = "filter") -> Typed:
    """Return a value of a kind, bound; a day is told as in the standard.

    Parameters
    ----------
    name
        The parameter that it is told in.

    Raises
    ------
    WrongUseError
        If a text has what no text of the database can have, or a day is none.
    """
    if kind == "text":
        value = plain(value, name)
    elif kind == "texts":
        value = [plain(one, name) for one in value]
    elif kind == "day":
        value = day_told(value, name)
    return Typed(kind, cast(literal(value, _TYPES[kind]), _TYPES[kind]))


def of_kind(value: Typed, kind: Kind, op: str) -> Typed:
    """Return a value that is of a kind.

    Raises
    ------
    WrongUseError
        If it is of another, naming the operation that wants it.
    """
    if value.kind != kind:
        raise WrongUseError(
            f"filter 中 {op} 用于 {kind}，这里是 {value.kind}",
            f"{op} in the filter is for a {kind}, here is a {value.kind}",
        )
    return value


def days_of(told: Any, value: Callable[[Any], Typed]) -> Span:
    """Return the span that a day, a property or an interval is.

    Parameters
    ----------
    value
        Translates what stands in it.
    """
    match told:
        case {"interval": [start, end]}:
            return Span(_end(start, "-infinity", value), _end(end, "infinity", value))
    day = of_kind(value({"date": told} if isinstance(told, str) else told), "day", "t_…").sql
    return Span(day, day)


def _end(told: Any, open_end: str, value: Callable[[Any], Typed]) -> ColumnElement[Any]:
    if told in ("..", ""):
        return cast(literal(open_end, Text()), Date)
    return of_kind(value({"date": told} if isinstance(told, str) else told), "day", "interval").sql


def is_shape(told: Mapping[str, Any]) -> bool:
    """Tell whether this is a shape of GeoJSON or a box."""
    return "bbox" in told or told.get("type") in _SHAPES


def shape_of(told: Mapping[str, Any], crs: UriCrs) -> Typed:
    """Return a shape of GeoJSON, or a box, in EPSG:4490.

    Raises
    ------
    WrongUseError
        If it is none.
    CrsError
        If it has no place there.
    """
    shape = _box(told["bbox"]) if "bbox" in told else _read(told)
    if shape.is_empty or not shapely.is_valid(shape) or not _is_finite(shape):
        raise _no_shape(told)
    return Typed("shape", shape_sql(crs.to_stored(shape)))


def shape_sql(shape: BaseGeometry) -> ColumnElement[Any]:
    """Return a shape in EPSG:4490, bound."""
    return func.st_geomfromwkb(literal(shapely.to_wkb(shape), LargeBinary()), STORED_SRID)


def _box(sides: Any) -> BaseGeometry:
    if (
        isinstance(sides, list)
        and len(sides) in (4, 6)
        and all(type(side) in (int, float) and abs(side) < _FARTHEST for side in sides)
    ):
        half = len(sides) // 2
        return shapely.box(sides[0], sides[1], sides[half], sides[half + 1])
    raise _no_shape({"bbox": sides})


def _read(told: Mapping[str, Any]) -> BaseGeometry:
    try:
        shape: BaseGeometry = shapely.from_geojson(json.dumps(told))
    except (ShapelyError, ValueError, TypeError, RecursionError) as error:
        raise _no_shape(told) from error
    return shapely.force_2d(shape)


def _is_finite(shape: BaseGeometry) -> bool:
    return all(abs(side) < _FARTHEST for side in shape.bounds)


def _no_shape(told: Mapping[str, Any]) -> WrongUseError:
    shown = str(told.get("type", "BBOX"))
    return WrongUseError(
        f"filter 中的图形不对（{shown}）；应为不自交、不空的点、线、面或 BBOX(西, 南, 东, 北)",
        f"the filter has a shape that is none ({shown}); it is a valid point, line or polygon, or "
        "BBOX(west, south, east, north)",
    )
