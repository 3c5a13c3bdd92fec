"""What makes an outline invalid, and where, in the words of the trade."""

import re
from dataclasses import dataclass
from typing import Final

import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry

_TOLD: Final = re.compile(r"(?P<what>[^\[]*)\[(?P<x>[-\d.e+]+) (?P<y>[-\d.e+]+)\]")

_FLAWS: Final = {
    "Self-intersection": ("self_crossing", "边界自相交", "the outline crosses itself"),
    "Ring Self-intersection": ("ring_touches", "一个环自相接触", "a ring touches itself"),
    "Hole lies outside shell": ("hole_outside", "洞在外环之外", "a hole lies outside its ring"),
    "Holes are nested": ("nested_holes", "洞套在洞里", "a hole lies in a hole"),
    "Nested shells": ("nested_parts", "一部分套在另一部分里", "a part lies within a part"),
    "Duplicate Rings": ("doubled_ring", "同一个环画了两次", "a ring is drawn twice"),
    "Interior is disconnected": (
        "interior_cut", "洞把地块切断了", "holes cut the land into pieces"
    ),
    "Too few points in geometry component": (
        "too_few_points", "环的点太少", "a ring has too few points"
    ),
}  # fmt: skip
"""What GEOS says: the kind of problem, Chinese, English."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Flaw:
    """One thing that makes an outline invalid; `at` is in the outline's own coordinates."""

    kind: str
    at: Point | None
    zh: str
    en: str


def flaw_of(outline: BaseGeometry) -> Flaw | None:
    """Return the first thing that makes an outline invalid; None where nothing does."""
    if shapely.is_valid(outline):
        return None
    told = shapely.is_valid_reason(outline)
    found = _TOLD.fullmatch(told)
    what = found["what"].strip() if found else told
    at = Point(float(found["x"]), float(found["y"])) if found else None
    kind, zh, en = _FLAWS.get(
        what, ("invalid_outline", f"边界无效（{what}）", f"the outline is not valid: {what}")
    )
    return Flaw(kind=kind, at=at, zh=zh, en=en)
