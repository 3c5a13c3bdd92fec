"""The folium map of a plan in a browser, with everything an analyst does to it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import folium
import pytest
from folium.plugins import MarkerCluster
from playwright.sync_api import Page, expect
from shapely import MultiPoint, Point

from gis.errors import WrongUseError
from layers.folium_map.features import as_money
from layers.folium_map.plan_map import plan_map
from layers.map.map_facts import MapFacts
from layers.map.plan_data import project_data
from layers.offline.save import save_offline
from layers.styles import CATEGORY_COLOURS
from layers.texts import texts
from tests.browser import Open
from tests.layers.conftest import HOSTILE_NAMES

Show = Callable[[folium.Map], Page]


@pytest.mark.parametrize(
    ("value_10k_cny", "told"),
    [
        (None, ""),
        (0.0, "0 万元"),
        (1234.5, "1234.5 万元"),
        (9999.25, "9999.25 万元"),
        (12345.0, "12,345 万元（1.23 亿元）"),
        (12345678901.25, "12,345,678,901.25 万元（1,234,567.89 亿元）"),
    ],
)
def test_money_is_told_as_it_is_printed(value_10k_cny: float | None, told: str) -> None:
    assert as_money(value_10k_cny, texts("zh")) == told


@pytest.fixture
def show(open_page: Open, tmp_path: Path) -> Show:
    """Open a map as one file with the network off."""

    def show(m: folium.Map) -> Page:
        file = tmp_path / "map.html"
        save_offline(m, file)
        return open_page(file.as_uri(), ready=".landplan-legend").page

    return show


def layers_of(m: folium.Map) -> dict[str, folium.GeoJson]:
    found = [child for child in m._children.values() if isinstance(child, folium.GeoJson)]
    return {layer.options["pane"].removeprefix("landplan-"): layer for layer in found}


def open_popup(page: Page, pane: str, feature_id: str) -> None:
    """Open what a click on a feature opens, also where another lies over it."""
    page.evaluate(
        f"""() => {{
            const layer = ({_FIND})({pane!r}, {feature_id!r});
            const latlng = layer.getLatLng?.() ?? layer.getCenter();
            layer.fire("click", {{ latlng }}, true);
        }}"""
    )


def click(page: Page, pane: str, feature_id: str) -> None:
    """Click in the middle of a feature."""
    x, y = page.evaluate(
        f"""() => {{
            const layer = ({_FIND})({pane!r}, {feature_id!r}), map = layer._map;
            const at = map.latLngToContainerPoint(layer.getBounds().getCenter());
            const box = map.getContainer().getBoundingClientRect();
            return [box.x + at.x, box.y + at.y];
        }}"""
    )
    page.mouse.click(x, y)


_MAP = """() => {
    const isMap = (name) => name.startsWith("map_") && window[name] instanceof L.Map;
    return window[Object.keys(window).find(isMap)];
}"""
_FIND = f"""(pane, id) => {{
    return Object.values(({_MAP})()._layers)
        .find((one) => one.options.pane === `landplan-${{pane}}` &&
            Object.values(one.feature?.properties ?? {{}}).includes(id));
}}"""


def test_a_zone_says_how_it_stands(show: Show, facts: MapFacts) -> None:
    page = show(plan_map(facts))
    open_popup(page, "zones", "smart")
    popup = page.locator(".leaflet-popup-content")
    expect(popup).to_contain_text("天河智慧城")
    expect(popup.locator("tr", has_text="收储")).to_contain_text("512.35 公顷 / 500.00 公顷")
    expect(popup.locator("tr", has_text="收储")).to_contain_text("已完成")
    expect(popup.locator("tr", has_text="片区层级")).to_contain_text("天河区")
    expect(popup).to_contain_text("项目0<script>alert(0)</script>")


def test_zones_are_coloured_by_the_measure(facts: MapFacts) -> None:
    statuses = {
        measure: {
            one["properties"]["zone_id"]: one["properties"]["status"]
            for one in layers_of(plan_map(facts, measure=measure))["zones"].data["features"]
        }
        for measure in ("storage", "supply")
    }
    assert statuses["storage"]["smart"] == "done"
    assert statuses["supply"]["smart"] == "at risk"
    assert statuses["supply"]["district"] is None


def test_hatches_fill_what_is_behind_and_at_risk(show: Show, facts: MapFacts) -> None:
    page = show(plan_map(facts, measure="supply"))
    fill = page.evaluate(f"() => ({_FIND})('zones', 'smart')._path.getAttribute('fill')")
    assert fill == "url(#landplan-at-risk)"
    expect(page.locator("pattern#landplan-at-risk")).to_have_count(1)


def test_hostile_names_of_parcels_stay_text(show: Show, facts: MapFacts) -> None:
    page = show(plan_map(facts))
    for number, name in enumerate(HOSTILE_NAMES):
        open_popup(page, "parcels", f"P-{number:02d}")
        row = page.locator(".leaflet-popup-content tr", has_text=f"P-{number:02d}")
        expect(row.first).to_be_visible()
        cell = page.locator(".leaflet-popup-content tr").first.locator("td")
        assert cell.text_content() == name
        assert cell.locator("bdi > *").count() == 0


def test_a_click_opens_the_parcel_and_not_the_zone_under_it(show: Show, facts: MapFacts) -> None:
    page = show(plan_map(facts))
    click(page, "parcels", "P-10")
    popup = page.locator(".leaflet-popup-content")
    expect(popup).to_contain_text("P-10")
    expect(popup.locator("tr", has_text="状态")).to_contain_text("部分出库")
    expect(popup).to_contain_text("2023-05-01 供应")
    expect(popup).to_contain_text("挂牌<i>")


def test_a_click_beside_a_parcel_opens_the_zone(show: Show, facts: MapFacts) -> None:
    page = show(plan_map(facts))
    click(page, "zones", "park")
    expect(page.locator(".leaflet-popup-content")).to_contain_text("2112工园")


def test_projects_have_their_marks_and_sources(show: Show, facts: MapFacts) -> None:
    page = show(plan_map(facts))
    open_popup(page, "projects", "line")
    popup = page.locator(".leaflet-popup-content")
    expect(popup).to_contain_text("环城路<img src=x onerror=alert(1)>")
    expect(popup).to_contain_text("示意线位")
    expect(popup).to_contain_text("250,000 万元（25.00 亿元）")
    expect(popup).to_contain_text("天河智慧城“十四五”发展规划")
    open_popup(page, "projects", "points")
    expect(popup).to_contain_text("十一号线")
    expect(popup).to_contain_text("示意点位")


def test_projects_have_the_colours_of_the_page(facts: MapFacts) -> None:
    alone = replace(facts.projects[0], category="更新", point=Point(113.36, 23.16))
    told = replace(facts, projects=(*facts.projects, replace(alone, project_id="alone")))
    colours = {one["name"]: one["colour"] for one in project_data(told.projects)["categories"]}
    expected = {one.project_id: colours[one.category] for one in told.projects if one.place}
    assert len(set(expected.values())) > 2
    for zone, ids in ((None, set(expected)), ("smart", {"alone"})):
        drawn = layers_of(plan_map(told, zone=zone))["projects"].data["features"]
        seen = {one["properties"]["project_id"]: one["properties"]["colour"] for one in drawn}
        assert seen == {key: expected[key] for key in ids}


def test_an_empty_outline_hides_no_point(facts: MapFacts) -> None:
    point = Point(113.36, 23.16)
    project = replace(facts.projects[0], outline=MultiPoint(), point=point)
    assert project.place == point
    assert replace(project, point=None).place is None
    drawn = layers_of(plan_map(replace(facts, projects=(project,))))["projects"]
    assert len(drawn.data["features"]) == 1


def test_categories_without_a_colour_share_one_row(show: Show, facts: MapFacts) -> None:
    many = tuple(
        replace(facts.projects[-1], project_id=f"p{number}", category=f"类别{number}")
        for number in range(len(CATEGORY_COLOURS) + 2)
    )
    page = show(plan_map(replace(facts, projects=many)))
    expect(page.locator(".landplan-dot")).to_have_count(len(CATEGORY_COLOURS) + 1)
    expect(page.locator(".landplan-legend li").last).to_have_text("其他类别")


def test_a_click_draws_no_frame(show: Show, facts: MapFacts) -> None:
    page = show(plan_map(facts))
    click(page, "zones", "park")
    path = page.locator("path.leaflet-interactive:focus")
    expect(path).to_have_count(1)
    expect(path).to_have_css("outline-style", "none")
    expect(page.locator(".leaflet-attribution-flag")).to_be_hidden()


def test_a_popup_opens_beside_the_legend(show: Show, facts: MapFacts) -> None:
    page = show(plan_map(facts))
    page.evaluate(f"() => ({_MAP})().setView([23.16, 113.46], 13, {{ animate: false }})")
    click(page, "projects", "area")
    expect(page.locator(".leaflet-popup")).to_be_visible()
    page.wait_for_function(
        """() => {
            const [popup, legend] = [".leaflet-popup", ".landplan-legend"]
                .map((name) => document.querySelector(name).getBoundingClientRect());
            return popup.left > legend.right && popup.top > 0;
        }"""
    )


def test_the_legend_says_what_it_is(show: Show, facts: MapFacts) -> None:
    page = show(plan_map(facts))
    legend = page.locator(".landplan-legend")
    expect(legend).to_contain_text("天河区“十四五”<规划>")
    expect(legend.locator("[data-sample]")).to_have_text("样例数据，非实际成果")
    for name in ("已完成", "风险", "无目标", "在库", "部分出库", "示意边界", "重大项目"):
        expect(legend).to_contain_text(name)
    expect(page.locator(".leaflet-control-scale")).to_be_visible()


def test_layers_can_be_switched_off_and_on_in_their_order(show: Show, facts: MapFacts) -> None:
    page = show(plan_map(facts))
    zones = page.locator(".leaflet-control-layers").get_by_label("片区：收储完成情况")
    paths = page.locator(".leaflet-landplan-zones-pane path")
    expect(paths).to_have_count(len(facts.zones))
    zones.uncheck()
    expect(paths).to_have_count(0)
    zones.check()
    expect(paths).to_have_count(len(facts.zones))
    click(page, "parcels", "P-10")
    expect(page.locator(".leaflet-popup-content")).to_contain_text("P-10")


def test_what_an_analyst_adds_afterwards_is_there(show: Show, facts: MapFacts) -> None:
    m = plan_map(facts)
    cluster = MarkerCluster(name="走访").add_to(m)
    for number in range(5):
        folium.Marker((23.22, 113.31 + number / 1e4), popup=f"第{number}次").add_to(cluster)
    folium.Marker((23.13, 113.32), tooltip="我的标记").add_to(m)
    page = show(m)
    expect(page.locator(".marker-cluster")).to_have_text("5")
    expect(page.locator("img.leaflet-marker-icon")).to_be_visible()
    page.locator(".leaflet-control-layers").get_by_label("走访").uncheck()
    expect(page.locator(".marker-cluster")).to_have_count(0)


def test_a_map_that_is_given_keeps_what_it_has(show: Show, facts: MapFacts) -> None:
    mine = folium.Map(location=(23.16, 113.38), zoom_start=13, tiles=None)
    folium.FeatureGroup(name="我的图层").add_to(mine).add_child(folium.Circle((23.16, 113.38), 200))
    folium.LayerControl(collapsed=False).add_to(mine)
    assert plan_map(facts, m=mine) is mine
    page = show(mine)
    control = page.locator(".leaflet-control-layers")
    expect(control).to_have_count(1)
    for name in ("我的图层", "片区：收储完成情况", "地块", "重大项目"):
        expect(control.get_by_label(name)).to_be_checked()
    assert page.evaluate(f"() => ({_MAP})().getZoom()") == 13


def test_two_plans_on_one_map(show: Show, facts: MapFacts) -> None:
    m = plan_map(facts)
    plan_map(replace(facts, parcels=(), projects=()), m=m, measure="supply")
    page = show(m)
    control = page.locator(".leaflet-control-layers")
    expect(control.get_by_label("片区：供应完成情况")).to_be_checked()
    expect(page.locator(".leaflet-landplan-zones-pane path")).to_have_count(2 * len(facts.zones))


def test_more_parcels_than_a_browser_shows_are_left_out_and_it_says_so(
    show: Show, facts: MapFacts
) -> None:
    m = plan_map(facts, most_parcels=11)
    assert "parcels" not in layers_of(m)
    page = show(m)
    expect(page.locator(".landplan-legend")).to_contain_text("共 12 个地块，图上未绘")


def test_names_of_zones_do_not_lie_on_each_other(show: Show, facts: MapFacts) -> None:
    page = show(plan_map(facts))
    names = page.locator(".landplan-name span")
    seen = page.locator(".landplan-name span:not([style*=hidden])")
    expect(names).to_have_count(len(facts.zones))
    expect(seen).to_have_count(len(facts.zones))
    page.evaluate(f"() => ({_MAP})().setZoom(6, {{ animate: false }})")
    expect(seen).to_have_count(1)
    expect(seen).to_have_text("天河区")
    page.evaluate(f"() => ({_MAP})().setZoom(13, {{ animate: false }})")
    expect(seen).to_have_count(len(facts.zones))


def test_one_zone_and_what_lies_in_it(facts: MapFacts) -> None:
    layers = layers_of(plan_map(facts, zone="core"))
    zones = [one["properties"]["zone_id"] for one in layers["zones"].data["features"]]
    assert zones == ["core", "park"]
    parcels = len(layers["parcels"].data["features"])
    assert parcels == sum("core" in one.zone_ids for one in facts.parcels)
    assert "projects" not in layers
    with pytest.raises(WrongUseError, match="atlantis"):
        plan_map(facts, zone="atlantis")


def test_english(show: Show, facts: MapFacts) -> None:
    page = show(plan_map(facts, language="en", measure="supply_industry"))
    expect(page.locator(".leaflet-control-layers")).to_contain_text("Zones: Industry against plan")
    expect(page.locator(".landplan-legend")).to_contain_text("Sample data, not actual results")


def test_methods_are_english_in_an_english_map(facts: MapFacts) -> None:
    parcels = layers_of(plan_map(facts, language="en"))["parcels"].data["features"]
    events = " ".join(one["properties"]["events"] for one in parcels)
    assert "Expropriation" in events and "征收" not in events


def test_an_empty_plan_is_a_map_too(show: Show, facts: MapFacts) -> None:
    page = show(plan_map(replace(facts, zones=(), parcels=(), projects=())))
    expect(page.locator(".landplan-legend")).to_be_visible()


def test_a_notebook_shows_it(facts: MapFacts) -> None:
    assert "landplan-legend" in plan_map(facts)._repr_html_()


def test_what_cannot_be_done_is_said(facts: MapFacts) -> None:
    with pytest.raises(WrongUseError, match="storage、supply"):
        plan_map(facts, measure="reserve")
    with pytest.raises(WrongUseError, match="tiles"):
        plan_map(facts, m=folium.Map(tiles=None), tiles="OpenStreetMap")


def test_a_parcel_tells_of_its_contracts_as_text(facts: MapFacts, show: Show) -> None:
    status = facts.parcels[2]
    sold = replace(
        status.events[1], contract_no="<img src=x onerror=alert(1)>", supervision_no="4401",
        price_10k_cny=0.0, responsible_unit="{{ 7 * 7 }}", further={"交地日期": "2024-05-06"},
    )  # fmt: skip
    further = {"容积率": 2.5, "<b>备注": "{{ 1 + 1 }}"}
    parcel = replace(status.parcel, established_on=date(2015, 3, 4), further=further)
    told = replace(status, parcel=parcel, events=(status.events[0], sold))
    parcels = (*facts.parcels[:2], told, *facts.parcels[3:])
    page = show(plan_map(replace(facts, parcels=parcels)))
    open_popup(page, "parcels", told.parcel.parcel_id)
    popup = page.locator(".leaflet-popup")
    for part in (
        "2015-03-04", "合同编号：<img src=x onerror=alert(1)>", "电子监管号：4401",
        "成交价款：0 万元", "责任单位：{{ 7 * 7 }}", "交地日期：2024-05-06",
        "其余属性", "容积率：2.5", "<b>备注：{{ 1 + 1 }}",
    ):  # fmt: skip
        expect(popup).to_contain_text(part)
    assert popup.locator("img").count() == 0
