"""`save_offline`: any folium map as one file that asks nothing of any host.

folium's own page loads ten files from four hosts, each plug-in more. Here their vendored copies
stand in the page, fonts and images too, and a Content-Security-Policy tells the browser to fetch
nothing at all. What cannot be without a host is named in one error. The same map gives the same
bytes, in every run: the random ids of its parts are numbered.
"""

import os
import re
from pathlib import Path
from typing import Final

from branca.element import Element

from gis.errors import WrongUseError
from gis.formats.whole_file import write_whole
from layers.fonts.shipped import FAMILY
from layers.fonts.web_font import font_face
from layers.offline.asks import Markup
from layers.offline.page import Page, numbered
from layers.offline.parts import (
    changed,
    embedded,
    figure_of,
    is_map,
    is_offline,
    remote_parts,
    title,
    without_pictures,
)

_POLICY: Final = (
    '<meta http-equiv="Content-Security-Policy" content="default-src data: blob: '
    "'unsafe-inline' 'unsafe-eval'\">"
)
"""Nothing from any host. folium's scripts are inline and some of its plug-ins evaluate text."""

_NO_ICON: Final = '<link rel="icon" href="data:,">'
"""A browser asks the host of a page for its icon, where the page names none."""

_ESCAPED: Final = re.compile(r"\\u([0-9a-fA-F]{4})")
"""How folium's JSON holds what is not ASCII."""


def save_offline(
    m: Element, file: str | os.PathLike[str], *, leave_out_remote: bool = False
) -> list[str]:
    """Save any folium map as one HTML file that needs no other file and no network.

    Parameters
    ----------
    m
        A `folium.Map`, a `DualMap`, or the branca `Figure` that holds a map. It is not changed.
    file
        Where to save it; an existing file is replaced, whole or not at all.
    leave_out_remote
        Save the map without the pictures of what is on another host: tile, WMS, image and video
        layers, and icons. Their layers stay in place, empty, so that what refers to them works.

    Returns
    -------
    list
        What was left out; empty where `leave_out_remote` is false.

    Raises
    ------
    OfflineError
        If something on the map needs a host: a plug-in whose file is not vendored, one that is
        a service, a remote layer (see `leave_out_remote`), an image or frame in a popup.
    WrongUseError
        If `m` is no map.
    LandplanError
        If the file cannot be written.

    Examples
    --------
    >>> m = folium.Map([31.63, 117.02], tiles=None)
    >>> folium.Marker([31.63, 117.02], popup="地块").add_to(m)
    >>> save_offline(m, "map.html")
    []
    """
    html, left_out = offline_html(m, leave_out_remote=leave_out_remote)
    write_whole(html.encode("utf-8"), Path(file), "map")
    return left_out


def offline_html(m: Element, *, leave_out_remote: bool = False) -> tuple[str, list[str]]:
    """Return the page that `save_offline` writes, and what was left out."""
    if not is_map(m):
        raise WrongUseError(
            f"要保存的不是 folium 地图，而是 {type(m).__name__} 类型的对象；"
            "请给 folium.Map 或含有地图的 Figure",
            f"this is no folium map, but an object of type {type(m).__name__}; give a "
            "folium.Map or the Figure that holds one",
        )
    with figure_of(m) as figure:
        left_out = remote_parts(figure) if leave_out_remote else []
        changes = [*embedded(figure), *((part, without_pictures(part)) for part in left_out)]
        with changed(changes):
            html = figure.render()
        if not is_offline(figure):
            page = Page(figure)
            html = page.inlined(html)
            page.refuse_asks()
            html = numbered(_closed(html), figure)
        return html, [title(part) for part in left_out]


def _closed(html: str) -> str:
    """Return a page whose browser fetches nothing."""
    markup = Markup(html)
    has_icon = any("icon" in tag.attributes.get("rel", "").split() for tag in markup.tags)
    opened = {tag.name: tag.end for tag in reversed(markup.tags)}  # the first of each name
    at = opened.get("head", opened.get("html", 0))
    return f"{html[:at]}\n{_POLICY}{'' if has_icon else _NO_ICON}{_font(html)}{html[at:]}"


def _font(html: str) -> str:
    """Return the shipped font, cut to what a page holds, where a style sheet of it names that."""
    if FAMILY not in html:
        return ""
    escaped = (chr(int(code, 16)) for code in _ESCAPED.findall(html))
    return f"<style>{font_face(sorted({*html, *escaped}))}</style>"
