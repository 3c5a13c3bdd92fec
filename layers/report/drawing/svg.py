"""A sheet written as SVG whose text stays text: for a document that has the fonts.

What matplotlib would draw, without its artists: an atlas has a picture for each parcel. Lengths are
in points; hatches, marks and the seams around names are matplotlib's own paths.
"""

import base64
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from layers.report.drawing.figure import NO_SOFTWARE, figure_of, saved
from layers.report.drawing.marks import (
    IMAGE_DPI,
    LINE_HEIGHT,
    PT_PER_MM,
    SEAM_ALPHA,
    Areas,
    Box,
    Figure,
    Image,
    Line,
    Mark,
    Routes,
    Style,
    Text,
)
from layers.report.drawing.text_extents import extent, face
from layers.styles import PAPER

if TYPE_CHECKING:
    from matplotlib.path import Path

_ANCHORS: Final = {"left": "start", "center": "middle", "right": "end"}
_HATCH_PT: Final = 72
"""Size of a hatch's tile."""
_HATCH_DENSITY: Final = 6
_HATCH_LINE_PT: Final = 0.5
_LONG_NAMES: Final = {
    "facecolor": "fc", "edgecolor": "ec", "linewidth": "lw", "linestyle": "ls"
}  # fmt: skip
_SEGMENTS: Final = {1: "M", 2: "L", 3: "Q", 4: "C"}
"""What SVG calls the parts of a matplotlib path, but for the one that closes it."""


def svg_of(
    marks: Iterable[Mark], *, width_mm: float, height_mm: float, families: tuple[str, ...]
) -> str:
    """Return marks as SVG; the same marks give the same text."""
    writer = _Writer(families, size_mm=(width_mm, height_mm))
    for mark in sorted(marks, key=lambda mark: mark.zorder):
        writer.add(mark)
    width, height = f"{width_mm * PT_PER_MM:.3f}", f"{height_mm * PT_PER_MM:.3f}"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" '
            f'xmlns:xlink="http://www.w3.org/1999/xlink" width="{width}pt" height="{height}pt" '
            f'viewBox="0 0 {width} {height}" stroke-linejoin="round">',
            *(["<defs>", *writer.defined.values(), "</defs>"] if writer.defined else []),
            f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
            *writer.lines,
            "</svg>",
        ]
    )


class _Writer:
    """Lines of SVG, and what they refer to: clips, hatches and marks, by what they are."""

    def __init__(self, families: tuple[str, ...], *, size_mm: tuple[float, float]) -> None:
        self.families, self.size_mm, self.lines = families, size_mm, list[str]()
        self.defined: dict[tuple[Any, ...], str] = {}
        self.family = escape(", ".join(f"'{family}'" for family in families))

    def add(self, mark: Mark) -> None:
        match mark:
            case Text():
                self._text(mark)
            case Line():
                self._line(mark)
            case Figure():
                self._figure(mark)
            case Areas():
                self._land(mark, [_area(part) for part in mark.parts])
            case Routes():
                self._land(mark, [_run(part.tolist()) for part in mark.parts])
            case Image():
                self._image(mark)

    def _text(self, mark: Text) -> None:
        x, y, size = mark.x * PT_PER_MM, mark.y * PT_PER_MM, mark.size_pt
        turned = f"rotate({-mark.rotation:.3f} {x:.2f} {y:.2f})" if mark.rotation else ""
        for line, down in zip(mark.lines, self._baselines(mark), strict=True):
            if not line.strip():
                continue
            if mark.seam_pt:
                self._seam(mark, line, x, y + down, turned)
                continue
            weight = ' font-weight="700"' if mark.bold else ""
            moved = f' transform="{turned}"' if turned else ""
            self.lines.append(
                f'<text x="{x:.2f}" y="{y + down:.2f}" font-family="{self.family}" '
                f'font-size="{size:g}"{weight} text-anchor="{_ANCHORS[mark.ha]}" '
                f'fill="{mark.color}"{moved}>{escape(line)}</text>'
            )

    def _baselines(self, mark: Text) -> Iterator[float]:
        """Yield how far each line's baseline is below the text's point, in points."""
        count = len(mark.lines)
        for number, line in enumerate(mark.lines):
            if mark.va == "baseline":
                yield (number + 1 - count) * LINE_HEIGHT * mark.size_pt
            else:
                _, ascent, descent = extent(line, mark.bold, self.families)
                middle = (number + 0.5 - count / 2) * LINE_HEIGHT
                yield (middle + (ascent - descent) / 2) * mark.size_pt

    def _seam(self, mark: Text, line: str, x: float, y: float, turned: str) -> None:
        width = extent(line, mark.bold, self.families).width * mark.size_pt
        left = x - width * {"left": 0.0, "center": 0.5, "right": 1.0}[mark.ha]
        outlines, per_pt = _outlines(line, mark.bold, self.families)
        scale = mark.size_pt / per_pt
        self.lines.append(
            f'<path d="{outlines}" fill="none" stroke="{PAPER}" opacity="{SEAM_ALPHA}" '
            f'stroke-width="{mark.seam_pt / scale:.2f}" '
            f'transform="{turned} translate({left:.2f} {y:.2f}) scale({scale:.5f})"/>'
        )

    def _line(self, mark: Line) -> None:
        style = dict(mark.style)
        name = _name(style)
        dashes, width = style.pop("ls", "solid"), style.pop("lw")
        colour, marker = style.pop("color"), style.pop("marker", "")
        points = list(zip(mark.xs, mark.ys, strict=True))
        marked = [points[place] for place in style.pop("markevery", range(len(points)))]
        if dashes != "none":
            stroke = _stroke(colour, width, dashes)
            self.lines.append(f'<path{name} d="{_run(points)}" fill="none"{stroke}/>')
        if marker:
            self._markers(marker, marked, style)
        _refuse_more(style, "solid_capstyle", "solid_joinstyle")

    def _markers(
        self, marker: str, points: Sequence[tuple[float, float]], style: dict[str, Any]
    ) -> None:
        path, size = _marker(marker), style.pop("ms")
        fill, stroke = style.pop("mfc"), _stroke(style.pop("mec"), style.pop("mew") / size)
        of_size = self._reference(
            ("mark", path, fill, stroke, size),
            f'<path id="{{id}}" d="{path}" transform="scale({size:g})" fill="{fill}"{stroke}/>',
        )
        self.lines += [
            f'<use xlink:href="#{of_size}" x="{x * PT_PER_MM:.2f}" y="{y * PT_PER_MM:.2f}"/>'
            for x, y in points
        ]

    def _figure(self, mark: Figure) -> None:
        style = dict(mark.style)
        name, look = _name(style), self._look(style)
        _refuse_more(style, "clip_on")
        box = mark.outline
        if isinstance(box, Box):
            corners = [(box.left, box.top), (box.right, box.top),
                       (box.right, box.bottom), (box.left, box.bottom)]  # fmt: skip
        else:
            corners = list(box)
        self.lines.append(f'<path{name} d="{_run(corners)}Z"{look} stroke-linejoin="miter"/>')

    def _land(self, mark: Areas | Routes, paths: list[str]) -> None:
        style = {_LONG_NAMES.get(key, key): value for key, value in mark.style.items()}
        alpha = style.pop("alpha", None)
        if isinstance(mark, Routes):
            look = ' fill="none"' + _stroke(
                style.pop("color"), style.pop("lw"), style.pop("ls", "solid")
            )
        else:
            look = ' fill-rule="evenodd"' + self._look(style)
        _refuse_more(style)
        faint = "" if alpha is None else f' opacity="{alpha:g}"'
        self.lines.append(f'<g clip-path="url(#{self._clip(mark.within)})"{look}>')
        self.lines += [f'<path d="{path}"{faint}/>' for path in paths]
        self.lines.append("</g>")

    def _image(self, mark: Image) -> None:
        width, height = self.size_mm
        figure = figure_of(mark.marks, width_mm=width, height_mm=height, families=self.families)
        png = saved(figure, "png", dpi=IMAGE_DPI, transparent=True, metadata=NO_SOFTWARE)
        self.lines.append(
            f'<image width="{width * PT_PER_MM:.3f}" height="{height * PT_PER_MM:.3f}" '
            f'preserveAspectRatio="none" '
            f'xlink:href="data:image/png;base64,{base64.b64encode(png).decode()}"/>'
        )

    def _look(self, style: dict[str, Any]) -> str:
        """Take fill, hatch and edge from a style; return them as attributes."""
        fill, edge, hatch = style.pop("fc"), style.pop("ec", "none"), style.pop("hatch", None)
        if hatch is not None:
            fill = f"url(#{self._hatch(hatch, fill, edge)})"
        return f' fill="{fill}"' + _stroke(edge, style.pop("lw", 1.0))

    def _hatch(self, hatch: str, fill: str, colour: str) -> str:
        tile = f'width="{_HATCH_PT}" height="{_HATCH_PT}"'
        return self._reference(
            ("hatch", hatch, fill, colour),
            f'<pattern id="{{id}}" patternUnits="userSpaceOnUse" {tile}><rect {tile} '
            f'fill="{fill}"/><path d="{_hatch_path(hatch)}" fill="{colour}" stroke="{colour}" '
            f'stroke-width="{_HATCH_LINE_PT}" stroke-linejoin="miter"/></pattern>',
        )

    def _clip(self, box: Box) -> str:
        left, top, width, height = (
            f"{length * PT_PER_MM:.2f}" for length in (box.left, box.top, box.width, box.height)
        )
        return self._reference(
            ("clip", left, top, width, height),
            f'<clipPath id="{{id}}"><rect x="{left}" y="{top}" width="{width}" '
            f'height="{height}"/></clipPath>',
        )

    def _reference(self, what: tuple[Any, ...], element: str) -> str:
        """Define an element once; return its name."""
        if what not in self.defined:
            name = f"{what[0]}-{len(self.defined) + 1}"
            self.defined[what] = element.format(id=name)
        return self.defined[what].split('"', 2)[1]


def _name(style: dict[str, Any]) -> str:
    """Take a mark's name from its style; return it as an attribute."""
    name = style.pop("gid", None)
    return "" if name is None else f' id="{escape(name)}"'


def _stroke(colour: str, width: float, dashes: Any = "solid") -> str:
    """Return a line's look as attributes; dashes go by its width."""
    if not width or colour == "none":
        return ""
    stroke = f' stroke="{colour}" stroke-width="{width:.3g}"'
    if dashes != "solid":
        _, lengths = dashes
        stroke += f' stroke-dasharray="{" ".join(f"{part * width:.3g}" for part in lengths)}"'
    return stroke


def _refuse_more(style: Style, *without_effect: str) -> None:
    """Refuse what matplotlib draws and this does not."""
    more = style.keys() - set(without_effect)
    if more:
        raise TypeError(f"SVG of ours has no {', '.join(sorted(more))}")


def _run(points: Iterable[Sequence[float]]) -> str:
    """Return a line through points, given in millimetres."""
    return "M" + "L".join([f"{x * PT_PER_MM:.2f} {y * PT_PER_MM:.2f}" for x, y in points])


def _area(area: shapely.Polygon) -> str:
    rings = (area.exterior, *area.interiors)
    return "".join(f"{_run(shapely.get_coordinates(ring)[:-1].tolist())}Z" for ring in rings)


def _drawn(path: "Path", scale: float, *, lower: float = 0.0) -> str:
    """Return a path of matplotlib's, whose y runs upwards, so many times as large."""
    places = np.asarray(path.vertices) * (scale, -scale) + (0, lower)
    parts, before = list[str](), 0
    for (x, y), code in zip(places.tolist(), np.asarray(path.codes).tolist(), strict=True):
        if code == path.CLOSEPOLY:
            parts.append("Z")
        elif code == before and code != path.MOVETO:
            parts.append(f"{x:.3f} {y:.3f}")
        else:
            parts.append(f"{_SEGMENTS[code]}{x:.3f} {y:.3f}")
        before = code
    return " ".join(parts)


@lru_cache(maxsize=32)
def _marker(marker: str) -> str:
    """Return a mark of size 1 around its point."""
    from matplotlib.markers import MarkerStyle

    style = MarkerStyle(marker)
    return _drawn(style.get_path().transformed(style.get_transform()), 1.0)


@lru_cache(maxsize=32)
def _hatch_path(hatch: str) -> str:
    from matplotlib.hatch import get_path

    return _drawn(get_path(hatch, _HATCH_DENSITY), _HATCH_PT, lower=_HATCH_PT)


@lru_cache(maxsize=4096)
def _outlines(line: str, bold: bool, families: tuple[str, ...]) -> tuple[str, float]:
    """Return the outlines of a line of text from its left end, and the size of that type."""
    from matplotlib.path import Path
    from matplotlib.textpath import text_to_path

    places, codes = text_to_path.get_text_path(face(bold, families), line)
    outlines = Path(np.reshape(places, (-1, 2)), np.asarray(codes))
    return _drawn(outlines, 1.0), text_to_path.FONT_SCALE
