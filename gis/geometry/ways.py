"""The way from a system, and from a shifted datum in it, to EPSG:4490, and to a system from it."""

from collections.abc import Callable
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS

from gis.geometry.crs import STORED_SRID, transformer
from gis.geometry.datum import bd09_to_wgs84_xy, gcj02_to_wgs84_xy

Array = NDArray[np.float64]

ShiftedDatum = Literal["gcj02", "bd09"]
"""Those of Chinese web maps."""

Way = Callable[[Array], Array]
"""From coordinates (x, y) to others, shape (n, 2); not finite where there is no such place."""

_BACK: Final[dict[ShiftedDatum, Way]] = {"gcj02": gcj02_to_wgs84_xy, "bd09": bd09_to_wgs84_xy}


def way_to_stored(crs: CRS, datum: ShiftedDatum | None = None) -> Way:
    """Return the way from a system to EPSG:4490.

    Parameters
    ----------
    datum
        What the coordinates are shifted by, in that system.
    """
    change = transformer(crs, CRS.from_epsg(STORED_SRID))

    def way(xy: Array) -> Array:
        moved = np.column_stack(change.transform(xy[:, 0], xy[:, 1]))
        return moved if datum is None else _BACK[datum](moved)

    return way


def way_from_stored(crs: CRS) -> Way:
    """Return the way from EPSG:4490 to a system."""
    change = transformer(CRS.from_epsg(STORED_SRID), crs)

    def way(xy: Array) -> Array:
        return np.column_stack(change.transform(xy[:, 0], xy[:, 1]))

    return way
