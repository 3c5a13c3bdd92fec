"""A line of a parcel, and a line of a point: their fields."""

import re
from typing import Final, NamedTuple

from gis.formats.boundary_txt.words import FIELDS, KIND, KINDS, bare, half_width
from gis.formats.degrees import degrees_of

LARGEST: Final = 1e9
"""No coordinate in degrees or metres is larger: zone 45 begins with 45 000 000."""

NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?")

_KIND_INSIDE = re.compile(rf",\s*[{''.join(KINDS)}]\s*(?:,|$)")
_MOST_FIELDS: Final = 40


class PointLine(NamedTuple):
    """A point: its label, its ring's number, and columns X (north) and Y (east) as they stand.

    `columns` is how many the line has: 3, 4 or 6.
    """

    columns: int
    label: str
    ring: str
    x: float
    y: float


class BadNumber(NamedTuple):
    """A coordinate that is no number, or none of a coordinate's size."""

    column: str
    value: str


def point_line(text: str) -> PointLine | BadNumber | None:
    """Return the point of a line, or what is no number in it; None if it is no point at all.

    Read are `label,ring,X,Y`; `label,X,Y`; `label,X,Y,length,ring,`; each also with a comma more.
    """
    fields = half_width(text).split(",")
    count = len(fields)
    if count in (4, 5) and not fields[-1].strip():
        fields, count = fields[:-1], count - 1
    if count == 4:
        columns, (label, ring, told_x, told_y) = 4, fields
    elif count == 3:
        columns, (label, told_x, told_y), ring = 3, fields, ""
    elif count in (5, 6):
        columns, (label, told_x, told_y, _, ring) = 6, fields[:5]
    else:
        return None
    x, y = _number(told_x), _number(told_y)
    if x is None:
        return BadNumber("X", told_x)
    if y is None:
        return BadNumber("Y", told_y)
    return PointLine(columns, label.strip(), ring.strip(), x, y)


def _number(told: str) -> float | None:
    told = told.strip()
    number = float(told) if NUMBER.fullmatch(told) else degrees_of(told)
    return number if number is not None and -LARGEST < number < LARGEST else None


def is_parcel_line(text: str) -> bool:
    """Tell whether a line has the `@` that ends a parcel's, or says 点, 线 or 面 among fields.

    One in brackets is none: it names the fields.
    """
    if text.startswith(("[", "【", "［")):
        return False
    if "@" in text or text.isascii():
        return "@" in text
    return "＠" in text or bool(_KIND_INSIDE.search(half_width(text)))


def parcel_fields(text: str) -> list[str]:
    """Return the fields of a parcel's line, as they stand, without the `@`."""
    fields = text.split(",")
    if len(fields) < 5:  # then full-width commas part them, else they belong to a name
        fields = re.split("[,，]", text)
    fields = [bare(one) for one in fields[: _MOST_FIELDS + 1]]
    ends = [place for place, one in enumerate(fields) if half_width(one) == "@"]
    return fields[: ends[-1]] if ends else fields


def names_of(fields: list[str]) -> tuple[str, ...] | None:
    """Return what each field of a parcel's line means; None if that cannot be told.

    By their number; where that is another, by the place of 点, 线 or 面, and what comes after the
    known ones is called 字段9, 字段10 and so on.
    """
    count = len(fields) + 1
    if count in FIELDS:
        return FIELDS[count]
    for names in FIELDS.values():
        place = names.index(KIND)
        if place < len(fields) <= _MOST_FIELDS and fields[place] in KINDS:
            more = range(len(names) + 1, len(fields) + 1)
            return (*names, *(f"字段{number}" for number in more))[: len(fields)]
    return None
