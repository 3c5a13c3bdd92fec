"""Features of GeoJSON whose properties may be shown: text from data as HTML that stays text.

folium puts the values of tooltips and popups into the page as HTML, and what it writes into a
script, data included, it reads once more as a Jinja template, which would run what stands in
braces. So both are escaped here, and nothing from data goes another way.
"""

import html
from collections.abc import Iterable
from typing import Any, Final

import folium
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from layers.styles import GROUPED_FROM

_ABOUT_1_CM: Final = 7
"""Decimals of a degree."""

_WAN_IN_YI: Final = 10_000
"""万元 of one 亿元."""

POPUP_PX: Final = 380
"""Of the text of a popup, at most."""

Feature = dict[str, Any]


def escaped(text: str) -> str:
    """Return text as HTML that shows it, and that no template reads anything into."""
    return without_braces(html.escape(text))


def without_braces(markup: str) -> str:
    """Return HTML that says the same with no brace in it."""
    return markup.replace("{", "&#123;").replace("}", "&#125;")


def as_text(text: str | None) -> str:
    """Return text as HTML in its own direction; nothing for none."""
    return f"<bdi>{escaped(text)}</bdi>" if text else ""


def as_lines(texts: Iterable[str]) -> str:
    """Return texts as HTML, a line each."""
    return "<br>".join(as_text(text) for text in texts)


def as_figure(value: float, decimals: int) -> str:
    """Return a figure with so many decimals, and commas as in the reports."""
    grouped = "," if abs(value) >= GROUPED_FROM else ""
    return f"{value:{grouped}.{decimals}f}"


def as_ha(value: float | None, unit: str) -> str:
    """Return hectares with their unit; nothing for none."""
    return "" if value is None else f"{as_figure(value, 2)} {unit}"


def as_money(value_10k_cny: float | None, t: dict[str, str]) -> str:
    """Return 万元 with the decimals that are printed, as the page; 亿元 beside them from one on."""
    if value_10k_cny is None:
        return ""
    told = f"{as_figure(value_10k_cny, 6).rstrip('0').rstrip('.')} {t['unit_10k_cny']}"
    in_100m_cny = value_10k_cny / _WAN_IN_YI
    if in_100m_cny < 1:
        return told
    return t["beside"].format(main=told, extra=f"{as_figure(in_100m_cny, 2)} {t['unit_100m_cny']}")


def feature(outline: BaseGeometry, properties: dict[str, Any]) -> Feature:
    """Return a feature with its outline (lon, lat) rounded to about a centimetre."""
    rounded = shapely.transform(outline, lambda places: places.round(_ABOUT_1_CM))
    return {
        "type": "Feature",
        "geometry": mapping(rounded),
        "properties": properties,
    }


def collection(features: list[Feature]) -> dict[str, Any]:
    """Return features as a GeoJSON object, numbered from 0."""
    numbered = [{**one, "id": str(number)} for number, one in enumerate(features)]
    return {"type": "FeatureCollection", "features": numbered}


def popup(fields: dict[str, str]) -> folium.GeoJsonPopup:
    """Return a popup that lists properties under the names given for them."""
    return folium.GeoJsonPopup(
        fields=list(fields),
        aliases=list(fields.values()),
        class_name="landplan-popup",
        localize=False,
        max_width=POPUP_PX,
    )


def tooltip(fields: Iterable[str]) -> folium.GeoJsonTooltip:
    """Return a tooltip that shows properties below each other."""
    return folium.GeoJsonTooltip(
        fields=list(fields), labels=False, class_name="landplan-tooltip", sticky=True
    )
