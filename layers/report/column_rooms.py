"""How wide a table's columns are, in half-width characters: by their headings and their cells."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from layers.report.cells import is_figure, shown
from layers.report.document import Column, Table, Value
from layers.report.text_width import text_width

_SMALLEST = 5  # a column of one-digit counts still has a heading
_NEEDED = 12  # longer text may wrap
_SHORT_TEXT = 24  # rather not wrapped in any row
_LONGEST_FIGURE = 24  # longer ones are words in a column of figures
_SHORT = 8  # a heading this short stays whole
_PADDING = 2  # half-width characters that the two sides of a cell take
_CLEAR = 1  # more that a text keeps from the figures before it
_PARTS = re.compile(r"(?=[（(])|\s+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Room:
    """What a column needs so that no figure breaks, what it wants, and what it could use."""

    needs: int
    wants: int
    uses: int

    def wider(self, by: int) -> "Room":
        """Return it with more of each."""
        return Room(needs=self.needs + by, wants=self.wants + by, uses=self.uses + by)


def column_rooms(table: Table, language: str) -> list[Room]:
    """Return the room of each column, by its heading, on two lines or more, and its cells.

    A column of text wants to hold nine cells in ten on one line (all, if they are short), but no
    more than its own `width` in Han characters; where there is room to spare, it can use more.
    """
    cells = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
    rooms = [
        _room(column, values, language) for column, values in zip(table.columns, cells, strict=True)
    ]
    figures = [is_figure(column.kind) for column in table.columns]
    return [
        room.wider(_CLEAR) if place and figures[place - 1] and not figures[place] else room
        for place, room in enumerate(rooms)
    ]


def shared_widths(rooms: Sequence[Room], line: float) -> list[float]:
    """Share a line among columns, all in half-width characters.

    Each gets what it needs, then what it wants, then what it could use: columns that ask for
    little first, the others alike. The rest goes out in proportion. Needs beyond the line shrink.
    """
    widths = [float(room.needs) for room in rooms]
    for goals in ([room.wants for room in rooms], [room.uses for room in rooms]):
        widths = _filled(widths, goals, line)
    return [width * line / sum(widths) for width in widths]


def column_shares(rooms: Sequence[Room], line: int) -> list[float]:
    """Return each column's share, in percent, of a line of `line` half-width characters."""
    widths = shared_widths(rooms, line_in(line, rooms))
    return [round(100 * (width + _PADDING) / line, 2) for width in widths]


def line_in(line: int, columns: Sequence[object]) -> int:
    """Return what a line of half-width characters leaves to the texts of some columns."""
    return max(line - _PADDING * len(columns), 1)


def _filled(widths: list[float], goals: list[int], line: float) -> list[float]:
    """Raise widths towards their goals, all to one level, until the line is full."""

    def raised(level: float) -> list[float]:
        return [max(width, min(goal, level)) for width, goal in zip(widths, goals, strict=True)]

    low, high = 0.0, float(max(goals, default=0))
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(raised(middle)) <= line else (low, middle)
    return raised(low)


def _room(column: Column, values: Sequence[Value], language: str) -> Room:
    widths = sorted(text_width(shown(value, column.kind, language)) for value in values) or [0]
    heading = text_width(column.title)
    parts = max((text_width(part) for part in _PARTS.split(column.title)), default=0)
    least = max(_SMALLEST, min(parts, max((heading + 1) // 2, _SHORT), _NEEDED))
    whole = is_figure(column.kind) or column.kind == "day"
    if whole and widths[-1] <= _LONGEST_FIGURE:
        needs = max(least, widths[-1])
        wants = max(needs, min(heading, _NEEDED))
        return Room(needs=needs, wants=wants, uses=wants)
    usual = widths[-1] if widths[-1] <= _SHORT_TEXT else widths[math.ceil(0.9 * len(widths)) - 1]
    needs = max(least, min(widths[-1], _NEEDED))
    uses = max(needs, usual, heading)
    return Room(needs=needs, wants=max(needs, min(uses, 2 * column.width)), uses=uses)
