"""Symbols of QGIS made of the styles: fills, outlines, lines and marks as its XML has them."""

from collections.abc import Mapping
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from layers import styles
from layers.styles import AreaStyle, ChipStyle, Hatch, LineStyle

_MM_PER_PX: Final = 25.4 / 96
_BRUSHES: Final[Mapping[Hatch, str]] = {
    "diagonal": "b_diagonal", "fine diagonal": "b_diagonal", "cross": "diagonal_x",
    "dots": "dense6",
}  # fmt: skip
_MARK_MM: Final = 2.8
_CLUSTER_MM: Final = 4.6
_CHARACTER: Final = "3"
"""What QGIS calls a property that is an expression."""


def fill(area: AreaStyle, px: float) -> Element:
    """Return an area's ground with its edge, and over it the hatch."""
    symbol = _symbol("fill")
    _layer(
        symbol, "SimpleFill", color=rgba(area.fill, area.opacity), style="solid",
        outline_color=rgba(area.edge), outline_style="solid", outline_width=mm(px),
        outline_width_unit="MM", joinstyle="miter",
    )  # fmt: skip
    if area.hatch:
        _layer(
            symbol, "SimpleFill", color=rgba(area.line or area.edge),
            style=_BRUSHES[area.hatch], outline_style="no",
        )  # fmt: skip
    return symbol


def ground(colour: str) -> Element:
    """Return an area of one colour without an edge."""
    symbol = _symbol("fill")
    _layer(symbol, "SimpleFill", color=rgba(colour), style="solid", outline_style="no")
    return symbol


def outline(edge: LineStyle, dashes: tuple[float, ...] = ()) -> Element:
    """Return the edge of an area that is not filled; `dashes` in pixels."""
    symbol = _symbol("fill")
    _stroke(symbol, edge, dashes)
    return symbol


def line(*strokes: LineStyle, dashes: tuple[float, ...] = ()) -> Element:
    """Return a line, the widest stroke first; the last one has the dashes, in pixels."""
    symbol = _symbol("line")
    for stroke in strokes:
        _stroke(symbol, stroke, dashes if stroke is strokes[-1] else ())
    return symbol


def marker(chip: ChipStyle) -> Element:
    """Return a square of a chip's colours."""
    symbol = _symbol("marker")
    _mark(symbol, "square", chip.fill, chip.edge, _MARK_MM)
    return symbol


def counted_marker() -> Element:
    """Return a disc with the number of what lies together there."""
    symbol = _symbol("marker")
    _mark(symbol, "circle", styles.PAPER, styles.BRAND, _CLUSTER_MM)
    number = _layer(
        symbol, "FontMarker", font=FONTS[0], chr="", color=rgba(styles.INK),
        size="2.6", size_unit="MM",
    )  # fmt: skip
    properties = SubElement(SubElement(number, "data_defined_properties"), "Option", type="Map")
    SubElement(properties, "Option", name="name", type="QString", value="")
    told = SubElement(properties, "Option", name="properties", type="Map")
    one = SubElement(told, "Option", name="char", type="Map")
    SubElement(one, "Option", name="active", type="bool", value="true")
    SubElement(one, "Option", name="expression", type="QString", value="@cluster_size")
    SubElement(one, "Option", name="type", type="int", value=_CHARACTER)
    SubElement(properties, "Option", name="type", type="QString", value="collection")
    return symbol


FONTS: Final = ("Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC")
"""Fonts with Chinese, the first that a machine has."""


def rgba(colour: str, opacity: float = 1.0) -> str:
    """Return a colour as QGIS writes it: `255,0,0,128` of half a red."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"{red},{green},{blue},{round(255 * opacity)}"


def mm(px: float) -> str:
    """Return pixels of a screen as millimetres."""
    return f"{px * _MM_PER_PX:.2f}"


def _symbol(kind: str) -> Element:
    return Element("symbol", type=kind, alpha="1", clip_to_extent="1", force_rhr="0")


def _mark(symbol: Element, shape: str, fill: str, edge: str, size_mm: float) -> None:
    _layer(
        symbol, "SimpleMarker", name=shape, color=rgba(fill), outline_color=rgba(edge),
        outline_style="solid", outline_width=mm(1), outline_width_unit="MM",
        size=f"{size_mm:g}", size_unit="MM",
    )  # fmt: skip


def _stroke(symbol: Element, edge: LineStyle, dashes: tuple[float, ...]) -> None:
    _layer(
        symbol, "SimpleLine", line_color=rgba(edge.colour), line_style="solid",
        line_width=mm(edge.px), line_width_unit="MM", joinstyle="round", capstyle="flat",
        use_custom_dash="1" if dashes else "0",
        customdash=";".join(mm(length) for length in dashes), customdash_unit="MM",
    )  # fmt: skip


def _layer(symbol: Element, kind: str, **properties: str) -> Element:
    layer = SubElement(symbol, "layer", {"class": kind, "enabled": "1", "pass": "0", "locked": "0"})
    options = SubElement(layer, "Option", type="Map")
    for name, value in properties.items():
        SubElement(options, "Option", type="QString", name=name, value=value)
    return layer
