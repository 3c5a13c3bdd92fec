"""What real files have: every width of lines, every closing, every encoding, every end of lines."""

import pytest
import shapely
from shapely import LineString, MultiPoint, MultiPolygon

from gis.errors import BadDataError, WrongUseError
from gis.formats.boundary_txt.read import read
from gis.formats.content import format_of
from gis.formats.read import open_layer
from tests.gis.formats.boundary_txt.small_files import (
    EAST,
    HEADER,
    NORTH,
    PARCEL,
    box,
    cells,
    kinds,
    outlines,
    same,
    square,
    text_of,
    write,
)


def test_the_standard_file(tmp_path):
    path = write(tmp_path, PARCEL, *square(0, 0, closing="first label"))
    layer = read(path)
    assert (layer.format, layer.encoding, layer.count) == ("boundary_txt", "gb18030", 1)
    assert layer.crs.to_epsg() == 4526
    problems = []
    [features] = layer.features(problems)
    assert problems == []
    assert features.rows.tolist() == [13]
    assert features.cells.to_pylist() == [{
        "界址点数": "4", "地块面积": "1.0000", "地块编号": "A-1", "地块名称": "地块一",
        "图形属性": "面", "图幅号": "F49", "地块用途": "工业", "地类编码": "1001",
        "数据产生单位": "某某局", "数据产生日期": "2024-6-1",
    }]  # fmt: skip
    assert tuple(features.cells.column_names) == layer.columns
    assert same(features.outlines[0], box(0, 0))
    assert features.outlines[0].area == 10_000


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("4,1,A,甲,2023,6,面,F49,水田,备注,0101,5,@",
         {"地块编号": "A", "实施年份": "2023", "坡度": "6", "图形属性": "面", "地块用途": "水田",
          "备注": "备注", "地类编码": "0101", "质量等级": "5"}),
        ("1,地块1,面,,@", {"地块编号": "1", "地块名称": "地块1", "图形属性": "面",
                        "地块用途": None}),
        ("4,0.7655公顷,,地块1,面,,,,@", {"地块面积": "0.7655公顷", "地块编号": None}),
        ("4,1,A,甲,面,F,用,01,类,@", {"地块编号": "A", "地类编码": "01", "字段9": "类"}),
        ("4,1,A,甲,面,,,@", {"地块编号": "A", "地块用途": None}),
        ("4,1.5,2,3,面,@", {"地块编号": "2", "地块名称": "3"}),
        ("4,1,A,甲,面,F49,工业,1001, @ ", {"地块编号": "A", "地类编码": "1001"}),
        ("4，1，A，甲，面，F49，工业，1001，＠", {"地块编号": "A", "地类编码": "1001"}),
        ("4,1,A,甲，乙,面,F49,工业,1001,@", {"地块名称": "甲，乙"}),
        ("4,1,A,甲,面,F49,工业,1001", {"地块编号": "A", "地类编码": "1001"}),
    ],
)  # fmt: skip
def test_the_line_of_a_parcel(tmp_path, line, told):
    path = write(tmp_path, line, *square(0, 0))
    [found], problems = outlines(path)
    assert kinds(problems) == []
    assert same(found, box(0, 0))
    [row] = cells(path)
    assert {name: row[name] for name in told} == told


def test_a_line_whose_fields_cannot_be_told_is_a_problem_with_its_number(tmp_path):
    path = write(tmp_path, "甲,乙,@", *square(0, 0), PARCEL, *square(200, 0))
    found, [problem] = outlines(path)
    assert (problem.kind, problem.row, problem.severity) == ("parcel_fields", 13, "error")
    assert same(found[1], box(200, 0))


def points(form):
    return [form.format(label=one.split(",")[0], xy=",".join(one.split(",")[2:]))
            for one in square(0, 0, closing="first label")]  # fmt: skip


@pytest.mark.parametrize(
    "form",
    ["{label},1,{xy}", "{label},{xy}", "{label},{xy},100.00,1,", "{label},{xy},100.00,1",
     "{label},1,{xy},", "{label},{xy},", " {label} , 1 , {xy} ", "{label}，1，{xy}",
     "{label},{xy},,,"],
)  # fmt: skip
def test_the_columns_of_a_point(tmp_path, form):
    [found], problems = outlines(write(tmp_path, PARCEL, *points(form)))
    assert problems == []
    assert same(found, box(0, 0))


def test_full_width_digits_are_digits_and_those_of_other_scripts_are_not(tmp_path):
    wide = [line.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789.,"})
            for line in square(0, 0)]  # fmt: skip
    [found], problems = outlines(write(tmp_path, PARCEL, *wide))
    assert problems == []
    assert same(found, box(0, 0))
    arabic = [line.replace("433", "٤٣٣") for line in square(0, 0)]
    [found], problems = outlines(write(tmp_path, PARCEL, *arabic))
    assert found is None
    assert kinds(problems) == ["bad_number"] * 4 + ["parcel_unread"]
    assert [one.column for one in problems] == ["Y"] * 4 + [""]
    assert problems[0].value == "38٤٣٣000.000"


@pytest.mark.parametrize("closing", [None, "first label", "new label"])
@pytest.mark.parametrize("count", ["", "8", "10"])
def test_three_kinds_of_closing_points(tmp_path, closing, count):
    path = write(
        tmp_path, PARCEL.replace("4,", f"{count},", 1),
        *square(0, 0, closing=closing),
        *square(20, 20, 20, ring=2, ccw=True, closing=closing, first=6),
    )  # fmt: skip
    [found], problems = outlines(path)
    assert shapely.get_num_coordinates(found) == 10
    assert same(found, box(0, 0).difference(box(20, 20, 20)))
    miscounted = count == "10" and closing is None
    assert kinds(problems) == ["point_count"] * miscounted


def test_a_count_that_disagrees_is_a_warning(tmp_path):
    [found], [problem] = outlines(write(tmp_path, PARCEL.replace("4,", "7,", 1), *square(0, 0)))
    assert same(found, box(0, 0))
    assert (problem.kind, problem.severity, problem.row) == ("point_count", "warning", 13)


def test_parts_holes_and_islands_whatever_their_numbers(tmp_path):
    path = write(
        tmp_path, PARCEL.replace("4,", ",", 1),
        *square(30, 30, 40, ring=1, ccw=True),  # the hole comes first
        *square(45, 45, 10, ring=2),  # an island in it
        *square(0, 0, 100, ring=3),
        *square(500, 0, 100, ring=1),  # numbers begin anew
    )  # fmt: skip
    [found], problems = outlines(path)
    wanted = MultiPolygon([box(0, 0).difference(box(30, 30, 40)), box(45, 45, 10), box(500, 0)])
    assert same(found, wanted)
    assert problems == []


def test_rings_with_one_number_are_parted_where_they_close(tmp_path):
    lines = [*square(0, 0, closing="first label"), *square(200, 0, closing="first label")]
    [found], _ = outlines(write(tmp_path, PARCEL, *lines))
    assert same(found, MultiPolygon([box(0, 0), box(200, 0)]))


def test_rings_that_run_the_other_way_are_read_and_noted(tmp_path):
    path = write(
        tmp_path, PARCEL.replace("4,", ",", 1), *square(0, 0, ccw=True),
        *square(20, 20, 20, ring=2),
    )  # fmt: skip
    [found], [problem] = outlines(path)
    assert same(found, box(0, 0).difference(box(20, 20, 20)))
    assert (problem.kind, problem.severity) == ("ring_direction", "warning")


def test_lines_and_points(tmp_path):
    path = write(
        tmp_path, PARCEL.replace("面", "线"), *square(0, 0)[:2],
        PARCEL.replace("面", "点"), *square(0, 0)[:1],
    )  # fmt: skip
    found, _ = outlines(path)
    assert found[0] == LineString([(EAST, NORTH), (EAST, NORTH + 100)])
    assert found[1] == MultiPoint([(EAST, NORTH)])


ENCODINGS = ["gb18030", "gbk", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\r\r\n"])
def test_every_encoding_and_end_of_lines(tmp_path, encoding, end):
    path = tmp_path / "地块.txt"
    text = text_of(PARCEL, *square(0, 0), PARCEL, *square(200, 0)).replace("\r\n", end)
    path.write_bytes(text.encode(encoding))
    found, problems = outlines(path)
    assert problems == []
    assert same(found[1], box(200, 0))
    assert [row["地块名称"] for row in cells(path)] == ["地块一", "地块一"]
    assert format_of(path) == "boundary_txt"


def test_mixed_ends_strays_and_blank_lines(tmp_path):
    path = tmp_path / "地块.txt"
    text = "\ufeff\n\n" + text_of(PARCEL, *square(0, 0)).replace("\r\n", "\r", 5)
    path.write_bytes(text.encode() + b"\x1a\0\0")
    [found], problems = outlines(path)
    assert problems == []
    assert same(found, box(0, 0))


def test_zero_bytes_between_lines_are_no_utf_16(tmp_path):
    path = tmp_path / "地块.txt"
    path.write_bytes(text_of(PARCEL, *square(0, 0)).encode("gbk").replace(b"\n", b"\n\0"))
    [found], problems = outlines(path)
    assert problems == []
    assert same(found, box(0, 0))


def test_a_file_in_no_encoding_names_the_line(tmp_path):
    path = tmp_path / "地块.txt"
    for end in ("\r\n", "\r"):
        text = text_of(PARCEL, *square(0, 0)).replace("\r\n", end)
        path.write_bytes(text.encode("gb18030") + b"\xff\xff\n")
        with pytest.raises(BadDataError) as caught:
            read(path)
        assert caught.value.problems[0].row == 18
    with pytest.raises(WrongUseError):
        read(path, encoding="klingon")


@pytest.mark.parametrize(
    "header",
    [(), ("[地块坐标]",), (" [属性描述]", " 坐标系 = CGCS2000", "【地块坐标】"), ("［地块坐标］",),
     ("[项目信息]", "项目名称=某项目", *HEADER),
     (*HEADER, "【字段：点数,面积,编号,名称,图形,图幅,用途,地类,@】")],
)  # fmt: skip
def test_sections_that_lack_or_are_written_otherwise(tmp_path, header):
    path = write(tmp_path, PARCEL, *square(0, 0), header=header)
    [found], problems = outlines(path)
    assert problems == []
    assert same(found, box(0, 0))


def test_keys_that_tell_of_the_land_are_kept_with_each_parcel(tmp_path):
    header = ("[项目信息]", "项目名称=某项目", "批次 = 第3批", "地块编号=总", *HEADER)
    path = write(tmp_path, PARCEL, *square(0, 0), header=header)
    [row] = cells(path)
    assert row["项目名称"] == "某项目"
    assert row["批次"] == "第3批"
    assert (row["地块编号"], row["地块编号（文件头）"]) == ("A-1", "总")


def test_a_bad_parcel_does_not_stop_the_others(tmp_path):
    bad = [line.replace("433", "4x3") if "J3" in line else line for line in square(0, 0)]
    path = write(
        tmp_path, PARCEL, *bad, PARCEL, *square(200, 0)[:2], PARCEL, "没有意义的一行",
        PARCEL, *square(400, 0)[:3], "J4,2563000.000,38433500.000", PARCEL, *square(600, 0),
    )  # fmt: skip
    found, problems = outlines(path)
    assert [one is None for one in found] == [True, True, True, True, False]
    told = {(one.row, one.column, one.kind) for one in problems if one.severity == "error"}
    assert told == {
        (16, "Y", "bad_number"), (19, "", "too_few_points"), (22, "", "not_a_point"),
        (27, "", "point_columns"),
        *((row, "", "parcel_unread") for row in (13, 18, 21, 23)),
    }  # fmt: skip


def test_a_point_far_from_the_others_is_a_problem(tmp_path):
    lines = square(0, 0)
    lines[2] = lines[2].replace(f"{EAST // 1000}", f"{EAST // 10000}")
    [found], problems = outlines(write(tmp_path, PARCEL, *lines))
    assert found is None
    assert kinds(problems) == ["far_point"]


def test_points_before_any_parcel(tmp_path):
    _, problems = outlines(write(tmp_path, *square(0, 0)[:1], PARCEL, *square(0, 0)))
    assert kinds(problems) == ["no_parcel"]
    with pytest.raises(BadDataError, match="@"):
        read(write(tmp_path, *square(0, 0)))


def test_two_files_one_after_the_other(tmp_path):
    again = text_of(PARCEL, *square(200, 0)).splitlines()
    found, problems = outlines(write(tmp_path, PARCEL, *square(0, 0), *again))
    assert problems == []
    assert len(found) == 2
    other = [line.replace("带号=38", "带号=37") for line in again]
    found, [problem, after] = outlines(write(tmp_path, PARCEL, *square(0, 0), *other))
    assert (problem.kind, problem.column) == ("second_header", "带号")
    assert (after.kind, after.row) == ("parcel_unread", 30)
    assert [one is None for one in found] == [False, True]


def test_the_front_of_all_formats_opens_it(tmp_path):
    path = write(tmp_path, PARCEL.replace("4,", "9,", 1), *square(0, 0))
    layer = open_layer(path, name="上报.txt")
    problems = []
    [features] = layer.features(problems)
    assert same(features.outlines[0], box(0, 0))
    assert [(one.file, one.kind) for one in problems] == [("上报.txt", "point_count")]
    with pytest.raises(WrongUseError):
        open_layer(path, layer="x")


def test_where_an_outline_crosses_itself_is_told_by_the_line_of_the_nearest_point(tmp_path):
    first, second, third, fourth = square(0, 0)  # round a square of 100 m from its south-west
    mixed = [first, second, fourth, third]  # a bow, whose last edge is bent
    bend = [f"J9,1,{NORTH + 40}.000,{EAST + 50}.000"]
    path = write(tmp_path, PARCEL, *mixed, *bend)
    problems = []
    list(read(path).features(problems))
    [found] = [one for one in problems if one.kind == "self_crossing"]
    assert (found.severity, found.value) == ("warning", "A-1 地块一")
    assert found.row == len(HEADER) + 6
    assert "X 2563045.455, Y 38433054.545" in found.zh
