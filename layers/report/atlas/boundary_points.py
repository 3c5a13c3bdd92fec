"""Boundary points (界址点) of a parcel: numbered, with coordinates and the lengths between them.

Numbered J1, J2, … clockwise from the north-west corner of each outer ring, the parts of the parcel
from north-west to south-east; the holes of a part follow it, counterclockwise. The numbers run on
through all rings, and `ring` counts the rings from 1, as in the boundary-point text format (圈号).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely import LinearRing, MultiPolygon, Polygon

from gis.geometry.crs import STORED_SRID, transform
from layers.report.maps.frame import zone_number

MILLIMETRES = 3
"""Decimals of a metre that coordinates are given with; lengths are computed from these."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BoundaryPoint:
    """A boundary point and the edge that begins at it.

    Parameters
    ----------
    label
        J1, J2, …
    ring
        Number of its ring, from 1.
    easting, northing
        Projected metres without the zone's number, to the millimetre.
    y_east, x_north
        The same as the land offices write them: Y with the zone's number before it.
    length_m
        Length of the edge to the next point of the ring, on the projection's plane.
    """

    label: str
    ring: int
    easting: float
    northing: float
    y_east: float
    x_north: float
    length_m: float


def boundary_points(outline: MultiPolygon, crs: CRS) -> list[BoundaryPoint]:
    """Return the boundary points of a (lon, lat) outline in a zone of `gis.geometry.crs.local_crs`.

    Raises
    ------
    CrsError
        If a vertex has no image in the projection.
    """
    projected = transform(outline, CRS.from_epsg(STORED_SRID), crs)
    prefix = zone_number(crs) * 1_000_000
    points: list[BoundaryPoint] = []
    for number, ring in enumerate(_rings(projected), start=1):
        corners = _from_north_west(ring)
        for here, there in pairwise([*corners, corners[0]]):
            points.append(
                BoundaryPoint(
                    label=f"J{len(points) + 1}",
                    ring=number,
                    easting=here[0],
                    northing=here[1],
                    y_east=prefix + here[0],
                    x_north=here[1],
                    length_m=math.dist(here, there),
                )
            )
    return points


def _rings(projected: MultiPolygon) -> Iterator[LinearRing]:
    """Yield outer rings clockwise, each followed by its holes counterclockwise."""
    parts = [part for part in projected.geoms if not part.is_empty]
    for part in sorted(parts, key=_north_west):
        oriented = shapely.orient_polygons(part, exterior_cw=True)
        yield oriented.exterior
        yield from sorted(oriented.interiors, key=lambda hole: _north_west(Polygon(hole)))


def _north_west(polygon: Polygon) -> tuple[float, float]:
    west, _, _, north = polygon.bounds
    return west - north, west


def _from_north_west(ring: LinearRing) -> list[tuple[float, float]]:
    """Return the corners of a ring to the millimetre, none twice, its north-west one first."""
    corners: NDArray[np.float64] = np.round(shapely.get_coordinates(ring)[:-1], MILLIMETRES)
    moved = (corners != np.roll(corners, 1, axis=0)).any(axis=1)
    corners = corners[moved] if moved.any() else corners[:1]
    west, north = corners[:, 0].min(), corners[:, 1].max()
    first = int(np.argmin(np.hypot(corners[:, 0] - west, corners[:, 1] - north)))
    return [(float(x), float(y)) for x, y in np.roll(corners, -first, axis=0)]
