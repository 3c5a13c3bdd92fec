"""KML: what is no land in it, pictures laid over it, labels and lines, is left out and said.

So is what it has links to: no file but itself is opened.

The boxes of pictures GDAL would give as polygons.
"""

from collections import Counter
from pathlib import Path
from typing import IO, Final
from xml.parsers import expat

from gis.formats.faults import Fault, UnreadableError

_PICTURES: Final = frozenset({"GroundOverlay", "PhotoOverlay", "ScreenOverlay"})
_PLACEMARK: Final = b"Placemark"
_CHUNK: Final = 1 << 20


def without_pictures(path: Path) -> tuple[Fault, ...]:
    """Take overlays out of a sound KML file of ours, and return what there is to say of that."""
    data = path.read_bytes()
    spans = _pictures(data)
    if not spans:
        return ()
    edges = [0, *(edge for span in spans for edge in span), len(data)]
    path.write_bytes(b"".join(data[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)))
    return (
        Fault(
            f"有 {len(spans):,} 张叠加的图片（Overlay），不是地块，没有读",
            f"{len(spans):,} pictures laid over the map (overlays) are no land: left out",
            "picture",
        ),
    )


def links_elsewhere(path: Path) -> tuple[Fault, ...]:
    """Return what there is to say of links to other files in a sound KML file.

    Raises
    ------
    UnreadableError
        If it has nothing but links.
    """
    count = Counter[str]()

    def opened(name: str, _attributes: object) -> None:
        count[name.rpartition(":")[2]] += 1

    parser = expat.ParserCreate()
    parser.StartElementHandler = opened
    with path.open("rb") as page:
        parser.ParseFile(page)
    links = count["NetworkLink"]
    if not links:
        return ()
    if not count["Placemark"]:
        raise UnreadableError(
            f"里面只有指向别的文件的链接（NetworkLink），没有地块；{_SAVE_THEM[0]}",
            f"has nothing but links to other files (NetworkLink), no parcels; {_SAVE_THEM[1]}",
            kind="network_link",
        )
    return (
        Fault(
            f"有 {links:,} 个指向别的文件的链接（NetworkLink），所指的内容没有读；{_SAVE_THEM[0]}",
            f"{links:,} links to other files (NetworkLink) are not followed; {_SAVE_THEM[1]}",
            "network_link",
        ),
    )


_SAVE_THEM: Final = (
    "请在 Google Earth 中打开它，把所指的地块另存为 KML",
    "open it in Google Earth and save the parcels that they lead to as KML",
)


def has_placemarks(page: IO[bytes]) -> bool:
    """Tell whether a page has features of its own, whatever of UTF-8 and UTF-16 it is in."""
    before = b""
    while data := page.read(_CHUNK):
        told = before + data.replace(b"\0", b"")
        if _PLACEMARK in told:
            return True
        before = told[1 - len(_PLACEMARK) :]
    return False


def no_polygons(count: int) -> Fault:
    """Say that so many placemarks are no polygons."""
    return Fault(
        f"有 {count:,} 个地标不是面（点、线、文字等），没有读",
        f"{count:,} placemarks are no polygons (points, lines, texts): left out",
        "not_closed",
    )


def _pictures(data: bytes) -> list[tuple[int, int]]:
    """Return from which byte to which each overlay runs."""
    parser = expat.ParserCreate()
    found: list[tuple[int, int]] = []
    start: int | None = None
    over = False

    def came(*_told: object) -> None:
        """Whatever comes after an overlay tells where it ends."""
        nonlocal start, over
        if over and start is not None:
            found.append((start, parser.CurrentByteIndex))
            start, over = None, False

    def opened(name: str, _attributes: object) -> None:
        nonlocal start
        came()
        if start is None and name.rpartition(":")[2] in _PICTURES:
            start = parser.CurrentByteIndex

    def closed(name: str) -> None:
        nonlocal over
        came()
        over = start is not None and name.rpartition(":")[2] in _PICTURES

    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.DefaultHandler = came
    parser.Parse(data, True)
    return found
