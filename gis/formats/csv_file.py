"""CSV files as tables: commas, semicolons or tabs, in whatever encoding, row by row."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from gis.formats.csv_text import csv_records
from gis.formats.encodings import codec_named, encoding_of
from gis.formats.formula_guard import unguarded
from gis.formats.table import Table
from gis.problems import Problem

LONGEST_ROW: Final = 1 << 24
"""Characters of a row: an outline in WKT may have some hundred thousand points."""

_SEPARATORS: Final = ",\t;，"


def csv_table(path: Path, *, encoding: str | None) -> Table:
    """Look at a CSV file.

    Raises
    ------
    UnreadableError
        If it is in no known encoding, or `encoding` is none.
    """
    found = encoding_of(path) if encoding is None else codec_named(encoding)
    found = "utf-8-sig" if found == "utf-8" else found
    with path.open(encoding=found, errors="replace", newline="") as file:
        separator = _separator(file.readline(LONGEST_ROW))

    def rows(_problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
        with path.open(encoding=found, errors="replace", newline="") as file:
            for number, cells in csv_records(file, separator=separator, longest=LONGEST_ROW):
                yield number, list(map(unguarded, cells))

    return Table(rows=rows, encoding=found.removesuffix("-sig").upper(), is_ragged=True)


def _separator(line: str) -> str:
    """Return what parts the columns: what the first line has most of, outside quotes."""
    bare = "".join(line.split('"')[::2])
    return max(_SEPARATORS, key=bare.count)
