"""`landplan import` and `landplan imports undo`: what they print, write and exit with."""

import json

import geopandas
import pytest
from shapely import Polygon

from gis.geometry.area import area_ha
from tests.small_land import block, write_features, write_folder


@pytest.fixture(scope="module")
def small(landplan, environment, tmp_path_factory):
    """Give the command line on a small plan."""
    folder = write_folder(tmp_path_factory.mktemp("small") / "package")
    assert landplan("load", folder).returncode == 0
    env = environment | {"LANDPLAN_PLAN": "small"}
    return lambda *words: landplan(*words, env=env)


def parcels(path, name="<script>alert(1)</script>甲", declared=40_000):
    write_features(
        path, ({"DKBH": "N1", "DKMC": name.replace("<script>", "<b>"), "DKMJ": declared,
                "QSXZ": "国有", "备注": "=1+1"}, block(4, 0, 6, 2))
    )  # fmt: skip
    return path


def test_a_dry_run_prints_the_json_of_the_contract(small, tmp_path):
    file = parcels(tmp_path / "n.geojson")
    found = small("import", "parcels", file, "--dry-run", "--format", "json")
    assert found.returncode == 0, found.stderr
    told = json.loads(found.stdout)
    assert list(told) == ["file", "format", "encoding", "crs", "layer", "columns", "rows",
                          "problems", "imported_before", "would"]  # fmt: skip
    assert told["file"] == str(file)
    assert told["format"] == "geojson"
    assert list(told["crs"]) == ["epsg", "reason_zh", "reason_en"]
    assert told["would"] == {"added": 1, "changed": 0, "same": 0}
    assert told["rows"] == [
        {"id": "N1", "name": "<b>alert(1)</script>甲", "parts": 1, "holes": 0, "declared_ha": 4.0,
         "declared_unit": "m2", "measured_ha": pytest.approx(area_ha(block(4, 0, 6, 2)))}
    ]  # fmt: skip
    match = {one["file"]: (one["ours"], one["unit"]) for one in told["columns"]}
    assert match == {"DKBH": ("parcel_id", None), "DKMC": ("name", None), "备注": (None, None),
                     "DKMJ": ("declared_ha", "平方米"), "QSXZ": ("owner_kind", None)}  # fmt: skip


def test_an_import_is_a_batch_and_is_taken_back(small, tmp_path):
    file = parcels(tmp_path / "n.geojson")
    real = json.loads(small("import", "parcels", file, "--format", "json").stdout)
    assert real["did"] == {"added": 1, "changed": 0, "same": 0}
    listed = json.loads(small("imports", "--format", "json").stdout)["rows"][0]
    assert (listed["batch"], listed["command"]) == (real["batch"], "import parcels")
    assert listed["files"][0]["name"] == "n.geojson"
    again = small("import", "parcels", file)
    assert "未改动" in again.stdout
    assert f"批次 {real['batch']}" in again.stdout
    undone = small("imports", "undo", real["batch"], "--lang", "en")
    assert undone.returncode == 0, undone.stderr
    assert f"took load {real['batch']} of small back: parcels: removed 1" in undone.stdout
    twice = small("imports", "undo", real["batch"])
    assert (twice.returncode, "已由批次" in twice.stderr) == (2, True)


def test_what_is_wrong_is_told_with_row_and_column_and_nothing_is_written(small, tmp_path):
    file = parcels(tmp_path / "n.geojson", declared="很大")
    found = small("import", "parcels", file)
    assert found.returncode == 1
    assert "DKMJ" in found.stderr
    assert "未导入任何内容" in found.stderr
    told = small("import", "parcels", file, "--format", "json")
    assert told.returncode == 1
    assert json.loads(told.stdout)["did"] == {"added": 0, "changed": 0, "same": 0}
    assert json.loads(told.stdout)["batch"] is None


def test_the_report_draws_each_problem_and_keeps_text_text(small, tmp_path):
    file = tmp_path / "<img src=x onerror=alert(1)>.geojson"
    write_features(
        file,
        ({"DKBH": "N1", "DKMJ": 4, "QSXZ": "国有"}, block(3.5, 0, 5.5, 2)),
        ({"DKBH": "<script>alert(1)</script>", "DKMJ": 4, "QSXZ": "国有"}, block(6, 0, 8, 2)),
    )
    page = tmp_path / "problems.html"
    assert small("import", "parcels", file, "--dry-run", "--report", page).returncode == 1
    told = page.read_text(encoding="utf-8")
    assert "<svg" in told
    assert "重叠" in told
    assert "<script" not in told
    assert "<img" not in told
    assert "http" not in told.replace("http-equiv", "")
    report = tmp_path / "problems.json"
    small("import", "parcels", file, "--dry-run", "--report", report)
    kinds = {problem["kind"] for problem in json.loads(report.read_text("utf-8"))["problems"]}
    assert {"overlap", "script_tag"} <= kinds


def test_of_several_layers_the_one_called_so_is_taken_and_named(small, tmp_path):
    file = tmp_path / "月报.gpkg"
    for layer, number, left in (("片区", "Z1", 0), ("2025年宗地", "N1", 4)):
        cells = {"DKBH": [number], "DKMJ": [4.0], "QSXZ": ["国有"]}
        land = geopandas.GeoDataFrame(cells, geometry=[block(left, 0, left + 2, 2)], crs=4490)
        land.to_file(file, layer=layer)
    found = small("import", "parcels", file, "--dry-run")
    assert found.returncode == 0, found.stderr
    head = " ".join(found.stdout.split())  # it may break where the folder's name is long
    assert "月报.gpkg · 图层 2025年宗地 · 地块" in head
    told = json.loads(small("import", "parcels", file, "--dry-run", "--format", "json").stdout)
    assert (told["layer"], [row["id"] for row in told["rows"]]) == ("2025年宗地", ["N1"])


def test_problems_name_what_the_file_has_no_column_of_in_the_language(small, tmp_path):
    file = tmp_path / "n.geojson"
    west, south, east, north = block(4, 0, 6, 2).bounds
    bow = Polygon([(west, south), (east, north), (east, south), (west, north)])
    write_features(file, ({"DKBH": "N1", "DKMJ": -4, "QSXZ": "国有"}, bow))
    chinese, english = (
        small("import", "parcels", file, "--lang", language).stderr for language in ("zh", "en")
    )
    assert "│ 边界 │" in chinese
    assert "坐标系" in chinese
    assert "│ Outline" in english
    told = json.loads(small("import", "parcels", file, "--format", "json").stdout)["problems"]
    assert {problem["column"] for problem in told} == {"DKMJ", "outline", "crs"}


def test_events_are_shown_before_it_is_done(small, tmp_path):
    file = tmp_path / "c.csv"
    file.write_text("宗地编号,状态,入库时间\nP2,在库,2022-03-01\n", encoding="utf-8")
    found = small("import", "parcels", file, "--as", "events", "--dry-run")
    assert found.returncode == 0, found.stderr
    assert "SC-P2-20220301" in found.stdout
    assert "会导入" in found.stdout


@pytest.mark.parametrize(
    "words",
    [("--as", "stories"), ("--columns", "没有=parcel_id"), ("--columns", "DKBH=没有"),
     ("--report", "p.pdf"), ("--datum", "nowhere"), ("--crs", "nonsense"), ("--layer", "none")],
)  # fmt: skip
def test_a_call_that_cannot_be_meant_is_refused(small, tmp_path, words):
    found = small("import", "parcels", parcels(tmp_path / "n.geojson"), *words)
    assert found.returncode in (1, 2)
    assert found.stderr.strip()
    assert "LANDPLAN_DEBUG" not in found.stderr


def test_a_file_that_is_none_is_refused(small, tmp_path):
    assert small("import", "parcels", tmp_path / "nothing.gpkg").returncode == 2
    empty = tmp_path / "empty.csv"
    empty.write_text("", encoding="utf-8")
    found = small("import", "events", empty)
    assert found.returncode == 1
    assert "LANDPLAN_DEBUG" not in found.stderr
