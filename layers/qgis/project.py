"""A plan as a project of QGIS: its XML, the same for the same plan."""

from collections.abc import Sequence
from functools import cache
from itertools import groupby
from typing import Final, NamedTuple
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import indent, tostring

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup
from pyproj import CRS

from gis.geometry.crs import STORED_SRID
from layers import styles
from layers.qgis.facts import QgisFacts
from layers.qgis.layout import SCALES, layout_facts
from layers.qgis.plan_layers import GROUPS, Group, PlanLayer
from layers.qgis.sources import Source
from layers.qgis.symbols import FONTS, rgba
from projects.labels import Label
from projects.package.column import Column

_GEOMETRIES: Final = {"MultiPolygon": "Polygon", "MultiLineString": "Line", "MultiPoint": "Point"}
_PLACEMENTS: Final = {"MultiPolygon": 4, "MultiLineString": 2, "MultiPoint": 6}
"""Where QGIS puts names: in areas, along lines, beside points."""
_STYLED: Final = {"MultiPoint": "0", "MultiLineString": "1", "MultiPolygon": "2"}
"""Kinds of geometry as a style numbers them."""
SAMPLE: Final = Label("（样例）", " (sample)")
BOOK: Final = Label("图册", "Atlas")
"""The theme that the layout follows, whatever is ticked beside it."""


class _Theme(NamedTuple):
    """Layers that are shown together under a name."""

    name: str
    layers: Sequence[PlanLayer]


def project_xml(facts: QgisFacts, layers: Sequence[PlanLayer], source: Source) -> str:
    """Return the project's XML (.qgs).

    Parameters
    ----------
    layers
        As `layers.qgis.plan_layers.plan_layers`.
    """
    by_group = groupby(layers, key=lambda layer: layer.group)
    named = [(_group_name(group, facts), list(its)) for group, its in by_group]
    book = BOOK.say(facts.language)
    filled = {"facts": facts, "source": source, "theme": book}
    layout = _template("layout.xml").render(**filled, **layout_facts(facts, layers))
    return _template("project.xml").render(
        **filled,
        title=_one_line(facts.plan.title),
        layers=layers,
        groups=named,
        themes=[_Theme(book, [layer for layer in layers if layer.in_book]), *_themes(layers)],
        layout=Markup(layout),  # noqa: S704 - escaped in its template
        scales=SCALES,
        stored=CRS.from_epsg(STORED_SRID),
        geometry=lambda layer: _GEOMETRIES.get(layer.view.shape, "No geometry"),
        style=lambda layer: Markup(_style(layer, facts.language)),  # noqa: S704 - the same
    )


def layer_style(layer: PlanLayer, language: str) -> str:
    """Return the style of a layer (QML), as `layer_styles` of a GeoPackage holds it."""
    kind = _STYLED.get(layer.view.shape or "", "4")
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
        f'<qgis version="3.22.0" styleCategories="AllStyleCategories" '
        f'labelsEnabled="{1 if layer.names else 0}">\n{_style(layer, language)}\n'
        f"<layerGeometryType>{kind}</layerGeometryType>\n</qgis>\n"
    )


def _style(layer: PlanLayer, language: str) -> str:
    renderer = ""
    if layer.renderer is not None:
        indent(layer.renderer, " ")
        renderer = tostring(layer.renderer, encoding="unicode")
    return _template("style.xml").render(
        layer=layer,
        language=language,
        renderer=Markup(renderer),  # noqa: S704 - of an element
        placement=_PLACEMENTS.get(layer.view.shape or "", 0),
        choices=_choices,
        display=_display(layer),
    )


def _choices(column: Column) -> list[tuple[str, str]]:
    return [(code, name or code) for code, name in column.choices.items()]


def _display(layer: PlanLayer) -> str:
    """Return the column that a row is called by."""
    names = [column.shown for column in layer.view.columns]
    return next((name for name in ("name", "zone_name") if name in names), layer.view.key[0])


def _group_name(group: Group, facts: QgisFacts) -> str:
    """Return a group's name; of what is read from a sample ledger with a word that it is one."""
    name = GROUPS[group].say(facts.language)
    if not facts.plan.sample or group not in ("ledger", "reserve"):
        return name
    return name + SAMPLE.say(facts.language)


def _themes(layers: Sequence[PlanLayer]) -> list[_Theme]:
    """Return a theme for each layer that is a picture of its own, with what all are seen on."""
    base = [layer for layer in layers if layer.group == "base" or layer.name == "zones"]
    pictures = [
        layer
        for layer in layers
        if layer.name in ("parcels", "parcel_history", "reserve", "projects")
        or layer.name.startswith("balance_")
    ]
    return [_Theme(layer.title, [layer, *base]) for layer in pictures]


def _one_line(text: str) -> str:
    """Return text without what XML or a line has no room for."""
    return "".join(letter for letter in text if letter.isprintable())


def _uuid(name: str) -> str:
    return f"{{{uuid5(NAMESPACE_URL, f'landplan:{name}')}}}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("layers.qgis", ""), autoescape=True, trim_blocks=True,
        lstrip_blocks=True, undefined=StrictUndefined,
    )  # fmt: skip
    environment.globals |= {
        "fonts": FONTS, "rgba": rgba, "ink": styles.INK, "paper": styles.PAPER, "uuid": _uuid,
    }  # fmt: skip
    return environment


def _template(name: str) -> Template:
    return _environment().get_template(name)
