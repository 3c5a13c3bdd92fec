"""What events say of their contracts is text and figures in every format of the report."""

import html
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest

from layers.report.contents.chapters import report_of
from layers.report.excel.excel_report import write_excel
from layers.report.html.html_report import write_html
from layers.report.pdf.pdf_report import write_pdf
from layers.report.report_facts import ReportFacts, report_facts
from layers.report.word.word_report import write_word
from projects.load import load_package
from projects.view import view_of
from tests.small_land import block, package, parcel, supply

FORMULA = '=HYPERLINK("http://x","合同")'
MARKUP = "<b onclick=x>区土地中心</b>"


@pytest.fixture(scope="module")
def facts(database) -> ReportFacts:
    """Give the facts of a plan with one supply, of which all is told."""
    square = block(0, 0, 2, 2)
    sold = replace(
        supply("E1", "2022-06-30", square, parcel_ids=("P1",)),
        contract_no=FORMULA,
        supervision_no="4401062023B00012345",
        price_10k_cny=12345.6,
        responsible_unit=MARKUP,
    )
    with database.connect() as connection:
        load_package(connection, package(events=(sold,), parcels=(parcel("P1", square),)))
        return report_facts(view_of(connection, "small", as_of=sold.happened_on))


def test_excel(facts: ReportFacts, tmp_path: Path) -> None:
    write_excel(report_of(facts), tmp_path / "report.xlsx")
    book = openpyxl.load_workbook(tmp_path / "report.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    [formula] = [cell for cell in cells if cell.value == FORMULA]
    assert formula.data_type == "s"
    assert [cell.data_type for cell in cells if cell.value == "4401062023B00012345"] == ["s"]
    [price] = [cell for cell in cells if cell.value == 12345.6]
    heading = price.parent.cell(price.row - 1, price.column).value
    assert heading == "成交价款（万元）"
    assert MARKUP in [cell.value for cell in cells]


def test_word(facts: ReportFacts, tmp_path: Path) -> None:
    write_word(report_of(facts), tmp_path / "report.docx", facts=facts)
    read = docx.Document(BytesIO((tmp_path / "report.docx").read_bytes()))
    texts = {cell.text for table in read.tables for row in table.rows for cell in row.cells}
    assert {FORMULA, MARKUP, "4401062023B00012345"} <= texts


def test_html(facts: ReportFacts, tmp_path: Path) -> None:
    write_html(report_of(facts), tmp_path / "report.html", facts=facts)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert MARKUP not in page
    assert html.escape(MARKUP) in page
    assert FORMULA in html.unescape(page)


def test_pdf(facts: ReportFacts, tmp_path: Path) -> None:
    write_pdf(report_of(facts), tmp_path / "report.pdf", facts=facts)
    pages = pypdf.PdfReader(tmp_path / "report.pdf").pages
    text = "".join("".join(page.extract_text().split()) for page in pages)
    for part in (FORMULA, "4401062023B00012345", "12,345.6", MARKUP.replace(" ", "")):
        assert part in text, part
