"""Any land written and read is the same land to 1 mm; any order of rings is the same land."""

import io
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS

from gis.errors import BadDataError, WrongUseError
from gis.formats.boundary_txt.read import read
from gis.formats.boundary_txt.write import PROFILES, WrittenParcel, usual_crs, write
from gis.formats.verdict import judged
from gis.geometry.crs import transform
from gis.geometry.gauss_kruger import CGCS2000, zone_crs
from tests.gis.formats.boundary_txt.land_strategy import (
    drawings,
    farthest_m,
    rings_of_land,
    stored_land,
)
from tests.gis.formats.boundary_txt.small_files import HEADER, PARCEL, kinds

STORED = CRS.from_epsg(4490)
ORIGIN = np.array([38_500_000, 2_500_000])


def systems(land):
    """Return the systems that are usual where some land is: two widths, two ways, and degrees."""
    lon = land.centroid.x
    three, six = round(lon / 3), int(lon // 6) + 13 - 12
    zones = [(min(max(three, 25), 45), n) for n in (True, False)]
    zones += [(min(max(six, 13), 23), n) for n in (True, False)]
    return [zone_crs(CGCS2000, zone, numbered=n) for zone, n in zones] + [STORED]


def there_and_back(tmp: Path, land, crs, profile):
    stream = io.BytesIO()
    fields = {"地块编号": "A-1", "地块名称": "甲@\n乙"}
    write(stream, [WrittenParcel(outline=land, area_ha=1.23456, fields=fields)],
          crs=crs, profile=profile)  # fmt: skip
    path = tmp / f"{profile}.txt"
    path.write_bytes(stream.getvalue())
    problems = []
    layer = read(path)
    [features] = layer.features(problems)
    assert kinds(problems) == []
    return layer, features


@settings(max_examples=60, deadline=None)
@given(land=stored_land(), data=st.data())
def test_land_written_and_read_is_the_same_to_a_millimetre(tmp_path_factory, land, data):
    tmp = tmp_path_factory.getbasetemp()
    crs = data.draw(st.sampled_from(systems(land)), label="crs")
    one_ring = len(rings_of_land(land)) == 1
    profile = data.draw(st.sampled_from([p for p in PROFILES if one_ring or p != "one_ring"]))
    layer, features = there_and_back(tmp, land, crs, profile)
    assert layer.crs == crs
    [row] = features.cells.to_pylist()
    assert row["地块编号"] == "A-1"
    assert row["地块名称"] == "甲＠ 乙"
    back = judged(layer).to_stored(features.outlines)[0]
    local = usual_crs(land.centroid.x)
    drawn, again = (transform(one, STORED, local) for one in (land, back))
    assert farthest_m(drawn, again) < 1e-3
    assert shapely.symmetric_difference(drawn, again).area < 1e-3 * drawn.length
    assert shapely.get_num_geometries(back) == shapely.get_num_geometries(land)


@settings(max_examples=80, deadline=None)
@given(land=drawings(), seed=st.randoms(use_true_random=False))
def test_any_order_and_any_way_of_rings_is_the_same_land(tmp_path_factory, land, seed):
    wanted = shapely.transform(land, lambda xy: np.round(xy + ORIGIN, 3))
    rings = rings_of_land(wanted)
    lines = []
    seed.shuffle(rings)
    for number, ring in enumerate(rings, start=1):
        turned = ring[::-1] if seed.random() < 0.5 else ring
        start = seed.randrange(len(ring))
        turned = np.roll(turned, start, axis=0)
        closed = np.concatenate([turned, turned[:1]]) if seed.random() < 0.5 else turned
        lines += [f"{k},{number},{y:.3f},{x:.3f}" for k, (x, y) in enumerate(closed)]
    path = tmp_path_factory.getbasetemp() / "any.txt"
    text = "\n".join([*HEADER, PARCEL.replace("4,", ",", 1), *lines])
    path.write_text(text, encoding="gb18030")
    problems = []
    [features] = read(path).features(problems)
    [found] = features.outlines
    assert set(kinds(problems)) <= {"ring_direction"}
    assert (
        shapely.symmetric_difference(shapely.make_valid(found), shapely.make_valid(wanted)).area
        < 1e-6
    )
    assert found.is_valid == wanted.is_valid


def square(x=113.35, y=23.17):
    return shapely.box(x, y, x + 0.001, y + 0.001)


def text(parcel, **options):
    stream = io.BytesIO()
    write(stream, [parcel], **({"crs": usual_crs(113.35)} | options))
    return stream.getvalue()


def test_the_file_is_as_the_offices_want_it():
    parcel = WrittenParcel(outline=square(), area_ha=1.13456, fields={"地块编号": "A-1",
        "地块名称": "地块一", "图幅号": "F49", "地块用途": "工业", "地类编码": "1001"})  # fmt: skip
    data = text(parcel, header={"数据产生单位": "某某局", "项目名称": "某项目"})
    lines = data.decode("gb18030").split("\r\n")
    assert lines[:15] == [
        "[项目信息]", "项目名称=某项目", "[属性描述]", "格式版本号=1.01版本", "数据产生单位=某某局",
        "数据产生日期=", "坐标系=2000国家大地坐标系", "几度分带=3", "投影类型=高斯克吕格",
        "计量单位=米", "带号=38", "精度=0.001", "转换参数=,,,,,,", "[地块坐标]",
        "5,1.1346,A-1,地块一,面,F49,工业,1001,@",
    ]  # fmt: skip
    first, *_, last = lines[15:20]
    assert first == last
    assert first.startswith("J1,1,2563")
    assert first.split(",")[3].startswith("38433")
    assert len(first.split(",")[2].split(".")[1]) == 3
    assert lines[20:] == [""]


@pytest.mark.parametrize(
    ("profile", "line", "point"),
    [
        ("supplementary", ["5", "1.0000", "A", "甲", "", "", "面", "", "", "", "", "", "@"], 4),
        ("short", ["A", "甲", "面", "", "@"], 4),
        ("one_ring", ["5", "1.0000", "A", "甲", "面", "", "", "", "@"], 3),
        ("lengths", ["5", "1.0000", "A", "甲", "面", "", "", "", "@"], 6),
    ],
)
def test_profiles(profile, line, point):
    parcel = WrittenParcel(
        outline=square(), area_ha=1.0, fields={"地块编号": "A", "地块名称": "甲"}
    )
    lines = text(parcel, profile=profile).decode("gb18030").split("\r\n")
    assert lines[12].split(",") == line
    assert len(lines[13].split(",")) == point


def test_degrees_are_written_latitude_first():
    lines = text(WrittenParcel(outline=square(), area_ha=None), crs=STORED).decode("gb18030")
    assert "计量单位=度" in lines
    assert "J1,1,23.170000000,113.350000000" in lines or "J1,1,23.1" in lines


def test_what_cannot_be_written_is_told():
    bow = shapely.Polygon([(113, 23), (113.01, 23.01), (113.01, 23), (113, 23.01)])
    two = shapely.MultiPolygon([square(), square(113.36)])
    cases = (
        (bow, "standard", "invalid_outline"),
        (two, "one_ring", "too_many_rings"),
        (shapely.Point(113, 23), "standard", "not_a_polygon"),
    )
    for outline, profile, kind in cases:
        with pytest.raises(BadDataError) as caught:
            text(WrittenParcel(outline=outline, area_ha=None), profile=profile)
        assert kinds(caught.value.problems) == [kind]
    for options in ({"profile": "x"}, {"crs": CRS.from_epsg(3857)}, {"crs": CRS.from_epsg(2362)}):
        with pytest.raises(WrongUseError):
            text(WrittenParcel(outline=square(), area_ha=None), **options)
