"""CSV as RFC 4180 has it: cells and the lines that they stand in; a quote that does not fit stops.

Readers that go on after an unclosed quote take all rows to the next quote for one cell.
"""

import re
from collections.abc import Iterator
from typing import Final

from gis.formats.faults import UnreadableError

LONGEST: Final = 100_000
"""Characters of a cell; a longer one is rows that a forgotten quote has swallowed."""

_CELL: Final = re.compile(
    r'(?:"(?P<quoted>[^"]*(?:""[^"]*)*)"|(?P<plain>[^",\r\n]*))(?P<end>,|\r\n|\r|\n|\Z)'
)


def csv_lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row: the line where it begins, from 1, and its cells.

    Raises
    ------
    UnreadableError
        At a quoted cell that is not closed or goes on after its quote, and at a quote within a
        cell that is not quoted.
    """
    at, line, first = 0, 1, 1
    cells: list[str] = []
    while at < len(text) or cells:
        found = _CELL.match(text, at)
        if found is None or len(found.group()) > LONGEST:
            raise _no_cell(text, at, line)
        quoted = found["quoted"]
        cells.append(found["plain"] if quoted is None else quoted.replace('""', '"'))
        line += _lines_in(found.group()) if quoted or found["end"] != "," else 0
        at = found.end()
        if found["end"] != ",":
            yield first, cells
            cells, first = [], line


def _lines_in(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _no_cell(text: str, at: int, line: int) -> UnreadableError:
    value = re.split(r"[\r\n]", text[at : at + 80], maxsplit=1)[0]
    if text[at] == '"':
        return UnreadableError(
            "这一格的引号没有闭合，或闭合后还有文字；请补上引号，格内的引号写两个。其后的行都没有读",
            "the quote of this cell is not closed, or a text follows it; close it, and double "
            "the quotes within a cell. No row after it was read",
            kind="open_quote",
            row=line,
            value=value,
        )
    return UnreadableError(
        "格内有单个引号；请给整格加引号，格内的引号写两个。其后的行都没有读",
        "a quote within a cell that is not quoted; quote the cell and double the quotes within. "
        "No row after it was read",
        kind="open_quote",
        row=line,
        value=value,
    )
