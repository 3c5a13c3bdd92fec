"""What stands on and around a printed map: grid, scale bar, north arrow, legend, inset."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from layers.report.drawing.marks import Box
from layers.report.drawing.patterns import HATCHES, MARKERS
from layers.report.drawing.sheet import Sheet
from layers.report.maps.frame import MapFrame, Shapes
from layers.sketch_map import round_length
from layers.styles import (
    BORDER,
    CONTEXT_EDGE,
    CONTEXT_FILL,
    INK,
    PAPER,
    RULE,
    SOFT_INK,
    SUBJECT_FILL,
    WARNING,
    AreaStyle,
    MarkStyle,
)

WORDS: Final[dict[str, tuple[str, str]]] = {
    "north": ("北", "N"),
    "metres": ("米", "m"),
    "kilometres": ("千米", "km"),
    "legend": ("图例", "Legend"),
    "inset": ("位置示意", "Location"),
    "convergence": ("子午线收敛角 {angle}", "meridian convergence {angle}"),
}

_SWATCH_MM: Final = (6.5, 3.2)
_ROW_MM: Final = 4.7
_ARROW_MM: Final = 11.0


@dataclass(frozen=True, kw_only=True, slots=True)
class LegendEntry:
    """A line of the legend: an area, a line (matplotlib's line style) or a mark, and its words."""

    text: str
    area: AreaStyle | None = None
    line: dict[str, Any] | None = None
    mark: MarkStyle | None = None
    sign: str = ""


def draw_grid(sheet: Sheet, frame: MapFrame, *, size_pt: float) -> None:
    """Draw the frame's edge, ticks and crosses of the projected grid, coordinates in km.

    Eastings carry the number of the zone before them: 38435 is 435 km in zone 38.
    """
    step = round_length((frame.east - frame.west) / 2.6)
    decimals = max(0, -math.floor(math.log10(step / 1000)))
    eastings, northings = _multiples(frame.west, frame.east, step), _multiples(
        frame.south, frame.north, step
    )  # fmt: skip
    box = frame.box
    for easting in eastings:
        x, _ = frame.mm(easting, frame.south)
        for top, bottom in ((box.top, box.top + 1.6), (box.bottom - 1.6, box.bottom)):
            sheet.line((x, x), (top, bottom), color=SOFT_INK, lw=0.4, zorder=6)
        text = f"{frame.zone_number}{easting / 1000:0{4 + decimals if decimals else 3}.{decimals}f}"
        sheet.text(x, box.bottom + 3.2, text, size_pt=size_pt, color=SOFT_INK, ha="center")
    for northing in northings:
        _, y = frame.mm(frame.west, northing)
        for left, right in ((box.left, box.left + 1.6), (box.right - 1.6, box.right)):
            sheet.line((left, right), (y, y), color=SOFT_INK, lw=0.4, zorder=6)
        text = f"{northing / 1000:.{decimals}f}"
        sheet.text(
            box.left - 1.2, y, text, size_pt=size_pt, color=SOFT_INK, rotation=90, ha="center",
        )  # fmt: skip
        for easting in eastings:
            x, _ = frame.mm(easting, northing)
            sheet.line((x - 1.2, x + 1.2), (y, y), color=SOFT_INK, lw=0.3, zorder=6)
            sheet.line((x, x), (y - 1.2, y + 1.2), color=SOFT_INK, lw=0.3, zorder=6)
    sheet.rectangle(box, ec=INK, lw=0.9, zorder=10)


def _multiples(low: float, high: float, step: float) -> list[float]:
    """Return the multiples of a step between two values, none close to the ends."""
    room = (high - low) * 0.02
    first, last = math.ceil((low + room) / step), math.floor((high - room) / step)
    return [number * step for number in range(first, last + 1)]


def draw_scale_bar(
    sheet: Sheet, frame: MapFrame, *, left: float, top: float, longest_mm: float, language: str,
    size_pt: float,
) -> None:  # fmt: skip
    """Draw a bar of a round length on the ground, and the scale 1:n.

    The ground's length is the projected one divided by the projection's scale factor at the
    centre of the map, so the bar is right to the paper's precision there.
    """
    ground_per_mm = frame.metres_per_mm / frame.scale_factor
    length_m = round_length(longest_mm * ground_per_mm)
    length_mm = length_m / ground_per_mm
    parts = 4 if str(length_m)[0] in "24" else 5 if str(length_m)[0] == "5" else 2
    bar = top + 4.2
    for part in range(parts):
        sheet.rectangle(
            Box(
                left=left + length_mm * part / parts, top=bar,
                width=length_mm / parts, height=1.5,
            ),
            fc=INK if part % 2 == 0 else PAPER, ec="none",
        )  # fmt: skip
    sheet.rectangle(
        Box(left=left, top=bar, width=length_mm, height=1.5), gid="scale-bar", lw=0.5, zorder=3
    )
    is_long = length_m >= 1000
    unit = WORDS["kilometres" if is_long else "metres"][language == "en"]
    for share in (0.0, 0.4 if parts == 5 else 0.5, 1.0):
        figure = f"{length_m * share / (1000 if is_long else 1):g}"
        words = f"{figure} {unit}" if share == 1 else figure
        x = left + length_mm * share
        if share == 1:
            x -= sheet.text_size(figure, size_pt)[0] / 2
        sheet.text(x, bar - 1.1, words, size_pt=size_pt, ha="left" if share == 1 else "center")
    scale = f"1:{frame.denominator:,.0f}".replace(",", " ")
    sheet.text(left, bar + 5, scale, size_pt=size_pt + 1, weight="bold")


def emptiest(frame: MapFrame, width: float, height: float, land: BaseGeometry,
             *, corners: Sequence[tuple[int, int]], gap: float = 2) -> Box:  # fmt: skip
    """Return the corner of a frame where a box hides least of the land; the first of equals.

    Parameters
    ----------
    corners
        (0, 0) is the upper left one, (1, 1) the lower right.
    """
    boxes = [
        Box(
            left=frame.box.right - gap - width if right else frame.box.left + gap,
            top=frame.box.bottom - gap - height if lower else frame.box.top + gap,
            width=width,
            height=height,
        )
        for right, lower in corners
    ]
    return min(boxes, key=lambda box: round(land.intersection(box.shape()).area, 1))


def arrow_room(frame: MapFrame, land: BaseGeometry) -> Box:
    """Return where the north arrow stands: in an upper corner, unless a lower one is emptier."""
    corners = [(1, 0), (0, 0), (1, 1), (0, 1)]
    return emptiest(frame, 9, _ARROW_MM + 6, land, corners=corners)


def tag_room(frame: MapFrame, land: BaseGeometry, width: float, height: float) -> Box:
    """Return where a remark of some size stands; `land` is what it is to keep clear of."""
    corners = [(0, 0), (0, 1), (1, 1), (1, 0)]
    return emptiest(frame, width, height, land, corners=corners)


def draw_north_arrow(
    sheet: Sheet, frame: MapFrame, land: BaseGeometry, *, language: str
) -> Polygon:
    """Draw an arrow to true north in a corner; return the room it takes.

    True north is turned from the sheet's upper edge (grid north) by the meridian convergence.
    """
    room = arrow_room(frame, land)
    middle_x, middle_y = room.left + room.width / 2, room.bottom - _ARROW_MM / 2 - 0.5
    angle = math.radians(frame.convergence_deg)
    to_north = (-math.sin(angle), -math.cos(angle))  # y downwards
    to_east = (math.cos(angle), -math.sin(angle))
    half = _ARROW_MM / 2

    def at(along: float, across: float) -> tuple[float, float]:
        return (
            middle_x + to_north[0] * along + to_east[0] * across,
            middle_y + to_north[1] * along + to_east[1] * across,
        )

    tip, notch = at(half, 0), at(-half * 0.55, 0)
    seam: dict[str, Any] = {"lw": 0.6, "ec": INK, "zorder": 11}
    sheet.polygon([tip, at(-half, 2.4), notch], fc=PAPER, **seam)
    sheet.polygon([tip, at(-half, -2.4), notch], fc=INK, **seam)
    sheet.line(*zip(at(-half, 0), tip, strict=True), lw=0, gid="north-arrow")
    letter = at(half + 2.2, 0)
    sheet.text(
        *letter, WORDS["north"][language == "en"], size_pt=9, weight="bold", ha="center",
        va="center", zorder=11, rotation=frame.convergence_deg,
    )  # fmt: skip
    return room.shape()


def convergence_words(frame: MapFrame, language: str) -> str:
    """Return the meridian convergence in degrees and minutes, in words."""
    minutes = round(abs(frame.convergence_deg) * 60)
    sign = "−" if frame.convergence_deg < 0 and minutes else ""
    angle = f"{sign}{minutes // 60}°{minutes % 60:02d}′"
    return WORDS["convergence"][language == "en"].format(angle=angle)


def draw_legend(
    sheet: Sheet, entries: Sequence[LegendEntry], box: Box, *, language: str, size_pt: float
) -> None:
    """Draw the legend in as many columns as its box is wide; see `legend_height`."""
    sheet.text(
        box.left, box.top + 3, WORDS["legend"][language == "en"], size_pt=size_pt + 1, weight="bold"
    )
    columns = _columns(sheet, entries, box.width, size_pt)
    rows = math.ceil(len(entries) / columns)
    for number, entry in enumerate(entries):
        column, row = divmod(number, rows)
        left = box.left + column * box.width / columns
        top = box.top + 4.8 + row * _ROW_MM
        _draw_swatch(
            sheet, entry, Box(left=left, top=top, width=_SWATCH_MM[0], height=_SWATCH_MM[1])
        )
        room = box.width / columns - _SWATCH_MM[0] - 2
        words = sheet.fitted(entry.text, room, size_pt)
        sheet.text(
            left + _SWATCH_MM[0] + 1.6, top + _SWATCH_MM[1] / 2, words, size_pt=size_pt,
            va="center",
        )  # fmt: skip


def legend_height(
    sheet: Sheet, entries: Sequence[LegendEntry], width: float, *, size_pt: float
) -> float:
    """Return the height that a legend takes in a width."""
    return 4.8 + math.ceil(len(entries) / _columns(sheet, entries, width, size_pt)) * _ROW_MM


def _columns(sheet: Sheet, entries: Sequence[LegendEntry], width: float, size_pt: float) -> int:
    widest = max((sheet.text_size(entry.text, size_pt)[0] for entry in entries), default=10)
    return max(1, min(4, int(width / (widest + _SWATCH_MM[0] + 4))))


def _draw_swatch(sheet: Sheet, entry: LegendEntry, box: Box) -> None:
    x, y = box.middle
    if entry.area is not None:
        style = entry.area
        sheet.rectangle(box, fc=style.fill, ec=style.edge, hatch=HATCHES[style.hatch], lw=0.6)
    if entry.line is not None:
        sheet.line((box.left, box.right), (y, y), **entry.line)
    if entry.mark is not None:
        sheet.line(
            (x,), (y,), marker=MARKERS[entry.mark.marker], ms=5, mfc=entry.mark.colour,
            mec=PAPER, mew=0.5, ls="none",
        )  # fmt: skip
    if entry.sign:
        sheet.text(x, y, entry.sign, size_pt=7, weight="bold", ha="center", va="center")


def draw_inset(
    sheet: Sheet,
    whole: Shapes,
    framed: Shapes,
    frame: MapFrame,
    box: Box,
    *,
    language: str,
    size_pt: float,
) -> None:
    """Draw where the frame lies in the whole plan.

    Parameters
    ----------
    whole, framed
        Outlines of the plan and of what the map is about, projected.
    """
    west, south, east, north = shapely.total_bounds(whole)
    per_mm = 1.08 * max((east - west) / box.width, (north - south) / box.height, 1e-6)
    small = MapFrame(
        crs=frame.crs,
        box=box,
        denominator=per_mm * 1000,
        west=(west + east - box.width * per_mm) / 2,
        south=(south + north - box.height * per_mm) / 2,
    )
    sheet.rectangle(box, fc=PAPER, ec=RULE, lw=0.5, zorder=1)
    ground = {"facecolor": CONTEXT_FILL, "edgecolor": CONTEXT_EDGE, "linewidth": 0.5}
    sheet.land(shapely.simplify(small.to_mm(whole), 0.05), within=box, zorder=2, **ground)
    about = {"facecolor": SUBJECT_FILL, "edgecolor": BORDER, "linewidth": 0.4}
    sheet.land(shapely.simplify(small.to_mm(framed), 0.05), within=box, zorder=3, **about)
    left, bottom = small.mm(frame.west, frame.south)
    right, top = small.mm(frame.east, frame.north)
    seen = Box(left=left, top=top, width=right - left, height=bottom - top)
    x, y = seen.middle
    if max(seen.width, seen.height) < 1.5:  # too small to be seen: point at it
        for xs, ys in (((x - 3, x - 1), (y, y)), ((x + 1, x + 3), (y, y)),
                       ((x, x), (y - 3, y - 1)), ((x, x), (y + 1, y + 3))):  # fmt: skip
            sheet.line(xs, ys, color=WARNING, lw=0.9, zorder=4)
    sheet.rectangle(seen, ec=WARNING, lw=0.9, zorder=4, gid="inset-frame", clip_on=False)
    title = WORDS["inset"][language == "en"]
    sheet.text(box.left + 1.2, box.top + 3.2, title, size_pt=size_pt - 0.5, color=SOFT_INK)


def draw_tag(
    sheet: Sheet, words: str, frame: MapFrame, land: BaseGeometry, *, size_pt: float
) -> Polygon:
    """Draw a remark that nobody overlooks in a corner; return the room it takes."""
    width, height = sheet.text_size(words, size_pt, bold=True)
    box = tag_room(frame, land, width + 3.4, height + 1.4)
    sheet.rectangle(box, fc=PAPER, ec=WARNING, lw=0.7, zorder=11)
    sheet.text(
        *box.middle, words, size_pt=size_pt, weight="bold", color=WARNING, ha="center",
        va="center", zorder=12,
    )  # fmt: skip
    return box.shape()


def grid_words(frame: MapFrame, language: str) -> str:
    """Return what the coordinates are, in words."""
    meridian, code = frame.central_meridian, 4513 + frame.zone_number - 25
    if language == "en":
        return (
            f"CGCS2000, Gauss–Krüger 3° zone {frame.zone_number} (central meridian {meridian}° E, "
            f"EPSG:{code}); km, eastings with the zone's number"
        )
    return (
        f"2000国家大地坐标系，高斯-克吕格 3°带第 {frame.zone_number} 带"
        f"（中央经线 {meridian}°E，EPSG:{code}）；坐标单位千米，横坐标含带号"
    )
