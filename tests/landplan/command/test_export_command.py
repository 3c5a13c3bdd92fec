"""`landplan export`: what it writes, what it says, what it refuses."""

import json
import subprocess

import geopandas
import openpyxl
import pyogrio
import pytest

BUILTIN = "tianhe-2021-2025"


def test_a_package_is_written_and_loads_as_the_same(loaded, tmp_path):
    folder = tmp_path / "包"
    found = loaded("export", "package", folder)
    assert (found.returncode, found.stderr) == (0, "")
    assert f"已写出规划包 {folder}：{BUILTIN}，18 个片区、210 宗地块、233 笔台账" in found.stdout
    assert "未改动" in loaded("load", folder).stdout
    told = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert told["sample"] is True
    assert "sample: true\n" in (folder / "plan.yaml").read_text(encoding="utf-8")


def test_a_package_goes_into_an_empty_folder_only(loaded, tmp_path):
    (tmp_path / "x").touch()
    found = loaded("export", "package", tmp_path, "--lang", "en")
    assert found.returncode == 2
    assert "is not empty" in found.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_what_was_recorded_by_hand_is_told_to_stay_behind(loaded, tmp_path):
    project = ("record", "project", "lianyi-rd-base", "--stage", "开工", "--date", "2023-05-08")
    assert loaded(*project).returncode == 0
    found = loaded("export", "package", tmp_path / "out", "--lang", "en")
    assert found.returncode == 0
    assert "1 records of projects and indicators are in the database only" in found.stderr


def test_a_plan_that_is_not_there_leaves_no_folder(loaded, tmp_path):
    found = loaded("export", "package", tmp_path / "out", "--plan", "moon")
    assert found.returncode == 2
    assert "moon" in found.stderr
    assert not any(tmp_path.iterdir())


def test_a_name_without_an_ending_is_a_geopackage_with_every_list(loaded, tmp_path):
    found = loaded("export", "parcels", tmp_path / "天河", "--as-of", "2025-12-31")
    assert (found.returncode, found.stderr) == (0, "")
    told = "210 宗地块、233 笔台账、18 个片区、228 个项目（EPSG:4490）"
    assert found.stdout == f"已写出 {tmp_path / '天河.gpkg'}：{told}\n"
    drawn = [name for name, kind in pyogrio.list_layers(tmp_path / "天河.gpkg") if kind]
    assert drawn == ["parcels", "events", "zones", "projects"]


@pytest.mark.parametrize("first", ["parcels", "events", "zones", "projects"])
def test_a_geopackage_has_each_list_once_whichever_comes_first(loaded, tmp_path, first):
    loaded("export", first, tmp_path / "x.gpkg")
    info = {name: pyogrio.read_info(tmp_path / "x.gpkg", layer=name)["features"]
            for name in ("parcels", "events", "zones", "projects")}  # fmt: skip
    assert info == {"parcels": 210, "events": 233, "zones": 18, "projects": 228}


_HERE = "China Geodetic Coordinate System 2000"


@pytest.mark.parametrize(
    ("suffix", "first", "system"),
    [
        (".gpkg", "parcel_id: String", _HERE),
        (".zip", "DKBH: String", _HERE),
        (".geojson", "parcel_id: String", _HERE),
        (".fgb", "parcel_id: String", _HERE),
        (".gml", "parcel_id: String", _HERE),
        (".kml", "parcel_id: String", "WGS 84"),
        (".csv", "parcel_id: String", "(unknown)"),
    ],
)
def test_other_programs_read_what_is_exported(loaded, tmp_path, suffix, first, system):
    file = tmp_path / f"x{suffix}"
    loaded("export", "parcels", file, "--as-of", "2025-12-31")
    path = f"/vsizip/{file}" if suffix == ".zip" else file
    call = ["ogrinfo", "-ro", "-al", "-so", path]
    told = subprocess.run(call, capture_output=True, text=True, check=True)
    assert told.stderr == ""
    layer = told.stdout.split("Layer name: ")[1]
    assert "Feature Count: 210\n" in layer
    assert first in layer and system in layer


def test_zone_state_and_day_choose_the_rows(loaded, tmp_path):
    file = tmp_path / "在库.xlsx"
    found = loaded(
        "export", "parcels", file, "--zone", "天河智慧城", "--state", "in_reserve",
        "--as-of", "2025-12-31", "--lang", "en",
    )  # fmt: skip
    assert found.stdout == f"wrote {file}: 113 parcels (EPSG:4490)\n"
    assert openpyxl.load_workbook(file)["parcels"].max_row == 114


@pytest.mark.parametrize(
    ("what", "file", "told"),
    [
        ("events", "x.geojson", "233 events (EPSG:4490)"),
        ("zones", "x.zip", "18 zones (EPSG:4547)"),
        ("projects", "x.csv", "228 projects (EPSG:4547)"),
    ],
)
def test_each_list_is_exported_in_the_system_asked_for(loaded, tmp_path, what, file, told):
    system = () if what == "events" else ("--crs", "local")
    found = loaded("export", what, tmp_path / file, *system, "--lang", "en")
    assert found.stdout == f"wrote {tmp_path / file}: {told}\n"


def test_boundary_points_of_one_parcel_of_all_and_a_file_each(loaded, tmp_path):
    one = loaded("export", "parcels", tmp_path / "a.txt", "--parcel", "TH-ZG-0001")
    assert one.stdout == f"已写出 {tmp_path / 'a.txt'}：1 宗地块（EPSG:4526）\n"
    assert "\r\n带号=38\r\n" in (tmp_path / "a.txt").read_bytes().decode("gb18030")
    each = loaded("export", "parcels", tmp_path / "each", "--each", "--zone", "smart-valley")
    assert each.stdout == f"已写出 {tmp_path / 'each'}：102 宗地块（EPSG:4526）\n"
    assert len(list((tmp_path / "each").glob("TH-ZG-*.txt"))) == 102


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (("events", "x.txt"), "只能写地块"),
        (("parcels", "x.png"), "结尾"),
        (("parcels", "nowhere/x.gpkg"), "没有文件夹"),
        (("parcels", "x.gpkg", "--parcel", "nix"), "没有地块 nix"),
        (("parcels", "x.gpkg", "--zone", "moon"), "moon"),
        (("parcels", "x.gpkg", "--state", "gone"), "gone"),
        (("parcels", "x.gpkg", "--as-of", "never"), "never"),
        (("parcels", "x.txt", "--crs", "3857"), "CGCS2000"),
        (("parcels", "x.nothing"), "、.txt 之一结尾"),
        (("events", "x.nothing"), "、.csv 之一结尾"),
        (("projects", "x.shp"), "只能写一种几何"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_written(loaded, tmp_path, call, told):
    what, file, *options = call
    found = loaded("export", what, tmp_path / file, *options)
    assert found.returncode == 2
    assert told in found.stderr
    assert not any(tmp_path.iterdir())


def test_a_file_that_is_there_stays_if_the_export_fails(loaded, tmp_path):
    (tmp_path / "x.gpkg").write_text("what was there", encoding="utf-8")
    assert loaded("export", "parcels", tmp_path / "x.gpkg", "--crs", "2362").returncode == 1
    assert (tmp_path / "x.gpkg").read_text(encoding="utf-8") == "what was there"
    assert loaded("export", "parcels", tmp_path / "x.gpkg").returncode == 0
    assert pyogrio.read_info(tmp_path / "x.gpkg", layer="parcels")["features"] == 210


def test_land_is_parted_by_zone_on_request(loaded, tmp_path):
    folder = tmp_path / "地块.parquet"
    found = loaded("export", "parcels", folder, "--by-zone", "--as-of", "2025-12-31")
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout == f"已写出 {folder}：210 宗地块（EPSG:4490）\n"
    parts = {file.parent.name: file for file in folder.rglob("*.parquet") if file.is_file()}
    assert parts.keys() == {"zone=smart-city-core", "zone=park-2112", "zone=smart-valley"}
    rows = {name: len(geopandas.read_parquet(file)) for name, file in parts.items()}
    assert sum(rows.values()) == 210
    again = loaded("import", "parcels", parts["zone=park-2112"], "--dry-run")
    assert f"新增 0、变更 0、相同 {rows['zone=park-2112']}" in again.stdout
    assert "里已有内容" in loaded("export", "events", folder, "--by-zone").stderr


@pytest.mark.parametrize("words", [("x.gpkg", "--by-zone"), ("x.parquet", "--by-zone", "--each")])
def test_nothing_else_is_parted_by_zone(loaded, tmp_path, words):
    name, *options = words
    found = loaded("export", "parcels", tmp_path / name, *options)
    assert found.returncode == 2
    assert "--by-zone" in found.stderr
    assert not any(tmp_path.iterdir())
