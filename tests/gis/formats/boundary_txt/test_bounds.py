"""Files that are larger than any land: each has its place and its reason, the rest is read."""

import shapely

from gis.formats.boundary_txt import parcels
from gis.formats.boundary_txt.parcels import MOST_FAULTS
from gis.formats.boundary_txt.read import header_of, read
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
    write,
)


def test_a_line_without_an_end(tmp_path):
    path = write(tmp_path, PARCEL, "," * 1_000_000, PARCEL, *square(0, 0))
    found, problems = outlines(path)
    assert found[0] is None
    assert same(found[1], box(0, 0))
    assert [(one.kind, one.row) for one in problems] == [
        ("line_too_long", 14),
        ("parcel_unread", 13),
    ]
    assert len(problems[0].value) == 80


def test_more_rings_than_any_land_has(tmp_path, monkeypatch):
    monkeypatch.setattr(parcels, "MOST_RINGS", 1_000)  # the true one takes seconds
    lines = [
        f"{corner},{ring},{NORTH + ring * 2 + north},{EAST + east}"
        for ring in range(1_002)
        for corner, (north, east) in enumerate([(0, 0), (1, 0), (0, 1)])
    ]
    found, problems = outlines(write(tmp_path, PARCEL, *lines, PARCEL, *square(0, 0)))
    assert found[0] is None
    assert same(found[1], box(0, 0))
    assert kinds(problems) == ["too_many_points", "parcel_unread"]


def test_many_rings_are_read(tmp_path):
    lines = [
        f"{corner},{ring},{NORTH + ring * 2 + north},{EAST + east}"
        for ring in range(3_000)
        for corner, (north, east) in enumerate([(0, 0), (1, 0), (0, 1)])
    ]
    [found], problems = outlines(write(tmp_path, PARCEL.replace("4,", ",", 1), *lines))
    assert kinds(problems) == []
    assert shapely.get_num_geometries(found) == 3_000


def test_a_file_that_is_none_is_left_after_so_many_lines(tmp_path):
    path = write(tmp_path, PARCEL, *["1,x,y,z"] * (MOST_FAULTS + 500))
    _, problems = outlines(path)
    assert kinds(problems) == ["bad_number"] * MOST_FAULTS + ["too_many_faults", "parcel_unread"]


def test_a_header_of_hundreds_of_keys(tmp_path):
    header = (*(f"键{number}={number}" for number in range(500)), "x" * 99 + "=1", *HEADER)
    path = write(tmp_path, PARCEL, *square(0, 0), header=header)
    _, problems = outlines(path)
    assert set(kinds(problems)) == {"header_line"}
    assert len(read(path).columns) <= 210
    assert read(path).crs.to_epsg() == 4526


def test_the_header_is_kept_as_it_is_found(tmp_path):
    header = tuple(line.replace("转换参数=,,,,,,", "转换参数 ＝0,0,0,0,0,0,0") for line in HEADER)
    path = write(tmp_path, PARCEL, *square(0, 0), header=header)
    told = header_of(path)
    assert told["转换参数"] == "0,0,0,0,0,0,0"
    assert told["坐标系"] == "2000国家大地坐标系"
    assert "转换参数" not in cells(path)[0]


def test_thousands_of_parcels_come_in_batches(tmp_path):
    lines = [line for number in range(2_100) for line in
             (PARCEL.replace("A-1", str(number)), *square(number * 200, 0)[:3])]  # fmt: skip
    layer = read(write(tmp_path, *lines))
    sizes = [len(some.rows) for some in layer.features([])]
    assert (layer.count, sum(sizes), max(sizes)) == (2_100, 2_100, 2_000)
    numbers = [row["地块编号"] for some in layer.features([]) for row in some.cells.to_pylist()]
    assert numbers == [str(number) for number in range(2_100)]
