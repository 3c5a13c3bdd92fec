"""On a machine without a Chinese font the maps show Chinese all the same."""

import base64
import io
import re
from pathlib import Path

from fontTools.ttLib import TTFont
from playwright.sync_api import Page

from layers.folium_map.plan_map import plan_map
from layers.fonts.shipped import FAMILY, REGULAR
from layers.fonts.web_font import font_face
from layers.map.map_facts import MapFacts
from layers.map.map_page import map_html
from layers.offline.save import offline_html
from layers.texts import texts
from tests.layers.drawn_fonts import fonts_of


def test_the_page_is_drawn_in_its_own_font(latin_tab: Page, map_file: Path) -> None:
    latin_tab.goto(map_file.as_uri())
    latin_tab.wait_for_selector("body[data-ready]", state="attached")
    for selector in (".masthead h1 bdi", ".zone-title h2 bdi", ".measure-name", ".zone-label"):
        assert fonts_of(latin_tab, selector) == {FAMILY}, selector


def test_a_folium_map_saved_is_drawn_in_its_own_font(
    latin_tab: Page, facts: MapFacts, tmp_path: Path
) -> None:
    path = tmp_path / "folium.html"
    path.write_text(offline_html(plan_map(facts))[0], encoding="utf-8")
    latin_tab.goto(path.as_uri())
    latin_tab.wait_for_selector(".landplan-legend h4")
    assert fonts_of(latin_tab, ".landplan-legend h4") == {FAMILY}
    assert fonts_of(latin_tab, ".landplan-name span") == {FAMILY}


def characters_in(html: str) -> set[str]:
    [data] = re.findall(r'url\(data:font/woff;base64,([^)]+)\) format\("woff"\)', html)
    with TTFont(io.BytesIO(base64.b64decode(data))) as font:
        return set(map(chr, font.getBestCmap()))


def test_the_font_holds_what_the_page_shows_and_little_more(facts: MapFacts) -> None:
    with TTFont(REGULAR) as shipped:
        all_of_it = set(map(chr, shipped.getBestCmap()))
    shown = set("".join(texts("zh").values()) + facts.plan.title + "一类工业用地环城路0123456789")
    held = characters_in(map_html(facts))
    assert shown & all_of_it <= held
    assert len(held) < len(all_of_it) / 10
    assert "饕" in all_of_it and "饕" not in held


def test_the_same_characters_give_the_same_font() -> None:
    assert font_face("天河区") == font_face(["区", "河", "天", "天"])
    assert characters_in(font_face("天河\U0001f600")) == {"天", "河"}
