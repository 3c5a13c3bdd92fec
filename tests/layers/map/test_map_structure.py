"""Axes and belts on the map: off until asked for, then a line that says what it is."""

from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect
from shapely import LineString

from layers.map.map_facts import MapFacts
from layers.map.map_page import map_html
from projects.model import StructurePart
from tests.browser import Open, expect_shown
from tests.layers.conftest import SOURCE

NAME = "<img src=x onerror=alert(1)>发展轴"
LINES = ".leaflet-structure-pane path"


@pytest.fixture
def structured(facts: MapFacts, open_page: Open, tmp_path) -> Page:
    whole = facts.zones[0].outline.bounds
    middle = (whole[1] + whole[3]) / 2
    parts = (
        StructurePart(
            structure_id="axis", name=NAME, kind="axis", level="区",
            zone_ids=(facts.zones[1].zone_id,), note="", source=SOURCE,
            outline=LineString([(whole[0], middle), (whole[2], middle)]),
            geometry_quality="schematic",
        ),
        StructurePart(
            structure_id="area", name="片区", kind="area", level="区", zone_ids=(), note="",
            source=SOURCE,
        ),
    )  # fmt: skip
    path = tmp_path / "structure.html"
    path.write_text(map_html(replace(facts, structure=parts)), encoding="utf-8")
    return open_page(path.as_uri()).page


def test_the_lines_are_shown_when_asked_for(structured: Page) -> None:
    expect(structured.locator(LINES)).to_have_count(0)
    structured.get_by_label("空间结构（轴、带）").check()
    expect(structured.locator(LINES)).to_have_count(1)


def test_a_line_says_what_it_is_and_where_it_stands(structured: Page) -> None:
    structured.get_by_label("空间结构（轴、带）").check()
    structured.locator(LINES).first.dispatch_event("click")
    popup = structured.locator(".popup")
    assert popup.locator("h2").text_content() == NAME
    for part in ("发展轴", "天河智慧城", "第261行", "示意线位"):
        expect_shown(popup, part)
    expect(popup.locator("img")).to_have_count(0)


def test_a_plan_without_structure_has_no_such_layer(page: Page) -> None:
    expect(page.get_by_label("空间结构（轴、带）")).to_have_count(0)
