"""Names on a printed map: each tried at a row of places, the more important first, none on another.

A label that finds no place is left out and given back, so that the map can say how many there are.
Everything is in millimetres of the sheet.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Polygon, STRtree
from shapely.affinity import rotate
from shapely.geometry.base import BaseGeometry

from layers.report.drawing.marks import LINE_HEIGHT, PT_PER_MM, Box
from layers.report.drawing.sheet import Sheet
from layers.styles import INK, SOFT_INK

NAME_LAYER: Final = 9
"""The zorder of names, above all that they name."""
_GRID: Final = 20
_MOST_SPOTS: Final = 60
DETAIL_SIZE: Final = 0.8
"""Type of a label's detail over that of its name."""
_CLEARANCE_MM: Final = 0.4


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """A place for a label: its middle, its angle (counterclockwise), where its leader line ends."""

    x: float
    y: float
    angle: float = 0.0
    leader: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """A text of one or more lines with the places to try; `size` is its width and height.

    `detail` is one line of smaller type below it, counted in `size`.
    """

    text: str
    size: tuple[float, float]
    size_pt: float
    spots: Sequence[Spot]
    detail: str = ""
    priority: float = 0.0
    bold: bool = False
    colour: str = INK
    halo: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class PlacedLabel:
    """A label at the place it found; `room` is what it takes, its clearance included."""

    label: Label
    spot: Spot
    room: Polygon


def place_labels(
    labels: Iterable[Label], *, within: Box, taken: Iterable[BaseGeometry] = ()
) -> tuple[list[PlacedLabel], list[Label]]:
    """Return the labels that found a place and those that did not.

    Parameters
    ----------
    within
        No label leaves it.
    taken
        What no label may cover.
    """
    rooms = _Rooms(taken)
    placed: list[PlacedLabel] = []
    left_out: list[Label] = []
    for label in sorted(labels, key=lambda label: -label.priority):
        found = _first_free(label, within, rooms)
        if found is None:
            left_out.append(label)
            continue
        placed.append(found)
        rooms.add(found.room)
        leader = _leader_of(found.spot, found.room)
        if leader is not None:
            rooms.add(leader)
    return placed, left_out


class _Rooms:
    """What is taken; by bounds first, because most of it is far away."""

    def __init__(self, taken: Iterable[BaseGeometry]) -> None:
        self.shapes: list[BaseGeometry] = [shape for shape in taken if not shape.is_empty]
        self.bounds = [shape.bounds for shape in self.shapes]

    def add(self, shape: BaseGeometry) -> None:
        self.shapes.append(shape)
        self.bounds.append(shape.bounds)

    def are_free(self, shape: BaseGeometry) -> bool:
        if not self.bounds:
            return True
        west, south, east, north = np.array(self.bounds).T
        x0, y0, x1, y1 = shape.bounds
        near = np.flatnonzero((west <= x1) & (east >= x0) & (south <= y1) & (north >= y0))
        return not any(self.shapes[place].intersects(shape) for place in near)


def _first_free(label: Label, within: Box, rooms: _Rooms) -> PlacedLabel | None:
    for spot in label.spots:
        room = _room(spot, label.size)
        if not _is_inside(room, within) or not rooms.are_free(room):
            continue
        leader = _leader_of(spot, room)
        if leader is None or rooms.are_free(leader):
            return PlacedLabel(label=label, spot=spot, room=room)
    return None


def _is_inside(room: Polygon, box: Box) -> bool:
    left, top, right, bottom = room.bounds
    return left >= box.left and top >= box.top and right <= box.right and bottom <= box.bottom


def _room(spot: Spot, size: tuple[float, float]) -> Polygon:
    half_width, half_height = size[0] / 2 + _CLEARANCE_MM, size[1] / 2 + _CLEARANCE_MM
    upright = shapely.box(
        spot.x - half_width, spot.y - half_height, spot.x + half_width, spot.y + half_height
    )
    return rotate(upright, -spot.angle, origin=(spot.x, spot.y)) if spot.angle else upright


def _leader_of(spot: Spot, room: Polygon) -> LineString | None:
    """Return the line from what is named to the edge of its label; it ends before both."""
    if spot.leader is None:
        return None
    line = LineString([spot.leader, (spot.x, spot.y)]).difference(room)
    if not isinstance(line, LineString) or line.length < 1:
        return None
    start, end = shapely.get_coordinates(line)[[0, -1]]
    gap = 0.8 / line.length if line.length > 2 else 0.0
    return LineString([start + (end - start) * gap, end])


def draw_labels(sheet: Sheet, placed: Iterable[PlacedLabel]) -> None:
    """Draw placed labels with a bright seam around, so that they can be read on any ground."""
    for one in placed:
        label, spot = one.label, one.spot
        leader = _leader_of(spot, one.room)
        if leader is not None:
            xs, ys = zip(*leader.coords, strict=True)
            sheet.line(xs, ys, color=SOFT_INK, lw=0.4, zorder=7)
        name = _Line(label.text, label.size_pt, "bold" if label.bold else "normal")
        down = label.size_pt * DETAIL_SIZE * LINE_HEIGHT / PT_PER_MM if label.detail else 0.0
        _draw_line(sheet, one, name, down=-down / 2)
        if label.detail:
            detail = _Line(label.detail, label.size_pt * DETAIL_SIZE, "normal")
            _draw_line(sheet, one, detail, down=(label.size[1] - down) / 2)


class _Line(NamedTuple):
    text: str
    size_pt: float
    weight: str


def _draw_line(sheet: Sheet, placed: PlacedLabel, line: _Line, *, down: float) -> None:
    """Draw a line of a label, so far below the label's middle."""
    label, spot = placed.label, placed.spot
    style: dict[str, Any] = {
        "size_pt": line.size_pt, "weight": line.weight, "ha": "center", "va": "center",
        "rotation": spot.angle,
    }  # fmt: skip
    if label.halo:
        # The seam is outlines; the text on top of it stays text where a format has text.
        sheet.text(spot.x, spot.y + down, line.text, seam_pt=1.8, zorder=NAME_LAYER - 1, **style)
    sheet.text(spot.x, spot.y + down, line.text, color=label.colour, zorder=NAME_LAYER, **style)


def spots_in(area: BaseGeometry, size: tuple[float, float]) -> list[Spot]:
    """Return places for a label wholly inside an area, away from its edge; none where none fits."""
    main = _largest(area)
    if main is None or not _may_fit(main, size):
        return []
    points = _grid_in(main)
    # In units of the label its room is a square: the edge is equally near in both directions.
    distances = shapely.distance(
        shapely.points(points / size), shapely.transform(main, lambda xy: xy / size).boundary
    )
    best = points[np.argsort(-distances, kind="stable")[:_MOST_SPOTS]]
    shapely.prepare(main)
    return [Spot(x=x, y=y) for x, y in best[shapely.covers(main, _rooms(best, size))].tolist()]


def spots_over(area: BaseGeometry) -> list[Spot]:
    """Return places in an area, those furthest from its edge first, for labels larger than it."""
    main = _largest(area)
    if main is None:
        return []
    points = _grid_in(main)
    order = np.argsort(-shapely.distance(shapely.points(points), main.boundary), kind="stable")
    return [Spot(x=x, y=y) for x, y in points[order[:_MOST_SPOTS]].tolist()]


def clear_first(spots: Sequence[Spot], size: tuple[float, float], busy: STRtree) -> list[Spot]:
    """Return the same places, first those where a label touches nothing of what is busy."""
    if not spots:
        return []
    points = np.array([(spot.x, spot.y) for spot in spots])
    touched = np.zeros(len(spots), dtype=bool)
    touched[busy.query(_rooms(points, size), predicate="intersects")[0]] = True
    return [spots[at] for at in np.argsort(touched, kind="stable")]


def _rooms(points: NDArray[np.float64], size: tuple[float, float]) -> NDArray[np.object_]:
    half = np.array(size) / 2
    (west, north), (east, south) = (points - half).T, (points + half).T
    return np.asarray(shapely.box(west, north, east, south), dtype=object)


def _largest(area: BaseGeometry) -> Polygon | None:
    polygons = [part for part in shapely.get_parts(area) if isinstance(part, Polygon)]
    return max(polygons, key=lambda polygon: polygon.area, default=None)


def spots_beside(x: float, y: float, size: tuple[float, float], *, gap: float) -> list[Spot]:
    """Return the places around a point: right, left, above, below, then the corners."""
    across, down = size[0] / 2 + gap, size[1] / 2 + gap
    steps = [(1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1)]
    return [Spot(x=x + across * dx, y=y + down * dy) for dx, dy in steps]


def spots_with_leader(
    x: float, y: float, size: tuple[float, float], *, far: Sequence[float] = (5, 8, 12, 17)
) -> list[Spot]:
    """Return places further off, joined to the point by a line, nearer ones first."""
    spots = []
    for distance in far:
        for angle in np.deg2rad(np.arange(15, 375, 30)):
            dx, dy = float(np.cos(angle)), float(np.sin(angle))
            spots.append(
                Spot(
                    x=x + dx * (distance + size[0] / 2),
                    y=y + dy * (distance + size[1] / 2),
                    leader=(x, y),
                )
            )
    return spots


def _may_fit(polygon: Polygon, size: tuple[float, float]) -> bool:
    west, north, east, south = polygon.bounds
    return east - west >= size[0] and south - north >= size[1]


def _grid_in(polygon: Polygon) -> NDArray[np.float64]:
    """Return the points of a grid over a polygon that lie in it; at least one."""
    west, south, east, north = polygon.bounds
    middles = (np.arange(_GRID) + 0.5) / _GRID
    x, y = np.meshgrid(west + middles * (east - west), south + middles * (north - south))
    grid = np.column_stack((x.ravel(), y.ravel()))
    inside = grid[shapely.contains_xy(polygon, grid)]
    if len(inside):
        return inside
    return shapely.get_coordinates(shapely.point_on_surface(polygon))
