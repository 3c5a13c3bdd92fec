"""docs/a-month.md, a month's work, is done step by step; its small files are those it tells of."""

from pathlib import Path

import openpyxl
import pytest

from tests.console_pages import blocks, refused_steps, tables

REPO = Path(__file__).resolve().parents[1]
FILES = REPO / "docs" / "a-month"
PAGE = (REPO / "docs" / "a-month.md").read_text(encoding="utf-8")

REFUSED = [
    "landplan area docs/a-month/11月收储地块.txt",
    "landplan import parcels docs/a-month/11月收储地块.txt --dry-run --report build/问题.html",
    "landplan imports undo 2",
]


def boundary_points(name):
    return (FILES / name).read_bytes().decode("gb18030").split("\r\n")


@pytest.mark.process
def test_a_month_is_worked_as_the_page_tells(databases, with_builtin, tmp_path):
    url = databases.new("a_month", with_builtin)
    (tmp_path / "build").mkdir()
    (tmp_path / "docs").symlink_to(REPO / "docs")
    given = url.render_as_string(hide_password=False)
    assert refused_steps(PAGE, given, tmp_path) == REFUSED
    report = (tmp_path / "build" / "问题.html").read_text(encoding="utf-8")
    assert "边界自相交" in report
    assert "<svg" in report


def test_the_bad_parcel_is_mended_by_two_points():
    bad, mended = (boundary_points(f"11月收储地块{one}.txt") for one in ("", "-改正"))
    shown, points = (block.splitlines() for block in blocks(PAGE, "text"))
    assert bad[26:32] == shown
    assert mended == [*bad[:28], *points, *bad[30:]]


def test_the_workbook_has_the_rows_of_the_page():
    [rows] = tables(PAGE)
    shown = [[*rows[0]], *([*row.values()] for row in rows)]
    sheet = openpyxl.load_workbook(FILES / "11月台账.xlsx").active
    told = [
        ["" if cell is None else str(cell).removesuffix(" 00:00:00") for cell in row]
        for row in sheet.iter_rows(min_row=2, values_only=True)
    ]
    assert told == shown
