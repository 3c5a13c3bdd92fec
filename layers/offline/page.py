"""A page on its way out of the network: links replaced, ids numbered, all that it asks told."""

import base64
import re
from collections.abc import Iterable
from itertools import count
from typing import Final

from branca.element import Element, Figure

from gis.errors import OfflineError
from layers.offline.asks import Ask, Markup, asks, is_stylesheet
from layers.offline.assets import asset
from layers.offline.parts import elements, owner, places

_SERVICES: Final = ("Geocoder", "TimestampedWmsTileLayers", "VectorGridProtobuf")
"""Plug-ins that are nothing without a server."""

_FRAME: Final = re.compile(r'src="data:text/html;charset=utf-8;base64,([A-Za-z0-9+/]+=*)"')
"""How branca's IFrame holds a page within the page."""

_IN_FRAME: Final = {ord(sign): f"&#{ord(sign)};" for sign in "&<>\"'`$\\\r\n"}
"""Signs that would end the attribute, or the script's text, in which a page in a frame stands."""


class Page:
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
        return f'srcdoc="{numbered(page, self._figure).translate(_IN_FRAME)}"'


def _sentence(ask: Ask, name: str) -> tuple[str, str]:
    url = ask.url if len(ask.url) < 200 else f"{ask.url[:200]}…"
    zh, en = name or "地图的页面", name or "the map's page"
    if ask.kind == "file":
        return f"{zh} 所需的文件未随附：{url}", f"{en} needs a file that is not vendored: {url}"
    if ask.kind == "layer":
        return f"{zh} 的图像或数据在远程：{url}", f"{en} shows what is elsewhere: {url}"
    return f"{zh} 的内容引用了 {url}", f"the content of {en} refers to {url}"


def numbered(html: str, figure: Figure) -> str:
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
