"""The filter, the list and the two days on a map of tiles: as on one that carries its parcels."""

import os
import re

import pytest
from playwright.sync_api import expect

from projects.load import load_package
from tests.browser import assert_accessible
from tests.landplan.web.conftest import served
from tests.small_filtered import four_parcels

BY_TILES = {"LANDPLAN_PARCELS_IN_PAGE": "0"}
DRAWN = "body[data-tiles=drawn]"
CELLS, PARCELS = "113.4045,23.1545,12", "113.4045,23.1545,15"


@pytest.fixture(scope="module")
def small_url(databases, migrated, repo):
    """Give the address of a site of the four parcels that shows tiles."""
    template = databases.template(
        "four_parcels", lambda connection: load_package(connection, four_parcels()), migrated
    )
    url = databases.new("land_on_tiles", template).render_as_string(hide_password=False)
    ours = {name: value for name, value in os.environ.items() if not name.startswith("LANDPLAN_")}
    with served({**ours, **BY_TILES, "LANDPLAN_DATABASE_URL": url}, repo) as address:
        yield address


@pytest.fixture(scope="module")
def builtin_by_tiles(site_environment, repo):
    """Give the address of a site of the built-in plan that shows tiles."""
    with served({**site_environment, **BY_TILES}, repo) as address:
        yield address


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_measures_are_seen_whole_on_a_phone(site_url, open_page, language):
    page = open_page(f"{site_url}?lang={language}", width=390, height=844, offline=False).page
    cut = """() => { const bar = document.getElementById("measures").getBoundingClientRect();
        const tools = document.querySelector(".tools").getBoundingClientRect();
        return [...document.querySelectorAll("#measures span")].map((word) =>
            word.getBoundingClientRect()).filter(({ left, right }) =>
            left < bar.left || right > Math.min(bar.right, tools.left)).length; }"""
    assert page.evaluate(cut) == 0


def drawn(page) -> None:
    page.wait_for_selector(DRAWN, state="attached")


def hectares(page) -> dict[str, float]:
    """Return what the cells that are drawn show on the map's day."""
    return page.evaluate(
        """() => [...landplan.served.tileLayer.drawn.values()]
        .filter(({ cells, z }) => cells && z === Math.round(landplan.served.map.getZoom()))
        .map(({ cells }) => landplan.cell_tile.hectares(cells, landplan.state.current.day))
        .reduce((a, b) => ({ land: a.land + b.land, reserve: a.reserve + b.reserve,
            supplied: a.supplied + b.supplied }), { land: 0, reserve: 0, supplied: 0 })"""
    )


def parcels_shown(page) -> int:
    """Return how many parcels the tiles that are drawn show on the map's day."""
    return page.evaluate(
        """() => new Set([...landplan.served.tileLayer.drawn.values()].flatMap(({ parcels }) =>
        (parcels ? landplan.parcel_tile.shownIds(parcels, { day: landplan.state.current.day,
            states: landplan.state.current.parcel_filter.state }) : []))).size"""
    )


FILTERS = [
    # the address, then hectares of land, in reserve, supplied; and how many parcels
    ("", (29, 16, 12), 4),
    ("use=1001/2023", (16, 8, 8), 1),
    ("owner=collective", (1, 0, 0), 1),
    ("min=3.5&max=8.5", (12, 8, 4), 2),
    ("text=b", (8, 8, 0), 1),
    ("method=挂牌&day=2022-12-31", (0, 0, 0), 0),
    ("method=挂牌&day=2023-12-31", (16, 8, 8), 1),
    ("year=2021", (20, 8, 12), 2),
    ("state=in_reserve", (8, 8, 0), 1),
    ("state=in_reserve&day=2022-12-31", (28, 28, 0), 3),
    ("state=supplied,partly_supplied", (20, 8, 12), 2),
    ("state=not_stored&owner=state", (0, 0, 0), 0),
]


@pytest.mark.parametrize(("asked", "told", "count"), FILTERS)
def test_tiles_show_what_the_filter_of_the_address_means(small_url, open_page, asked, told, count):
    page = open_page(f"{small_url}#v={CELLS}&{asked}", offline=False, ready=DRAWN).page
    drawn(page)
    shown = hectares(page)
    assert (shown["land"], shown["reserve"], shown["supplied"]) == pytest.approx(told, abs=0.12)
    page.evaluate(f"location.hash = 'v={PARCELS}&{asked}'")
    page.wait_for_function("landplan.served.map.getZoom() === 15")
    drawn(page)
    assert parcels_shown(page) == count


def test_the_form_filters_the_tiles_and_the_list(small_url, open_page):
    page = open_page(f"{small_url}#v={PARCELS}&tab=parcels", offline=False, ready=DRAWN).page
    total = page.locator(".parcel-total")
    expect(total).to_have_attribute("data-count", "4")
    assert parcels_shown(page) == 4
    page.locator(".parcel-filter summary").click()
    page.select_option("select[name=method]", "挂牌")
    expect(total).to_have_attribute("data-count", "2")
    drawn(page)
    assert parcels_shown(page) == 2
    assert float(total.get_attribute("data-ha")) == pytest.approx(20, abs=0.01)
    expect(page.locator(".parcel-table tbody tr")).to_have_count(2)
    page.locator("input[name=state][value=supplied]").check()
    expect(total).to_have_attribute("data-count", "1")
    assert parcels_shown(page) == 1
    row = page.locator(".parcel-table tbody tr")
    expect(row).to_have_attribute("data-parcel", "C")
    href = page.locator("[data-download=xlsx]").get_attribute("href")
    assert "states=supplied" in href and "method=%E6%8C%82%E7%89%8C" in href
    assert_accessible(page)
    page.locator(".filter-reset").click()
    expect(total).to_have_attribute("data-count", "4")
    drawn(page)
    assert parcels_shown(page) == 4


def test_the_list_is_sorted_by_the_server(small_url, open_page):
    page = open_page(f"{small_url}#tab=parcels", offline=False, ready=DRAWN).page
    rows = page.locator(".parcel-table tbody tr")
    expect(rows.first).to_have_attribute("data-parcel", "A")
    page.locator("[data-sort=declared_ha]").click()
    expect(rows.first).to_have_attribute("data-parcel", "D")
    page.locator("[data-sort=declared_ha]").click()
    expect(page.locator("th[aria-sort=descending] [data-sort=declared_ha]")).to_be_focused()
    expect(rows.first).to_have_attribute("data-parcel", "A")


def test_a_parcel_of_the_list_and_of_a_card_leads_to_its_page_of_the_same_plan_and_day(
    small_url, open_page
):
    address = f"{small_url}#v={PARCELS}&tab=parcels&day=2023-12-31"
    page = open_page(address, offline=False, ready=DRAWN).page
    told = re.compile(r"^/ledger/parcels/A\?.*plan=small&as_of=2023-12-31")
    expect(page.locator(".parcel-table tbody a").first).to_have_attribute("href", told)
    page.evaluate("location.hash += '&parcel=A'")
    expect(page.locator(".popup [data-parcel=A] h3 a")).to_have_attribute("href", told)


@pytest.mark.parametrize(
    "asked",
    [
        "states=none", "states=in_reserve,none", "min_ha=x", "min_ha=-1", "year=0", "order=name",
        "begin=-1", "zone=nowhere", "owner_kind=nobody", "as_of=yesterday", "text=%00",
        "method=%00",
    ],
)  # fmt: skip
def test_what_no_filter_can_mean_is_said(client, asked):
    answer = client.get(f"/map/parcels?{asked}", headers={"Accept": "application/json"})
    assert answer.status_code == 422
    tile = client.get(f"/tiles/tianhe-2021-2025/grid/9/416/222?{asked}")
    of_tiles = ("states", "min_ha", "year", "owner_kind", "text", "method")
    assert tile.status_code == (422 if asked.startswith(of_tiles) else 200)


def test_a_tile_of_a_filter_is_versioned_by_what_parcels_are_called_too(client):
    paths = ("grid/9/416/222", "parcels/14/13346/7106.mvt")
    for path in paths:
        plain, some = (client.get(f"/tiles/tianhe-2021-2025/{path}{q}") for q in ("", "?text=a"))
        assert some.headers["etag"] != plain.headers["etag"]
        has = {"If-None-Match": some.headers["etag"]}
        assert client.get(f"/tiles/tianhe-2021-2025/{path}?text=a", headers=has).status_code == 304


def full_and_faint(page) -> tuple[int, int]:
    """Return how many pixels of the tiles are drawn in full colour, and how many faint."""
    return tuple(
        page.evaluate(
            """() => [...landplan.served.tileLayer.drawn.values()].reduce((sum, { context }) => {
            const { data } = context.getImageData(0, 0, 256, 256);
            for (let i = 3; i < data.length; i += 4) {
                if (data[i] === 255) sum[0] += 1; else if (data[i]) sum[1] += 1;
            }
            return sum; }, [0, 0])"""
        )
    )


PIXEL_HA = (156543.03392804097 * 0.9194 / 2**12) ** 2 / 1e4
"""At zoom 12 in this latitude, of which 0.9194 is the cosine."""


@pytest.mark.parametrize(
    ("day", "other", "changed"),
    [
        # half of A was supplied, and nothing else happened
        ("2023-12-31", "2022-12-31", {"reserve": 0, "supplied": 8, "rest": 0}),
        ("2022-12-31", "2023-12-31", {"reserve": 8, "supplied": 0, "rest": 0}),
        # half of A and C were supplied; B was stored in the cell in which as much left the reserve
        ("2025-12-31", "2021-12-31", {"reserve": 0, "supplied": 12, "rest": 0}),
        ("2022-12-31", "2021-12-31", {"reserve": 8, "supplied": 0, "rest": 0}),
        ("2020-12-31", "2025-12-31", {"reserve": 0, "supplied": 0, "rest": 28}),
        ("2025-12-31", "2024-12-31", {"reserve": 0, "supplied": 0, "rest": 0}),
    ],
)
def test_cells_show_the_land_that_changed_between_two_days(
    small_url, open_page, day, other, changed
):
    address = f"{small_url}#v={CELLS}&day={day}&vs={other}"
    page = open_page(address, offline=False, ready=DRAWN).page
    drawn(page)
    told = page.evaluate(
        """([day, other]) => [...landplan.served.tileLayer.drawn.values()]
        .filter(({ cells, z }) => cells && z === 12)
        .map(({ cells }) => landplan.cell_tile.changedHectares(cells, day, other))
        .reduce((a, b) => ({ reserve: a.reserve + b.reserve, supplied: a.supplied + b.supplied,
            rest: a.rest + b.rest }))""",
        [day, other],
    )
    assert told == pytest.approx(changed, abs=0.2)
    full, faint = full_and_faint(page)
    assert full * PIXEL_HA == pytest.approx(sum(changed.values()), abs=1.0)
    assert faint * PIXEL_HA == pytest.approx(29 - sum(changed.values()), abs=1.0)
    expect(page.locator("#legend")).to_contain_text("净变化")


def test_parcels_that_changed_between_two_days_are_edged_and_the_others_faint(small_url, open_page):
    address = f"{small_url}#v={PARCELS}&day=2023-12-31"
    page = open_page(address, offline=False, ready=DRAWN).page
    drawn(page)
    full, faint = full_and_faint(page)
    edged = """() => {
        const edge = landplan.data.styles.changed_parcel.color;
        const colour = [1, 3, 5].map((at) => parseInt(edge.slice(at, at + 2), 16));
        return [...landplan.served.tileLayer.drawn.values()].reduce((sum, { context }) => {
            const { data } = context.getImageData(0, 0, 256, 256);
            for (let i = 0; i < data.length; i += 4)
                if (colour.every((part, at) => data[i + at] === part)) sum += 1;
            return sum; }, 0); }"""
    assert page.evaluate(edged) == 0
    page.evaluate("landplan.state.set({ compare: '2022-12-31' })")
    assert page.evaluate(edged) > 0
    less, more = full_and_faint(page)
    assert less < full and more > faint


def test_a_part_in_reserve_of_a_parcel_that_did_not_change_is_faint_too(small_url, open_page):
    # A is in reserve by half on both days, B wholly; C alone changed: it was supplied.
    address = f"{small_url}#v={PARCELS}&day=2024-12-31&vs=2023-12-31"
    page = open_page(address, offline=False, ready=DRAWN).page
    drawn(page)
    full, faint = full_and_faint(page)
    pixel_ha = PIXEL_HA / 4 ** (15 - 12)
    assert full * pixel_ha == pytest.approx(4, rel=0.1)
    assert faint * pixel_ha == pytest.approx(25, rel=0.1)
    expect(page.locator("[data-layer=reserve]")).to_have_count(1)
    expect(page.locator("[data-layer=parcel_labels]")).to_have_count(0)  # tiles have no names


@pytest.mark.parametrize(
    "asked",
    [
        "", "state=supplied", "state=in_reserve,partly_supplied&day=2023-06-30", "owner=collective",
        "min=5&max=20", "year=2023&day=2023-06-30", "year=2022&state=in_reserve",
    ],
)  # fmt: skip
def test_of_the_same_land_both_maps_tell_the_same(site_url, builtin_by_tiles, open_page, asked):
    carried = open_page(f"{site_url}#tab=parcels&{asked}&zone=tianhe", offline=False).page
    total = carried.locator(".parcel-total")
    count, ha = (total.get_attribute(name) for name in ("data-count", "data-ha"))
    measured = carried.evaluate(
        """() => landplan.land.columns.measured_ha.reduce((sum, ha, index) =>
        sum + (landplan.parcel_filter.passes(index) ? ha : 0), 0)"""
    )
    address = f"{builtin_by_tiles}#v=113.36,23.17,10&tab=parcels&{asked}&zone=tianhe"
    page = open_page(address, offline=False, ready=DRAWN).page
    expect(page.locator(".parcel-total")).to_have_attribute("data-count", count)
    told = float(page.locator(".parcel-total").get_attribute("data-ha"))
    drawn(page)
    assert told == pytest.approx(float(ha), rel=1e-9)
    assert hectares(page)["land"] == pytest.approx(measured, rel=0.01, abs=0.1)


def test_warnings_of_land_are_where_the_link_leads(builtin_by_tiles, open_page):
    page = open_page(f"{builtin_by_tiles}#zone=smart-city&tab=warnings", offline=False).page
    link = page.locator("#panel-warnings a")
    expect(link).to_have_attribute("href", re.compile(r"^/warnings\?.*zone=smart-city"))
