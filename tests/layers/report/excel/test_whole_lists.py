"""A workbook has each list once and whole, and its totals are those of its rows."""

import re
from datetime import date
from math import isclose
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import Engine

from layers.report.contents.chapters import report_of
from layers.report.document import Report
from layers.report.excel.excel_report import write_excel
from layers.report.excel.whole_lists import with_whole_lists
from layers.report.report_facts import report_facts
from projects.view import view_of

ROUNDING = 1e-5
"""Each figure is settled to the sixth decimal by itself, and the total of them too."""


@pytest.fixture(scope="module")
def report(builtin_database: Engine) -> Report:
    """Give the report on the built-in plan, whose body cuts lists short."""
    with builtin_database.connect() as connection:
        view = view_of(connection, "tianhe-2021-2025", as_of=date(2024, 6, 30))
        return report_of(report_facts(view))


def test_every_formula_gives_the_value_that_its_cell_holds(report: Report, tmp_path: Path) -> None:
    assert any(table.cut and table.has_total for table in report.tables())
    file = tmp_path / "r.xlsx"
    write_excel(report, file)
    held, told = load_workbook(file, data_only=True), load_workbook(file)
    formulas = [
        (held[sheet.title], cell)
        for sheet in told.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert len(formulas) > 20
    for sheet, cell in formulas:
        wrong = f"{sheet.title} {cell.coordinate} {cell.value}"
        assert isclose(
            computed(cell.value, sheet), sheet[cell.coordinate].value, abs_tol=ROUNDING
        ), wrong


def computed(formula: str, sheet: Worksheet) -> float:
    """Compute one of the formulas that the workbook has, from the cells of its sheet."""
    if total := re.fullmatch(r"=SUM\((\w+:\w+)\)", formula):
        return sum(cell.value or 0 for (cell,) in sheet[total[1]])
    mu = re.fullmatch(r"=ROUND\((\w+),2\)\*15", formula)
    assert mu, formula
    return round(sheet[mu[1]].value, 2) * 15


def test_a_list_that_is_cut_on_paper_is_one_whole_table(report: Report) -> None:
    whole = {table.table_id: table for table in with_whole_lists(report).tables()}
    assert not any(table.cut for table in whole.values())
    given = {table.table_id: table for table in report.tables()}
    cut = {name: table.cut for name, table in given.items() if table.cut}
    assert cut
    assert set(whole) == set(given) - {one.table_id for one in cut.values()}
    for name, one in cut.items():
        assert whole[name].caption == given[name].caption
        assert whole[name].count == one.rows
