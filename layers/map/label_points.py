"""Where a zone's name stands: inside it, away from its edge and from the zones within it."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from gis.model import Zone

Floats = npt.NDArray[np.float64]

_GRID: Final = 24
_VERTICES: Final = 50


def label_points(zones: Sequence[Zone]) -> dict[str, tuple[float, float]]:
    """Return a (lon, lat) inside each zone, by zone id.

    The smallest zones choose first; a larger one then keeps away from the points already taken,
    so that the name of a parent does not lie on those of its children.
    """
    ordered = sorted(zones, key=lambda zone: (zone.outline.area, zone.zone_id))
    taken = np.empty((len(ordered), 2))
    for number, zone in enumerate(ordered):
        taken[number] = _furthest(zone.outline, taken[:number])
    return {
        zone.zone_id: (lon, lat) for zone, (lon, lat) in zip(ordered, taken.tolist(), strict=True)
    }


def _furthest(outline: shapely.MultiPolygon, taken: Floats) -> tuple[float, float]:
    """Return the grid point furthest from the edge and (at half weight) from the points taken."""
    main = max(outline.geoms, key=lambda polygon: polygon.area)
    inside = _grid_in(main)
    edge = main.boundary
    vertices = shapely.get_coordinates(edge)
    # Some of the edge's vertices tell how much room there is at most: the edge itself has too many
    # to be asked at every point, and is asked at the most promising ones alone.
    at_most = _distances(inside, vertices[:: len(vertices) // _VERTICES + 1])
    near = _near(main, taken)
    if len(near):
        at_most = np.minimum(at_most, _distances(inside, near) / 2)
    best, room = 0, -1.0
    for place in np.argsort(-at_most, kind="stable").tolist():
        if at_most[place] <= room:
            break
        here = min(at_most[place], shapely.distance(shapely.Point(inside[place]), edge))
        if here > room:
            best, room = place, here
    lon, lat = inside[best].tolist()
    return lon, lat


def _near(polygon: shapely.Polygon, taken: Floats) -> Floats:
    """Return the points that can matter.

    No place in a polygon is further from its edge than half its box is wide, and a point twice as
    far away as the edge takes nothing from it.
    """
    west, south, east, north = polygon.bounds
    room = min(east - west, north - south)
    from_west, from_south = taken[:, 0] - west, taken[:, 1] - south
    return taken[
        (from_west > -room) & (from_west < east - west + room)
        & (from_south > -room) & (from_south < north - south + room)
    ]  # fmt: skip


def _distances(points: Floats, others: Floats) -> Floats:
    """Return the distance of each point from the nearest of the others."""
    apart = points[:, None] - others
    nearest: Floats = np.hypot(apart[..., 0], apart[..., 1]).min(axis=1)
    return nearest


def _grid_in(polygon: shapely.Polygon) -> Floats:
    """Return the (lon, lat) of a grid over a polygon that lie inside, one of them at least."""
    west, south, east, north = polygon.bounds
    middles = (np.arange(_GRID) + 0.5) / _GRID
    lon, lat = np.meshgrid(west + middles * (east - west), south + middles * (north - south))
    grid = np.column_stack((lon.ravel(), lat.ravel()))
    inside = grid[shapely.contains_xy(polygon, grid)]
    return inside if len(inside) else shapely.get_coordinates(shapely.point_on_surface(polygon))
