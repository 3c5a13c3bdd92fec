"""The coordinate system of an export."""

from collections.abc import Sequence
from typing import Final

import shapely
from pyproj import CRS

from gis.formats.boundary_txt.write import usual_crs
from gis.geometry.crs import STORED_SRID, crs_of, local_crs
from gis.model import Zone

LOCAL: Final = "local"
"""Stands for the 3-degree zone of CGCS2000 that the land lies in."""

_NUMBERED: Final = "numbered"
_USUAL: Final = {"boundary_txt": _NUMBERED, "dxf": LOCAL}


def target_crs(told: str | None, *, zones: Sequence[Zone], form: str) -> CRS:
    """Return the system that a call asks for, or that is usual in a format.

    Mostly that is EPSG:4490; in a file of boundary points the zone of the land with its number in
    the eastings, in a drawing (DXF) the zone without.

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
    west, _, east, _ = shapely.total_bounds([zone.outline for zone in zones]).tolist()
    lon = (west + east) / 2
    wanted = told.strip().lower() if told is not None else _USUAL.get(form, "")
    if wanted == LOCAL:
        return local_crs(lon)
    if wanted == _NUMBERED:
        return usual_crs(lon)
    return crs_of(wanted or STORED_SRID)
