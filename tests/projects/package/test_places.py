"""Where a package lies: its coordinate system, its axes, its district; named when it is wrong."""

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS, Transformer

from gis.errors import BadDataError, CrsError, WrongUseError
from gis.geometry.area import area_ha
from gis.geometry.crs import crs_of
from gis.geometry.datum import wgs84_to_gcj02
from gis.geometry.in_china import stored_in_china
from gis.geometry.outline_error import OutlineError
from projects.load import load_folder
from projects.package.check_district import check_district
from projects.package.district import district_box
from projects.package.folder import read_package, read_plan_files

CASES = Path(__file__).resolve().parents[2] / "cases"
RIGHT = (113.402, 23.152, 113.403, 23.153)
OUTLINES = ("zones.geojson", "ledger/parcels.geojson")


@pytest.fixture(params=["rows", "columns"])
def problems_of(request, connection):
    """Give a function: folder → its problems, as a small and as a large ledger."""

    def load(folder):
        large = 1 if request.param == "columns" else 10**9
        with pytest.raises(BadDataError) as caught, connection.begin_nested():
            load_folder(connection, folder, large=large)
        return caught.value.problems

    return load


@pytest.fixture
def case(tmp_path):
    """Give a function: a copy of a case, whose events are no CSV, for that is read by rows."""

    def copy(name):
        folder = tmp_path / name
        shutil.copytree(CASES / name, folder)
        (folder / "ledger" / "events.csv").unlink(missing_ok=True)
        return folder

    return copy


def say(folder, line):
    with (folder / "plan.yaml").open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")


def move(folder, change):
    """Change every coordinate of a package's outlines."""
    for name in OUTLINES:
        path = folder / name
        told = json.loads(path.read_text(encoding="utf-8"))
        for feature in told["features"]:
            outline = shapely.transform(shapely.geometry.shape(feature["geometry"]), change)
            feature["geometry"] = shapely.geometry.mapping(outline)
        path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


@pytest.mark.parametrize("name", ["r18-property-named-crs", "r27-all-crs-at-end-4546"])
def test_a_file_says_its_own_crs_wherever_it_stands(name):
    parcel, *_ = read_package(CASES / name).parcels
    assert parcel.outline.bounds == pytest.approx(RIGHT, abs=1e-9)
    assert area_ha(parcel.outline) == pytest.approx(1.1340, abs=1e-3)


def test_one_file_with_northing_first_is_named_as_that(case, problems_of):
    found = problems_of(case("r12-northing-first"))
    assert {(p.file, p.kind) for p in found} == {("ledger/parcels.geojson", "swapped_axes")}
    assert [p.row for p in found] == [1, 2, 3]
    assert all("北坐标在前" in p.zh and "northing first" in p.en for p in found)


def test_a_package_with_northing_first_is_named_as_that(case, problems_of):
    found = problems_of(case("r28-all-northing-first-4547"))
    assert {(p.file, p.kind) for p in found} == {(name, "swapped_axes") for name in OUTLINES}


@pytest.mark.parametrize(
    ("name", "said"),
    [("r23-plan-crs-3d", "地心直角坐标系"), ("r29-plan-vertical-crs", "高程系统")],
)
def test_a_system_without_x_and_y_is_named_as_what_it_is(case, problems_of, name, said):
    [problem] = problems_of(case(name))
    assert (problem.file, problem.column, problem.kind) == ("plan.yaml", "crs", "bad_crs")
    assert said in problem.zh


@pytest.mark.parametrize("srs_id", [-1, 0])
def test_an_undefined_system_is_named_with_its_file(case, problems_of, srs_id):
    folder = case("k19-srs-undefined")
    with closing(sqlite3.connect(folder / "ledger" / "parcels.gpkg")) as file:
        for table in ("gpkg_contents", "gpkg_geometry_columns"):
            file.execute(f"update {table} set srs_id = {srs_id}")
        file.commit()
    found = problems_of(folder)
    assert {(p.file, p.kind) for p in found} == {("ledger/parcels.gpkg", "bad_crs")}
    assert "Undefined" in found[0].en


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("EPSG:4479", "geocentric"),
        ("EPSG:5737", "heights"),
        ('LOCAL_CS["厂区",UNIT["metre",1]]', "local"),
        ("EPSG:1", "not known"),
    ],
)
def test_outlines_cannot_be_in_every_system(code, said):
    with pytest.raises(CrsError) as caught:
        crs_of(code)
    assert said in caught.value.en


@pytest.mark.parametrize(
    ("code", "epsg"), [("EPSG:4547+5737", 4547), ("EPSG:4490+5737", 4490), ("EPSG:4547", 4547)]
)
def test_of_a_system_with_heights_x_and_y_are_used(code, epsg):
    assert crs_of(code).to_epsg() == epsg


@pytest.mark.parametrize("name", ["EPSG:4547", "EPSG:4526", "EPSG:32649", "EPSG:4490"])
def test_each_way_to_write_coordinates_wrong_has_its_name(name):
    crs = CRS.from_user_input(name)
    point = shapely.Point(*Transformer.from_crs(4490, crs, always_xy=True).transform(113.4, 23.1))
    assert stored_in_china(point, crs).distance(shapely.Point(113.4, 23.1)) < 1e-9
    with pytest.raises(OutlineError) as caught:
        stored_in_china(shapely.Point(point.y, point.x), crs)
    assert caught.value.kind == "swapped_axes"


def test_the_number_of_a_zone_in_front_of_eastings_is_named():
    numbered = shapely.Point(38_438_760, 2_561_500)
    with pytest.raises(OutlineError, match="EPSG:4526"):
        stored_in_china(numbered, CRS.from_epsg(4547))
    with pytest.raises(OutlineError, match="没有带号 38"):
        stored_in_china(shapely.Point(438_760, 2_561_500), CRS.from_epsg(4526))


@given(st.floats(73.7, 134.7), st.floats(18, 53), st.sampled_from(range(4534, 4555)))
def test_northing_first_never_passes_for_another_place(lon, lat, epsg):
    """Wherever in China and in whatever zone: x and y exchanged are refused."""
    crs = CRS.from_epsg(epsg)
    area = crs.area_of_use
    if not area.west <= lon <= area.east:
        return
    x, y = Transformer.from_crs(4490, crs, always_xy=True).transform(lon, lat)
    stored = stored_in_china(shapely.Point(x, y), crs)
    assert (stored.x, stored.y) == pytest.approx((lon, lat), abs=1e-8)
    with pytest.raises(OutlineError):
        stored_in_china(shapely.Point(y, x), crs)


@pytest.mark.parametrize("district", ["广州市天河区", "广东省天河区", "[113.3, 23.1, 113.5, 23.3]"])
def test_a_package_in_its_district_is_read(case, district):
    folder = case("r18-property-named-crs")
    say(folder, f"district: {district}")
    west, south, east, north = read_package(folder).plan.district
    assert west < 113.402 < east and south < 23.152 < north


def test_a_package_drawn_in_another_zone_is_named_as_that(case, problems_of):
    folder = case("r18-property-named-crs")
    told = (folder / "plan.yaml").read_text(encoding="utf-8")
    (folder / "plan.yaml").write_text(told.replace("4547", "4546"), encoding="utf-8")
    assert read_package(folder).parcels[0].outline.bounds[0] < 111  # nothing tells without it
    say(folder, "district: 广州市天河区")
    [problem] = problems_of(folder)
    assert (problem.file, problem.kind) == ("zones.geojson", "outside_district")
    assert "EPSG:4547" in problem.zh and "EPSG:4547" in problem.en


def test_a_package_shifted_as_a_whole_is_named_as_that(case, problems_of):
    folder = case("r18-property-named-crs")
    say(folder, "district: 广州市天河区")
    move(folder, lambda xy: xy + np.array([0, 100_000]))
    [problem] = problems_of(folder)
    assert problem.kind == "outside_district"
    assert "向北" in problem.zh and "north" in problem.en


def test_a_district_drawn_in_gcj02_as_a_whole_is_named_as_that(builtin, tmp_path):
    folder = tmp_path / "plan"
    shutil.copytree(builtin, folder)
    read_plan_files(folder, [])
    for name in ("zones.geojson", "projects.geojson", "structure.geojson"):
        told = json.loads((folder / name).read_text(encoding="utf-8"))
        for feature in told["features"]:
            drawn = shapely.from_geojson(json.dumps(feature["geometry"]))
            feature["geometry"] = json.loads(shapely.to_geojson(wgs84_to_gcj02(drawn)))
        (folder / name).write_text(json.dumps(told), encoding="utf-8")
    problems = []
    read_plan_files(folder, problems)
    [problem] = problems
    assert (problem.file, problem.kind) == ("zones.geojson", "shifted")
    assert "GCJ-02" in problem.zh and "删去 plan.yaml 的 district" in problem.zh
    assert "taken as GCJ-02 and brought back" in problem.en


@pytest.mark.parametrize(("east_m", "north_m"), [(300, 0), (-560, 290), (0, -600), (90, 60)])
def test_another_shift_of_a_district_is_not_taken_for_gcj02(builtin, east_m, north_m):
    problems = []
    package = read_plan_files(builtin, problems)
    off = np.array([east_m / 102_400, north_m / 110_800])
    [root] = [zone for zone in package.zones if zone.parent_id is None]
    moved = replace(root, outline=shapely.transform(root.outline, lambda xy: xy + off))
    check_district([moved], crs_of("EPSG:4490"), package.plan.district, problems)
    assert problems == []


def test_axes_exchanged_where_the_system_says_no_place_are_told_by_the_district(case, problems_of):
    """A projection without an area of use: only the district tells."""
    folder = case("r18-property-named-crs")
    told = (folder / "plan.yaml").read_text(encoding="utf-8")
    own = "+proj=tmerc +lat_0=0 +lon_0=114 +x_0=500000 +ellps=GRS80 +units=m"
    (folder / "plan.yaml").write_text(told.replace("EPSG:4547", f'"{own}"'), encoding="utf-8")
    say(folder, "district: 天河区")
    assert read_package(folder).parcels
    move(folder, lambda xy: xy[:, ::-1])
    [problem] = problems_of(folder)
    assert "坐标轴颠倒" in problem.zh and "swapped" in problem.en


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("朝阳区", "北京市朝阳区"),
        ("天河", "没有这个"),
        (["113", "23"], "西, 南, 东, 北"),
        (["113.5", "23", "113.4", "24"], "西, 南, 东, 北"),
        (["2", "48", "3", "49"], "西, 南, 东, 北"),
        (["a", "b", "c", "d"], "西, 南, 东, 北"),
        (["nan", "23", "114", "24"], "西, 南, 东, 北"),
        ([["113"], "23", "114", "24"], "西, 南, 东, 北"),
    ],
)
def test_a_district_is_one_place_in_china(told, said):
    with pytest.raises(WrongUseError, match=said):
        district_box(told)


def test_a_wrong_district_is_a_problem_of_plan_yaml(case, problems_of):
    folder = case("r18-property-named-crs")
    say(folder, "district: 朝阳区")
    [problem] = problems_of(folder)
    assert (problem.file, problem.column, problem.kind) == ("plan.yaml", "district", "bad_district")
