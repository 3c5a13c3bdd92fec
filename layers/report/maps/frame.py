"""The frame of a printed map: what ground it shows, at what scale, in which projection.

The ground is projected in the 3-degree Gauss–Krüger zone of CGCS2000 nearest to it (EPSG:4534…),
eastings with the number of the zone before them as the land offices write them (38 435 123.456 is
EPSG:4526). One millimetre of paper is one round number of projected metres.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Proj
from shapely.geometry.base import BaseGeometry

from gis.geometry.crs import STORED_SRID, local_crs, transform, transformer
from layers.report.drawing.marks import Box

Bounds = tuple[float, float, float, float]
"""West, south, east, north."""
Shapes = NDArray[np.object_]
"""Geometries, one after the other; None where there is none."""

_STEPS: Final = (1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
_LARGEST_SCALE: Final = 200
_LEAST_SPAN_M: Final = 40.0
"""A frame never shows less ground than this, be it around a single point."""
_LONGITUDE_TOO_FAR: Final = 2.0
"""Degrees from the plan's central meridian from which a map has the zone nearest to itself."""


@dataclass(frozen=True, kw_only=True)
class MapFrame:
    """A rectangle of projected ground on a sheet.

    Parameters
    ----------
    crs
        The projected system, (x, y) = (easting without the zone's number, northing) in metres.
    box
        Where it lies on the sheet, in millimetres.
    denominator
        n of the scale 1:n, in projected metres.
    west, south
        Projected coordinates of the lower left corner.
    """

    crs: CRS
    box: Box
    denominator: float
    west: float
    south: float

    @property
    def metres_per_mm(self) -> float:
        """Projected metres in a millimetre of paper."""
        return self.denominator / 1000

    @property
    def east(self) -> float:
        """Projected easting of the right edge."""
        return self.west + self.box.width * self.metres_per_mm

    @property
    def north(self) -> float:
        """Projected northing of the upper edge."""
        return self.south + self.box.height * self.metres_per_mm

    @cached_property
    def zone_number(self) -> int:
        """The number of the 3-degree zone: 38 for the central meridian 114° E."""
        return zone_number(self.crs)

    @property
    def central_meridian(self) -> int:
        """Longitude of the central meridian, degrees."""
        return 3 * self.zone_number

    @cached_property
    def centre(self) -> tuple[float, float]:
        """(lon, lat) of the middle of the frame."""
        back = transformer(self.crs, CRS.from_epsg(STORED_SRID))
        lon, lat = back.transform((self.west + self.east) / 2, (self.south + self.north) / 2)
        return float(lon), float(lat)

    @cached_property
    def scale_factor(self) -> float:
        """Projected metres per metre on the ellipsoid at the centre."""
        return self._distortion[0]

    @cached_property
    def convergence_deg(self) -> float:
        """Angle from true north to grid north at the centre, clockwise positive.

        East of the central meridian it is positive: there, true north points to the left of the
        sheet's upper edge.
        """
        return self._distortion[1]

    @cached_property
    def _distortion(self) -> tuple[float, float]:
        """Scale factor and convergence of the projection at the centre."""
        factors = Proj(self.crs).get_factors(*self.centre)
        return float(factors.meridional_scale), float(factors.meridian_convergence)

    def mm(self, easting: float, northing: float) -> tuple[float, float]:
        """Return where a projected point lies on the sheet."""
        return (
            self.box.left + (easting - self.west) / self.metres_per_mm,
            self.box.bottom - (northing - self.south) / self.metres_per_mm,
        )

    def projected(self, outlines: Iterable[BaseGeometry | None]) -> Shapes:
        """Return (lon, lat) geometries in the map's projection."""
        change = transformer(CRS.from_epsg(STORED_SRID), self.crs)

        def move(xy: NDArray[np.float64]) -> NDArray[np.float64]:
            return np.column_stack(change.transform(xy[:, 0], xy[:, 1]))

        shapes: Shapes = np.array(list(outlines), dtype=object)
        return np.asarray(shapely.transform(shapes, move), dtype=object)

    def to_mm(self, projected: Shapes) -> Shapes:
        """Return projected geometries in millimetres of the sheet."""
        step = np.array((1, -1)) / self.metres_per_mm
        start = np.array((self.box.left, self.box.bottom)) - (self.west, self.south) * step
        moved = shapely.transform(projected, lambda xy: xy * step + start)
        return np.asarray(moved, dtype=object)

    def placed(self, outlines: Iterable[BaseGeometry | None]) -> Shapes:
        """Return (lon, lat) geometries in millimetres, cut a little outside the frame."""
        box, flat = self.box, self.to_mm(self.projected(outlines))
        cut = shapely.clip_by_rect(flat, box.left - 3, box.top - 3, box.right + 3, box.bottom + 3)
        return np.asarray(cut, dtype=object)


def frame_for(
    bounds: Bounds, box: Box, *, crs: CRS, margin: float = 0.04, fit_height: float | None = None
) -> MapFrame:
    """Return the frame that shows some ground in a box at the largest round scale.

    Parameters
    ----------
    bounds
        Projected west, south, east, north, in metres.
    margin
        Share of the box to keep free on each side.
    fit_height
        The least height of the box: a box higher than the ground needs is made lower, down to
        this. None: the box stays as it is.
    """
    west, south, east, north = bounds
    width, height = max(east - west, _LEAST_SPAN_M), max(north - south, _LEAST_SPAN_M)
    room = 1 - 2 * margin
    denominator = round_denominator(
        1000 * max(width / (box.width * room), height / (box.height * room))
    )
    if fit_height is not None:
        needed = height / (denominator / 1000) / room
        box = Box(
            left=box.left, top=box.top, width=box.width,
            height=min(box.height, max(fit_height, needed)),
        )  # fmt: skip
    per_mm = denominator / 1000
    return MapFrame(
        crs=crs,
        box=box,
        denominator=denominator,
        west=(west + east) / 2 - box.width * per_mm / 2,
        south=(south + north) / 2 - box.height * per_mm / 2,
    )


def round_denominator(least: float) -> float:
    """Return the next n at or above for a scale 1:n that a reader can work with.

    >>> round_denominator(61_234)
    80000.0
    """
    least = max(least, _LARGEST_SCALE)
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in _STEPS if step * power >= least * (1 - 1e-9))


def bounds_of(outlines: Iterable[BaseGeometry | None]) -> Bounds | None:
    """Return the bounds of what is not empty; None where all is."""
    boxes = [one.bounds for one in outlines if one is not None and not one.is_empty]
    if not boxes:
        return None
    west, south, east, north = np.array(boxes).T
    return float(west.min()), float(south.min()), float(east.max()), float(north.max())


def land_crs(whole: Bounds, part: Bounds) -> CRS:
    """Return the projection for a part of some land, by their bounds in (lon, lat).

    All of the land shares the zone of its middle, so that coordinates can be compared from map to
    map; a part far from that zone's central meridian (a province's edge) has the nearest zone.
    """
    middle, lon = (whole[0] + whole[2]) / 2, (part[0] + part[2]) / 2
    shared = local_crs(middle)
    is_far = abs(3 * zone_number(shared) - lon) > _LONGITUDE_TOO_FAR
    return local_crs(lon) if is_far else shared


@lru_cache(maxsize=32)
def zone_number(crs: CRS) -> int:
    """Return the number of the 3-degree zone of a system of `local_crs` (EPSG:4534…)."""
    code = crs.to_epsg()
    if code is None:
        raise ValueError(f"{crs.name} is not one of EPSG:4534 to 4554")
    return code - 4534 + 25


def projected_bounds(outlines: Iterable[BaseGeometry | None], crs: CRS) -> Bounds | None:
    """Return the projected bounds of (lon, lat) outlines; None where all are empty."""
    stored = CRS.from_epsg(STORED_SRID)
    return bounds_of(
        transform(one, stored, crs) for one in outlines if one is not None and not one.is_empty
    )
