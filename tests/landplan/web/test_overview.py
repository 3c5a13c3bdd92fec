"""The map as a page of the site: all parcels in it, or tiles where they are many."""

import json
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
import shapely
from playwright.sync_api import expect

from tests.browser import assert_accessible
from tests.landplan.web.conftest import served

MOST_BYTES = 500_000
BEFORE = "2023-06-30"


@pytest.fixture(scope="module")
def by_tiles(site_environment, repo):
    """Give the address of a site whose map shows tiles of whatever land."""
    with served({**site_environment, "LANDPLAN_PARCELS_IN_PAGE": "0"}, repo) as url:
        yield url


def test_the_map_opens_with_all_of_its_parts(site_url, open_page):
    page = open_page(site_url, offline=False).page
    expect(page.locator("#panel-balance")).to_be_visible()
    assert page.evaluate("landplan.land.parcelCount") == 210
    assert_accessible(page)


def test_the_page_is_light(client):
    html = client.get("/")
    names = re.findall(r'"(/map/[^"]+|/static/[^"]+)"', html.text.replace("&amp;", "&"))
    names.remove("/map/day")  # is asked where another day is chosen, with that day
    assert any(name.startswith("/map/data") for name in names)
    answers = [html, *(client.get(name) for name in names)]
    assert all(answer.status_code == 200 for answer in answers)
    carried = sum(int(answer.headers["content-length"]) for answer in answers)
    assert carried < MOST_BYTES


def test_scripts_are_kept_for_ever_by_what_they_hold(client):
    [script] = re.findall(r'src="(/map/map-[^"]+)"', client.get("/").text)
    answer = client.get(script)
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]
    assert client.get("/map/map-0.js").status_code == 404


def shown(page, zoom, day):
    """Return hectares of the tiles that are drawn, by state, when all of them are."""
    page.evaluate(
        "([zoom, day]) => { landplan.served.map.setView([23.165, 113.4], zoom, { animate: false });"
        " landplan.state.set({ day }); }",
        [zoom, day],
    )
    page.wait_for_selector("body[data-tiles=drawn]", state="attached")
    return page.evaluate(
        """day => [...landplan.served.tileLayer.drawn.values()]
        .filter(({ cells, z }) => cells && z === Math.round(landplan.served.map.getZoom()))
        .map(({ cells }) => landplan.cell_tile.hectares(cells, day))
        .reduce((a, b) => ({ land: a.land + b.land, reserve: a.reserve + b.reserve,
            supplied: a.supplied + b.supplied }), { land: 0, reserve: 0, supplied: 0 })""",
        day,
    )


@pytest.mark.parametrize("zoom", [8, 10, 12])
def test_cells_show_the_hectares_of_the_balance(by_tiles, open_page, client, zoom):
    page = open_page(by_tiles, offline=False, ready="body[data-tiles=drawn]").page
    reserve = page.evaluate(
        "day => landplan.figures.row(landplan.data.roots[0], 'reserve', day).measured_ha", BEFORE
    )
    assert shown(page, zoom, BEFORE)["reserve"] == pytest.approx(reserve, rel=0.01)


def about_land(requests: list[str]) -> list[str]:
    """Leave out what a browser asks for when it likes, such as the icon."""
    return [one for one in requests if "/tiles/" in one or "/map/data" in one]


def test_another_day_is_drawn_without_asking(by_tiles, open_page):
    opened = open_page(by_tiles, offline=False, ready="body[data-tiles=drawn]")
    page = opened.page
    shown(page, 15, BEFORE)
    asked = about_land(opened.requests)
    colours = """() => [...landplan.served.tileLayer.drawn.values()].map(({ context }) =>
        context.getImageData(0, 0, 256, 256).data.reduce((a, b) => (31 * a + b) % 1e9, 0)).join()"""
    before = page.evaluate(colours)
    page.evaluate("landplan.state.set({ day: '2021-01-31' })")
    assert page.evaluate(colours) != before
    assert about_land(opened.requests) == asked


def test_a_parcel_of_a_tile_is_told_when_it_is_clicked(by_tiles, open_page):
    page = open_page(by_tiles, offline=False, ready="body[data-tiles=drawn]").page
    shown(page, 16, BEFORE)
    where = page.evaluate(
        """() => { const { map, tileLayer } = landplan.served; const { x, y } = map.getSize();
        for (let right = 320; right < x - 120; right += 8)
        for (let down = 120; down < y - 120; down += 8) {
            if (tileLayer.placeAt(map.containerPointToLatLng([right, down])) != null
                && tileLayer.placeAt(map.containerPointToLatLng([right + 8, down])) != null)
                return [right + 4, down];
        } }"""
    )
    page.locator("#map").click(position={"x": where[0], "y": where[1]})
    card = page.locator(".popup article[data-parcel]").first
    expect(card).to_be_visible()
    expect(card).to_contain_text(card.get_attribute("data-parcel"))


@pytest.fixture(params=["site_url", "by_tiles"])
def either(request):
    """Give the address of a site whose map carries its parcels, then of one that shows tiles."""
    return request.getfixturevalue(request.param)


def begun(page):
    """Wait until all of the map's scripts are there."""
    page.wait_for_function("() => window.landplan?.served")
    return page


def links_to_the_map(client, address):
    return re.findall(r'href="(/[?#][^"]+)"', unescape(client.get(address).text))


@pytest.mark.parametrize(
    "address",
    [
        "/balance/events?zone=smart-city&measure=supply&as_of=2024-05-31",
        "/balance/reserve?zone=smart-city&as_of=2024-05-31",
        "/ledger/parcels/TH-ZG-0018",
    ],
)
def test_a_link_to_a_parcel_opens_the_map_there(client, either, open_page, address):
    link = next(one for one in links_to_the_map(client, address) if "parcel=" in one)
    parcel = parse_qs(urlsplit(link).fragment)["parcel"][0]
    page = begun(open_page(f"{either.rstrip('/')}{link}", offline=False).page)
    card = page.locator(f".leaflet-popup [data-parcel='{parcel}']")
    expect(card).to_be_visible()
    assert page.evaluate("landplan.served.map.getZoom()") >= 14
    box = client.get(f"/map/parcel?parcel={parcel}").json()["bounds"]
    assert page.evaluate(
        "box => landplan.served.map.getBounds().contains(landplan.geometry.latLngBounds(box))", box
    )
    # A step is what its reader does: the card is there again where the address is copied.
    page.locator(".leaflet-popup-close-button").click()
    expect(card).to_have_count(0)
    page.go_back()
    expect(card).to_be_visible()


@pytest.mark.parametrize("asked", ["?zone=park-2112&as_of=2024-05-31", "#zone=park-2112"])
def test_an_address_of_a_zone_opens_the_map_there(either, open_page, asked):
    page = begun(open_page(f"{either}{asked}", offline=False).page)
    expect(page.locator("#zone-head h2")).to_have_attribute("data-zone", "park-2112")
    seen = """() => { const { map } = landplan.served;
        const zone = landplan.geometry.latLngBounds(landplan.data.zoneOf("park-2112").bounds);
        return [map.getBounds().contains(zone), map.getZoom()]; }"""
    is_seen, zoom = page.evaluate(seen)
    assert is_seen and zoom > 13


CHOSEN = "#v=113.395,23.152,16&zone=smart-city-core&day=2024-05-31&tab=parcels&state=in_reserve"
TOLD = """() => { const { zone, day, tab, parcel_filter } = landplan.state.current;
    return [zone.id, day, tab, [...parcel_filter.state], landplan.served.map.getZoom()]; }"""


def test_what_is_chosen_stays_in_another_language_and_by_the_other_area(site_url, open_page):
    page = begun(open_page(f"{site_url}{CHOSEN}", offline=False).page)
    told = page.evaluate(TOLD)
    assert told == ["smart-city-core", "2024-05-31", "parcels", ["in_reserve"], 16]
    page.get_by_role("link", name="English").click()
    page.wait_for_selector("html[lang=en] body[data-ready]")
    begun(page)
    assert page.evaluate(TOLD) == told
    page.locator("select[name=basis]").select_option("measured")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url(re.compile(r"basis=measured.*#"))
    begun(page)
    assert page.evaluate("landplan.data.plan.basis") == "measured"
    assert page.evaluate(TOLD) == told
    # Who asks for another day is shown that day, with all else as it was.
    page.locator("input[name=as_of]").fill("2024-12-31")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url(re.compile(r"as_of=2024-12-31.*#"))
    begun(page)
    assert page.evaluate(TOLD) == [told[0], "2024-12-31", *told[2:]]


def test_an_address_that_names_a_parcel_leads_to_it_by_tiles_too(by_tiles, client, open_page):
    told = client.get("/api/v1/parcels/TH-ZG-0018").json()
    bounds = shapely.from_geojson(json.dumps(told["outline"])).bounds
    page = open_page(
        f"{by_tiles}#parcel=TH-ZG-0018", offline=False, ready="body[data-tiles=drawn]"
    ).page
    page.wait_for_function(
        """([west, south, east, north]) => landplan.served.map.getZoom() > 15 &&
        landplan.served.map.getBounds().contains([[south, west], [north, east]])""",
        arg=bounds,
    )


def test_the_search_finds_a_parcel_by_its_number_or_its_name(either, open_page):
    page = open_page(either, offline=False).page
    search = page.locator("#search-input")
    for text, kind in (("th-zg-0018", "地块"), ("新塘地块35", "地块")):
        search.fill(text)
        found = page.locator("#found .found").filter(has_text=re.compile(text, re.IGNORECASE))
        expect(found.first).to_contain_text(kind)
        expect(page.locator(".found-note")).to_have_count(0)
    search.fill("TH-ZG-0018")
    expect(page.locator("#found .found")).to_have_count(1)
    search.press("Enter")
    expect(page.locator(".leaflet-popup [data-parcel='TH-ZG-0018']")).to_be_visible()
    search.fill("no such thing")
    expect(page.locator(".found-note")).to_contain_text("没有匹配")


def test_the_server_finds_the_parcel_of_a_number_first(client):
    found = client.get("/map/found?text=TH-ZG-0018").json()
    assert found[0]["parcel_id"] == "TH-ZG-0018"
    assert client.get("/map/found?text=%25").json() == []  # a sign is itself
    assert len(client.get("/map/found?text=TH").json()) == 40


def test_of_much_land_the_data_leaves_out_what_is_told_by_tiles_and_lists(by_tiles, open_page):
    page = open_page(by_tiles, offline=False, ready="body[data-tiles=drawn]").page
    told = page.evaluate(
        "() => ({ parcels: landplan.land.parcelCount, events: landplan.data.raw.events.id.length,"
        " warnings: landplan.data.raw.warnings.map(({ kind }) => kind) })"
    )
    assert (told["parcels"], told["events"]) == (0, 0)
    assert told["warnings"] and not {"parcel", "event"} & set(told["warnings"])
