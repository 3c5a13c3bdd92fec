"""Other programs read what is exported: GDAL, geopandas, DuckDB, LibreOffice, a validator."""

import csv
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import geopandas
import pyogrio
import pytest
from pyproj import CRS

from layers.qgis.list_styles import qgis_styles
from projects.exports.lists import LIST_NAMES, export_list
from projects.exports.write_lists import write_lists
from projects.package.short_names import SHORT_NAMES
from tests import duckdb_spatial

DAY = date(2025, 12, 31)
AREA_HA = 692.3872
"""What the parcels of the built-in ledger declare together."""


@pytest.fixture(scope="module")
def files(builtin_database, tmp_path_factory):
    """Give a folder with the parcels of the built-in plan in each format."""
    folder = tmp_path_factory.mktemp("exports")
    with builtin_database.connect() as connection:
        lists = [
            export_list(connection, "tianhe-2021-2025", name, as_of=None, parcels_as_of=DAY)
            for name in LIST_NAMES
        ]
        for suffix in ("gpkg", "parquet", "shp", "geojson", "fgb", "kml", "gml", "tab", "mif",
                       "dxf", "xlsx", "csv"):  # fmt: skip
            some = lists if suffix == "gpkg" else lists[:1]
            write_lists(
                folder / f"x.{suffix}", some,
                crs=CRS.from_epsg(4490), language="zh", styles=qgis_styles("zh"),
            )  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def spatial(tmp_path_factory):
    """Give DuckDB with its spatial extension."""
    with duckdb_spatial.spatial(tmp_path_factory.mktemp("duckdb")) as connection:
        yield connection


@pytest.mark.parametrize("suffix", ["gpkg", "parquet", "shp", "geojson", "fgb", "gml", "kml"])
def test_geopandas_reads_the_land(files, suffix):
    file = files / f"x.{suffix}"
    found = (
        geopandas.read_parquet(file)
        if suffix == "parquet"
        else geopandas.read_file(file, **({"layer": "parcels"} if suffix == "gpkg" else {}))
    )
    area = found[SHORT_NAMES["parcels"]["declared_ha"] if suffix == "shp" else "declared_ha"]
    assert area.sum() == pytest.approx(AREA_HA)
    assert found.crs.to_epsg() == (4326 if suffix == "kml" else 4490)
    measured = found.to_crs(4526).area.sum() / 10_000
    assert measured == pytest.approx(AREA_HA, rel=0.01)
    assert set(found.geom_type) <= {"MultiPolygon", "Polygon"}


@pytest.mark.parametrize("suffix", ["tab", "mif"])
def test_gdal_reads_mapinfo(files, suffix):
    told = pyogrio.read_info(files / f"x.{suffix}", force_feature_count=True)
    assert (told["features"], list(told["fields"])) == (210, list(SHORT_NAMES["parcels"]))


def test_gdal_reads_a_drawing(files):
    assert set(pyogrio.read_dataframe(files / "x.dxf").geom_type) == {"LineString"}


def test_gdal_lists_the_layers_of_a_geopackage(files):
    drawn = {name: kind for name, kind in pyogrio.list_layers(files / "x.gpkg") if kind}
    assert drawn == dict.fromkeys(("parcels", "events", "zones"), "MultiPolygon") | {
        "projects": "Unknown"
    }


@pytest.mark.parametrize("suffix", ["gpkg", "shp", "geojson", "fgb", "parquet"])
def test_duckdb_sums_the_land(files, spatial, suffix):
    file = files / f"x.{suffix}"
    column = "DKMJ" if suffix == "shp" else "declared_ha"
    shape = "geometry" if suffix == "parquet" else "geom"
    source = f"'{file}'" if suffix == "parquet" else f"st_read('{file}')"
    count, area, squares = spatial.sql(
        f"select count(*), sum({column}), sum(st_area({shape})) from {source}"
    ).fetchone()
    assert (count, area) == (210, pytest.approx(AREA_HA))
    assert squares * 111_195**2 * 0.9195 / 10_000 == pytest.approx(AREA_HA, rel=0.02)


def test_duckdb_knows_the_types_of_the_columns(files, spatial):
    told = spatial.sql(
        f"select typeof(declared_ha), typeof(established_on), typeof(bbox) from '{files}/x.parquet'"
    ).fetchone()
    assert told[:2] == ("DOUBLE", "DATE")
    assert told[2].startswith("STRUCT(xmin DOUBLE")


def test_the_validator_of_geoparquet_finds_nothing(files):
    tool = Path(sys.executable).with_name("geoparquet-validator")
    found = subprocess.run(
        [tool, "check", files / "x.parquet"], capture_output=True, text=True, check=True
    )
    assert "FAIL" not in found.stdout
    assert "version 1.1.0" in found.stdout


@pytest.mark.office
@pytest.mark.slow
def test_libreoffice_opens_the_workbook(files, tmp_path):
    office = shutil.which("soffice")
    assert office, "apt install libreoffice-calc-nogui"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    call = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76",
    ]
    subprocess.run(
        [*call, "--outdir", tmp_path, files / "x.xlsx"],
        check=True,
        capture_output=True,
        timeout=180,
    )
    with (tmp_path / "x.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == list(SHORT_NAMES["parcels"])
    assert rows[0]["established_on"] == "2024-10-21"
    assert sum(float(row["declared_ha"]) for row in rows) == pytest.approx(AREA_HA)
    assert {row["land_use"] for row in rows} >= {"0301", "1402"}
