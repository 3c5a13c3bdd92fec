"""Layers and markers of folium and its plug-ins, in a file of their own, each used once."""

import folium
import pandas as pd
from branca.colormap import linear
from folium import plugins
from playwright.sync_api import expect

from tests.layers.offline.conftest import HERE, MAP, Show, collection, square

LOADED = "images => images.every((image) => image.complete && image.naturalWidth > 0)"


def test_a_plain_marker_has_its_images(m: folium.Map, show: Show) -> None:
    folium.Marker(HERE, popup="天河 <b>popup</b>", tooltip="一句话").add_to(m)
    page = show(m)
    images = page.locator(".leaflet-marker-pane img, .leaflet-shadow-pane img")
    expect(images).to_have_count(2)
    assert images.evaluate_all(LOADED)
    page.locator(".leaflet-marker-icon").hover()
    expect(page.locator(".leaflet-tooltip")).to_have_text("一句话")
    page.locator(".leaflet-marker-icon").click()
    expect(page.locator(".leaflet-popup-content b")).to_have_text("popup")


def test_icons_have_their_pictures_and_glyphs(m: folium.Map, show: Show) -> None:
    folium.Marker(HERE, icon=folium.Icon(color="red", icon="leaf", angle=30)).add_to(m)
    folium.Marker((23.14, 113.34), icon=folium.Icon("green", icon="tree", prefix="fa")).add_to(m)
    folium.Marker(
        (23.12, 113.31),
        icon=plugins.BeautifyIcon(icon="plane", border_color="#00f", icon_shape="triangle"),
    ).add_to(m)
    page = show(m)
    red = page.locator(".awesome-marker-icon-red")
    assert 'url("data:image/png' in red.evaluate("e => getComputedStyle(e).backgroundImage")
    expect(red.locator(".glyphicon-leaf.fa-rotate-30")).to_be_visible()
    turned = red.locator("i").evaluate("e => getComputedStyle(e).transform")
    assert turned.startswith("matrix(0.866")
    for family in ('16px "Glyphicons Halflings"', '900 16px "Font Awesome 6 Free"'):
        assert page.evaluate(
            "font => document.fonts.load(font).then((faces) => faces.length)", family
        )
    expect(page.locator(".beautify-marker .fa-plane")).to_be_visible()


def test_features_of_geojson_have_style_tooltip_and_popup(m: folium.Map, show: Show) -> None:
    folium.GeoJson(
        collection(square(name="一号地块", ha=105), square(113.34, name="二号地块", ha=104)),
        name="地块",
        style_function=lambda f: {"color": "#c00" if f["properties"]["ha"] > 104 else "#080"},
        highlight_function=lambda _: {"weight": 9},
        tooltip=folium.GeoJsonTooltip(["name"], aliases=["名称"]),
        popup=folium.GeoJsonPopup(["ha"]),
        zoom_on_click=True,
    ).add_to(m)
    folium.LayerControl().add_to(m)
    page = show(m)
    paths = page.locator("path.leaflet-interactive")
    expect(paths).to_have_count(2)
    assert [paths.nth(n).get_attribute("stroke") for n in (0, 1)] == ["#c00", "#080"]
    paths.nth(0).hover()
    expect(page.locator(".leaflet-tooltip")).to_contain_text("一号地块")
    expect(paths.nth(0)).to_have_attribute("stroke-width", "9")
    paths.nth(0).click()
    expect(page.locator(".leaflet-popup-content")).to_contain_text("105")
    page.locator(".leaflet-control-layers").hover()
    page.get_by_label("地块").uncheck()
    expect(paths).to_have_count(0)


def test_a_choropleth_has_its_legend(m: folium.Map, show: Show) -> None:
    folium.Choropleth(
        collection(square(zone="a"), square(113.34, zone="b")),
        data=pd.DataFrame({"zone": ["a", "b"], "percent": [10.0, 90.0]}),
        columns=["zone", "percent"],
        key_on="feature.properties.zone",
        legend_name="完成率",
    ).add_to(m)
    page = show(m)
    expect(page.locator(".legend .caption")).to_have_text("完成率")
    assert page.locator(".legend rect").count() > 5


def test_a_colour_scale_stands_alone(m: folium.Map, show: Show) -> None:
    scale = linear.YlGn_09.scale(0, 500)
    scale.caption = "公顷"
    scale.add_to(m)
    expect(show(m).locator(".legend .caption")).to_have_text("公顷")


def test_a_topojson_is_drawn(m: folium.Map, show: Show) -> None:
    ring = [[113.32, 23.12], [113.33, 23.12], [113.33, 23.13], [113.32, 23.12]]
    shapes = {"type": "GeometryCollection", "geometries": [{"type": "Polygon", "arcs": [[0]]}]}
    folium.TopoJson(
        {"type": "Topology", "arcs": [ring], "objects": {"zones": shapes}}, "objects.zones"
    ).add_to(m)
    expect(show(m).locator("path.leaflet-interactive")).to_have_count(1)


def test_a_cluster_opens_into_its_markers(m: folium.Map, show: Show) -> None:
    cluster = plugins.MarkerCluster().add_to(m)
    for n in range(20):
        folium.Marker((23.13 + n / 10000, 113.33), popup=f"{n}").add_to(cluster)
    page = show(m)
    page.locator(".marker-cluster").get_by_text("20").click()
    page.wait_for_function(f"() => {MAP}.getZoom() > 12")
    expect(page.locator(".marker-cluster").get_by_text("20")).to_have_count(0)


def test_a_fast_cluster_too(m: folium.Map, show: Show) -> None:
    plugins.FastMarkerCluster([(23.13, 113.33), (23.1301, 113.3301), (23.1302, 113.33)]).add_to(m)
    expect(show(m).locator(".marker-cluster")).to_have_text("3")


def test_groups_of_one_cluster_are_switched(m: folium.Map, show: Show) -> None:
    cluster = plugins.MarkerCluster(control=False).add_to(m)
    for name, count in (("收储", 3), ("供应", 4)):
        group = plugins.FeatureGroupSubGroup(cluster, name).add_to(m)
        for n in range(count):
            folium.Marker((23.13 + n / 10000, 113.33)).add_to(group)
    folium.LayerControl(collapsed=False).add_to(m)
    page = show(m)
    expect(page.locator(".marker-cluster")).to_have_text("7")
    page.get_by_label("供应").uncheck()
    expect(page.locator(".marker-cluster")).to_have_text("3")


def test_a_heat_map_is_painted(m: folium.Map, show: Show) -> None:
    plugins.HeatMap([(23.13, 113.33, 1.0), (23.14, 113.34, 0.5)], radius=40).add_to(m)
    page = show(m)
    painted = (
        "canvas => { const { width, height } = canvas;"
        " const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);"
        " return data.some((value, n) => n % 4 === 3 && value > 0); }"
    )
    page.wait_for_selector("canvas.leaflet-heatmap-layer")
    page.wait_for_function(f"() => ({painted})(document.querySelector('canvas'))")


def test_an_ant_path_moves(m: folium.Map, show: Show) -> None:
    plugins.AntPath([HERE, (23.14, 113.36)], tooltip="路").add_to(m)
    page = show(m)
    expect(page.locator("path.leaflet-ant-path")).to_have_count(1)
    assert "ant-path" in page.locator("path.leaflet-ant-path").evaluate(
        "e => getComputedStyle(e).animationName"
    )


def test_lines_with_text_beside_others_and_encoded(m: folium.Map, show: Show) -> None:
    line = folium.PolyLine([HERE, (23.14, 113.36)]).add_to(m)
    plugins.PolyLineTextPath(line, "地铁 ", repeat=True).add_to(m)
    plugins.PolyLineOffset([HERE, (23.14, 113.36)], offset=10).add_to(m)
    plugins.PolyLineFromEncoded("_p~iF~cn~U_ulLn{vA").add_to(m)
    page = show(m)
    expect(page.locator("textPath")).to_contain_text("地铁")
    assert page.locator("path.leaflet-interactive").count() == 3


def test_a_pattern_fills_a_shape(m: folium.Map, show: Show) -> None:
    stripes = plugins.pattern.StripePattern(angle=45).add_to(m)
    folium.Rectangle(((23.12, 113.32), (23.14, 113.34)), fill=True, fillPattern=stripes).add_to(m)
    folium.GeoJson(
        collection(square()), style_function=lambda _: {"fillPattern": stripes, "fillOpacity": 1}
    ).add_to(m)
    page = show(m)
    expect(page.locator("pattern")).not_to_have_count(0)


def test_two_maps_side_by_side_move_together(show: Show) -> None:
    dual = plugins.DualMap(HERE, tiles=None, zoom_start=11)
    folium.Marker(HERE).add_to(dual)
    folium.CircleMarker((23.14, 113.34)).add_to(dual.m2)
    page = show(dual)
    expect(page.locator(".leaflet-container")).to_have_count(2)
    expect(page.locator(".leaflet-marker-icon")).to_have_count(2)
    page.locator(".leaflet-control-zoom-in").first.click()
    page.wait_for_function(
        "() => Object.entries(window).filter(([n, v]) => n.startsWith('map_') && v.getZoom)"
        ".every(([, map]) => map.getZoom() === 12)"
    )


def test_a_page_in_a_popup_is_offline_too(m: folium.Map, show: Show) -> None:
    inner = folium.Map((23.1, 113.3), tiles=None)
    folium.Marker((23.1, 113.3)).add_to(inner)
    frame = folium.IFrame("<h1>标题</h1>", width=200, height=100)
    folium.Marker(HERE, popup=folium.Popup(frame)).add_to(m)
    second = folium.IFrame(inner.get_root(), width=300, height=200)
    folium.Marker((23.08, 113.36), popup=folium.Popup(second)).add_to(m)
    page = show(m)
    page.locator(".leaflet-marker-icon").nth(0).click()
    expect(page.frame_locator("iframe").locator("h1")).to_have_text("标题")
    page.locator(".leaflet-marker-icon").nth(1).click()
    marker = page.frame_locator("iframe[width='300']").locator("img.leaflet-marker-icon")
    expect(marker).to_be_visible()
    assert (marker.get_attribute("src") or "").startswith("data:image/png")


def test_a_picture_in_the_file_stays(m: folium.Map, show: Show) -> None:
    dot = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
    image = f"data:image/gif;base64,{dot}"
    folium.raster_layers.ImageOverlay(image, ((23.12, 113.32), (23.13, 113.33))).add_to(m)
    folium.Marker(HERE, icon=folium.CustomIcon(image, icon_size=(20, 20))).add_to(m)
    page = show(m)
    assert page.locator("img.leaflet-image-layer, img.leaflet-marker-icon").evaluate_all(LOADED)
