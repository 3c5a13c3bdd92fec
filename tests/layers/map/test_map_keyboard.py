"""The map by keyboard: projects open, a measured point is taken back, headings follow."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from layers.map.map_facts import MapFacts
from tests.browser import expect_shown
from tests.layers.panel import tab, unfold
from tests.layers.plan_facts import HOSTILE


@pytest.mark.parametrize("key", ["Enter", "Space"])
@pytest.mark.parametrize(
    ("element", "told"),
    [
        (".project-mark.is-badge >> nth=0", "仅知所在片区"),
        (".project-mark.is-point >> nth=0", "项目"),
        (f'.leaflet-projectShapes-pane path[aria-label="环城路{HOSTILE}"]', f"环城路{HOSTILE}"),
        (".leaflet-projectShapes-pane path[aria-label=湿地公园]", "湿地公园"),
    ],
)
def test_marks_and_lines_open_and_give_the_focus_back(
    page: Page, element: str, told: str, key: str
) -> None:
    mark = page.locator(element)
    expect(mark).to_have_attribute("role", "button")
    expect(mark).to_have_attribute("tabindex", "0")
    mark.focus()
    page.keyboard.press(key)
    expect_shown(page.locator(".popup"), told)
    expect(page.locator(".popup")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".popup")).to_have_count(0)
    expect(mark).to_be_focused()


def test_every_shape_of_a_project_is_reached_once(page: Page, facts: MapFacts) -> None:
    drawn = [p.name for p in facts.projects if p.outline and p.outline.geom_type != "MultiPoint"]
    reached = page.locator(".leaflet-projectShapes-pane path[tabindex]")
    assert sorted(path.get_attribute("aria-label") or "" for path in reached.all()) == sorted(drawn)


CORNERS = [(420, 300), (620, 300), (620, 500), (420, 500)]
CROSSED = [(420, 300), (620, 500), (620, 300), (420, 500)]


@pytest.fixture
def measure(page: Page) -> Callable[[list[tuple[int, int]]], None]:
    def click(corners: list[tuple[int, int]]) -> None:
        page.click("[data-tool=measure_area]")
        for x, y in corners:
            page.click("#map_landplan", position={"x": x, "y": y})

    return click


def test_backspace_takes_back_a_point(page: Page, measure) -> None:
    measure(CORNERS[:3])
    area = page.locator("#readout [data-area-ha]")
    triangle = float(area.get_attribute("data-area-ha") or "nan")
    page.click("#map_landplan", position={"x": 420, "y": 500})
    assert float(area.get_attribute("data-area-ha") or "nan") > 1.9 * triangle
    page.keyboard.press("Backspace")
    assert float(area.get_attribute("data-area-ha") or "nan") == triangle
    page.keyboard.press("Enter")
    page.keyboard.press("Backspace")
    expect_shown(page.locator("#readout"), "在地图上点选")
    page.click("#map_landplan", position={"x": 620, "y": 500})
    assert float(area.get_attribute("data-area-ha") or "nan") == pytest.approx(triangle)
    for _ in range(5):
        page.keyboard.press("Backspace")
    expect_shown(page.locator("#readout"), "在地图上点选")


def test_an_outline_that_crosses_itself_says_so_and_has_no_area(page: Page, measure) -> None:
    measure(CROSSED)
    expect_shown(page.locator("#readout"), "边界自相交")
    expect(page.locator("#readout [data-area-ha]")).to_have_count(0)
    page.keyboard.press("Backspace")
    expect(page.locator("#readout [data-area-ha]")).to_have_count(1)


@pytest.mark.parametrize(
    ("ring", "crosses"),
    [
        ([(0, 0), (1, 0), (1, 1), (0, 1)], False),
        ([(0, 0), (1, 1), (1, 0), (0, 1)], True),
        ([(0, 0), (2, 0), (2, 2), (1, 1), (0, 2)], False),
        ([(0, 0), (2, 0), (2, 2), (1, 0), (0, 2)], True),
        ([(0, 0), (3, 0), (3, 1), (1, 1), (1, -1), (0, -1)], True),
        ([(0, 0), (1, 0)], False),
    ],
)
def test_what_crosses_itself(page: Page, ring: list[tuple[int, int]], crosses: bool) -> None:
    assert page.evaluate("ring => landplan.geometry.crossesItself(ring)", ring) is crosses


@pytest.mark.parametrize("zone", ["smart", "district"])
def test_headings_of_the_indicators_follow_one_another(page: Page, zone: str) -> None:
    tab(page, zone, "indicators")
    unfold(page)
    levels = page.evaluate(
        "() => [...document.querySelectorAll('#zone-head h2, #panel-indicators :is(h3,h4,h5,h6)')]"
        ".map((heading) => Number(heading.tagName[1]))"
    )
    assert levels[0] == 2 and len(levels) > 2
    assert all(after <= before + 1 for before, after in pairwise(levels))
