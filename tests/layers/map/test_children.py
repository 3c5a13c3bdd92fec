"""What is added to the planner's map is drawn on it, within its security policy."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import folium
import pytest
from branca.element import Element
from folium import plugins
from playwright.sync_api import Page, expect

from gis.errors import OfflineError
from layers.map.map_facts import MapFacts
from layers.map.map_page import map_html, page_map, write_map
from layers.offline.save import save_offline
from tests.browser import Open, new_tab
from tests.layers.offline.conftest import collection, square

HERE = (23.16, 113.39)
TILES = folium.TileLayer("data:,", attr="x")
TREE = {"label": "a"}
POLICY = re.compile(r'Content-Security-Policy" content="(.*?)"')

Show = Callable[..., Page]


@pytest.fixture
def show(open_page: Open, facts: MapFacts, tmp_path: Path) -> Show:
    """Open the planner's page with children; any refusal of its policy fails the test."""

    def shown(*children: Element) -> Page:
        write_map(facts, tmp_path / "map.html", children=children)
        return open_page((tmp_path / "map.html").as_uri(), heard=("error",)).page

    return shown


def test_a_page_without_children_brings_nothing_for_them(facts: MapFacts) -> None:
    plain = map_html(facts)
    assert map_html(facts, children=[]) == page_map(facts).get_root().render() == plain
    assert "landplan-children" not in plain and "media-src" not in plain


def test_a_marker_opens_its_popup(show: Show) -> None:
    page = show(folium.Marker(HERE, popup="<b>天河</b>", tooltip="一句话"))
    marker = page.locator("img.leaflet-marker-icon")
    assert marker.evaluate("image => image.complete && image.naturalWidth > 0")
    marker.hover()
    expect(page.locator(".leaflet-tooltip")).to_contain_text("一句话")
    marker.click()
    expect(page.locator(".leaflet-popup-content b")).to_have_text("天河")
    assert page.locator(".popup").count() == 0, "no parcel was opened by the click"
    page.click("#legend label:has-text('地块')")
    expect(page.locator(".leaflet-parcels-pane canvas")).to_have_count(0)


def test_icons_have_their_glyphs(show: Show) -> None:
    page = show(
        folium.Marker(HERE, icon=folium.Icon("red", icon="leaf", angle=30)),
        folium.Marker((23.17, 113.40), icon=folium.Icon("green", icon="tree", prefix="fa")),
        folium.Marker((23.15, 113.38), icon=plugins.BeautifyIcon(icon="plane")),
    )
    for font in ('16px "Glyphicons Halflings"', '900 16px "Font Awesome 6 Free"'):
        assert page.evaluate("font => document.fonts.load(font).then((all) => all.length)", font)
    expect(page.locator(".awesome-marker-icon-red .glyphicon-leaf.fa-rotate-30")).to_be_visible()
    expect(page.locator(".beautify-marker .fa-plane")).to_be_visible()


def test_layers_are_drawn_and_switched(show: Show) -> None:
    layer = folium.GeoJson(
        collection(square(113.38, 23.15, name="<自己的>地块")),
        name="自己的图层",
        style_function=lambda _: {"color": "#c0f"},
        tooltip=folium.GeoJsonTooltip(["name"]),
    )
    group = folium.FeatureGroup("点")
    folium.CircleMarker(HERE).add_to(group)
    page = show(layer, group, folium.LayerControl(collapsed=False))
    own = page.locator("path[stroke='#c0f']")
    expect(own).to_have_count(1)
    own.hover(position={"x": 3, "y": 3})
    expect(page.locator(".leaflet-tooltip").last).to_contain_text("地块")
    page.get_by_label("自己的图层").uncheck()
    expect(own).to_have_count(0)


def test_controls_keep_clear_of_the_page(show: Show) -> None:
    page = show(folium.LayerControl(collapsed=False), plugins.Fullscreen(), plugins.Draw())
    for ours in ("#tools", "#measures"):
        mine = page.locator(ours).bounding_box()
        for theirs in page.locator(".leaflet-top .leaflet-control").all():
            box = theirs.bounding_box()
            assert mine and box
            apart = (
                box["x"] >= mine["x"] + mine["width"]
                or mine["x"] >= box["x"] + box["width"]
                or box["y"] >= mine["y"] + mine["height"]
                or mine["y"] >= box["y"] + box["height"]
            )
            assert apart, (ours, theirs.get_attribute("class"))


def cluster() -> list[Element]:
    group = plugins.MarkerCluster()
    for n in range(5):
        folium.Marker((23.16 + n / 10000, 113.39)).add_to(group)
    return [group, plugins.FeatureGroupSubGroup(group, "组")]


def searched() -> list[Element]:
    layer = folium.GeoJson(collection(square(113.38, 23.15, name="P-1")))
    return [layer, plugins.Search(layer, search_label="name", geom_type="Polygon")]


def timeline() -> list[Element]:
    line = plugins.Timeline(collection(square(113.38, 23.15, start="2021-01-01", end="2022-01-01")))
    return [line, plugins.TimelineSlider(auto_play=False).add_timelines(line)]


def timed() -> list[Element]:
    data = collection(square(113.38, 23.15, times=["2024-01-01"] * 5))
    return [plugins.TimestampedGeoJson(data, auto_play=False)]


def choropleth() -> list[Element]:
    import pandas as pd

    return [
        folium.Choropleth(
            collection(square(113.38, 23.15, zone="a"), square(113.40, 23.15, zone="b")),
            data=pd.DataFrame({"zone": ["a", "b"], "percent": [10.0, 90.0]}),
            columns=["zone", "percent"],
            key_on="feature.properties.zone",
        )
    ]


@pytest.mark.parametrize(
    ("make", "there"),
    [
        (cluster, ".marker-cluster"),
        (searched, "input.search-input"),
        (timeline, "input.time-slider"),
        (timed, ".timecontrol-date"),
        (choropleth, ".legend.leaflet-control svg"),
        (lambda: [plugins.HeatMap([(*HERE, 1.0)])], "canvas.leaflet-heatmap-layer"),
        (lambda: [plugins.AntPath([HERE, (23.17, 113.4)])], "path.leaflet-ant-path"),
        (lambda: [plugins.MousePosition()], ".leaflet-control-mouseposition"),
        (lambda: [plugins.LocateControl()], ".leaflet-control-locate"),
        (lambda: [plugins.MiniMap(TILES)], ".leaflet-control-minimap"),
        (lambda: [plugins.HeatMapWithTime([[[*HERE, 1]]])], ".timecontrol-date"),
        (lambda: [plugins.TreeLayerControl(overlay_tree=TREE)], ".leaflet-control-layers"),
    ],
)  # fmt: skip
def test_a_plugin_is_there_within_the_policy(show: Show, make, there: str) -> None:
    expect(show(*make()).locator(there).first).to_be_attached()


def test_measuring_evaluates_text_and_is_let_in(show: Show, facts: MapFacts) -> None:
    page = show(plugins.MeasureControl(position="bottomright"))
    page.locator(".leaflet-control-measure").hover()
    page.locator(".leaflet-control-measure .js-start").click()
    for x, y in ((500, 300), (600, 300), (600, 400)):
        page.mouse.click(x, y)
    page.locator(".leaflet-control-measure .js-finish").click()
    expect(page.locator(".leaflet-popup-content")).to_contain_text("Perimeter")


def test_a_polygon_is_drawn(show: Show) -> None:
    page = show(plugins.Draw(show_geometry_on_click=False))
    page.locator(".leaflet-draw-draw-rectangle").click()
    page.mouse.move(500, 300)
    page.mouse.down()
    page.mouse.move(600, 400, steps=4)
    page.mouse.up()
    expect(page.locator(".leaflet-overlay-pane path")).to_have_count(1)


def test_a_page_in_a_popup_runs_its_scripts(show: Show) -> None:
    inner = folium.Map((23.1, 113.3), tiles=None)
    folium.CircleMarker((23.1, 113.3)).add_to(inner)
    frame = folium.IFrame(inner.get_root(), width=300, height=200)
    page = show(folium.Marker(HERE, popup=folium.Popup(frame)))
    page.locator("img.leaflet-marker-icon").click()
    expect(page.frame_locator("iframe").locator("path.leaflet-interactive")).to_be_visible()


def policy(html: str) -> str:
    found = POLICY.search(html)
    assert found
    return found[1]


def test_the_policy_lets_in_exactly_what_is_needed(facts: MapFacts) -> None:
    plain = policy(map_html(facts))
    marker = policy(map_html(facts, children=[folium.Marker(HERE, popup="x")]))
    assert plain.count("sha256-") == 3
    assert marker.count("sha256-") > 3
    assert re.sub(r" 'sha256-[^']+'", "", marker) == re.sub(r" 'sha256-[^']+'", "", plain)
    icon = policy(map_html(facts, children=[folium.Marker(HERE, icon=folium.Icon())]))
    for told in (plain, icon):
        assert told.count("font-src") == 1 and "font-src data:;" in told
        assert "unsafe-eval" not in told
    measure = policy(map_html(facts, children=[plugins.MeasureControl()]))
    assert "'unsafe-eval';" in measure and "media-src" not in measure
    assert "'unsafe-inline'" not in measure.replace("style-src 'unsafe-inline'", "")


def test_a_handler_in_text_does_not_run(facts: MapFacts, browser, tmp_path: Path) -> None:
    hostile = "<img src=data:, onerror='window.hacked = 1'><script>window.hacked = 2</script>"
    write_map(facts, tmp_path / "map.html", children=[folium.Marker(HERE, popup=hostile)])
    with new_tab(browser) as page:
        page.add_init_script(
            "window.refused = []; document.addEventListener('securitypolicyviolation',"
            " (event) => window.refused.push(event.effectiveDirective));"
        )
        page.goto((tmp_path / "map.html").as_uri())
        page.locator("img.leaflet-marker-icon").click()
        expect(page.locator(".leaflet-popup-content img")).to_be_attached()
        page.wait_for_function("() => window.refused.includes('script-src-attr')")
        assert page.evaluate("window.hacked") is None


def test_children_that_ask_for_a_host_are_refused(facts: MapFacts) -> None:
    with pytest.raises(OfflineError) as refused:
        map_html(facts, children=[folium.TileLayer(), plugins.Geocoder()])
    assert [need.split(" ")[0] for need in refused.value.needs] == ["Geocoder", "TileLayer"]


def test_geojson_that_folium_has_read_is_written_in(show: Show, tmp_path: Path) -> None:
    file = tmp_path / "own.geojson"
    file.write_text(json.dumps(collection(square(113.38, 23.15) | {"id": "P-1"})))
    page = show(folium.GeoJson(str(file), embed=False, style_function=lambda _: {"color": "#c0f"}))
    expect(page.locator("path[stroke='#c0f']")).to_have_count(1)


def test_remote_tiles_among_the_children_are_left_out(
    facts: MapFacts, open_page: Open, tmp_path: Path
) -> None:
    m = page_map(facts)
    folium.TileLayer().add_to(m)
    left_out = save_offline(m, tmp_path / "page.html", leave_out_remote=True)
    assert left_out == ["TileLayer “openstreetmap”"]
    open_page((tmp_path / "page.html").as_uri(), heard=("error",))


def test_the_page_is_a_folium_map(facts: MapFacts, open_page: Open, tmp_path: Path) -> None:
    m = page_map(facts, language="en")
    folium.Marker(HERE).add_to(m)
    once = m.get_root().render()
    assert m.get_root().render() == once
    m.save(tmp_path / "saved.html")
    save_offline(m, tmp_path / "offline.html")
    assert (tmp_path / "saved.html").read_text("utf-8") == once
    page = open_page((tmp_path / "offline.html").as_uri(), heard=("error",)).page
    expect(page.locator("img.leaflet-marker-icon")).to_have_count(1)
    assert "Plan and actual" in page.inner_text("#tabs")


def test_the_same_children_give_the_same_bytes(facts: MapFacts) -> None:
    assert map_html(facts, children=cluster()) == map_html(facts, children=cluster())
