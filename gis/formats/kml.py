"""KML: what is no land in it, pictures laid over it, labels and lines, is left out and said.

The boxes of pictures GDAL would give as polygons.
"""

from pathlib import Path
from typing import Final
from xml.parsers import expat

from gis.formats.faults import Fault

_PICTURES: Final = frozenset({"GroundOverlay", "PhotoOverlay", "ScreenOverlay"})


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
