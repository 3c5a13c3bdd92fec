"""The map of the built-in plan, from the package on disk to the page in a browser without network.

Two parcels are renamed to what an attacker would call them.
"""

import json
import shutil

import pytest
from playwright.sync_api import expect

from tests.browser import expect_shown
from tests.landplan.web.conftest import served

HOSTILE = ("<img src=x onerror=alert(1)>", "`${7*7}`")
FIELDS = ("target_ha", "actual_ha", "expected_ha", "remaining_ha", "measured_ha", "declared_ha")


@pytest.fixture(scope="module")
def hostile(landplan, builtin, tmp_path_factory):
    """Give the map of a plan with hostile names, and its balance."""
    folder = tmp_path_factory.mktemp("hostile") / "plan"
    shutil.copytree(builtin, folder)
    told = (folder / "plan.yaml").read_text(encoding="utf-8")
    told = told.replace("id: tianhe-2021-2025", "id: hostile")
    (folder / "plan.yaml").write_text(told, encoding="utf-8")
    path = folder / "ledger" / "parcels.geojson"
    parcels = json.loads(path.read_text(encoding="utf-8"))
    for feature, name in zip(parcels["features"], HOSTILE, strict=False):
        feature["properties"]["name"] = name
    path.write_text(json.dumps(parcels, ensure_ascii=False), encoding="utf-8")
    page = folder / "地图.html"
    options = ("--plan", "hostile", "--as-of", "2025-12-31")
    assert landplan("load", folder).returncode == 0
    assert landplan("map", page, *options).returncode == 0
    balance = json.loads(landplan("balance", "--format", "json", *options).stdout)
    return page, balance


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
@pytest.mark.parametrize("zone", ["tianhe", "smart-city", "smart-city-core", "smart-valley"])
def test_the_panel_shows_the_figures_of_the_json(open_page, hostile, size, zone):
    path, balance = hostile
    page = open_page(path.as_uri(), width=size[0], height=size[1]).page
    page.click("#tab-zones")
    page.click(f"button[data-zone={zone}]")
    page.click("#tab-balance")
    expect(page.locator("#zone-head h2")).to_have_attribute("data-zone", zone)
    rows = [row for row in balance["rows"] if row["zone"] == zone]
    assert len(rows) == 5
    for row in rows:
        for field in FIELDS:
            cell = page.locator(
                f"#panel-balance [data-measure={row['measure']}][data-field={field}]"
            )
            shown = cell.first.get_attribute("data-value") if cell.count() else ""
            assert shown == ("" if row[field] is None else shown)
            if row[field] is not None:
                assert float(shown) == row[field]
    expect_shown(page.locator("body"), "样例数据，非实际成果")
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_text(open_page, hostile, name):
    page = open_page(hostile[0].as_uri()).page
    page.fill("#search-input", name)
    assert page.locator("#found .name").first.text_content() == name
    page.keyboard.press("Enter")
    expect(page.locator(".popup h2")).to_be_visible()
    assert page.locator(".popup h2").text_content() == name
    expect(page.locator(".popup img")).to_have_count(0)


def test_the_served_page_is_quiet_too(open_page, loaded, environment, repo):
    """The server's page asks for nothing but itself."""
    with served(environment, repo, "--plan", "tianhe-2021-2025") as url:
        page = open_page(url, offline=False).page
        expect_shown(page.locator("body"), "天河智慧城")
        page.close()  # before the server ends: the map may still be asking for its parts
