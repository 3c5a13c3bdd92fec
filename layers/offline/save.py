"""`save_offline`: any folium map as one file that asks nothing of any host.

folium's own page loads ten files from four hosts, each plug-in more. Here their vendored copies
stand in the page, fonts and images too, and a Content-Security-Policy tells the browser to fetch
nothing at all. What cannot be without a host is named in one error. The same map gives the same
bytes, in every run: the random ids of its parts are numbered.
"""

import base64
import os
import re
from collections.abc import Iterable
from itertools import count
from pathlib import Path
from typing import Any, Final

from branca.element import Element, Figure

from gis.errors import OfflineError, WrongUseError
from layers.offline.asks import Ask, Markup, asks, is_stylesheet
from layers.offline.assets import asset
from layers.offline.parts import (
    changed,
    elements,
    figure_of,
    is_map,
    owner,
    places,
    read_by_address,
    remote_parts,
    title,
    without_pictures,
)
from layers.whole_file import write_whole

_POLICY: Final = (
    '<meta http-equiv="Content-Security-Policy" content="default-src data: blob: '
    "'unsafe-inline' 'unsafe-eval'\">"
)
"""Nothing from any host. folium's scripts are inline and some of its plug-ins evaluate text."""

_NO_ICON: Final = '<link rel="icon" href="data:,">'
"""A browser asks the host of a page for its icon, where the page names none."""

_SERVICES: Final = ("Geocoder", "TimestampedWmsTileLayers", "VectorGridProtobuf")
"""Plug-ins that are nothing without a server."""

_FRAME: Final = re.compile(r'src="data:text/html;charset=utf-8;base64,([A-Za-z0-9+/]+=*)"')
"""How branca's IFrame holds a page within the page."""

_IN_FRAME: Final = {ord(sign): f"&#{ord(sign)};" for sign in "&<>\"'`$\\\r\n"}
"""Signs that would end the attribute, or the script's text, in which a page in a frame stands."""


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
    >>> m = folium.Map([23.13, 113.33], tiles=None)
    >>> folium.Marker([23.13, 113.33], popup="天河").add_to(m)
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
            f"要保存的不是 folium 地图，而是 {type(m).__name__}；"
            "请给 folium.Map 或含有地图的 Figure",
            f"this is no folium map, but a {type(m).__name__}; give a folium.Map or the Figure "
            "that holds one",
        )
    with figure_of(m) as figure:
        html = figure.render()
        changes: list[tuple[Element, dict[str, Any]]]
        changes = [(layer, {"embed": True}) for layer in read_by_address(figure)]
        left_out = remote_parts(figure) if leave_out_remote else []
        changes += [(part, without_pictures(part)) for part in left_out]
        if changes:
            with changed(changes):
                html = figure.render()
        page = _Page(figure)
        html = page.inlined(html)
        page.refuse_asks()
        return _numbered(_closed(html), figure), [title(part) for part in left_out]


class _Page:
    """A page on its way: links replaced, and all that it still asks."""

    def __init__(self, figure: Figure) -> None:
        self._figure = figure
        self._asks: dict[Ask, None] = {}

    def inlined(self, html: str) -> str:
        """Return a page, and the pages in its frames, with the vendored files in it."""
        markup = Markup(html)
        self._asks |= dict.fromkeys(asks(markup, known=lambda url: asset(url) is not None))
        pieces, at, notices = [], 0, set()
        for number, tag in enumerate(markup.tags):
            is_script = tag.name == "script"
            url = tag.attributes.get("src" if is_script else "href", "").strip()
            found = asset(url) if url and (is_script or is_stylesheet(tag)) else None
            if found is None:
                continue
            notice = "" if found.notice in notices else found.notice
            notices.add(found.notice)
            name = "script" if is_script else "style"
            pieces += [html[at : tag.start], f"<{name}>{notice}{found.text}</{name}>"]
            at = markup.ends[number] if is_script else tag.end
        return _FRAME.sub(self._frame, "".join([*pieces, html[at:]]))

    def refuse_asks(self) -> None:
        """Raise one error that names everything that needs a host."""
        parts = elements(self._figure)
        services = list(dict.fromkeys(t for p in parts if (t := type(p).__name__) in _SERVICES))
        told = [(f"{name} 是在线服务", f"{name} is a service on a host") for name in services]
        for ask in self._asks:
            name = owner(ask.url, self._figure)
            if name.split(" ")[0] not in _SERVICES:
                told.append(_sentence(ask, name))
        if told:
            zh, en = (list(dict.fromkeys(sentences)) for sentences in zip(*told, strict=True))
            raise OfflineError(zh, en)

    def _frame(self, frame: re.Match[str]) -> str:
        """Hold a page in a frame as text: Chromium opens no data: address of over 2 MB."""
        page = self.inlined(base64.b64decode(frame[1]).decode("utf-8"))
        return f'srcdoc="{_numbered(page, self._figure).translate(_IN_FRAME)}"'


def _sentence(ask: Ask, name: str) -> tuple[str, str]:
    url = ask.url if len(ask.url) < 200 else f"{ask.url[:200]}…"
    zh, en = name or "地图的页面", name or "the map's page"
    if ask.kind == "file":
        return f"{zh} 所需的文件未随附：{url}", f"{en} needs a file that is not vendored: {url}"
    if ask.kind == "layer":
        return f"{zh} 的图像或数据在远程：{url}", f"{en} shows what is elsewhere: {url}"
    return f"{zh} 的内容引用了 {url}", f"the content of {en} refers to {url}"


def _closed(html: str) -> str:
    """Return a page whose browser fetches nothing."""
    markup = Markup(html)
    has_icon = any("icon" in tag.attributes.get("rel", "").split() for tag in markup.tags)
    at = next((tag.end for tag in markup.tags if tag.name in ("head", "html")), 0)
    at = next((tag.end for tag in markup.tags if tag.name == "head"), at)
    return f"{html[:at]}\n{_POLICY}{'' if has_icon else _NO_ICON}{html[at:]}"


def _numbered(html: str, figure: Figure) -> str:
    """Return a page whose parts' random ids are numbers, in the order of the page."""
    ids = _ids(elements(figure), (name for place in places(figure) for name in place._children))
    numbers, next_number = {}, count(1)

    def number(found: re.Match[str]) -> str:
        if found[0] not in ids:
            return found[0]
        if found[0] not in numbers:
            numbers[found[0]] = f"{next(next_number):032x}"
        return numbers[found[0]]

    return re.sub(r"[0-9a-f]{32}", number, html)


def _ids(parts: Iterable[Element], names: Iterable[str]) -> set[str]:
    """Return the ids of the parts, and of those that were made while the map was rendered."""
    return {part._id for part in parts} | {name[-32:] for name in names if len(name) > 32}
