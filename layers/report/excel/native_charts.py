"""The report's charts as native Excel charts, drawn from cells that an officer can edit."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from layers.report.cells import shown
from layers.report.document import Chart, Series, Value
from layers.report.excel.table_worksheet import FIRST_ROW, HEADING_ROW, TableWorksheet
from layers.report.excel.workbook import Book
from layers.report.plain_text import plain
from layers.styles import BARS, LINES, RULE, SOFT_INK

_PATTERNS: Final = {"diagonal": "wide_upward_diagonal", "dots": "percent_20"}
_MARKERS: Final = {"circle": "circle", "square": "square", "triangle": "triangle"}
_WIDE: Final = 70  # half-width characters
_SHORT: Final = 20  # rows
_DASHES: Final = ("dash", "round_dot", "dash_dot")
_ROW_PIXELS: Final = 20
_LEAST_ROWS: Final = 18
_LEAST_PIXELS: Final = 480
_KEEPS_ITS_SIZE: Final = 3  # hiding rows with the filter leaves the chart as it is
_MOST_PIXELS: Final = 960

Range = list[Any]
"""XlsxWriter's: worksheet name, first row, first column, last row, last column."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Cells:
    """Where a chart's labels and the values of each of its series are."""

    labels: Range
    values: list[Range]


def add_charts(book: Book, placed: TableWorksheet, charts: Sequence[Chart]) -> None:
    """Put charts beside their table, drawn from its cells or from cells under the chart.

    A table that is wide and short has them below, where they are seen without scrolling.
    """
    column, row, free = len(placed.table.columns) + 1, HEADING_ROW, placed.free_row + 1
    if placed.width > _WIDE and len(placed.table.rows) <= _SHORT:
        column, row = 0, FIRST_ROW + len(placed.table.rows) + 2
    if charts:
        placed.worksheet.set_landscape()
    for chart in charts:
        cells = _cells_of_table(chart, placed)
        below = row + _rows_high(chart) + 1
        if cells is None:
            below = max(below, free)  # rows are written in their order
            cells = _write_cells(book, placed, chart, row=below, column=column)
            below += len(chart.labels) + 2
            free = below
        drawn = _drawn(book, chart, cells)
        placed.worksheet.insert_chart(
            row,
            column,
            drawn,
            {"object_position": _KEEPS_ITS_SIZE, "description": plain(chart.caption)},
        )
        row = below


def _cells_of_table(chart: Chart, placed: TableWorksheet) -> _Cells | None:
    """Find the chart's figures in its table, down its columns or across its rows."""
    table = placed.table
    heads = tuple(column.title for column in table.columns)
    kinds = [column.kind for column in table.columns]
    rows = placed.rows
    texts = [heads, *[tuple(map(shown, row, kinds)) for row in rows]]
    down = _runs(chart, list(zip(heads, *rows, strict=False)), list(zip(*texts, strict=True)))
    if down:
        start, lines = down
        top, bottom = HEADING_ROW + start, HEADING_ROW + start + len(chart.labels) - 1
        ranges = [[placed.name, top, line, bottom, line] for line in lines]
        return _Cells(labels=ranges[0], values=ranges[1:])
    across = _runs(chart, [heads, *rows], texts)
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


def _write_cells(
    book: Book, placed: TableWorksheet, chart: Chart, *, row: int, column: int
) -> _Cells:
    """Write the chart's figures under it: a line of names, then a line a label."""
    worksheet = placed.worksheet
    figures = book.format(font_size=9, num_format="0.00")
    first, last = row + 1, row + len(chart.labels)
    for offset, series in enumerate(chart.series, column + 1):
        book.write(worksheet, row, offset, series.name, font_size=9, bold=True)
    for place, label in enumerate(chart.labels):
        book.write(worksheet, first + place, column, label, font_size=9)
        for offset, series in enumerate(chart.series, column + 1):
            value = series.values[place]
            if value is not None:
                worksheet.write_number(first + place, offset, value, figures)
    ranges = [
        [placed.name, first, offset, last, offset]
        for offset in range(column + 1, column + 1 + len(chart.series))
    ]
    return _Cells(labels=[placed.name, first, column, last, column], values=ranges)


def _drawn(book: Book, chart: Chart, cells: _Cells) -> Any:
    """Draw bars, with lines and targets over them, in the colours of the printed charts."""
    shapes = Counter(series.shape for series in chart.series)
    lying = chart.lies
    bars = book.workbook.add_chart({"type": "bar" if lying else "column"})
    lines = book.workbook.add_chart({"type": "line"})
    seen: Counter[str] = Counter()
    for place, series in enumerate(chart.series):
        (bars if series.shape == "bar" else lines).add_series(
            {
                "name": _literal(series.name),
                "categories": cells.labels,
                "values": cells.values[place],
                **_look(series.shape, seen[series.shape], lines=shapes["line"]),
            }
        )
        seen[series.shape] += 1
    drawn = bars if shapes["bar"] else lines
    if shapes["bar"] and len(chart.series) > shapes["bar"]:
        bars.combine(lines)
    drawn.set_title({"name": _literal(chart.caption), "name_font": {"size": 12}})
    grid = {"visible": True, "line": {"color": RULE, "width": 0.5}}
    of_values = {"name": _literal(chart.unit), "major_gridlines": grid}
    if lying:
        drawn.set_x_axis(of_values)
        from_the_top = {"reverse": True, "crossing": "max"}  # the values' axis stays below
        drawn.set_y_axis({**from_the_top, "major_gridlines": {"visible": False}})
    else:
        drawn.set_y_axis(of_values)
    drawn.set_legend({"position": "bottom"})
    drawn.show_hidden_data()
    width = _LEAST_PIXELS if lying else 64 * len(chart.labels)
    width = min(max(_LEAST_PIXELS, width), _MOST_PIXELS)
    drawn.set_size({"width": width, "height": _ROW_PIXELS * (_rows_high(chart) - 1)})
    return drawn


def _rows_high(chart: Chart) -> int:
    return max(_LEAST_ROWS, len(chart.labels) + 6) if chart.lies else _LEAST_ROWS


def _look(shape: str, number: int, *, lines: int) -> dict[str, Any]:
    """Return how the series of that number among those of its shape looks."""
    if shape == "bar":
        bar = BARS[number % len(BARS)]
        border = {"color": bar.edge, "width": 0.75}
        if bar.hatch in _PATTERNS:
            colours = {"fg_color": bar.edge, "bg_color": bar.fill}
            return {"pattern": {"pattern": _PATTERNS[bar.hatch], **colours}, "border": border}
        return {"fill": {"color": bar.fill}, "border": border}
    style = LINES[number % len(LINES)]
    if shape == "target":  # in the colour of the line that it stands beside
        colour = style.colour if number < lines else SOFT_INK
        dash = _DASHES[number % len(_DASHES)]
        return {"line": {"color": colour, "width": 1.75, "dash_type": dash}}
    filled = {"fill": {"color": style.colour}, "border": {"color": style.colour}}
    marker = {"type": _MARKERS[style.marker], "size": 6, **filled}
    return {"line": {"color": style.colour, "width": 2.25}, "marker": marker}


def _literal(text: str) -> str:
    """Return text that XlsxWriter takes for text: with `!` in it, it may take it for a cell."""
    return plain(text).replace("!", "！")
