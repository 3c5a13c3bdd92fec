"""What lies under the land: from a configured host or a file, moved where it is shifted."""

import os
import sqlite3
from contextlib import closing
from unittest.mock import patch

import numpy as np
import pytest
from fastapi.testclient import TestClient
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from gis.errors import WrongUseError
from gis.geometry.datum import gcj02_shift
from landplan.web.map_settings import MapSettings
from landplan.web.site import site
from landplan.web.tiles.basemap import basemap_of
from tests.landplan.web.conftest import served

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c63f8cfc0f01f0005000180b4c9f3ee0000000049454e44ae426082"
)


def configured(**settings):
    return basemap_of(MapSettings(**settings))


def mbtiles(path, kind="png"):
    with closing(sqlite3.connect(path)) as made, made:
        made.execute("create table metadata (name text, value text)")
        made.execute("insert into metadata values ('format', ?)", [kind])
        made.execute(
            "create table tiles (zoom_level integer, tile_column integer, tile_row integer,"
            " tile_data blob)"
        )
        made.execute("insert into tiles values (2, 1, 3, ?)", [PNG])  # the northernmost row
    return path


def pmtiles(path, kind=TileType.PNG):
    with path.open("wb") as file:
        writer = Writer(file)
        writer.write_tile(zxy_to_tileid(2, 1, 0), PNG)
        header = {
            "tile_type": kind, "tile_compression": Compression.NONE, "min_zoom": 2, "max_zoom": 2,
            "min_lon_e7": 0, "min_lat_e7": 0, "max_lon_e7": 0, "max_lat_e7": 0, "center_zoom": 2,
            "center_lon_e7": 0, "center_lat_e7": 0,
        }  # fmt: skip
        writer.finalize(header, {})
    return path


def test_there_is_none_unless_it_is_configured():
    assert configured() is None


def test_tianditu_needs_the_key_of_the_bureau():
    with pytest.raises(WrongUseError, match="LANDPLAN_BASEMAP_KEY"):
        configured(basemap="tianditu")
    basemap = configured(basemap="tianditu", basemap_key="a&b")
    assert basemap.hosts == ("https://t0.tianditu.gov.cn",)
    assert ["vec_w" in one for one in basemap.templates] == [True, False]
    assert all(one.endswith("&tk=a%26b") for one in basemap.templates)
    assert basemap.credit == "天地图"


@pytest.mark.parametrize(
    ("told", "template", "host"),
    [
        ("https://maps.example/{z}/{x}/{y}.png", "https://maps.example/{z}/{x}/{y}.png",
         "https://maps.example"),
        ("http://10.1.2.3:8080/wmts/m/{TileMatrix}/{TileRow}/{TileCol}",
         "http://10.1.2.3:8080/wmts/m/{z}/{y}/{x}", "http://10.1.2.3:8080"),
    ],
)  # fmt: skip
def test_any_map_by_the_template_of_its_address(told, template, host):
    basemap = configured(basemap=told)
    assert (basemap.templates, basemap.hosts) == ((template,), (host,))


@pytest.mark.parametrize(
    "told",
    [
        "https://maps.example/", "https://maps.example/{z}/{x}", "ftp://maps.example/{z}/{x}/{y}",
        "https://{s}.maps.example/{z}/{x}/{y}", "https://*/{z}/{x}/{y}",
        "javascript:alert({z}{x}{y})",
        "https://a.example; script-src */{z}/{x}/{y}", "https://a.example/'{z}{x}{y}",
        "/nowhere/map.mbtiles", "/nowhere/map.pmtiles", "osm", "{z}{x}{y}",
        "https://a/{z}{x}{y}{0}",
    ],
)  # fmt: skip
def test_what_is_no_basemap_is_refused(told):
    with pytest.raises(WrongUseError, match="LANDPLAN_BASEMAP"):
        configured(basemap=told)


@pytest.mark.parametrize("make", [mbtiles, pmtiles])
def test_tiles_of_a_file(make, tmp_path, site_environment):
    file = make(tmp_path / f"map.{make.__name__}")
    ours = site_environment | {"LANDPLAN_BASEMAP": str(file)}
    with (
        patch.dict(os.environ, ours, clear=True),
        TestClient(site(), base_url="http://localhost") as client,
    ):
        answer = client.get("/basemap/2/1/0")
        assert (answer.content, answer.headers["content-type"]) == (PNG, "image/png")
        assert client.get("/basemap/2/1/3").status_code == 204
        assert client.get("/basemap/2/9/0").status_code == 404
        assert '"/basemap/{z}/{x}/{y}"' in client.get("/").text


@pytest.mark.parametrize(
    ("make", "kind"), [(mbtiles, "pbf"), (pmtiles, TileType.MVT), (pmtiles, TileType.UNKNOWN)]
)
def test_a_file_without_images_is_refused(make, kind, tmp_path):
    with pytest.raises(WrongUseError, match="PNG"):
        configured(basemap=str(make(tmp_path / f"map.{make.__name__}", kind)))


@pytest.mark.parametrize("name", ["empty.mbtiles", "empty.pmtiles"])
def test_a_file_that_is_none_is_refused(name, tmp_path):
    (tmp_path / name).write_bytes(b"no map" * 100)
    with pytest.raises(WrongUseError, match="LANDPLAN_BASEMAP"):
        configured(basemap=str(tmp_path / name))


def test_without_a_basemap_there_is_no_address_of_it(client):
    assert client.get("/basemap/0/0/0").status_code == 404


def test_only_its_host_may_be_asked(site_environment):
    ours = site_environment | {"LANDPLAN_BASEMAP": "https://maps.example/{z}/{x}/{y}.png"}
    with (
        patch.dict(os.environ, ours, clear=True),
        TestClient(site(), base_url="http://localhost") as client,
    ):
        policy = client.get("/").headers["content-security-policy"]
    assert "img-src 'self' data: blob: https://maps.example;" in policy
    assert policy.count("maps.example") == 1


def test_a_shifted_basemap_is_moved_to_the_land(site_environment, repo, tmp_path, open_page):
    ours = site_environment | {
        "LANDPLAN_BASEMAP": str(mbtiles(tmp_path / "map.mbtiles")),
        "LANDPLAN_BASEMAP_DATUM": "gcj02",
        "LANDPLAN_BASEMAP_CREDIT": "<b>审图号</b>",
    }
    places = [(113.37, 23.15), (116.4, 39.9), (87.6, 43.8)]
    with served(ours, repo) as url:
        page = open_page(url, offline=False).page
        assert page.locator(".basemap-credit").inner_text() == "<b>审图号</b>"
        for lon, lat in places:
            moved, back = page.evaluate(
                "([lon, lat]) => { const moved = landplan.gcj02.toGcj02(L.latLng(lat, lon));"
                " return [moved, landplan.gcj02.fromGcj02(moved)].map((p) => [p.lng, p.lat]); }",
                [lon, lat],
            )
            east, north = gcj02_shift(np.array([lon]), np.array([lat]))
            assert moved == pytest.approx([lon + east[0], lat + north[0]], abs=1e-9)
            assert back == pytest.approx([lon, lat], abs=1e-9)
        page.close()  # before the server ends: the map may still be asking for tiles
