"""Coordinate systems by the URIs of the OGC, with coordinates in the order of their authority.

`http://www.opengis.net/def/crs/EPSG/0/4326` is latitude, longitude; a Gauss–Krüger zone is
northing, easting; CRS84 is longitude, latitude. Inside landplan (x, y) = (lon, lat) always.
"""

from dataclasses import dataclass
from typing import Final

import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from gis.geometry.crs import STORED_SRID, transform
from gis.geometry.in_china import swapped

CRS84: Final = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
_EPSG: Final = "http://www.opengis.net/def/crs/EPSG/0/"

EDGE_PARTS: Final = 32
"""A straight edge in a projected system is a curve in longitudes: so many parts follow it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class UriCrs:
    """A system as its URI means it: `north_first` where a position begins with the northing."""

    uri: str
    crs: CRS
    north_first: bool

    def to_stored(self, shape: BaseGeometry) -> BaseGeometry:
        """Return a shape in EPSG:4490, (x, y) = (lon, lat).

        Raises
        ------
        CrsError
            If a vertex has no place there.
        """
        turned = swapped(shape) if self.north_first else shape
        if self.crs.is_projected and not shape.is_empty:
            west, south, east, north = turned.bounds
            side = max(east - west, north - south)
            if side > 0:
                turned = shapely.segmentize(turned, side / EDGE_PARTS)
        return transform(turned, self.crs, CRS.from_epsg(STORED_SRID))

    def from_stored(self, shape: BaseGeometry) -> BaseGeometry:
        """Return a shape of EPSG:4490 with the coordinates that the URI means.

        Raises
        ------
        CrsError
            If a vertex has no place there.
        """
        moved = transform(shape, CRS.from_epsg(STORED_SRID), self.crs)
        return swapped(moved) if self.north_first else moved


def uri_crs(code: int) -> UriCrs:
    """Return the system of an EPSG code."""
    crs = CRS.from_epsg(code)
    north_first = crs.axis_info[0].direction.lower() == "north"
    return UriCrs(uri=f"{_EPSG}{code}", crs=crs, north_first=north_first)


def crs84() -> UriCrs:
    """Return longitudes and latitudes, in this order."""
    return UriCrs(uri=CRS84, crs=CRS.from_epsg(4326), north_first=False)
