"""The coordinate systems that features are given in, and boxes in them."""

from collections.abc import Sequence
from math import isfinite
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from gis.errors import WrongUseError
from gis.geometry.crs import local_crs
from gis.geometry.crs_uri import UriCrs, crs84, uri_crs
from gis.geometry.in_china import swapped

STORED: Final = uri_crs(4490)

_MOST: Final = 1e9
"""No coordinate is larger, in whatever system."""


def systems_of(extent: Sequence[float] | None) -> tuple[UriCrs, ...]:
    """Return CRS84, EPSG:4490, 4326, 3857 and the 3-degree zone that the plan lies in."""
    found = [crs84(), STORED, uri_crs(4326), uri_crs(3857)]
    if extent is not None:
        west, _, east, _ = extent
        code = local_crs((west + east) / 2).to_epsg()
        found.append(uri_crs(int(code or 0)))
    return tuple(found)


def system_told(told: str | None, systems: Sequence[UriCrs], name: str) -> UriCrs:
    """Return the system of a URI; CRS84 where none is told.

    Raises
    ------
    WrongUseError
        If it is none of these, naming them.
    """
    for system in systems:
        if told in (None, system.uri):
            return system
    listed = "、".join(system.uri for system in systems)
    raise WrongUseError(
        f"{name} 的坐标系“{(told or '')[:100]}”不提供；可用：{listed}",
        f"{name} {(told or '')[:100]!r} is not offered; there are: {listed.replace('、', ', ')}",
    )


def box_told(told: str, system: UriCrs) -> BaseGeometry:
    """Return a box, `west,south,east,north` in the order of its system's axes, in EPSG:4490.

    Of six numbers the heights are passed over. A box whose west is east of its east goes across
    the 180th meridian.

    Raises
    ------
    WrongUseError
        If it is none.
    CrsError
        If it has no place on the earth.
    """
    numbers = _numbers(told)
    half = len(numbers) // 2
    low, high = numbers[:2], numbers[half : half + 2]
    if system.north_first:
        low, high = low[::-1], high[::-1]
    (west, south), (east, north) = low, high
    if south > north:
        raise _wrong(told)
    if not system.crs.is_geographic:
        if west > east:
            raise _wrong(told)
        shape = _box(west, south, east, north)
        return system.to_stored(swapped(shape) if system.north_first else shape)
    if north < -90 or south > 90 or max(west, east) < -180 or min(west, east) > 180:
        raise _wrong(told)
    south, north = max(south, -90.0), min(north, 90.0)
    if west > east:
        parts = (_box(west, south, 180.0, north), _box(-180.0, south, east, north))
        return shapely.union_all(parts)
    return _box(max(west, -180.0), south, min(east, 180.0), north)


def _numbers(told: str) -> list[float]:
    try:
        numbers = [float(one) for one in told.split(",")]
    except ValueError as error:
        raise _wrong(told) from error
    if len(numbers) not in (4, 6) or not all(isfinite(n) and abs(n) < _MOST for n in numbers):
        raise _wrong(told)
    return numbers


def _box(west: float, south: float, east: float, north: float) -> BaseGeometry:
    """Return a box; a line or a point where it has no width."""
    if west == east and south == north:
        return shapely.Point(west, south)
    if west == east or south == north:
        return shapely.LineString([(west, south), (east, north)])
    return shapely.box(west, south, east, north)


def _wrong(told: str) -> WrongUseError:
    return WrongUseError(
        f"bbox“{told[:80]}”不是范围；应为四个数：西,南,东,北（按 bbox-crs 的轴序；"
        "EPSG:4490、4326 纬度在前）",
        f"bbox {told[:80]!r} is no box; it is four numbers, west,south,east,north, in the order of "
        "the axes of bbox-crs (latitude first in EPSG:4490 and 4326)",
    )
