"""An outline that cannot be read is a problem with its row, in every format and both ways.

Never is it taken for none: an event without an outline takes its whole parcel.
"""

import copy
import json
import math
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet
from shapely.geometry import mapping

from gis.geometry.area import area_ha
from tests.projects.bulk.test_one_verdict import event_rows, in_columns, parcel_rows, row_by_row
from tests.projects.bulk.typed_files import write_geojson, write_geopackage, write_parquet
from tests.small_land import block

pytestmark = pytest.mark.slow

PARCEL, HALF = block(2, 0, 4, 2), block(2, 0, 3, 2)
ROW = 2
"""The event whose outline is broken: half of the parcel P1, which is 4 ha."""

made = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def events_with(outline: Any) -> list[dict]:
    """Return two events, the second with an outline."""
    rows = event_rows("P")[:2]
    rows[1]["geometry"] = outline
    return rows


@pytest.fixture(scope="module")
def ledgers(tmp_path_factory) -> Path:
    """Give a folder of sound ledgers, one a format; tests break an outline in a copy."""
    folder = tmp_path_factory.mktemp("ledgers")
    for suffix, write in (
        ("geojson", write_geojson),
        ("gpkg", write_geopackage),
        ("parquet", write_parquet),
    ):
        (folder / suffix / "ledger").mkdir(parents=True)
        for stem, rows in (("parcels", parcel_rows("P")), ("events", events_with(HALF))):
            write(folder / suffix / "ledger" / f"{stem}.{suffix}", rows, {})
    with sqlite3.connect(folder / "gpkg" / "ledger" / "events.gpkg") as database:
        for (name,) in database.execute(
            "select name from sqlite_master where type = 'trigger'"
        ).fetchall():
            database.execute(f'drop trigger "{name}"')
    return folder


@pytest.fixture
def ledger_in(ledgers, tmp_path_factory):
    """Give what copies the sound ledger of a format."""

    def copied(suffix: str) -> Path:
        return shutil.copytree(ledgers / suffix, tmp_path_factory.mktemp("broken") / "plan")

    return copied


def assert_told(folder: Path, *, broken: bool) -> None:
    """Assert that the outline is told as broken, or that the event has land of its own."""
    for way in (row_by_row, in_columns):
        problems, _, events = way(folder)
        of_outline = [p for p in problems if p[1] == ROW and p[2] == "outline"]
        assert not any("no outline" in one[-1] for one in problems)
        if broken:
            assert of_outline, problems
        if not of_outline:
            [outline] = [event["outline"] for event in events if event["event_id"] == "91"]
            assert outline is not None
            assert area_ha(outline) != pytest.approx(area_ha(PARCEL), rel=1e-9)


# --- GeoJSON --------------------------------------------------------------------------------

JUNK = st.sampled_from(
    [None, "113.4", "", True, {}, [], [[]], 1e400, math.nan, 10**400, {"type": "Point"}, [None], 5]
)


def places_in(value: Any, path: tuple = ()) -> list[tuple]:
    """Return the paths to everything in a JSON value."""
    found = [path]
    if isinstance(value, dict | list | tuple):
        for key in value if isinstance(value, dict) else range(len(value)):
            found += places_in(value[key], (*path, key))
    return found


@st.composite
def changed_geometries(draw: Any) -> Any:
    """Draw the GeoJSON of a polygon or of two, something in it replaced, doubled or taken out."""
    some = shapely.difference(HALF, block(2.2, 0.2, 2.4, 0.4))
    told = json.loads(json.dumps(mapping(draw(st.sampled_from([HALF, HALF.geoms[0], some])))))
    path = draw(st.sampled_from(places_in(told)))
    if not path:
        return draw(JUNK.filter(lambda one: one is not None))
    *above, last = path
    holder = told
    for key in above:
        holder = holder[key]
    match draw(st.sampled_from(["replace", "remove", "double", "wrap"])):
        case "replace":
            holder[last] = draw(JUNK)
        case "remove":
            del holder[last]
        case "double" if isinstance(holder, list):
            holder.insert(last, copy.deepcopy(holder[last]))
        case _:
            holder[last] = [holder[last]]
    return told


def shape_of(told: Any) -> shapely.MultiPolygon | None:
    """Return a Polygon or MultiPolygon if it is as RFC 7946 has it, with coordinates; else None."""
    try:
        its = {"Polygon": [told["coordinates"]], "MultiPolygon": told["coordinates"]}[told["type"]]
        for ring in (ring for polygon in its for ring in polygon):
            assert len(ring) > 3
            assert ring[0][:2] == ring[-1][:2]
            for number in (number for position in ring for number in (position[0], position[1])):
                assert type(number) in (int, float)
                assert abs(number) < 1e15
        parts = [[[position[:2] for position in ring] for ring in part] for part in its]
        assert all(parts)
        return shapely.MultiPolygon([(rings[0], rings[1:]) for rings in parts]) if parts else None
    except (AssertionError, TypeError, LookupError):
        return None


@made
@given(told=changed_geometries())
def test_geojson_with_anything_wrong_in_a_geometry(ledger_in, told):
    folder = ledger_in("geojson")
    path = folder / "ledger" / "events.geojson"
    collection = json.loads(path.read_text(encoding="utf-8"))
    collection["features"][1]["geometry"] = told
    path.write_text(json.dumps(collection), encoding="utf-8")
    drawn = shape_of(told)
    assert_told(folder, broken=drawn is None or not drawn.is_valid)


@made
@given(st.integers(min_value=1), st.sampled_from(["\x00", '"', "}", "", "[", "\ufffd", ","]))
def test_geojson_that_is_no_json_is_told_and_never_half_read(ledger_in, at, put):
    folder = ledger_in("geojson")
    path = folder / "ledger" / "events.geojson"
    text = path.read_text(encoding="utf-8")
    place = at % len(text)
    path.write_text(text[:place] + put + text[place + 1 :], encoding="utf-8")
    try:
        json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        for way in (row_by_row, in_columns):
            [problem] = way(folder)[0]
            assert problem[:3] == ("events.geojson", None, "")


# --- WKB ------------------------------------------------------------------------------------

changes = st.one_of(
    st.tuples(st.just("cut"), st.integers(0, 200), st.just(0)),
    st.tuples(st.just("set"), st.integers(0, 60), st.integers(0, 255)),
)


def changed(data: bytes, change: tuple[str, int, int]) -> bytes:
    how, at, value = change
    at %= len(data)
    return data[:at] if how == "cut" else data[:at] + bytes([value]) + data[at + 1 :]


@made
@given(change=changes)
def test_broken_wkb_in_geoparquet(ledger_in, change):
    folder = ledger_in("parquet")
    path = folder / "ledger" / "events.parquet"
    table = parquet.read_table(path)
    wkb = table["shape"].to_pylist()
    wkb[1] = changed(wkb[1], change)
    table = table.set_column(table.schema.get_field_index("shape"), "shape", [pa.array(wkb)])
    parquet.write_table(table, path)
    try:
        broken = not shapely.from_wkb(wkb[1]).is_valid
    except shapely.GEOSException:
        broken = True
    assert_told(folder, broken=broken)


@made
@given(change=changes)
def test_a_broken_blob_in_geopackage(ledger_in, change):
    folder = ledger_in("gpkg")
    with sqlite3.connect(folder / "ledger" / "events.gpkg") as database:
        [[blob]] = database.execute("select geom from land where event_id = '91'").fetchall()
        database.execute("update land set geom = ? where event_id = '91'", [changed(blob, change)])
    assert_told(folder, broken=change[0] == "cut")


@pytest.mark.parametrize("value", ["POLYGON ((1 2))", 5, 1.5, b""])
def test_what_is_no_blob_in_a_geometry_column(ledger_in, value):
    folder = ledger_in("gpkg")
    with sqlite3.connect(folder / "ledger" / "events.gpkg") as database:
        database.execute("update land set geom = ? where event_id = '91'", [value])
    assert_told(folder, broken=True)


@pytest.mark.parametrize("suffix", ["gpkg", "parquet"])
@pytest.mark.parametrize("name", ["WKT", "the_geom"])
def test_an_outline_in_a_column_that_is_not_the_geometry(ledger_in, suffix, name):
    folder = ledger_in(suffix)
    path = folder / "ledger" / f"events.{suffix}"
    path.unlink()
    rows = [row | {name: row["geometry"] and row["geometry"].wkt} for row in events_with(HALF)]
    for row in rows:
        row["geometry"] = None
    write = write_geopackage if suffix == "gpkg" else write_parquet
    write(path, rows, {})
    assert_told(folder, broken=True)
