"""Layers in time of folium's plug-ins, in a file of their own, each moved once."""

import folium
from folium import plugins
from playwright.sync_api import expect

from tests.layers.offline.conftest import MAP, Show, collection, square


def test_features_come_with_their_day(m: folium.Map, show: Show) -> None:
    features = collection(
        square(times=["2024-01-01"] * 5), square(113.34, times=["2024-01-03"] * 5)
    )
    plugins.TimestampedGeoJson(features, auto_play=False, date_options="YYYY-MM-DD").add_to(m)
    page = show(m)
    shown = page.locator(".timecontrol-date")
    expect(shown).to_contain_text("2024-01-01")
    page.locator(".timecontrol-forward").click()
    expect(shown).to_contain_text("2024-01-02")


def test_a_timeline_is_moved(m: folium.Map, show: Show) -> None:
    features = collection(
        square(start="2021-01-01", end="2022-12-31"),
        square(113.34, start="2023-06-01", end="2025-12-31"),
    )
    line = plugins.Timeline(features).add_to(m)
    slider = plugins.TimelineSlider(auto_play=False, date_options="YYYY-MM-DD")
    slider.add_timelines(line).add_to(m)
    page = show(m)
    time = page.locator(".time-text")
    expect(time).to_have_text("2021-01-01")
    page.locator("input.time-slider").evaluate(
        "e => { e.value = e.max; e.dispatchEvent(new Event('input', { bubbles: true }));"
        " e.dispatchEvent(new Event('change', { bubbles: true })); }"
    )
    expect(time).to_have_text("2025-12-31")
    expect(page.locator("path.leaflet-interactive")).to_have_count(1)


def test_heat_changes_with_time(m: folium.Map, show: Show) -> None:
    plugins.HeatMapWithTime(
        [[[23.13, 113.33, 1]], [[23.14, 113.34, 1]]], index=["2024", "2025"]
    ).add_to(m)
    page = show(m)
    expect(page.locator(".timecontrol-date")).to_contain_text("2024")
    page.locator(".timecontrol-forward").click()
    expect(page.locator(".timecontrol-date")).to_contain_text("2025")


def test_a_choropleth_moves_in_time(m: folium.Map, show: Show) -> None:
    import json

    features = collection(square() | {"id": "0"})
    styles = {
        "0": {str(1704067200 + n * 86400): {"color": "#c00", "opacity": 0.8} for n in range(3)}
    }
    plugins.TimeSliderChoropleth(json.dumps(features), styles).add_to(m)
    page = show(m)
    expect(page.locator("input[type=range]")).to_be_visible()
    assert page.evaluate(f"{MAP}.getZoom()") == 12
