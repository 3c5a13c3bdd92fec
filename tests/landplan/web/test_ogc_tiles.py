"""OGC API Tiles: linked from where programs begin, and read by GDAL."""

import math

import pyogrio
import pytest

TILES = "/ogc/collections/parcels/tiles/WebMercatorQuad"
ZOOM = 14
LON, LAT = 113.395, 23.165


def tile_of(lon, lat, zoom):
    x = math.floor((lon + 180) / 360 * 2**zoom)
    y = math.floor((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * 2**zoom)
    return x, y


def parcels_of(client, folder, **query):
    """Return the parcels of a tile as GDAL reads them."""
    x, y = tile_of(LON, LAT, ZOOM)
    answer = client.get(f"{TILES}/{ZOOM}/{y}/{x}", params=query)
    assert answer.headers["content-type"] == "application/vnd.mapbox-vector-tile"
    file = folder / str(ZOOM) / str(x) / f"{y}.mvt"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(answer.content)
    return pyogrio.read_dataframe(file, layer="parcels")


def test_programs_find_the_tiles(client):
    for start in ("/ogc", "/ogc/collections/parcels"):
        links = client.get(start, params={"f": "json"}).json()["links"]
        [tiles] = [link for link in links if link["rel"].endswith("/tilesets-vector")]
        assert client.get(tiles["href"]).json()["tilesets"][0]["dataType"] == "vector"
    conforms = client.get("/ogc/conformance", params={"f": "json"}).json()["conformsTo"]
    assert any(one.endswith("ogcapi-tiles-1/1.0/conf/mvt") for one in conforms)
    told = client.get(TILES).json()
    [template] = [link["href"] for link in told["links"] if link["rel"] == "item"]
    x, y = tile_of(LON, LAT, ZOOM)
    filled = template.format(tileMatrix=ZOOM, tileRow=y, tileCol=x)
    assert client.get(filled).content == client.get(f"{TILES}/{ZOOM}/{y}/{x}").content
    assert client.get(f"/ogc/tiles/WebMercatorQuad/{ZOOM}/{y}/{x}").status_code == 200


def test_each_zoom_has_twice_the_tiles(client):
    told = client.get("/ogc/tileMatrixSets/WebMercatorQuad").json()
    first, second = told["tileMatrices"][:2]
    assert (first["matrixWidth"], second["matrixWidth"]) == (1, 2)
    assert first["scaleDenominator"] == pytest.approx(559082264.0287178)
    assert client.get("/ogc/tileMatrixSets").json()["tileMatrixSets"][0]["id"] == told["id"]


@pytest.mark.parametrize("day", ["2020-12-31", "2023-06-30", "2025-12-31"])
def test_a_tile_has_the_parcels_of_a_day(client, tmp_path, day):
    frame = parcels_of(client, tmp_path, datetime=day)
    items = client.get(
        "/ogc/collections/parcels/items", params={"f": "json", "limit": 1000, "datetime": day}
    )
    known = {one["properties"]["parcel_id"]: one["properties"] for one in items.json()["features"]}
    assert len(frame) > 10
    for row in frame.itertuples():
        assert row.state == known[row.parcel_id]["state"]
        assert row.measured_ha == pytest.approx(known[row.parcel_id]["measured_ha"])


def test_outlines_lie_where_the_parcels_lie(client, tmp_path):
    frame = parcels_of(client, tmp_path)
    assert frame.crs.to_epsg() == 3857
    middle = frame.to_crs(4326).union_all().centroid
    assert (middle.x, middle.y) == pytest.approx((LON, LAT), abs=0.02)


def test_an_unchanged_tile_is_not_sent_again(client):
    x, y = tile_of(LON, LAT, ZOOM)
    etag = client.get(f"{TILES}/{ZOOM}/{y}/{x}").headers["etag"]
    again = client.get(f"{TILES}/{ZOOM}/{y}/{x}", headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(
        f"{TILES}/{ZOOM}/{y}/{x}?datetime=2021-01-01", headers={"if-none-match": etag}
    )
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{TILES}/{ZOOM}/0/99999", 404), (f"{TILES}/99/0/0", 404), (f"{TILES}/a/0/0", 404),
        (f"{TILES}x/0/0/0", 404), (f"{TILES}/0/0/0?datetime=yesterday", 400),
        (f"{TILES}/0/0/0?nothing=1", 400), (f"{TILES}/0/0/0?plan=none-such", 400),
        ("/ogc/tileMatrixSets/none", 404), ("/ogc/collections/zones/tiles", 404),
    ],
)  # fmt: skip
def test_a_wrong_address_is_told(client, address, status):
    answer = client.get(address)
    assert answer.status_code == status
