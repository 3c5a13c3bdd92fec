"""Tiles over HTTP: what they hold, that an unchanged one is not sent again, hostile addresses."""

import json
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import create_engine, text

from gis.database.tiles import bring_tiles
from tests.waiting import until

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


@pytest.fixture
def database(site_environment):
    """Give an engine on the site's own database, to write to it beside the site."""
    made = create_engine(
        site_environment["LANDPLAN_DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://")
    )
    yield made
    made.dispose()


def change(database, statement: str) -> None:
    """Change the ledger as a load does: its revision, and what `statement` notes as stale."""
    with database.begin() as connection:
        connection.execute(text("select landplan.lock_ledger(:plan)"), {"plan": PLAN})
        connection.execute(text("select landplan.set_keeping('on')"))
        connection.execute(text(statement), {"plan": PLAN})


OF_ONE_PLACE = (
    "select landplan.tiles_go_stale(:plan, array["
    "(select min(place_id) from landplan.parcel where plan_id = :plan)])"
)
OF_ALL = "select landplan.tiles_go_stale(:plan, null)"


def test_nobody_is_turned_away_after_a_write(client, database) -> None:
    """Eight ask while another session brings the tiles: they wait for it, and get the new ones."""
    before = client.get(f"/tiles/{PLAN}").json()
    change(database, OF_ONE_PLACE)
    with database.begin() as brings:
        assert bring_tiles(brings, PLAN)
        with ThreadPoolExecutor(8) as readers:
            asked = [readers.submit(client.get, f"/tiles/{PLAN}") for _ in range(8)]
            until(lambda: count_waiting(database) == 8)
            brings.commit()
            answers = [one.result() for one in asked]
    assert {one.status_code for one in answers} == {200}
    [told] = {one.content for one in answers}
    assert json.loads(told)["version"] != before["version"]


def test_who_asks_while_all_tiles_are_made_is_told_when_to_come_again(client, database) -> None:
    change(database, OF_ALL)
    with database.begin() as brings:
        assert bring_tiles(brings, PLAN)
        answer = client.get(f"/tiles/{PLAN}")
    assert answer.status_code == 503 and int(answer.headers["retry-after"]) > 0
    assert "瓦片正在生成" in answer.json()["zh"]
    assert client.get(f"/tiles/{PLAN}").status_code == 200


def count_waiting(database) -> int:
    waiting = text(
        "select count(*) from pg_locks where locktype = 'advisory' and classid = 5147220"
        " and not granted and database = (select oid from pg_database"
        " where datname = current_database())"
    )
    with database.connect() as connection:
        return connection.scalar(waiting)
