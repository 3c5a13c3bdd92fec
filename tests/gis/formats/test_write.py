"""Layers written to every format: what is read again is the same, or said to be less."""

import csv
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import geopandas
import numpy as np
import openpyxl
import pyarrow as pa
import pyogrio
import pytest
import shapely
from pyproj import CRS

from gis.errors import LandplanError, WrongUseError
from gis.formats.read import open_layer
from gis.formats.write import LayerToWrite, WriteBatch, write_layers

SQUARE = shapely.box(113.35, 23.12, 113.36, 23.13)
HOLED = shapely.MultiPolygon([SQUARE.difference(shapely.box(113.352, 23.122, 113.354, 23.124))])
CELLS = pa.table(
    {
        "DKBH": pa.array(["=1+1", "甲,“乙”", "P-3"]),
        "MJ": pa.array([1.5, 1 / 3, 2.25]),
        "RQ": pa.array([date(2024, 1, 2), date(1949, 10, 1), date(2025, 12, 31)]),
        "SFYX": pa.array([True, False, True]),
    }
)
OUTLINES = np.array([SQUARE, HOLED, None], dtype=object)


def layer(cells=CELLS, outlines=OUTLINES, *, name="parcels", shape="MultiPolygon", crs=4490):
    def batches():
        for start in range(0, len(cells), 2):
            yield WriteBatch(cells.slice(start, 2), outlines[start : start + 2])

    return LayerToWrite(
        name=name,
        schema=cells.schema,
        shape=shape,
        crs=None if crs is None else CRS.from_epsg(crs),
        batches=batches,
    )


def read(path):
    opened = open_layer(path)
    problems = []
    parts = list(opened.features(problems))
    table = pa.concat_tables([part.cells for part in parts])
    return opened, table.to_pydict(), [one for part in parts for one in part.outlines], problems


FINENESS = {".gpkg": 0, ".parquet": 0, ".shp": 0, ".zip": 0, ".geojson": 1e-14, ".csv": 0}
"""How far, in degrees, a coordinate may lie from where it was."""


@pytest.mark.parametrize("suffix", FINENESS)
def test_what_is_written_is_read_again(suffix, tmp_path):
    path = tmp_path / f"land{suffix}"
    assert write_layers(path, [layer()]) == ()
    opened, cells, outlines, problems = read(path)
    assert problems == []
    assert opened.crs == (None if suffix == ".csv" else CRS.from_epsg(4490))
    assert cells["DKBH"] == ["=1+1", "甲,“乙”", "P-3"]
    assert [float(each) for each in cells["MJ"]] == pytest.approx([1.5, 1 / 3, 2.25], abs=1e-15)
    assert [str(each) for each in cells["RQ"]] == ["2024-01-02", "1949-10-01", "2025-12-31"]
    assert [str(each).lower() in ("true", "1") for each in cells["SFYX"]] == [True, False, True]
    assert outlines[2] is None
    for found, meant in zip(outlines[:2], OUTLINES[:2], strict=True):
        assert found.equals(meant)
        assert shapely.hausdorff_distance(found, meant) <= FINENESS[suffix]


def test_a_geopackage_and_a_workbook_hold_several_layers(tmp_path):
    table = layer(name="events", shape=None, crs=None)
    write_layers(tmp_path / "a.gpkg", [layer(), table])
    assert [str(name) for name, _ in pyogrio.list_layers(tmp_path / "a.gpkg")] == [
        "parcels",
        "events",
    ]
    write_layers(tmp_path / "a.xlsx", [layer(), table])
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["parcels", "events"]
    first = [cell.value for cell in book["parcels"][2]]
    assert first[0] == "=1+1"
    assert book["parcels"]["A2"].data_type == "s"
    assert first[1:2] == [1.5]
    assert first[2].date() == date(2024, 1, 2)
    assert first[3] is True
    with pytest.raises(WrongUseError, match="只能有一个图层"):
        write_layers(tmp_path / "a.csv", [layer(), table])


def test_a_file_has_the_name_that_was_asked_for(tmp_path):
    write_layers(tmp_path / "A.ZIP", [layer()])
    assert [one.name for one in tmp_path.iterdir()] == ["A.ZIP"]


def test_geoparquet_is_of_1_1_with_a_box_of_each_outline(tmp_path):
    path = tmp_path / "a.parquet"
    write_layers(path, [layer()])
    geo = json.loads(pa.parquet.read_schema(path).metadata[b"geo"])
    assert geo["version"] == "1.1.0"
    assert geo["columns"]["geometry"]["bbox"] == [113.35, 23.12, 113.36, 23.13]
    assert geo["columns"]["geometry"]["geometry_types"] == ["MultiPolygon"]
    near = geopandas.read_parquet(path, bbox=(113.351, 23.121, 113.352, 23.122))
    assert near["DKBH"].tolist() == ["=1+1", "甲,“乙”"]
    far = geopandas.read_parquet(path, bbox=(114, 24, 115, 25))
    assert far.empty


@pytest.mark.parametrize("suffix", [".fgb", ".kml", ".gml", ".tab", ".mif", ".dxf"])
def test_gdal_reads_what_is_written(suffix, tmp_path):
    path = tmp_path / f"a{suffix}"
    faults = write_layers(path, [layer(CELLS.slice(0, 2), OUTLINES[:2])])
    assert faults == ()
    found = pyogrio.read_dataframe(path)
    if suffix == ".dxf":
        assert len(found) == 3  # a ring each
        land = shapely.union_all(shapely.polygons([line.coords for line in found.geometry]))
        assert land.equals(SQUARE)
        return
    assert found["DKBH"].tolist() == ["=1+1", "甲,“乙”"]
    assert found["MJ"].tolist() == pytest.approx([1.5, 1 / 3], abs=1e-12)
    assert [str(each)[:10] for each in found["RQ"]] == ["2024-01-02", "1949-10-01"]
    fineness = 2e-8 if suffix == ".tab" else 1e-12
    assert shapely.hausdorff_distance(found.geometry[1], HOLED) < fineness


def test_a_mapinfo_table_in_metres_is_right_to_5_mm(tmp_path):
    square = shapely.box(38433000.123, 2557000.123, 38433100.123, 2557100.123)
    outlines = np.array([square, square], dtype=object)
    write_layers(tmp_path / "a.tab", [layer(CELLS.slice(0, 2), outlines, crs=4526)])
    found = pyogrio.read_dataframe(tmp_path / "a.tab")
    assert shapely.hausdorff_distance(found.geometry[0], square) < 0.005


def test_what_a_format_cannot_hold_is_said_or_refused(tmp_path):
    long = pa.table({"BZ": ["长" * 200, None, "𠮷"], "MJ": [None, 1.0, 2.0]})
    kinds = {
        suffix: {fault.kind for fault in write_layers(tmp_path / f"a{suffix}", [layer(long)])}
        for suffix in (".shp", ".tab", ".gpkg")
    }
    assert kinds == {".shp": {"text_cut"}, ".tab": {"not_in_gbk", "null_as_mark"}, ".gpkg": set()}
    chinese = CELLS.rename_columns(["地块编号", "MJ", "RQ", "SFYX"])
    with pytest.raises(WrongUseError, match="地块编号"):
        write_layers(tmp_path / "b.shp", [layer(chinese)])
    with pytest.raises(WrongUseError, match="经纬度"):
        write_layers(tmp_path / "b.kml", [layer(crs=4547)])
    with pytest.raises(WrongUseError, match=r"\.gpkg"):
        write_layers(tmp_path / "b.docx", [layer()])
    assert not list(tmp_path.glob("b.*"))


def test_a_file_is_written_whole_or_stays_as_it_was(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("what was there")

    def broken():
        yield WriteBatch(CELLS.slice(0, 2), OUTLINES[:2])
        raise WrongUseError("中断", "broken off")

    bad = LayerToWrite(name="a", schema=CELLS.schema, shape=None, crs=None, batches=broken)
    with pytest.raises(WrongUseError):
        write_layers(path, [bad])
    assert path.read_text() == "what was there"
    assert [each.name for each in tmp_path.iterdir()] == ["a.csv"]
    with pytest.raises(LandplanError, match="无法写入"):
        write_layers(tmp_path / "nowhere" / "a.csv", [layer()])


def test_a_cell_of_a_csv_file_is_no_formula(tmp_path):
    write_layers(tmp_path / "a.csv", [layer()])
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[1][0] == "'=1+1"
    assert rows[2][:4] == ["甲,“乙”", repr(1 / 3), "1949-10-01", "false"]


def test_the_validator_of_geoparquet_finds_nothing(tmp_path):
    write_layers(tmp_path / "a.parquet", [layer()])
    tool = Path(sys.executable).with_name("geoparquet-validator")
    found = subprocess.run(
        [tool, "check", tmp_path / "a.parquet"], capture_output=True, text=True, check=True
    )
    assert "FAIL" not in found.stdout
    assert "version 1.1.0" in found.stdout
    assert "=> covering: 6 pass, 0 fail" in found.stdout
