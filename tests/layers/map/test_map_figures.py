"""The panel says what the balance says, to the last bit, however a zone is chosen."""

import json

import pytest
from playwright.sync_api import Page, expect

from layers.map.map_facts import MapFacts
from tests.browser import expect_shown

FIELDS = (
    "target_ha",
    "actual_ha",
    "percent",
    "forecast_ha",
    "expected_ha",
    "remaining_ha",
    "needed_ha_per_year",
    "measured_ha",
    "declared_ha",
    "events",
)


def expect_chosen(page: Page, zone: str) -> None:
    expect(page.locator("#zone-head h2")).to_have_attribute("data-zone", zone)


def value(page: Page, measure: str, field: str) -> str | None:
    cell = page.locator(f"#panel-balance [data-measure={measure}][data-field={field}]")
    return cell.get_attribute("data-value") if cell.count() else None


@pytest.mark.parametrize("zone", ["district", "smart", "core", "park"])
def test_every_figure_is_the_balance_figure(page: Page, facts: MapFacts, zone: str) -> None:
    page.click("#tab-zones")
    page.click(f"button[data-zone={zone}]")
    page.click("#tab-balance")
    expect_chosen(page, zone)
    rows = [row for row in facts.balance.as_json()["rows"] if row["zone"] == zone]
    assert len(rows) == 5
    for row in json.loads(json.dumps(rows)):
        for field in FIELDS:
            shown = value(page, row["measure"], field)
            assert shown == "" if row[field] is None else float(shown or "nan") == row[field]
        assert value(page, row["measure"], "status") == (row["status"] or "")


def test_figures_are_shown_with_two_decimals_and_words_for_states(page: Page) -> None:
    page.evaluate("landplan.go.zone(landplan.data.zones.get('smart'))")
    rows = page.locator("#panel-balance tbody")
    expect_shown(
        rows.nth(0),
        "收储", "已完成", "102.5%", "500.00", "512.35", "349.50", "0.00", "第261行",
        "天河智慧城“十四五”发展规划 · 表3",
    )  # fmt: skip
    assert [rows.nth(n).get_attribute("data-status") for n in range(5)] == [
        "done", "at_risk", "on_track", "behind", "none",
    ]  # fmt: skip
    alignment = "e => getComputedStyle(e).textAlign + getComputedStyle(e).fontVariantNumeric"
    figure = page.locator("#panel-balance td.figure").first.evaluate(alignment)
    assert figure.startswith("right") and "tabular-nums" in figure


def test_next_to_nothing_has_no_sign(page: Page) -> None:
    shown = page.evaluate("[-0.0049, -0.005, 0.004].map((value) => landplan.format.number(value))")
    assert shown == ["0.00", "-0.01", "0.00"]
    assert page.evaluate("landplan.format.percent(-0.04)") == "0.0%"


def test_a_click_chooses_the_smallest_zone_under_the_pointer(page: Page) -> None:
    for lon, lat, zone in (
        (113.36, 23.19, "park"),
        (113.40, 23.17, "core"),
        (113.43, 23.13, "smart"),
        (113.31, 23.13, "district"),
    ):
        spot = page.evaluate(
            "([lat, lon]) => { const p = landplan.map.latLngToContainerPoint([lat, lon]);"
            " return { x: p.x, y: p.y }; }",
            [lat, lon],
        )
        page.click("#map_landplan", position=spot)
        expect_chosen(page, zone)


def test_the_breadcrumb_leads_to_the_parents(page: Page) -> None:
    page.evaluate("landplan.go.zone(landplan.data.zones.get('park'))")
    steps = page.locator("#breadcrumb .name")
    expect(steps).to_have_text(["天河区", "天河智慧城", "智慧城核心区", "2112工园"])
    page.click("#breadcrumb button:has-text('天河智慧城')")
    expect_chosen(page, "smart")


def test_the_measure_recolours_the_zones(page: Page) -> None:
    fills = (
        "[...document.querySelectorAll('.leaflet-zones-pane path')]"
        ".map((path) => path.getAttribute('fill'))"
    )
    # Drawn from the largest to the smallest: district, smart, core, park.
    assert page.evaluate(fills) == [
        f"url(#fill-{status})" for status in ("none", "done", "at_risk", "none")
    ]
    page.check("input[name=measure][value=supply_housing_services]", force=True)
    assert page.evaluate(fills)[1] == "url(#fill-behind)"
    expect_shown(page.locator("#zone-head"), "居住及公服：滞后")


def test_tabs_are_reached_by_arrow_keys(page: Page) -> None:
    page.focus("#tab-balance")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#tab-zones")).to_have_attribute("aria-selected", "true")
    assert page.evaluate("document.activeElement.id") == "tab-zones"
    expect(page.locator("#panel-zones .tree")).to_be_visible()


def test_a_figure_leads_to_its_events_and_on_to_the_parcel(page: Page, facts: MapFacts) -> None:
    page.evaluate("landplan.go.zone(landplan.data.zones.get('core'))")
    supply = page.locator("#panel-balance tbody").nth(1)
    supply.locator("summary").click()
    entries = supply.locator(".ledger-body li")
    wanted = [
        (event.event_id, status.parcel.name)
        for status in facts.parcels
        for event in status.events
        if event.kind == "supply" and "core" in status.zone_ids
    ]
    expect(entries).to_have_count(len(wanted))
    assert len(wanted) > 3
    text = supply.locator(".ledger-body").text_content() or ""
    assert all(event_id in text and name in text for event_id, name in wanted)
    entries.locator("button", has_text="高唐石地块").click()
    expect(page.locator(".popup h2")).to_have_text("高唐石地块")


def test_mu_and_square_kilometres_are_computed_from_what_is_shown(page: Page) -> None:
    told = page.evaluate("[3.0149, 0.336, 2.675, 99.994].map((ha) => landplan.format.haAndMu(ha))")
    assert told == [
        "3.01 公顷（45.15 亩）", "0.34 公顷（5.10 亩）", "2.68 公顷（40.20 亩）",
        "99.99 公顷（1,499.85 亩）",
    ]  # fmt: skip
    told = page.evaluate("[2.8317, 2.831, 0.336].map((ha) => landplan.format.cardArea(ha))")
    assert told == [
        "2.8317 公顷（42.48 亩）", "2.8310 公顷（42.47 亩）", "0.3360 公顷（5.04 亩）",
    ]  # fmt: skip
    assert page.evaluate("landplan.format.zoneArea(3589.124)") == "3,589.12 公顷（35.89 平方公里）"


def test_the_panel_says_that_figures_are_rounded(page: Page) -> None:
    for tab in ("balance", "projects", "investment", "parcels"):
        page.click(f"#tab-{tab}")
        expect(page.locator("#panel-foot")).to_be_visible()
        expect_shown(page.locator("#panel-foot"), "数据经四舍五入，合计可能有尾差。")
