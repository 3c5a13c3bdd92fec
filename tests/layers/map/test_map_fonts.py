"""On a machine without a Chinese font the maps show Chinese all the same."""

import base64
import io
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from matplotlib import get_data_path
from playwright.sync_api import Browser, Page

from layers.folium_map.plan_map import plan_map
from layers.fonts.shipped import FAMILY, REGULAR
from layers.fonts.web_font import font_face
from layers.map.map_facts import MapFacts
from layers.map.map_page import map_html
from layers.offline.save import offline_html
from layers.texts import texts
from tests.browser import launched

CONFIG = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}/fonts/ttf</dir><cachedir>{cache}</cachedir></fontconfig>"""


@pytest.fixture
def latin_browser(browser: Browser, tmp_path: Path):
    """Give a browser on a machine that has the fonts of matplotlib alone."""
    config = tmp_path / "fonts.conf"
    config.write_text(CONFIG.format(folder=get_data_path(), cache=tmp_path / "cache"))
    started = launched(browser.browser_type, FONTCONFIG_FILE=str(config))
    yield started
    started.close()


def fonts_of(page: Page, selector: str) -> set[str]:
    """Return the fonts in which an element is really drawn."""
    page.evaluate("document.fonts.ready.then(() => null)")
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    drawn = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    return {font["familyName"] for font in drawn if font["glyphCount"]}


def test_the_page_is_drawn_in_its_own_font(latin_browser: Browser, map_file: Path) -> None:
    page = latin_browser.new_page()
    page.goto(map_file.as_uri())
    page.wait_for_selector("body[data-ready]", state="attached")
    for selector in (".masthead h1 bdi", ".zone-title h2 bdi", ".measure-name", ".zone-label"):
        assert fonts_of(page, selector) == {FAMILY}, selector


def test_a_folium_map_saved_is_drawn_in_its_own_font(
    latin_browser: Browser, facts: MapFacts, tmp_path: Path
) -> None:
    path = tmp_path / "folium.html"
    path.write_text(offline_html(plan_map(facts))[0], encoding="utf-8")
    page = latin_browser.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector(".landplan-legend h4")
    assert fonts_of(page, ".landplan-legend h4") == {FAMILY}
    assert fonts_of(page, ".landplan-name span") == {FAMILY}


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
