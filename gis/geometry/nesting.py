"""Zones that other zones tile exactly: a city by its districts, a district by its quarters."""

import numpy as np
import shapely
from shapely import STRtree

from gis.geometry.rings import EDGE, WAY, Geometries, Places, edges_of


def tiled_by(zones: Geometries) -> dict[int, Places]:
    """Return the zones that others are proved to tile, from small to large, each with its tiles.

    A zone's tiles are looked for among those inside it and in no smaller one. They are proved by
    their edges: where an edge of a tile is cancelled by another's, or is the zone's own, how often
    the tiles cover a point and how often the zone does change alike everywhere. So they are alike.

    Parameters
    ----------
    zones
        Valid polygons and multipolygons.
    """
    parents = _parents(zones)
    edges = edges_of(zones)
    found = {}
    for zone in np.argsort(shapely.area(zones), kind="stable").tolist():
        tiles = np.flatnonzero(parents == zone)
        if not len(tiles):
            continue
        some = edges.take(np.isin(edges.outline, [zone, *tiles]))
        times = np.where(some.way & WAY, 1, -1) * np.where(some.outline == zone, -1, 1)
        _, same = np.unique(some.way & EDGE, return_inverse=True)
        if not np.bincount(same, weights=times).any():
            found[zone] = tiles
    return found


def _parents(zones: Geometries) -> Places:
    """Return the smallest larger zone around a point of each, or -1."""
    parents = np.full(len(zones), -1)
    area = shapely.area(zones)
    inner, outer = STRtree(zones).query(shapely.point_on_surface(zones), predicate="within")
    larger = area[outer] > area[inner]
    inner, outer = inner[larger], outer[larger]
    order = np.argsort(-area[outer], kind="stable")  # the smallest is written last
    parents[inner[order]] = outer[order]
    return parents
