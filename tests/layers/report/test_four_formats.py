"""One report, four formats, read back by programs that others wrote: no figure differs."""

import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from unicodedata import normalize

import pytest
from docx import Document
from openpyxl import load_workbook
from sqlalchemy import Engine

from layers.report.cells import DASH, shown
from layers.report.contents.chapters import report_of
from layers.report.document import Paragraph, Report, Table
from layers.report.excel.excel_report import write_excel
from layers.report.excel.whole_lists import with_whole_lists
from layers.report.html.html_report import write_html
from layers.report.pdf.pdf_report import write_pdf
from layers.report.pictures import pictures_of
from layers.report.plain_text import plain
from layers.report.report_facts import ReportFacts, report_facts
from layers.report.word.word_report import write_word
from projects.view import view_of

pytestmark = pytest.mark.slow

HEADING = 4
"""The line of the column titles on a sheet of the workbook."""


@pytest.fixture(scope="module")
def facts(builtin_database: Engine) -> Iterator[ReportFacts]:
    """Give the facts of a zone of the built-in plan with targets, land, projects and conflicts."""
    with builtin_database.connect() as connection:
        view = view_of(connection, "tianhe-2021-2025", as_of=date(2024, 6, 30))
        yield report_facts(view, zone="smart-valley")


@pytest.fixture(scope="module")
def report(facts: ReportFacts) -> Report:
    return report_of(facts)


def cells_of(table: Table) -> list[list[str]]:
    return [
        [shown(value, column.kind) for value, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]


def sentences_of(report: Report) -> list[str]:
    blocks = [block for _, chapter in report.walk() for block in chapter.blocks]
    return [plain(block.text) for block in blocks if isinstance(block, Paragraph)]


def figures(text: str) -> Counter[str]:
    """Count the figures with decimals, which no page number or heading is."""
    return Counter(re.findall(r"(?<![\d.])-?\d[\d,]*\.\d+%?", text))


def joined(text: str) -> str:
    """Return text without spaces and line ends, which a page's layout makes."""
    return re.sub(r"\s", "", normalize("NFKC", text))


def test_the_workbook(report, tmp_path):
    write_excel(report, tmp_path / "r.xlsx")
    book = load_workbook(tmp_path / "r.xlsx", data_only=True)
    tables = list(with_whole_lists(report).tables())
    sheets = book.worksheets[-len(tables) :]
    for table, sheet in zip(tables, sheets, strict=True):
        lines = sheet.iter_rows(
            min_row=HEADING, max_row=HEADING + len(table.rows), max_col=len(table.columns)
        )
        titles, *rows = [[cell.value for cell in line] for line in lines]
        assert titles == [plain(column.title) for column in table.columns]
        if table.has_total:  # it stands last, out of the filter's reach
            rows = [rows[-1], *rows[:-1]]
        read = [
            [in_words(value, column.kind) for value, column in zip(row, table.columns, strict=True)]
            for row in rows
        ]
        assert read == cells_of(table), table.table_id
    text = "\n".join(str(cell.value) for sheet in book.worksheets[:2] for cell in sheet["A"])
    for sentence in sentences_of(report):
        assert sentence in text


def in_words(value: object, kind: str) -> str:
    """Show what a cell holds, which must be a number, a day or text of its own accord."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if kind == "percent" and isinstance(value, int | float):
        value = 100 * value
    return DASH if value is None else shown(value, kind)


def test_the_word_file(report, facts, tmp_path):
    write_word(report, tmp_path / "r.docx", facts=facts)
    document = Document(tmp_path / "r.docx")
    read = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    tables = list(report.tables())
    assert len(read) == len(tables)
    for (titles, *rows), table in zip(read, tables, strict=True):
        assert list(map(joined, titles)) == [joined(column.title) for column in table.columns]
        assert rows == cells_of(table), table.table_id
    text = [paragraph.text for paragraph in document.paragraphs]
    for sentence in sentences_of(report):
        assert any(told.startswith(sentence) for told in text)  # what shows it may follow


def test_the_page(report, facts, tmp_path, open_page):
    write_html(report, tmp_path / "r.html", facts=facts)
    page = open_page((tmp_path / "r.html").as_uri()).page
    read = page.evaluate(
        """() => [...document.querySelectorAll("main table")].map((table) =>
            [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim())))"""
    )
    tables = list(report.tables())
    assert len(read) == len(tables)
    for (titles, *rows), table in zip(read, tables, strict=True):
        assert titles == [plain(column.title) for column in table.columns]
        assert rows == cells_of(table), table.table_id
    text = page.locator("main p").all_text_contents()
    for sentence in sentences_of(report):
        assert any(told.startswith(sentence) for told in text)  # what shows it may follow


def test_the_pdf(report, facts, tmp_path):
    write_pdf(report, tmp_path / "r.pdf", facts=facts)
    read = subprocess.run(
        ["pdftotext", "-raw", tmp_path / "r.pdf", "-"], check=True, capture_output=True, text=True
    ).stdout
    wanted: Counter[str] = Counter()
    for table in report.tables():
        wanted.update(figures(" ".join(cell for row in cells_of(table) for cell in row)))
        wanted.update(figures(table.note))
    for sentence in sentences_of(report):
        wanted.update(figures(sentence))
        assert joined(sentence) in joined(read)
    for svg in pictures_of(report, facts, paper="A4", outlined=False).values():
        wanted.update(figures(" ".join(re.findall("<text[^>]*>([^<]*)<", svg))))
    assert len(wanted) > 100
    assert figures(read) == wanted
