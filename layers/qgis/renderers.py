"""How QGIS draws the features of a layer: all alike, by the values of a column, or gathered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, SubElement

OTHER: Final = ("",)
"""The value of a category of everything that has none of its own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Category:
    """Values of a column that look alike: how they are drawn, and what the legend calls them."""

    values: tuple[str, ...]
    label: str
    symbol: Element


def alike(symbol: Element, *, order: str = "") -> Element:
    """Return a renderer that draws every feature with one symbol, by `order` from below."""
    renderer = _renderer("singleSymbol", order)
    _add_symbols(renderer, [symbol])
    _add_order(renderer, order)
    return renderer


def by_value(column: str, categories: Sequence[Category], *, order: str = "") -> Element:
    """Return a renderer that draws features by the values of a column."""
    renderer = _renderer("categorizedSymbol", order)
    renderer.set("attr", column)
    listed = SubElement(renderer, "categories")
    for place, one in enumerate(categories):
        category = SubElement(listed, "category", symbol=str(place), label=one.label, render="true")
        if len(one.values) == 1:
            category.set("value", one.values[0])
            category.set("type", "string")
        else:
            for value in one.values:
                SubElement(category, "val", value=value, type="string")
    _add_symbols(renderer, [one.symbol for one in categories])
    _add_order(renderer, order)
    return renderer


def gathered(single: Element, together: Element) -> Element:
    """Return a renderer of points: what falls on one place is drawn with one symbol."""
    renderer = _renderer("pointCluster", "")
    renderer.set("tolerance", "2")
    renderer.set("toleranceUnit", "MM")
    renderer.append(single)
    together.set("name", "centerSymbol")
    renderer.append(together)
    return renderer


def _renderer(kind: str, order: str) -> Element:
    return Element(
        "renderer-v2", type=kind, symbollevels="0", forceraster="0", referencescale="-1",
        enableorderby="1" if order else "0",
    )  # fmt: skip


def _add_symbols(renderer: Element, symbols: Sequence[Element]) -> None:
    held = SubElement(renderer, "symbols")
    for place, symbol in enumerate(symbols):
        symbol.set("name", str(place))
        held.append(symbol)


def _add_order(renderer: Element, order: str) -> None:
    if order:
        ordered = SubElement(renderer, "orderby")
        SubElement(ordered, "orderByClause", asc="1", nullsFirst="1").text = f'"{order}"'


def where(condition: str, symbol: Element) -> Element:
    """Return a renderer of the features for which an expression holds."""
    renderer = _renderer("RuleRenderer", "")
    rules = SubElement(renderer, "rules", key="{rules}")
    SubElement(rules, "rule", key="{rule}", symbol="0", filter=condition)
    _add_symbols(renderer, [symbol])
    return renderer
