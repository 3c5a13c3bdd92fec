"""Which row of a table is the heading, as offices have it: below titles and notes, or in two."""

import openpyxl
import pytest

from gis.formats.heading import heading_of
from gis.formats.read import open_layer
from gis.formats.table import Table

NAMES = ["地块编号", "地块名称", "面积", "用途"]
DATA = [["P1", "甲", "4", "工业"], ["P2", "乙", "3", ""]]


def heading(*rows):
    numbered = list(enumerate(rows, start=1))
    return heading_of(Table(rows=lambda _: iter(numbered), encoding=None, is_ragged=True))


@pytest.mark.parametrize(
    ("above", "row", "told"),
    [
        ([], 1, False),
        ([["收储清单"]], 2, False),
        ([["收储清单", "", "", ""], ["单位：公顷", "", "填表：张三", ""]], 3, True),
        ([["单位：公顷", "填表：张三"], [], ["日期：", "2024-06-30"]], 4, True),
    ],
)
def test_titles_and_notes_stand_above(above, row, told):
    found = heading(*above, NAMES, *DATA)
    assert (found.row, found.names) == (row, NAMES)
    assert (found.note is not None) == told
    if told:
        assert f"表头取第 {row} 行" in found.note.zh


def test_a_row_with_a_cell_too_many_is_no_heading():
    assert heading(["a", "b"], ["甲", "乙", "丙"], ["甲", "丁"]).names == ["a", "b"]


def test_a_column_without_a_name_moves_no_heading():
    assert heading(["", "a", "b"], ["0", "甲", "乙"], ["1", "丙", "丁"]).names == ["列1", "a", "b"]


@pytest.mark.parametrize("above", [[], [["清单"], ["单位：公顷", "填表：张三"]]])
def test_merged_cells_with_others_under_them_are_one_heading(above):
    found = heading(
        *above,
        ["地块编号", "面积", "", "四至", "", "用途"],
        ["", "公顷", "亩", "东", "西", ""],
        ["P1", "4", "60", "路", "河", "工业"],
        ["P2", "3", "45", "路", "河", "工业"],
    )
    assert found.row == len(above) + 2
    assert found.names == ["地块编号", "面积（公顷）", "面积（亩）", "四至 东", "四至 西", "用途"]
    assert f"{len(above) + 1}、{len(above) + 2} 两行" in found.note.zh


def test_a_row_of_data_below_a_heading_with_a_gap_is_data():
    assert heading(["a", "", "c"], ["", "x1", "甲"], ["P2", "x2", "乙"]).row == 1


def test_a_workbook_with_a_merged_title_and_a_note(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for cells in (["收储清单"], ["单位：公顷", "填表：张三"], NAMES, ["P1", "甲", 4, "工业"]):
        sheet.append(cells)
    sheet.merge_cells("A1:D1")
    book.save(tmp_path / "list.xlsx")
    layer = open_layer(tmp_path / "list.xlsx")
    problems = []
    (some,) = layer.features(problems)
    assert layer.columns == tuple(NAMES)
    assert some.rows.tolist() == [4]
    assert [(p.kind, p.row, p.severity) for p in problems] == [("heading_row", 3, "warning")]
