"""The parts of a folium map: which there are, which of them asks, what stands in for it."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from typing import Any, Final

from branca.element import Element, Figure
from folium import GeoJson, Icon, Map, TileLayer
from folium.raster_layers import ImageOverlay, VideoOverlay, WmsTileLayer

from layers.offline.asks import is_elsewhere

_EMPTY: Final = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
"""A transparent pixel."""

Change = tuple[Element, dict[str, Any]]
"""A part, and the attributes that it has for a while."""

_DEEPEST: Final = 6  # of lists in lists that may hold parts: a tree of layers


def elements(root: Element) -> list[Element]:
    """Return a map's parts, in the order of the map, and what they hold beside their children."""
    found: dict[int, Element] = {}

    def look(value: object, depth: int) -> None:
        if isinstance(value, Element):
            if id(value) not in found:
                found[id(value)] = value
                for name, held in vars(value).items():
                    if name != "data":  # large, and no parts in it
                        look(held, 0)
        elif depth < _DEEPEST and isinstance(value, Mapping):
            for held in value.values():
                look(held, depth + 1)
        elif depth < _DEEPEST and isinstance(value, list | tuple | set):
            for held in value:
                look(held, depth + 1)

    look(root, 0)
    return list(found.values())


def places(figure: Figure) -> tuple[Element, Element, Element]:
    """Return where a figure gathers what its parts write, each under the part's name."""
    return figure.header, figure.html, figure.script


def title(part: Element) -> str:
    """Return a part's kind and, where it has one, its name: `TileLayer “openstreetmap”`."""
    name = getattr(part, "layer_name", None) or getattr(part, "tile_name", None)
    kind = type(part).__name__
    is_given = name and not re.search(r"_[0-9a-f]{32}$", str(name))
    return f"{kind} “{name}”" if is_given else kind


def owner(url: str, figure: Figure) -> str:
    """Return the title of the part that asks for an address; empty where none is found."""
    parts = elements(figure)
    for part in parts:
        if url in (link for _, link in _links(part)):
            return title(part)
    written = _written(figure)
    spellings = {url, url.replace("&", "\\u0026"), url.replace("&", "&amp;")}
    for part in parts:
        text = written.get(part.get_name(), "")
        if any(spelling in text for spelling in spellings):
            return title(part)
    return ""


def _links(part: Element) -> list[tuple[str, str]]:
    return [*getattr(part, "default_js", ()), *getattr(part, "default_css", ())]


def _written(figure: Figure) -> dict[str, str]:
    """Return what each part wrote into the page, by its name."""
    texts: dict[str, str] = {}
    for place in places(figure):
        for name, child in place._children.items():
            texts[name] = texts.get(name, "") + child.render()
    return texts


def remote_parts(figure: Figure) -> list[Element]:
    """Return the layers and icons whose pictures are elsewhere."""
    return [part for part in elements(figure) if any(map(is_elsewhere, _pictures(part)))]


def _pictures(part: Element) -> list[str]:
    match part:
        case TileLayer():
            return [part.tiles]
        case WmsTileLayer() | ImageOverlay():
            return [part.url]
        case VideoOverlay():
            return [part.video_url]
        case Icon():
            options = part.options
            return [str(options.get(name) or "") for name in ("icon_url", "shadow_url")]
    return []


def without_pictures(part: Element) -> dict[str, Any]:
    """Return the attributes with which a layer or icon is there, but shows nothing."""
    match part:
        case TileLayer():
            options = {name: value for name, value in part.options.items() if name != "attribution"}
            return {"tiles": _EMPTY, "options": options, "control": False}
        case WmsTileLayer():
            return {"url": f"{_EMPTY}#", "control": False}  # what is asked comes after the #
        case ImageOverlay():
            return {"url": _EMPTY, "control": False}
        case VideoOverlay():
            return {"video_url": "data:video/mp4;base64,", "control": False}
        case Icon():
            return {"options": {**part.options, "icon_url": _EMPTY, "shadow_url": None}}
    raise TypeError(f"{type(part).__name__} has no pictures")


def embedded(figure: Figure) -> list[Change]:
    """Return how GeoJson that the page would read again is written in: folium has read it."""
    layers = (part for part in elements(figure) if isinstance(part, GeoJson))
    return [(layer, {"embed": True}) for layer in layers if layer.embed_link and not layer.embed]


@contextmanager
def changed(changes: list[Change]) -> Iterator[None]:
    """Give parts other attributes, and their own again at the end."""
    before = [(part, {name: vars(part)[name] for name in other}) for part, other in changes]
    try:
        for part, other in changes:
            vars(part).update(other)
        yield
    finally:
        for part, own in before:
            vars(part).update(own)


@contextmanager
def figure_of(m: Element) -> Iterator[Figure]:
    """Give the figure that a map is drawn in, ready to be rendered, and leave all as it was.

    Rendering writes the parts' texts into the figure, and parts of its own into the map. What an
    earlier rendering wrote (a notebook that showed the map) would run twice: it is laid aside.
    """
    root = m.get_root()
    figure = root if isinstance(root, Figure) else Figure()
    if figure is not root:
        figure.add_child(root)
    before = [(part, _kept(part)) for part in elements(figure)]
    for place in places(figure):
        for name in [name for name, child in place._children.items() if _is_rendered(name, child)]:
            del place._children[name]
    try:
        yield figure
    finally:
        for part, own in before:
            vars(part).clear()
            vars(part).update(own)
        if figure is not root:
            root._parent = None


def _is_rendered(name: str, child: Element) -> bool:
    """Say whether this is what a part wrote: it stands under the part's name, not its own."""
    is_text = type(child) is Element
    return is_text and name != child.get_name() and bool(re.search("_[0-9a-f]{32}$", name))


def _kept(part: Element) -> dict[str, Any]:
    def is_filled(name: str, value: object) -> bool:
        return name != "data" and isinstance(value, list | dict | set)

    own = vars(part).items()
    return {name: copy(value) if is_filled(name, value) else value for name, value in own}


def is_map(m: object) -> bool:
    """Say whether there is a map to save."""
    return isinstance(m, Element) and any(isinstance(part, Map) for part in elements(m.get_root()))


def is_offline(figure: Figure) -> bool:
    """Say whether a figure's own page asks nothing, and refuses parts that do, as it is."""
    return bool(getattr(figure, "asks_nothing", False))
