"""A machine without a Chinese font, and in which fonts its browser draws."""

from pathlib import Path

from matplotlib import get_data_path
from playwright.sync_api import Browser, Page

from tests.browser import launched

CONFIG = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}/fonts/ttf</dir><cachedir>{cache}</cachedir></fontconfig>"""


def with_latin_fonts(browser: Browser, folder: Path) -> Browser:
    """Start a browser like this one on a machine that has the fonts of matplotlib alone."""
    config = folder / "fonts.conf"
    config.write_text(CONFIG.format(folder=get_data_path(), cache=folder / "cache"))
    return launched(browser.browser_type, FONTCONFIG_FILE=str(config))


def fonts_of(page: Page, selector: str) -> set[str]:
    """Return the fonts in which an element of a page is really drawn."""
    page.evaluate("document.fonts.ready.then(() => null)")
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    drawn = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    return {font["familyName"] for font in drawn if font["glyphCount"]}
