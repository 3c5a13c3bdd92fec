"""The workbook as openpyxl reads it back."""

import zipfile
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from math import isclose
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from gis.errors import LandplanError, WrongUseError
from layers.report.cells import shown
from layers.report.document import Chapter, Chart, Column, Paragraph, Report, Series, Table, Value
from layers.report.excel.cell_text import LONGEST_NAME, LONGEST_TEXT, cell_text, worksheet_name
from layers.report.excel.excel_report import excel_bytes, write_excel
from layers.report.excel.table_worksheet import CAPTION_ROW, FIRST_ROW, HEADING_ROW, REMARK_ROW
from layers.report.plain_text import plain
from tests.layers.report.small_report import (
    APART,
    BALANCE,
    CHART,
    EVENTS,
    HOSTILE_NAMES,
    WIDE,
    YEARLY,
    small_report,
)

OF_WIDE = Chart(
    chart_id="wide",
    caption="分用途",
    table_id=WIDE.table_id,
    labels=tuple(column.title for column in WIDE.columns[1:4]),
    series=(Series(name="天河区", values=(1000.0, 1001.0, 1002.0)),),
    unit="公顷",
)
REMARK = "样例数据，非实际成果"
FIRST_TABLE = 2  # after the contents and the text


def read(data: bytes) -> Workbook:
    return openpyxl.load_workbook(BytesIO(data))


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """Give a cell by XlsxWriter's counting, from 0."""
    cell = sheet.cell(row + 1, column + 1)
    assert isinstance(cell, Cell)
    return cell


def sheet_of(book: Workbook, table: Table) -> Worksheet:
    return book.worksheets[FIRST_TABLE + list(small_report().tables()).index(table)]


def one_row(values: tuple[Value, ...], columns: tuple[Column, ...]) -> Report:
    table = Table(table_id="t", caption="表", columns=columns, rows=(values,), sources={})
    chapter = Chapter(chapter_id="c", title="章", blocks=(Paragraph(text="文"), table))
    return Report(
        title="报告",
        zone_name="区",
        cover=(),
        remarks=(),
        chapters=(chapter,),
        made_on=date(2025, 12, 31),
        language="zh",
    )


@pytest.fixture(scope="module")
def book() -> Workbook:
    return read(excel_bytes(small_report()))


def test_every_value_reads_back(book: Workbook) -> None:
    for table in small_report().tables():
        sheet = sheet_of(book, table)
        heads = [cell_at(sheet, HEADING_ROW, place).value for place in range(len(table.columns))]
        assert heads == [column.title for column in table.columns]
        for row, values in enumerate(table.rows):
            for column, value in enumerate(values):
                found = cell_at(sheet, FIRST_ROW + row, column).value
                wanted = plain(value) if isinstance(value, str) else value
                if table.columns[column].kind == "percent" and value is not None:
                    wanted = value / 100
                found = found.date() if isinstance(found, datetime) else found
                assert found == wanted or isclose(found, wanted, rel_tol=1e-15)


def test_formats_show_what_the_other_reports_show(book: Workbook) -> None:
    sheet = sheet_of(book, BALANCE)
    formats = [cell_at(sheet, FIRST_ROW + 1, column).number_format for column in range(2, 7)]
    assert formats == ["#,##0.00", "#,##0.00", "#,##0.00", "0.0%", "#,##0"]
    days = cell_at(sheet_of(book, EVENTS), FIRST_ROW, 2)
    assert (days.data_type, days.number_format) == ("d", "yyyy-mm-dd")


def test_nothing_from_the_data_is_a_formula_or_a_link(book: Workbook) -> None:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                if cell.hyperlink is not None:
                    assert cell.hyperlink.target is None
    names = [cell_at(sheet_of(book, EVENTS), FIRST_ROW + n, 1) for n in range(len(HOSTILE_NAMES))]
    assert [cell.value for cell in names] == [plain(name) for name in HOSTILE_NAMES]
    assert [cell.quotePrefix for cell in names[:6]] == [True] * 5 + [False]


def test_no_part_of_the_file_holds_a_formula() -> None:
    with zipfile.ZipFile(BytesIO(excel_bytes(small_report()))) as parts:
        for name in parts.namelist():
            if "worksheets/sheet" in name and name.endswith(".xml"):
                assert b"<f>" not in parts.read(name)
            if "charts/chart" in name:
                text = parts.read(name).decode()
                for formula in text.split("<c:f>")[1:]:
                    assert "cmd" not in formula.partition("</c:f>")[0]


def test_a_total_is_a_formula_below_the_filter() -> None:
    columns = (
        Column(title="用途"),
        Column(title="笔数", kind="count"),
        Column(title="面积（公顷）", kind="ha"),
        Column(title="面积（亩）", kind="mu"),
        Column(title="占比", kind="percent"),
    )
    rows = (
        ("合计", 3, 3.75, 56.25, 100.0),
        ("工业", 1, 1.25, 18.75, 33.3),
        ("居住", 2, 2.5, 37.5, 66.7),
    )
    table = Table(
        table_id="t", caption="表", columns=columns, rows=rows, sources={}, has_total=True
    )
    report = replace(
        one_row((), ()),
        chapters=(Chapter(chapter_id="c", title="章", blocks=(Paragraph(text="文"), table)),),
    )
    data = excel_bytes(report)
    sheet = read(data).worksheets[FIRST_TABLE]
    assert sheet.auto_filter.ref == "A4:E6"
    total = [cell.value for cell in sheet[7]]
    assert total == ["合计", "=SUM(B5:B6)", "=SUM(C5:C6)", "=ROUND(C7,2)*15", "=SUM(E5:E6)"]
    held = openpyxl.load_workbook(BytesIO(data), data_only=True).worksheets[FIRST_TABLE]
    assert [cell.value for cell in held[7]] == ["合计", 3, 3.75, 56.25, 1]
    assert [cell.value for cell in held[6]] == ["居住", 2, 2.5, 37.5, 0.667]
    assert sheet["E6"].number_format == "0.0%"


def test_a_workbook_that_is_not_held_in_memory_reads_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("layers.report.excel.excel_report._HELD_ROWS", 0)
    streamed = read(excel_bytes(small_report()))
    monkeypatch.undo()
    for one, other in zip(streamed.worksheets, read(excel_bytes(small_report())), strict=True):
        assert one.title == other.title
        for row, wanted in zip(one.iter_rows(), other.iter_rows(), strict=True):
            assert [told(cell) for cell in row] == [told(cell) for cell in wanted]


def test_empty_cells_of_a_long_list_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = (Column(title="编号"), Column(title="面积（公顷）", kind="ha"))
    report = one_row(("甲", None), columns)
    framed = read(excel_bytes(report)).worksheets[FIRST_TABLE]["B5"]
    monkeypatch.setattr("layers.report.excel.value_cells._MOST_FRAMED", 0)
    left_out = read(excel_bytes(report)).worksheets[FIRST_TABLE]["B5"]
    assert (framed.value, framed.border.left.style) == (None, "thin")
    assert (left_out.value, left_out.border.left.style) == (None, None)


def told(cell: Any) -> tuple[Any, ...]:
    """Give what a cell says; text as it was escaped for the file (openpyxl leaves some of it)."""
    value = cell.value
    text = value.replace("_x005F_", "_") if isinstance(value, str) else value
    return text, cell.number_format, cell.comment and cell.comment.text


def test_sheets_are_set_up_to_be_read_and_printed(book: Workbook) -> None:
    sheet = sheet_of(book, EVENTS)
    last = HEADING_ROW + 1 + len(EVENTS.rows)
    assert sheet.freeze_panes == f"A{FIRST_ROW + 1}"
    assert sheet.auto_filter.ref == f"A{HEADING_ROW + 1}:H{last}"
    assert sheet.print_title_rows == f"${CAPTION_ROW + 1}:${HEADING_ROW + 1}"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage  # a page wide, which is the default,
    assert sheet.page_setup.fitToHeight == 0  # and as many high as it takes
    assert sheet.oddFooter.center.text == "— &P —"
    assert sheet.column_dimensions["B"].width > sheet.column_dimensions["A"].width


def test_every_sheet_says_that_the_data_is_a_sample(book: Workbook) -> None:
    for sheet in book.worksheets:
        seen = [cell for row in sheet.iter_rows(max_row=6) for cell in row if cell.value == REMARK]
        assert len(seen) == 1
        assert seen[0].font.b
    assert cell_at(sheet_of(book, EVENTS), REMARK_ROW, 0).value == REMARK


def test_strong_rows_are_bold(book: Workbook) -> None:
    sheet = sheet_of(book, BALANCE)
    assert cell_at(sheet, FIRST_ROW, 3).font.b
    assert not cell_at(sheet, FIRST_ROW + 1, 3).font.b


def test_sources_are_notes(book: Workbook) -> None:
    for table in small_report().tables():
        sheet = sheet_of(book, table)
        notes = {
            (cell.row - 1 - FIRST_ROW, cell.column - 1): cell.comment.text
            for row in sheet.iter_rows()
            for cell in row
            if cell.comment
        }
        assert notes == {place: plain(source) for place, source in table.sources.items()}


def test_the_contents_lead_to_every_sheet_and_back(book: Workbook) -> None:
    contents = book.worksheets[0]
    places = [
        cell.hyperlink.location for row in contents.iter_rows() for cell in row if cell.hyperlink
    ]
    assert places == [f"'{sheet.title}'!A1" for sheet in book.worksheets[1:]]
    for sheet in book.worksheets[FIRST_TABLE:]:
        assert cell_at(sheet, HEADING_ROW - 1, 0).hyperlink.location == f"'{contents.title}'!A1"


def test_the_text_is_there_too(book: Workbook) -> None:
    texts = [cell.value for cell in book.worksheets[1]["A"] if cell.value]
    assert any(text.startswith("截至2025年12月31日，天河区完成收储273.01公顷") for text in texts)


def test_a_chart_is_drawn_from_the_cells_of_its_table(book: Workbook) -> None:
    sheet = sheet_of(book, YEARLY)
    (chart,) = sheet._charts
    assert chart.anchor._from.col == len(YEARLY.columns) + 1
    drawn = [*chart.series, *[series for part in chart._charts[1:] for series in part.series]]
    ranges = [series.val.numRef.f for series in drawn]
    assert ranges == [f"'{sheet.title}'!${c}$5:${c}$9".replace("'", "") for c in "BCD"]
    assert chart.title.tx.rich.p[0].r[0].t == CHART.caption


def test_a_wide_short_table_has_its_chart_below() -> None:
    report = small_report()
    chapters = (*report.chapters, Chapter(chapter_id="more", title="图", blocks=(OF_WIDE,)))
    sheet = sheet_of(read(excel_bytes(replace(report, chapters=chapters))), WIDE)
    (chart,) = sheet._charts
    assert chart.anchor._from.col == 0
    assert chart.anchor._from.row > HEADING_ROW + len(WIDE.rows)
    row = FIRST_ROW + 1
    ranges = [series.val.numRef.f.partition("!")[2] for series in chart.series]
    assert ranges == [f"$B${row}:$D${row}"]  # across a row


def test_figures_that_no_table_holds_stand_under_the_chart(book: Workbook) -> None:
    sheet = sheet_of(book, BALANCE)
    (chart,) = sheet._charts
    (series,) = chart.series
    place = series.val.numRef.f.partition("!")[2].replace("$", "")
    assert [cell.value for (cell,) in sheet[place]] == list(APART.series[0].values)


def test_the_file_is_dated_by_its_facts_and_always_the_same(tmp_path: Path) -> None:
    file = tmp_path / "报告.xlsx"
    write_excel(small_report(), file)
    assert file.read_bytes() == excel_bytes(small_report())
    properties = read(file.read_bytes()).properties
    assert properties.created == datetime(2025, 12, 31)  # noqa: DTZ001
    assert properties.title == small_report().title
    with zipfile.ZipFile(file) as parts:
        assert {part.date_time[0] for part in parts.infolist()} == {1980}


def test_an_unwritable_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(LandplanError, match="无法写入报告文件"):
        write_excel(small_report(), tmp_path / "没有" / "报告.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_table_longer_than_a_sheet_is_refused() -> None:
    table = Table(
        table_id="t",
        caption="长表",
        columns=(Column(title="甲"),),
        rows=((None,),) * 1_048_576,
        sources={},
    )
    chapter = Chapter(chapter_id="c", title="章", blocks=(Paragraph(text="文"), table))
    report = Report(
        title="报告",
        zone_name="区",
        cover=(),
        remarks=(),
        chapters=(chapter,),
        made_on=date(2025, 12, 31),
        language="zh",
    )
    with pytest.raises(WrongUseError, match="超过 Excel 工作表"):
        excel_bytes(report)


def test_the_text_of_a_cell_is_cut_as_excel_counts() -> None:
    (value,) = [
        cell_at(sheet, FIRST_ROW, 0).value
        for sheet in read(excel_bytes(one_row(("🏗" * 40_000,), (Column(title="甲"),)))).worksheets[
            FIRST_TABLE:
        ]
    ]
    assert value.endswith("…")
    assert LONGEST_TEXT - 1 <= len(value.encode("utf-16-le")) // 2 <= LONGEST_TEXT


@settings(max_examples=60, deadline=None)
@given(
    st.tuples(
        st.floats(-1e306, 1e306),
        st.integers(-(10**14), 10**14),
        st.dates(date(1900, 3, 1), date(2999, 12, 31)),
        st.text(st.characters(exclude_categories=[]), max_size=60),
    )
)
def test_any_value_reads_back(values: tuple[Value, ...]) -> None:
    kinds = ("ha", "count", "day", "text")
    columns = tuple(Column(title=kind, kind=kind) for kind in kinds)
    sheet = read(excel_bytes(one_row(values, columns))).worksheets[FIRST_TABLE]
    cells = [cell_at(sheet, FIRST_ROW, column) for column in range(4)]
    number, whole, day, text = (cell.value for cell in cells)
    assert isclose(number, values[0], rel_tol=1e-15)
    assert whole == values[1]
    assert day.date() == values[2]
    assert (text or "") == cell_text(values[3])
    assert {cell.data_type for cell in cells} <= {"n", "d", "s"}


@pytest.mark.parametrize(
    "value", [None, float("nan"), float("inf"), 1e308, "", date(1899, 5, 1), 10**20, True]
)
def test_what_a_cell_cannot_hold_is_blank_or_text(value: Value) -> None:
    sheet = read(excel_bytes(one_row((value,), (Column(title="甲"),)))).worksheets[FIRST_TABLE]
    found = cell_at(sheet, FIRST_ROW, 0).value
    assert found == (None if shown(value) == "—" else shown(value))


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), max_size=12))
def test_sheet_names_are_such_as_excel_takes(captions: list[str]) -> None:
    taken: list[str] = []
    for caption in ["History", *captions, *captions]:
        name = worksheet_name(caption, taken)
        assert 1 <= len(name.encode("utf-16-le")) // 2 <= LONGEST_NAME
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")
        assert name.lower() not in {other.lower() for other in taken} | {"history"}
        taken.append(name)


def test_tables_of_one_caption_have_sheets_of_their_own(book: Workbook) -> None:
    lowered = [sheet.title.lower() for sheet in book.worksheets]
    assert len(set(lowered)) == len(lowered) == FIRST_TABLE + 5
