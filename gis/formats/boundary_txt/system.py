"""The coordinate system of a file: what its header says, read together with its digits.

The declared zone counts, then the number in front of the eastings. Nothing is moved: a file that
says zone 37 and has an easting of 38 057 383 is in zone 37.
"""

import re
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS

from gis.errors import WrongUseError
from gis.formats.boundary_txt.header import Header
from gis.formats.boundary_txt.words import (
    DATUM_KEY,
    PROJECTION_KEY,
    SHIFT_KEY,
    UNIT_KEY,
    WIDTH_KEY,
    ZONE_KEY,
    half_width,
)
from gis.geometry.crs import CHINA_BOUNDS
from gis.geometry.datum_shift import datum_shift_of, with_shift
from gis.geometry.gauss_kruger import (
    BEIJING_54,
    CGCS2000,
    FALSE_EASTING_M,
    PREFIX_M,
    WGS_84,
    XIAN_80,
    Datum,
    degrees_crs,
    width_of,
    zone_crs,
    zone_in,
)
from gis.problems import Problem

Floats = NDArray[np.float64]

_DATUMS: Final = {
    "2000": CGCS2000, "CGCS2000": CGCS2000, "CGCS": CGCS2000, "GCS2000": CGCS2000,
    "1980": XIAN_80, "80": XIAN_80, "西安80": XIAN_80, "西安1980": XIAN_80, "1980西安": XIAN_80,
    "80西安": XIAN_80, "XIAN80": XIAN_80, "XIAN1980": XIAN_80, "西安": XIAN_80,
    "1954": BEIJING_54, "54": BEIJING_54, "北京54": BEIJING_54, "北京1954": BEIJING_54,
    "1954北京": BEIJING_54, "54北京": BEIJING_54, "BEIJING54": BEIJING_54,
    "BEIJING1954": BEIJING_54,
    "WGS84": WGS_84, "WGS1984": WGS_84, "84": WGS_84,
}  # fmt: skip
"""What is left of a system's name without its common words."""

_COMMON: Final = re.compile("坐标系统?|坐标|国家|中国|大地|测量|GCS_|年|[\\s_\\-()]")
_SIX: Final = ("6", "六")
_THREE: Final = ("3", "三")
_GAUSS: Final = re.compile("高斯|gauss|横轴墨卡托|transverse", re.IGNORECASE)
_DEGREES: Final = 180.0
_LEAST_NUMBERED: Final = 1e7
"""An easting with a zone's number in front is larger, a northing of China smaller."""


@dataclass(frozen=True, slots=True)
class System:
    """The system of a file; `east_first` tells that column X holds the east."""

    crs: CRS | None
    east_first: bool


def system_of(header: Header, x: Floats, y: Floats, warn: "Warn") -> System:
    """Return the system that a header and some coordinates tell.

    Parameters
    ----------
    x, y
        Columns X and Y as they stand.
    """
    datum = _datum(header)
    if not len(x):
        return System(None, False)
    in_degrees = bool((np.abs(x) <= _DEGREES).all() and (np.abs(y) <= _DEGREES).all())
    _compare_unit(header, warn, in_degrees=in_degrees)
    if isinstance(datum, CRS):
        return System(datum, in_degrees and _is_longitude(x))
    if in_degrees:
        crs = None if datum is None else _with_own_shift(degrees_crs(datum), header, warn)
        return System(crs, _is_longitude(x))
    zone = _zone(header, warn)
    crs = None
    if _is_gauss(header, warn):
        crs = _zone_system(datum, zone, header, x, y, warn)
    if crs is None and datum is not None:
        zh = f"写明{datum.zh}，但没有带号，东坐标前面也没有；请用 --crs 指明"
        en = f"says {datum.en} and no zone, nor have the eastings its number: give --crs"
        warn(ZONE_KEY, zh, en, "zone_missing")
    return System(None if crs is None else _with_own_shift(crs, header, warn), False)


class Warn:
    """Notes what somebody should look at in the header."""

    def __init__(self, header: Header, file: str, problems: list[Problem]) -> None:
        self._header, self._file, self._problems = header, file, problems

    def __call__(self, key: str, zh: str, en: str, kind: str) -> None:
        """Note it for a key, with the line and the value that it has."""
        found = Problem(
            file=self._file, row=self._header.rows.get(key), column=key,
            value=self._header.told.get(key, ""), zh=zh, en=en, kind=kind, severity="warning",
        )  # fmt: skip
        self._problems.append(found)


def _datum(header: Header) -> Datum | CRS | None:
    """Return the datum that the header says, a local system by its name, or None: nothing."""
    told = half_width(header.told.get(DATUM_KEY, "")).upper()
    name = _COMMON.sub("", told)
    if not name:
        return None
    return _DATUMS.get(name) or _local(told)


def _local(name: str) -> CRS:
    """Return a system that is nothing but a name: 某市2000坐标系 has parameters of its own."""
    safe = re.sub(r'["\x00-\x1f]', " ", name)[:80]
    return CRS.from_wkt(
        f'ENGCRS["{safe}",EDATUM["{safe}"],CS[Cartesian,2],AXIS["x",east],AXIS["y",north],'
        'LENGTHUNIT["metre",1]]'
    )


def _zone_system(
    datum: Datum | None, zone: int | None, header: Header, x: Floats, y: Floats, warn: Warn
) -> CRS | None:
    """Return the system of the declared zone, or of the number that all eastings have in front."""
    numbered = bool(np.median(np.maximum(x, y)) >= _LEAST_NUMBERED)  # also of swapped columns
    if zone is None:
        found = {zone_in(one) for one in (y.min(), y.max())} if datum else {None}
        zone = found.pop() if len(found) == 1 else None
    if zone is None:
        return None
    if datum is None:
        zh, en = "有带号而没有写明坐标系，按 CGCS2000 读", "a zone and no datum: read as CGCS2000"
        warn(DATUM_KEY, zh, en, "datum_missing")
    _compare_width(header, zone, warn)
    if numbered:
        _compare_prefix(zone, float(np.median(np.maximum(x, y))), warn)
    return zone_crs(datum or CGCS2000, zone, numbered=numbered)


def _compare_prefix(zone: int, easting: float, warn: Warn) -> None:
    """Say that the number in front of the eastings is another zone's, where that fits by far."""
    other = zone_in(easting)
    if other is None or other == zone:
        return
    far_m, near_m = (abs(easting - one * PREFIX_M - FALSE_EASTING_M) for one in (zone, other))
    if far_m <= 2 * near_m:
        return
    zh = f"写明带号 {zone}，而东坐标以 {other} 开头：按带号读，距中央经线 {far_m / 1000:.0f} 公里；"
    zh += f"若应为 {other} 带（{near_m / 1000:.0f} 公里），请改带号或用 --crs 指明"
    en = f"says zone {zone}, but the eastings begin with {other}: read by the zone they lie "
    en += (
        f"{far_m / 1000:.0f} km from its meridian; if it is zone {other} ({near_m / 1000:.0f} km), "
    )
    warn(ZONE_KEY, zh, f"{en}mend the header or give --crs", "zone_differs")


def _zone(header: Header, warn: Warn) -> int | None:
    told = half_width(header.told.get(ZONE_KEY, ""))
    found = re.search("[0-9]+", told)
    if not found:
        return None
    zone = int(found[0][:4])
    if width_of(zone):
        return zone
    zh = "没有这个带号：3 度带为 25…45，6 度带为 13…23；未采用"
    en = "there is no such zone: those of 3 degrees are 25 to 45, of 6 degrees 13 to 23; not used"
    warn(ZONE_KEY, zh, en, "no_such_zone")
    return None


def _compare_width(header: Header, zone: int, warn: Warn) -> None:
    told = half_width(header.told.get(WIDTH_KEY, ""))
    says = 6 if any(one in told for one in _SIX) else 3 if any(one in told for one in _THREE) else 0
    width = width_of(zone)
    if says not in (0, width):
        zh = f"写明 {says} 度分带，但带号 {zone} 是 {width} 度带的；按带号读"
        en = f"says zones of {says} degrees, but zone {zone} is one of {width}: read by the zone"
        warn(WIDTH_KEY, zh, en, "zone_width")


def _compare_unit(header: Header, warn: Warn, *, in_degrees: bool) -> None:
    told = header.told.get(UNIT_KEY, "")
    says_degrees = "度" in told or "deg" in told.lower()
    if told and says_degrees != in_degrees:
        zh = f"写明计量单位“{told[:20]}”，但坐标是{'度' if in_degrees else '米'}；按坐标的大小读"
        en = f"says the unit {told[:20]!r}, but has {'degrees' if in_degrees else 'metres'}"
        warn(UNIT_KEY, zh, en, "coordinate_unit")


def _is_gauss(header: Header, warn: Warn) -> bool:
    told = header.told.get(PROJECTION_KEY, "")
    if not told or _GAUSS.search(told):
        return True
    zh = "不是高斯—克吕格投影；请用 --crs 指明坐标系"
    en = "is not the Gauss–Krüger projection: give the system with --crs"
    warn(PROJECTION_KEY, zh, en, "other_projection")
    return False


def _is_longitude(x: Floats) -> bool:
    """Tell whether column X has longitudes: in China they are larger than any latitude."""
    west, _, _, north = CHINA_BOUNDS
    return bool(np.median(x) > (west + north) / 2)


def _with_own_shift(crs: CRS, header: Header, warn: Warn) -> CRS:
    """Return a system with the parameters to CGCS2000 that the file has, if it has any."""
    told = half_width(header.told.get(SHIFT_KEY, ""))
    if not re.search("[1-9]", told):
        return crs
    datum_name = crs.geodetic_crs.to_epsg() if crs.geodetic_crs else None
    if datum_name in (CGCS2000.geographic, WGS_84.geographic):
        return crs
    try:
        return with_shift(crs, datum_shift_of(told))
    except WrongUseError as error:
        warn(SHIFT_KEY, f"{error.zh}；未采用", f"{error.en}; not used", "shift_parameters")
        return crs
