"""The styles as QGIS takes them (QML): what a GeoPackage or a database holds in `layer_styles`."""

from collections.abc import Iterable, Mapping
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from gis.model import EventKind, ParcelState
from layers import styles
from layers.styles import AreaStyle, ChipStyle, Hatch
from projects import labels
from projects.labels import Label
from projects.package.columns import columns_of

_MM_PER_PX: Final = 25.4 / 96
_BRUSHES: Final[Mapping[Hatch, str]] = {
    "diagonal": "b_diagonal", "fine diagonal": "b_diagonal", "cross": "diagonal_x",
    "dots": "dense6",
}  # fmt: skip
_STAGE_MM: Final = 2.8
_GEOMETRY_TYPES: Final = {"marker": "0", "fill": "2"}
"""As QGIS numbers them: a style is for layers of one."""

_MADE_BY: Final[Mapping[EventKind, ParcelState]] = {"storage": "in_reserve", "supply": "supplied"}

_Category = tuple[str, Label, Element]


def qgis_styles(language: str) -> dict[str, str]:
    """Return the styles of the layers of an export, by their names, as QML.

    Parcels have the colours of their state, events those of what they make of a parcel, projects
    those of their stage. Columns are named in `language`, zh or en.
    """
    parcels = [
        (state, area.label, _fill(area, styles.PARCEL_PX))
        for state, area in styles.PARCEL_STATES.items()
    ]
    events = [
        (kind, labels.EVENT_KINDS[kind], _fill(styles.PARCEL_STATES[state], styles.PARCEL_PX))
        for kind, state in _MADE_BY.items()
    ]
    stages = [*styles.STAGES.items(), ("", styles.NO_STAGE)]
    projects = [(stage, chip.label, _marker(chip)) for stage, chip in stages]
    zones = [("", Label("片区", "Zones"), _line_of_zones())]
    return {
        "parcels": _qml("parcels", "fill", "state", parcels, language),
        "events": _qml("events", "fill", "kind", events, language),
        "zones": _qml("zones", "fill", "", zones, language),
        "projects": _qml("projects", "marker", "stage", projects, language),
    }


def _qml(name: str, kind: str, column: str, categories: Iterable[_Category], language: str) -> str:
    """Return the style of a layer by the values of a column; without one all look alike."""
    root = Element("qgis", version="3.28", styleCategories="Symbology|Fields")
    renderer = SubElement(
        root, "renderer-v2", type="categorizedSymbol" if column else "singleSymbol",
        attr=column, symbollevels="0", enableorderby="0", forceraster="0",
    )  # fmt: skip
    listed = SubElement(renderer, "categories") if column else None
    symbols = SubElement(renderer, "symbols")
    for place, (value, label, symbol) in enumerate(categories):
        if listed is not None:
            told = label.en if language == "en" else label.zh
            SubElement(
                listed, "category", value=value, symbol=str(place), label=told, render="true",
                type="string",
            )  # fmt: skip
        symbol.set("name", str(place))
        symbols.append(symbol)
    aliases = SubElement(root, "aliases")
    for place, each in enumerate(columns_of(name)):
        SubElement(aliases, "alias", field=each.shown, index=str(place), name=each.label(language))
    SubElement(root, "layerGeometryType").text = _GEOMETRY_TYPES[kind]
    indent(root, " ")
    head = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
    return head + tostring(root, encoding="unicode") + "\n"


def _fill(area: AreaStyle, px: float) -> Element:
    """Return an area's ground with its edge, and over it the hatch."""
    symbol = Element("symbol", type="fill", alpha="1", clip_to_extent="1", force_rhr="0")
    _layer(
        symbol, "SimpleFill", color=_rgba(area.fill, area.opacity), style="solid",
        outline_color=_rgba(area.edge), outline_style="solid", outline_width=_mm(px),
        outline_width_unit="MM", joinstyle="miter",
    )  # fmt: skip
    if area.hatch:
        _layer(
            symbol, "SimpleFill", color=_rgba(area.line or area.edge),
            style=_BRUSHES[area.hatch], outline_style="no",
        )  # fmt: skip
    return symbol


def _line_of_zones() -> Element:
    symbol = Element("symbol", type="fill", alpha="1", clip_to_extent="1", force_rhr="0")
    edge = styles.ZONE_EDGE
    _layer(
        symbol, "SimpleFill", color=_rgba(styles.PAPER, 0), style="no",
        outline_color=_rgba(edge.colour), outline_style="solid", outline_width=_mm(edge.px),
        outline_width_unit="MM", joinstyle="miter",
    )  # fmt: skip
    return symbol


def _marker(chip: ChipStyle) -> Element:
    symbol = Element("symbol", type="marker", alpha="1", clip_to_extent="1", force_rhr="0")
    _layer(
        symbol, "SimpleMarker", name="square", color=_rgba(chip.fill),
        outline_color=_rgba(chip.edge), outline_style="solid", outline_width=_mm(1),
        outline_width_unit="MM", size=f"{_STAGE_MM:g}", size_unit="MM",
    )  # fmt: skip
    return symbol


def _layer(symbol: Element, kind: str, **properties: str) -> None:
    layer = SubElement(symbol, "layer", {"class": kind, "enabled": "1", "pass": "0", "locked": "0"})
    options = SubElement(layer, "Option", type="Map")
    for name, value in properties.items():
        SubElement(options, "Option", type="QString", name=name, value=value)


def _rgba(colour: str, opacity: float = 1.0) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"{red},{green},{blue},{round(255 * opacity)}"


def _mm(px: float) -> str:
    return f"{px * _MM_PER_PX:.2f}"
