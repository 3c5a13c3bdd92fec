"""Files opened by what is in them: the same land, whatever the format."""

import gc
import json
import sqlite3
import tempfile
import threading
import warnings
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer

import geopandas
import openpyxl
import pytest
import shapely

from gis.errors import BadDataError, WrongUseError
from gis.formats.choose_layer import chosen_layer
from gis.formats.faults import UnreadableError
from gis.formats.read import open_layer
from tests.gis.formats.reading import HOLED, SQUARE, kinds, read, write


@pytest.mark.parametrize("form", ["gpkg", "geojson", "shp", "parquet", "csv", "xlsx"])
def test_every_format_gives_the_same_land(form, land, tmp_path):
    path = write(land, tmp_path, form)
    before = sorted(tmp_path.iterdir())
    layer, cells, outlines, problems = read(path)
    assert layer.columns == ("编号", "MJ")
    assert cells["编号"] == ["天河-1", "天河-2"]
    assert [float(each) for each in cells["MJ"]] == [1.5, 2.25]
    assert all(shapely.equals(outlines, [SQUARE, HOLED]))
    assert problems == []
    assert (layer.crs is None) == (form in ("csv", "xlsx"))
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(("encoding", "cpg"), [("UTF-8", True), ("GBK", True), ("GBK", False)])
def test_the_text_of_a_shapefile_is_found_out(encoding, cpg, land, tmp_path):
    land.to_file(tmp_path / "a.shp", encoding=encoding)
    if not cpg:
        (tmp_path / "a.cpg").unlink()
    layer, cells, _, problems = read(tmp_path / "a.shp")
    assert layer.encoding == {"UTF-8": "UTF-8", "GBK": "GB18030"}[encoding]
    assert cells["编号"] == ["天河-1", "天河-2"]
    assert problems == []


def test_a_cpg_that_is_wrong_is_said(land, tmp_path):
    land.to_file(tmp_path / "a.shp", encoding="GBK")
    (tmp_path / "a.cpg").write_text("UTF-8")
    _, cells, _, [problem] = read(tmp_path / "a.shp")
    assert cells["编号"] == ["天河-1", "天河-2"]
    assert (problem.kind, problem.severity) == ("encoding", "warning")


def test_the_content_counts_and_not_the_name(land, tmp_path):
    path = write(land, tmp_path, "gpkg").rename(tmp_path / "land.geojson")
    layer, _, outlines, [problem] = read(path)
    assert (layer.format, len(outlines)) == ("geopackage", 2)
    assert (problem.kind, problem.severity) == ("wrong_suffix", "warning")
    assert "内容是 GeoPackage，" in problem.zh


def test_of_several_layers_one_is_to_be_named(land, tmp_path):
    path = tmp_path / "a.gpkg"
    land.to_file(path, layer="parcels")
    points = [shape.representative_point() for shape in land.geometry]
    land.set_geometry(points, crs=4490).to_file(path, layer="labels")
    assert open_layer(path).name == "parcels"  # the only one with polygons
    land.iloc[:1].to_file(path, layer="more")
    with pytest.raises(BadDataError) as error:
        open_layer(path)
    assert kinds(error) == ["several_layers"]
    assert "parcels、labels、more" in error.value.problems[0].zh
    assert open_layer(path, layer="labels").count == 2
    with pytest.raises(WrongUseError, match="parcels、labels、more"):
        open_layer(path, layer="nothing")


@pytest.mark.parametrize(
    ("layers", "taken"),
    [
        (["片区", "地块", "parcels"], "parcels"),
        (["片区", "地块", "收储地块"], "地块"),
        (["片区", "2025年地块（公顷）", "道路"], "2025年地块（公顷）"),
        (["片区", "宗地"], "宗地"),
        (["收储地块", "供应地块"], None),
        (["片区", "道路"], None),
    ],
)
def test_of_several_layers_the_one_that_is_called_so(layers, taken):
    usual = ("parcels", "地块", "宗地")
    several = [(name, True) for name in layers]
    if taken is not None:
        assert chosen_layer(several, None, usual=usual) == taken
        return
    with pytest.raises(UnreadableError, match="--layer"):
        chosen_layer(several, None, usual=usual)


def test_the_heading_of_a_worksheet_may_stand_below_a_title(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["2024年供地台账"])
    sheet.append(["地块编号", "面积（公顷）", "编号", "编号"])
    sheet.append([1001, 1.5, "a", "b"])
    book.save(tmp_path / "a.xlsx")
    layer, cells, outlines, problems = read(tmp_path / "a.xlsx")
    assert layer.columns == ("地块编号", "面积（公顷）", "编号", "编号 (2)")
    assert [cells[name] for name in layer.columns] == [["1001"], ["1.5"], ["a"], ["b"]]
    assert outlines == [None]
    assert problems == []


def test_a_formula_gives_its_value_or_a_problem(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["编号", "面积"])
    book.active.append(["甲", "=1+1"])
    book.save(tmp_path / "a.xlsx")
    _, cells, _, [problem] = read(tmp_path / "a.xlsx")
    assert cells == {"编号": ["甲"], "面积": [None]}
    assert (problem.kind, problem.row, problem.column) == ("formula_without_value", 2, "B")


@pytest.mark.parametrize("length", [600, 2000, 4600, 5000])
def test_a_workbook_that_breaks_off_is_refused(tmp_path, repo, length):
    """Of some lengths calamine panics, which is no `Exception`."""
    whole = (repo / "tests" / "formats" / "land.xls").read_bytes()
    (tmp_path / "a.xls").write_bytes(whole[:length])
    with pytest.raises(BadDataError) as error:
        open_layer(tmp_path / "a.xls")
    assert kinds(error) == ["unreadable"]


def test_x_is_the_northing_where_the_numbers_say_so(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("编号\tX\tY\n甲\t2556000.5\t38433000.5\n", encoding="utf-16")
    layer, cells, outlines, _ = read(path)
    assert (layer.encoding, cells) == ("UTF-16", {"编号": ["甲"]})
    assert outlines == [shapely.Point(38433000.5, 2556000.5)]


def test_a_file_that_changes_while_it_is_read_is_a_problem(land, tmp_path):
    path = write(land, tmp_path, "csv")
    layer = open_layer(path)
    with path.open("a") as file:
        file.write("x,1,\n")
    problems = []
    list(layer.features(problems))
    assert [problem.kind for problem in problems] == ["file_changed"]


def test_a_geopackage_that_another_program_writes_is_said_to_be(land, tmp_path):
    path = write(land, tmp_path, "gpkg")
    with closing(sqlite3.connect(path)) as other:
        other.execute("begin exclusive")
        _, _, _, problems = read(path)
    assert [problem.kind for problem in problems] == ["locked"]


def test_what_another_program_has_not_yet_put_into_a_geopackage_is_read(land, tmp_path):
    path = write(land, tmp_path, "gpkg")
    with closing(sqlite3.connect(path)) as other:
        other.execute("pragma journal_mode = wal")
        for (name,) in other.execute(
            "select name from sqlite_master where type = 'trigger'"
        ).fetchall():
            other.execute(f'drop trigger "{name}"')
        other.execute('update land set "编号" = ?', ("天河-9",))
        other.commit()
        _, cells, _, problems = read(path)
    assert cells["编号"] == ["天河-9", "天河-9"]
    assert problems == []


def test_nothing_is_left_in_the_folder_for_temporary_files(land, tmp_path, monkeypatch):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    for form in ("gpkg", "shp"):
        layer, _, _, _ = read(write(land, tmp_path, form))
        assert list(temporary.iterdir())
        del layer
    gc.collect()
    assert list(temporary.iterdir()) == []


def test_a_character_that_a_column_cuts_in_two_is_left_out(tmp_path):
    long = "天河区土地储备" * 20
    frame = geopandas.GeoDataFrame({"BZ": [long]}, geometry=[SQUARE], crs=4490)
    with warnings.catch_warnings(action="ignore"):
        frame.to_file(tmp_path / "a.shp", encoding="UTF-8")
    _, cells, _, problems = read(tmp_path / "a.shp")
    [told] = cells["BZ"]
    assert len(told) == 254 // 3
    assert long.startswith(told)
    assert problems == []


@pytest.mark.parametrize("heading", ["边界WKT", "outline_text", "坐标"])
def test_outlines_in_wkt_are_found_whatever_their_column_is_called(tmp_path, heading):
    (tmp_path / "a.csv").write_text(f'编号,{heading},备注\n甲,"{SQUARE.wkt}",POINT 1\n')
    _, cells, [outline], problems = read(tmp_path / "a.csv")
    assert (outline.equals(SQUARE), problems) == (True, [])
    assert heading not in cells
    assert cells["备注"] == ["POINT 1"]


def test_of_two_columns_of_wkt_the_one_that_is_called_so_counts(tmp_path):
    row = f'甲,"{HOLED.wkt}","{SQUARE.wkt}"\n'
    (tmp_path / "a.csv").write_text(f"编号,原来,边界\n{row}")
    _, _, [outline], _ = read(tmp_path / "a.csv")
    assert outline.equals(SQUARE)
    (tmp_path / "a.csv").write_text(f"编号,原来,现在\n{row}")
    with pytest.raises(BadDataError) as error:
        read(tmp_path / "a.csv")
    assert kinds(error) == ["several_outlines"]


def test_points_whose_parcel_stands_only_in_its_first_row_are_asked_for_it(tmp_path):
    """As tables with merged cells are, once they are CSV: an error a parcel, and no other."""
    corners = SQUARE.exterior.coords[:-1]
    rows = [
        f"{name if at == 0 else ''},J{at},{x + east},{y}"
        for name, east in (("甲", 0), ("乙", 0.1))
        for at, (x, y) in enumerate(corners)
    ]
    (tmp_path / "a.csv").write_text("\n".join(["地块编号,点号,经度,纬度", *rows]))
    _, cells, outlines, problems = read(tmp_path / "a.csv")
    assert cells["地块编号"] == ["甲", "乙"]
    assert outlines[0].equals(SQUARE)
    told = [(problem.row, problem.column, problem.kind) for problem in problems]
    assert told == [(3, "地块编号", "parcel_number"), (7, "地块编号", "parcel_number")]
    assert {problem.severity for problem in problems} == {"error"}


def test_what_is_open_or_worse_is_a_problem_of_its_feature(tmp_path):
    ring = [list(xy) for xy in SQUARE.exterior.coords]
    features = [
        {"type": "Feature", "properties": {"编号": kind}, "geometry": {"type": kind, key: told}}
        for kind, key, told in (
            ("GeometryCollection", "geometries", [{"type": "Polygon", "coordinates": [ring[:-1]]}]),
            ("MultiPolygon", "coordinates", [[ring[:-1]], [[]]]),
            ("MultiPolygon", "coordinates", [[ring[:-1]], [7]]),
            ("Polygon", "coordinates", [ring[:-1], []]),
            ("Polygon", "coordinates", [ring[:-1]]),
            ("Polygon", "coordinates", [ring]),
        )
    ]
    told = json.dumps({"type": "FeatureCollection", "features": features})
    (tmp_path / "a.geojson").write_text(told, encoding="utf-8")
    [some] = open_layer(tmp_path / "a.geojson").features(problems := [])
    assert [(one.row, one.kind) for one in problems] == [(n, "unclosed_ring") for n in range(1, 6)]
    assert list(some.closed) == [4]
    assert some.closed[4].equals(SQUARE)
    assert some.outlines[5].equals(SQUARE)


@pytest.fixture
def host():
    """Give the address of a host that counts who asks it."""
    asked = []

    class Counting(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_HEAD = do_GET  # noqa: N815  # as its base has it

        def log_message(self, *told):
            pass

    server = HTTPServer(("127.0.0.1", 0), Counting)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_no_host_is_asked_that_a_file_names(host, tmp_path):
    address, asked = host
    ring = "113.35,23.12 113.36,23.12 113.36,23.13 113.35,23.12"
    (tmp_path / "a.kml").write_text(
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f"<NetworkLink><Link><href>{address}/a.kml</href></Link></NetworkLink>"
        f"<Placemark><styleUrl>{address}/s.kml#a</styleUrl><Polygon><outerBoundaryIs>"
        f"<LinearRing><coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon>"
        "</Placemark></Document></kml>"
    )
    points = "113.35 23.12 113.36 23.12 113.36 23.13 113.35 23.12"
    (tmp_path / "a.gml").write_text(
        '<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml" xmlns:a="http://a"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        ' xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' xsi:schemaLocation="http://a {address}/a.xsd"><gml:featureMember><a:land>'
        f'<a:more xlink:href="{address}/more.gml#a"/><a:outline><gml:Polygon><gml:exterior>'
        f"<gml:LinearRing><gml:posList>{points}</gml:posList></gml:LinearRing></gml:exterior>"
        "</gml:Polygon></a:outline></a:land></gml:featureMember></gml:FeatureCollection>"
    )
    (tmp_path / "a.csv").write_text(f"编号,wkt\n甲,/vsicurl/{address}/a\n")
    for name in ("a.kml", "a.gml"):
        _, _, [outline], _ = read(tmp_path / name)
        assert outline.area == pytest.approx(5e-5)
    read(tmp_path / "a.csv")
    assert asked == []
