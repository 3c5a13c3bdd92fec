"""Outlines of a file one by one: what is wrong with each, where, and what is safe to mend.

Mended is what does not change the land: doubled points, spikes without width, rings that cross
themselves by less than two surveys may differ. Whatever changes more stays a problem.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Any, Final

import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from gis.geometry.area import area_m2
from gis.geometry.invalid import flaw_of
from gis.geometry.outlines import multipolygon
from projects.imports.outline_remarks import DOUBLED_DEG, Remark, spikes

ROOT_TOLERANCE: Final = 0.08
AREA_TOLERANCE: Final = 0.006
"""Areas of one piece of land may differ by 0.08·√S + 0.006·S m²: the limit (限差) of the third
grade of accuracy of areas in GB/T 17986.1-2000 (房产测量规范), which is for houses."""


def tolerance_m2(area: float, share: float = AREA_TOLERANCE) -> float:
    """Return by how much two surveys of a piece of land of that area (m²) may differ."""
    return ROOT_TOLERANCE * sqrt(area) + share * area


def remark_on_flaw(outline: BaseGeometry, *, repair: bool = False) -> Remark | None:
    """Return what makes an outline in EPSG:4490 unusable, and where; None if nothing does.

    Parameters
    ----------
    repair
        Whether it is what mending left.
    """
    flaw = None if shapely.is_empty(outline) else flaw_of(outline)
    if flaw is None:
        return None
    kind, zh, en = flaw.kind, flaw.zh, flaw.en
    where = "" if flaw.at is None else f"{flaw.at.x:.8f}, {flaw.at.y:.8f}"
    if kind in ("self_crossing", "ring_touches") and spikes([outline]):
        kind, zh, en = "spike", "边界有来回重叠的尖刺", "the outline runs out and back: a spike"
    do_zh = "加 --repair 可修补不改变面积的，否则请在 GIS 软件中修正"
    do_en = "--repair mends what does not change the area, else mend it in a GIS"
    if repair:
        do_zh = "修补会改变面积，没有修补；请在 GIS 软件中修正"
        do_en = "mending would change the area and was left; mend it in a GIS"
    return Remark(
        kind=kind, at=flaw.at, zh=f"{zh}（{where}）；{do_zh}", en=f"{en} (at {where}); {do_en}"
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Mended:
    """An outline that was mended: by how many m² that changed it, and how."""

    outline: BaseGeometry
    changed_m2: float
    zh: str
    en: str


def mended(outline: BaseGeometry, share: float = AREA_TOLERANCE) -> Mended | None:
    """Return an outline mended as far as that is safe, or None where nothing is to be done.

    Rings are turned (outer ones counter-clockwise) only with that: which way they run says nothing.
    An outline that cannot be mended without changing the land comes back with that unmended.
    """
    done: list[tuple[str, str]] = []
    found = outline
    without = shapely.remove_repeated_points(found, DOUBLED_DEG)
    if shapely.get_num_coordinates(without) < shapely.get_num_coordinates(found):
        found = without
        done.append(("去掉重复的点", "doubled points taken away"))
    if not shapely.is_valid(found):
        valid = multipolygon(shapely.make_valid(found, method="structure", keep_collapsed=False))
        changed = abs(area_m2(valid) - _drawn_m2(found))
        if valid.is_empty or changed > tolerance_m2(area_m2(valid), share):
            return _if_any(outline, found, done)
        found = valid
        done.append(("修补自相交", "crossings mended"))
    return _if_any(outline, found, done)


def _if_any(
    outline: BaseGeometry, found: BaseGeometry, done: list[tuple[str, str]]
) -> Mended | None:
    if not done:
        return None
    if shapely.is_valid(found):
        found = shapely.orient_polygons(found)
    return Mended(
        outline=found,
        changed_m2=area_m2(found) - _drawn_m2(outline),
        zh="、".join(zh for zh, _ in done),
        en=", ".join(en for _, en in done),
    )


def _drawn_m2(outline: BaseGeometry) -> float:
    """Return the area that the rings enclose as drawn: outer ones less holes, crossing or not."""
    if shapely.is_valid(outline):
        return area_m2(outline)
    total = 0.0
    for part in shapely.get_parts(outline):
        if isinstance(part, Polygon):
            total += _ring_m2(part.exterior) - sum(_ring_m2(hole) for hole in part.interiors)
    return total


def _ring_m2(ring: Any) -> float:
    return area_m2(Polygon(ring))
