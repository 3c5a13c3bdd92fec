"""A small map as SVG: a few shapes, where they lie, and how large; for cards and lists.

No script draws it, so it prints as it stands. It is true to size in every direction at its middle
(a plane tangent there), which over a district is right to a few metres.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, floor, log10, radians
from typing import Any, Final

import shapely
from markupsafe import Markup, escape
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from gis.geometry.area import GEOD

_MARK_PX: Final = 6.0
_MARGIN_PX: Final = 14.0
_SMALLEST_DEG: Final = 0.0015
"""A map of one point shows some 150 m around it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """Something drawn, in EPSG:4490, (x, y) = (lon, lat).

    Parameters
    ----------
    kind
        The class by which a style sheet knows it.
    title
        What it is called; read out, and shown where the pointer is.
    address
        Where a click on it leads; "" for nowhere.
    frames
        Whether the map shows all of it; others are cut at the map's edge.
    """

    outline: BaseGeometry
    kind: str
    title: str = ""
    address: str = ""
    frames: bool = True


def sketch_map(
    shapes: Sequence[Shape], *, label: str, width_px: int = 480, height_px: int = 320
) -> Markup:
    """Return the SVG of a map, the first shape lowest, with a scale bar and north up.

    Parameters
    ----------
    label
        What the map shows, for those who cannot see it.
    """
    framing = [one.outline for one in shapes if one.frames] or [one.outline for one in shapes]
    if not framing:
        return Markup()
    frame = _Frame(shapely.total_bounds(framing).tolist(), width_px, height_px)
    drawn = Markup("\n").join(_drawn(shape, frame) for shape in shapes)
    return Markup(
        '<svg class="sketch" viewBox="0 0 {width} {height}" role="group" aria-label="{label}">\n'
        "{drawn}\n{bar}\n</svg>"
    ).format(width=width_px, height=height_px, label=label, drawn=drawn, bar=_scale_bar(frame))


def round_length(longest_m: float) -> float:
    """Return the longest of 1, 2, 5 × 10ⁿ metres that is not longer.

    >>> round_length(3_400)
    2000.0
    """
    power = 10.0 ** floor(log10(longest_m))
    return max(step * power for step in (1, 2, 5) if step * power <= longest_m)


class _Frame:
    """From degrees to pixels: the middle of the bounds in the middle of the map."""

    def __init__(self, bounds: Sequence[float], width_px: int, height_px: int) -> None:
        west, south, east, north = map(float, bounds)
        self.lon, self.lat = (west + east) / 2, (south + north) / 2
        self.narrowed = cos(radians(self.lat))
        across = max((east - west) * self.narrowed, _SMALLEST_DEG)
        along = max(north - south, _SMALLEST_DEG)
        room_x, room_y = width_px - 2 * _MARGIN_PX, height_px - 2 * _MARGIN_PX
        self.px_per_deg = min(room_x / across, room_y / along)
        self.width_px, self.height_px = width_px, height_px

    def point(self, x: float, y: float) -> tuple[float, float]:
        across = (x - self.lon) * self.narrowed * self.px_per_deg
        return self.width_px / 2 + across, self.height_px / 2 - (y - self.lat) * self.px_per_deg

    @property
    def m_per_px(self) -> float:
        half = 0.5 / self.px_per_deg / self.narrowed
        _, _, dist_m = GEOD.inv(self.lon - half, self.lat, self.lon + half, self.lat)
        return float(dist_m)


def _drawn(shape: Shape, frame: _Frame) -> Markup:
    body = Markup("<title>{}</title>").format(shape.title) if shape.title else Markup()
    body += Markup().join(
        _point(part, frame) if isinstance(part, Point) else _path(part, frame)
        for part in _parts(shape.outline)
    )
    drawn = Markup('<g class="sketch-{}">{}</g>').format(shape.kind, body)
    if not shape.address:
        return drawn
    return Markup('<a href="{}" aria-label="{}">{}</a>').format(shape.address, shape.title, drawn)


def _parts(outline: BaseGeometry) -> list[Any]:
    """Return the plain parts, points last."""
    parts = [part for part in shapely.get_parts(outline) if not part.is_empty]
    return sorted(parts, key=lambda part: isinstance(part, Point))


def _path(part: LineString | Polygon, frame: _Frame) -> Markup:
    if isinstance(part, LineString):
        return Markup('<path class="sketch-line" d="M{}"/>').format(_points(part, frame))
    rings = [part.exterior, *part.interiors]
    told = "".join(f"M{_points(ring, frame)}Z" for ring in rings)
    return Markup('<path d="{}"/>').format(told)


def _points(ring: BaseGeometry, frame: _Frame) -> str:
    told: list[str] = []
    for x, y in shapely.get_coordinates(ring):
        px, py = frame.point(x, y)
        text = f"{px:.1f} {py:.1f}"
        if not told or told[-1] != text:  # what falls on one pixel is one point
            told.append(text)
    return "L".join(told)


def _point(part: Point, frame: _Frame) -> Markup:
    x, y = frame.point(part.x, part.y)
    return Markup('<circle cx="{}" cy="{}" r="{}"/>').format(f"{x:.1f}", f"{y:.1f}", _MARK_PX)


def _scale_bar(frame: _Frame) -> Markup:
    """Return a bar of a round length, a fifth of the map's width at most."""
    length_m = round_length(frame.m_per_px * frame.width_px / 5)
    px = length_m / frame.m_per_px
    told = f"{length_m / 1000:g} km" if length_m >= 1000 else f"{length_m:g} m"
    x, y = _MARGIN_PX, frame.height_px - 10
    return Markup(
        '<g class="sketch-scale" aria-hidden="true"><path d="M{} {}v4h{}v-4"/>'
        '<text x="{}" y="{}">{}</text></g>'
    ).format(x, y - 4, f"{px:.1f}", f"{x + px + 5:.1f}", y, escape(told))
