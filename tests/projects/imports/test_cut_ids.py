"""Ids of over 15 digits that a program held as numbers."""

import geopandas as gpd
import openpyxl
import pytest
from sqlalchemy import text

from gis.formats.cut_numbers import is_cut, looks_cut
from gis.geometry.area import area_ha
from tests.projects.imports.test_large_lists import imported
from tests.small_land import block

LONG = 4401062023000123456


@pytest.fixture
def workbook(tmp_path):
    """Give what writes rows of cells as a workbook."""

    def write(*rows):
        path = tmp_path / "list.xlsx"
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
        return path

    return write


def parcels(ids):
    outlines = [block(x, 4, x + 2, 6) for x in range(0, 2 * len(ids), 2)]
    areas = [area_ha(one) for one in outlines]
    return gpd.GeoDataFrame(
        {"地块编号": ids, "面积（公顷）": areas, "权属": "国有"}, geometry=outlines, crs=4490
    )


def told(outcome):
    return [(one.kind, one.severity, one.row, one.column) for one in outcome.problems]


@pytest.mark.parametrize(
    ("number", "cut"),
    [(1e15, True), (123456789012345.0, False), (1234567890123450.0, True),
     (1234567890123456.0, False), (float(LONG), True), (-65535.0, False), (0.1, False),
     (float("nan"), False), (float("inf"), False)],
)  # fmt: skip
def test_which_doubles_have_lost_digits(number, cut):
    assert is_cut(number) is cut


@pytest.mark.parametrize(
    ("written", "cut"),
    [("4.40106E+18", True), ("4.401062023000123e18", True), ("4E+18", True),
     ("4401062023000120000", True), ("4401062023000123456", False), ("1234567890123450", False),
     ("3E12", False), ("4401060010010000100A", False)],
)  # fmt: skip
def test_which_texts_look_so(written, cut):
    assert looks_cut(written) is cut


def test_a_parcels_number_that_excel_held_as_a_number_is_refused(connection, import_file, workbook):
    one, other = (block(x, 4, x + 2, 6) for x in (0, 2))
    path = workbook(
        ["地块编号", "面积（公顷）", "权属", "身份证号", "wkt"],
        [LONG, area_ha(one), "国有", "甲", one.wkt],
        [LONG + 1, area_ha(other), "国有", 440106202300012345, other.wkt],
    )
    outcome = import_file("parcels", path, crs="EPSG:4490")
    assert told(outcome) == [  # that both are equal now follows, and is not told
        ("spoilt_number", "error", 2, "地块编号"),
        ("spoilt_number", "error", 3, "地块编号"),
        ("spoilt_number", "warning", 3, "身份证号"),
    ]  # fmt: skip
    assert outcome.batch is None
    assert "文本" in outcome.problems[0].zh
    assert connection.scalar(text("select count(*) from landplan.parcel")) == 2


def test_the_same_number_as_text_comes_in_whole(connection, import_file, workbook):
    one = block(0, 4, 2, 6)
    path = workbook(
        ["地块编号", "面积（公顷）", "权属", "wkt"], [str(LONG), area_ha(one), "国有", one.wkt]
    )
    outcome = import_file("parcels", path, crs="EPSG:4490")
    assert (told(outcome), outcome.counts.added) == ([], 1)
    assert [row.row_id for row in outcome.rows] == [str(LONG)]


def test_events_tell_their_numbers_once(import_file, workbook):
    head = ["宗地编号", "供应方式", "合同签订日期", "土地用途", "合同编号", "电子监管号"]
    row = ["P1", "挂牌", "2024-06-30", "工业用地"]
    outcome = import_file("events", workbook(head, [*row, "HT1", LONG]))
    assert told(outcome) == [("spoilt_number", "warning", 2, "电子监管号")]
    assert outcome.batch is not None
    outcome = import_file("events", workbook(head, [*row, LONG, None]))
    assert told(outcome) == [("spoilt_number", "error", 2, "合同编号")]
    outcome = import_file("events", workbook(head, [LONG, *row[1:], "HT1", None]))
    assert told(outcome) == [("spoilt_number", "error", 2, "宗地编号")]


@pytest.mark.parametrize(
    ("kind", "lines", "column"),
    [
        ("zones", ("片区编号,片区名称", "4.40106E+18,甲"), "片区编号"),
        ("projects", ("项目编号,项目名称", "4.40106E+18,甲"), "项目编号"),
        ("events", ("宗地编号,入库时间", "4.40106E+18,2022-03-01"), "宗地编号"),
    ],
)
def test_a_number_as_excel_shows_it_is_refused_in_every_list(
    import_file, csv_file, kind, lines, column
):
    outcome = import_file(kind, csv_file(*lines))
    assert ("spoilt_number", "error", 2, column) in told(outcome)
    assert outcome.batch is None


def test_digits_that_end_in_zeros_are_told_once_where_all_of_a_column_do(import_file, csv_file):
    def of(*ids):
        frame = parcels(list(ids)).to_wkt()
        lines = frame.to_csv(index=False).splitlines()
        return import_file("parcels", csv_file(*lines), crs="EPSG:4490", dry=True)

    assert told(of("4401062023000120000", "4401062023000130000", "A1")) == [
        ("spoilt_number", "warning", None, "地块编号")
    ]
    assert told(of("4401062023000120000", "4401062023000123456")) == []


@pytest.mark.parametrize("large", [1, 1_000])
def test_whole_numbers_of_a_geopackage_are_exact_and_doubles_are_not(
    connection, plan, tmp_path, large
):
    frame = parcels([LONG, LONG + 1, 4401062023000120000])
    frame.to_file(tmp_path / "whole.gpkg")
    outcome = imported(connection, tmp_path / "whole.gpkg", large, dry=True)
    assert (told(outcome), outcome.counts.added) == ([], 3)
    frame["地块编号"] = frame["地块编号"].astype(float)
    frame.to_file(tmp_path / "doubles.gpkg")
    outcome = imported(connection, tmp_path / "doubles.gpkg", large)
    assert told(outcome) == [("spoilt_number", "error", row, "地块编号") for row in (1, 2, 3)]
    assert outcome.batch is None
