"""导出: what a filter means as files of many formats, the large ones in the background."""

import csv
import io
import json
from io import BytesIO
from zipfile import ZipFile

import geopandas
import openpyxl
import pytest

from landplan.web.pages import exports
from tests.landplan.web.waiting import ended
from tests.people import csrf_of

PLAN = "tianhe-2021-2025"


def rows_of(answer):
    return json.loads(answer.content)["features"]


@pytest.mark.parametrize(
    "suffix", ["csv", "xlsx", "gpkg", "geojson", "parquet", "zip", "txt", "kml"]
)
def test_parcels_come_in_each_format_to_be_kept(client, suffix) -> None:
    answer = client.get(f"/exports/parcels.{suffix}", params={"as_of": "2024-12-31"})
    assert answer.status_code == 200, answer.text
    assert f"{PLAN}-parcels-2024-12-31.{suffix}" in answer.headers["content-disposition"]
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert len(answer.content) > 1000


def test_rows_are_those_that_the_filter_means(client) -> None:
    every = rows_of(client.get("/exports/parcels.geojson"))
    reserve = rows_of(client.get("/exports/parcels.geojson", params={"state": "in_reserve"}))
    assert 0 < len(reserve) < len(every)
    assert {one["properties"]["state"] for one in reserve} == {"in_reserve"}
    one = every[0]["properties"]
    found = rows_of(client.get("/exports/parcels.geojson", params={"text": one["parcel_id"]}))
    assert one["parcel_id"] in {row["properties"]["parcel_id"] for row in found}
    large = rows_of(client.get("/exports/parcels.geojson", params={"min_ha": "5", "max_ha": "9"}))
    assert large and all(5 <= row["properties"]["declared_ha"] <= 9 for row in large)
    events = rows_of(client.get("/exports/events.geojson", params={"year": "2023"}))
    assert events and {row["properties"]["happened_on"][:4] for row in events} == {"2023"}
    in_zone = rows_of(client.get("/exports/parcels.geojson", params={"zone": "smart-valley"}))
    assert 0 < len(in_zone) < len(every)


def test_rows_may_be_of_several_states(client) -> None:
    def ids(query: str) -> list[str]:
        text = client.get(f"/exports/parcels.csv?as_of=2024-05-31&zone=smart-city&{query}").text
        return [row["parcel_id"] for row in csv.DictReader(io.StringIO(text.lstrip("\ufeff")))]

    held, gone = ids("state=in_reserve"), ids("state=supplied")
    assert held and gone
    assert sorted(ids("states=in_reserve,supplied")) == sorted([*held, *gone])
    assert client.get("/exports/parcels.csv?states=in_reserve,sold").status_code == 422


def test_the_system_is_as_asked_and_a_workbook_opens(client) -> None:
    answer = client.get("/exports/zones.gpkg", params={"crs": "4526"})
    assert geopandas.read_file(BytesIO(answer.content)).crs.to_epsg() == 4526
    book = openpyxl.load_workbook(BytesIO(client.get("/exports/projects.xlsx").content))
    assert "projects" in book.sheetnames


def test_the_package_is_a_zip_that_holds_a_plan(client) -> None:
    answer = client.get("/exports/package.zip")
    names = ZipFile(BytesIO(answer.content)).namelist()
    assert any(name.endswith("plan.yaml") for name in names)
    assert not any(name.startswith(("/", "..")) for name in names)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/exports/nonsense.csv", 404),
        ("/exports/parcels.exe", 422),
        ("/exports/events.txt", 422),
        ("/exports/package.csv", 404),
        ("/exports/parcels.csv?zone=nowhere", 422),
        ("/exports/parcels.csv?as_of=yesterday", 422),
        ("/exports/parcels.csv?crs=999999", 422),
        ("/exports/parcels.csv?state=' or 1=1 --", 422),
        ("/exports/parcels.csv?min_ha=nan", 422),
        ("/exports/zones.csv?year=2023", 422),
        ("/exports/parcels.csv?text=%25%27%3B--", 200),
    ],
)
def test_what_cannot_be_is_said(client, path, status) -> None:
    answer = client.get(path)
    assert (answer.status_code, "Traceback" in answer.text) == (status, False)


def test_the_form_leads_to_the_address_of_the_file(client) -> None:
    asked = {"list": "parcels", "format": ".csv", "zone": "smart-city", "state": "", "crs": ""}
    answer = client.get("/exports/file", params=asked)
    assert answer.headers["location"] == "/exports/parcels.csv?zone=smart-city"
    answer = client.get("/exports/file", params={"list": "//evil.example/x", "format": ".csv"})
    assert answer.headers["location"].startswith("/exports/")
    page = client.get("/exports", params={"text": '"><script>alert(1)</script>'})
    assert (page.status_code, "<script>alert" in page.text) == (200, False)


def test_a_large_list_is_made_in_the_background(people, monkeypatch) -> None:
    monkeypatch.setattr(exports, "LARGE_ROWS", 10)
    viewer = people.logged_in("viewer")
    answer = viewer.get("/exports/parcels.csv", params={"zone": "smart-city"})
    assert answer.status_code == 303
    page = viewer.get(answer.headers["location"])
    assert "在后台制作" in page.text
    told = {"list": "parcels", "format": ".csv", "zone": "smart-city"}
    answer = viewer.post(
        "/exports", params=told, data={"csrf": csrf_of(page)},
        headers={"Origin": "http://localhost"},
    )  # fmt: skip
    assert answer.status_code == 303, answer.text
    address = "/exports/jobs/" + answer.headers["location"].rpartition("-")[2]
    assert ended(viewer, address) == "done"
    assert f'href="{address}/files/1"' in viewer.get("/exports").text
    made = viewer.get(f"{address}/files/1")
    monkeypatch.undo()
    assert made.content == viewer.get("/exports/parcels.csv", params=told).content
    assert made.headers["content-disposition"].startswith("attachment")
    assert people.logged_in(None).get(f"{address}/files/1").status_code == 200
    assert viewer.get(f"{address}/files/2").status_code == 404


def test_nobody_lets_anything_be_made(client) -> None:
    answer = client.post("/exports", params={"list": "parcels", "format": ".csv"})
    assert answer.status_code in (303, 401, 403)
