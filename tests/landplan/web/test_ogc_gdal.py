"""GDAL reads `/ogc` as OAPIF: as many features as the database has, each where it has it."""

import json
import subprocess

import pytest
import shapely

from tests.landplan.web.test_ogc import stored

__all__ = ["stored"]

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def read(site_url, tmp_path_factory):
    """Give a function that reads a collection with ogr2ogr, some features a page."""

    def features(collection, *options):
        file = tmp_path_factory.mktemp("gdal") / f"{collection}.geojson"
        command = [
            "ogr2ogr", "-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=15", str(file),
            f"OAPIF:{site_url}ogc", collection, "-oo", "PAGE_SIZE=50", *options,
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(file.read_text("utf-8"))["features"]

    return features


def known(connection, table, key, where="true"):
    from sqlalchemy import text

    rows = connection.execute(
        text(f"select {key}, st_asbinary(outline) from landplan.{table} where {where}")
    )
    return {row[0]: None if row[1] is None else shapely.from_wkb(bytes(row[1])) for row in rows}


def shapes(features, key):
    return {
        one["properties"][key]: one["geometry"]
        and shapely.from_geojson(json.dumps(one["geometry"]))
        for one in features
    }


def same(found, wanted):
    assert found.keys() == wanted.keys()
    for key, outline in wanted.items():
        if outline is None:
            assert found[key] is None
        else:
            assert shapely.equals_exact(found[key], outline, tolerance=1e-12), key


@pytest.mark.parametrize(
    ("collection", "table", "key"),
    [
        ("zones", "v_zone", "zone_id"),
        ("parcels", "v_parcel", "parcel_id"),
        ("events", "v_event", "event_id"),
        ("reserve", "v_reserve", "event_id"),
    ],
)
def test_all_of_a_collection(read, stored, collection, table, key) -> None:
    features = read(collection)
    assert len(features) == len(known(stored, table, key))
    same(shapes(features, key), known(stored, table, key))


def test_a_box(read, stored) -> None:
    features = read("parcels", "-spat", "113.38", "23.14", "113.40", "23.16")
    box = "st_intersects(outline, st_makeenvelope(113.38, 23.14, 113.40, 23.16, 4490))"
    wanted = known(stored, "v_parcel", "parcel_id", box)
    assert 0 < len(wanted) < 210
    same(shapes(features, "parcel_id"), wanted)


def test_a_condition(read, stored) -> None:
    features = read("parcels", "-where", "state = 'in_reserve' AND declared_ha > 2")
    wanted = known(stored, "v_parcel", "parcel_id", "state = 'in_reserve' and declared_ha > 2")
    assert wanted
    same(shapes(features, "parcel_id"), wanted)


def test_days(read, stored) -> None:
    features = read("events", "-where", "happened_on >= '2023/01/01'")
    wanted = known(stored, "v_event", "event_id", "happened_on >= '2023-01-01'")
    assert 0 < len(wanted) < 233
    same(shapes(features, "event_id"), wanted)


def test_a_filter_and_a_day_in_the_address(site_url, stored) -> None:
    query = "filter=declared_ha%3E2&state=in_reserve&datetime=2023-06-30&limit=1000"
    told = subprocess.run(
        ["ogrinfo", "-so", "-al", f"{site_url}ogc/collections/parcels/items?{query}"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    from sqlalchemy import text

    wanted = stored.scalar(
        text(
            "select count(*) from landplan.parcel_status('tianhe-2021-2025', date '2023-06-30') s"
            " join landplan.parcel p using (parcel_id)"
            " where s.state = 'in_reserve' and p.declared_ha > 2"
        )
    )
    assert wanted and f"Feature Count: {wanted}" in told.stdout
