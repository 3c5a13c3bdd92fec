"""Text from data shows as text everywhere, whatever it says."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from layers.map.map_facts import MapFacts, map_facts
from layers.map.map_page import map_html, write_map
from layers.texts import texts
from projects.view import view_of
from tests.browser import expect_shown
from tests.layers.panel import tab, unfold
from tests.layers.unpacked import text_in, unpacked

NUMBERS = range(9)


def search(page: Page, text: str) -> None:
    page.fill("#search-input", text)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_hostile_name_is_text_in_search_list_and_popup(
    page: Page, facts: MapFacts, number: int
) -> None:
    parcel = facts.parcels[number].parcel
    search(page, parcel.parcel_id)
    assert page.locator("#found .name").first.text_content() == parcel.name
    page.keyboard.press("Enter")
    expect(page.locator(f'.popup[data-parcel="{parcel.parcel_id}"]')).to_be_visible()
    assert page.locator(".popup h2").text_content() == parcel.name
    page.click("#tab-parcels")
    expect(page.locator("#panel-parcels .row").first).to_be_visible()
    assert parcel.name in page.locator("#panel-parcels .row > .name").all_text_contents()
    expect(page.locator("img, .popup script, .popup b, .popup i")).to_have_count(0)


def test_hostile_zone_names_are_text_in_tree_path_and_labels(
    open_page, facts: MapFacts, tmp_path: Path
) -> None:
    names = [status.parcel.name for status in facts.parcels]
    for first in (0, 4):
        zones = tuple(
            replace(zone, name=names[first + n], note=names[n])
            for n, zone in enumerate(facts.zones)
        )
        path = tmp_path / f"hostile-{first}.html"
        write_map(replace(facts, zones=zones), path)
        page = open_page(path.as_uri()).page
        wanted = [zone.name for zone in zones]
        page.evaluate("landplan.go.zone(landplan.data.zones.get('park'))")
        expect(page.locator("#zone-head h2")).to_have_attribute("data-zone", "park")
        assert page.locator("#breadcrumb .name").all_text_contents() == wanted
        page.click("#tab-zones")
        expect(page.locator(".tree")).to_be_visible()
        assert page.locator(".tree .name").all_text_contents() == wanted
        assert page.locator(".zone-label").all_text_contents() == wanted
        expect(page.locator("img, .zone-label > *")).to_have_count(0)
        assert page.evaluate("document.documentElement.scrollWidth") == 1440


def test_corrections_are_told(open_page, facts: MapFacts, tmp_path: Path) -> None:
    status = facts.parcels[9]
    mistake = status.events[0]
    reversal = replace(
        mistake, event_id="E999", kind="reversal", corrects=mistake.event_id, extent=None
    )
    corrected = replace(status, events=(*status.events, reversal))
    path = tmp_path / "corrected.html"
    write_map(replace(facts, parcels=(*facts.parcels[:9], corrected)), path)
    page = open_page(path.as_uri()).page
    search(page, "P-09")
    page.keyboard.press("Enter")
    reversal_told = page.locator(".popup .event").nth(1)
    expect_shown(reversal_told, "冲销", f"更正 {mistake.event_id}")


def test_projects_and_their_categories_are_text(page: Page, facts: MapFacts) -> None:
    page.evaluate("landplan.go.zone(landplan.data.roots[0])")
    page.click("#tab-projects")
    rows = page.locator("#panel-projects .row > .name")
    expect(rows).to_have_count(len(facts.projects))
    names = rows.all_text_contents()
    assert sorted(names) == sorted(project.name for project in facts.projects)
    expect_shown(page.locator("#legend"), "<b>金融业</b>")
    expect_shown(page.locator("#panel-projects"), "<b>金融业</b>")


def test_a_zone_known_project_says_so_and_cites_its_sources(page: Page) -> None:
    page.click(".project-mark.is-badge")
    popup = page.locator(".popup")
    expect_shown(popup, "仅知所在片区")
    expect_shown(popup, "天河智慧城：2 个项目")
    page.click(".popup summary >> nth=0")
    expect_shown(
        popup,
        "在建", "24,288 平方米（2.43 公顷）", "350,000 平方米", "120,000 万元",
        "天河智慧城“十四五”发展规划 · 表3 · 第261行", "unknown · 专栏3",
    )  # fmt: skip


def test_a_project_with_a_point_has_its_own_mark(page: Page, facts: MapFacts) -> None:
    page.click(".project-mark.is-point")
    expect_shown(page.locator(".popup"), facts.projects[2].name)
    expect(page.locator(".popup")).not_to_contain_text("仅知所在片区")


def test_a_popup_tells_what_happened_to_a_parcel(page: Page) -> None:
    search(page, "P-10")
    page.keyboard.press("Enter")
    expect_shown(
        page.locator(".popup"),
        "高唐石地块", "部分出库", "样例数据，非实际成果", "国有", "10.2100 公顷（153.15 亩）",
        "0803 文化用地<b>（2023 版）", "2022-03-09", "征收", "2023-05-01", "供应",
        "挂牌<i> · 100101 一类工业用地<i>（2023 版）",
        "天储〔2022〕20号", "2023-05-04 入账",
    )  # fmt: skip
    path = page.locator(".popup-path button")
    expect(path).to_have_text(["天河区", "天河智慧城", "智慧城核心区"])


def test_a_popup_leads_to_every_zone_that_a_parcel_lies_in(
    open_page, facts: MapFacts, tmp_path: Path
) -> None:
    told = replace(facts.parcels[9], zone_ids=("district", "smart", "core", "park"))
    zones = (*facts.zones[:3], replace(facts.zones[3], parent_id="smart"))
    path = tmp_path / "two.html"
    write_map(replace(facts, zones=zones, parcels=(*facts.parcels[:9], told)), path)
    page = open_page(path.as_uri()).page
    search(page, "P-09")
    page.keyboard.press("Enter")
    expect(page.locator(".popup-path")).to_have_text(
        ["天河区天河智慧城智慧城核心区", "天河区天河智慧城2112工园"]
    )


def test_a_popup_tells_of_the_contract_and_since_when_a_parcel_is(
    open_page, facts: MapFacts, tmp_path: Path
) -> None:
    status = facts.parcels[9]
    contract = {
        "contract_no": "<b>合同", "supervision_no": "44010620230001234",
        "price_10k_cny": 12345.6, "responsible_unit": "<img src=x onerror=alert(1)>",
    }  # fmt: skip
    told = replace(
        status,
        parcel=replace(status.parcel, established_on=date(2015, 3, 4)),
        events=(replace(status.events[0], **contract),),
    )
    path = tmp_path / "contract.html"
    write_map(replace(facts, parcels=(*facts.parcels[:9], told)), path)
    opened = open_page(path.as_uri())
    search(opened.page, "P-09")
    opened.page.keyboard.press("Enter")
    popup = opened.page.locator(".popup")
    for part in (
        "设立日期\n2015-03-04", "合同编号：<b>合同；电子监管号：44010620230001234",
        "成交价款：12,345.6 万元（1.23 亿元）", "责任单位：<img src=x onerror=alert(1)>",
    ):  # fmt: skip
        expect(popup).to_contain_text(part.replace("\n", ""))
    assert popup.locator("img, b").count() == 0


def test_a_popup_shows_what_a_file_brought_beside_our_columns(
    open_page, facts: MapFacts, tmp_path: Path
) -> None:
    status = facts.parcels[9]
    hostile = {"容积率<b>": 2.5, "备注": "<img src=x onerror=alert(1)>", "是": True}
    told = replace(
        status,
        parcel=replace(status.parcel, further=hostile),
        events=(replace(status.events[0], further={"约定动工": "2025-01-01"}),),
    )
    path = tmp_path / "further.html"
    write_map(replace(facts, parcels=(*facts.parcels[:9], told)), path)
    opened = open_page(path.as_uri())
    search(opened.page, "P-09")
    opened.page.keyboard.press("Enter")
    popup = opened.page.locator(".popup")
    for part in (
        "容积率<b>2.5", "备注<img src=x onerror=alert(1)>", "是true", "约定动工2025-01-01",
    ):  # fmt: skip
        expect(popup).to_contain_text(part)
    assert popup.locator("img, b").count() == 0


def test_search_is_a_combobox_for_the_keyboard(page: Page) -> None:
    search(page, "高唐")
    options = page.locator("#found [role=option]")
    expect(options).to_have_count(2)
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(page.locator("#search-input")).to_have_attribute("aria-activedescendant", "found-1")
    page.keyboard.press("Escape")
    expect(page.locator("#found")).to_be_hidden()
    search(page, "工园")
    page.keyboard.press("Enter")
    expect(page.locator("#zone-head h2")).to_have_attribute("data-zone", "park")
    search(page, "查无此地")
    expect_shown(page.locator("#found"), "没有匹配")


def test_the_data_cannot_leave_its_element(facts: MapFacts) -> None:
    text = text_in(map_html(facts))
    assert re.fullmatch(r"[A-Za-z0-9+/]+=*", text)
    names = [status.parcel.name for status in facts.parcels]
    assert unpacked(text).data["parcels"]["name"] == names


def test_every_text_is_there_in_both_languages() -> None:
    chinese, english = texts("zh"), texts("en")
    assert chinese.keys() == english.keys()
    for key, text in chinese.items():
        assert text and english[key]
        assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", english[key]))
        assert key == "list_comma" or not re.search("[\u4e00-\u9fff]", english[key])


def test_methods_are_named_in_the_page_s_language(
    open_page, facts: MapFacts, tmp_path: Path
) -> None:
    path = tmp_path / "english.html"
    write_map(facts, path, language="en")
    page = open_page(path.as_uri()).page
    page.evaluate("landplan.go.parcel(10)")
    expect_shown(page.locator(".popup"), "Storage", "Expropriation", "挂牌<i>")
    page.click("#tab-parcels")
    options = page.locator("select[name=method] option")
    assert {"Expropriation", "挂牌<i>"} <= set(options.all_text_contents())
    told = page.evaluate("['划拨', '__proto__', 'x'].map((one) => landplan.data.method(one))")
    assert told == ["Allocation", "__proto__", "x"]
    assert unpacked(text_in(map_html(facts))).data["methods"] == {}


def test_in_english_only_the_data_is_chinese(builtin_connection, open_page, tmp_path: Path) -> None:
    facts = map_facts(view_of(builtin_connection, "tianhe-2021-2025", as_of=date(2025, 12, 31)))
    html = map_html(facts, language="en")
    data = json.dumps(unpacked(text_in(html)).data | {"texts": {}}, ensure_ascii=False)
    path = tmp_path / "english.html"
    path.write_text(html, encoding="utf-8")
    page = open_page(path.as_uri()).page
    page.evaluate("landplan.go.parcel(9)")
    for name in ("balance", "indicators", "projects", "investment", "parcels", "zones", "warnings"):
        tab(page, "smart-city", name)
        unfold(page)
        told = page.evaluate(
            "() => [...document.querySelectorAll('body *')].flatMap((one) =>"
            " [...one.childNodes].filter((node) => node.nodeType === 3 && one.tagName !== 'SCRIPT')"
            " .map((node) => node.data).concat(['title', 'aria-label', 'placeholder']"
            "  .map((attribute) => one.getAttribute(attribute) ?? '')))"
        )
        chinese = {
            run for text in told for run in re.findall("[\u3000-\u9fff\uff00-\uffef]+", text)
        }
        assert len(chinese) > 10
        assert sorted(run for run in chinese if run not in data) == []
