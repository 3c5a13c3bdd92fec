"""docs/your-district.md, another district from its package to its report, is done step by step.

Its balance is worked by hand there: what the tables add up to is what they say, and what both
engines find.
"""

import os
import runpy
from collections import Counter
from datetime import date
from itertools import product
from unittest.mock import patch

import pypdf
import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect
from sqlalchemy import make_url

from landplan.web.site import site
from projects.store.batches import batches_of
from projects.view import view_of
from tests.browser import assert_accessible, expect_shown
from tests.conftest import REPO, opened
from tests.console_pages import refused_steps, tables
from tests.example_district import FOLDER, PLAN_ID, RECEIVED
from tests.landplan.web.conftest import served
from tests.people import People, add_people, quick_hashes

__all__ = ["quick_hashes"]

PAGE = (REPO / "docs" / "your-district.md").read_text(encoding="utf-8")
ZONES = {"松岭": "松岭片区", "柏川": "柏川片区", "青石": "青石街道", "石桥": "石桥街道"}
SHARES = {"全部": 1.0, "一半": 0.5}
MEASURES = {
    "收储": "storage", "供应": "supply", "产业": "supply_industry",
    "居住": "supply_housing_services", "已储未供": "reserve",
}  # fmt: skip
END = date(2025, 12, 31)
PAGES = {
    "/": ["云杉区"],
    "/balance": ["云杉区", "160.00", "110.00", "58.00", "42.00"],
    "/balance?zone=qingshi": ["青石街道", "80.00", "48.00"],
    "/balance/events?zone=shiqiao&measure=supply_industry": ["GY-03", "12.00"],
    "/projects": ["云杉智能制造园"],
    "/projects/research-centre": ["柏川研发中心"],
    "/indicators": ["地区生产总值"],
    "/warnings": ["云杉区收储滞后"],
    "/ledger": ["YS-01", "YS-05"],
    "/ledger/parcels/YS-03": ["松柏路地块", "SC-03"],
    "/imports": ["台账.shp"],
    "/exports": [],
    "/reports": [],
}


def table_with(column):
    [found] = [rows for rows in tables(PAGE) if column in rows[0]]
    return found


def metres(told):
    west, east = map(int, told.split("–"))
    return east - west


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("district")
    (made / "build").mkdir()
    (made / "plans").symlink_to(REPO / "plans")
    return made


@pytest.fixture(scope="module")
def worked(databases, folder):
    """Give the address of a database on which the page was worked through."""
    url = databases.new("your_district").render_as_string(hide_password=False)
    assert refused_steps(PAGE, url, folder) == ["landplan load build/我的区"]
    return url


@pytest.fixture
def connected(worked):
    engine = opened(make_url(worked))
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture(scope="module")
def environment(worked):
    ours = {name: value for name, value in os.environ.items() if not name.startswith("LANDPLAN_")}
    return ours | {"LANDPLAN_DATABASE_URL": worked}


def by_hand():
    """Add up the first two tables: hectares by zone, year's end and measure."""
    parcels = {row["地块"]: row for row in table_with("横")}
    sums = Counter()
    for row in table_with("份额"):
        parcel, until = parcels[row["地块"]], int(row["日期"][:4])
        within = {name: float(parcel[zone]) for zone, name in ZONES.items()}
        within["云杉区"] = float(parcel["面积"])
        for zone, ha in within.items():
            for year in range(until, 2026):
                counted = ha * SHARES[row["份额"]]
                sums[zone, year, row["事件"]] += counted
                sums[zone, year, "已储未供"] += counted if row["事件"] == "收储" else -counted
                if row["用途"]:
                    sums[zone, year, row["用途"]] += counted
    return sums


def test_a_parcel_is_as_large_as_its_sides():
    for row in table_with("横"):
        area = metres(row["横"]) * metres(row["纵"]) / 10_000
        assert float(row["面积"]) == area
        for one, other in (("松岭", "柏川"), ("青石", "石桥")):
            assert float(row[one]) + float(row[other]) == area
        west, east = map(int, row["横"].split("–"))
        south, north = map(int, row["纵"].split("–"))
        assert float(row["松岭"]) == area * (min(max(2000, west), east) - west) / (east - west)
        assert float(row["石桥"]) == area * (min(max(1500, south), north) - south) / (north - south)


def test_the_page_adds_up_by_hand():
    sums = by_hand()
    shown = {
        (row["片区"], int(row["年末"]), measure): float(row[measure])
        for row in table_with("年末")
        for measure in MEASURES
    }
    assert len(shown) == 5 * 3 * 5
    assert {key: sums[key] for key in shown} == shown


def figures(balances):
    return {
        (row.zone_name, row.measure): row for balance in balances for row in balance.rows
    }  # fmt: skip


@pytest.mark.parametrize("year", [2023, 2024, 2025])
def test_both_engines_find_what_the_page_says(connected, year):
    views = [
        view_of(connected, PLAN_ID, as_of=date(year, 12, 31), zone_set=zone_set)
        for zone_set in ("", "street-offices")
    ]
    shown = [row for row in table_with("年末") if int(row["年末"]) == year]
    assert len(shown) == 5
    for found in (
        figures(view.balance() for view in views), figures(view.balance_again() for view in views),
    ):  # fmt: skip
        for row, (name, measure) in product(shown, MEASURES.items()):
            told, wanted = found[row["片区"], measure], float(row[name])
            assert told.declared_ha == pytest.approx(wanted, abs=1e-5)
            assert told.measured_ha == pytest.approx(wanted, rel=4e-7, abs=1e-5)


def test_the_whole_ledger_is_what_was_sent(connected):
    batches = batches_of(connected, PLAN_ID)[::-1]
    assert [batch.command for batch in batches] == [
        "load", "import parcels", "import parcels", "import events",
    ]  # fmt: skip
    sent = [{file.name for file in batch.files} for batch in batches[1:]]
    assert all(name in names for (_, name), names in zip(RECEIVED, sent, strict=True))
    view = view_of(connected, PLAN_ID, as_of=END)
    assert {zone.geometry_quality for zone in view.every_zone} == {"official"}
    assert {status.parcel.parcel_id: status.state for status in view.parcels()} == {
        "YS-01": "supplied", "YS-02": "partly_supplied", "YS-03": "in_reserve",
        "YS-04": "supplied", "YS-05": "in_reserve",
    }  # fmt: skip


def test_what_was_sent_is_what_its_script_writes(monkeypatch, tmp_path):
    script = runpy.run_path(str(FOLDER / "make" / "received.py"))
    (tmp_path / "received").mkdir()
    for name in ("write_zones", "write_shapefile", "write_boundary_points"):
        places = script[name].__globals__
        monkeypatch.setitem(places, "PLAN", tmp_path)
        monkeypatch.setitem(places, "RECEIVED", tmp_path / "received")
    script["main"]()
    written = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.*")}
    assert len(written) == 12
    assert written == {path: (FOLDER / path).read_bytes() for path in written}


def test_the_report_tells_the_balance_and_that_it_is_made_up(folder, worked):
    pages = pypdf.PdfReader(folder / "build" / "云杉区.pdf").pages
    told = "".join("".join(page.extract_text().split()) for page in pages)
    assert told.count("样例数据") >= 1
    assert "虚构示例" in told
    for figure in ("160.00", "110.00", "100.00", "58.00", "42.00"):
        assert figure in told


def test_the_map_opens_with_its_parcels_and_zones(folder, worked, open_page):
    page = open_page((folder / "build" / "云杉区.html").as_uri()).page
    assert page.evaluate("landplan.land.parcelCount") == 5
    expect_shown(page.locator("#panel-balance"), "云杉区", "160.00", "100.00")
    expect(page.locator("body")).to_contain_text("样例数据")
    assert_accessible(page)


def test_every_page_tells_of_the_district(environment, worked):
    engine = opened(make_url(worked))
    with engine.begin() as connection:
        add_people(connection)
    with (
        patch.dict(os.environ, environment, clear=True),
        TestClient(site(), base_url="http://localhost") as client,
    ):
        editor = People(client.app, engine).logged_in("editor")
        for path, words in PAGES.items():
            answer = editor.get(f"{path}{'&' if '?' in path else '?'}as_of={END}")
            assert answer.status_code == 200, path
            assert "样例" in answer.text, path
            for word in words:
                assert word in answer.text, (path, word)
    engine.dispose()


def test_the_map_of_the_site_shows_the_district(environment, open_page):
    with served(environment, REPO) as url:
        page = open_page(f"{url}?as_of=2025-12-31", offline=False).page
        expect_shown(page.locator("#panel-balance"), "云杉区", "160.00", "100.00")
        assert page.evaluate("landplan.land.parcelCount") == 5
        page.close()  # before the server ends: the map may still be asking for its parts
