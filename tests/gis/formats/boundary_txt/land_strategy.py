"""Any land for properties: parts, holes and islands of squares and triangles, turned, scaled."""

import numpy as np
import shapely
from hypothesis import assume
from hypothesis import strategies as st
from pyproj import CRS
from shapely import MultiPolygon, affinity

from gis.geometry.crs import to_stored
from gis.geometry.outlines import multipolygon

SIDE = 12


@st.composite
def drawings(draw) -> MultiPolygon:
    """Land in metres around (0, 0): pieces added and cut out one after the other, then turned."""
    land = shapely.box(0, 0, SIDE, SIDE) if draw(st.booleans()) else shapely.Polygon()
    for _ in range(draw(st.integers(1, 8))):
        piece = _piece(*(draw(st.integers(0, SIDE - 1)) for _ in range(4)), draw(st.integers(0, 3)))
        land = land.difference(piece) if draw(st.booleans()) else land.union(piece)
    size = draw(st.sampled_from([1.0, 7.3, 100.0, 900.0]))
    turned = affinity.rotate(multipolygon(land), draw(st.floats(0, 360)), origin=(0, 0))
    made = multipolygon(affinity.scale(turned, size, size, origin=(0, 0)))
    assume(made.is_valid and not made.is_empty)
    return made


def _piece(x, y, width, height, form):
    """Return a rectangle, or a triangle in it."""
    east, north = x + 1 + width % 4, y + 1 + height % 4
    corners = [(x, y), (east, y), (east, north), (x, north)]
    if form:
        corners.pop(form)
    return shapely.Polygon(corners)


@st.composite
def stored_land(draw) -> MultiPolygon:
    """Land in EPSG:4490, valid, somewhere in China."""
    lon, lat = draw(st.floats(75, 134)), draw(st.floats(18, 50))
    local = CRS.from_proj4(f"+proj=tmerc +lat_0={lat} +lon_0={lon} +ellps=GRS80")
    land = multipolygon(to_stored(draw(drawings()), local))
    assume(land.is_valid)
    return land


def farthest_m(one, other) -> float:
    """Return how far the edges of two outlines are apart, in metres on the plane."""
    return float(shapely.hausdorff_distance(one.boundary, other.boundary))


def rings_of_land(land) -> list[np.ndarray]:
    return [
        shapely.get_coordinates(ring)[:-1] for ring in shapely.get_rings(shapely.get_parts(land))
    ]
