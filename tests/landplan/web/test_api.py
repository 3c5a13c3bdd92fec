"""`/api/v1` answers what the commands print; its OpenAPI says so, on a page too."""

import json

import pytest

from tests.every_row import every_row

SAME = {
    "balance": ("balance",),
    "balance?zone=smart-city&as_of=2023-06-30&basis=measured": (
        "balance", "--zone", "smart-city", "--as-of", "2023-06-30", "--basis", "measured",
    ),
    "series?by=method&as_of=2023-12-31": (
        "series", "--by", "method", "--as-of", "2023-12-31",
    ),
    "pace?level=0.9&as_of=2023-06-30": ("pace", "--level", "0.9", "--as-of", "2023-06-30"),
    "projects?stage=在建": ("projects", "--stage", "在建"),
    "projects?zone=ifc&as_of=2024-01-01": ("projects", "--zone", "ifc", "--as-of", "2024-01-01"),
    "indicators": ("indicators",),
    "warnings": ("warnings",),
    "warnings?lang=en&as_of=2022-12-31": ("--lang", "en", "warnings", "--as-of", "2022-12-31"),
    "checks": ("check",),
    "plans": ("plans",),
    "batches": ("imports",),
}  # fmt: skip
"""Address → the command that prints the same."""


@every_row(SAME, name=str)
def test_the_answer_is_what_the_command_prints(address, client, landplan, site_environment) -> None:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.text
    printed = landplan(*SAME[address], "--format", "json", env=site_environment).stdout
    assert json.dumps(answer.json()) == json.dumps(json.loads(printed))  # in the same order too


def test_parcels_come_page_by_page(client) -> None:
    found, after = [], ""
    while after is not None:
        query = {"state": "in_reserve", "limit": 50} | ({"after": after} if after else {})
        told = client.get("/api/v1/parcels", params=query).json()
        found += [row["parcel_id"] for row in told["rows"]]
        after = told["after"]
    assert len(found) == len(set(found)) == 113 and found == sorted(found)
    first = client.get("/api/v1/parcels", params={"state": "in_reserve", "limit": 1}).json()
    assert (first["count"], first["sample"], first["as_of"]) == (113, True, "2025-12-31")


def test_a_parcel_has_its_history_and_its_events(client) -> None:
    listed = client.get("/api/v1/parcels", params={"state": "supplied", "limit": 1}).json()
    [row] = listed["rows"]
    told = client.get(f"/api/v1/parcels/{row['parcel_id']}").json()
    assert told["parcel"] == row
    assert told["outline"]["type"] == "MultiPolygon"
    assert [days["state"] for days in told["history"]][-1] == "supplied"
    assert "supply" in {event["kind"] for event in told["events"]}
    ends = [days["until_on"] for days in told["history"]]
    assert ends[-1] is None and ends[:-1] == [days["from_on"] for days in told["history"]][1:]


def test_the_ledger_until_a_day(client) -> None:
    told = client.get("/api/v1/events", params={"as_of": "2022-12-31", "limit": 1000}).json()
    assert told["count"] == len(told["rows"]) > 0 and told["after"] is None
    assert max(row["happened_on"] for row in told["rows"]) <= "2022-12-31"
    supplies = client.get("/api/v1/events", params={"as_of": "2022-12-31", "kind": "supply"})
    assert supplies.json()["count"] == sum(row["kind"] == "supply" for row in told["rows"])


def test_zones_come_parents_first(client) -> None:
    rows = client.get("/api/v1/zones").json()["rows"]
    ids = [row["zone_id"] for row in rows]
    assert len(ids) == 18 and ids[0] == "tianhe"
    assert all(row["parent_id"] is None or row["parent_id"] in ids[:at] for at, row in
               enumerate(rows))  # fmt: skip
    inside = client.get("/api/v1/zones", params={"zone": "ifc"}).json()["rows"]
    assert inside[0]["zone_id"] == "ifc" and len(inside) == 5


WRONG = (
    ("balance?moon=1", 422), ("balance?zone=moon", 422), ("balance?basis=moon", 422),
    ("balance?as_of=2023-13-01", 422), ("balance?as_of=0000-01-01", 422),
    ("balance?as_of=10000-01-01", 422), ("balance?plan=none", 422), ("balance?plan=%00", 422),
    ("balance?zone=%00", 422), ("series?by=moon", 422), ("pace?level=0", 422),
    ("pace?level=nan", 422), ("pace?as_of=2023-06-30&level=0.9999999999999999", 422),
    ("parcels?limit=0", 422), ("parcels?limit=1001", 422),
    ("parcels?state=x", 422), ("parcels?after=%00", 422), ("parcels?land_use=%00", 422),
    ("projects?category=moon", 422), ("parcels?state=in_reserve&state=supplied", 422),
    *(
        (f"{address}?{name}", 422)
        for address, names in {
            "warnings": ("zone=smart-city",),
            "checks": ("zone=smart-city", "as_of=2022-01-01", "basis=measured"),
            "batches": ("zone=smart-city", "as_of=2021-05-05", "basis=measured"),
            "zones": ("as_of=2021-01-01", "basis=measured"),
            "projects": ("basis=measured",),
            "indicators": ("basis=measured",),
            "parcels": ("basis=measured",),
            "parcels/TH-ZG-0001": ("zone=smart-city", "basis=measured"),
            "events": ("basis=measured",),
        }.items()
        for name in names
    ),
    ("parcels/none-such", 404), ("parcels/%00", 422), ("moon", 404),
)  # fmt: skip


@every_row(WRONG, name=str)
def test_what_cannot_be_meant_is_said(row, client) -> None:
    address, status = row
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == status, answer.text
    told = answer.json()
    assert told["status"] == status and told["zh"] and told["en"]
    assert "--" not in told["zh"] + told["en"]  # options are the command line's


def test_bounds_of_a_parameter_are_told(client) -> None:
    assert "level (> 0)" in client.get("/api/v1/pace?level=0").json()["zh"]


@pytest.mark.parametrize("path", ["/api/v1", "/api/v1/"])
def test_its_front_leads_to_its_page(client, path) -> None:
    shown = client.get(path, follow_redirects=True)
    assert (shown.status_code, shown.url.path) == (200, "/api/v1/docs")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_its_page_names_every_address(client, lang) -> None:
    document = client.get("/api/v1/openapi.json").json()
    shown = client.get("/api/v1/docs", params={"lang": lang})
    assert "script-src 'self'" in shown.headers["content-security-policy"]
    for path, operations in document["paths"].items():
        for method, told in operations.items():
            assert f"{method.upper()} {path}" in shown.text
            for one in told.get("parameters", ()):
                assert f"<code>{one['name']}</code>" in shown.text
    assert "<script" not in shown.text and " style=" not in shown.text
