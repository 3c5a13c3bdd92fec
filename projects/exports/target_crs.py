"""The coordinate system of an export."""

from collections.abc import Sequence
from typing import Final

import shapely
from pyproj import CRS

from gis.geometry.crs import STORED_SRID, crs_of, local_crs
from gis.model import Zone

LOCAL: Final = "local"
"""Stands for the 3-degree zone of CGCS2000 that the land lies in."""


def target_crs(told: str | None, *, zones: Sequence[Zone]) -> CRS:
    """Return the system that a call asks for; EPSG:4490 where it asks for none.

    Parameters
    ----------
    told
        `4547`, `EPSG:4547` or `local`.
    zones
        Those of the plan, which tell where the land lies.

    Raises
    ------
    CrsError
        If there is no such system, or nothing public leads to it.
    """
    if told is None:
        return CRS.from_epsg(STORED_SRID)
    if told.strip().lower() != LOCAL:
        return crs_of(told.strip())
    west, _, east, _ = shapely.total_bounds([zone.outline for zone in zones]).tolist()
    return local_crs((west + east) / 2)
