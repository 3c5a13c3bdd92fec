"""What needs a host is named, all of it at once, or left out where that was asked."""

from pathlib import Path

import folium
import pytest
from branca.element import Element, Figure
from folium import plugins
from playwright.sync_api import Browser, expect

from gis.errors import OfflineError, WrongUseError
from layers.offline.save import offline_html, save_offline
from tests.browser import new_tab
from tests.layers.offline.conftest import HERE, Show, collection, square

FAR = "https://tiles.example.org/{z}/{x}/{y}.png"


def needs(m: Element, *, leave_out_remote: bool = False) -> tuple[str, ...]:
    with pytest.raises(OfflineError) as refused:
        offline_html(m, leave_out_remote=leave_out_remote)
    assert refused.value.zh and refused.value.en
    return refused.value.needs


def test_a_remote_tile_layer_is_named(m: folium.Map, tmp_path: Path) -> None:
    folium.TileLayer(FAR, name="底图", attr="x").add_to(m)
    assert needs(m) == (f"TileLayer “底图” shows what is elsewhere: {FAR}",)
    with pytest.raises(OfflineError, match="TileLayer “底图” 的图像或数据在远程"):
        save_offline(m, tmp_path / "m.html")
    assert not list(tmp_path.iterdir())


def test_everything_that_asks_is_named_at_once(m: folium.Map) -> None:
    image = "https://example.org/a.png?x=1&y=2"
    folium.WmsTileLayer("https://wms.example.org/ows", layers="a", name="影像").add_to(m)
    folium.raster_layers.ImageOverlay(image, ((23, 113), (24, 114)), name="图").add_to(m)
    folium.raster_layers.VideoOverlay("//example.org/v.mp4", ((23, 113), (24, 114))).add_to(m)
    folium.Marker(HERE, icon=folium.CustomIcon("https://example.org/i.png")).add_to(m)
    folium.Marker(HERE, popup='<img src="https://example.org/p.png">', tooltip="a").add_to(m)
    folium.Marker(HERE, icon=folium.DivIcon("<i style='background:url(//e.org/d.png)'>")).add_to(m)
    folium.Marker(HERE, popup=folium.Popup("<iframe src='http://e.org/'></iframe>")).add_to(m)
    m.get_root().html.add_child(Element('<link rel="stylesheet" href="https://e.org/own.css">'))
    m.get_root().script.add_child(Element("L.tileLayer('https://e.org/{z}.png').addTo(x)"))
    found = " | ".join(needs(m))
    for told in (
        "WmsTileLayer “影像” shows what is elsewhere: https://wms.example.org/ows",
        f"ImageOverlay “图” shows what is elsewhere: {image}",
        "VideoOverlay shows what is elsewhere: //example.org/v.mp4",
        "CustomIcon shows what is elsewhere: https://example.org/i.png",
        "the content of Popup refers to https://example.org/p.png",
        "the content of DivIcon refers to //e.org/d.png",
        "the content of Popup refers to http://e.org/",
        "needs a file that is not vendored: https://e.org/own.css",
        "shows what is elsewhere: https://e.org/{z}.png",
    ):
        assert told in found
    assert found.count(" | ") == 8


def test_a_page_that_leaves_for_a_host_and_a_module_from_one_are_named(m: folium.Map) -> None:
    leave = '<meta http-equiv="refresh" content="3; URL=https://e.org/next">'
    m.get_root().header.add_child(Element(leave))
    m.get_root().script.add_child(Element("import('https://e.org/module.js')"))
    found = " | ".join(needs(m))
    assert "https://e.org/next" in found and "https://e.org/module.js" in found


def test_a_plugin_whose_file_is_not_vendored_is_named(m: folium.Map) -> None:
    plugins.BoatMarker(HERE).add_to(m)
    [told] = needs(m)
    assert told.startswith("BoatMarker needs a file that is not vendored: https://unpkg.com/")


def test_a_geocoder_is_refused(m: folium.Map) -> None:
    plugins.Geocoder().add_to(m)
    assert needs(m) == ("Geocoder is a service on a host",)
    assert needs(m, leave_out_remote=True) == ("Geocoder is a service on a host",)


def test_a_link_to_click_and_a_text_about_an_address_are_no_asks(m: folium.Map, show: Show) -> None:
    text = '<a href="https://example.org/">https://example.org/</a> L.tileLayer'
    folium.Marker(HERE, popup=text, tooltip="见 https://example.org/a.png").add_to(m)
    page = show(m)
    page.locator(".leaflet-marker-icon").click()
    expect(page.locator(".leaflet-popup-content a")).to_have_text("https://example.org/")


def test_remote_layers_are_left_out(m: folium.Map, show: Show) -> None:
    folium.TileLayer(FAR, name="底图", attr="© 他人").add_to(m)
    folium.WmsTileLayer("https://wms.example.org/ows", layers="a", name="影像").add_to(m)
    folium.raster_layers.ImageOverlay("https://e.org/a.png", ((23, 113), (24, 114))).add_to(m)
    folium.raster_layers.VideoOverlay("https://e.org/v.mp4", ((23, 113), (24, 114))).add_to(m)
    folium.Marker(HERE, icon=folium.CustomIcon("https://e.org/i.png", icon_size=(9, 9))).add_to(m)
    folium.GeoJson(collection(square()), name="地块").add_to(m)
    folium.LayerControl(collapsed=False).add_to(m)
    page = show(m, leave_out_remote=True)
    expect(page.locator("path.leaflet-interactive")).to_have_count(1)
    expect(page.locator(".leaflet-control-layers label")).to_have_text([" 地块"])
    expect(page.locator(".leaflet-control-attribution")).not_to_contain_text("他人")


def test_what_was_left_out_is_told_and_the_map_keeps_it(tmp_path: Path) -> None:
    m = folium.Map(HERE)
    plugins.MiniMap().add_to(m)
    left_out = save_offline(m, tmp_path / "m.html", leave_out_remote=True)
    assert left_out == ["TileLayer “openstreetmap”", "TileLayer “openstreetmap”"]
    assert "tile.openstreetmap.org" not in (tmp_path / "m.html").read_text("utf-8")
    m.save(tmp_path / "online.html")
    assert (tmp_path / "online.html").read_text("utf-8").count("tile.openstreetmap.org") == 2


def test_two_maps_side_by_side_leave_out_all_their_tiles(show: Show) -> None:
    dual = plugins.DualMap(HERE)
    folium.TileLayer(FAR, attr="x").add_to(dual)
    expect(show(dual, leave_out_remote=True).locator(".leaflet-container")).to_have_count(2)


def test_geojson_that_folium_has_read_is_written_in(
    m: folium.Map, show: Show, tmp_path: Path
) -> None:
    import json

    (tmp_path / "land.geojson").write_text(json.dumps(collection(square())))
    layer = folium.GeoJson(str(tmp_path / "land.geojson"), embed=False).add_to(m)
    page = show(m)
    expect(page.locator("path.leaflet-interactive")).to_have_count(1)
    assert layer.embed is False


@pytest.mark.parametrize("thing", [folium.FeatureGroup("a"), Figure(), "map.html", None])
def test_what_is_no_map_is_a_wrong_call(thing: object) -> None:
    with pytest.raises(WrongUseError, match="不是 folium 地图"):
        offline_html(thing)  # type: ignore[arg-type]


def test_the_browser_is_told_to_fetch_nothing(
    m: folium.Map, browser: Browser, tmp_path: Path
) -> None:
    save_offline(m, tmp_path / "m.html")
    with new_tab(browser) as page:
        page.goto((tmp_path / "m.html").as_uri())
        with page.expect_event("requestfailed") as failed:
            refused = page.evaluate(
                "() => new Promise((told) => { document.addEventListener('securitypolicyviolation',"
                " (event) => told(event.effectiveDirective));"
                " const image = new Image(); image.src = 'https://example.org/a.png'; })"
            )
        assert (refused, failed.value.failure) == ("img-src", "csp")
