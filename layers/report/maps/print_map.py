"""A map for print: zones, parcels by state or projects, as SVG, PNG or part of a page.

The picture has its natural size: 156 mm wide for A4, 244 mm for A3. Set at that size its scale
1:n holds; set at another, its scale bar still does. `map_frame` says what ground is shown.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

import numpy as np
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from gis.model import Zone
from layers.report.document import Paper, PrintMap
from layers.report.drawing.fonts import Fonts, fonts_for, missing_remark
from layers.report.drawing.labels import draw_labels, place_labels
from layers.report.drawing.marks import Box
from layers.report.drawing.sheet import Sheet, drawing
from layers.report.maps.canvas import Canvas, Drawn
from layers.report.maps.frame import Bounds, MapFrame, Shapes, frame_for, projected_bounds
from layers.report.maps.furniture import (
    arrow_room,
    convergence_words,
    draw_grid,
    draw_inset,
    draw_legend,
    draw_north_arrow,
    draw_scale_bar,
    draw_tag,
    grid_words,
    legend_height,
    tag_room,
)
from layers.report.maps.layer_order import draw_layers
from layers.report.maps.scene import Scene, scene_of
from layers.report.report_facts import ReportFacts
from layers.styles import RULE, SOFT_INK
from layers.texts import texts

PICTURE_MM: Final[dict[str, tuple[float, float]]] = {"A4": (156.0, 205.0), "A3": (244.0, 320.0)}
"""Width and greatest height of a map on each paper, inside the margins of a report."""

_FOOT_MM: Final = {"zones": 36.0, "parcels": 40.0, "projects": 48.0}
"""Room kept for legend, scale bar, notes and inset below the map."""
_INSET_MM: Final = 32.0
_LEGEND_SHARE: Final = 0.62
_LEAST_SHAPE: Final = 0.55
"""Height of a map's frame over its width, for ground that is much wider than high."""

_MARGINS: Final = (0.04, 0.08, 0.12, 0.16)
"""Shares of a frame that are kept free on each side, the least at which its corners are clear."""
_TAG_MM: Final = (34.0, 8.0)
"""A remark of two lines on a map."""
_HIDDEN_MM2: Final = 1.0
"""Land that may be under what stands in the corners."""

_TYPE_SIZES: Final = {"A4": 1.0, "A3": 1.2}

WORDS: Final[dict[str, tuple[str, str]]] = {
    "sample": ("样例数据，非实际成果", "Sample data, not actual results"),
    "schematic": ("示意边界，不作依据", "Schematic outlines, not authoritative"),
    "as_of": ("截至 {day}", "As of {day}"),
    "left_out": ("另有 {n} 处名称图上未注", "{n} more names are not on the map"),
    "nothing": ("没有可以绘制的图形", "There is no outline to draw"),
    "source": ("资料来源：{titles}", "Sources: {titles}"),
    "and_more": ("等 {n} 份", " and others, {n} in all"),
    "ledger": ("收储与供应台账", "ledger of storage and supply"),
}


def map_svg(
    print_map: PrintMap,
    facts: ReportFacts,
    *,
    language: str = "zh",
    paper: Paper = "A4",
    outlined: bool = True,
) -> str:
    """Return a map as SVG; the same map and facts give the same text.

    Parameters
    ----------
    outlined
        Its text as outlines, the same wherever it is opened; else as text, for a writer that
        has the fonts.

    Raises
    ------
    WrongUseError
        If the plan has no zone of the map's id.
    """
    fonts = map_fonts(facts, language)
    with drawing(fonts):
        sheet = map_sheet(print_map, facts, fonts=fonts, language=language, paper=paper)
        return sheet.svg(outlined=outlined)


def map_png(
    print_map: PrintMap,
    facts: ReportFacts,
    *,
    language: str = "zh",
    paper: Paper = "A4",
    dpi: int = 300,
) -> bytes:
    """Return a map as PNG; raises as `map_svg`."""
    fonts = map_fonts(facts, language)
    with drawing(fonts):
        return map_sheet(print_map, facts, fonts=fonts, language=language, paper=paper).png(dpi)


def map_fonts(facts: ReportFacts, language: str) -> Fonts:
    """Return the fonts for every text that a map of the facts can show."""
    return fonts_for([*_names(facts), "".join(texts(language).values())])


def map_sheet(
    print_map: PrintMap, facts: ReportFacts, *, fonts: Fonts, language: str, paper: Paper
) -> Sheet:
    """Return a map drawn on a sheet of its own, as high as it needs; only within `drawing`."""
    width, most = PICTURE_MM[paper]
    sheet = Sheet(width, most, fonts=fonts)
    used = draw_map(
        sheet, print_map, facts, Box(left=0, top=0, width=width, height=most), language=language,
        size=_TYPE_SIZES[paper],
    )  # fmt: skip
    sheet.set_height(used)
    return sheet


def draw_map(
    sheet: Sheet, print_map: PrintMap, facts: ReportFacts, box: Box, *, language: str, size: float
) -> float:
    """Draw a map with all that belongs to it into a box; return how far down it reaches.

    Parameters
    ----------
    size
        Of the type and the lines: 1 on A4.

    Raises
    ------
    WrongUseError
        If the plan has no zone of the map's id.
    """
    scene = scene_of(print_map, facts)
    foot_mm = _FOOT_MM[print_map.subject] * size
    room = Box(
        left=box.left + 4 * size, top=box.top + 0.5, width=box.width - 4 * size - 0.5,
        height=box.height - foot_mm,
    )  # fmt: skip
    crs = scene.crs()
    bounds = scene.bounds(crs)
    if bounds is None:
        return _draw_nothing(sheet, room, language=language, size=size)
    frame = _clear_frame(scene, bounds, room, crs, size)
    canvas = Canvas(sheet, frame, scene, language=language, size=size)
    draw_layers(canvas)
    _draw_over(canvas, language=language)
    foot = Box(
        left=frame.box.left, top=frame.box.bottom + 5 * size, width=frame.box.width, height=foot_mm
    )
    return _draw_foot(canvas, foot, language=language)


def _clear_frame(scene: Scene, bounds: Bounds, room: Box, crs: CRS, size: float) -> MapFrame:
    """Return the frame at the largest scale at which the land leaves corners to what is on it."""
    outlines = [zone.outline for zone in scene.main]
    ground: Shapes | None = None
    for margin in _MARGINS:
        frame = frame_for(
            bounds, room, crs=crs, margin=margin, fit_height=room.width * _LEAST_SHAPE
        )
        if ground is None:
            ground = np.array([shapely.union_all(frame.projected(outlines))], dtype=object)
        land: BaseGeometry = frame.to_mm(ground)[0]
        arrow = arrow_room(frame, land).shape()
        width, height = (length * size for length in _TAG_MM)
        tag = tag_room(frame, land.union(arrow), width, height).shape()
        if land.intersection(arrow).area + land.intersection(tag).area < _HIDDEN_MM2:
            break
    return frame


def _draw_nothing(sheet: Sheet, room: Box, *, language: str, size: float) -> float:
    """Say that there is nothing to draw, without a grid or a scale that would mean nothing."""
    box = Box(left=room.left, top=room.top, width=room.width, height=40 * size)
    sheet.rectangle(box, ec=RULE, lw=0.6)
    words = _words(language)["nothing"]
    sheet.text(*box.middle, words, size_pt=10 * size, ha="center", va="center", color=SOFT_INK)
    return box.bottom + 2


def _draw_over(canvas: Canvas, *, language: str) -> None:
    """Draw grid, arrow, remarks and names over the layers; say how many names found no room."""
    sheet, frame, size, drawn = canvas.sheet, canvas.frame, canvas.size, canvas.drawn
    land, words = canvas.land(), _words(language)
    draw_grid(sheet, frame, size_pt=5.5 * size)
    arrow = draw_north_arrow(sheet, frame, land, language=language)
    taken = [arrow, *drawn.taken]
    tag = _tag_words(canvas.scene, drawn, words)
    if tag:
        taken.append(draw_tag(sheet, tag, frame, land.union(arrow), size_pt=7 * size))
    placed, left_out = place_labels(drawn.labels, within=frame.box, taken=taken)
    draw_labels(sheet, placed)
    unnamed = len(left_out) + drawn.unnamed
    if unnamed:
        drawn.remarks.append(words["left_out"].format(n=unnamed))


def _draw_foot(canvas: Canvas, foot: Box, *, language: str) -> float:
    """Draw legend, scale bar, notes and inset below the map; return how far down they reach."""
    sheet, frame, scene, size = canvas.sheet, canvas.frame, canvas.scene, canvas.size
    legend, size_pt = canvas.drawn.legend, 6.8 * size
    inset_mm = _INSET_MM * size if _is_part(scene, frame) else 0.0
    width = foot.width - inset_mm - (4 if inset_mm else 0)
    room = Box(left=foot.left, top=foot.top, width=width * _LEGEND_SHARE, height=foot.height)
    draw_legend(sheet, legend, room, language=language, size_pt=size_pt)
    draw_scale_bar(
        sheet, frame, left=room.right + 4, top=foot.top, longest_mm=width - room.width - 10,
        language=language, size_pt=size_pt - 0.3,
    )  # fmt: skip
    y = foot.top + max(legend_height(sheet, legend, room.width, size_pt=size_pt), 12 * size)
    for line in _notes(canvas, width, language=language, size_pt=5.8 * size):
        y += 2.9 * size
        sheet.text(foot.left, y, line, size_pt=5.8 * size, color=SOFT_INK)
    if inset_mm:
        whole = frame.projected(zone.outline for zone in _tops(scene))
        framed = frame.projected(zone.outline for zone in scene.subjects[:1])
        inset = Box(left=foot.right - inset_mm, top=foot.top, width=inset_mm, height=inset_mm)
        draw_inset(sheet, whole, framed, frame, inset, language=language, size_pt=6 * size)
    return max(y, foot.top + inset_mm) + 1.5


def _is_part(scene: Scene, frame: MapFrame) -> bool:
    """Tell whether an inset helps: the map shows a zone of a plan that is clearly larger."""
    if scene.print_map.zone_id is None:
        return False
    whole = projected_bounds((zone.outline for zone in _tops(scene)), frame.crs)
    if whole is None:
        return False
    west, south, east, north = whole
    shown = (frame.east - frame.west) * (frame.north - frame.south)
    return shown < 0.7 * (east - west) * (north - south)


def _tops(scene: Scene) -> list[Zone]:
    """Return the plan's outermost zones that are drawn."""
    return [
        zone
        for zone in scene.zones.values()
        if zone.parent_id not in scene.zones and not zone.outline.is_empty
    ]


def _tag_words(scene: Scene, drawn: Drawn, words: dict[str, str]) -> str:
    remarks = [words["sample"]] if scene.facts.plan.sample and drawn.shows_ledger else []
    return "\n".join(remarks + [words["schematic"]] * drawn.has_schematic)


def _notes(canvas: Canvas, width: float, *, language: str, size_pt: float) -> list[str]:
    """Return the lines that say the date, the projection, the sources and what is left out."""
    sheet, frame, scene, drawn = canvas.sheet, canvas.frame, canvas.scene, canvas.drawn
    words, full_stop = _words(language), "; " if language == "en" else "；"
    day = words["as_of"].format(day=scene.facts.as_of.isoformat())
    first = full_stop.join([day, convergence_words(frame, language), *drawn.remarks])
    notes = [first, grid_words(frame, language), _sources(scene, drawn, words, language)]
    notes.append(missing_remark(sheet.fonts, language))
    return [line for note in notes if note for line in sheet.wrapped(note, width, size_pt, most=2)]


def _sources(scene: Scene, drawn: Drawn, words: dict[str, str], language: str) -> str:
    """Return the titles of the documents that name what is drawn, those that name most first."""
    titles = {document.document_id: document.title for document in scene.facts.plan.documents}
    cited = Counter(
        titles[zone.source.document]
        for zone in scene.subjects
        if zone.source is not None and zone.source.document in titles
    )
    listed = [words["ledger"]] if drawn.shows_ledger else []
    listed += [title for title, _ in cited.most_common()]
    if not listed:
        return ""
    joined = ("; " if language == "en" else "、").join(listed[:3])
    more = words["and_more"].format(n=len(listed)) if len(listed) > 3 else ""
    return words["source"].format(titles=joined + more)


def _words(language: str) -> dict[str, str]:
    return {key: pair[language == "en"] for key, pair in WORDS.items()}


def _names(facts: ReportFacts) -> Iterator[str]:
    """Yield every text from data that a map can show."""
    yield from (zone.name for zone in facts.zones)
    yield from (status.parcel.name or status.parcel.parcel_id for status in facts.parcels)
    yield from (project.name for project in facts.projects)
    yield from (document.title for document in facts.plan.documents)
