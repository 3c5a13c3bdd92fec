"""Whether a whole package lies where its plan says: shifted as a whole, it fits together all right.

Every part of such a package fits the others, so only the plan's stated district can tell.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
import shapely
from pyproj import CRS, Geod
from shapely.geometry.base import BaseGeometry

from gis.errors import CrsError
from gis.geometry.crs import STORED_SRID, Bounds, to_stored, transform
from gis.geometry.datum import gcj02_to_wgs84
from gis.geometry.in_china import swapped
from gis.geometry.outlines import misfit, multipolygon
from gis.model import Zone
from gis.problems import Problem
from projects.package.check_ledger import MAX_OUTSIDE_SHARE, land_of
from projects.package.columns import ZONE_OUTLINES

_ZONES: Final = (*range(4534, 4555), *range(4513, 4534), *range(4502, 4513), *range(4491, 4502))
"""EPSG codes of the CGCS2000 zones: of 3 degrees without and with number, then of 6 degrees."""

_GEOD: Final = Geod(ellps="GRS80")

_SAME_EDGE_M: Final = 150.0
_MUCH_NEARER: Final = 3.0
"""The land's edges are taken for those of its district up to so many metres, where without that
they would lie so many times as far off."""


def check_district(
    zones: list[Zone], crs: CRS, district: Bounds | None, problems: list[Problem]
) -> None:
    """Report a plan whose zones lie mostly outside its district, with the probable cause.

    Nearer than that only a shift to GCJ-02 is told, of a plan that fills its district.

    Parameters
    ----------
    crs
        That of zones.geojson, in which its outlines were drawn.
    """
    land = land_of(zones)
    if district is None or land is None:
        return
    share = misfit(multipolygon(land), shapely.box(*district)).share
    if share <= MAX_OUTSIDE_SHARE:
        problems += _in_gcj02(land, district)
        return
    zh, en = next(_causes(land, crs, district))
    problems.append(
        Problem(
            file=ZONE_OUTLINES.file,
            column="outline",
            zh=f"片区大部分（{share:.0%}）不在 plan.yaml 所写的区划 (district) 内：{zh}",
            en=f"most of the zones' land ({share:.0%}) lies outside the district that plan.yaml "
            f"states: {en}",
            kind="outside_district",
        )
    )


def _in_gcj02(land: BaseGeometry, district: Bounds) -> list[Problem]:
    """Return a problem if the edges of the land are those of its district only when brought back.

    Boxes of districts are good to some hundred metres, GCJ-02 shifts by 300 to 700.
    """
    drawn_m, back_m = _edges_off_m(land, district), _edges_off_m(gcj02_to_wgs84(land), district)
    if back_m > _SAME_EDGE_M or back_m * _MUCH_NEARER > drawn_m:
        return []
    return [
        Problem(
            file=ZONE_OUTLINES.file,
            column="outline",
            zh=f"片区整体偏离 plan.yaml 所写的区划 (district) 约 {drawn_m:.0f} 米；按火星坐标 "
            f"(GCJ-02) 反算后只差 {back_m:.0f} 米：请把整个规划包转换为 CGCS2000 再导入；"
            "若边界确实如此，请删去 plan.yaml 的 district",
            en=f"the zones lie some {drawn_m:.0f} m beside the district that plan.yaml states; "
            f"taken as GCJ-02 and brought back, {back_m:.0f} m: convert the whole package to "
            "CGCS2000; if its outlines are right, take district out of plan.yaml",
            kind="shifted",
        )
    ]


def _edges_off_m(land: BaseGeometry, district: Bounds) -> float:
    """Return how far the edges of the land's box lie from the district's, in metres, on average."""
    west, south, east, north = district
    x, y = (west + east) / 2, (south + north) / 2
    a_degree_m = (_GEOD.inv(x - 0.5, y, x + 0.5, y)[2], _GEOD.inv(x, y - 0.5, x, y + 0.5)[2])
    off_m = (np.array(land.bounds) - np.array(district)) * np.tile(a_degree_m, 2)
    return float(np.sqrt(np.mean(off_m**2)))


def _causes(land: BaseGeometry, crs: CRS, district: Bounds) -> Iterator[tuple[str, str]]:
    """Yield what would bring the land into its district, the most probable first."""
    drawn = transform(land.centroid, CRS.from_epsg(STORED_SRID), crs)
    if _is_in(swapped(drawn), crs, district):
        yield (
            "坐标轴颠倒，对调 x 和 y 后吻合",
            "the axes are swapped; with x and y exchanged it fits",
        )
    for epsg in _ZONES if crs.is_projected else ():
        if _is_in(drawn, CRS.from_epsg(epsg), district):
            yield (
                f"像是 EPSG:{epsg} 的坐标；请核对坐标系 (plan.yaml 的 crs)",
                f"its coordinates look like those of EPSG:{epsg}; check the CRS (crs in plan.yaml)",
            )
    middle = shapely.box(*district).centroid
    azimuth, _, metres = _GEOD.inv(middle.x, middle.y, land.centroid.x, land.centroid.y)
    zh, en = _direction(azimuth)
    yield (
        f"整体偏离约 {metres / 1000:.0f} 公里（向{zh}）；请核对坐标系和 district",
        f"it is shifted as a whole, some {metres / 1000:.0f} km to the {en}; check the CRS and "
        "the district",
    )


def _is_in(drawn: BaseGeometry, crs: CRS, district: Bounds) -> bool:
    try:
        return bool(shapely.intersects(to_stored(drawn, crs), shapely.box(*district)))
    except CrsError:
        return False


def _direction(azimuth: float) -> tuple[str, str]:
    names = (
        ("北", "north"), ("东北", "north-east"), ("东", "east"), ("东南", "south-east"),
        ("南", "south"), ("西南", "south-west"), ("西", "west"), ("西北", "north-west"),
    )  # fmt: skip
    return names[round(azimuth / 45) % 8]
