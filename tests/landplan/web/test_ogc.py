"""OGC API Features as the standard wants it, on the built-in plan; wrong calls are sentences."""

import csv
import io
import json
import os

import geopandas as gpd
import pytest
import shapely
from sqlalchemy import create_engine, make_url, text

from landplan.session import today
from landplan.web.ogc.documents import CONFORMANCE
from projects.store.records import record_stage
from tests.conftest import opened
from tests.every_row import every_row

PARCELS = "/ogc/collections/parcels/items"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
JSON_DOCUMENTS = (
    "/ogc", "/ogc/conformance", "/ogc/api", "/ogc/collections",
    *(
        f"/ogc/collections/{name}{what}"
        for name in ("zones", "parcels", "events", "reserve", "projects")
        for what in ("", "/queryables", "/schema", "/items")
    ),
    f"{PARCELS}/TH-ZG-0001",
)  # fmt: skip


@pytest.fixture(scope="module")
def stored(site_environment):
    """Give a connection to the site's database."""
    url = site_environment["LANDPLAN_DATABASE_URL"].replace("postgresql:", "postgresql+psycopg:")
    made = create_engine(url)
    with made.connect() as connection:
        yield connection
    made.dispose()


def asked(client, address=PARCELS, /, **query):
    answer = client.get(address, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def links_of(told):
    return {link["rel"]: link["href"] for link in told["links"]}


@every_row(JSON_DOCUMENTS, name=str)
def test_every_document_is_json_and_a_page(address, client) -> None:
    told = client.get(address)
    assert told.status_code == 200 and "json" in told.headers["content-type"]
    shown = client.get(address, params={"f": "html"})
    assert shown.status_code == 200 and "<h1>" in shown.text
    assert client.get(address, headers={"accept": "text/html,*/*;q=0.8"}).text[:9] == "<!DOCTYPE"
    for page in (told, shown):
        assert "default-src 'none'" in page.headers["content-security-policy"]


def test_the_landing_page_leads_to_everything(client) -> None:
    told = asked(client, "/ogc")
    links = links_of(told)
    assert {"self", "service-desc", "service-doc", "conformance", "data"} <= set(links)
    for href in links.values():
        assert client.get(href).status_code == 200
    assert asked(client, "/ogc/conformance")["conformsTo"] == list(CONFORMANCE)
    assert told["sample"] is True


def test_every_link_of_the_collections_leads_somewhere(client) -> None:
    told = asked(client, "/ogc/collections")
    assert [one["id"] for one in told["collections"]] == [
        "zones",
        "parcels",
        "events",
        "reserve",
        "projects",
    ]
    for collection in told["collections"]:
        assert collection["crs"][0] == CRS84 and collection["storageCrs"] == f"{EPSG}4490"
        assert {CRS84, *(f"{EPSG}{code}" for code in (4490, 4326, 3857, 4547))} == set(
            collection["crs"]
        )
        for link in collection["links"]:
            answer = client.get(link["href"])
            assert answer.status_code == 200, link
            assert answer.headers["content-type"].partition(";")[0] == link["type"], link


def test_links_keep_the_plan(client) -> None:
    told = asked(client, "/ogc", plan="tianhe-2021-2025", lang="en")
    assert all("plan=tianhe-2021-2025" in link["href"] for link in told["links"])
    assert "title" in told and "Zones" in told["description"]


def test_features_are_those_of_the_database(client, stored) -> None:
    told = asked(client, limit=1000)
    assert told["numberMatched"] == told["numberReturned"] == len(told["features"])
    known = stored.execute(
        text(
            "select v.parcel_id, v.state, v.declared_ha, st_asbinary(v.outline) as wkb"
            " from landplan.v_parcel v order by v.parcel_id"
        )
    ).all()
    assert len(known) == told["numberMatched"]
    for feature, row in zip(told["features"], known, strict=True):
        assert feature["id"] == row.parcel_id
        assert feature["properties"]["state"] == row.state
        assert feature["properties"]["declared_ha"] == row.declared_ha
        outline = shapely.from_wkb(bytes(row.wkb))
        assert shapely.equals_exact(shapely.from_geojson(json.dumps(feature["geometry"])), outline)


def test_next_leads_through_all_of_them_once(client) -> None:
    found, address = [], f"{PARCELS}?limit=50&state=in_reserve"
    while address:
        told = client.get(address).json()
        found += [feature["id"] for feature in told["features"]]
        address = links_of(told).get("next")
    whole = asked(client, limit=1000, state="in_reserve")
    assert found == [feature["id"] for feature in whole["features"]] == sorted(found)
    assert len(found) == 113


def test_a_day_and_a_span_ask_the_history(client, stored) -> None:
    told = asked(client, datetime="2023-06-30", state="in_reserve", limit=1)
    known = stored.scalar(
        text(
            "select count(*) from landplan.parcel_status('tianhe-2021-2025', date '2023-06-30')"
            " where state = 'in_reserve'"
        )
    )
    assert (told["numberMatched"], told["as_of"]) == (known, "2023-06-30")
    events = "/ogc/collections/events/items"
    for span, condition in (
        ("2022-03-01/2022-12-31", "between '2022-03-01' and '2022-12-31'"),
        ("../2022-12-31", "<= '2022-12-31'"),
        ("2022-03-01/..", ">= '2022-03-01'"),
        ("2022-12-31T16:00:00Z/", ">= '2023-01-01'"),
    ):
        known = stored.scalar(
            text(f"select count(*) from landplan.land_event where happened_on {condition}")
        )
        assert asked(client, events, datetime=span, limit=1)["numberMatched"] == known


def test_axes_stand_in_the_order_of_their_system(client) -> None:
    def first(crs):
        answer = client.get(PARCELS, params={"limit": 1, "crs": crs})
        assert answer.headers["content-crs"] == f"<{crs}>"
        shape = shapely.from_geojson(json.dumps(answer.json()["features"][0]["geometry"]))
        return shapely.get_coordinates(shape)[0]

    lon, lat = first(CRS84)
    assert (round(lon), round(lat)) == (113, 23)
    for code in (4490, 4326):
        assert first(f"{EPSG}{code}") == pytest.approx([lat, lon], abs=1e-9)
    x, y = first(f"{EPSG}3857")
    assert x == pytest.approx(lon * 20037508.342789244 / 180) and 2_600_000 < y < 2_700_000
    north, east = first(f"{EPSG}4547")
    assert 2_500_000 < north < 2_600_000 and 400_000 < east < 500_000


def test_a_box_means_the_same_in_every_system(client) -> None:
    lonlat = asked(client, bbox="113.38,23.14,113.40,23.16", limit=1)["numberMatched"]
    assert 0 < lonlat < 210
    for code in (4490, 4326):
        told = {"bbox": "23.14,113.38,23.16,113.40", "bbox-crs": f"{EPSG}{code}", "limit": 1}
        assert asked(client, PARCELS, **told)["numberMatched"] == lonlat
    west, south = 113.38 * 20037508.342789244 / 180, 2_648_331.6
    told = {"bbox": f"{west},{south},{west + 2226.39},{south + 2421.3}", "bbox-crs": f"{EPSG}3857"}
    assert asked(client, PARCELS, **told)["numberMatched"] == pytest.approx(lonlat, abs=2)
    assert asked(client, bbox="113.38,23.14,0,113.40,23.16,9", limit=1)["numberMatched"] == lonlat
    assert asked(client, bbox="170,-10,-170,10")["numberMatched"] == 0
    assert asked(client, bbox="100,-10,-170,40", limit=1)["numberMatched"] == 210


def test_a_filter_a_property_and_a_zone_go_together(client) -> None:
    told = asked(client, filter="state = 'in_reserve' AND declared_ha > 5")
    assert told["numberMatched"] == 4
    told = asked(client, zone="smart-city", state="in_reserve", filter="declared_ha > 5")
    assert {f["properties"]["state"] for f in told["features"]} <= {"in_reserve"}
    by_json = asked(
        client,
        **{
            "filter": '{"op": ">", "args": [{"property": "declared_ha"}, 5]}',
            "filter-lang": "cql2-json",
        },
    )
    assert by_json["numberMatched"] == asked(client, filter="declared_ha > 5")["numberMatched"]


def test_one_feature_has_an_address(client, stored) -> None:
    told = asked(client, f"{PARCELS}/TH-ZG-0001", crs=f"{EPSG}4490")
    assert told["id"] == told["properties"]["parcel_id"] == "TH-ZG-0001"
    assert told["geometry"]["coordinates"][0][0][0] == pytest.approx([23.140986779, 113.383638231])
    then = asked(client, f"{PARCELS}/TH-ZG-0001", datetime="2021-01-01")
    assert then["properties"]["state"] == "not_stored"


def test_files_are_the_same_features(client, tmp_path) -> None:
    query = {"state": "in_reserve", "datetime": "2023-06-30"}
    told = asked(client, PARCELS, **query, limit=1000)
    rows = client.get(PARCELS, params={**query, "f": "csv"})
    listed = list(csv.DictReader(io.StringIO(rows.content.decode("utf-8-sig"))))
    assert [row["parcel_id"] for row in listed] == [one["id"] for one in told["features"]]
    for form in ("csv", "parquet"):
        answer = client.get(PARCELS, params={**query, "f": form})
        assert f"parcels.{form}" in answer.headers["content-disposition"]
    (tmp_path / "parcels.parquet").write_bytes(answer.content)
    frame = gpd.read_parquet(tmp_path / "parcels.parquet")
    assert frame.parcel_id.tolist() == [one["id"] for one in told["features"]]
    shapes = [shapely.from_geojson(json.dumps(one["geometry"])) for one in told["features"]]
    assert shapely.equals_exact(frame.geometry.to_numpy(), shapes).all()
    assert frame.crs.to_epsg() == 4326


def test_the_list_of_projects_has_those_without_a_place(client) -> None:
    told = asked(client, "/ogc/collections/projects/items", limit=1000)
    without = [f for f in told["features"] if f["geometry"] is None]
    assert len(without) > 0
    assert all(f["properties"]["known_only_by_zone"] for f in without)


WRONG = (
    ("bbox", "nan,1,2,3"), ("bbox", "inf,1,2,3"), ("bbox", "1,2,3"), ("bbox", "a,b,c,d"),
    ("bbox", "1,5,2,3"), ("bbox", ""), ("bbox", "23,113,24,114"), ("bbox", "1e300,1,2,3"),
    ("limit", "-1"), ("limit", "0"), ("limit", "x"), ("limit", "1.5"), ("limit", "١"),
    ("offset", "-1"), ("offset", "9" * 30), ("datetime", "0000-01-01"),
    ("datetime", "10000-01-01"), ("datetime", "2023-13-01"), ("datetime", "2023-01-01T00:00:00"),
    ("datetime", "2023-06-30/2023-01-01"), ("datetime", "a/b/c"), ("datetime", ""),
    ("crs", f"{EPSG}4214"), ("crs", "EPSG:4326"), ("crs", "x" * 5000), ("bbox-crs", "x"),
    ("filter-crs", "x"), ("filter-lang", "sql"), ("filter", "moon = 1"), ("filter", "'"),
    ("filter", "name = 'x' OR 1"), ("filter", "\x00"), ("zone", "nowhere"), ("plan", "none"),
    ("moon", "1"), ("f", "shp"), ("after", "\x00"), ("name", "a\x00"), ("declared_ha", "x"),
    ("as_of", "2023-01-01"), ("state", "bogus"), ("lang", "fr"),
)  # fmt: skip


@every_row(WRONG, name=lambda one: repr(one)[:60])
def test_what_cannot_be_meant_is_said(one, client) -> None:
    name, value = one
    answer = client.get(PARCELS, params={name: value})
    assert answer.status_code == 400, answer.text
    told = answer.json()
    assert told["description"] == told["zh"] and told["en"] and told["code"]
    assert "SELECT" not in answer.text and "Traceback" not in answer.text


def test_a_parameter_told_twice_is_refused(client) -> None:
    assert client.get(f"{PARCELS}?limit=1&limit=2").status_code == 400


@every_row(("moon", "parcels;drop", "%00", "地块"), name=str)
def test_what_is_not_there_is_404(name, client) -> None:
    assert client.get(f"/ogc/collections/{name}/items").status_code == 404
    assert client.get(f"{PARCELS}/{name}").status_code in (400, 404)


def test_nothing_acceptable_is_406(client) -> None:
    assert client.get("/ogc", headers={"accept": "image/png"}).status_code == 406


def test_names_from_data_stay_text(client, stored) -> None:
    told = client.get(PARCELS, params={"f": "html", "filter": "name = '<script>alert(1)</script>'"})
    assert told.status_code == 200 and "<script>alert" not in told.text
    link = told.headers["link"]
    assert "<script>" not in link and os.linesep not in link


def test_what_goes_on_after_the_plan_is_told_alike(client, site_environment):
    url = make_url(site_environment["LANDPLAN_DATABASE_URL"])
    engine, project = opened(url), "netease-city"
    with engine.begin() as connection:
        record_stage(
            connection, "tianhe-2021-2025", project, stage="储备", happened_on=today(), by="王"
        )
    engine.dispose()
    items = "/ogc/collections/projects/items"
    only = f"project_id = '{project}'"
    [told] = asked(client, items, filter=only)["features"]
    [also] = [
        one for one in asked(client, "/api/v1/projects")["rows"] if one["project_id"] == project
    ]
    one = asked(client, f"{items}/{project}")
    stages = [each["stage"] for each in (told["properties"], one["properties"], also)]
    assert stages == ["储备"] * 3
    [then] = asked(client, items, filter=only, datetime="2020-06-30")["features"]
    assert then["properties"].get("stage") is None
