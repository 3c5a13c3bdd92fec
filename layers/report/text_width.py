"""How wide text and columns are, in half-width characters: a Han character is two."""

import re
import unicodedata
from dataclasses import dataclass

from layers.report.cells import is_figure, shown
from layers.report.document import Column, Table, Value

_SMALLEST = 5  # a column of one-digit counts still has a heading
_NEEDED = 12  # longer text may wrap
_LONGEST_FIGURE = 24  # longer ones are words in a column of figures
_SHORT = 8  # a heading this short stays whole
_PARTS = re.compile(r"(?=[（(])|\s+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Room:
    """What a column needs so that no figure breaks, and what it would like to have."""

    needs: int
    wants: int


def text_width(text: str) -> int:
    """Return the width of one line of text in half-width characters.

    >>> text_width("收储 12 ha")
    10
    """
    return sum(
        0
        if unicodedata.combining(character)
        else 1 + (unicodedata.east_asian_width(character) in "WFA")
        for character in text
    )


def column_rooms(table: Table, language: str) -> list[Room]:
    """Return the room of each column, by its heading, on two lines or more, and its cells.

    A column of text wants its longest cell, but no more than its own `width` in Han characters.
    """
    return [
        _room(column, [row[place] for row in table.rows], language)
        for place, column in enumerate(table.columns)
    ]


def _room(column: Column, values: list[Value], language: str) -> Room:
    widest = max((text_width(shown(value, column.kind, language)) for value in values), default=0)
    heading = text_width(column.title)
    parts = max((text_width(part) for part in _PARTS.split(column.title)), default=0)
    least = max(_SMALLEST, min(parts, max((heading + 1) // 2, _SHORT), _NEEDED))
    whole = is_figure(column.kind) or column.kind == "day"
    if whole and widest <= _LONGEST_FIGURE:
        needs = max(least, widest)
        return Room(needs=needs, wants=max(needs, min(heading, _NEEDED)))
    needs = max(least, min(widest, _NEEDED))
    return Room(needs=needs, wants=max(needs, min(max(widest, heading), 2 * column.width)))
