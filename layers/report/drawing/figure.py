"""A sheet drawn by matplotlib: as PNG, or as SVG whose text is outlines.

matplotlib's figures are used without pyplot, so nothing global stays behind.
"""

from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import shapely
from shapely import Polygon

from layers.report.drawing.marks import (
    LINE_HEIGHT,
    MM_PER_INCH,
    SEAM_ALPHA,
    Areas,
    Box,
    Figure,
    Image,
    Line,
    Mark,
    Routes,
    Text,
)
from layers.styles import PAPER

if TYPE_CHECKING:
    import matplotlib.figure
    from matplotlib.axes import Axes
    from matplotlib.path import Path

NO_SOFTWARE: Final = {"Software": None}
"""Metadata of a PNG that does not change with matplotlib's version."""


def figure_of(
    marks: Iterable[Mark], *, width_mm: float, height_mm: float, families: tuple[str, ...]
) -> "matplotlib.figure.Figure":
    """Return a figure with one set of axes over all of it, in millimetres."""
    from matplotlib.figure import Figure as DrawnFigure

    figure = DrawnFigure(figsize=(width_mm / MM_PER_INCH, height_mm / MM_PER_INCH), facecolor=PAPER)
    axes: Axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, width_mm)
    axes.set_ylim(height_mm, 0)
    for mark in marks:
        match mark:
            case Text():
                _add_text(axes, mark, families)
            case Line():
                _add_line(axes, mark)
            case Figure():
                _add_figure(axes, mark)
            case Areas() | Routes():
                _add_land(axes, mark)
            case Image():
                for each in mark.marks:
                    _add_land(axes, each, rasterized=True)
    return figure


def saved(figure: "matplotlib.figure.Figure", kind: str, **options: Any) -> bytes:
    """Return a figure in a format of matplotlib's."""
    with BytesIO() as file:
        figure.savefig(file, format=kind, **options)
        return file.getvalue()


def _add_text(axes: "Axes", mark: Text, families: tuple[str, ...]) -> None:
    from matplotlib.patheffects import Stroke

    seam: dict[str, Any] = {}
    if mark.seam_pt:
        effect = Stroke(linewidth=mark.seam_pt, foreground=PAPER, alpha=SEAM_ALPHA)
        seam = {"path_effects": [effect]}
    axes.text(
        mark.x, mark.y, "\n".join(mark.lines), fontsize=mark.size_pt, color=mark.color,
        family=list(families), weight=mark.weight, ha=mark.ha, va=mark.va,
        rotation=mark.rotation, rotation_mode="anchor", linespacing=LINE_HEIGHT, clip_on=False,
        parse_math=False, zorder=mark.zorder, **seam,
    )  # fmt: skip


def _add_line(axes: "Axes", mark: Line) -> None:
    from matplotlib.lines import Line2D

    axes.add_line(Line2D(mark.xs, mark.ys, zorder=mark.zorder, **mark.style))


def _add_figure(axes: "Axes", mark: Figure) -> None:
    from matplotlib import patches

    given: dict[str, Any] = {"zorder": mark.zorder, "joinstyle": "miter", **mark.style}
    box = mark.outline
    if isinstance(box, Box):
        axes.add_patch(patches.Rectangle((box.left, box.top), box.width, box.height, **given))
    else:
        axes.add_patch(patches.Polygon(box, closed=True, **given))


def _add_land(axes: "Axes", mark: Areas | Routes, *, rasterized: bool = False) -> None:
    from matplotlib.collections import Collection, LineCollection, PathCollection
    from matplotlib.patches import Rectangle

    given: dict[str, Any] = {"zorder": mark.zorder, **mark.style}
    drawn: Collection
    if isinstance(mark, Areas):
        drawn = PathCollection([_path_of(area) for area in mark.parts], **given)
    else:
        drawn = LineCollection(mark.parts, **given)
    box = mark.within
    edge = Rectangle((box.left, box.top), box.width, box.height, transform=axes.transData)
    drawn.set_rasterized(rasterized)
    axes.add_collection(drawn, autolim=False)
    drawn.set_clip_path(edge)


def _path_of(area: Polygon) -> "Path":
    """Return the outline of an area and of its holes."""
    from matplotlib.path import Path

    rings = [area.exterior, *area.interiors]
    paths = [Path(shapely.get_coordinates(ring), closed=True) for ring in rings]
    return paths[0] if len(paths) == 1 else Path.make_compound_path(*paths)
