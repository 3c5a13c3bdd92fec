"""What coordinate systems are called in Chinese messages; in English they have PROJ's names."""

from functools import lru_cache
from typing import Final

from pyproj import CRS

from gis.geometry.gauss_kruger import BEIJING_54, CGCS2000, XIAN_80, meridian_of, width_of, zone_of

_OTHERS: Final = {
    3857: "Web 墨卡托",
    **{datum.geographic: f"{datum.zh} 经纬度" for datum in (CGCS2000, XIAN_80, BEIJING_54)},
}
"""Of systems without zones: EPSG code → name."""


@lru_cache(maxsize=64)
def name_zh(crs: CRS) -> str:
    """Return the trade's name of a system with its code: CGCS2000 3度带 39 带（EPSG:4527）.

    A system that the trade has no word for keeps the name that PROJ has.
    """
    base = _unbound(crs)
    code = base.to_epsg()
    if code is None:
        return str(base.name)
    return f"{_of_zone(base) or _OTHERS.get(code) or base.name}（EPSG:{code}）"


@lru_cache(maxsize=64)
def name_en(crs: CRS) -> str:
    """Return the code of a system with PROJ's name: EPSG:4490 (China Geodetic …)."""
    base = _unbound(crs)
    code = base.to_epsg()
    return str(base.name) if code is None else f"EPSG:{code} ({base.name})"


def _unbound(crs: CRS) -> CRS:
    """Return a system without a shift to another that it may be bound to."""
    return crs.source_crs if crs.is_bound and crs.source_crs is not None else crs


def _of_zone(crs: CRS) -> str:
    found = zone_of(crs)
    if found is None:
        return ""
    datum, zone, numbered = found
    width = width_of(zone)
    if width is None:
        return ""
    place = f"{zone} 带" if numbered else f"中央经线 {meridian_of(zone, width)}°"
    return f"{datum.zh} {width}度带 {place}"
