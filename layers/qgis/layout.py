"""The layout of a project: an atlas on A3 with a page for each zone."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple
from xml.etree.ElementTree import tostring

from markupsafe import Markup

from layers import styles
from layers.qgis.facts import Bounds, QgisFacts
from layers.qgis.plan_layers import PlanLayer, measure_order
from layers.qgis.symbols import outline
from layers.texts import texts
from projects import labels
from projects.exports.map_views import literal
from projects.labels import Label
from projects.model import MEASURES

_MAP_BOX: Final = (10, 30, 298, 238, 2)
_INSET_BOX: Final = (312, 223, 98, 45, 3)
_MARGIN: Final = 1.08
"""So much larger than the land a map is at least."""

SCALES: Final = (
    200_000, 150_000, 100_000, 80_000, 60_000, 50_000, 40_000, 30_000, 25_000, 20_000, 15_000,
    10_000, 8_000, 6_000, 5_000, 4_000, 3_000, 2_500, 2_000, 1_500, 1_000, 500,
)  # fmt: skip
"""n of the scales 1:n that a page can have."""

_WORDS: Final[dict[str, Label]] = {
    "layout": Label("图册（A3，每片区一页）", "Atlas (A3, a page a zone)"),
    "title": Label("土地收储与供应图", ": storage and supply of land"),
    "as_of": Label("截至 {day}", "as of {day}"),
    "balance": Label("对账（公顷，申报面积）", "Balance (ha, declared)"),
    "legend": Label("图例", "Legend"),
    "page": Label("本页范围", "This page"),
    "scale": Label("比例尺 1:{n}", "Scale 1:{n}"),
    "system": Label(
        "2000国家大地坐标系，高斯-克吕格 3°带，中央经线 {meridian}°E（EPSG:{code}）",
        "CGCS2000, Gauss–Krüger 3° zone, central meridian {meridian}° E (EPSG:{code})",
    ),
    "remark": Label(
        "面积为椭球面积，单位公顷；{rounded}。虚线为示意边界。",
        "Areas are ellipsoidal, in hectares. {rounded}. Dashed outlines are schematic.",
    ),
}
_MEASURE: Final = Label("事项", "Measure")
_AS_OF: Final = "[% format_date(aggregate('landplan_balance', 'max', \"as_of\"), 'yyyy-MM-dd') %]"
_SCALE: Final = "[% format_number(round(item_variables('map')['map_scale']), 0) %]"

_NORTH: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 32" width="24" height="32">'
    '<path d="M12 9 19 31 12 26Z" fill="{paper}" stroke="{ink}" stroke-width="1"/>'
    '<path d="M12 9 5 31 12 26Z" fill="{ink}" stroke="{ink}" stroke-width="1"/>'
    '<path d="M9 7V1L15 7V1" fill="none" stroke="{ink}" stroke-width="1.4"/></svg>'
)


class _Column(NamedTuple):
    """A column of the table of figures: an expression, its heading, how wide it is in mm."""

    expression: str
    heading: str
    width: float
    number: bool = True


def layout_facts(facts: QgisFacts, layers: Sequence[PlanLayer]) -> dict[str, Any]:
    """Return what the template of the layout is filled with."""
    by_name = {layer.name: layer for layer in layers}
    frame = outline(styles.CHOSEN_ZONE)
    frame.set("name", "")
    in_legend = [
        layer
        for layer in layers
        if layer.in_book and layer.name not in ("page_zone", "district_ground")
    ]
    return {
        "words": _words(facts),
        "map_box": _MAP_BOX,
        "map_bounds": _fitted(facts.map_bounds, _MAP_BOX),
        "inset_box": _INSET_BOX,
        "inset_bounds": _fitted(facts.map_bounds, _INSET_BOX),
        "inset": [by_name[name] for name in ("page_zone", "district", "district_ground")],
        "legend": in_legend,
        "zones": by_name["zones"],
        "balance": by_name["balance"],
        "columns": _columns(facts),
        "order": measure_order(MEASURES),
        "page_order": 'lpad(to_string("depth"), 3, \'0\') || "zone_id"',
        "frame_symbol": Markup(tostring(frame, encoding="unicode")),  # noqa: S704 - escaped
        "north": base64.b64encode(
            _NORTH.format(ink=styles.INK, paper=styles.PAPER).encode()
        ).decode(),
        "ink": styles.INK,
        "soft_ink": styles.SOFT_INK,
        "rule": styles.RULE,
        "tint": styles.TINT,
        "warning": styles.WARNING,
    }


def _words(facts: QgisFacts) -> dict[str, str]:
    code = facts.crs.to_epsg() or 0
    operation = facts.crs.coordinate_operation
    told = {one.name: one.value for one in operation.params} if operation else {}
    meridian = told.get("Longitude of natural origin", 0)
    words = {key: label.say(facts.language) for key, label in _WORDS.items()}
    return words | {
        "as_of": words["as_of"].format(day=_AS_OF),
        "scale": words["scale"].format(n=_SCALE),
        "system": words["system"].format(meridian=f"{meridian:g}", code=code),
        "remark": words["remark"].format(rounded=labels.ROUNDED.say(facts.language)),
        "sample": texts(facts.language)["sample"],
    }


def _columns(facts: QgisFacts) -> list[_Column]:
    language = facts.language

    def head(figure: str) -> str:
        return labels.FIGURES[figure].say(language)

    return [
        _Column(_named("measure", labels.MEASURES, language), _MEASURE.say(language), 24, False),
        _Column('format_number("target_ha", 2)', head("target"), 15),
        _Column('format_number("actual_ha", 2)', head("actual"), 15),
        _Column("format_number(\"percent\", 1) || '%'", head("percent"), 15),
        _Column(_named("status", facts.statuses, language), head("status"), 18, False),
    ]


def _named(column: str, names: Mapping[Any, Label], language: str) -> str:
    """Return an expression that tells the names of a column's codes."""
    told = " ".join(
        f'when "{column}" = {literal(code)} then {literal(name.say(language))}'
        for code, name in names.items()
    )
    return f"case {told} end"


def _fitted(bounds: Bounds, box: tuple[float, ...]) -> Bounds:
    """Return bounds of a box's proportions around others."""
    west, south, east, north = bounds
    across = max(east - west, (north - south) * box[2] / box[3]) * _MARGIN
    down = across * box[3] / box[2]
    x, y = (west + east) / 2, (south + north) / 2
    return x - across / 2, y - down / 2, x + across / 2, y + down / 2
