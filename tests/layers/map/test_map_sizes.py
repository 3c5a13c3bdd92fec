"""The page on small screens, at 200 %, and in the colours of its reader."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from layers.map.map_facts import MapFacts
from layers.map.map_page import write_map
from tests.browser import Open, new_tab

COLOURS = (
    "selectors => selectors.map((selector) =>"
    " getComputedStyle(document.querySelector(selector)).backgroundImage"
    " + getComputedStyle(document.querySelector(selector)).backgroundColor)"
)


def opened(open_page: Open, map_file: Path, width: int, height: int) -> Page:
    return open_page(map_file.as_uri(), width=width, height=height).page


@pytest.mark.parametrize(
    ("width", "height", "is_open"),
    [
        (1440, 900, True),
        (1024, 768, True),
        (768, 1024, False),
        (844, 390, False),
        (390, 844, False),
    ],
)
def test_the_legend_starts_open_where_it_leaves_half_the_map(
    open_page: Open, map_file: Path, width: int, height: int, is_open: bool
) -> None:
    page = opened(open_page, map_file, width, height)
    expect(page.locator("#legend-body")).to_be_visible(visible=is_open)


def test_a_phone_on_its_side_shows_figures(open_page: Open, map_file: Path) -> None:
    page = opened(open_page, map_file, 844, 390)
    for field in ("target_ha", "actual_ha", "percent", "status"):
        cell = page.locator(f"#panel-balance [data-measure=storage][data-field={field}]")
        box = cell.bounding_box()
        assert box and box["y"] > 0 and box["y"] + box["height"] <= 390, field


@pytest.mark.parametrize(("width", "height"), [(390, 844), (360, 640), (844, 390)])
@pytest.mark.parametrize("sheet", ["half", "tall"])
def test_the_popup_of_a_chosen_parcel_lies_on_the_map(
    open_page: Open, map_file: Path, width: int, height: int, sheet: str
) -> None:
    page = opened(open_page, map_file, width, height)
    if sheet == "tall" and width < 500:
        page.click("#sheet-bar button >> nth=1")
    page.click("#tab-parcels")
    page.click("#panel-parcels .row >> nth=9")
    page.wait_for_function("() => !document.querySelector('.leaflet-pan-anim')")
    popup = page.locator(".leaflet-popup-content-wrapper").bounding_box()
    area = page.locator(".map-area").bounding_box()
    tools = page.locator(".tool-group:visible").first.bounding_box()
    assert popup and area and tools
    assert area["y"] <= popup["y"]
    assert popup["y"] + popup["height"] <= area["y"] + area["height"]
    assert area["x"] <= popup["x"] and popup["x"] + popup["width"] <= tools["x"]
    for stands_there in (".map-top", "#legend", ".north", ".leaflet-control-scale"):
        expect(page.locator(stands_there)).to_be_hidden()
    page.click(".leaflet-popup-close-button")
    expect(page.locator("#legend")).to_be_visible()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_all_tabs_are_in_sight_on_a_desk(
    open_page: Open, facts: MapFacts, tmp_path: Path, lang: str
) -> None:
    write_map(facts, tmp_path / "map.html", language=lang)
    page = opened(open_page, tmp_path / "map.html", 1440, 900)
    tabs = page.locator("#tabs [role=tab]")
    expect(tabs.last).to_be_visible()
    panel = page.locator("#panel").bounding_box()
    assert panel
    for tab in tabs.all():
        box = tab.bounding_box()
        assert box and box["x"] + box["width"] <= panel["x"] + panel["width"]


@pytest.fixture(scope="module")
def long_ledger(facts: MapFacts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a map whose last parcel has as many events as make its popup scroll."""
    last = facts.parcels[-1]
    [first, *_] = last.events
    events = tuple(replace(first, event_id=f"L{number}") for number in range(12))
    path = tmp_path_factory.mktemp("long") / "long.html"
    write_map(replace(facts, parcels=(*facts.parcels[:-1], replace(last, events=events))), path)
    return path


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1366, 768), (1400, 900)])
@pytest.mark.parametrize("way", ["search", "list"])
def test_the_whole_popup_of_a_chosen_parcel_lies_on_a_desktops_map(
    open_page: Open, long_ledger: Path, width: int, height: int, way: str
) -> None:
    uri = long_ledger.as_uri()
    page = open_page(uri, width=width, height=height, motion="no-preference").page
    if way == "search":
        page.fill("#search-input", "P-11")
        page.keyboard.press("Enter")
    else:
        page.click("#tab-parcels")
        page.click("#panel-parcels .row >> nth=-1")
    expect(page.locator(".popup .event")).to_have_count(12)
    page.wait_for_function("() => !document.querySelector('.leaflet-pan-anim, .leaflet-zoom-anim')")
    area = page.locator(".map-area").bounding_box()
    popup = page.locator(".leaflet-popup-content-wrapper").bounding_box()
    close = page.locator(".leaflet-popup-close-button").bounding_box()
    assert area and popup and close
    for box in (popup, close):
        assert area["x"] <= box["x"] and area["y"] <= box["y"]
        assert box["x"] + box["width"] <= area["x"] + area["width"]
        assert box["y"] + box["height"] <= area["y"] + area["height"]
    page.click(".leaflet-popup-close-button")
    expect(page.locator(".popup")).to_have_count(0)


def test_forced_colours_keep_swatches_and_bars(browser: Browser, map_file: Path) -> None:
    told = {}
    for forced in ("none", "active"):
        with new_tab(browser, forced_colors=forced) as page:
            page.goto(map_file.as_uri())
            page.wait_for_selector("body[data-ready]")
            told[forced] = page.evaluate(
                COLOURS,
                [
                    ".chip .swatch",
                    "[data-status=at_risk] .bar-fill",
                    ".bar-mark",
                    ".legend .dot",
                    ".legend .state-swatch.state-supplied",
                    ".project-mark.is-point span",
                ],
            )
    assert told["active"] == told["none"]
    assert "repeating-linear-gradient" in "".join(told["active"])
