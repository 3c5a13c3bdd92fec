"""A picture or a page to draw on, measured in millimetres from its top left corner, y downwards.

What is drawn is kept as marks. `svg` writes them as SVG whose text stays text; where its text is
to be outlines, and as PNG, matplotlib draws them. The same drawing gives the same bytes.
"""

import threading
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import shapely
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from layers.report.drawing.figure import NO_SOFTWARE, figure_of, saved
from layers.report.drawing.fonts import Fonts, unremarked_weights
from layers.report.drawing.marks import (
    IMAGE_DPI,
    LINE_HEIGHT,
    PT_PER_MM,
    Areas,
    Box,
    Figure,
    Image,
    Line,
    Mark,
    Routes,
    Text,
)
from layers.report.drawing.svg import svg_of
from layers.report.drawing.text_extents import Extent, extent
from layers.styles import INK

if TYPE_CHECKING:
    import matplotlib.figure

_ONE_AT_A_TIME = threading.RLock()
"""matplotlib keeps its settings for the whole process."""


@contextmanager
def drawing(fonts: Fonts) -> Iterator[None]:
    """Set matplotlib up for our drawings: fonts, `$` as itself, names that stay the same."""
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
        "svg.fonttype": "path",
        "svg.hashsalt": "landplan",
    }
    with _ONE_AT_A_TIME, unremarked_weights(), mpl.rc_context(settings):
        yield


class Sheet:
    """A drawing in millimetres from its top left corner, y downwards."""

    def __init__(self, width_mm: float, height_mm: float, *, fonts: Fonts) -> None:
        self.width_mm, self.height_mm, self.fonts = width_mm, height_mm, fonts
        self.marks: list[Mark] = []

    def set_height(self, height_mm: float) -> None:
        """Make the sheet lower or higher at its lower edge."""
        self.height_mm = height_mm

    def text(self, x: float, y: float, text: str, *, size_pt: float = 8, **style: Any) -> None:
        """Write text at a point; how is said by the further fields of `marks.Text`."""
        lines = [self.fonts.shown(line) for line in text.split("\n")]
        self.marks.append(Text(x=x, y=y, lines=lines, size_pt=size_pt, **style))

    def line(
        self, xs: Sequence[float], ys: Sequence[float], *, zorder: float = 2, **style: Any
    ) -> None:
        """Draw a line through points; `lw` is in points."""
        given = {"color": INK, "lw": 0.5, "solid_capstyle": "butt", **style}
        self.marks.append(Line(xs=xs, ys=ys, style=given, zorder=zorder))

    def rectangle(self, box: Box, *, zorder: float = 1, **style: Any) -> None:
        """Draw a rectangle; without `fc` it is not filled."""
        given = {"fc": "none", "ec": INK, "lw": 0.5, **style}
        self.marks.append(Figure(outline=box, style=given, zorder=zorder))

    def polygon(
        self, corners: Sequence[tuple[float, float]], *, zorder: float = 1, **style: Any
    ) -> None:
        """Draw a closed figure through its corners."""
        given = {"fc": "none", "ec": INK, "lw": 0.5, **style}
        self.marks.append(Figure(outline=corners, style=given, zorder=zorder))

    def land(
        self, shapes: Iterable[BaseGeometry | None], *, within: Box, zorder: float, **style: Any
    ) -> None:
        """Draw geometries, given in millimetres of the sheet, as far as they are within a box.

        `style` is that of matplotlib's collections: `facecolor`, `edgecolor`, `linewidth` in
        points, …; lines take `color`.
        """
        parts = shapely.get_parts(shapely.get_parts([each for each in shapes if each is not None]))
        parts = parts[~shapely.is_empty(parts)]
        areas = [part for part in parts if isinstance(part, Polygon)]
        routes = [shapely.get_coordinates(one) for one in parts if isinstance(one, LineString)]
        if areas:
            self.marks.append(Areas(parts=areas, within=within, style=style, zorder=zorder))
        if routes:
            self.marks.append(Routes(parts=routes, within=within, style=style, zorder=zorder))

    @contextmanager
    def as_image(self, *, zorder: float) -> Iterator[None]:
        """Keep the land that is drawn meanwhile as one image: too much for a reader's lines."""
        before, self.marks = self.marks, []
        yield
        land = [mark for mark in self.marks if isinstance(mark, Areas | Routes)]
        self.marks = [*before, Image(marks=land, zorder=zorder)]

    def text_size(self, text: str, size_pt: float, *, bold: bool = False) -> tuple[float, float]:
        """Return width and height of lines of text in millimetres."""
        lines = text.split("\n")
        width = max(self._extent(line, bold).width for line in lines) * size_pt / PT_PER_MM
        return width, len(lines) * size_pt * LINE_HEIGHT / PT_PER_MM

    def _extent(self, line: str, bold: bool) -> Extent:
        return extent(self.fonts.shown(line), bold, self.fonts.families)

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

    def figure(self) -> "matplotlib.figure.Figure":
        """Return the drawing as matplotlib draws it."""
        return figure_of(
            self.marks, width_mm=self.width_mm, height_mm=self.height_mm,
            families=self.fonts.families,
        )  # fmt: skip

    def svg(self, *, outlined: bool = True) -> str:
        """Return the drawing as SVG, its text as outlines or as text that needs the fonts."""
        if not outlined:
            return svg_of(
                self.marks, width_mm=self.width_mm, height_mm=self.height_mm,
                families=self.fonts.families,
            )  # fmt: skip
        unsigned = {"Date": None, "Creator": None}
        return saved(self.figure(), "svg", dpi=IMAGE_DPI, metadata=unsigned).decode("utf-8")

    def png(self, dpi: int) -> bytes:
        """Return the drawing as PNG."""
        return saved(self.figure(), "png", dpi=dpi, metadata=NO_SOFTWARE)


def _before_word(text: str, end: int) -> int:
    """Return where to break a line that could end there: before a Latin word that would break."""
    start = end
    while 0 < start < len(text) and _is_latin(text[start - 1]) and _is_latin(text[start]):
        start -= 1
    return start or end


def _is_latin(character: str) -> bool:
    return "!" <= character <= "~"
