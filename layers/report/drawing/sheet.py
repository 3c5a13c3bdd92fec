"""A picture or a page to draw on, measured in millimetres from its top left corner, y downwards.

matplotlib's figures are used without pyplot, so nothing global stays behind; the same drawing
gives the same bytes in SVG and PNG.
"""

import threading
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from layers.report.drawing.fonts import Fonts, unremarked_weights
from layers.styles import INK, PAPER

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.path import Path

MM_PER_INCH: Final = 25.4
PT_PER_MM: Final = 72 / MM_PER_INCH
LINE_HEIGHT: Final = 1.25
"""Of several lines of text, in sizes of the type."""

_ONE_AT_A_TIME = threading.RLock()
"""matplotlib keeps its settings for the whole process."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """A rectangle in millimetres: left, top, width, height."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height

    @property
    def middle(self) -> tuple[float, float]:
        """The point half-way across and down."""
        return self.left + self.width / 2, self.top + self.height / 2

    def shape(self) -> Polygon:
        """Return the rectangle as a geometry."""
        return shapely.box(self.left, self.top, self.right, self.bottom)


@contextmanager
def drawing(fonts: Fonts, *, outlined: bool = True) -> Iterator[None]:
    """Set matplotlib up for our drawings: fonts, `$` as itself, names that stay the same.

    `outlined` turns the text of SVG into outlines; else it stays text and needs the fonts.
    """
    import matplotlib as mpl

    settings: dict[Any, Any] = {
        "font.family": list(fonts.families),
        "font.size": 8,
        "font.enable_last_resort": False,  # no boxes: what no font has is shown as a mark
        "text.parse_math": False,
        "text.color": INK,
        "axes.unicode_minus": False,
        "hatch.linewidth": 0.5,
        "path.simplify": False,
        "svg.fonttype": "path" if outlined else "none",
        "svg.hashsalt": "landplan",
    }
    with _ONE_AT_A_TIME, unremarked_weights(), mpl.rc_context(settings):
        yield


class Sheet:
    """A figure with one set of axes over all of it, in millimetres."""

    def __init__(self, width_mm: float, height_mm: float, *, fonts: Fonts) -> None:
        from matplotlib.figure import Figure

        self.width_mm, self.height_mm, self.fonts = width_mm, height_mm, fonts
        self.figure = Figure(
            figsize=(width_mm / MM_PER_INCH, height_mm / MM_PER_INCH), facecolor=PAPER
        )
        self.axes: Axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_axis_off()
        self.axes.set_xlim(0, width_mm)
        self.axes.set_ylim(height_mm, 0)

    def set_height(self, height_mm: float) -> None:
        """Make the sheet lower or higher at its lower edge."""
        self.height_mm = height_mm
        self.figure.set_size_inches(self.width_mm / MM_PER_INCH, height_mm / MM_PER_INCH)
        self.axes.set_ylim(height_mm, 0)

    def text(self, x: float, y: float, text: str, *, size_pt: float = 8, **style: Any) -> None:
        """Write text with its first line's baseline at y, or as `va` says; `ha` is left."""
        lines = "\n".join(self.fonts.shown(line) for line in text.split("\n"))
        given = {"va": "baseline", "linespacing": LINE_HEIGHT, "clip_on": False, **style}
        self.axes.text(x, y, lines, fontsize=size_pt, **given)

    def line(self, xs: Sequence[float], ys: Sequence[float], **style: Any) -> None:
        """Draw a line through points; `lw` is in points."""
        from matplotlib.lines import Line2D

        given = {"color": INK, "lw": 0.5, "solid_capstyle": "butt", **style}
        self.axes.add_line(Line2D(xs, ys, **given))

    def rectangle(self, box: Box, **style: Any) -> None:
        """Draw a rectangle; without `fc` it is not filled."""
        from matplotlib.patches import Rectangle

        given = {"fc": "none", "ec": INK, "lw": 0.5, **style}
        self.axes.add_patch(Rectangle((box.left, box.top), box.width, box.height, **given))

    def polygon(self, corners: Sequence[tuple[float, float]], **style: Any) -> None:
        """Draw a closed figure through its corners."""
        from matplotlib.patches import Polygon

        given = {"fc": "none", "ec": INK, "lw": 0.5, "joinstyle": "miter", **style}
        self.axes.add_patch(Polygon(corners, closed=True, **given))

    def land(
        self, shapes: Iterable[BaseGeometry | None], *, within: Box, zorder: float, **style: Any
    ) -> None:
        """Draw geometries, given in millimetres of the sheet, as far as they are within a box.

        `style` is that of matplotlib's collections: `facecolor`, `edgecolor`, `linewidth` in
        points, …; lines take `color`.
        """
        from matplotlib.collections import Collection, LineCollection, PathCollection
        from matplotlib.patches import Rectangle

        parts = shapely.get_parts(shapely.get_parts([each for each in shapes if each is not None]))
        parts = parts[~shapely.is_empty(parts)]
        kinds = shapely.get_dimensions(parts)
        drawn: list[Collection] = []
        if areas := [_path_of(area) for area in parts[kinds == 2]]:
            drawn.append(PathCollection(areas, zorder=zorder, **style))
        if lines := [shapely.get_coordinates(line) for line in parts[kinds == 1]]:
            drawn.append(LineCollection(lines, zorder=zorder, **style))
        edge = Rectangle(
            (within.left, within.top), within.width, within.height, transform=self.axes.transData
        )
        for collection in drawn:
            self.axes.add_collection(collection, autolim=False)
            collection.set_clip_path(edge)

    def text_size(self, text: str, size_pt: float, *, bold: bool = False) -> tuple[float, float]:
        """Return width and height of lines of text in millimetres."""
        lines = text.split("\n")
        width = max(self._line_width(line, size_pt, bold) for line in lines)
        return width, len(lines) * size_pt * LINE_HEIGHT / PT_PER_MM

    def _line_width(self, line: str, size_pt: float, bold: bool) -> float:
        shown = self.fonts.shown(line)
        return _width_mm(shown, size_pt, bold, self.fonts.families) if shown.strip() else 0.0

    def fitted(self, text: str, width_mm: float, size_pt: float, *, bold: bool = False) -> str:
        """Return one line of text shortened with “…” to a width; a short one as it is."""
        if self.text_size(text, size_pt, bold=bold)[0] <= width_mm:
            return text
        return text[: self._fitting(text, width_mm, size_pt, bold, "…")].rstrip() + "…"

    def wrapped(
        self, text: str, width_mm: float, size_pt: float, *, most: int, bold: bool = False
    ) -> list[str]:
        """Return text as up to `most` lines of a width, the last one shortened with “…”.

        Lines break anywhere, as Chinese does, but not within a Latin word that fits on a line.
        """
        lines, rest = list[str](), text
        while rest and len(lines) < most - 1:
            end = max(self._fitting(rest, width_mm, size_pt, bold), 1)
            lines.append(rest[: _before_word(rest, end)].rstrip())
            rest = rest[_before_word(rest, end) :].lstrip()
        return [*lines, self.fitted(rest, width_mm, size_pt, bold=bold)] if rest else lines

    def _fitting(
        self, text: str, width_mm: float, size_pt: float, bold: bool, tail: str = ""
    ) -> int:
        """Return how many characters fit a width together with a tail."""
        return bisect_right(
            range(1, len(text) + 1),
            width_mm,
            key=lambda count: self.text_size(text[:count] + tail, size_pt, bold=bold)[0],
        )

    def svg(self) -> str:
        """Return the drawing as SVG."""
        return self._saved("svg", metadata={"Date": None, "Creator": None}).decode("utf-8")

    def png(self, dpi: int) -> bytes:
        """Return the drawing as PNG."""
        return self._saved("png", dpi=dpi, metadata={"Software": None})

    def _saved(self, kind: str, **options: Any) -> bytes:
        with BytesIO() as file:
            self.figure.savefig(file, format=kind, **options)
            return file.getvalue()


def _path_of(area: Polygon) -> "Path":
    """Return the outline of an area and of its holes."""
    from matplotlib.path import Path

    rings = [area.exterior, *area.interiors]
    return Path.make_compound_path(
        *(Path(shapely.get_coordinates(ring), closed=True) for ring in rings)
    )


@lru_cache(maxsize=8192)
def _width_mm(text: str, size_pt: float, bold: bool, families: tuple[str, ...]) -> float:
    """Return the width of a line of text; numbers of points and the like come again and again."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    face = FontProperties(family=list(families), weight="bold" if bold else "normal", size=size_pt)
    width, _, _ = text_to_path.get_text_width_height_descent(text, face, ismath=False)
    return float(width) / PT_PER_MM


def _before_word(text: str, end: int) -> int:
    """Return where to break a line that could end there: before a Latin word that would break."""
    start = end
    while 0 < start < len(text) and _is_latin(text[start - 1]) and _is_latin(text[start]):
        start -= 1
    return start or end


def _is_latin(character: str) -> bool:
    return "!" <= character <= "~"
