"""Outlines as they come in files: made into valid MultiPolygons in EPSG:4490, or refused.

Nothing is mended silently: an outline that crosses itself is refused with the place where it does.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from gis.geometry.area import NOISE_M2, area_m2
from gis.geometry.datum import gcj02_to_wgs84
from gis.geometry.in_china import stored_in_china
from gis.geometry.invalid import flaw_of
from gis.geometry.outline_error import OutlineError

MIN_AREA_M2 = 1e-3
"""Less than this is no land: a fold or a line."""

SHAPE_ZH: Final = {
    "Point": "点", "MultiPoint": "点", "LineString": "线", "LinearRing": "线",
    "MultiLineString": "线", "GeometryCollection": "点、线、面混合的集合",
}  # fmt: skip
"""What shapes that are no polygons are called in Chinese."""

ROUNDED_DEG = 1e-7
"""Some 1 cm: as far as formats of files move a point (MapInfo's most), and less than two surveys of
a boundary differ."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Misfit:
    """The part of an outline that lies outside the one that should hold it."""

    outside_m2: float
    share: float
    hint_zh: str
    hint_en: str


def to_outline(geometry: BaseGeometry | None, crs: CRS) -> MultiPolygon:
    """Return a valid MultiPolygon in EPSG:4490.

    Parameters
    ----------
    geometry
        What the file holds, (x, y) in `crs`; heights are dropped.
    crs
        The coordinate system of the file.

    Raises
    ------
    OutlineError
        If it is missing, empty, no polygon, crosses itself, has no area, or lies outside China
        (swapped axes are named).
    """
    if geometry is None:
        raise OutlineError(
            "没有边界；需要一个面", "no outline; a polygon is wanted", kind="no_outline"
        )
    if geometry.is_empty:
        raise OutlineError(
            "边界是空的，没有坐标；需要一个面",
            "the outline is empty; a polygon is wanted",
            kind="empty_outline",
        )
    if geometry.geom_type not in ("Polygon", "MultiPolygon"):
        raise OutlineError(
            f"边界是{SHAPE_ZH.get(geometry.geom_type, geometry.geom_type)}；需要面",
            f"the outline is a {geometry.geom_type}; a Polygon or MultiPolygon is wanted",
            kind="not_a_polygon",
        )
    flat = shapely.force_2d(geometry)
    flaw = flaw_of(flat)
    if flaw is not None:
        at = "" if flaw.at is None else f"{flaw.at.x:.10g}, {flaw.at.y:.10g}"
        raise OutlineError(
            f"{flaw.zh}（{at}）；请在 GIS 软件中修正自相交或重叠的环",
            f"{flaw.en} (at {at}); mend the crossing or overlapping rings",
            kind="invalid_outline",
        )
    stored = stored_in_china(flat, crs)
    if not stored.is_valid or area_m2(stored) < MIN_AREA_M2:
        raise OutlineError("边界没有面积", "the outline has no area", kind="no_area")
    return multipolygon(stored)


def multipolygon(geometry: BaseGeometry | None) -> MultiPolygon:
    """Return the polygons of a geometry; lines and points that an overlay left are no land."""
    parts = () if geometry is None else shapely.get_parts(geometry)
    return MultiPolygon([part for part in parts if isinstance(part, Polygon)])


def same_outline(one: BaseGeometry, other: BaseGeometry) -> bool:
    """Tell whether two outlines are the same land, point by point.

    Whichever way the rings run, wherever they start, with points doubled or not, and in whatever
    order the parts come; `landplan.same_outline` says the same in `gis/sql/whole.sql`.
    """
    if one.bounds != other.bounds:
        return False
    forms = shapely.normalize(shapely.remove_repeated_points([one, other]))
    return bool(shapely.equals_identical(*forms))


def drawn_alike(one: BaseGeometry, other: BaseGeometry) -> bool:
    """Tell whether two outlines in EPSG:4490 are the same but for what files round off."""
    pair = np.array([one, other], dtype=object)
    return bool(which_drawn_alike(pair[:1], pair[1:])[0])


def which_drawn_alike(ones: NDArray[np.object_], others: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Tell of each pair of outlines whether `drawn_alike`; where one is None they are not."""
    apart = np.abs(shapely.bounds(ones) - shapely.bounds(others))
    alike = np.asarray((apart <= ROUNDED_DEG).all(axis=1))
    alike[alike] = shapely.hausdorff_distance(ones[alike], others[alike]) <= ROUNDED_DEG
    return alike


def misfit(inner: MultiPolygon, outer: BaseGeometry) -> Misfit:
    """Return how far an outline reaches outside the one that should hold it, and a likely cause."""
    outside_m2 = area_m2(shapely.difference(inner, outer))
    hint_zh, hint_en = "", ""
    if outside_m2 > NOISE_M2:
        back = gcj02_to_wgs84(inner)
        outer_back = gcj02_to_wgs84(outer)
        if area_m2(shapely.difference(back, outer)) < outside_m2 / 10:
            hint_zh = "；按火星坐标 (GCJ-02) 反算后吻合，请转换为 CGCS2000 后再导入"
            hint_en = "; taken as GCJ-02 and brought back it fits: convert the file to CGCS2000"
        elif area_m2(shapely.difference(inner, outer_back)) < outside_m2 / 10:
            hint_zh = "；外圈像是火星坐标 (GCJ-02)，反算后吻合，请转换为 CGCS2000 后再导入"
            hint_en = (
                "; the outer outline looks like GCJ-02, brought back it fits: convert that one"
            )
    return Misfit(
        outside_m2=outside_m2, share=outside_m2 / area_m2(inner), hint_zh=hint_zh, hint_en=hint_en
    )
