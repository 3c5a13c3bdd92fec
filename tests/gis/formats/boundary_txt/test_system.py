"""Which system a file is in: the declared zone over digits, degrees in either order, old datums."""

import numpy as np
import pytest

from gis.formats.boundary_txt.read import read
from gis.formats.verdict import judged
from tests.gis.formats.boundary_txt.small_files import (
    EAST,
    HEADER,
    NORTH,
    PARCEL,
    box,
    kinds,
    outlines,
    same,
    square,
    write,
)


def told(tmp_path, east=EAST, **changes):
    header = [line for line in HEADER if line.split("=")[0] not in changes]
    header[1:1] = [f"{key}={value}" for key, value in changes.items() if value is not None]
    return write(tmp_path, PARCEL, *square(0, 0, east=east), header=header)


@pytest.mark.parametrize(
    ("datum", "width", "zone", "east", "epsg"),
    [
        ("2000国家大地坐标系", "3", "38", 38_433_000, 4526),
        ("CGCS2000", "3度带", "38", 433_000, 4547),
        ("CGCS2000坐标系", "6°带", "19", 19_746_000, 4497),
        ("国家2000大地坐标系", "6", "19", 746_000, 4508),
        ("1980西安坐标系", "3", "38", 38_433_000, 2362),
        ("西安80", "３", "３８", 433_000, 2383),
        ("1980年西安坐标系", "6", "19", 19_746_000, 2333),
        ("1954北京坐标系", "3", "38", 38_433_000, 2414),
        ("1954年北京坐标系", "6", "19", 19_746_000, 21419),
        ("北京54", "3", "38", 433_000, 2435),
        ("北京54", "6", "19", 746_000, 21459),
        ("2000国家大地坐标系", "", "", 38_433_000, 4526),
        ("2000国家大地坐标系", "3", "37", 38_057_383, 4525),
        ("2000国家大地坐标系", "3", "38", 433_000, 4547),
        ("2000国家大地坐标系", "6", "38", 38_433_000, 4526),
    ],
)  # fmt: skip
def test_the_system_of_a_header(tmp_path, datum, width, zone, east, epsg):
    path = told(tmp_path, east, 坐标系=datum, 几度分带=width, 带号=zone)
    assert read(path).crs.to_epsg() == epsg


def test_swapped_columns_are_of_the_zone_that_the_header_and_the_numbers_name(tmp_path):
    header = [*HEADER, "坐标系=2000国家大地坐标系", "几度分带=3", "带号=38"]
    turned = []
    for line in square(0, 0, east=38_433_000):
        label, ring, x, y = line.split(",")
        turned.append(",".join((label, ring, y, x)))
    layer = read(write(tmp_path, PARCEL, *turned, header=header))
    assert layer.crs.to_epsg() == 4526
    [problem] = [one for one in judged(layer).problems if one.severity == "error"]
    assert problem.kind == "swapped_axes"
    assert "第 3、4 列" in problem.zh


@pytest.mark.parametrize(("east", "false_easting"), [(38_433_000, 38_500_000), (433_000, 500_000)])
def test_zones_of_wgs_84_have_no_code(tmp_path, east, false_easting):
    crs = read(told(tmp_path, east, 坐标系="WGS84坐标系")).crs
    assert crs.to_epsg() is None
    values = {one.name: one.value for one in crs.coordinate_operation.params}
    assert values["False easting"] == false_easting
    assert values["Longitude of natural origin"] == 114


@pytest.mark.parametrize(("east", "said"), [(37_746_000, True), (38_433_000, False)])
def test_a_number_of_another_zone_that_fits_by_far_is_said(tmp_path, east, said):
    path = told(tmp_path, east, 坐标系="2000国家大地坐标系", 几度分带="3", 带号="38")
    assert read(path).crs.to_epsg() == 4526
    _, problems = outlines(path)
    assert ("zone_differs" in {one.kind for one in problems}) is said


def test_the_other_spelling_of_the_width(tmp_path):
    header = [line.replace("几度分带=3", "分带=6") for line in HEADER]
    path = write(tmp_path, PARCEL, *square(0, 0), header=header)
    _, [problem] = outlines(path)
    assert (problem.kind, problem.column, problem.row) == ("zone_width", "几度分带", 6)


def test_an_easting_past_the_next_zones_number_stays_in_its_zone(tmp_path):
    path = told(tmp_path, 38_057_383, 带号="37")
    [outline], _ = outlines(path)
    verdict = judged(read(path))
    assert verdict.problems == ()
    moved = verdict.to_stored(np.array([outline]))[0]
    assert 116.3 < moved.centroid.x < 116.5


@pytest.mark.parametrize(
    ("datum", "epsg"), [("2000国家大地坐标系", 4490), ("西安80", 4610), ("北京54", 4214),
                        ("WGS84", 4326)],
)  # fmt: skip
@pytest.mark.parametrize("lon_first", [True, False])
def test_degrees_in_either_order(tmp_path, datum, epsg, lon_first):
    corners = [(113.34, 23.16), (113.34, 23.17), (113.35, 23.17), (113.35, 23.16)]
    lines = [f"J{i},1,{x},{y}" if lon_first else f"J{i},1,{y},{x}"
             for i, (x, y) in enumerate(corners)]  # fmt: skip
    header = [line.replace("2000国家大地坐标系", datum).replace("单位=米", "单位=度")
              for line in HEADER]  # fmt: skip
    path = write(tmp_path, PARCEL, *lines, header=header)
    assert read(path).crs.to_epsg() == epsg
    [found], problems = outlines(path)
    assert found.bounds == (113.34, 23.16, 113.35, 23.17)
    assert problems == []


def test_the_unit_is_that_of_the_numbers(tmp_path):
    [found], [problem] = outlines(told(tmp_path, 计量单位="度"))
    assert same(found, box(0, 0))
    assert (problem.kind, problem.severity) == ("coordinate_unit", "warning")


def test_a_local_system_is_not_taken_for_cgcs2000(tmp_path):
    layer = read(told(tmp_path, 433_000, 坐标系="广州2000坐标系"))
    verdict = judged(layer)
    assert verdict.refused
    assert kinds(verdict.problems) == ["unusable_crs"]
    assert "--crs" in verdict.problems[0].zh
    assert not judged(layer, crs=4547).refused


def test_another_projection_wants_the_users_word(tmp_path):
    path = told(tmp_path, 433_000, 投影类型="UTM")
    _, problems = outlines(path)
    assert "other_projection" in kinds(problems)
    assert judged(read(path)).refused


def test_no_zone_anywhere(tmp_path):
    path = told(tmp_path, 433_000, 带号="", 坐标系="西安80")
    _, [problem] = outlines(path)
    assert problem.kind == "zone_missing"
    assert kinds(judged(read(path)).problems) == ["crs_missing"]
    near = (113.2, 23.0, 113.5, 23.3)
    [problem] = judged(read(told(tmp_path, 433_000, 带号="")), near=near).problems
    assert problem.kind == "other_crs"
    assert "--crs EPSG:4547" in problem.zh
    assert f"{NORTH}" in problem.value


def test_no_such_zone(tmp_path):
    _, problems = outlines(told(tmp_path, 带号="114"))
    assert kinds(problems) == ["no_such_zone"]
    assert read(told(tmp_path, 带号="114")).crs.to_epsg() == 4526


def test_no_header_reads_the_number_in_front(tmp_path):
    layer = read(write(tmp_path, PARCEL, *square(0, 0), header=()))
    assert layer.crs is None
    verdict = judged(layer)
    assert verdict.epsg == 4526
    assert [(one.kind, one.severity) for one in verdict.problems] == [("crs_not_said", "warning")]


SEVEN = "-10,20,30,1.5,-2,3,4"


def test_parameters_in_the_file_count(tmp_path):
    verdict = judged(read(told(tmp_path, 坐标系="西安80", 转换参数=SEVEN)))
    plain = judged(read(told(tmp_path, 坐标系="西安80")), datum_shift=SEVEN)
    for one in (verdict, plain):
        assert not one.refused
        assert one.epsg == 2362
    moved = [one.to_stored(np.array([box(0, 0)]))[0] for one in (verdict, plain)]
    assert same(*moved)


@pytest.mark.parametrize("shift", ["", ",,,,,,", "0,0,0,0,0,0,0", "0.0,0.0,0.0,0,0,0,0"])
def test_without_parameters_the_old_datums_are_refused(tmp_path, shift):
    [problem] = judged(read(told(tmp_path, 坐标系="北京54", 转换参数=shift))).problems
    assert (problem.kind, problem.severity) == ("other_ground", "error")
    assert "--datum-shift" in problem.zh
    assert "--datum-shift" in problem.en


def test_parameters_that_are_none_are_noted(tmp_path):
    _, [problem] = outlines(told(tmp_path, 坐标系="北京54", 转换参数="1,2"))
    assert (problem.kind, problem.column) == ("shift_parameters", "转换参数")
