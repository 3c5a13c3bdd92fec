"""What a page asks of a host: links, images and frames in markup, addresses in scripts."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final, Literal

Attributes = dict[str, str]

_LOADING: Final[dict[str, tuple[str, ...]]] = {
    "audio": ("src",),
    "body": ("background",),
    "embed": ("src",),
    "frame": ("src",),
    "iframe": ("src",),
    "image": ("href", "xlink:href"),
    "img": ("src", "srcset"),
    "input": ("src",),
    "link": ("href",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src", "srcset"),
    "track": ("src",),
    "use": ("href", "xlink:href"),
    "video": ("src", "poster"),
}
"""The attributes that make a browser fetch something; a link that is only clicked is none."""

_QUIET_LINKS: Final = {"alternate", "author", "canonical", "help", "license", "next", "prev"}

_IN_STYLE: Final = re.compile(
    r"(?:url\(\s*|@import\s+)(['\"]?)(?P<url>[^'\")\s;]+)\1", re.IGNORECASE
)

_LAYER_IN_SCRIPT: Final = re.compile(
    r"""L\.(?:tileLayer(?:\.wms)?|imageOverlay|videoOverlay)\(\s*(['"`])(?!data:|blob:)(?P<url>.*?)\1"""
    r"""|\b(?:iconUrl|iconRetinaUrl|shadowUrl)["']?\s*:\s*(["'`])(?!data:|blob:)(?P<icon>.*?)\3"""
    r"""|(?:\$\.(?:ajax|get|getJSON)|\bfetch|\bimport)\(\s*(["'`])(?!data:|blob:)(?P<data>.*?)\5"""
)
_TAG_IN_SCRIPT: Final = re.compile(rf"<(?:{'|'.join(_LOADING)})\b[^<>]*>", re.IGNORECASE)
_URL_IN_SCRIPT: Final = re.compile(
    r"url\(\s*['\"]?(?P<url>(?:https?:)?//[^'\")\s]+)", re.IGNORECASE
)
_WRITTEN_OUT: Final = re.compile(
    r"(?:https?:|ftp:|file:)?//.+|[\w./%~-]+\.(?:avif|gif|jpe?g|png|svg|webp|css|js|mp4|webm|html?)",
    re.IGNORECASE | re.DOTALL,
)
"""An address in a script that is one, and no piece of an address that code puts together."""

_ESCAPES: Final = (
    ("\\u003c", "<"),
    ("\\u003e", ">"),
    ("\\u0026", "&"),
    ("\\u0027", "'"),
    ('\\"', '"'),
    ("\\'", "'"),
    ("\\/", "/"),
)


@dataclass(frozen=True)
class Ask:
    """An address that a page would fetch.

    Parameters
    ----------
    url
        The address.
    kind
        `file`: a script or style; `layer`: what a layer or an icon shows; `content`: what text
        on the map refers to.
    """

    url: str
    kind: Literal["file", "layer", "content"]


@dataclass(frozen=True)
class Tag:
    """A start tag of a page: where it stands (`end` exclusive), and its attributes."""

    name: str
    attributes: Attributes
    start: int
    end: int


class Markup(HTMLParser):
    """The tags, scripts and styles of a page, with their places in its text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.tags: list[Tag] = []
        self.ends: dict[int, int] = {}  # of the tag with that number: where its end tag ends
        self.inside: list[tuple[str, str]] = []  # script or style, and its text
        self._text = text
        self._lines = [0, *(newline.end() for newline in re.finditer("\n", text))]
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a start tag."""
        start = self._at()
        end = start + len(self.get_starttag_text() or "")
        self.tags.append(Tag(tag, {name: value or "" for name, value in attrs}, start, end))

    def handle_endtag(self, tag: str) -> None:
        """Keep where a script or style ends."""
        if tag in ("script", "style") and self.tags and self.tags[-1].name == tag:
            opened = self.tags[-1]
            self.inside.append((tag, self._text[opened.end : self._at()]))
            self.ends[len(self.tags) - 1] = self._text.index(">", self._at()) + 1

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column


def asks(markup: Markup, *, known: Callable[[str], bool]) -> Iterator[Ask]:
    """Find everything that a page would fetch.

    Parameters
    ----------
    markup
        The page.
    known
        Says of a script's or style's address that it is vendored.
    """
    for tag in markup.tags:
        is_file = tag.name == "script" or is_stylesheet(tag)
        for url in addresses(tag):
            if not (is_file and known(url)):
                yield Ask(url, "file" if is_file else "content")
    for kind, text in markup.inside:
        if kind == "style":
            yield from (Ask(url, "content") for url in style_addresses(text))
        else:
            yield from script_asks(text)


def is_stylesheet(tag: Tag) -> bool:
    """Say whether a tag links to a style."""
    return tag.name == "link" and "stylesheet" in tag.attributes.get("rel", "").lower().split()


def addresses(tag: Tag) -> Iterator[str]:
    """Give what a tag would fetch."""
    if tag.name == "link" and _QUIET_LINKS & set(tag.attributes.get("rel", "").lower().split()):
        return
    for name in _LOADING.get(tag.name, ()):
        value = tag.attributes.get(name, "").strip()
        urls = (
            [part.split()[0] for part in value.split(", ") if part] if name == "srcset" else [value]
        )
        yield from filter(is_elsewhere, urls)
    if tag.name == "meta" and tag.attributes.get("http-equiv", "").strip().lower() == "refresh":
        _, _, url = tag.attributes.get("content", "").partition("=")
        yield from filter(is_elsewhere, [url.strip(" '\"")])
    yield from style_addresses(tag.attributes.get("style", ""))


def style_addresses(text: str) -> Iterator[str]:
    """Give what a style would fetch."""
    yield from (m["url"] for m in _IN_STYLE.finditer(text) if is_elsewhere(m["url"]))


def script_asks(text: str) -> Iterator[Ask]:
    """Find what a script would fetch, as far as the address stands in it as text."""
    for escaped, plain in _ESCAPES:
        text = text.replace(escaped, plain)
    for found in _LAYER_IN_SCRIPT.finditer(text):
        url = found["url"] or found["icon"] or found["data"]
        if url:
            yield Ask(url, "layer")
    for found in _TAG_IN_SCRIPT.finditer(text):
        for tag in Markup(found[0]).tags:
            yield from (
                Ask(url, "content") for url in addresses(tag) if _WRITTEN_OUT.fullmatch(url)
            )
    yield from (Ask(m["url"], "content") for m in _URL_IN_SCRIPT.finditer(text))


def is_elsewhere(url: str) -> bool:
    """Say whether an address leads out of the page: to a host, or to a file beside it."""
    return bool(url) and not re.match(r"data:|blob:|about:|javascript:|#", url, re.IGNORECASE)
