"""The styles as QGIS takes them (QML): what a GeoPackage or a database holds in `layer_styles`."""

from collections.abc import Iterable, Mapping
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from gis.model import EventKind, ParcelState
from layers import styles
from layers.qgis.renderers import Category, alike, by_value
from layers.qgis.symbols import fill, marker, outline
from projects import labels
from projects.labels import Label
from projects.package.columns import columns_of

_GEOMETRY_TYPES: Final = {"marker": "0", "fill": "2"}
"""As QGIS numbers them: a style is for layers of one."""

_MADE_BY: Final[Mapping[EventKind, ParcelState]] = {"storage": "in_reserve", "supply": "supplied"}


def qgis_styles(language: str) -> dict[str, str]:
    """Return the styles of the layers of an export, by their names, as QML.

    Parcels have the colours of their state, events those of what they make of a parcel, projects
    those of their stage. Columns are named in `language`, zh or en.
    """
    return {
        "parcels": _qml("parcels", "fill", by_value("state", states(language)), language),
        "events": _qml("events", "fill", by_value("kind", event_kinds(language)), language),
        "zones": _qml("zones", "fill", alike(outline(styles.ZONE_EDGE)), language),
        "projects": _qml("projects", "marker", by_value("stage", stages(language)), language),
    }


def states(language: str) -> list[Category]:
    """Return how parcels look by their state."""
    return [
        _category(state, area.label, fill(area, styles.PARCEL_PX), language)
        for state, area in styles.PARCEL_STATES.items()
    ]


def event_kinds(language: str) -> list[Category]:
    """Return how events look by their kind: as the parcels that they make."""
    return [
        _category(
            kind, labels.EVENT_KINDS[kind],
            fill(styles.PARCEL_STATES[state], styles.PARCEL_PX), language,
        )
        for kind, state in _MADE_BY.items()
    ]  # fmt: skip


def stages(language: str) -> list[Category]:
    """Return how projects look by their stage."""
    chips = [*styles.STAGES.items(), ("", styles.NO_STAGE)]
    return [_category(stage, chip.label, marker(chip), language) for stage, chip in chips]


def _category(value: str, label: Label, symbol: Element, language: str) -> Category:
    return Category(values=(value,), label=label.say(language), symbol=symbol)


def _qml(name: str, kind: str, renderer: Element, language: str) -> str:
    """Return the style of a layer with the names of its columns."""
    root = Element("qgis", version="3.28", styleCategories="Symbology|Fields")
    root.append(renderer)
    aliases = SubElement(root, "aliases")
    told: Iterable[tuple[str, str]] = ((c.shown, c.label(language)) for c in columns_of(name))
    for place, (column, label) in enumerate(told):
        SubElement(aliases, "alias", field=column, index=str(place), name=label)
    SubElement(root, "layerGeometryType").text = _GEOMETRY_TYPES[kind]
    indent(root, " ")
    head = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
    return head + tostring(root, encoding="unicode") + "\n"
