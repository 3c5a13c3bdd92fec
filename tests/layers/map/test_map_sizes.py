"""The page on small screens, at 200 %, and in the colours of its reader."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import Open

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
    legend = page.locator("#legend").bounding_box()
    assert popup and area and legend
    assert area["y"] <= popup["y"]
    assert popup["y"] + popup["height"] <= legend["y"] < area["y"] + area["height"]


def test_forced_colours_keep_swatches_and_bars(browser: Browser, map_file: Path) -> None:
    told = {}
    for forced in ("none", "active"):
        with browser.new_context(forced_colors=forced) as context:
            page = context.new_page()
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
