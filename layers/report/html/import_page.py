"""The problems of a file that was to be imported, as one HTML page with a small map for each.

A map shows the outline as the file has it, beside it as it was mended, what it lies on, and where
the problem is. It asks nothing of any host.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry

from gis.geometry.area import GEOD
from layers.report.html.list_page import ListTable, page_of
from layers.sketch_map import round_length

_SIDE_PX: Final = 260
_MARGIN_PX: Final = 14
_SMALLEST_DEG: Final = 2e-5
"""A map shows at least this much (2 m) of the land."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """Something drawn: what it is (`own`, `other`), and its path in SVG."""

    name: str
    path: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ProblemMap:
    """A small map: its size, what is on it, where the problem is, and a bar of some metres."""

    caption: str
    width: int
    height: int
    shapes: Sequence[Shape]
    at: tuple[float, float] | None
    bar: float
    bar_metres: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownProblem:
    """A problem as the page has it: `severity`, where, what, and its maps."""

    severity: str
    place: str
    text: str
    pictures: Sequence[ProblemMap]


def problem_map(
    caption: str, own: BaseGeometry, *, other: BaseGeometry | None = None, at: Point | None = None
) -> ProblemMap:
    """Return a small map of an outline in EPSG:4490, north up.

    Parameters
    ----------
    other
        What it lies on or should lie in: drawn under it, as far as the map shows it.
    at
        Where the problem is.
    """
    west, south, east, north = own.bounds
    stretch = float(np.cos(np.radians((south + north) / 2)))
    span = max((east - west) * stretch, north - south, _SMALLEST_DEG)
    px = (_SIDE_PX - 2 * _MARGIN_PX) / span
    centre = ((west + east) / 2, (south + north) / 2)

    def on_paper(xy: np.ndarray) -> np.ndarray:
        x = _SIDE_PX / 2 + (xy[:, 0] - centre[0]) * stretch * px
        y = _SIDE_PX / 2 - (xy[:, 1] - centre[1]) * px
        return np.column_stack([x, y])

    shapes = []
    if other is not None:
        half = _SIDE_PX / px
        window = shapely.box(
            centre[0] - half / stretch, centre[1] - half, centre[0] + half / stretch,
            centre[1] + half,
        )  # fmt: skip
        near = shapely.intersection(shapely.make_valid(other), window)
        shapes.append(Shape(name="other", path=_path(shapely.transform(near, on_paper))))
    shapes.append(Shape(name="own", path=_path(shapely.transform(own, on_paper))))
    spot = None if at is None else on_paper(np.array([[at.x, at.y]]))[0].round(1).tolist()
    metres_px = px / (GEOD.line_length([centre[0]] * 2, [centre[1], centre[1] + 1]))
    metres = round_length(_SIDE_PX / 4 / metres_px)
    return ProblemMap(
        caption=caption,
        width=_SIDE_PX,
        height=_SIDE_PX,
        shapes=shapes,
        at=None if spot is None else (spot[0], spot[1]),
        bar=round(metres * metres_px, 1),
        bar_metres=f"{metres:g}",
    )


def import_page(
    title: str,
    said: str,
    tables: Sequence[ListTable],
    problems: Sequence[ShownProblem],
    *,
    language: str,
) -> str:
    """Return the page; its texts are data and stay texts."""
    return page_of(
        "import_page.html", language, title=title, said=said, tables=tables, problems=problems
    )


def _path(shape: BaseGeometry) -> str:
    """Return the rings and lines of a shape as a path in SVG."""
    lines = []
    for part in shapely.get_parts(shape):
        rings = shapely.get_rings(part) if part.geom_type == "Polygon" else [part]
        for ring in rings:
            points = [f"{x:.1f} {y:.1f}" for x, y in shapely.get_coordinates(ring).tolist()]
            if points:
                end = "Z" if part.geom_type == "Polygon" else ""
                lines.append(f"M{'L'.join(points)}{end}")
    return "".join(lines)
