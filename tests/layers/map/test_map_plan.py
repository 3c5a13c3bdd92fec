"""What the page shows of the plan beside its land: the facts' figures, as text, where known."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from shapely import MultiPolygon, box

from layers.map.map_facts import MapFacts
from layers.map.map_page import write_map
from layers.map.zone_cover import covered_zones
from projects.monitoring.indicators import tally
from tests.browser import expect_shown
from tests.layers.panel import GO, same, tab, unfold
from tests.layers.plan_facts import HOSTILE


@pytest.mark.parametrize("zone", ["smart", "district"])
def test_every_indicator_figure_is_the_facts_figure(page: Page, facts: MapFacts, zone: str) -> None:
    tab(page, zone, "indicators")
    around = [None] if zone == "district" else []
    lines = [line for line in facts.indicators if line.zone_id in [zone, *around]]
    shown = page.evaluate(
        "() => Object.fromEntries([...document.querySelectorAll('#panel-indicators .indicator')]"
        ".map((item) => [item.dataset.indicator, Object.fromEntries("
        "[...item.querySelectorAll('[data-field]')]"
        ".filter((cell) => cell.closest('.indicator') === item)"
        ".map((cell) => [cell.dataset.field, cell.dataset.value]))]))"
    )
    assert len(shown) == len(lines) > 1
    for line in lines:
        cells = shown[line.indicator]
        for field in ("base", "latest", "goal"):
            figure = getattr(line, field)
            assert same(cells[field], figure and figure.value), (line.indicator, field)
        assert cells["status"] == (line.status or "")
        assert ("progress" in cells) == (line.progress is not None)
        if line.progress is not None:
            assert same(cells["progress"], line.progress)
            assert same(cells["expected"], line.expected)


def test_the_headline_counts_what_is_on_track(page: Page, facts: MapFacts) -> None:
    tab(page, "smart", "indicators")
    good, judged, goals = tally([x for x in facts.indicators if x.zone_id == "smart"])
    headline = page.locator("#panel-indicators .headline")
    expect_shown(headline, f"{judged} 项中 {good} 项同步或完成")
    expect(headline).to_have_attribute("data-goals", str(goals))
    assert (good, judged, goals) == (1, 3, 5)


def test_an_indicator_says_what_it_is_and_why_it_is_not_judged(page: Page) -> None:
    tab(page, "smart", "indicators")

    def indicator(name: str) -> Locator:
        return page.locator(f'.indicator[data-indicator="{name}"]').first

    expect_shown(
        indicator(HOSTILE),
        "约束性", "基本同步", "亿元", "60.0%", "应达 60.0%", "基期 2020", "最新 2023",
    )  # fmt: skip
    expect_shown(indicator("企业数"), "未有期内数据")
    expect_shown(indicator("新增企业"), "期内累计")
    expect_shown(page.locator("#panel-indicators"), "统计范围：软件园<b>")
    child = page.locator('.indicator[data-indicator="工业产值"] .indicator')
    expect(child).to_have_attribute("data-indicator", "工业产值之软件")
    expect(page.locator(".background .indicator")).to_have_attribute("data-indicator", "单位与产值")
    tab(page, "district", "indicators")
    expect_shown(indicator("产值"), "无基期数")
    expect_shown(page.locator("#panel-indicators"), "统计范围：广州市<script>")


def test_each_figure_of_an_indicator_has_its_source(page: Page) -> None:
    tab(page, "smart", "indicators")
    item = page.locator("#panel-indicators .indicator", has_text=HOSTILE)
    item.locator("summary").click()
    records = item.locator(".figure-list li")
    expect(records).to_have_count(4)
    texts = records.all_inner_texts()
    assert "2020 基期" in texts[0] and "表1 · 第60行" in texts[0]
    assert "123.456" in texts[1] and "王工<i> 补录" in texts[1]
    assert "左右<u>" in texts[3]


def test_a_sparkline_has_a_point_for_each_year(page: Page) -> None:
    tab(page, "smart", "indicators")
    line = f'.indicator[data-indicator="{HOSTILE}"] .sparkline'
    told = page.locator(line).get_attribute("aria-label")
    assert told == "2020 100；2021 123.456；2023 160"
    points = page.locator(f"{line} .spark-line").get_attribute("points") or ""
    heights = [float(point.split(",")[1]) for point in points.split()]
    assert len(heights) == 3 and heights == sorted(heights, reverse=True)
    expect(page.locator(f"{line} .spark-goal")).to_have_count(1)


def test_a_zone_without_indicators_leads_to_those_above(page: Page) -> None:
    tab(page, "park", "indicators")
    expect_shown(page.locator("#panel-indicators"), "没有为此片区列出指标")
    page.click("#panel-indicators button:has-text('天河智慧城')")
    expect(page.locator("#zone-head h2")).to_have_attribute("data-zone", "smart")


def test_investment_is_the_facts_and_says_what_does_not_add(page: Page, facts: MapFacts) -> None:
    page.click("#tab-investment")
    for node in facts.investment:
        row = page.locator(f"#panel-investment [data-node={node.node}]")
        for field in ("count", "total_10k_cny", "period_10k_cny"):
            shown = row.locator(f".figure[data-field={field}]").get_attribute("data-value")
            assert same(shown, getattr(node, field))
        assert "表1 · 第60行" in (row.text_content() or "")
    wrong = page.locator("#panel-investment [data-difference]")
    expect(wrong).to_have_count(1)
    expect(wrong).to_have_attribute("data-difference", "1")
    expect_shown(wrong, "期内投资印为 24,347,338 万元，分项合计 24,347,337 万元")
    expect(page.locator(".does-not-add")).to_have_count(1)
    expect_shown(page.locator("[data-node=all]"), "4,238.75 亿元")
    width = "node => document.querySelector(`[data-node=${node}] .money-total`).style.width"
    assert page.evaluate(width, "all") == "100%"
    assert page.evaluate(width, "schools").startswith("52.69")


def test_warnings_stand_worst_first_and_lead_to_their_things(page: Page) -> None:
    page.click("#warnings-button")
    rows = page.locator("#panel-warnings .warning")
    expect(page.locator("#warnings-button strong")).to_have_text("5")
    expect(rows).to_have_count(5)
    tab(page, "district", "warnings")
    severities = [int(row.get_attribute("data-severity") or 0) for row in rows.all()]
    assert severities == [3, 2, 2, 1, 1]
    assert [row.split("\n")[0] for row in rows.all_inner_texts()[:2]] == ["严重", "较重"]

    page.click('.warning[data-subject="line"]')
    expect(page.locator(".popup [data-project]")).to_have_attribute("data-project", "line")
    page.click("#tab-warnings")
    page.click('.warning[data-subject="P-05"]')
    page.locator('.popup[data-parcel="P-05"]').wait_for()
    page.click("#tab-warnings")
    page.click('.warning[data-subject="E021"]')
    page.locator('.popup[data-parcel="P-10"]').wait_for()
    page.click("#tab-warnings")
    page.click('.warning[data-subject="core"]')
    expect(page.locator("#zone-head h2")).to_have_attribute("data-zone", "core")
    expect(page.locator("#panel-balance")).to_be_visible()
    page.click("#tab-warnings")
    page.click('.warning[data-subject="工业产值之软件"]')
    expect(page.locator("#zone-head h2")).to_have_attribute("data-zone", "smart")
    expect(page.locator(".is-revealed")).to_have_attribute("data-indicator", "工业产值之软件")


@pytest.mark.parametrize(
    ("zone", "many"), [("district", 5), ("smart", 4), ("core", 3), ("park", 0)]
)
def test_the_number_on_warnings_is_that_of_the_chosen_zone(
    page: Page, zone: str, many: int
) -> None:
    tab(page, zone, "warnings")
    expect(page.locator("#tab-warnings .tab-count")).to_have_text(str(many))
    expect(page.locator("#panel-warnings .warning")).to_have_count(5)
    expect_shown(page.locator("#warnings-button"), "全规划预警 5")


def test_what_the_plan_does_not_have_is_not_there(
    open_page, facts: MapFacts, tmp_path: Path
) -> None:
    path = tmp_path / "land-only.html"
    bare = replace(facts, projects=(), indicators=(), investment=(), warnings=(), land_uses=())
    write_map(bare, path)
    page = open_page(path.as_uri()).page
    for selector in ("#tab-indicators", "#tab-investment", "#tab-warnings", "#warnings-button"):
        expect(page.locator(selector)).to_have_count(0)
    expect(page.locator(".project-legend")).to_have_count(0)


def test_all_text_of_the_plan_is_text(page: Page, facts: MapFacts) -> None:
    for name in ("indicators", "projects", "investment", "warnings"):
        tab(page, "district", name)
        unfold(page)
    panels = page.locator("#tab-panels").text_content() or ""
    for told in (
        *(line.indicator for line in facts.indicators if line.zone_id == "district"),
        *(node.name for node in facts.investment),
        *(warning.zh for warning in facts.warnings),
        *(project.name for project in facts.projects),
    ):
        assert told in panels, told
    expect(page.locator("#tab-panels :is(img, script, b, i, u)")).to_have_count(0)


def test_the_ledger_of_a_group_has_the_supply_of_its_land_uses(page: Page, facts: MapFacts) -> None:
    page.evaluate(GO, "core")

    def listed(measure: str) -> list[str]:
        fold = page.locator(f"#panel-balance .ledger:has([data-measure={measure}])")
        fold.locator("summary").click()
        fold.locator(".ledger-total").wait_for()
        return fold.locator(".ledger-body li").all_text_contents()

    supplied = [
        event.event_id
        for status in facts.parcels
        for event in status.events
        if event.kind == "supply" and "core" in status.zone_ids
    ]
    industry = listed("supply_industry")
    assert len(industry) == len(supplied) > 3
    assert all("一类工业用地<i>" in text for text in industry)
    assert listed("supply_housing_services") == []


def test_only_children_that_leave_nothing_free_cover_a_zone(facts: MapFacts) -> None:
    _, smart, core, park = facts.zones
    west, south, east, north = smart.outline.bounds
    halves = [
        replace(core, outline=MultiPolygon([box(west, south, 113.39, north)])),
        replace(park, parent_id="smart", outline=MultiPolygon([box(113.39, south, east, north)])),
    ]
    assert covered_zones([*facts.zones[:2], *halves]) == {"smart"}
    assert covered_zones([*facts.zones[:2], halves[0]]) == set()
    assert covered_zones(facts.zones) == set()


def test_a_covered_zone_shows_its_status_as_a_band_and_beside_its_name(
    open_page, facts: MapFacts, tmp_path: Path
) -> None:
    district, smart, core, park = facts.zones
    path = tmp_path / "covered.html"
    write_map(
        replace(facts, zones=(district, smart, replace(core, outline=smart.outline), park)), path
    )
    page = open_page(path.as_uri()).page
    band = ".leaflet-outlines-pane path[stroke^=url]"
    expect(page.locator(band)).to_have_attribute("stroke", "url(#fill-done)")
    expect(page.locator(".zone-label.has-status")).to_have_attribute("data-status", "done")
    page.check("input[name=measure][value=supply]", force=True)
    expect(page.locator(band)).to_have_attribute("stroke", "url(#fill-at_risk)")
    expect(page.locator(".zone-label.has-status")).to_have_attribute("data-status", "at_risk")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_on_a_phone_every_tab_is_reached_and_none_runs_off(
    open_page, facts: MapFacts, tmp_path: Path, language: str
) -> None:
    path = tmp_path / "phone.html"
    write_map(facts, path, language=language)
    page = open_page(path.as_uri(), width=390, height=844).page
    page.evaluate(GO, "smart")
    page.focus("#tab-balance")
    for _ in range(7):
        page.keyboard.press("ArrowRight")
        box = page.evaluate(
            "() => { const b = document.activeElement.getBoundingClientRect();"
            " return [b.left, b.right]; }"
        )
        assert 0 <= box[0] < box[1] <= 390
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        unfold(page)
        wide = page.evaluate(
            "() => [...document.querySelectorAll('.tab-panel.is-open *')]"
            ".filter((e) => e.getBoundingClientRect().right > 390.5)"
            ".map((e) => e.outerHTML.slice(0, 100))"
        )
        assert wide == []
    assert page.evaluate("document.activeElement.id") == "tab-balance"


def test_paper_has_the_indicators_on_pages_of_their_own(page: Page) -> None:
    tab(page, "smart", "projects")
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") == 2
    expect(page.locator("#paper *")).to_have_count(0)  # paper only
