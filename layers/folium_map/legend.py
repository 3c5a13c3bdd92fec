"""The legend of a folium map: what it speaks of, what it is not, and what its colours mean."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import folium
from folium.template import Template
from jinja2 import Environment, PackageLoader, StrictUndefined

from gis.model import ParcelStatus
from layers.folium_map.features import POPUP_PX, without_braces
from layers.map.map_facts import MapFacts
from layers.style_sheet import background, translucent
from layers.styles import OTHER_CATEGORY, PARCEL_STATES, STATUSES, status_style
from layers.texts import texts
from projects.model import Measure, Status


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
    facts: MapFacts,
    drawn: Sequence[ParcelStatus],
    colours: Mapping[str, str],
    *,
    measure: Measure,
    language: str,
) -> Legend:
    """Return the legend of what is drawn: of the parcels `drawn`, of categories in `colours`."""
    t = texts(language)
    placed = {project.category for project in facts.projects if project.place is not None}
    only_zone = sum(
        project.zone_id is not None and project.place is None for project in facts.projects
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
            categories=_categories(placed, colours, t),
            left_out=t["parcels_left_out"].format(n=len(facts.parcels))
            if len(drawn) < len(facts.parcels)
            else "",
            only_zone=t["more_only_zone"].format(n=only_zone) if only_zone else "",
        )
    )
    return Legend(without_braces(content))


Row = dict[str, Any]


def _statuses(facts: MapFacts, measure: Measure, language: str) -> list[Row]:
    rows = [row for row in facts.balance.rows if row.measure == measure]
    found = {(row.status, row.target_ha is not None) for row in rows}
    order: list[tuple[Status | None, bool]] = [(each, True) for each in (*STATUSES, None)]
    looks = [
        status_style(status, is_over=facts.is_over, has_target=has_target)
        for status, has_target in (*order, (None, False))
        if (status, has_target) in found
    ]
    areas = list(dict.fromkeys(looks))
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


def _categories(found: set[str], colours: Mapping[str, str], t: dict[str, str]) -> list[Row]:
    """Return the categories found that have a colour of their own, and one row for the others."""
    own = [name for name, colour in colours.items() if colour != OTHER_CATEGORY]
    rows = [
        {"background": colours[name], "name": name or t["no_category"]}
        for name in own
        if name in found
    ]
    if not found.issubset(own):
        rows.append({"background": OTHER_CATEGORY, "name": t["grey_categories"]})
    return rows


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("layers.folium_map", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
