"""Zones of a folium map: coloured by how far a measure is against plan, the smallest on top."""

from collections import defaultdict
from typing import Any

import folium

from gis.model import Zone
from layers.folium_map.elements import NamesApart, fill_of
from layers.folium_map.features import (
    Feature,
    as_figure,
    as_ha,
    as_lines,
    as_text,
    collection,
    escaped,
    feature,
    popup,
    tooltip,
)
from layers.map.label_points import label_points
from layers.map.map_facts import MapFacts
from layers.style_sheet import dashes
from layers.styles import (
    DISTRICT,
    HIGH_ZONE_EDGE,
    ZONE_DASHES,
    ZONE_EDGE,
    status_style,
)
from layers.texts import texts
from projects.model import MEASURES, BalanceRow, Measure

_MOST_LABELS = 60
_MOST_NAMED = 8
"""Projects that a popup names; of more it gives the number."""


def zone_layer(
    facts: MapFacts, *, measure: Measure, language: str, opacity: float
) -> folium.GeoJson | None:
    """Return the zones as a layer; None if there are none.

    Its features have `zone_id`, `status` (of the measure, or None) and what the popup shows.
    """
    t = texts(language, is_over=facts.is_over)
    teller = _ZoneTeller(facts, measure, t)
    zones = [zone for zone in facts.zones if not zone.outline.is_empty]
    zones.sort(key=lambda zone: (-zone.measured_ha, teller.depth(zone), zone.zone_id))
    if not zones:
        return None

    def style(one: Feature) -> dict[str, Any]:
        told = one["properties"]
        area = status_style(told["status"], is_over=facts.is_over)
        edge = (DISTRICT, HIGH_ZONE_EDGE)[told["depth"]] if told["depth"] < 2 else ZONE_EDGE
        return {
            "fillColor": fill_of(area),
            "fillOpacity": opacity,
            "color": edge.colour,
            "weight": edge.px,
            "dashArray": dashes(ZONE_DASHES) if told["quality"] == "schematic" else None,
        }

    return folium.GeoJson(
        collection([teller.feature(zone) for zone in zones]),
        name=t["layer_zones"].format(measure=t[f"measure_{measure}"]),
        style_function=style,
        highlight_function=lambda _: {"weight": 3.2},
        popup=popup(teller.fields()),
        tooltip=tooltip(["name", "reached"]),
        pane="landplan-zones",
    )


def zone_names(facts: MapFacts, *, language: str) -> folium.FeatureGroup | None:
    """Return the names of the zones as a layer, those of the larger zones before the others."""
    zones = [zone for zone in facts.zones if not zone.outline.is_empty]
    if not zones:
        return None
    points = label_points(zones)
    group = folium.FeatureGroup(name=texts(language)["layer_labels"])
    for zone in sorted(zones, key=lambda zone: -zone.measured_ha)[:_MOST_LABELS]:
        lon, lat = points[zone.zone_id]
        name = folium.DivIcon(
            html=f"<span>{as_text(zone.name)}</span>", icon_size=(0, 0), class_name="landplan-name"
        )
        group.add_child(
            folium.Marker(
                (lat, lon), icon=name, pane="landplan-names", interactive=False, keyboard=False
            )
        )
    group.add_child(NamesApart())
    return group


class _ZoneTeller:
    """Says of each zone what the map shows of it."""

    def __init__(self, facts: MapFacts, measure: Measure, t: dict[str, str]) -> None:
        self.measure, self.t = measure, t
        self.zones = {zone.zone_id: zone for zone in facts.zones}
        self.rows = {(row.zone, row.measure): row for row in facts.balance.rows}
        self.only_zone: defaultdict[str, list[str]] = defaultdict(list)
        for project in facts.projects:
            if project.zone_id and project.place is None:
                self.only_zone[project.zone_id].append(project.name)

    def path(self, zone: Zone) -> list[Zone]:
        """Return a zone and those that it lies in, the highest first."""
        steps = [zone]
        while (above := self.zones.get(steps[0].parent_id or "")) and above not in steps:
            steps.insert(0, above)
        return steps

    def depth(self, zone: Zone) -> int:
        return len(self.path(zone)) - 1

    def fields(self) -> dict[str, str]:
        """Return the properties that the popup shows, with their names."""
        t = self.t
        named: dict[str, str] = {measure: t[f"measure_{measure}"] for measure in MEASURES}
        return {
            "name": t["zone"],
            "path": t["breadcrumb"],
            **named,
            "declared": t["zone_area"],
            "measured": t["measured_area"],
            "outline": t["outline_other"],
            "projects": t["only_zone"],
        }

    def feature(self, zone: Zone) -> Feature:
        t = self.t
        row = self.rows.get((zone.zone_id, self.measure))
        above = " › ".join(one.name for one in self.path(zone)[:-1])
        return feature(
            zone.outline,
            {
                "zone_id": escaped(zone.zone_id),
                "depth": self.depth(zone),
                "quality": zone.geometry_quality,
                "status": row.status if row else None,
                "name": as_text(zone.name),
                "path": as_text(above),
                "reached": self.measure_told(row) if row else "",
                **{one: self.told(zone, one) for one in MEASURES},
                "declared": as_ha(zone.declared_ha, t["unit_ha"]) or t["not_stated"],
                "measured": as_ha(zone.measured_ha, t["unit_ha"]),
                "outline": t[f"quality_{zone.geometry_quality}"],
                "projects": self.projects(zone),
            },
        )

    def told(self, zone: Zone, measure: Measure) -> str:
        """Return actual, target, percent and status of one measure."""
        row = self.rows.get((zone.zone_id, measure))
        return self.figures(row) if row else ""

    def measure_told(self, row: BalanceRow) -> str:
        return f"{self.t[f'measure_{row.measure}']} {self.figures(row)}"

    def figures(self, row: BalanceRow) -> str:
        t = self.t
        actual = as_ha(row.actual_ha, t["unit_ha"])
        if row.target_ha is None:
            return actual
        of_target = f"{actual} / {as_ha(row.target_ha, t['unit_ha'])}"
        percent = "" if row.percent is None else f"{as_figure(row.percent, 1)}%"
        status = t[f"status_{row.status.replace(' ', '_')}"] if row.status else ""
        return f"{t['beside'].format(main=of_target, extra=percent)} {status}".strip()

    def projects(self, zone: Zone) -> str:
        names = self.only_zone[zone.zone_id]
        more = len(names) - _MOST_NAMED
        return as_lines([*names[:_MOST_NAMED], *([f"+ {more}"] if more > 0 else [])])
