"""The report's charts as native Excel charts, drawn from cells that an officer can edit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from layers.report.cells import shown
from layers.report.document import Chart, Series, Value
from layers.report.excel_book import Book
from layers.report.excel_table import HEADING_ROW, TableSheet
from layers.report.plain_text import plain

if TYPE_CHECKING:
    pass

# Okabe and Ito's colours: told apart without red or green, and by their greys.
_COLOURS: Final = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")
_TARGET: Final = "#333333"
_ROWS_HIGH: Final = 18  # of 20 pixels
_KEEPS_ITS_SIZE: Final = 3  # hiding rows with the filter leaves the chart as it is
_MOST_PIXELS: Final = 960

Range = list[Any]
"""XlsxWriter's: sheet name, first row, first column, last row, last column."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Cells:
    """Where a chart's labels and the values of each of its series are."""

    labels: Range
    values: list[Range]


def add_charts(book: Book, placed: TableSheet, charts: Sequence[Chart]) -> None:
    """Put charts beside their table, drawn from its cells or from cells under the chart."""
    column, row = len(placed.table.columns) + 1, HEADING_ROW
    if charts:
        placed.sheet.set_landscape()
    for chart in charts:
        cells = _cells_of_table(chart, placed)
        below = row + _ROWS_HIGH + 1
        if cells is None:
            cells = _write_cells(book, placed, chart, row=below, column=column)
            below += len(chart.labels) + 2
        drawn = _drawn(book, chart, cells)
        placed.sheet.insert_chart(
            row,
            column,
            drawn,
            {"object_position": _KEEPS_ITS_SIZE, "description": plain(chart.caption)},
        )
        row = below


def _cells_of_table(chart: Chart, placed: TableSheet) -> _Cells | None:
    """Find the chart's figures in its table, down its columns or across its rows."""
    table = placed.table
    heads = tuple(column.title for column in table.columns)
    kinds = [column.kind for column in table.columns]
    texts = [heads, *[tuple(map(shown, row, kinds)) for row in table.rows]]
    down = _runs(chart, list(zip(heads, *table.rows, strict=False)), list(zip(*texts, strict=True)))
    if down:
        start, lines = down
        top, bottom = HEADING_ROW + start, HEADING_ROW + start + len(chart.labels) - 1
        ranges = [[placed.name, top, line, bottom, line] for line in lines]
        return _Cells(labels=ranges[0], values=ranges[1:])
    across = _runs(chart, [heads, *table.rows], texts)
    if across:
        start, lines = across
        end = start + len(chart.labels) - 1
        ranges = [
            [placed.name, HEADING_ROW + line, start, HEADING_ROW + line, end] for line in lines
        ]
        return _Cells(labels=ranges[0], values=ranges[1:])
    return None


def _runs(
    chart: Chart, values: Sequence[tuple[Value, ...]], texts: Sequence[tuple[str, ...]]
) -> tuple[int, list[int]] | None:
    """Find where lines of a grid hold the labels and each series' values, side by side.

    Returns the place in the lines where they begin, and the line of the labels and of each series.
    """
    count = len(chart.labels)
    for line, labels in enumerate(texts):
        for start in range(len(labels) - count + 1):
            if labels[start : start + count] != chart.labels:
                continue
            found = [_line_of(series, values, start) for series in chart.series]
            if None not in found:
                return start, [line, *[place for place in found if place is not None]]
    return None


def _line_of(series: Series, lines: Sequence[tuple[Value, ...]], start: int) -> int | None:
    """Return the line with a series' values, rather one that bears its name."""
    end = start + len(series.values)
    places = [place for place, line in enumerate(lines) if line[start:end] == series.values]
    return min(places, key=lambda place: lines[place][0] != series.name, default=None)


def _write_cells(book: Book, placed: TableSheet, chart: Chart, *, row: int, column: int) -> _Cells:
    """Write the chart's figures under it: a line of names, then a line a label."""
    sheet = placed.sheet
    first, last = row + 1, row + len(chart.labels)
    for place, label in enumerate(chart.labels):
        book.write(sheet, first + place, column, label, font_size=9)
    ranges = []
    for offset, series in enumerate(chart.series, column + 1):
        book.write(sheet, row, offset, series.name, font_size=9, bold=True)
        for place, value in enumerate(series.values):
            if value is not None:
                figures = book.format(font_size=9, num_format="0.00")
                sheet.write_number(first + place, offset, value, figures)
        ranges.append([placed.name, first, offset, last, offset])
    return _Cells(labels=[placed.name, first, column, last, column], values=ranges)


def _drawn(book: Book, chart: Chart, cells: _Cells) -> Any:
    """Draw bars, with lines and targets over them."""
    bars = book.workbook.add_chart({"type": "column"})
    lines = book.workbook.add_chart({"type": "line"})
    for place, series in enumerate(chart.series):
        colour = _TARGET if series.shape == "target" else _COLOURS[place % len(_COLOURS)]
        kind = bars if series.shape == "bar" else lines
        kind.add_series(
            {
                "name": _literal(series.name),
                "categories": cells.labels,
                "values": cells.values[place],
                **_look(series, colour),
            }
        )
    drawn = bars if any(series.shape == "bar" for series in chart.series) else lines
    if drawn is bars and any(series.shape != "bar" for series in chart.series):
        bars.combine(lines)
    drawn.set_title({"name": _literal(chart.caption), "name_font": {"size": 12}})
    drawn.set_y_axis({"name": _literal(chart.unit), "major_gridlines": {"visible": True}})
    drawn.set_legend({"position": "bottom"})
    drawn.show_hidden_data()
    width = min(max(480, 64 * len(chart.labels)), _MOST_PIXELS)
    drawn.set_size({"width": width, "height": 20 * (_ROWS_HIGH - 1)})
    return drawn


def _look(series: Series, colour: str) -> dict[str, Any]:
    if series.shape == "bar":
        return {"fill": {"color": colour}, "border": {"color": colour}}
    if series.shape == "target":
        return {"line": {"color": colour, "width": 1.75, "dash_type": "dash"}}
    marker = {"type": "circle", "size": 6, "fill": {"color": colour}, "border": {"color": colour}}
    return {"line": {"color": colour, "width": 2.25}, "marker": marker}


def _literal(text: str) -> str:
    """Return text that XlsxWriter takes for text: with `!` in it, it may take it for a cell."""
    return plain(text).replace("!", "！")
