"""Controls of folium's plug-ins, in a file of their own, each used once."""

import folium
from folium import plugins
from playwright.sync_api import expect

from tests.layers.offline.conftest import HERE, MAP, Show, collection, square


def test_a_polygon_is_drawn(m: folium.Map, show: Show) -> None:
    plugins.Draw(export=True, show_geometry_on_click=False).add_to(m)
    page = show(m)
    page.locator(".leaflet-draw-draw-polygon").click()
    for x, y in ((400, 300), (500, 300), (500, 400), (400, 300)):
        page.mouse.move(x, y, steps=3)
        page.mouse.click(x, y, delay=30)
    expect(page.locator("path.leaflet-interactive")).to_have_count(1)
    with page.expect_download() as download:
        page.locator("#export").click()
    assert "Polygon" in download.value.path().read_text("utf-8")


def test_an_area_is_measured(m: folium.Map, show: Show) -> None:
    plugins.MeasureControl(primary_area_unit="hectares").add_to(m)
    page = show(m)
    page.locator(".leaflet-control-measure").hover()
    page.locator(".leaflet-control-measure .js-start").click()
    for x, y in ((300, 300), (400, 300), (400, 400)):
        page.mouse.click(x, y)
    page.locator(".leaflet-control-measure .js-finish").click()
    expect(page.locator(".leaflet-popup-content")).to_contain_text("Hectares")


def test_a_place_is_found_by_name(m: folium.Map, show: Show) -> None:
    parcels = folium.GeoJson(
        collection(square(name="P-101 北地块"), square(113.4, name="P-102 南地块"))
    )
    parcels.add_to(m)
    plugins.Search(parcels, search_label="name", geom_type="Polygon", search_zoom=15).add_to(m)
    page = show(m)
    page.locator("input.search-input").press_sequentially("P-102")
    page.locator(".search-tip", has_text="P-102 南地块").click()
    page.wait_for_function(f"() => {MAP}.getZoom() === 15")


def test_an_overview_follows_the_map(m: folium.Map, show: Show) -> None:
    plugins.MiniMap(toggle_display=True).add_to(m)
    page = show(m, leave_out_remote=True)
    expect(page.locator(".leaflet-control-minimap path").first).to_be_visible()
    page.locator(".leaflet-control-minimap-toggle-display").click()
    expect(page.locator(".leaflet-control-minimap")).to_have_css("width", "25px")


def test_the_map_fills_the_screen_and_leaves_it(m: folium.Map, show: Show) -> None:
    plugins.Fullscreen().add_to(m)
    page = show(m)
    button = page.locator(".leaflet-control-zoom-fullscreen, .fullscreen-icon").first
    assert "data:image/svg" in button.evaluate("e => getComputedStyle(e).backgroundImage")
    button.click()
    page.wait_for_function("() => document.fullscreenElement")
    button.click()
    page.wait_for_function("() => !document.fullscreenElement")


def test_locating_asks_the_browser_alone(m: folium.Map, show: Show) -> None:
    plugins.LocateControl(strings={"title": "我在哪里"}, showPopup=False).add_to(m)
    page = show(m)
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 23.2, "longitude": 113.4})
    page.locator(".leaflet-control-locate a").click()
    expect(
        page.locator(
            ".leaflet-control-locate-location circle, path.leaflet-control-locate-circle"
        ).first
    ).to_be_attached()


def test_a_tree_of_layers_opens_and_switches(m: folium.Map, show: Show) -> None:
    stored = folium.FeatureGroup("收储").add_to(m)
    folium.CircleMarker(HERE).add_to(stored)
    supplied = folium.FeatureGroup("供应").add_to(m)
    folium.CircleMarker((23.14, 113.35)).add_to(supplied)
    tree = {
        "label": "土地",
        "select_all_checkbox": True,
        "children": [{"label": "收储", "layer": stored}, {"label": "供应", "layer": supplied}],
    }
    plugins.TreeLayerControl(overlay_tree=tree, collapsed=False).add_to(m)
    page = show(m)
    expect(page.locator("path.leaflet-interactive")).to_have_count(2)
    page.locator(".leaflet-layerstree-opened", has_text="-").first.click()
    expect(page.locator(".leaflet-layerstree-node", has_text="供应").last).to_be_hidden()
    page.locator(".leaflet-layerstree-closed", has_text="+").first.click()
    page.locator(".leaflet-layerstree-node", has_text="供应").last.locator("input").uncheck()
    expect(page.locator("path.leaflet-interactive")).to_have_count(1)


def test_layers_in_groups_are_switched(m: folium.Map, show: Show) -> None:
    stored = folium.FeatureGroup("收储").add_to(m)
    folium.CircleMarker(HERE).add_to(stored)
    supplied = folium.FeatureGroup("供应").add_to(m)
    folium.CircleMarker((23.14, 113.35), color="#c00").add_to(supplied)
    plugins.GroupedLayerControl({"土地": [stored, supplied]}, collapsed=False).add_to(m)
    m.get_root().render()  # a notebook showed it before
    page = show(m)
    shapes = page.locator("path.leaflet-interactive")
    expect(shapes).to_have_count(1)
    page.get_by_label("供应").check()
    expect(shapes).to_have_attribute("stroke", "#c00")


def test_the_pointer_has_coordinates(m: folium.Map, show: Show) -> None:
    plugins.MousePosition().add_to(m)
    page = show(m)
    page.mouse.move(500, 350)
    expect(page.locator(".leaflet-control-mouseposition")).to_contain_text("23.1")


def test_a_click_puts_a_marker_or_tells_the_place(m: folium.Map, show: Show) -> None:
    m.add_child(folium.ClickForMarker("这里"))
    page = show(m)
    page.mouse.click(500, 350)
    expect(page.locator("img.leaflet-marker-icon")).to_have_count(1)
