"""Geometry as PostGIS hands it over."""

import shapely
from shapely import MultiPolygon

from gis.outlines import multipolygon


def outline_of(wkb: bytes) -> MultiPolygon:
    """Return the MultiPolygon of an `st_asbinary` column."""
    return multipolygon(shapely.from_wkb(bytes(wkb)))
