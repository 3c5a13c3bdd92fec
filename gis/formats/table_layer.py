"""Rows of cells with a heading as a `Layer`: where its outlines are.

They stand in a column of WKT, or as x and y of a place, or row by row as boundary points
(`gis.formats.table_outlines`); or the table has attributes alone.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from gis.formats.cut_numbers import CUT, CutNumber
from gis.formats.faults import Fault
from gis.formats.heading import heading_of
from gis.formats.layer import Features, Layer
from gis.formats.source_layer import BATCH, problem_of
from gis.formats.table import Row, Table, text_features
from gis.formats.table_outlines import outlines_of_table
from gis.problems import Problem


def layer_of_table(table: Table, *, file: str, form: str, name: str = "") -> Layer:
    """Return a table as a layer; `form` and the others are those of `Layer`.

    Raises
    ------
    UnreadableError
        If it has no heading, or too many columns.
    """
    heading = heading_of(table)
    number, header = heading.row, heading.names
    outlines = outlines_of_table(header, lambda: _below(table, number, len(header)))
    crs = outlines.crs if outlines else None
    columns = tuple(
        one for at, one in enumerate(header) if outlines is None or at not in outlines.columns
    )

    def features(problems: list[Problem]) -> Iterator[Features]:
        if heading.note is not None:
            problems.append(problem_of(heading.note, file, number, severity="warning"))
        rows = table.rows(problems)
        body = _body(rows, number, len(header), file, problems, is_ragged=table.is_ragged)
        body = _telling_cut(body, header, file, problems)
        if outlines is None:
            yield from _attributes(body, header)
        else:
            yield from outlines.features(body, header, file, problems)

    return Layer(
        file=file, format=form, name=name, encoding=table.encoding, crs=crs, columns=columns,
        features=features,
    )  # fmt: skip


def _below(table: Table, heading: int, width: int) -> Iterator[Row]:
    yield from _body(table.rows([]), heading, width, "", [], is_ragged=table.is_ragged)


def _body(
    rows: Iterator[Row], heading: int, width: int, file: str, problems: list[Problem], *,
    is_ragged: bool,
) -> Iterator[Row]:  # fmt: skip
    """Yield the rows below the heading, all of its width, without empty ones."""
    for number, cells in rows:
        if number <= heading or not any(map(str.strip, cells)):
            continue
        told = _of_width(cells, width)
        if len(told) != width and is_ragged:
            problems.append(
                problem_of(
                    Fault(
                        f"有 {len(told)} 列，表头有 {width} 列；含分隔符的文字请加引号",
                        f"has {len(told)} cells, the header {width}; quote texts with separators",
                        "cell_count",
                    ),
                    file,
                    number,
                )
            )
            continue
        yield number, (told + [""] * (width - len(told)))[:width]


def _telling_cut(
    rows: Iterator[Row], header: Sequence[str], file: str, problems: list[Problem]
) -> Iterator[Row]:
    """Yield rows; tell the cells whose last digits are lost."""
    for number, cells in rows:
        if CutNumber in set(map(type, cells)):
            problems += [
                problem_of(CUT, file, number, column=name, value=cell, severity="warning")
                for name, cell in zip(header, cells, strict=True)
                if isinstance(cell, CutNumber)
            ]
        yield number, cells


def _of_width(cells: list[str], width: int) -> list[str]:
    """Return cells without the empty ones beyond the heading's width."""
    end = len(cells)
    while end > width and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _attributes(body: Iterator[Row], header: Sequence[str]) -> Iterator[Features]:
    while some := list(islice(body, BATCH)):
        numbers = [number for number, _ in some]
        yield text_features(numbers, [cells for _, cells in some], header, [None] * len(some))
