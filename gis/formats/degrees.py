"""Degrees, minutes and seconds as people write them: 113°24′15.5″, 东经113度24分15.5秒."""

import re
import unicodedata
from typing import Final

_SIGNS: Final = str.maketrans(
    {**dict.fromkeys("º˚度", "°"), **dict.fromkeys("′’‘´`分", "'"), **dict.fromkeys("″”“秒", '"')}
)
_SIDES: Final = {"东经": "E", "西经": "W", "北纬": "N", "南纬": "S"}
_DECIMAL: Final = r"[0-9]+(?:\.[0-9]*)?"
_DEGREES: Final = re.compile(
    rf"(?P<before>[EWNS]?):?(?P<sign>[+-]?)(?P<degrees>{_DECIMAL})°"
    rf"(?:(?P<minutes>{_DECIMAL})'?(?:(?<=')(?P<seconds>{_DECIMAL})\"?)?)?(?P<after>[EWNS]?)",
    re.IGNORECASE,
)
_LONGEST: Final = 60


def degrees_of(text: str) -> float | None:
    """Return the decimal degrees of a text with a sign of degrees; None if it is no such.

    East and north are positive. Only the last part has decimals; minutes and seconds are 0 to 60.
    """
    if len(text) > _LONGEST:
        return None
    found = _DEGREES.fullmatch(_plain(text))
    if found is None or (found["before"] and found["after"]):
        return None
    told = [part for part in (found["degrees"], found["minutes"], found["seconds"]) if part]
    if any("." in part for part in told[:-1]):
        return None
    degrees, minutes, seconds = (float(part) for part in (*told, "0", "0")[:3])
    if minutes > 60 or seconds > 60:  # 60 is what 59.9999 was rounded to
        return None
    side = (found["before"] or found["after"]).upper()
    is_negative = (found["sign"] == "-") != (side in ("W", "S"))
    value = degrees + minutes / 60 + seconds / 3600
    return -value if is_negative else value


def _plain(text: str) -> str:
    """Return a text without blanks, its signs those of a typewriter."""
    told = unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_SIGNS)
    for zh, letter in _SIDES.items():
        told = told.replace(zh, letter)
    return "".join(told.split()).replace("''", '"')
