"""A table of the report on a worksheet of its own, to be filtered, printed and computed with."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from gis.errors import WrongUseError
from layers.report.cells import DASH, is_figure, number_format, shown
from layers.report.document import Kind, Table, Value
from layers.report.excel.cell_text import cell_text, link_to
from layers.report.excel.workbook import LINE_HEIGHT, Book
from layers.report.text_width import column_rooms, text_width
from layers.styles import BRAND, RULE, SOFT_INK, TINT

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

CAPTION_ROW, REMARK_ROW, BACK_ROW, HEADING_ROW = 0, 1, 2, 3
FIRST_ROW: Final = HEADING_ROW + 1

_MOST_ROWS: Final = 1_048_576
_UPRIGHT: Final = 90  # half-width characters on an upright A4 page
_FIRST_DAY: Final = date(1900, 3, 1)  # Excel has a 29 February 1900
_EXACT: Final = 10**15  # a cell holds 15 digits; longer whole numbers are set as text
_MARGIN: Final = 3  # half-width characters: the cell's own, and the filter's arrow
_WIDEST: Final = 60  # half-width characters of a column
_HIGHEST: Final = 400.0  # points; Excel's limit is 409
_LARGEST: Final = 1e307  # about where Excel's numbers end; NaN is not below it


@dataclass(frozen=True, kw_only=True, slots=True)
class TableWorksheet:
    """Where a table was written, and how wide it is in half-width characters."""

    table: Table
    name: str
    worksheet: "Worksheet"
    width: int


def write_table(book: Book, table: Table, *, number: int, contents: str) -> TableWorksheet:
    """Write a table on a new worksheet; `contents` is the worksheet that leads back.

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
    for place in range(len(table.rows)):
        _write_row(book, worksheet, table, place, widths)
    _write_sources(worksheet, table)
    _write_foot(book, worksheet, table, width=sum(widths))

    worksheet.freeze_panes(FIRST_ROW, 0)
    worksheet.autofilter(HEADING_ROW, 0, HEADING_ROW + len(table.rows), len(widths) - 1)
    worksheet.repeat_rows(CAPTION_ROW, HEADING_ROW)
    return TableWorksheet(
        table=table, name=worksheet.get_name(), worksheet=worksheet, width=sum(widths)
    )


def _widths(table: Table, language: str) -> list[int]:
    """Return each column's width: no figure breaks, headings may, long text does."""
    return [
        _MARGIN + (room.needs if is_figure(column.kind) else min(room.wants, _WIDEST))
        for column, room in zip(table.columns, column_rooms(table, language), strict=True)
    ]


def _write_headings(book: Book, worksheet: "Worksheet", table: Table, widths: list[int]) -> None:
    heads = [column.title for column in table.columns]
    worksheet.set_row(HEADING_ROW, _height(heads, widths))
    style = {"bold": True, "text_wrap": True, "align": "center", "bg_color": TINT}
    for column, head in enumerate(heads):
        book.write(worksheet, HEADING_ROW, column, head, **style, border=1, border_color=RULE)


def _write_row(
    book: Book, worksheet: "Worksheet", table: Table, place: int, widths: list[int]
) -> None:
    row, values = FIRST_ROW + place, table.rows[place]
    texts = [value if isinstance(value, str) else "" for value in values]
    height = _height(texts, widths)
    if height > LINE_HEIGHT:  # else Excel's own height, which follows what is edited
        worksheet.set_row(row, height)
    for column, value in enumerate(values):
        kind = table.columns[column].kind
        _write_value(book, worksheet, row, column, value, kind, strong=place in table.strong)


def _height(texts: list[str], widths: list[int]) -> float:
    """Return how high a row of wrapped text is, in points."""
    lines = [
        -(-text_width(text) // (width - _MARGIN + 1))
        for text, width in zip(texts, widths, strict=True)
    ]
    return min(LINE_HEIGHT * max(1, *lines), _HIGHEST)


def _check_size(table: Table) -> None:
    if FIRST_ROW + len(table.rows) + 2 > _MOST_ROWS:
        raise WrongUseError(
            f"表“{table.caption}”有 {len(table.rows)} 行，超过 Excel 工作表的 {_MOST_ROWS} 行；"
            "请用 --zone 缩小范围，或导出为 CSV",
            f"the table “{table.caption}” has {len(table.rows)} rows, more than the {_MOST_ROWS} "
            "of an Excel worksheet; narrow the report with --zone, or export CSV",
        )


def _write_value(
    book: Book,
    worksheet: "Worksheet",
    row: int,
    column: int,
    value: Value,
    kind: Kind,
    *,
    strong: bool,
) -> None:
    """Write a value by its type; the format shows it as the other reports do."""
    style = {"border": 1, "border_color": RULE, "bold": strong}
    if isinstance(value, date) and value >= _FIRST_DAY:
        days = book.format(**style, num_format="yyyy-mm-dd", align="center")
        worksheet.write_datetime(row, column, value, days)
    elif isinstance(value, (int, float)) and not isinstance(value, bool) and _fits(value):
        figures = book.format(**style, num_format=number_format(value, kind), align="right")
        worksheet.write_number(row, column, value, figures)
    elif (text := shown(value, kind, book.report.language)) == DASH:
        worksheet.write_blank(row, column, None, book.format(**style))
    else:
        align = "right" if is_figure(kind) else "left"
        book.write(worksheet, row, column, text, **style, text_wrap=True, align=align)


def _fits(value: float) -> bool:
    return abs(value) < (_EXACT if isinstance(value, int) else _LARGEST)


def _write_sources(worksheet: "Worksheet", table: Table) -> None:
    for (row, column), source in sorted(table.sources.items()):
        note = cell_text(source)
        lines = 1 + len(note) // 16
        size = {"width": 220, "height": 18 * min(lines, 20) + 12}
        worksheet.write_comment(
            FIRST_ROW + row, column, note, {"font_name": "宋体", "font_size": 9, **size}
        )


def _write_foot(book: Book, worksheet: "Worksheet", table: Table, *, width: int) -> None:
    """Write below the table that it is empty, and its note."""
    row = FIRST_ROW + len(table.rows)
    if not table.rows:
        book.write(worksheet, row, 0, book.text("none"), font_color=SOFT_INK)
        row += 1
    if table.note:
        columns = len(table.columns)
        book.write_across(worksheet, row, table.note, columns=columns, width=width, font_size=10)
