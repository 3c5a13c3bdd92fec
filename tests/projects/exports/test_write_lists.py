"""Lists as files: read back by ourselves they are what was written, in each format."""

import csv
import sqlite3
import zipfile
from dataclasses import replace
from datetime import date
from io import TextIOWrapper

import openpyxl
import pytest
import shapely
from pyproj import CRS

from gis.errors import CrsError, WrongUseError
from gis.formats.read import open_layer
from layers.qgis.list_styles import qgis_styles
from projects.exports.lists import LIST_NAMES, export_list
from projects.exports.target_crs import target_crs
from projects.exports.write_lists import write_lists
from projects.load import load_package
from projects.package.short_names import SHORT_NAMES
from projects.store.plans import every_zone_of
from tests.small_land import block, package, parcel, storage

BUILTIN = "tianhe-2021-2025"
HOSTILE = "=HYPERLINK(\"http://x\"), '甲'\t<b>乙;|\U0001f3d9"
EXACT = (".gpkg", ".parquet", ".shp", ".zip", ".geojson", ".csv")


def listed(connection, *names, plan_id=BUILTIN):
    day = date(2025, 12, 31)
    return [export_list(connection, plan_id, name, as_of=None, parcels_as_of=day) for name in names]


def written(file, lists, crs=4490):
    faults = write_lists(
        file, lists, crs=CRS.from_epsg(crs), language="zh", styles=qgis_styles("zh")
    )
    assert faults == ()
    return file


def read(file, layer=None):
    """Give a layer as an import gets it, its rows and outlines."""
    problems = []
    opened = open_layer(file, layer=layer)
    batches = list(opened.features(problems))
    assert problems == []
    rows = [row for batch in batches for row in batch.cells.to_pylist()]
    return opened, rows, [outline for batch in batches for outline in batch.outlines]


def rows_of(made):
    batches = list(made.batches())
    rows = [row for batch in batches for row in batch.cells.to_pylist()]
    return rows, [outline for batch in batches for outline in batch.outlines]


def typed(rows, like):
    """Give rows that a format may hold as text with the types of those that were written."""

    def cell(value, kind):
        if value is None or kind is None:
            return value
        if kind is bool:
            return value in (True, 1, "true", "1")
        return date.fromisoformat(str(value)[:10]) if kind is date else kind(value)

    names = list(like[0])
    kinds = [next((type(row[n]) for row in like if row[n] is not None), None) for n in names]
    return [list(map(cell, row.values(), kinds)) for row in rows]


def close(rows):
    """Give rows with figures as near as formats of text hold them."""
    return [
        [pytest.approx(one, rel=1e-14) if isinstance(one, float) else one for one in row.values()]
        for row in rows
    ]


@pytest.mark.parametrize("suffix", EXACT)
@pytest.mark.parametrize("name", ["parcels", "events", "zones"])
def test_each_cell_and_coordinate_comes_back(builtin_connection, tmp_path, name, suffix):
    [made] = listed(builtin_connection, name)
    opened, found, outlines = read(written(tmp_path / f"x{suffix}", [made]))
    rows, drawn = rows_of(made)
    names = SHORT_NAMES[name] if suffix in (".shp", ".zip") else {}
    assert [*opened.columns] == [names.get(one, one) for one in rows[0]]
    assert typed(found, rows) == close(rows)
    assert [one is None for one in outlines] == [one is None for one in drawn]
    apart = [
        shapely.hausdorff_distance(here, there)
        for here, there in zip(outlines, drawn, strict=True)
        if there is not None
    ]
    assert max(apart) == 0
    assert opened.crs is None if suffix == ".csv" else opened.crs.to_epsg() == 4490


@pytest.mark.parametrize("suffix", [".gpkg", ".parquet", ".geojson", ".csv"])
def test_projects_are_points_lines_and_areas(builtin_connection, tmp_path, suffix):
    [made] = listed(builtin_connection, "projects")
    _, found, outlines = read(written(tmp_path / f"x{suffix}", [made]))
    rows, drawn = rows_of(made)
    assert typed(found, rows) == close(rows)
    assert len({one.geom_type for one in drawn if one is not None}) > 1
    assert [one and one.wkb for one in outlines] == [one and one.wkb for one in drawn]


def test_a_geopackage_holds_all_lists_with_styles_and_titles(builtin_connection, tmp_path):
    lists = listed(builtin_connection, *LIST_NAMES)
    file = written(tmp_path / "x.gpkg", lists)
    for made in lists:
        _, found, _ = read(file, made.name)
        assert typed(found, rows_of(made)[0]) == close(rows_of(made)[0])
    with sqlite3.connect(file) as opened:
        styled = dict(opened.execute("select f_table_name, styleQML from layer_styles"))
        titles = opened.execute(
            "select title, description from gpkg_data_columns"
            " where table_name = 'parcels' and column_name in ('declared_ha', 'state')"
        ).fetchall()
    assert styled == qgis_styles("zh")
    assert sorted(titles) == [
        ("状态", "not_stored 未收储、in_reserve 在库、partly_supplied 部分出库、supplied 已出库"),
        ("申报面积（公顷）", ""),
    ]


def test_what_short_names_mean_stands_beside_a_shapefile(builtin_connection, tmp_path):
    lists = listed(builtin_connection, "parcels")
    written(tmp_path / "地块.shp", lists)
    written(tmp_path / "地块.zip", lists)
    with (tmp_path / "地块-字段说明.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    with zipfile.ZipFile(tmp_path / "地块.zip") as archive:
        inside = TextIOWrapper(archive.open("地块-字段说明.csv"), "utf-8-sig")
        assert list(csv.DictReader(inside)) == rows
    assert {row["column"]: row["in_file"] for row in rows} == SHORT_NAMES["parcels"]
    assert rows[2] == {
        "list": "parcels", "column": "owner_kind", "in_file": "QSXZ", "zh": "权属", "en": "Owner",
        "unit": "", "values": "state 国有、collective 集体",
    }  # fmt: skip


def test_a_workbook_has_numbers_days_and_what_its_columns_mean(builtin_connection, tmp_path):
    file = written(tmp_path / "x.xlsx", listed(builtin_connection, "parcels"))
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["parcels", "字段说明"]
    rows = book["parcels"].iter_rows(values_only=True)
    row = dict(zip(next(rows), next(rows), strict=True))
    assert (row["parcel_id"], row["land_use"]) == ("TH-ZG-0001", "1402")
    assert isinstance(row["declared_ha"], float)
    assert row["established_on"].date() == date(2024, 10, 21)
    assert book["字段说明"]["D5"].value == "申报面积"


@pytest.mark.parametrize("suffix", [*EXACT, ".xlsx"])
def test_hostile_text_is_text(connection, tmp_path, suffix):
    named = replace(parcel("=1+1", block(0, 0, 1, 1)), name=HOSTILE)
    load_package(connection, package(parcels=(named, parcel("P2", block(1, 0, 2, 1)))))
    file = written(tmp_path / f"x{suffix}", listed(connection, "parcels", plan_id="small"))
    _, found, _ = read(file, "parcels" if suffix == ".xlsx" else None)
    assert [list(row.values())[:2] for row in found] == [["=1+1", HOSTILE], ["P2", "P2"]]
    if suffix == ".csv":
        assert ",'=HYPERLINK" in file.read_text(encoding="utf-8-sig").replace('"', "")


@pytest.mark.parametrize("code", [4490, 4326, 3857, 4526, 4547])
def test_outlines_are_in_the_system_asked_for(connection, tmp_path, code):
    load_package(connection, package(parcels=(parcel("P1", block(0, 0, 1, 1)),)))
    file = written(tmp_path / "x.gpkg", listed(connection, "parcels", plan_id="small"), code)
    opened, _, [outline] = read(file)
    assert opened.crs.to_epsg() == code
    x, y = outline.centroid.x, outline.centroid.y
    wanted = {
        4490: (113.4005, 23.1505), 4326: (113.4005, 23.1505), 3857: (12623684, 2650223),
        4526: (38438620, 2561230), 4547: (438620, 2561230),
    }  # fmt: skip
    assert (x, y) == pytest.approx(wanted[code], abs=100 if code > 4490 or code < 4000 else 1e-4)


def test_the_system_of_an_export(builtin_connection):
    zones = every_zone_of(builtin_connection, BUILTIN)

    def epsg(told, form="geopackage"):
        return target_crs(told, zones=zones, form=form).to_epsg()

    assert [epsg(told) for told in (None, "4547", "EPSG:3857", "local", " LOCAL ")] == [
        4490, 4547, 3857, 4547, 4547,
    ]  # fmt: skip
    assert (epsg(None, "boundary_txt"), epsg("4490", "boundary_txt")) == (4526, 4490)
    assert (epsg(None, "dxf"), epsg("4526", "dxf")) == (4547, 4526)
    with pytest.raises(CrsError, match="西安80"):
        epsg("2362")
    with pytest.raises(CrsError, match="无法识别"):
        epsg("moon")


def test_a_list_without_rows_has_its_columns(connection, tmp_path):
    load_package(connection, package())
    for suffix in (".gpkg", ".parquet", ".shp", ".zip"):  # others tell their columns by their rows
        file = written(tmp_path / f"x{suffix}", listed(connection, "events", plan_id="small"))
        assert len(open_layer(file).columns) == len(SHORT_NAMES["events"])


def test_what_a_format_does_not_hold_is_refused_and_nothing_is_written(
    builtin_connection, tmp_path
):
    for suffix, names in (
        (".shp", ["projects"]),
        (".tab", ["projects"]),
        (".csv", ["parcels", "zones"]),
        (".png", ["zones"]),
    ):
        with pytest.raises(WrongUseError):
            written(tmp_path / f"x{suffix}", listed(builtin_connection, *names))
    assert not any(tmp_path.iterdir())


def test_a_text_that_is_cut_is_told(connection, tmp_path):
    event = storage("E1", "2021-06-30", block(0, 0, 1, 1), document_no="文" * 100)
    load_package(connection, package(events=(event,)))
    faults = write_lists(
        tmp_path / "x.shp", listed(connection, "events", plan_id="small"),
        crs=CRS.from_epsg(4490), language="zh", styles={},
    )  # fmt: skip
    assert [fault.kind for fault in faults] == ["text_cut"]
