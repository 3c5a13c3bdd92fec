"""A datum shift of the user's own: what leads from 西安80 or 北京54 to CGCS2000 in one district.

No such parameters are public; a surveying office has those of its district. They are 3 (shifts) or
7 (布尔沙, with the rotations of the Position Vector convention, EPSG method 9606):

```
X' = dx + (1 + s) · ( X − rz·Y + ry·Z)
Y' = dy + (1 + s) · ( rz·X + Y − rx·Z)
Z' = dz + (1 + s) · (−ry·X + rx·Y + Z)
```
"""

import re
from dataclasses import astuple, dataclass
from typing import Final

from pyproj import CRS
from pyproj.crs import BoundCRS
from pyproj.crs.coordinate_operation import ToWGS84Transformation

from gis.errors import WrongUseError
from gis.geometry.crs import STORED_SRID

LARGEST_SHIFT_M: Final = 1000.0
LARGEST_ROTATION_ARCSEC: Final = 60.0
LARGEST_SCALE_PPM: Final = 100.0
"""Larger ones are in other units, or of another pair of datums."""

_SMALLEST_ROTATION_ARCSEC: Final = 1e-3
"""Rotations that are all smaller (3 cm at the earth's surface) are radians, or nothing."""


@dataclass(frozen=True, slots=True)
class DatumShift:
    """Parameters to CGCS2000: metres, arc-seconds (Position Vector), parts per million."""

    dx_m: float
    dy_m: float
    dz_m: float
    rx_arcsec: float = 0.0
    ry_arcsec: float = 0.0
    rz_arcsec: float = 0.0
    scale_ppm: float = 0.0


def datum_shift_of(told: str) -> DatumShift:
    """Return the shift of 3 or 7 numbers with commas between: dx,dy,dz[,rx,ry,rz,scale].

    Raises
    ------
    WrongUseError
        If they are not 3 or 7 numbers, or so large or small that their units must be others.
    """
    parts = re.split(r"\s*[,，]\s*", told.strip())
    try:
        numbers = [_number(part) for part in parts]
    except ValueError:
        numbers = []
    if len(numbers) not in (3, 7):
        raise WrongUseError(
            f"转换参数“{told[:80]}”不是 3 个或 7 个数；应为 dx,dy,dz（米）或再加 rx,ry,rz（秒）、"
            "尺度（ppm），布尔沙模型",
            f"the datum shift {told[:80]!r} is not 3 or 7 numbers: dx,dy,dz in metres, then "
            "rx,ry,rz in arc-seconds (Position Vector) and the scale in ppm",
        )
    shift = DatumShift(*numbers)
    _check_units(shift, told)
    return shift


def with_shift(crs: CRS, shift: DatumShift) -> CRS:
    """Return a system together with what leads from it to CGCS2000; `transform` then uses it."""
    base = crs.source_crs if crs.is_bound and crs.source_crs is not None else crs
    way = ToWGS84Transformation(base.geodetic_crs, *astuple(shift))
    return BoundCRS(base, CRS.from_epsg(STORED_SRID), way)


def _number(text: str) -> float:
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?", text, re.ASCII):
        raise ValueError(text)
    return float(text)


def _check_units(shift: DatumShift, told: str) -> None:
    turns = [abs(one) for one in (shift.rx_arcsec, shift.ry_arcsec, shift.rz_arcsec)]
    zh, en = "", ""
    if max(abs(shift.dx_m), abs(shift.dy_m), abs(shift.dz_m)) > LARGEST_SHIFT_M:
        zh, en = "平移超过 1000 米", "a shift is over 1000 m"
    elif max(turns) > LARGEST_ROTATION_ARCSEC:
        zh, en = "旋转超过 60 秒", "a rotation is over 60 arc-seconds"
    elif 0 < max(turns) < _SMALLEST_ROTATION_ARCSEC:
        zh, en = "旋转太小，像是弧度", "the rotations are so small that they seem to be radians"
    elif abs(shift.scale_ppm) > LARGEST_SCALE_PPM:
        zh, en = "尺度超过 100 ppm", "the scale is over 100 ppm"
    elif 0 < abs(shift.scale_ppm - 1) < 1e-4:
        zh, en = "尺度像是 1 + k 的倍数，应为 ppm", "the scale seems to be a factor, not ppm"
    if zh:
        raise WrongUseError(
            f"转换参数“{told[:80]}”的{zh}；单位应为米、秒、ppm",
            f"of the datum shift {told[:80]!r} {en}; metres, arc-seconds and ppm are wanted",
        )
