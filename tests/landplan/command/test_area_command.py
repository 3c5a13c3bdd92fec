"""`landplan area` as a user calls it: no database, the figures, the words, the exit status."""

import csv
import io
import json
import sys

import geopandas
import pytest
import shapely

from gis.geometry.area import area_ha
from landplan.command.cli import run
from landplan.command.start import main as start

SQUARE = shapely.box(113.35, 23.12, 113.36, 23.13)
HOLED = SQUARE.difference(shapely.box(113.352, 23.122, 113.354, 23.124))
BOW = shapely.Polygon([(113.35, 23.12), (113.36, 23.13), (113.36, 23.12), (113.35, 23.13)])


@pytest.fixture
def area(capsys, monkeypatch):
    """Give a call of the command; a database would be a mistake."""
    monkeypatch.setenv("LANDPLAN_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nowhere")

    def call(*arguments):
        status = run(["area", *map(str, arguments)])
        told = capsys.readouterr()
        return status, told.out, told.err

    return call


def land(**columns):
    return geopandas.GeoDataFrame(columns, geometry=[SQUARE, HOLED], crs=4490)


def test_the_json_tells_what_each_feature_declares_and_measures(area, tmp_path):
    path = tmp_path / "地块.gpkg"
    measured = [area_ha(SQUARE), area_ha(HOLED)]
    declared = [round(one * 15, 2) for one in measured]  # 亩, and nothing says so
    land(地块编号=["甲", "乙"], 地块名称=["一号", None], 地块面积=declared).to_file(path)
    status, out, err = area(path, "--format", "json")
    told = json.loads(out)
    assert (status, err) == (0, "")
    assert list(told) == ["file", "format", "encoding", "crs", "rows", "problems"]
    assert told["file"] == str(path)
    assert (told["format"], told["encoding"], told["problems"]) == ("geopackage", None, [])
    assert told["crs"]["epsg"] == 4490
    assert "EPSG:4490" in told["crs"]["reason_zh"]
    first, second = told["rows"]
    assert list(first) == [
        "id", "name", "parts", "holes", "declared_ha", "declared_unit", "measured_ha",
    ]  # fmt: skip
    assert (first["id"], first["name"], first["parts"], first["holes"]) == ("甲", "一号", 1, 0)
    assert (second["id"], second["name"], second["parts"], second["holes"]) == ("乙", None, 1, 1)
    assert [row["measured_ha"] for row in told["rows"]] == pytest.approx(measured, abs=1e-6)
    assert [row["declared_unit"] for row in told["rows"]] == ["mu", "mu"]
    assert [row["declared_ha"] for row in told["rows"]] == pytest.approx(measured, abs=1e-3)


def test_what_is_wrong_has_its_row_and_the_status_is_1(area, tmp_path):
    path = tmp_path / "a.geojson"
    frame = land(id=["a", "b"])
    frame.loc[1, "geometry"] = BOW
    frame.to_file(path)
    status, out, _ = area(path, "--format", "json")
    told = json.loads(out)
    assert status == 1
    assert [row["measured_ha"] for row in told["rows"]] == [pytest.approx(area_ha(SQUARE)), None]
    [problem] = told["problems"]
    assert list(problem) == [
        "place", "row", "column", "value", "kind", "severity", "zh", "en",
    ]  # fmt: skip
    assert (problem["row"], problem["kind"], problem["severity"]) == (2, "invalid_outline", "error")
    status, out, err = area(path)
    assert status == 1
    assert "113.4" in out
    assert "自相交" in err


def test_a_file_that_cannot_be_read_is_a_problem_in_every_form(area, tmp_path):
    path = tmp_path / "a.gpkg"
    path.touch()
    status, out, _ = area(path, "--format", "json")
    told = json.loads(out)
    assert (status, told["format"], told["rows"]) == (1, None, [])
    assert [problem["kind"] for problem in told["problems"]] == ["empty_file"]
    status, out, err = area(path)
    assert (status, out) == (1, "")
    assert "文件是空的（0 字节）" in err
    assert "没有读取" in err
    status, _, err = area(tmp_path / "no.gpkg")
    assert status == 2
    assert "没有" in err


def test_axes_that_are_swapped_are_named_and_nothing_is_measured(area, tmp_path):
    path = tmp_path / "a.geojson"
    swapped = shapely.transform([SQUARE], lambda xy: xy[:, ::-1])
    geopandas.GeoDataFrame({"id": ["a"]}, geometry=swapped, crs=4490).to_file(path)
    status, out, _ = area(path, "--format", "json")
    told = json.loads(out)
    assert status == 1
    assert [row["measured_ha"] for row in told["rows"]] == [None]
    assert "swapped_axes" in [problem["kind"] for problem in told["problems"]]


def test_csv_and_english(area, tmp_path):
    path = tmp_path / "a.geojson"
    land(**{"宗地号": ["=1+1", "b"], "面积（亩）": [2.0, None]}).to_file(path)
    _, out, _ = area(path, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert float(rows[0]["measured_ha"]) == pytest.approx(area_ha(SQUARE))
    assert float(rows[0]["declared_ha"]) == pytest.approx(2 / 15, abs=1e-6)  # the heading
    assert [row["declared_unit"] for row in rows] == ["mu", ""]
    _, out, _ = area(path, "--lang", "en")
    assert "2 features" in out
    assert "the file says EPSG:4490" in out


def packed(outline):
    """Write decimal degrees as degrees, minutes and seconds in one number."""

    def one(value):
        whole, minutes = divmod(value * 60, 60)
        return whole + int(minutes) / 100 + (minutes % 1) * 60 / 10_000

    return shapely.transform(outline, lambda xy: [[one(x), one(y)] for x, y in xy])


def test_minutes_and_seconds_written_as_decimal_degrees_are_refused(area, tmp_path):
    """Only what they declare tells: read as decimals both would be an eighth as large."""
    declared = [f"{area_ha(SQUARE):.2f}", f"{area_ha(HOLED):.2f}"]
    frame = land(地块编号=["甲", "乙"], 地块面积=declared)
    frame.to_file(tmp_path / "十进制.gpkg")
    status, _, _ = area(tmp_path / "十进制.gpkg")
    assert status == 0
    frame.set_geometry([packed(SQUARE), packed(HOLED)], crs=4490).to_file(tmp_path / "分秒.gpkg")
    status, out, _ = area(tmp_path / "分秒.gpkg", "--format", "json")
    told = json.loads(out)
    assert status == 1
    assert [problem["kind"] for problem in told["problems"]] == ["packed_degrees"]
    assert [row["measured_ha"] for row in told["rows"]] == [None, None]


def test_a_call_that_is_stopped_says_so(area, tmp_path, monkeypatch):
    def stopped(*_arguments):
        raise KeyboardInterrupt

    land().to_file(tmp_path / "a.gpkg")
    monkeypatch.setattr("projects.imports.file_areas.file_areas", stopped)
    assert area(tmp_path / "a.gpkg") == (130, "", "已取消\n")


def test_a_call_that_is_stopped_while_it_starts_says_so(monkeypatch, capsys):
    """The modules of the command are imported where the stop is caught."""

    class Stop:
        def find_spec(self, name, *_told):
            if name == "landplan.command.cli":
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "landplan.command.cli")
    monkeypatch.setattr(sys, "meta_path", [Stop(), *sys.meta_path])
    with pytest.raises(SystemExit) as ended:
        start()
    assert (ended.value.code, capsys.readouterr().err) == (130, "已取消\n")
