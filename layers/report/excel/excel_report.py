"""The report as an Excel workbook: a worksheet a table, real numbers and dates, native charts.

Every cell is written by its type, so that nothing from the data can become a formula, a link or a
number that it is not. Maps are left to the other formats.
"""

from collections.abc import Iterator
from datetime import datetime, time
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from gis.formats.whole_file import write_whole
from layers.report.document import Block, Chart, Paragraph, Report, Table
from layers.report.excel.cell_text import cell_text, link_to
from layers.report.excel.native_charts import add_charts
from layers.report.excel.owner import set_owner
from layers.report.excel.table_worksheet import TableWorksheet, write_table
from layers.report.excel.whole_lists import with_whole_lists
from layers.report.excel.workbook import Book
from layers.styles import BRAND, WARNING

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_NUMBER_WIDTH, _TEXT_WIDTH = 10, 74  # half-width characters
_HELD_ROWS = 20_000
"""A workbook of more rows is written row by row, into files of its own, and not held in memory."""


def write_excel(report: Report, file: Path, *, beside: str = "") -> None:
    """Write the report as a workbook; the same report always gives the same bytes.

    Parameters
    ----------
    beside
        Name of the report file whose lists these are; empty: a report by itself.

    Raises
    ------
    LandplanError
        If the file cannot be written.
    WrongUseError
        If a table has more rows than a worksheet.
    """
    write_whole(excel_bytes(report, beside=beside), file, "report")


def excel_bytes(report: Report, *, beside: str = "") -> bytes:
    """Return the workbook: contents, the report's text, then each table with its charts."""
    from xlsxwriter import Workbook

    report = with_whole_lists(report)
    memory = BytesIO()
    rows = sum(len(table.rows) for table in report.tables())
    options = {
        "constant_memory" if rows > _HELD_ROWS else "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with Workbook(memory, options) as workbook:
        book = Book(workbook, report)
        _set_properties(book)
        if beside:
            set_owner(workbook, beside)
        contents = book.add_worksheet(book.text("contents"), wide=False)
        has_text = any(isinstance(block, Paragraph) for block in _blocks(report))
        text = book.add_worksheet(book.text("text"), wide=False) if has_text else None
        placed = [
            write_table(book, table, number=number, contents=contents.get_name())
            for number, table in enumerate(report.tables(), 1)
        ]
        charts: dict[str, list[Chart]] = {table.table.table_id: [] for table in placed}
        for block in _blocks(report):
            if isinstance(block, Chart):
                charts[block.table_id].append(block)
        for table in placed:
            add_charts(book, table, charts[table.table.table_id])
        _write_contents(book, contents, text, placed)
        if text is not None:
            _write_text(book, text)
    return memory.getvalue()


def _set_properties(book: Book) -> None:
    """Say what the file is; its date is that of the facts, not of the writing."""
    report = book.report
    book.workbook.set_properties(
        {
            "title": cell_text(report.title),
            "subject": cell_text(report.zone_name),
            "comments": cell_text("  ".join(report.remarks)),
            "created": datetime.combine(report.made_on, time()),
        }
    )


def _write_contents(
    book: Book, worksheet: "Worksheet", text: "Worksheet | None", placed: list[TableWorksheet]
) -> None:
    """Write the cover's lines and the chapters with a link to each table."""
    report, width = book.report, _NUMBER_WIDTH + _TEXT_WIDTH
    worksheet.set_column(0, 0, _NUMBER_WIDTH)
    worksheet.set_column(1, 1, _TEXT_WIDTH)
    book.write_across(worksheet, 0, report.title, columns=2, width=width, bold=True, font_size=18)
    row = 1
    for line in report.cover:
        book.write_across(worksheet, row, line, columns=2, width=width)
        row += 1
    for remark in report.remarks:
        book.write_across(
            worksheet, row, remark, columns=2, width=width, bold=True, font_color=WARNING
        )
        row += 1
    row += 1
    if text is not None:
        _write_link(book, worksheet, row, book.text("text"), text.get_name())
    worksheets = iter(enumerate(placed, 1))
    for level, chapter in report.walk():
        row += 1
        book.write(worksheet, row, 0, chapter.title, bold=level == 1, indent=level - 1)
        for block in chapter.blocks:
            if isinstance(block, Table):
                number, table = next(worksheets)
                row += 1
                book.write(worksheet, row, 0, book.text("table", n=number), indent=1)
                _write_link(book, worksheet, row, table.table.caption, table.name)


def _write_link(book: Book, worksheet: "Worksheet", row: int, label: str, name: str) -> None:
    style = book.format(font_color=BRAND, underline=1, text_wrap=True)
    worksheet.write_url(row, 1, link_to(name), style, cell_text(label))


def _write_text(book: Book, worksheet: "Worksheet") -> None:
    """Write the paragraphs under their chapters, one in a row."""
    worksheet.set_column(0, 0, _TEXT_WIDTH)
    book.write_remarks(worksheet, 0, columns=1, width=_TEXT_WIDTH)
    row = 1
    for level, chapter in book.report.walk():
        paragraphs = [block for block in chapter.blocks if isinstance(block, Paragraph)]
        if not paragraphs:
            continue
        row += 1
        book.write(worksheet, row, 0, chapter.title, bold=True, font_size=15 - level)
        for paragraph in paragraphs:
            row += 1
            warning = {"bold": True, "font_color": WARNING} if paragraph.emphasis else {}
            book.write_across(
                worksheet, row, paragraph.text, columns=1, width=_TEXT_WIDTH, **warning
            )


def _blocks(report: Report) -> Iterator[Block]:
    for _, chapter in report.walk():
        yield from chapter.blocks
