"""Geometry as PostGIS hands it over."""

from collections.abc import Sequence

import numpy as np
import shapely
from shapely import MultiPolygon

from gis.geometry.outlines import multipolygon


def outline_of(wkb: bytes) -> MultiPolygon:
    """Return the MultiPolygon of an `st_asbinary` column."""
    return multipolygon(shapely.from_wkb(bytes(wkb)))


def outlines_of(column: Sequence[bytes | None]) -> list[MultiPolygon | None]:
    """Return the MultiPolygons of a whole `st_asbinary` column, read at once."""
    read = shapely.from_wkb(np.fromiter(column, dtype=object, count=len(column)))
    return [
        one if one is None or isinstance(one, MultiPolygon) else multipolygon(one) for one in read
    ]
