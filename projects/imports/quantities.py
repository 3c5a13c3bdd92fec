"""Numbers as files write them: with a unit, parted by commas, in full width, or missing."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from gis.geometry.area import HA_PER_UNIT, M2_PER_HA

AREA_UNITS: Final[Mapping[str, float]] = {
    "公顷": 1.0,
    "平方米": 1 / M2_PER_HA,
    "亩": HA_PER_UNIT["亩"],
    "平方公里": HA_PER_UNIT["平方公里"],
}
"""Hectares per unit."""

UNIT_CODES: Final[Mapping[str, str]] = {
    "公顷": "ha", "平方米": "m2", "亩": "mu", "平方公里": "km2"
}  # fmt: skip
"""Units as JSON has them."""

MONEY_UNITS: Final[Mapping[str, float]] = {"万元": 1.0, "元": 1e-4, "亿元": 1e4}
"""万元 per unit."""

_WRITTEN: Final[Mapping[str, str]] = {
    **{unit: unit for unit in (*AREA_UNITS, *MONEY_UNITS)},
    "ha": "公顷", "hm2": "公顷", "m2": "平方米", "平米": "平方米", "平方": "平方米", "mu": "亩",
    "km2": "平方公里", "市亩": "亩", "人民币万元": "万元", "人民币元": "元",
}  # fmt: skip

_BRACKETS: Final = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_NUMBER: Final = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))\s*([^\d.+,-].*)?", re.ASCII)
_PARTED: Final = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?([^\d.,].*)?", re.ASCII)
_MISSING: Final = -65535.0
_NO_DAYS: Final = re.compile(r"(1900[-/.]0?1[-/.]0?1|1899[-/.]12[-/.]30)([T ].*)?", re.ASCII)
_DIGITS_OF_DAY: Final = re.compile(r"(19|20)\d{6}(\.0+)?", re.ASCII)


def unit_of(written: str) -> str:
    """Return a unit by the name it has here; empty if it is none."""
    plain = unicodedata.normalize("NFKC", written).strip().casefold().replace("㎡", "m2")
    return _WRITTEN.get(plain, "")


def unit_in(header: str) -> str:
    """Return the unit that stands in a header, `面积（公顷）`, `面积_亩`; empty if none does."""
    plain = unicodedata.normalize("NFKC", header)
    found = (unit_of(told) for told in _BRACKETS.findall(plain))
    ends = (unit_of(re.split(r"[_\s/:：]", plain)[-1]),)
    return next((unit for unit in (*found, *ends) if unit), "")


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
