"""A table of the report on a worksheet of its own, to be filtered, printed and computed with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from gis.errors import WrongUseError
from layers.report.cells import is_figure
from layers.report.column_rooms import column_rooms
from layers.report.document import Table, Value
from layers.report.excel.cell_text import cell_text, link_to
from layers.report.excel.value_cells import ValueCells
from layers.report.excel.workbook import LINE_HEIGHT, Book
from layers.report.text_width import text_width
from layers.styles import BRAND, RULE, SOFT_INK, TINT

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

CAPTION_ROW, REMARK_ROW, BACK_ROW, HEADING_ROW = 0, 1, 2, 3
FIRST_ROW: Final = HEADING_ROW + 1

_MOST_ROWS: Final = 1_048_576
_UPRIGHT: Final = 90  # half-width characters on an upright A4 page
_MARGIN: Final = 3  # half-width characters: the cell's own, and the filter's arrow
_WIDEST: Final = 60  # half-width characters of a column
_HIGHEST: Final = 400.0  # points; Excel's limit is 409
_SAMPLE: Final = 500  # rows of a long list that its columns are as wide as


@dataclass(frozen=True, kw_only=True, slots=True)
class TableWorksheet:
    """Where a table was written, how wide it is in half-width characters, its first free row."""

    table: Table
    name: str
    worksheet: "Worksheet"
    width: int
    free_row: int

    @property
    def rows(self) -> list[tuple[Value, ...]]:
        """The rows in the worksheet's order, from `FIRST_ROW` down: a total is the last."""
        rows = list(self.table.rows)
        return [*rows[1:], rows[0]] if self.table.has_total else rows


def write_table(book: Book, table: Table, *, number: int, contents: str) -> TableWorksheet:
    """Write a table on a new worksheet; `contents` is the worksheet that leads back.

    A total stands below the rows, out of reach of their filter, and is a formula.

    Raises
    ------
    WrongUseError
        If the table has more rows than a worksheet.
    """
    _check_size(table)
    widths = _widths(table, book.report.language)
    worksheet = book.add_worksheet(table.caption, wide=sum(widths) > _UPRIGHT)
    for column, width in enumerate(widths):
        worksheet.set_column(column, column, width)

    title = f"{book.text('table', n=number)}　{table.caption}"
    book.write(worksheet, CAPTION_ROW, 0, title, bold=True, font_size=14)
    book.write_remarks(worksheet, REMARK_ROW, columns=len(widths), width=sum(widths))
    back = book.format(font_color=BRAND, underline=1, font_size=9)
    worksheet.write_url(BACK_ROW, 0, link_to(contents), back, book.text("back"))
    _write_headings(book, worksheet, table, widths)
    below = _write_rows(book, worksheet, table, widths)
    free_row = _write_foot(book, worksheet, table, row=below, width=sum(widths))

    worksheet.freeze_panes(FIRST_ROW, 0)
    worksheet.autofilter(HEADING_ROW, 0, HEADING_ROW + table.count, len(widths) - 1)
    worksheet.repeat_rows(CAPTION_ROW, HEADING_ROW)
    return TableWorksheet(
        table=table,
        name=worksheet.get_name(),
        worksheet=worksheet,
        width=sum(widths),
        free_row=free_row,
    )


def _widths(table: Table, language: str) -> list[int]:
    """Return each column's width: no figure breaks, headings may, long text does.

    Of a long list, by rows from all over it; a figure that is wider yet is seen in its cell's bar.
    """
    step = max(1, len(table.rows) // _SAMPLE)
    sample = replace(table, rows=[*table.rows[:_SAMPLE], *table.rows[_SAMPLE::step]])
    return [
        _MARGIN + (room.needs if is_figure(column.kind) else min(room.wants, _WIDEST))
        for column, room in zip(table.columns, column_rooms(sample, language), strict=True)
    ]


def _write_headings(book: Book, worksheet: "Worksheet", table: Table, widths: list[int]) -> None:
    heads = [column.title for column in table.columns]
    worksheet.set_row(HEADING_ROW, _height(heads, widths))
    style = {"bold": True, "text_wrap": True, "align": "center", "bg_color": TINT}
    for column, head in enumerate(heads):
        book.write(worksheet, HEADING_ROW, column, head, **style, border=1, border_color=RULE)


def _write_rows(book: Book, worksheet: "Worksheet", table: Table, widths: list[int]) -> int:
    """Write the rows in their order, then the total, which is the first; return the row below."""
    cells = ValueCells(book, worksheet, table)
    total, row = None, FIRST_ROW
    for place, values in enumerate(table.rows):
        if place == 0 and table.has_total:
            total = values
            continue
        height = _height(values, widths)
        if height > LINE_HEIGHT:  # else Excel's own height, which follows what is edited
            worksheet.set_row(row, height)
        cells.write_row(row, values, strong=place in table.strong)
        _write_sources(worksheet, table, place, row)
        row += 1
    if total is not None:
        cells.write_total(row, total, first=FIRST_ROW)
        row += 1
    return row


def _height(values: Sequence[Value], widths: list[int]) -> float:
    """Return how high a row of wrapped text is, in points."""
    lines = 1
    for value, width in zip(values, widths, strict=True):
        if isinstance(value, str) and 2 * len(value) > (room := width - _MARGIN + 1):
            lines = max(lines, -(-text_width(value) // room))
    return min(LINE_HEIGHT * lines, _HIGHEST)


def _check_size(table: Table) -> None:
    if FIRST_ROW + len(table.rows) + 2 > _MOST_ROWS:
        raise WrongUseError(
            f"表“{table.caption}”有 {len(table.rows)} 行，超过 Excel 工作表的 {_MOST_ROWS} 行；"
            "请缩小到一个片区，或导出为 CSV",
            f"the table “{table.caption}” has {len(table.rows)} rows, more than the {_MOST_ROWS} "
            "of an Excel worksheet; narrow the report to a zone, or export CSV",
        )


def _write_sources(worksheet: "Worksheet", table: Table, place: int, row: int) -> None:
    """Write where the values of a row come from, as notes of its cells."""
    for column in range(len(table.columns)) if table.sources else ():
        if (place, column) not in table.sources:
            continue
        note = cell_text(table.sources[place, column])
        lines = 1 + len(note) // 16
        size = {"width": 220, "height": 18 * min(lines, 20) + 12}
        worksheet.write_comment(row, column, note, {"font_name": "宋体", "font_size": 9, **size})


def _write_foot(book: Book, worksheet: "Worksheet", table: Table, *, row: int, width: int) -> int:
    """Write below the table that it is empty, and its note; return the row below."""
    if not table.rows:
        book.write(worksheet, row, 0, book.text("none"), font_color=SOFT_INK)
        row += 1
    if table.note:
        columns = len(table.columns)
        book.write_across(worksheet, row, table.note, columns=columns, width=width, font_size=10)
        row += 1
    return row
