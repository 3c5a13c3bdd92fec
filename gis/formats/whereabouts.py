"""Where some coordinates of a layer would lie, and what would bring them where they belong."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from gis.geometry.crs import Bounds
from gis.geometry.crs_names import name_zh
from gis.geometry.gauss_kruger import (
    CGCS2000,
    ZONES,
    degrees_crs,
    meridian_of,
    zone_crs,
    zone_in,
)
from gis.geometry.in_china import bounds_in
from gis.geometry.ways import ShiftedDatum, Way, way_to_stored

Array = NDArray[np.float64]

BESIDE_DEG: Final = 6.0
"""Degrees that land lies beside its zone: a province is drawn in one."""

NEAR_DEG: Final = 5e-4
"""Some 50 m: less is digitising, more is another datum or another place."""

MOST_DEGREES: Final = 180.0

WEB_MERCATOR: Final = 3857


class Whereabouts:
    """Where land should lie: in China, where its system is used, and near a plan's zones.

    Parameters
    ----------
    near
        Bounds or an outline in EPSG:4490; None: all of China will do.
    """

    def __init__(self, near: Bounds | BaseGeometry | None) -> None:
        self.near: BaseGeometry | None = None
        if near is not None:
            shape = shapely.box(*near) if isinstance(near, tuple) else near
            self.near = shapely.buffer(shape, NEAR_DEG)
            shapely.prepare(self.near)

    def outside(self, stored: Array, crs: CRS) -> float:
        """Return the share of vertices, (lon, lat), that do not lie where they should."""
        finite = np.isfinite(stored[:, 0]) & np.isfinite(stored[:, 1])
        lon, lat = np.where(finite[:, None], stored, 0.0).T
        west, south, east, north = bounds_in(crs, BESIDE_DEG)
        there = finite & (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
        if self.near is not None:
            there &= shapely.contains_xy(self.near, lon, lat)
        return 1.0 - float(there.mean())

    @property
    def longitudes(self) -> tuple[float, float] | None:
        """The westernmost and the easternmost that the land can have, if there is a place."""
        return None if self.near is None else (self.near.bounds[0], self.near.bounds[2])


@dataclass(frozen=True, slots=True)
class Cause:
    """What would bring land where it belongs, and how to say so."""

    zh: str
    en: str
    kind: str


def cause_of(
    xy: Array,
    crs: CRS | None,
    where: Whereabouts,
    *,
    datum: ShiftedDatum | None,
    at_most: float,
) -> Cause | None:
    """Return what would bring the vertices where they should lie, if it is one thing.

    Parameters
    ----------
    xy
        As the layer has them.
    crs, datum
        What they were taken for; None: nothing.
    at_most
        The share of them that may still lie outside.
    """
    for cause, tried, way, turned in _ways(xy, crs, where, datum):
        if where.outside(way(xy[:, ::-1] if turned else xy), tried) <= at_most:
            return cause
    return None


def _ways(
    xy: Array, crs: CRS | None, where: Whereabouts, datum: ShiftedDatum | None
) -> Iterator[tuple[Cause, CRS, Way, bool]]:
    """Give what could be: the cause, the system, the way from it, whether axes are turned."""
    others = list(_other_systems(xy, where))
    if crs is not None:
        if where.near is not None and datum is None and _is_unshifted(crs):
            yield from _shifted(crs)
        yield _turned(crs), crs, way_to_stored(crs, datum), True
    for other in others:
        if other != crs:
            code = f"EPSG:{other.to_epsg()}"
            zh, en = (
                f"像是 {name_zh(other)}，请用 --crs {code}",
                f"it fits in {code}: --crs {code}",
            )
            yield Cause(zh, en, "other_crs"), other, way_to_stored(other), False
    for other in _other_systems(xy[:, ::-1], where):
        yield _turned(other), other, way_to_stored(other), True


def _is_unshifted(crs: CRS) -> bool:
    """Tell whether web maps' coordinates occur in a system: in degrees and in Web Mercator."""
    return bool(crs.is_geographic) or crs.to_epsg() == WEB_MERCATOR


def _shifted(crs: CRS) -> Iterator[tuple[Cause, CRS, Way, bool]]:
    names: tuple[tuple[ShiftedDatum, str, str], ...] = (
        ("gcj02", "火星坐标 (GCJ-02)", "GCJ-02"),
        ("bd09", "百度坐标 (BD-09)", "BD-09"),
    )
    for datum, zh, en in names:
        told_zh = f"按{zh}反算后正好，请用 --datum {datum}"
        told_en = f"brought back from {en} it fits: --datum {datum}"
        yield Cause(told_zh, told_en, "shifted_datum"), crs, way_to_stored(crs, datum), False


def _turned(crs: CRS) -> Cause:
    if crs.is_geographic:
        zh, en = "纬度在前、经度在后", "latitudes come before longitudes"
    else:
        zh, en = "北坐标在前、东坐标在后", "northings come before eastings"
    return Cause(f"坐标轴颠倒：{zh}", f"the axes are swapped: {en}", "swapped_axes")


def swapped_back(form: str) -> tuple[str, str]:
    """Return how a person exchanges x and y in a file of a format."""
    if form == "boundary_txt":
        return (
            "请对调界址点行的第 3、4 列：X 是北坐标，Y 是东坐标",
            "exchange columns 3 and 4 of its points: X is the northing, Y the easting",
        )
    zh = "用 QGIS 处理工具箱的“交换 X 和 Y 坐标”（native:swapxy）对调后另存"
    en = "save it anew after “Swap X and Y coordinates” (native:swapxy) of QGIS"
    if form in ("csv", "excel"):
        zh = f"请对调 x、y 两列的列名；边界写成 WKT 的，{zh}"
        return zh, f"exchange the names of the columns x and y; outlines as WKT: {en}"
    return f"请{zh}", en


def _other_systems(xy: Array, where: Whereabouts) -> Iterator[CRS]:
    """Give the systems of CGCS2000 that numbers of such a size can be in."""
    if np.abs(xy).max() <= MOST_DEGREES:
        yield degrees_crs(CGCS2000)
        return
    zone = zone_in(float(np.median(xy[:, 0])))
    if zone is not None:
        yield zone_crs(CGCS2000, zone, numbered=True)
    if where.longitudes is None:
        return
    west, east = where.longitudes
    for width, zones in ZONES.items():
        reach = width / 2 + 1.0
        for zone in zones:
            if west - reach <= meridian_of(zone, width) <= east + reach:
                yield zone_crs(CGCS2000, zone, numbered=False)
                yield zone_crs(CGCS2000, zone, numbered=True)
    yield CRS.from_epsg(WEB_MERCATOR)
