"""Numbers as files write them: with a unit, parted by commas, in full width, or missing."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from gis.formats.area_units import M2_PER_UNIT, UNIT_ZH, AreaUnit, unit_named
from gis.geometry.area import M2_PER_HA

AREA_UNITS: Final[Mapping[str, float]] = {
    UNIT_ZH[unit]: m2 / M2_PER_HA for unit, m2 in M2_PER_UNIT.items()
}
"""Hectares per unit, by what people call it."""

UNIT_CODES: Final[Mapping[str, AreaUnit]] = {zh: unit for unit, zh in UNIT_ZH.items()}
"""Units as JSON has them."""

MONEY_UNITS: Final[Mapping[str, float]] = {
    "万元": 1.0, "元": 1e-4, "千元": 0.1, "百万元": 100.0, "千万元": 1000.0, "亿元": 1e4
}  # fmt: skip
"""万元 per unit."""

UNITS: Final[Mapping[str, Mapping[str, float]]] = {
    "ha": AREA_UNITS,
    "m2": {unit: ha * M2_PER_HA for unit, ha in AREA_UNITS.items()},
    "10k_cny": MONEY_UNITS,
}
"""The unit of a column of ours → what a figure in another one is multiplied by."""

_OF_MONEY: Final[Mapping[str, str]] = {
    **{unit: unit for unit in MONEY_UNITS}, "人民币万元": "万元", "人民币元": "元"
}  # fmt: skip

_LIKE_A_UNIT: Final = re.compile(r"^[^(]*([元米亩顷币㎡]|m2|km2|hm2)(/.*)?$", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_NUMBER: Final = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))\s*([^\d.+,-].*)?", re.ASCII)
_PARTED: Final = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?([^\d.,].*)?", re.ASCII)
_MISSING: Final = -65535.0
_NO_DAYS: Final = re.compile(r"(1900[-/.]0?1[-/.]0?1|1899[-/.]12[-/.]30)([T ].*)?", re.ASCII)
_DIGITS_OF_DAY: Final = re.compile(r"(19|20)\d{6}(\.0+)?", re.ASCII)


def unit_of(written: str) -> str:
    """Return a unit by the name it has here; empty if it is none."""
    area = unit_named(written)
    if area is not None:
        return UNIT_ZH[area]
    return _OF_MONEY.get(unicodedata.normalize("NFKC", written).strip(), "")


def unit_in(header: str) -> str:
    """Return the unit that stands in a header, `面积（公顷）`, `面积_亩`; empty if none does."""
    if strange_unit_in(header):
        return ""
    plain = unicodedata.normalize("NFKC", header)
    found = (unit_of(told) for told in _BRACKETS.findall(plain))
    return next((unit for unit in found if unit), name_before_unit(header)[1])


def name_before_unit(header: str) -> tuple[str, str]:
    """Return a header without the unit that ends it, and this: `面积/亩`, `面积_亩`, `面积亩`.

    The unit is the longest there is; a header that none ends stays, and the unit is empty.
    """
    plain = unicodedata.normalize("NFKC", header).strip()
    for start in range(1, len(plain)):
        if unit := unit_of(plain[start:]):
            return plain[:start].rstrip("_/: -"), unit
    return header, ""


def strange_unit_in(header: str) -> str:
    """Return what stands in a header as a unit and is none that is known; empty if nothing does.

    `万美元`, `万元/亩`, `千平方米`: taken for another unit, such a figure would be wrong by far.
    """
    plain = unicodedata.normalize("NFKC", header)
    told = (*_BRACKETS.findall(plain), *re.split(r"[_\s:]", plain)[1:][-1:])
    return next((one for one in told if _LIKE_A_UNIT.search(one) and not unit_of(one)), "")


def quantity(text: str) -> tuple[str, str]:
    """Return a number as plain digits, and its unit: `0.7655公顷`, `1,234.5 m2`; else as it is."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if _PARTED.fullmatch(plain):
        plain = plain.replace(",", "")
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return text, ""
    number, unit = found[1], (found[2] or "").strip()
    if unit and not unit_of(unit):
        return text, ""
    return number, unit_of(unit)


def is_missing(text: str) -> bool:
    """Tell whether a cell says that there is nothing: -65535, as spatial databases write it."""
    try:
        return float(text) == _MISSING
    except ValueError:
        return False


def is_no_day(text: str) -> bool:
    """Tell whether a date is one that only fills its cell: 1900-01-01, or day 0 of a database."""
    return _NO_DAYS.fullmatch(text.strip()) is not None


def day_text(text: str) -> str:
    """Return a date of digits alone, `20230630`, as `2023-06-30`; any other as it is."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if _DIGITS_OF_DAY.fullmatch(plain):
        return f"{plain[:4]}-{plain[4:6]}-{plain[6:8]}"
    return text
