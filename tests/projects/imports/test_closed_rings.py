"""Rings whose last point is not their first: an error, or closed where outlines are mended."""

import json
import sqlite3
import struct
from contextlib import closing

import geopandas
import pytest
import shapely

from projects.imports.parcels import ASSUMED_OWNER
from projects.store.known_ledger import StoredLedger
from tests.small_land import block

NEW, HOLE = block(4, 0, 6, 2), block(4.5, 0.5, 5.5, 1.5)


def geojson(folder, rings):
    feature = {"type": "Feature", "properties": {"DKBH": "N1", "DKMJ": 3},
               "geometry": {"type": "Polygon", "coordinates": rings}}  # fmt: skip
    path = folder / "land.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    return path


def geopackage(folder, rings):
    """Write a parcel, then these rings in the place of its outline."""
    path = folder / "land.gpkg"
    land = geopandas.GeoDataFrame({"DKBH": ["N1"], "DKMJ": [3.0]}, geometry=[NEW], crs=4490)
    land.to_file(path, layer="land", SPATIAL_INDEX="NO")
    wkb = struct.pack("<BII", 1, 3, len(rings))
    for ring in rings:
        wkb += struct.pack("<I", len(ring)) + b"".join(struct.pack("<dd", *xy) for xy in ring)
    head = b"GP\0\1" + struct.pack("<i", 4490)
    with closing(sqlite3.connect(path)) as database:
        database.execute("update land set geom = ?", (head + wkb,))
        database.commit()
    return path


def csv(folder, rings):
    told = ", ".join(f"({', '.join(f'{x!r} {y!r}' for x, y in ring)})" for ring in rings)
    path = folder / "land.csv"
    path.write_text(f'DKBH,DKMJ,WKT\nN1,3,"POLYGON({told})"\n', encoding="utf-8")
    return path


def open_ring(outline):
    return shapely.get_coordinates(outline).tolist()[:-1]


@pytest.fixture(params=[geojson, geopackage, csv])
def write(request, tmp_path):
    """Give what writes rings as they are as the outline of a parcel."""
    return lambda *rings: request.param(tmp_path, rings)


def errors(outcome):
    return [problem for problem in outcome.problems if problem.severity == "error"]


def test_an_open_ring_is_an_error_that_names_the_option(import_file, write):
    outcome = import_file("parcels", write(open_ring(NEW)), crs="4490")
    [problem] = errors(outcome)
    assert problem.kind == "unclosed_ring"
    assert "没有闭合" in problem.zh
    assert "--repair" in problem.zh
    assert outcome.batch is None


@pytest.mark.parametrize("hole", [open_ring(HOLE), [*open_ring(HOLE), open_ring(HOLE)[0]]])
def test_open_rings_are_closed_and_that_is_said(connection, import_file, write, hole):
    outcome = import_file("parcels", write(open_ring(NEW), hole), crs="4490", repair=True)
    assert errors(outcome) == []
    [said] = [one.zh for one in outcome.problems if one.kind == "mended"]
    assert "没有闭合" in said
    assert "+0.00 平方米" in said
    parcel = StoredLedger(connection, "small").parcels(["N1"])["N1"]
    wanted = shapely.MultiPolygon([NEW.difference(HOLE)])
    assert shapely.equals_exact(parcel.outline, wanted, tolerance=1e-9, normalize=True)
    assert parcel.owner_kind == ASSUMED_OWNER


def test_two_points_are_no_ring(import_file, write):
    outcome = import_file("parcels", write(open_ring(NEW)[:2]), crs="4490", repair=True)
    assert [problem.kind for problem in errors(outcome)] == ["unclosed_ring"]
