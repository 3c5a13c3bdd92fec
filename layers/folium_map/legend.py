"""The legend of a folium map: what it speaks of, what it is not, and what its colours mean."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import folium
from folium.template import Template
from jinja2 import Environment, PackageLoader, StrictUndefined

from gis.model import ParcelStatus
from layers.category_groups import group_of
from layers.folium_map.features import POPUP_PX, without_braces
from layers.folium_map.project_layer import place_of
from layers.map.map_facts import MapFacts
from layers.style_sheet import background, translucent
from layers.styles import NO_TARGET, PARCEL_STATES, PROJECT_GROUPS, STATUSES
from layers.texts import texts
from projects.model import Measure

_WORDS: Final = {
    "left_out": (
        "共 {n} 个地块，图上未绘；请缩小到一个片区，或用整页地图",
        "{n} parcels, not drawn here: narrow the map to a zone, or use the page",
    ),
    "only_zone": (
        "另有 {n} 个项目仅知所在片区，见片区弹窗",
        "{n} more projects are known only by zone: see the zones' popups",
    ),
}


class Legend(folium.MacroElement):
    """A control of Leaflet's at the lower left, which no popup opens under where there is room."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        const {{ this.get_name() }} = L.control({position: "bottomleft"});
        {{ this.get_name() }}.onAdd = () => {
            const box = L.DomUtil.create("div", "landplan-legend");
            box.innerHTML = {{ this.content|tojson }};
            L.DomEvent.disableClickPropagation(box).disableScrollPropagation(box);
            return box;
        };
        {{ this.get_name() }}.addTo({{ this._parent.get_name() }});
        (({map, box, popup_px}) => {
            const padding = L.point(5, 5);
            const keepClear = () => {
                const taken = box.querySelector("details").open ? box.offsetWidth + 20 : 5;
                padding.x = map.getSize().x < taken + popup_px ? 5 : taken;
            };
            L.Popup.mergeOptions({autoPanPaddingTopLeft: padding});
            map.on("resize", keepClear);
            box.querySelector("details").addEventListener("toggle", keepClear);
            keepClear();
        })({
            map: {{ this._parent.get_name() }},
            box: {{ this.get_name() }}.getContainer(),
            popup_px: {{ this.popup_px }},
        });
        {% endmacro %}
        """
    )

    def __init__(self, content: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Legend"
        self.content = content
        self.popup_px = POPUP_PX


def legend(
    facts: MapFacts, drawn: Sequence[ParcelStatus], *, measure: Measure, language: str
) -> Legend:
    """Return the legend of what is drawn; `drawn` are the parcels that are."""
    t = texts(language)
    words = {key: pair[language == "en"] for key, pair in _WORDS.items()}
    placed = [project for project in facts.projects if place_of(project) is not None]
    only_zone = sum(
        project.zone_id is not None and place_of(project) is None for project in facts.projects
    )
    content = (
        _environment()
        .get_template("legend.html")
        .render(
            t=t,
            facts=facts,
            measure=t[f"measure_{measure}"],
            schematic=any(zone.geometry_quality == "schematic" for zone in facts.zones),
            statuses=_statuses(facts, measure, language),
            states=_states(drawn, language),
            groups=_groups({group_of(project.category) for project in placed}, language),
            left_out=words["left_out"].format(n=len(facts.parcels))
            if len(drawn) < len(facts.parcels)
            else "",
            only_zone=words["only_zone"].format(n=only_zone) if only_zone else "",
        )
    )
    return Legend(without_braces(content))


Row = dict[str, Any]


def _statuses(facts: MapFacts, measure: Measure, language: str) -> list[Row]:
    found = {row.status for row in facts.balance.rows if row.measure == measure}
    areas = [area for status, area in STATUSES.items() if status in found]
    if None in found:
        areas.append(NO_TARGET)
    return [
        {"background": background(area), "edge": area.edge, "name": area.label.say(language)}
        for area in areas
    ]


def _states(drawn: Sequence[ParcelStatus], language: str) -> list[Row]:
    found = {status.state for status in drawn}
    return [
        {
            "background": background(area) if area.hatch else translucent(area),
            "edge": area.edge,
            "name": area.label.say(language),
        }
        for state, area in PARCEL_STATES.items()
        if state in found
    ]


def _groups(found: set[str], language: str) -> list[Row]:
    return [
        {"background": mark.colour, "name": mark.label.say(language)}
        for group, mark in PROJECT_GROUPS.items()
        if group in found
    ]


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("layers.folium_map", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
