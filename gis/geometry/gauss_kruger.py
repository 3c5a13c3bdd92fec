"""Gauss–Krüger zones of China: the system of a zone, and the zone that an easting tells.

An easting often has the number of its zone in front: 38 433 423 m is 433 423 m in zone 38. Zones of
3 degrees have the numbers 25 to 45, zones of 6 degrees 13 to 23, so the number tells the width.
"""

from dataclasses import dataclass
from typing import Final, Literal

from pyproj import CRS
from pyproj.crs import ProjectedCRS
from pyproj.crs.coordinate_operation import TransverseMercatorConversion

Width = Literal[3, 6]
"""Degrees of longitude of a zone."""

ZONES: Final[dict[Width, range]] = {3: range(25, 46), 6: range(13, 24)}
"""The numbers of the zones of each width."""

PREFIX_M: Final = 1e6
FALSE_EASTING_M: Final = 500_000
"""What the number of a zone counts in an easting that has it in front."""


@dataclass(frozen=True, slots=True)
class Datum:
    """A datum of Chinese surveying.

    `geographic` is the EPSG code of its longitudes and latitudes; `numbered` and `plain` are those
    of the first zone of each width, with its number in the eastings and without. WGS 84 has none.
    """

    zh: str
    en: str
    geographic: int
    numbered: dict[Width, int]
    plain: dict[Width, int]


CGCS2000: Final = Datum("CGCS2000", "CGCS2000", 4490, {3: 4513, 6: 4491}, {3: 4534, 6: 4502})
XIAN_80: Final = Datum("西安80", "Xian 1980", 4610, {3: 2349, 6: 2327}, {3: 2370, 6: 2338})
BEIJING_54: Final = Datum("北京54", "Beijing 1954", 4214, {3: 2401, 6: 21413}, {3: 2422, 6: 21453})
WGS_84: Final = Datum("WGS84", "WGS 84", 4326, {}, {})


def width_of(zone: int) -> Width | None:
    """Return how wide the zone of a number is, in degrees; None if no zone of China has it."""
    return next((width for width, zones in ZONES.items() if zone in zones), None)


def meridian_of(zone: int, width: Width) -> int:
    """Return the central meridian of a zone, in degrees east."""
    return zone * 3 if width == 3 else zone * 6 - 3


def zone_in(easting: float) -> int | None:
    """Return the number that an easting has in front; None where it has none of a zone."""
    zone = int(easting // PREFIX_M)
    return zone if width_of(zone) else None


def zone_crs(datum: Datum, zone: int, *, numbered: bool) -> CRS:
    """Return the system of a zone, with its number in front of the eastings or without.

    Raises
    ------
    ValueError
        If no zone of China has that number.
    """
    width = width_of(zone)
    if width is None:
        raise ValueError(f"no zone {zone}")
    codes = datum.numbered if numbered else datum.plain
    if codes:
        return CRS.from_epsg(codes[width] + zone - ZONES[width].start)
    conversion = TransverseMercatorConversion(
        longitude_natural_origin=meridian_of(zone, width),
        false_easting=FALSE_EASTING_M + (zone * PREFIX_M if numbered else 0),
    )
    name = f"{datum.en} / {width}-degree Gauss-Kruger zone {zone}"
    return ProjectedCRS(conversion, name=name, geodetic_crs=CRS.from_epsg(datum.geographic))


def degrees_crs(datum: Datum) -> CRS:
    """Return the longitudes and latitudes of a datum."""
    return CRS.from_epsg(datum.geographic)


def zone_of(crs: CRS) -> tuple[Datum, int, bool] | None:
    """Return the datum and the zone of a system, and whether its eastings have the number."""
    code = crs.to_epsg()
    if code is None:
        return None
    for datum in (CGCS2000, XIAN_80, BEIJING_54):
        for numbered, codes in ((True, datum.numbered), (False, datum.plain)):
            for width, first in codes.items():
                if first <= code < first + len(ZONES[width]):
                    return datum, ZONES[width][code - first], numbered
    return None
