"""Whether shapes lie where their coordinate system can have them; if not, the probable cause."""

from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from gis.errors import CrsError
from gis.geometry.crs import CHINA_BOUNDS, Bounds, to_stored
from gis.geometry.crs_names import name_zh
from gis.geometry.gauss_kruger import CGCS2000, PREFIX_M, zone_crs, zone_in
from gis.geometry.outline_error import OutlineError

BESIDE_ZONE: float = 3.0
"""Degrees of longitude: a district at a zone's edge is drawn in one zone, and no zone is wider."""

_CHECK_ZH = "；请核对坐标系（文件自己写明的，否则是 plan.yaml 的 crs）"
_CHECK_EN = "; check the CRS (the file's own, else crs in plan.yaml)"


@lru_cache(maxsize=32)
def bounds_in(crs: CRS, beside: float = BESIDE_ZONE) -> Bounds:
    """Return the longitudes and latitudes that Chinese land in a system can have.

    Of a projected system they are those of its area of use and of the zones beside it: PROJ
    computes something for any number, also for a northing taken as an easting.

    Parameters
    ----------
    beside
        How many degrees the zones beside it reach.
    """
    west, south, east, north = CHINA_BOUNDS
    area = crs.area_of_use
    if crs.is_projected and area is not None and area.west < area.east:
        west, east = max(west, area.west - beside), min(east, area.east + beside)
    return west, south, east, north


def stored_in_china(shape: BaseGeometry, crs: CRS) -> BaseGeometry:
    """Return a shape in EPSG:4490.

    Parameters
    ----------
    shape
        Any shape that is not empty, (x, y) in `crs`.

    Raises
    ------
    OutlineError
        If it does not lie in China, or not where its system is used; axes that are swapped and the
        number of another zone are named.
    """
    stored = _stored(shape, crs)
    if stored is None or not _is_in(stored, bounds_in(crs)):
        raise _misplaced(shape, stored, crs)
    return stored


def swapped(shape: BaseGeometry) -> BaseGeometry:
    """Return a shape with x and y exchanged."""

    def exchanged(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return xy[:, ::-1]

    turned: BaseGeometry = shapely.transform(shape, exchanged)
    return turned


def _stored(shape: BaseGeometry, crs: CRS) -> BaseGeometry | None:
    """Return a shape in EPSG:4490, or None if its system has no such place on the earth."""
    try:
        return to_stored(shape, crs)
    except CrsError:
        return None


def _is_in(stored: BaseGeometry, bounds: Bounds) -> bool:
    west, south, east, north = bounds
    min_x, min_y, max_x, max_y = stored.bounds
    return bool(west <= min_x and max_x <= east and south <= min_y and max_y <= north)


def _misplaced(shape: BaseGeometry, stored: BaseGeometry | None, crs: CRS) -> OutlineError:
    found = _told(shape)
    turned = _stored(swapped(shape), crs)
    if turned is not None and _is_in(turned, bounds_in(crs)):
        if crs.is_geographic:
            zh = f"坐标轴颠倒（{found}）；x 应为经度，y 应为纬度"
            en = f"the axes are swapped ({found}); x is the longitude, y the latitude"
        else:
            zh = f"坐标轴颠倒，北坐标在前（{found}）；x 应为东坐标，y 应为北坐标，请对调"
            en = f"the axes are swapped, northing first ({found}); x is the easting, y the northing"
        return OutlineError(zh, en, kind="swapped_axes")
    zh, en = _other_zone(shape, crs)
    if stored is None:
        return OutlineError(
            f"{name_zh(crs)} 中没有这样的坐标（{found}）{zh}{_CHECK_ZH}",
            f"{crs.name} has no such coordinates ({found}){en}{_CHECK_EN}",
            kind="not_in_crs",
        )
    where = f"{found} → {_told(stored)}" if crs.is_projected else found
    if _is_in(stored, CHINA_BOUNDS):
        return OutlineError(
            f"按 {name_zh(crs)} 不在其适用范围内（{where}）{zh}{_CHECK_ZH}",
            f"in {crs.name} it lies where that is not used ({where}){en}{_CHECK_EN}",
            kind="outside_crs",
        )
    return OutlineError(
        f"按 {name_zh(crs)} 边界不在中国范围内（{where}）{zh}{_CHECK_ZH}",
        f"in {crs.name} the outline does not lie in China ({where}){en}{_CHECK_EN}",
        kind="outside_china",
    )


def _other_zone(shape: BaseGeometry, crs: CRS) -> tuple[str, str]:
    """Say that eastings have the number of a zone in front and the system has not, or other way."""
    if not crs.is_projected:
        return "", ""
    easting, own = shape.bounds[0], _false_easting(crs) // PREFIX_M
    zone = zone_in(easting)
    if zone is not None and zone != own:
        code = f"EPSG:{zone_crs(CGCS2000, zone, numbered=True).to_epsg()}"
        return f"；东坐标带有带号 {zone}，像是 {code}", f"; its eastings are those of {code}"
    if easting // PREFIX_M == 0 and own > 0:
        return f"；东坐标没有带号 {own:.0f}", f"; its eastings lack the zone's number {own:.0f}"
    return "", ""


def _false_easting(crs: CRS) -> float:
    operation = crs.coordinate_operation
    told = [] if operation is None else operation.params
    return next((float(one.value) for one in told if one.name == "False easting"), 0.0)


def _told(shape: BaseGeometry) -> str:
    min_x, min_y, max_x, max_y = shape.bounds
    return f"x {min_x:.8g}…{max_x:.8g}, y {min_y:.8g}…{max_y:.8g}"
