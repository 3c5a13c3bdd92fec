"""Coordinate systems: what a file says, what we store, and the way between.

Everything is stored as CGCS2000 longitude/latitude (EPSG:4490), coordinates (x, y) = (lon, lat).
pyproj reads EPSG:4490 as (lat, lon) and the Gauss–Krüger zones 4513–4554 as (northing, easting),
so every transform here is made with `always_xy`.
"""

from functools import lru_cache
from typing import Final, TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError as PyprojCrsError
from shapely.geometry.base import BaseGeometry

from gis.errors import CrsError
from gis.geometry.crs_names import name_zh

G = TypeVar("G", bound=BaseGeometry)

STORED_SRID = 4490
"""EPSG code of stored geometry: CGCS2000 longitude/latitude."""

Bounds = tuple[float, float, float, float]
"""West, south, east, north."""

CHINA_BOUNDS: Bounds = (73.0, 3.0, 136.0, 54.0)
"""Longitude and latitude that a Chinese outline can have: west, south, east, north."""

_GEOCENTRIC: Final = ((6378137.0, 298.257222101), (6378137.0, 298.257223563))
"""Ellipsoids of GRS 80, which CGCS2000 has, and of WGS 84: semi-major axis, inverse flattening.

Datums on them lie within a few metres of each other; Xian 1980 and Beijing 1954 have others.
"""

_TRADE_NAMES: Final = {"Xian": "西安80", "Beijing": "北京54"}


def crs_of(code: str | int) -> CRS:
    """Return the coordinate system of an EPSG code, `EPSG:4490` or WKT.

    Raises
    ------
    CrsError
        If PROJ knows no such system, or outlines cannot be in it.
    """
    return horizontal(named_crs(code))


def named_crs(code: str | int | CRS) -> CRS:
    """Return the system of a code, whether outlines can be in it or not.

    Raises
    ------
    CrsError
        If PROJ knows no such system.
    """
    try:
        return CRS.from_user_input(code)
    except PyprojCrsError as error:
        raise CrsError(
            f"坐标系“{code}”无法识别；请写 EPSG 代码，例如 EPSG:4490",
            f"coordinate system {code!r} is not known; give an EPSG code such as EPSG:4490",
        ) from error


def is_undefined(crs: CRS) -> bool:
    """Tell whether a system is put where none is known, or of no place on earth."""
    return bool(crs.is_engineering or crs.name.startswith("Undefined"))


def horizontal(crs: CRS) -> CRS:
    """Return the system of x and y: a system itself, or that part of one with heights.

    Raises
    ------
    CrsError
        If it has no longitudes and latitudes, no eastings and northings, or is on no ground or
        on one from which nothing public leads to CGCS2000.
    """
    if crs.is_compound:
        return horizontal(crs.sub_crs_list[0])
    zh, en = "", ""
    if crs.is_geocentric:
        zh, en = "是地心直角坐标系 (X, Y, Z)", "is geocentric (X, Y, Z)"
    elif crs.is_vertical:
        zh, en = "是高程系统，没有平面坐标", "is a system of heights, without x and y"
    elif is_undefined(crs):
        zh, en = (
            "是未定义或地方独立的坐标系，无法换算",
            "is undefined or local: nothing leads from it",
        )
    elif not (crs.is_geographic or crs.is_projected):
        zh, en = "不是平面或经纬度坐标系", "has neither eastings nor longitudes"
    if zh:
        raise CrsError(
            f"坐标系“{name_zh(crs)}”{zh}；请改用经纬度或投影坐标系，例如 EPSG:4490、EPSG:4547",
            f"coordinate system {crs.name!r} {en}; use one of longitude and latitude or of a "
            "projection, such as EPSG:4490 or EPSG:4547",
        )
    _refuse_other_ground(crs)
    return crs


def is_on_other_ground(crs: CRS) -> bool:
    """Tell whether nothing public leads from a system's datum to CGCS2000: 西安80, 北京54."""
    ellipsoid = crs.ellipsoid
    return not ellipsoid or not any(
        abs(ellipsoid.semi_major_metre - axis) < 1e-3
        and abs(ellipsoid.inverse_flattening - flattening) < 1e-6
        for axis, flattening in _GEOCENTRIC
    )


def _refuse_other_ground(crs: CRS) -> None:
    """Refuse a datum that PROJ would take for CGCS2000, by its “ballpark” way, though it is not."""
    if not is_on_other_ground(crs):
        return
    name = f"{crs.name} {crs.datum.name if crs.datum else ''}"
    trade = next((zh for word, zh in _TRADE_NAMES.items() if word in name), "它的基准")
    raise CrsError(
        f"坐标系“{name_zh(crs)}”不能用：{trade}到 CGCS2000 没有公开的转换参数，当作 CGCS2000 会偏移"
        "几十至上百米；请由测绘部门转换到 CGCS2000（例如 EPSG:4490、EPSG:4547）后再用",
        f"coordinate system {crs.name!r} cannot be used: no public parameters lead from its datum "
        "to CGCS2000, and taken as that it is some tens of metres off or more; have the surveying "
        "office transform it to CGCS2000 (such as EPSG:4490 or EPSG:4547)",
    )


def local_crs(lon: float) -> CRS:
    """Return the CGCS2000 3-degree Gauss–Krüger system (no zone prefix) nearest to a longitude.

    EPSG 4534 (central meridian 75° E) to 4554 (135° E).
    """
    zone = min(max(round(lon / 3), 25), 45)
    return CRS.from_epsg(4534 + zone - 25)


@lru_cache(maxsize=32)
def transformer(source: CRS, target: CRS) -> Transformer:
    """Return the transform between two systems, (x, y) in and out."""
    return Transformer.from_crs(source, target, always_xy=True)


def transform(geometry: G, source: CRS, target: CRS) -> G:
    """Return the geometry in another coordinate system, vertex by vertex.

    Raises
    ------
    CrsError
        If a vertex has no image there.
    """
    if source == target:
        return geometry
    change = transformer(source, target)

    def move(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(change.transform(xy[:, 0], xy[:, 1]))

    moved: G = shapely.transform(geometry, move)
    if not np.isfinite(shapely.get_coordinates(moved)).all():
        raise CrsError(
            f"坐标无法从 {name_zh(source)} 转换到 {name_zh(target)}；请核对文件的坐标系",
            f"coordinates cannot be brought from {source.name} to {target.name}; "
            "check the coordinate system of the file",
        )
    return moved


def to_stored(geometry: G, source: CRS) -> G:
    """Return the geometry in EPSG:4490."""
    return transform(geometry, source, CRS.from_epsg(STORED_SRID))
