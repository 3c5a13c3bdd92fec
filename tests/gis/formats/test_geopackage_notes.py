"""A GeoPackage holds styles and titles beside its layers, which are read as before."""

import sqlite3

import geopandas
import pyogrio
import pytest

from gis.formats.geopackage_notes import add_styles, add_titles
from gis.formats.read import open_layer
from tests.small_land import block

QML = "<qgis>'名'</qgis>"


@pytest.fixture
def file(tmp_path):
    frame = geopandas.GeoDataFrame({"a": [1]}, geometry=[block(0, 0, 1, 1)], crs="EPSG:4490")
    for layer in ("one", "two"):
        frame.to_file(tmp_path / "x.gpkg", layer=layer, driver="GPKG")
    add_styles(tmp_path / "x.gpkg", {"one": QML, "two": QML})
    add_titles(tmp_path / "x.gpkg", {("one", "a"): ("甲（公顷）", "what a is")})
    return tmp_path / "x.gpkg"


def test_a_style_is_the_default_of_its_layer(file):
    with sqlite3.connect(file) as package:
        rows = package.execute(
            "select f_table_name, f_geometry_column, styleQML, useAsDefault from layer_styles"
        ).fetchall()
    assert rows == [("one", "geom", QML, 1), ("two", "geom", QML, 1)]


def test_columns_have_titles(file):
    with sqlite3.connect(file) as package:
        rows = package.execute(
            "select table_name, column_name, title, description from gpkg_data_columns"
        ).fetchall()
    assert rows == [("one", "a", "甲（公顷）", "what a is")]


def test_the_layers_are_read_as_before(file):
    assert {name for name, kind in pyogrio.list_layers(file) if kind} == {"one", "two"}
    assert open_layer(file, layer="one").columns == ("a",)
