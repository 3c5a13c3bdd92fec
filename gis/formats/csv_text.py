"""CSV as RFC 4180 has it: cells and the lines that they stand in; a quote that does not fit stops.

Readers that go on after an unclosed quote take all rows to the next quote for one cell.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, TextIO

from gis.formats.faults import UnreadableError

LONGEST: Final = 100_000
"""Characters of a cell; a longer one is rows that a forgotten quote has swallowed."""


def csv_lines(
    text: str, *, separator: str = ",", longest: int = LONGEST, line: int = 1
) -> Iterator[tuple[int, list[str]]]:
    """Yield each row: the line where it begins and its cells.

    Parameters
    ----------
    longest
        Characters that a cell may have.
    line
        That of the text's beginning, from 1.

    Raises
    ------
    UnreadableError
        At a quoted cell that is not closed or goes on after its quote, at a quote within a cell
        that is not quoted, and at a cell that is too long.
    """
    cell = _cell(separator)
    at, first = 0, line
    cells: list[str] = []
    while at < len(text) or cells:
        found = cell.match(text, at)
        if found is None or len(found.group()) > longest:
            raise _no_cell(text, at, line)
        quoted = found["quoted"]
        cells.append(found["plain"] if quoted is None else quoted.replace('""', '"'))
        line += _lines_in(found.group()) if quoted or found["end"] != separator else 0
        at = found.end()
        if found["end"] != separator:
            yield first, cells
            cells, first = [], line


def csv_records(file: TextIO, *, separator: str, longest: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a file of any size, one in memory at a time; as `csv_lines`.

    Parameters
    ----------
    file
        Opened with `newline=""`.
    longest
        Characters that a row may have.

    Raises
    ------
    UnreadableError
        As `csv_lines`.
    """
    line = 1
    while text := file.readline(longest + 1):
        while text.count('"') % 2 and len(text) <= longest:
            more = file.readline(longest + 1)
            if not more:
                break
            text += more
        if len(text) > longest:
            raise _too_long(text, line, longest)
        yield from csv_lines(text, separator=separator, longest=longest, line=line)
        line += _lines_in(text)


def _too_long(text: str, line: int, longest: int) -> UnreadableError:
    return UnreadableError(
        f"这一行超过 {longest:,} 个字符：有一格过长，或引号没有闭合。其后的行都没有读",
        f"this row has more than {longest:,} characters: a cell is too long, or a quote is not "
        "closed. No row after it was read",
        kind="row_too_long",
        row=line,
        value=text[:80],
    )


@lru_cache
def _cell(separator: str) -> re.Pattern[str]:
    """Return what matches a cell and what ends it."""
    one = re.escape(separator)
    return re.compile(
        rf'(?:"(?P<quoted>[^"]*(?:""[^"]*)*)"|(?P<plain>[^"{one}\r\n]*))(?P<end>{one}|\r\n|\r|\n|\Z)'
    )


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
