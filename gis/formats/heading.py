"""Which row of a table is its heading: a title and notes may stand above, and it may take two rows.

Told by how many cells are filled and that names are texts; what the names mean is not known here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from statistics import median_low
from typing import Final

from gis.formats.area_units import unit_named
from gis.formats.faults import Fault, UnreadableError
from gis.formats.table import Row, Table

_MOST_COLUMNS: Final = 2000
_WITHIN: Final = 10
"""Rows among which the heading is looked for."""

_LOOKED_AT: Final = 20
_ENDS_IN_DIGIT: Final = re.compile(r"\d\s*$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """The heading of a table.

    Parameters
    ----------
    row
        Its last row; what is below it is the table.
    names
        Each once and none empty.
    note
        What a person should know of how it was found.
    """

    row: int
    names: list[str]
    note: Fault | None


def heading_of(table: Table) -> Heading:
    """Return the heading of a table.

    It is the first row with two cells filled, unless that is filled less than the rows below it and
    another is filled more and has names alone: texts, each once, none of them ending in a digit.

    Raises
    ------
    UnreadableError
        If it has no heading, or too many columns.
    """
    looked_at = list(islice(table.rows([]), _LOOKED_AT))
    rows = [row for row in looked_at if _filled(row[1])]
    first = [row for row in rows if row in looked_at[:_WITHIN]]
    if not first:
        raise UnreadableError("没有任何内容", "has no content", kind="no_features")
    usual = next((at for at, row in enumerate(first) if len(_filled(row[1])) > 1), 0)
    at = usual if _is_as_wide(rows, usual) else _widest(rows, usual, len(first))
    number, cells = rows[at]
    if len(cells) > _MOST_COLUMNS:
        raise UnreadableError(
            f"有 {len(cells):,} 列，最多 {_MOST_COLUMNS:,} 列；请只留需要的列",
            f"has {len(cells):,} columns, at most {_MOST_COLUMNS:,} are read; keep those needed",
            kind="too_many_columns",
            row=number,
        )
    if _has_second(rows, at):
        last, below = rows[at + 1]
        return Heading(row=last, names=_names(_joined(cells, below)), note=_two_rows(number, last))
    note = None if at == usual else _passed_over(number)
    return Heading(row=number, names=_names(cells), note=note)


def _filled(cells: Sequence[str]) -> set[int]:
    """Return the places of the cells that are not empty."""
    return {at for at, cell in enumerate(cells) if cell.strip()}


def _width(rows: Sequence[Row], at: int) -> int:
    """Return how many columns a row names, with the row below where it belongs to it."""
    filled = _filled(rows[at][1])
    return len(filled | _filled(rows[at + 1][1]) if _has_second(rows, at) else filled)


def _is_as_wide(rows: Sequence[Row], at: int) -> bool:
    below = [len(_filled(cells)) for _, cells in rows[at + 1 :]]
    return not below or _width(rows, at) >= median_low(below)


def _widest(rows: Sequence[Row], usual: int, end: int) -> int:
    """Return the row that names most columns, the first of several; `usual` if none names more."""
    others = (at for at in range(usual + 1, min(end, len(rows) - 1)) if _are_names(rows[at][1]))
    return max((usual, *others), key=lambda at: _width(rows, at))


def _are_names(cells: Sequence[str]) -> bool:
    told = [cell.strip() for cell in cells if cell.strip()]
    return len(set(told)) == len(told) and not any(map(_ENDS_IN_DIGIT.search, told))


def _has_second(rows: Sequence[Row], at: int) -> bool:
    """Tell whether the row below names what a merged cell of this one spans.

    It fills all the gaps of this one that lie within, leaves others empty as cells do that are
    merged downwards, and rows of the table follow.
    """
    if at + 2 >= len(rows):
        return False
    head, below = _filled(rows[at][1]), _filled(rows[at + 1][1])
    if not head or not head - below or rows[at + 1][0] != rows[at][0] + 1:
        return False
    gaps = set(range(min(head), max(head | below) + 1)) - head
    return bool(gaps) and gaps <= below and _are_second(rows[at + 1][1])


def _are_second(cells: Sequence[str]) -> bool:
    """Tell whether cells can be names under others; the same may stand under several."""
    return not any(_ENDS_IN_DIGIT.search(cell) for cell in cells)


def _joined(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """Return one name a column: that above, which spans the gaps after it, and that below it.

    A unit stands in brackets, as in a heading of one row: 面积（公顷）.
    """
    names, group = [], ""
    for at in range(max(len(above), len(below))):
        upper = above[at].strip() if at < len(above) else ""
        lower = below[at].strip() if at < len(below) else ""
        group = upper or (group if lower else "")
        unit = unit_named(lower) is not None
        names.append(f"{group}（{lower}）" if group and unit else f"{group} {lower}".strip())
    return names


def _names(cells: Sequence[str]) -> list[str]:
    """Return the names of a heading, each once and none empty."""
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    names: list[str] = []
    for at, cell in enumerate(cells, start=1):
        name = " ".join(cell.split()) or f"列{at}"
        again = 2
        while name in names:
            name = f"{name.removesuffix(f' ({again - 1})')} ({again})"
            again += 1
        names.append(name)
    return names


def _passed_over(number: int) -> Fault:
    return Fault(
        f"表头取第 {number} 行，其上各行作为标题和说明略过；如不是，请删去表头以上的行",
        f"row {number} is taken for the heading, the rows above it for titles and notes; if it is "
        "not, delete the rows above the heading",
        "heading_row",
    )


def _two_rows(first: int, second: int) -> Fault:
    return Fault(
        f"表头取第 {first}、{second} 两行，上下合并为一个列名；如不是，请合并为一行",
        f"rows {first} and {second} are taken together for the heading; if they are not, make it "
        "one row",
        "heading_row",
    )
