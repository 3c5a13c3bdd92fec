"""Projects on the map and in the panel: drawn, listed, filtered, and never flooding a district."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from layers.category_groups import GROUPS, group_of
from layers.map.map_facts import MapFacts
from layers.map.map_page import write_map
from tests.browser import expect_shown
from tests.layers.panel import same, tab
from tests.layers.plan_facts import HOSTILE


def line_path(page: Page) -> tuple[float, float]:
    """Return the place on the map, in pixels, of the middle of the drawn line."""
    spot = page.evaluate(
        "() => { const p = landplan.map.latLngToContainerPoint([23.214, 113.33]);"
        " return [p.x, p.y]; }"
    )
    return spot[0], spot[1]


def test_a_schematic_line_is_dashed_and_says_so_when_clicked(page: Page) -> None:
    drawn = page.locator(".leaflet-projectShapes-pane path[stroke-dasharray]")
    expect(drawn).to_have_count(1)  # the area is official
    x, y = line_path(page)
    page.click("#map_landplan", position={"x": x, "y": y})
    popup = page.locator(".popup")
    expect_shown(
        popup,
        f"环城路{HOSTILE}", "储备", "2023-05-08 起", "250,000 万元（25.00 亿元）",
        "50,000 万元（5.00 亿元）", "占总投资 20.0%", "示意线位",
        "天河智慧城“十四五”发展规划 · 表3 · 第261行", "unknown · 专栏3",
    )  # fmt: skip
    invested = popup.locator("[data-field=invested_10k_cny]").get_attribute("data-value")
    assert same(invested, 50_000.0)
    expect(popup).not_to_contain_text("样例")  # the ledger is a sample, the projects are printed


def test_measuring_goes_through_a_line(page: Page) -> None:
    x, y = line_path(page)
    page.click("[data-tool=measure_distance]")
    page.click("#map_landplan", position={"x": x, "y": y})
    page.click("#map_landplan", position={"x": x - 60, "y": y + 60})
    expect(page.locator(".popup")).to_have_count(0)
    expect_shown(page.locator("#readout strong"), "米")


def names(page: Page, count: int) -> list[str]:
    """Return the names in the list once it has so many."""
    rows = page.locator("#panel-projects .row > .name")
    expect(rows).to_have_count(count)
    return rows.all_text_contents()


def test_a_stage_left_out_is_off_the_map_and_the_list(page: Page, facts: MapFacts) -> None:
    tab(page, "district", "projects")
    names(page, len(facts.projects))
    counts = page.locator("#panel-projects .stage-count-button").all_inner_texts()
    assert [text.split() for text in counts] == [["储备", "1"], ["在建", "5"], ["未注明", "1"]]
    page.click("#panel-projects .stage-count-button[data-stage=储备]")
    others = sorted(p.name for p in facts.projects if p.stage != "储备")
    assert sorted(names(page, len(others))) == others
    expect(page.locator(".leaflet-projectShapes-pane path")).to_have_count(3)  # the area
    expect_shown(page.locator("#panel-projects"), "筛选隐去了 1 个项目")
    expect(page.locator("#legend .stage-switch:has-text('储备') input")).not_to_be_checked()
    page.click("#panel-projects .text-button")
    names(page, len(facts.projects))
    expect(page.locator(".leaflet-projectShapes-pane path")).to_have_count(6)


def test_all_or_no_categories_at_once(page: Page, facts: MapFacts) -> None:
    everything = page.locator("#legend .layer:has-text('重大项目') input")
    one = page.locator("#legend .layer[data-category='轨道交通'] input")
    one.click()
    expect(everything).to_be_checked(indeterminate=True)
    everything.check()
    expect(one).to_be_checked()
    everything.uncheck()
    expect(page.locator(".project-mark, .leaflet-projectShapes-pane path")).to_have_count(0)
    tab(page, "district", "projects")
    expect_shown(page.locator("#panel-projects"), f"筛选隐去了 {len(facts.projects)} 个项目")


def test_many_projects_of_a_district_are_one_badge(
    open_page, facts: MapFacts, tmp_path: Path
) -> None:
    like = replace(facts.projects[0], zone_id="district")
    categories = [f"类别{n}" for n in range(25)] + ["市政道路工程", "公共文化", "金融业"]
    many = tuple(
        replace(like, project_id=f"many-{n}", category=categories[n % 28], name=f"项目{n}")
        for n in range(168)
    )
    path = tmp_path / "many.html"
    write_map(replace(facts, projects=many), path)
    page = open_page(path.as_uri()).page
    expect(page.locator(".project-mark")).to_have_text(["168"])
    page.click(".project-mark")
    expect_shown(page.locator(".popup"), "天河区：168 个项目")
    expect(page.locator(".popup .category-fold")).to_have_count(28)
    expect(page.locator(".leaflet-pan-anim")).to_have_count(0)  # what is clicked moves until then
    page.locator(".popup .category-fold > summary").first.click()
    page.locator(".popup .category-fold[open] .project-fold > summary").first.click()
    page.locator(".popup .project-card").wait_for()

    page.keyboard.press("Escape")
    groups = page.locator("#legend .category-group")
    expect(groups).to_have_count(4)
    shown = [group.get_attribute("data-group") for group in groups.all()]
    assert shown == ["industry", "infrastructure", "services", "other"]
    page.uncheck("#legend [data-group=other] > input")
    expect(page.locator(".project-mark")).to_have_text("18")
    page.click("#legend [data-group=industry] summary")
    page.uncheck("#legend .layer[data-category='金融业'] input")
    expect(page.locator(".project-mark")).to_have_text("12")
    expect(page.locator("#legend [data-group=industry] > input")).not_to_be_checked()
    colours = page.evaluate(
        "() => [...document.querySelectorAll('#legend .layer .dot')]"
        ".map((dot) => dot.style.background)"
    )
    assert len(colours) == 28
    assert len(set(colours)) == 8  # seven given once, and the grey that the legend names
    expect_shown(page.locator("#legend"), "其他类别")


@pytest.mark.parametrize(
    ("category", "group"),
    [
        ("市政道路工程", "infrastructure"),
        ("电网", "infrastructure"),
        ("碧道建设", "ecology"),
        ("园林绿化", "ecology"),
        ("公共卫生服务", "services"),
        ("优校园", "services"),
        ("旧村改造", "renewal"),
        ("新一代信息技术", "industry"),
        ("文化产业", "industry"),
        ("<b>", "other"),
        ("", "other"),
    ],
)
def test_a_category_has_the_group_that_its_words_name(category: str, group: str) -> None:
    assert group_of(category) == group
    assert group in GROUPS


def test_a_popup_keeps_clear_of_the_legend(page: Page) -> None:
    page.evaluate("landplan.go.project(landplan.plan.projects.find(({ id }) => id === 'points'))")
    page.wait_for_function("() => !document.querySelector('.leaflet-pan-anim')")
    popup = page.locator(".leaflet-popup-content-wrapper").bounding_box()
    legend = page.locator("#legend").bounding_box()
    assert popup and legend
    assert popup["x"] >= legend["x"] + legend["width"]
