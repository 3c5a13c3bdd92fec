"""Feature files as programs leave them: what is read, what is left alone, what is refused."""

import json
import sqlite3
import warnings

import geopandas
import pyarrow as pa
import pytest
from pyarrow import parquet
from pyproj import CRS

from projects.package.columns import PARCELS
from projects.package.feature_files import open_features
from projects.package.ledger_files import ledger_file_name
from tests.projects.bulk.test_one_verdict import event_rows, in_columns, parcel_rows, row_by_row
from tests.projects.bulk.typed_files import as_lists, write_geojson, write_geopackage, write_parquet

PLAN_CRS = CRS.from_epsg(4490)
WAYS = pytest.mark.parametrize("way", [row_by_row, in_columns])


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "ledger").mkdir()
    return tmp_path


def opened(path):
    """Return the file and the problems with it."""
    problems = []
    return open_features(path, path.name, problems, crs=PLAN_CRS), problems


def why_not(path):
    """Return why a file is not read; no driver warns of it beside."""
    with warnings.catch_warnings(action="error"):
        file, problems = opened(path)
        if file is not None:
            list(file.batches(problems, table=PARCELS))
    [problem] = problems
    assert problem.row is None
    return problem.zh


# --- GeoJSON --------------------------------------------------------------------------------


def collection(**members):
    feature = {"type": "Feature", "properties": {"parcel_id": "P1"}, "geometry": None}
    return {"type": "FeatureCollection", "features": [feature]} | members


def written(path, told):
    text = told if isinstance(told, str) else json.dumps(told, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("[]", "应以 { 开头"),
        ('{"type": "Polygon", "coordinates": []}', "FeatureCollection"),
        (json.dumps(collection()) + "\n" + json.dumps(collection()), "其后还有内容"),
        (json.dumps(collection())[:-2], "中断"),
        (json.dumps(collection()).replace('"P1"', "P1"), "不是 JSON"),
        ('{"a": ' + "[" * 100_000 + "]" * 100_000 + "}", "嵌套过深"),
        (collection(crs={"type": "name", "properties": {"name": "EPSG:99"}}), "crs"),
        (collection(crs={"type": "link", "properties": {"href": "a.prj"}}), "crs"),
    ],
)
def test_geojson_that_is_none(tmp_path, told, said):
    assert said in why_not(written(tmp_path / "a.geojson", told))


def test_the_line_of_a_slip_is_told(tmp_path):
    text = json.dumps(collection(), indent=1).replace('"P1"', "'P1'")
    line = text.splitlines().index(next(one for one in text.splitlines() if "'P1'" in one)) + 1
    assert f"第 {line} 行" in why_not(written(tmp_path / "a.geojson", text))


@pytest.mark.parametrize("first", [True, False])
def test_the_crs_member_counts_wherever_it_stands(tmp_path, first):
    crs = {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4526"}}}
    many = collection()["features"] * 20_000
    told = crs | {"features": many} if first else {"features": many} | crs
    file, _ = opened(written(tmp_path / "a.geojson", told))
    assert (file.crs.to_epsg(), file.count) == (4526, 20_000)


def test_a_property_that_is_called_crs_is_a_property(tmp_path):
    told = collection()
    told["features"][0]["properties"]["crs"] = "EPSG:4526"
    file, _ = opened(written(tmp_path / "a.geojson", told))
    assert (file.crs, file.columns) == (PLAN_CRS, ("parcel_id", "crs"))


def test_a_file_of_one_feature_is_a_file(tmp_path):
    file, _ = opened(written(tmp_path / "a.geojson", collection()["features"][0]))
    assert (file.count, file.columns) == (1, ("parcel_id",))


@WAYS
def test_cells_that_are_lists_or_objects_are_told_where_they_are_read(folder, way):
    rows = parcel_rows("P")
    write_geojson(folder / "ledger" / "parcels.geojson", rows, {})
    path = folder / "ledger" / "parcels.geojson"
    told = json.loads(path.read_text(encoding="utf-8"))
    told["features"][1]["properties"] |= {"name": {"zh": "地块"}, "tags": [1, {"a": []}]}
    told["features"][2]["properties"] |= {"name": "\ud800", "tags": {}}
    written(path, json.dumps(told))
    found = sorted((row, column, value) for _, row, column, value, *_ in way(folder)[0])
    assert found == [(2, "name", '{"zh": "地块"}'), (3, "name", "?")]


# --- GeoPackage -----------------------------------------------------------------------------


def test_what_sqlite_leaves_beside_a_geopackage_is_part_of_it(folder):
    """A file that was copied while QGIS had it open: the last changes lie in the -wal."""
    there = folder / "there.gpkg"
    write_geopackage(there, parcel_rows("P"), {})
    writer = sqlite3.connect(there)
    writer.execute("pragma journal_mode = wal")
    for (name,) in writer.execute("select name from sqlite_master where type = 'trigger'"):
        writer.execute(f'drop trigger "{name}"')
    writer.execute("update land set name = '改过' where parcel_id = 'P1'")
    writer.commit()
    for suffix in ("", "-wal", "-shm"):
        copied = folder / "ledger" / f"parcels.gpkg{suffix}"
        copied.write_bytes((folder / f"there.gpkg{suffix}").read_bytes())
    writer.close()
    problems, parcels, _ = row_by_row(folder)
    assert not problems
    assert parcels[1]["name"] == "改过"


@pytest.mark.parametrize("others", [["layer_styles"], ["layer_styles", "qgis_projects"]])
def test_what_qgis_keeps_in_a_geopackage_is_no_layer(folder, others):
    path = folder / "ledger" / "parcels.gpkg"
    write_geopackage(path, parcel_rows("P"), {})
    for name in others:
        write_table(path, name)
    assert len(in_columns(folder)[1]) == len(row_by_row(folder)[1]) == 6


def test_two_layers_are_told_by_name(folder):
    path = folder / "ledger" / "parcels.gpkg"
    write_geopackage(path, parcel_rows("P"), {})
    write_table(path, "旧地块")
    assert "land、旧地块" in why_not(path)


def write_table(path, name):
    with sqlite3.connect(path) as database:
        database.execute(f'create table "{name}" (id integer primary key, told text)')
        database.execute(
            "insert into gpkg_contents (table_name, data_type, identifier)"
            " values (?, 'attributes', ?)",
            [name, name],
        )


@pytest.mark.parametrize("name", ["a.gpkg", "a.parquet", "a.geojson"])
@pytest.mark.parametrize("data", [b"", b"no such file", b"PAR1", b"SQLite format 3\0" + bytes(90)])
def test_what_is_no_such_file_is_told_in_our_own_words(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    told = why_not(tmp_path / name)
    for word in ("DRIVER", "codec", "Error", "/", "sqlite", "Arrow"):
        assert word not in told


# --- GeoParquet -----------------------------------------------------------------------------


def test_parquet_of_another_program_without_its_metadata(tmp_path):
    path = tmp_path / "a.parquet"
    write_parquet(path, parcel_rows("P"), {})
    parquet.write_table(parquet.read_table(path).replace_schema_metadata(None), path)
    assert "shape" in why_not(path)


@pytest.mark.parametrize("geo", [b"{", b"[]", b"{}", b'{"primary_column": "x", "columns": {}}'])
def test_parquet_with_metadata_that_say_nothing(tmp_path, geo):
    path = tmp_path / "a.parquet"
    write_parquet(path, parcel_rows("P"), {})
    parquet.write_table(parquet.read_table(path).replace_schema_metadata({"geo": geo}), path)
    assert "geo" in why_not(path)


@WAYS
def test_parquet_with_outlines_as_points_of_arrow(folder, way):
    rows = parcel_rows("P")
    columns = {name: [row[name] for row in rows] for name in rows[0] if name != "geometry"}
    frame = geopandas.GeoDataFrame(
        columns, geometry=[row["geometry"] for row in rows], crs=PLAN_CRS
    )
    frame.to_parquet(folder / "ledger" / "parcels.parquet", geometry_encoding="geoarrow")
    assert [parcel["outline"].normalize() for parcel in way(folder)[1]] == [
        row["geometry"].normalize() for row in rows
    ]


@WAYS
def test_text_that_is_no_utf8_is_told_with_its_row(folder, way):
    table = pa.table({"a": ["x"]})
    write_parquet(folder / "ledger" / "parcels.parquet", parcel_rows("P"), {})
    table = parquet.read_table(folder / "ledger" / "parcels.parquet")
    names = pa.array(["地块".encode("gbk"), b"", None, b"P3", b"\xff\xff", b"P5"])
    place = table.schema.get_field_index("name")
    table = table.set_column(place, "name", [names.view(pa.string())])
    parquet.write_table(table, folder / "ledger" / "parcels.parquet")
    found = sorted((row, column, value) for _, row, column, value, *_ in way(folder)[0])
    assert [problem[:2] for problem in found] == [(1, "name"), (5, "name")]
    assert found[0][2] == "地块"


# --- the folder -----------------------------------------------------------------------------


def test_what_programs_leave_beside_the_ledger_is_left_alone(folder):
    for name in (
        "parcels.gpkg", "parcels.gpkg-wal", "parcels.gpkg-shm", "parcels.gpkg-journal",
        "parcels.qmd", "parcels.QML", "parcels.gpkg.aux.xml", "events.csvt", "EVENTS.CSV",
    ):  # fmt: skip
        (folder / "ledger" / name).touch()
    problems = []
    assert ledger_file_name(folder, "parcels", problems) == "ledger/parcels.gpkg"
    assert ledger_file_name(folder, "events", problems) == "ledger/EVENTS.CSV"
    assert not problems


@pytest.mark.parametrize("name", ["parcels.shp", "parcels.csv", "parcels.xlsx", "Parcels.bak"])
def test_what_somebody_may_take_for_the_ledger_is_refused(folder, name):
    (folder / "ledger" / name).touch()
    problems = []
    assert ledger_file_name(folder, "parcels", problems) is None
    assert [problem.file for problem in problems] == [f"ledger/{name}"]


def test_a_ledger_that_differs_in_case_stands_twice(folder):
    for name in ("parcels.geojson", "PARCELS.GPKG"):
        (folder / "ledger" / name).touch()
    problems = []
    ledger_file_name(folder, "parcels", problems)
    assert [problem.kind for problem in problems] == ["two_ledgers"]


@WAYS
def test_columns_that_nobody_asked_for_may_hold_anything(folder, way):
    rows = [row | {"tags": "x"} for row in parcel_rows("P")]
    write_parquet(folder / "ledger" / "parcels.parquet", rows, {"tags": as_lists})
    write_parquet(folder / "ledger" / "events.parquet", event_rows("P"), {})
    assert not way(folder)[0]
