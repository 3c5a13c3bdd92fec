"""Tiles over HTTP: what they hold, that an unchanged one is not sent again, hostile addresses."""

import zlib

import pytest

PLAN = "tianhe-2021-2025"
MIDDLE = "14/13346/7106"  # tile over Tianhe


def test_tiles_are_versioned(client) -> None:
    told = client.get(f"/tiles/{PLAN}").json()
    assert told["parcels"] > 0
    answer = client.get(f"/tiles/{PLAN}/parcels/0/0/0.mvt")
    assert answer.headers["content-type"] == "application/vnd.mapbox-vector-tile"
    assert answer.headers["cache-control"] == "no-cache"
    assert told["version"] in answer.headers["etag"]


@pytest.mark.parametrize("path", ["", "/parcels/14/13346/7106.mvt", "/grid/9/416/222"])
def test_an_unchanged_tile_is_not_sent_again(client, path) -> None:
    first = client.get(f"/tiles/{PLAN}{path}")
    assert first.status_code == 200
    has = {"If-None-Match": f'"other", {first.headers["etag"]}'}
    again = client.get(f"/tiles/{PLAN}{path}", headers=has)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    changed = client.get(f"/tiles/{PLAN}{path}", headers={"If-None-Match": 'W/"1"'})
    assert (changed.status_code, changed.content) == (200, first.content)


def test_cells_come_inflated_to_who_cannot(client) -> None:
    path = f"/tiles/{PLAN}/grid/9/416/222"
    with client.stream("GET", path, headers={"Accept-Encoding": "deflate"}) as deflated:
        assert deflated.headers["content-encoding"] == "deflate"
        told = b"".join(deflated.iter_raw())
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == zlib.decompress(told)


@pytest.mark.parametrize(
    "address",
    [
        "parcels/21/0/0.mvt", "parcels/-1/0/0.mvt", "parcels/3/8/0.mvt", "parcels/3/0/8.mvt",
        "parcels/٣/0/0.mvt", "parcels/a/b/c.mvt", "parcels/1e1/0/0.mvt", "parcels/0/0/0",
        f"parcels/{'9' * 5000}/0/0.mvt", "grid/0/1/0", "grid/0/0/-1", "grid/%00/0/0",
        "grid/1;drop table landplan.plan/0/0",
    ],
)  # fmt: skip
def test_a_tile_that_is_not_there_is_said_to_be_none(client, address) -> None:
    answer = client.get(f"/tiles/{PLAN}/{address}")
    assert answer.status_code == 404
    assert answer.text


@pytest.mark.parametrize("plan", ["none-such", "%00", "'; drop table landplan.plan; --", "\ud800"])
def test_a_plan_that_is_not_there_has_no_tiles(client, plan) -> None:
    answer = client.get(f"/tiles/{plan.encode('utf-8', 'surrogatepass').decode('latin-1')}")
    assert answer.status_code == 404
    assert answer.json()["en"]
