"""An outline as the numbers that are written: brought to a system, turned, rounded, still valid."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from gis.geometry.area import GEOD
from gis.geometry.crs_names import name_zh
from gis.geometry.outline_error import OutlineError
from gis.geometry.ways import way_from_stored

_DECIMALS_M: Final = 3
_DECIMALS_DEG: Final = 9
_MORE: Final = 3  # decimals that are added where rounding would make corners meet


@dataclass(frozen=True, slots=True)
class RingDrawn:
    """A closed ring: columns X (north) and Y (east) as written, and how long its edges are."""

    x: list[str]
    y: list[str]
    lengths_m: list[float]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The rings of an outline: each part with its holes after it."""

    rings: list[RingDrawn]


def drawn(outline: BaseGeometry, crs: CRS) -> Drawn:
    """Return an outline in EPSG:4490 as it is written in a system.

    Raises
    ------
    OutlineError
        If it is no polygon, not valid, has no place in the system, or is none after rounding.
    """
    if outline.geom_type not in ("Polygon", "MultiPolygon") or outline.is_empty:
        raise OutlineError(
            f"不是面（{outline.geom_type}），界址点文件只写面",
            f"is no polygon but a {outline.geom_type}; only polygons are written",
            kind="not_a_polygon",
        )
    turned = shapely.orient_polygons(shapely.force_2d(outline), exterior_cw=True)
    moved = shapely.transform(turned, way_from_stored(crs))
    if not np.isfinite(shapely.get_coordinates(moved)).all():
        raise OutlineError(
            f"在 {name_zh(crs)} 中没有位置", f"has no place in {crs.name}", kind="not_in_crs"
        )
    least = _DECIMALS_DEG if crs.is_geographic else _DECIMALS_M
    for decimals in range(least, least + _MORE + 1):
        rounded = shapely.remove_repeated_points(_rounded(moved, decimals))
        if rounded.is_valid:
            return Drawn(
                [_ring(one, crs, decimals) for one in shapely.get_rings(shapely.get_parts(rounded))]
            )
    raise OutlineError(
        "边界无效，或取到微米后相交；请先修正",
        "is not valid, or crosses itself when rounded to a micrometre; mend it first",
        kind="invalid_outline",
    )


def _rounded(shape: BaseGeometry, decimals: int) -> BaseGeometry:
    def rounded(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.round(xy, decimals)

    found: BaseGeometry = shapely.transform(shape, rounded)
    return found


def _ring(ring: BaseGeometry, crs: CRS, decimals: int) -> RingDrawn:
    east, north = shapely.get_coordinates(ring).T
    return RingDrawn(
        x=[f"{one:.{decimals}f}" for one in north],
        y=[f"{one:.{decimals}f}" for one in east],
        lengths_m=_lengths_m(east, north, is_geographic=bool(crs.is_geographic)),
    )


def _lengths_m(
    east: NDArray[np.float64], north: NDArray[np.float64], *, is_geographic: bool
) -> list[float]:
    if is_geographic:
        lengths = GEOD.inv(east[:-1], north[:-1], east[1:], north[1:])[2]
    else:
        lengths = np.hypot(np.diff(east), np.diff(north))
    return [float(one) for one in lengths]
