"""The slider, two days compared, the filter and the table, and all of it in the address."""

import csv
import io
import re
import subprocess
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from gis.formats.formula_guard import guarded
from layers.map.map_facts import map_facts
from layers.map.map_page import write_map
from projects.load import load_package
from projects.view import view_of
from tests.browser import Open, assert_accessible, expect_shown
from tests.small_land import block, package, parcel, storage, supply

HOSTILE = '=HYPERLINK("http://x")<img src=x onerror=alert(1)>'
NAMES = {"P1": HOSTILE, "P2": "东圃地块2", "P3": "东圃地块10", "P4": "高唐, “石”\n地块"}
SHOWN = (
    "() => [...document.querySelectorAll('.parcel-table .row > .name')].map((e) => e.textContent)"
)
CANVAS = "() => document.querySelector('.leaflet-parcels-pane canvas').toDataURL()"
FILTER = """asked => landplan.state.set({
    parcel_filter: { ...landplan.state.noFilter(), ...asked } })"""


def three_years():
    """Return four parcels: stored and supplied, stored, supplied without storage, nothing."""
    outlines = {
        "P1": block(1, 1, 3, 3), "P2": block(4, 1, 5, 3), "P3": block(12, 1, 13, 2),
        "P4": block(15, 1, 19, 5),
    }  # fmt: skip
    owners = {"P1": "state", "P2": "collective", "P3": "state", "P4": "collective"}
    return package(
        parcels=tuple(
            parcel(
                key, outline, name=NAMES[key], owner_kind=owners[key],
                land_use="1001", land_use_set="2023" if key != "P4" else "2010",
            )
            for key, outline in outlines.items()
        ),
        events=(
            storage("E1", "2021-05-10", outlines["P1"], parcel_ids=("P1",), method="征收"),
            storage("E2", "2022-03-01", outlines["P2"], parcel_ids=("P2",), method="收购"),
            supply("E3", "2023-02-02", outlines["P1"], parcel_ids=("P1",), method="挂牌"),
            supply("E4", "2023-09-09", outlines["P3"], parcel_ids=("P3",), method="划拨"),
        ),
    )  # fmt: skip


@pytest.fixture
def url(connection, tmp_path: Path) -> str:
    load_package(connection, three_years())
    path = tmp_path / "map.html"
    write_map(map_facts(view_of(connection, "small", as_of=date(2024, 6, 30))), path)
    return path.as_uri()


@pytest.fixture
def page(open_page: Open, url: str) -> Page:
    return open_page(url).page


def state_of(page: Page, parcel_id: str) -> str:
    told = "id => landplan.land.parcelState(landplan.land.parcelOf(id))"
    return str(page.evaluate(told, parcel_id))


def test_an_address_that_names_a_parcel_opens_it(page: Page) -> None:
    for parcel_id in ("P2", "P3"):
        page.evaluate("id => { location.hash = `#parcel=${id}` }", parcel_id)
        expect(page.locator(f".popup[data-parcel={parcel_id}]")).to_be_visible()
    page.keyboard.press("Escape")
    page.evaluate("() => { location.hash = '#parcel=nowhere&tab=parcels' }")
    expect(page.locator("#tab-parcels")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".popup")).to_have_count(0)


def test_an_address_asked_for_wins_over_a_choice_not_yet_written(page: Page) -> None:
    page.evaluate("landplan.state.set({ tab: 'zones' })")
    expect(page).to_have_url(re.compile("tab=zones"))
    page.evaluate(
        """() => {
            landplan.state.set({ measure: "supply" });
            location.hash = "#tab=parcels";
            landplan.link.settle();  // as the timer may, before the page hears of the new address
        }"""
    )
    expect(page.locator("#tab-parcels")).to_have_attribute("aria-selected", "true")
    assert page.evaluate("landplan.state.current.measure") == "storage"
    page.click("#tab-warnings")
    expect(page).to_have_url(re.compile("tab=warnings"))
    page.go_back()
    expect(page.locator("#tab-parcels")).to_have_attribute("aria-selected", "true")
    page.go_back()
    expect(page.locator("#tab-zones")).to_have_attribute("aria-selected", "true")


def test_what_does_not_follow_the_day_says_of_which_day_it_is(page: Page) -> None:
    page.evaluate("landplan.state.set({ day: '2021-12-31' })")
    for tab in ("projects", "warnings"):
        page.click(f"#tab-{tab}")
        told = page.locator(f"#panel-{tab} .own-day")
        expect(told).to_have_text("截至 2024-06-30，不随时间轴变动")
    page.click("#tab-balance")
    expect(page.locator("#panel-balance .own-day")).to_have_count(0)


def test_the_slider_goes_through_the_days_by_keyboard(page: Page) -> None:
    slider = page.get_by_role("slider", name="截至日期")
    expect(slider).to_have_attribute("aria-valuetext", "2024-06-30")
    assert state_of(page, "P1") == "supplied"
    before = page.evaluate(CANVAS)
    slider.focus()
    page.keyboard.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", "2020-12-31")
    assert state_of(page, "P1") == "not_stored"
    assert page.evaluate(CANVAS) != before
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    expect(page.locator(".timeline-day")).to_have_text("2021-05-31")
    assert state_of(page, "P1") == "in_reserve"
    page.keyboard.press("End")
    expect(page.locator(".masthead [data-day]")).to_have_text("2024-06-30")
    assert page.evaluate(CANVAS) == before


def test_play_runs_from_the_first_day_to_the_last_and_pauses(page: Page) -> None:
    page.clock.install()
    page.get_by_role("button", name="播放").click()
    expect(page.locator(".timeline-day")).to_have_text("2020-12-31")
    page.clock.run_for(1500)
    expect(page.locator(".timeline-day")).to_have_text("2021-02-28")
    page.get_by_role("button", name="暂停").press("Space")
    page.clock.run_for(5000)
    expect(page.locator(".timeline-day")).to_have_text("2021-02-28")
    page.get_by_role("button", name="播放").press("Enter")
    page.clock.run_for(60_000)
    expect(page.locator(".timeline-day")).to_have_text("2024-06-30")
    expect(page.get_by_role("button", name="播放")).to_be_visible()


def test_an_open_card_follows_the_day(page: Page) -> None:
    page.evaluate("landplan.go.parcel(landplan.land.parcelOf('P1'))")
    expect(page.locator(".popup .state-mark")).to_have_text("已出库")
    page.evaluate("landplan.state.set({ day: '2022-12-31' })")
    expect(page.locator(".popup .state-mark")).to_have_text("在库")
    expect(page.locator(".popup .events > li")).to_have_count(2)  # its whole history


def test_a_parcel_under_the_pointer_tells_its_name_and_state(page: Page) -> None:
    page.evaluate("landplan.state.set({ day: '2021-12-31' })")
    spot = page.evaluate(
        "() => { const at = landplan.parcels.boundsOf(0).getCenter();"
        " const { x, y } = landplan.map.latLngToContainerPoint(at); return { x, y }; }"
    )
    page.hover("#map_landplan", position=spot)
    tip = page.locator(".parcel-tip")
    expect_shown(tip, HOSTILE, "在库")
    expect(tip.locator("img")).to_have_count(0)
    page.hover(".timeline-day")
    expect(tip).to_have_count(0)


def test_two_days_are_compared_in_a_table_and_on_the_map(page: Page) -> None:
    page.evaluate("landplan.go.zone(landplan.data.zones.get('all'))")
    plain = page.evaluate(CANVAS)
    page.click("#tab-compare")
    page.select_option("#compare-day", "2022-12-31")
    rows = page.locator(".compare-table tbody tr")
    expect(rows).to_have_count(3)
    wanted = {
        "all": {"storage": 0.0, "supply": 5.0, "reserve": -4.0},
        "west": {"storage": 0.0, "supply": 4.0, "reserve": -4.0},
        "east": {"storage": 0.0, "supply": 1.0, "reserve": 0.0},
    }
    for zone, measures in wanted.items():
        for measure, ha in measures.items():
            cell = rows.locator(f"xpath=self::*[@data-zone='{zone}']").locator(
                f"[data-measure={measure}]"
            )
            assert float(cell.get_attribute("data-value") or "nan") == pytest.approx(ha, abs=0.01)
    expect(page.locator(".compare-count")).to_have_attribute("data-changed", "2")
    expect(page.locator(".timeline-compared")).to_have_text("对比 2022-12-31")
    expect_shown(page.locator("#legend"), "2022-12-31 之后至 2024-06-30 有变化")
    assert page.evaluate(CANVAS) != plain
    page.select_option("#compare-day", "")
    expect(page.locator(".compare-table")).to_have_count(0)
    assert page.evaluate(CANVAS) == plain


def test_land_that_left_and_came_back_has_changed(connection, open_page: Open, tmp_path) -> None:
    extent = block(0, 0, 1, 1)
    load_package(
        connection,
        package(
            parcels=(parcel("P", extent),),
            events=(
                storage("E1", "2021-02-01", extent, parcel_ids=("P",)),
                supply("E2", "2022-02-01", extent, parcel_ids=("P",)),
                storage("E3", "2023-02-01", extent, parcel_ids=("P",)),
            ),
        ),
    )
    write_map(map_facts(view_of(connection, "small", as_of=date(2024, 1, 31))), tmp_path / "m.html")
    page = open_page((tmp_path / "m.html").as_uri()).page
    changed = "([one, other]) => landplan.spans.changedBetween(one, other)[0]"
    assert page.evaluate(changed, ["2021-12-31", "2023-12-31"]) == 1
    assert page.evaluate(changed, ["2023-12-31", "2021-12-31"]) == 1
    assert page.evaluate(changed, ["2023-02-28", "2023-12-31"]) == 0
    assert page.evaluate(changed, ["2022-01-31", "2022-02-28"]) == 1


FILTERS = (
    ({"owner": "state"}, {"P1", "P3"}),
    ({"use": "1001\n2010"}, {"P4"}),
    ({"method": "收购"}, {"P2"}),
    ({"year": "2023"}, {"P1", "P3"}),
    ({"min_ha": 1.5, "max_ha": 3}, {"P2"}),
    ({"text": "東圃"}, set()),
    ({"text": "东圃地块１０"}, {"P3"}),
    ({"text": "p4"}, {"P4"}),
    ({"year": "2023", "owner": "collective"}, set()),
)


@pytest.mark.parametrize(("asked", "wanted"), FILTERS)
def test_a_filter_lets_some_pass(page: Page, asked: dict, wanted: set[str]) -> None:
    page.evaluate("landplan.go.zone(landplan.data.zones.get('all'))")
    page.click("#tab-parcels")
    page.evaluate(FILTER, asked)
    assert {NAMES[key] for key in wanted} == set(page.evaluate(SHOWN))
    total = page.locator(".parcel-total")
    expect(total).to_have_attribute("data-count", str(len(wanted)))
    areas = {"P1": 4.0, "P2": 2.0, "P3": 1.0, "P4": 16.0}
    ha = float(total.get_attribute("data-ha") or "nan")
    assert ha == pytest.approx(sum(areas[key] for key in wanted), abs=0.01)
    hits = "ids => ids.filter((id) => landplan.parcel_filter.passes(landplan.land.parcelOf(id)))"
    assert set(page.evaluate(hits, list(NAMES))) == wanted


def test_states_and_methods_are_those_until_the_day(page: Page) -> None:
    page.evaluate("landplan.go.zone(landplan.data.zones.get('all'))")
    page.click("#tab-parcels")
    page.locator("#panel-parcels input[value=in_reserve]").check()
    assert page.evaluate(SHOWN) == [NAMES["P2"]]
    page.evaluate("landplan.state.set({ day: '2021-12-31' })")
    assert page.evaluate(SHOWN) == [NAMES["P1"]]
    assert page.evaluate("document.activeElement.value") != ""
    page.locator("#panel-parcels input[value=in_reserve]").uncheck()
    page.locator(".parcel-filter summary").click()
    page.get_by_label("收储、供应方式").select_option("挂牌")
    assert page.evaluate(SHOWN) == []  # it was not supplied yet
    page.get_by_role("button", name="清除筛选").click()
    assert len(page.evaluate(SHOWN)) == 4


def test_what_the_filter_hides_cannot_be_clicked(page: Page) -> None:
    at = "() => landplan.parcels.at(landplan.parcels.boundsOf(0).getCenter())"
    assert page.evaluate(at) is not None
    page.evaluate("landplan.parcel_filter.set({ owner: 'collective' })")
    assert page.evaluate(at) is None


def test_the_table_is_sorted_as_wanted(page: Page) -> None:
    page.evaluate("landplan.go.zone(landplan.data.zones.get('all'))")
    page.click("#tab-parcels")
    heads = page.locator(".parcel-table thead button")
    heads.nth(2).click()
    areas = (
        "() => [...document.querySelectorAll('.parcel-table td.figure')].map((e) => e.textContent)"
    )
    assert page.evaluate(areas) == ["1.00", "2.00", "4.00", "16.00"]
    heads.nth(2).press("Enter")
    assert page.evaluate(areas) == ["16.00", "4.00", "2.00", "1.00"]
    expect(page.locator(".parcel-table th").nth(2)).to_have_attribute("aria-sort", "descending")
    assert page.evaluate("document.activeElement.dataset.sort") == "declared_ha"
    heads.nth(0).click()
    names = page.evaluate(SHOWN)
    assert names.index("东圃地块2") < names.index("东圃地块10")


def test_the_list_is_downloaded_as_the_export_writes_it(page: Page) -> None:
    page.evaluate("landplan.go.zone(landplan.data.zones.get('all'))")
    page.click("#tab-parcels")
    page.evaluate("landplan.parcel_filter.set({ text: 'P' })")
    with page.expect_download() as download:
        page.click("[data-download=csv]")
    content = download.value.path().read_bytes()
    assert download.value.suggested_filename == "all-2024-06-30.csv"
    assert content.startswith("\ufeffparcel_id,name,".encode())
    assert b"\r\n" in content
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert {row["parcel_id"]: row["name"] for row in rows} == {
        key: guarded(name) for key, name in NAMES.items()
    }
    assert {row["parcel_id"]: row["state"] for row in rows} == {
        "P1": "supplied", "P2": "in_reserve", "P3": "supplied", "P4": "not_stored",
    }  # fmt: skip
    assert "Excel" not in (page.locator(".parcel-downloads").text_content() or "")


def test_a_server_is_asked_for_other_files(open_page: Open, url: str, tmp_path: Path) -> None:
    served = tmp_path / "served.html"
    told = 'id="landplan-data" data-exports="/exports" data-query="plan=small&amp;lang=zh">'
    html = Path(url.removeprefix("file://")).read_text("utf-8")
    served.write_text(html.replace('id="landplan-data">', told), "utf-8")
    page = open_page(served.as_uri()).page
    page.click("#tab-parcels")
    page.evaluate("landplan.parcel_filter.set({ text: 'P&a=1', owner: 'state' })")
    link = page.locator("[data-download=xlsx]").get_attribute("href") or ""
    assert link.startswith("/exports/parcels.xlsx?plan=small&lang=zh&as_of=2024-06-30&zone=")
    assert link.endswith("&owner_kind=state&text=P%26a%3D1")
    page.evaluate("landplan.parcel_filter.set({ state: new Set(['in_reserve', 'supplied']) })")
    for suffix in ("xlsx", "gpkg"):
        link = page.locator(f"[data-download={suffix}]")
        expect(link).to_have_attribute("href", re.compile("&states=in_reserve%2Csupplied$"))


def test_the_address_holds_what_is_shown(page: Page, open_page: Open, url: str) -> None:
    page.evaluate("landplan.go.zone(landplan.data.zones.get('east'))")
    page.evaluate("landplan.map.setView([23.152, 113.401], 15.5, { animate: false })")
    page.evaluate(
        "() => { landplan.state.set({ day: '2023-03-31', compare: '2021-12-31', tab: 'parcels' });"
        " landplan.parcel_filter.set({ owner: 'state', use: '1001\\n2023', text: '东&圃' });"
        " landplan.layers.set('structure', true); landplan.layers.set('labels', false); }"
    )
    expect(page).to_have_url(re.compile("#.*zone=east.*text="))
    told = """() => {
        const { zone, day, compare, tab, layers, parcel_filter } = landplan.state.current;
        const { lat, lng } = landplan.map.getCenter();
        return [zone.id, day, compare, tab, [...layers].sort(), parcel_filter.owner,
            parcel_filter.use, parcel_filter.text, lat.toFixed(4), lng.toFixed(4),
            landplan.map.getZoom()]; }"""
    other = open_page(url).page
    assert other.evaluate(told) != page.evaluate(told)
    other.evaluate("fragment => { location.hash = fragment; }", page.evaluate("location.hash"))
    expect(other.locator(".timeline-day")).to_have_text("2023-03-31")
    assert other.evaluate(told) == page.evaluate(told)


def test_back_and_forward(page: Page) -> None:
    chosen = page.locator("#zone-head h2")
    first = chosen.get_attribute("data-zone")
    page.evaluate("landplan.go.zone(landplan.data.zones.get('east'))")
    expect(page).to_have_url(re.compile("zone=east"))
    page.evaluate("landplan.state.set({ day: '2021-12-31' })")
    expect(page).to_have_url(re.compile("day=2021-12-31"))
    page.go_back()
    expect(page.locator(".timeline-day")).to_have_text("2024-06-30")
    expect(chosen).to_have_attribute("data-zone", "east")
    page.go_back()
    expect(chosen).to_have_attribute("data-zone", first or "")
    page.go_forward()
    expect(chosen).to_have_attribute("data-zone", "east")
    page.go_forward()
    expect(page.locator(".timeline-day")).to_have_text("2021-12-31")


@pytest.mark.parametrize(("paper", "scale"), [("A4", None), ("A3", 10_000)])
def test_paper_says_its_days_and_the_basis(page: Page, paper: str, scale: int | None) -> None:
    def printed() -> str:
        page.evaluate("([paper, scale]) => landplan.print.setUp(paper, scale)", [paper, scale])
        pdf = page.pdf(prefer_css_page_size=True)
        told = subprocess.run(["pdftotext", "-", "-"], input=pdf, check=True, capture_output=True)
        return told.stdout.decode()

    page.evaluate("landplan.state.set({ day: '2023-03-31' })")
    alone = printed()
    assert "截至 2023-03-31 · 口径：申报面积" in alone
    assert "2021-12-31" not in alone
    page.evaluate("landplan.state.set({ compare: '2021-12-31' })")
    beside = printed()
    assert "截至 2023-03-31 · 对比 2021-12-31 · 口径：申报面积" in beside
    assert "2021-12-31 至 2023-03-31 的差额" in beside


def test_the_day_is_compared_with_yesterday(connection, open_page: Open, tmp_path: Path) -> None:
    load_package(connection, three_years())
    path = tmp_path / "map.html"
    write_map(map_facts(view_of(connection, "small", as_of=date(2023, 9, 9))), path)
    page = open_page(path.as_uri()).page
    page.evaluate("() => { location.hash = '#zone=all&tab=compare&vs=2023-09-08' }")
    row = page.locator(".compare-table tr[data-zone=all]")
    expect(page.locator("#compare-day")).to_have_value("2023-09-08")
    supplied = float(row.locator("[data-measure=supply]").get_attribute("data-value") or "")
    assert supplied == pytest.approx(1, abs=1e-6)
    assert float(row.locator("[data-measure=storage]").get_attribute("data-value") or "") == 0
    expect(page.locator(".compare-count")).to_have_attribute("data-changed", "1")


def test_each_choice_of_the_filter_is_a_step_and_what_is_typed_is_one(page: Page) -> None:
    text = page.locator("input[name=text]")
    page.click("#tab-parcels")
    page.locator(".parcel-filter summary").click()
    expect(page).to_have_url(re.compile("tab=parcels$"))
    before = page.evaluate("history.length")
    page.evaluate("performance.now = () => 0")  # as of who types without a rest, however slow it is
    page.locator("input[name=state][value=in_reserve]").check()
    expect(page).to_have_url(re.compile("state=in_reserve$"))
    page.locator("input[name=state][value=supplied]").check()
    expect(page).to_have_url(re.compile("state=[a-z_]+,[a-z_]+$"))
    page.select_option("select[name=owner]", "state")
    expect(page).to_have_url(re.compile("owner=state&"))
    for letter, typed in (("东", "东"), ("圃", "东圃")):
        text.press_sequentially(letter)
        expect(page).to_have_url(re.compile(f"text={quote(typed)}&"))
    assert page.evaluate("history.length") == before + 4
    told = (
        "wanted => { const { state, owner, text } = landplan.state.current.parcel_filter;"
        " return JSON.stringify([[...state].sort(), owner, text]) === JSON.stringify(wanted); }"
    )
    page.wait_for_function(told, arg=[["in_reserve", "supplied"], "state", "东圃"])
    page.go_back()
    page.wait_for_function(told, arg=[["in_reserve", "supplied"], "state", ""])
    page.go_back()
    page.wait_for_function(told, arg=[["in_reserve", "supplied"], "", ""])
    page.go_back()
    page.wait_for_function(told, arg=[["in_reserve"], "", ""])


HOSTILE_FRAGMENTS = (
    "zone=<img src=x onerror=alert(1)>&day=2023-02-30&vs=1900-01-01",
    "v=NaN,Infinity,1e9&zone=__proto__&tab=constructor&measure=toString",
    "v=113,23&v=1,2,3,4&layers=__proto__,<script>&state=all",
    "%E0%A4%A&day=%00&text=" + "a" * 100_000,
    "use=__proto__/x&method=<script>alert(1)</script>&year=99999&min=-1&max=Infinity&owner=x",
    "#&&&===&",
    "v=181,0,3&day=2024-06-30T00:00&no-category=<b>&no-stage=",
)


@pytest.mark.parametrize("fragment", HOSTILE_FRAGMENTS)
def test_a_fragment_that_makes_no_sense_is_passed_over(
    open_page: Open, url: str, page: Page, fragment: str
) -> None:
    told = """() => {
        const { zone, day, compare, tab, measure, parcel_filter } = landplan.state.current;
        const { state, text, ...rest } = parcel_filter;
        return [zone.id, day, compare, tab, measure, [...state], rest, landplan.map.getZoom()]; }"""
    usual = page.evaluate(told)
    page.evaluate(
        """fragment => new Promise(heard => {
            addEventListener("hashchange", () => heard(), { once: true });  // after the page's own
            location.hash = fragment; })""",
        fragment,
    )
    assert page.evaluate(told) == usual
    assert len(page.evaluate("landplan.state.current.parcel_filter.text")) <= 100


def test_names_of_parcels_are_drawn_at_close_zoom(page: Page) -> None:
    page.evaluate("document.fonts.ready.then(() => null)")
    page.evaluate("landplan.map.fitBounds(landplan.parcels.boundsOf(1), { animate: false })")
    assert page.evaluate("landplan.map.getZoom()") > 15
    named = page.evaluate(CANVAS)
    page.get_by_label("地块名称").uncheck()
    assert page.evaluate(CANVAS) != named
    page.get_by_label("地块名称").check()
    assert page.evaluate(CANVAS) == named


def test_layers_are_switched_one_by_one(page: Page) -> None:
    for label, key in (("区界", "district"), ("部分在库的范围", "reserve"), ("片区名称", "labels")):
        page.get_by_label(label).uncheck()
        assert page.evaluate("key => landplan.layers.isShown(key)", key) is False
        page.evaluate("key => landplan.layers.set(key, true)", key)
        expect(page.get_by_label(label)).to_be_checked()


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844), (844, 390)])
def test_the_new_parts_are_accessible(open_page: Open, url: str, width: int, height: int) -> None:
    page = open_page(url, width=width, height=height).page
    page.evaluate("landplan.go.zone(landplan.data.zones.get('all'))")
    page.evaluate(
        "landplan.state.set({ day: '2023-12-31', compare: '2021-12-31', tab: 'compare' })"
    )
    assert_accessible(page)
    page.evaluate("landplan.state.set({ tab: 'parcels' })")
    page.evaluate("document.querySelector('.parcel-filter').open = true")
    assert_accessible(page)
    page.evaluate("landplan.print.ask()")
    assert_accessible(page)
    slider = page.get_by_role("slider").bounding_box()
    assert slider and slider["width"] > 150 and slider["y"] + slider["height"] <= height
    overflow = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    assert page.evaluate(overflow)
