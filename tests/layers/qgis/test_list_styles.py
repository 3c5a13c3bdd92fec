"""The QGIS styles have the colours of the styles, and a category for each state, kind and stage."""

from xml.etree.ElementTree import fromstring

import pytest

from layers import styles
from layers.qgis.list_styles import qgis_styles
from projects.exports.lists import LIST_NAMES, columns_in


def parsed(qml):
    return fromstring(qml)  # noqa: S314 - our own


def categories(qml):
    """Give value → label and the colours of the symbol's layers."""
    root = parsed(qml)
    symbols = {symbol.get("name"): symbol for symbol in root.iter("symbol")}
    return {
        one.get("value"): (
            one.get("label"),
            [
                option.get("value")
                for option in symbols[one.get("symbol")].iter("Option")
                if option.get("name") == "color"
            ],
        )
        for one in root.iter("category")
    }


def test_parcels_have_the_colours_of_their_states():
    found = categories(qgis_styles("zh")["parcels"])
    assert list(found) == list(styles.PARCEL_STATES)
    assert found["in_reserve"] == ("在库", ["138,108,180,255"])  # #8a6cb4
    assert len(found["partly_supplied"][1]) == 2  # ground and hatch


def test_labels_are_in_the_language_asked_for():
    assert list(categories(qgis_styles("en")["projects"])) == ["储备", "开工", "在建", "投产", ""]
    assert categories(qgis_styles("en")["events"])["storage"][0] == "Storage"


@pytest.mark.parametrize("name", LIST_NAMES)
def test_columns_of_the_layer_are_named(name):
    root = parsed(qgis_styles("zh")[name])
    aliases = {alias.get("field"): alias.get("name") for alias in root.iter("alias")}
    assert aliases | {c.shown: c.label("zh") for c in columns_in(name)} == aliases


@pytest.mark.parametrize("name", LIST_NAMES)
def test_every_symbol_is_of_the_kind_of_the_layer(name):
    root = parsed(qgis_styles("zh")[name])
    kinds = {symbol.get("type") for symbol in root.iter("symbol")}
    assert kinds == {"marker" if root.findtext("layerGeometryType") == "0" else "fill"}
