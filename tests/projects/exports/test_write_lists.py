"""Lists as files: read back by ourselves and by other readers, they are what was written."""

import csv
import json
import sqlite3
import zipfile
from datetime import date
from io import StringIO

import geopandas
import numpy as np
import pyogrio
import pytest
import shapely
from pyproj import CRS

from gis.errors import CrsError, LandplanError, WrongUseError
from gis.formats.read import open_layer
from layers.qgis_style import qgis_styles
from projects.exports.lists import LIST_NAMES, export_list
from projects.exports.short_names import SHORT_NAMES
from projects.exports.target_crs import target_crs
from projects.exports.write_lists import write_lists
from projects.load import load_package
from projects.store.plans import every_zone_of
from tests.small_land import block, package, parcel, storage, zone

BUILTIN = "tianhe-2021-2025"
HOSTILE = "=HYPERLINK(\"http://x\"), '甲'\t<b>\n乙;|"


def listed(connection, *names, plan_id=BUILTIN):
    return [
        export_list(
            connection, plan_id, name, as_of=None, parcels_as_of=date(2025, 12, 31)
        )
        for name in names
    ]  # fmt: skip


def written(file, lists, crs=4490):
    faults = write_lists(
        file, lists, crs=CRS.from_epsg(crs), language="zh", styles=qgis_styles("zh")
    )
    assert faults == ()
    return file


def read(file, layer=None):
    """Return rows as text, and outlines, as an import gets them."""
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


def as_text(rows):
    return [
        [
            "" if value is None
            else str(int(value)) if isinstance(value, bool)
            else repr(float(value)) if isinstance(value, float)
            else str(value)
            for value in row.values()
        ]
        for row in rows
    ]  # fmt: skip


def as_read(rows, like):
    """Return rows that a format holds as text with the types of what was written."""

    def cell(value, kind):
        if value is None or kind is None:
            return value
        if kind is bool:
            return value in (True, 1, "true", "1")
        return kind.fromisoformat(str(value)[:10]) if kind is date else kind(value)

    kinds = [
        next((type(row[name]) for row in like if row[name] is not None), None) for name in like[0]
    ]
    return [
        [cell(value, kind) for value, kind in zip(row.values(), kinds, strict=True)] for row in rows
    ]


EXACT = [".gpkg", ".parquet", ".shp", ".zip", ".geojson", ".csv"]


@pytest.mark.parametrize("suffix", EXACT)
@pytest.mark.parametrize("name", ["parcels", "events", "zones"])
def test_each_cell_and_coordinate_comes_back(builtin_connection, tmp_path, name, suffix):
    [made] = listed(builtin_connection, name)
    opened, found, outlines = read(written(tmp_path / f"x{suffix}", [made]))
    rows, drawn = rows_of(made)
    names = SHORT_NAMES[name] if suffix in (".shp", ".zip") else {}
    assert [*opened.columns] == [names.get(one, one) for one in rows[0]]
    assert as_read(found, rows) == [
        [pytest.approx(one, rel=1e-14) if isinstance(one, float) else one for one in row.values()]
        for row in rows
    ]
    assert len(outlines) == len(drawn)
    for here, there in zip(outlines, drawn, strict=True):
        assert (here is None) == (there is None)
        assert here is None or shapely.hausdorff_distance(here, there) == 0
    assert opened.crs is None if suffix == ".csv" else opened.crs.to_epsg() == 4490
