"""The one-file map as a file, and as a page on a desk, a phone and paper."""

import os
import pickle
import re
import subprocess
import sys
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from shapely import Polygon

from gis.errors import LandplanError
from gis.geometry.area import area_ha
from layers.map.map_facts import MapFacts
from layers.map.map_page import map_html, write_map
from tests.browser import expect_shown, new_tab

SAMPLE = "样例数据，非实际成果"

OVERLAPS = """
(selectors) => {
  const boxes = selectors.flatMap((selector) =>
    [...document.querySelectorAll(selector)].map((element) =>
      [selector, element.getBoundingClientRect()]))
    .filter(([, box]) => box.width > 0 && box.height > 0);
  const hits = [];
  boxes.forEach(([a, one], i) => boxes.slice(i + 1).forEach(([b, other]) => {
    if (one.left < other.right - 0.5 && other.left < one.right - 0.5 &&
        one.top < other.bottom - 0.5 && other.top < one.bottom - 0.5) hits.push(`${a} on ${b}`);
  }));
  return hits;
}
"""
ON_THE_MAP = [".measures", ".tool-group", ".legend", ".north", ".leaflet-control-scale"]
IN_THE_PAGE = [".masthead", ".map-area", ".panel"]
SIZES = [(1440, 900), (1024, 768), (768, 1024), (390, 844), (844, 390), (720, 450)]
"""Desks, a tablet, a phone on both sides, and a desk at 200 %."""


def test_the_same_facts_give_the_same_bytes(facts: MapFacts, tmp_path: Path) -> None:
    stored = tmp_path / "facts.pickle"
    stored.write_bytes(pickle.dumps(facts))
    script = (
        "import pickle, sys; from layers.map.map_page import map_html; "
        "sys.stdout.buffer.write(map_html(pickle.load(open(sys.argv[1], 'rb'))).encode())"
    )
    pages = {
        subprocess.run(
            [sys.executable, "-c", script, str(stored)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert pages == {map_html(facts).encode()}


def test_the_page_names_no_other_host(facts: MapFacts) -> None:
    html = map_html(facts)
    markup = re.sub(r"<script[^>]*>.*?</script>", "", html, flags=re.DOTALL)
    assert not re.search(r"(?:src|href)=[\"']?(?:https?:)?//", markup)
    assert not re.search(r"url\((?!data:|#)", re.sub(r"/\*.*?\*/", "", markup, flags=re.DOTALL))
    policy = re.search(r'Content-Security-Policy" content="(.*?)"', html)
    assert policy and "default-src 'none'" in policy[1]
    assert re.search(r"script-src( 'sha256-[^']+'){3};", policy[1])
    assert "Leaflet 1.9.4" in html and "Charles Karney" in html


def test_both_languages_are_quiet_pages(open_page, facts: MapFacts, tmp_path: Path) -> None:
    path = tmp_path / "map-en.html"
    write_map(facts, path, language="en")
    page = open_page(path.as_uri()).page
    expect(page.locator("html")).to_have_attribute("lang", "en")
    masthead = " ".join(page.inner_text(".masthead").split())
    assert "As of 2024-06-30" in masthead and "Sample data, not actual results" in masthead
    expect_shown(page.locator("#tabs"), "Plan and actual")


def test_the_masthead_says_what_the_map_is(page: Page) -> None:
    masthead = " ".join(page.inner_text(".masthead").split())
    for part in (
        "天河区“十四五”<规划>",
        "截至 2024-06-30",
        "申报面积",
        SAMPLE,
        "示意边界 3/4 个片区",
    ):
        assert part in masthead
    page.evaluate("landplan.go.zone(landplan.data.zones.get('core'))")
    expect_shown(page.locator("#zone-head"), "示意边界")


def test_a_plan_that_is_no_sample_does_not_say_so(
    open_page, facts: MapFacts, tmp_path: Path
) -> None:
    path = tmp_path / "real.html"
    write_map(replace(facts, plan=replace(facts.plan, sample=False)), path)
    assert SAMPLE not in open_page(path.as_uri()).page.inner_text("body")


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nothing_overlaps_and_nothing_runs_off(open_page, map_file: Path, width, height) -> None:
    page = open_page(map_file.as_uri(), width=width, height=height).page
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate("document.documentElement.scrollHeight") == height
    assert page.evaluate(OVERLAPS, ON_THE_MAP) == []
    assert page.evaluate(OVERLAPS, IN_THE_PAGE) == []
    labels = [".is-shown .zone-label", ".project-mark span"]
    assert page.evaluate(OVERLAPS, labels) == []
    assert page.locator(".is-shown .zone-label").count() > 0


@pytest.mark.parametrize("unseen", ["hidden", "style='border:0;width:0;height:0'"])
def test_a_frame_without_size_shows_all_once_it_has_one(
    open_page, facts: MapFacts, tmp_path: Path, unseen: str
) -> None:
    path = tmp_path / "framed.html"
    frame = f'<iframe {unseen} srcdoc="{escape(map_html(facts))}"></iframe>'
    path.write_text(f"<!DOCTYPE html><body data-ready>{frame}", encoding="utf-8")
    page = open_page(path.as_uri()).page
    framed = page.frames[1]
    framed.wait_for_selector("body[data-ready]", state="attached")
    page.evaluate(
        "() => { const frame = document.querySelector('iframe');"
        " frame.hidden = false; frame.style = 'border:0;width:1000px;height:700px'; }"
    )
    framed.wait_for_function("() => landplan.map.getSize().x > 0 && landplan.map.getZoom() > 10")
    whole = "landplan.data.roots[0].bounds"
    seen = "landplan.map.getBounds()"
    assert framed.evaluate(f"{seen}.contains(landplan.geometry.latLngBounds({whole}))")
    assert framed.locator(".is-shown .zone-label").count() > 0


def test_on_a_phone_the_sheet_leaves_the_map_usable(open_page, map_file: Path) -> None:
    page = open_page(map_file.as_uri(), width=390, height=844).page
    size = "document.querySelector('.map-area').getBoundingClientRect().height"
    page.wait_for_function(f"{size} > 300")
    page.click("#sheet-bar button >> nth=0")
    page.wait_for_function(f"{size} > 600")
    page.wait_for_function(f"landplan.map.getSize().y === Math.round({size})")
    page.click("#sheet-bar button >> nth=1")
    page.click("#sheet-bar button >> nth=1")
    page.wait_for_function(f"{size} < 200")
    page.click("#tab-parcels")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_paper_has_the_map_the_figures_and_the_sample_mark(page: Page) -> None:
    page.evaluate("landplan.go.zone(landplan.data.zones.get('core'))")
    page.click("#tab-zones")
    before = page.evaluate("landplan.map.getZoom()")
    page.emulate_media(media="print")
    for selector in ("#tools", "#measures", "#search", "#tabs", "#panel-zones"):
        expect(page.locator(selector)).to_be_hidden()
    for selector in (".sample-mark", ".sample-line", ".folium-map", "#panel-balance", "#legend"):
        expect(page.locator(selector)).to_be_visible()
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1
    page.emulate_media(media="screen")
    page.wait_for_function("(zoom) => landplan.map.getZoom() === zoom", arg=before)


def test_layers_are_switched_in_the_legend(page: Page) -> None:
    expect(page.locator(".project-mark")).to_have_count(4)
    page.click("#legend label:has-text('新一代信息技术')")
    expect(page.locator(".project-mark.is-point")).to_have_count(2)
    expect(page.locator(".project-mark.is-badge")).to_have_text("1")
    canvas = ".leaflet-parcels-pane canvas"
    expect(page.locator(canvas)).to_have_count(1)
    page.click("#legend label:has-text('地块')")
    expect(page.locator(canvas)).to_have_count(0)
    page.click("#legend label:has-text('区界')")
    page.click("#legend label:has-text('片区名称')")
    expect(page.locator(".zone-label")).to_have_count(0)
    page.click("#legend label:has-text('完成情况')")
    expect(page.locator(".leaflet-zones-pane path")).to_have_count(0)


def place_in_box(page: Page, corners: list[tuple[int, int]]) -> list[tuple[float, float]]:
    """Click places of the map and return their (lon, lat)."""
    places = []
    for x, y in corners:
        page.click("#map_landplan", position={"x": x, "y": y})
        latlng = page.evaluate("p => landplan.map.containerPointToLatLng(p)", [x, y])
        places.append((latlng["lng"], latlng["lat"]))
    return places


def test_a_measured_square_is_right_to_a_thousandth(page: Page) -> None:
    page.click("[data-tool=measure_area]")
    corners = [(420, 300), (620, 300), (620, 500), (420, 500)]
    wanted = area_ha(Polygon(place_in_box(page, corners)))
    page.keyboard.press("Enter")
    shown = float(page.get_attribute("#readout [data-area-ha]", "data-area-ha") or "nan")
    assert shown == pytest.approx(wanted, rel=1e-3)
    text = page.inner_text("#readout")
    assert f"{shown:,.2f} 公顷" in text and f"{round(shown, 2) * 15:,.2f} 亩" in text
    page.keyboard.press("Escape")
    expect(page.locator("#readout")).to_be_hidden()


def test_a_known_square_kilometre_measures_as_in_pyproj(page: Page) -> None:
    ring = [(113.4, 23.15), (113.40976, 23.15), (113.40976, 23.15903), (113.4, 23.15903)]
    measured = page.evaluate(
        "ring => landplan.measure.of(ring.map(([lng, lat]) => ({ lng, lat })), true)", ring
    )
    assert measured["area_m2"] == pytest.approx(area_ha(Polygon(ring)) * 1e4, rel=1e-9)
    assert measured["area_m2"] == pytest.approx(1e6, rel=1e-3)


def test_measuring_neither_chooses_zones_nor_opens_parcels(page: Page) -> None:
    page.evaluate("landplan.go.zone(landplan.data.roots[0])")
    page.click("[data-tool=measure_distance]")
    place_in_box(page, [(500, 300), (600, 500)])
    expect(page.locator("#zone-head h2")).to_have_attribute("data-zone", "district")
    expect(page.locator(".popup")).to_have_count(0)
    expect(page.locator("#readout")).to_contain_text(re.compile(r"距离 \d+\.\d+ 千米"))
    page.click("[data-tool=measure_distance]")
    expect(page.locator("#readout")).to_be_hidden()


def test_writing_is_whole_or_not_at_all(facts: MapFacts, tmp_path: Path) -> None:
    with pytest.raises(LandplanError, match="无法写入地图文件") as failure:
        write_map(facts, tmp_path / "missing" / "map.html")
    assert "cannot write the map file" in failure.value.en
    folder = tmp_path / "folder.html"
    folder.mkdir()
    with pytest.raises(LandplanError):
        write_map(facts, folder)
    assert [path.name for path in tmp_path.iterdir()] == ["folder.html"]


def test_a_full_disk_leaves_the_old_map(facts: MapFacts, tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    path.write_text("the old map")
    script = (
        "import pickle, resource, signal, sys\n"
        "from gis.errors import LandplanError\n"
        "from layers.map.map_page import write_map\n"
        "facts = pickle.load(open(sys.argv[1], 'rb'))\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "try:\n"
        "    write_map(facts, sys.argv[2])\n"
        "except LandplanError as error:\n"
        "    print(error.en)\n"
    )
    stored = tmp_path / "facts.pickle"
    stored.write_bytes(pickle.dumps(facts))
    told = subprocess.run(
        [sys.executable, "-c", script, str(stored), str(path)],
        check=True,
        capture_output=True,
        text=True,
    )
    assert "cannot write the map file" in told.stdout
    assert path.read_text() == "the old map"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["facts.pickle", "map.html"]


def test_a_plan_without_land_or_projects_is_a_page_too(
    open_page, facts: MapFacts, tmp_path: Path
) -> None:
    path = tmp_path / "bare.html"
    write_map(replace(facts, parcels=(), projects=()), path)
    page = open_page(path.as_uri()).page
    page.click("#tab-parcels")
    expect_shown(page.locator("#panel-parcels"), "没有地块")
    page.click("#tab-projects")
    expect_shown(page.locator("#panel-projects"), "没有重大项目")


def test_a_browser_that_cannot_unpack_says_so(browser: Browser, map_file: Path) -> None:
    with new_tab(browser) as page:
        page.add_init_script("delete window.DecompressionStream")
        page.goto(map_file.as_uri())
        expect(page.locator(".no-script")).to_have_text(
            "浏览器版本过低，无法显示此页面；请更新浏览器。", use_inner_text=True
        )


def test_a_plan_without_zones_opens_quietly(open_page, facts: MapFacts, tmp_path: Path) -> None:
    path = tmp_path / "empty.html"
    write_map(replace(facts, zones=(), parcels=(), projects=()), path)
    page = open_page(path.as_uri()).page
    page.click("[data-tool=whole_plan]")
    page.check("input[name=measure][value=supply]", force=True)
    expect_shown(page.locator(".masthead"), "截至")


def test_escape_closes_a_popup(page: Page) -> None:
    page.fill("#search-input", "P-10")
    page.keyboard.press("Enter")
    expect(page.locator(".popup")).to_have_count(1)
    page.keyboard.press("Escape")
    page.wait_for_selector(".popup", state="detached")
