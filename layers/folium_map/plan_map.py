"""The map of a plan for a notebook: zones, parcels and projects as layers of folium."""

from dataclasses import replace
from typing import Final

import folium
import shapely
from folium.map import CustomPane

from gis.errors import WrongUseError
from gis.model import Zone
from layers.category_groups import category_colours
from layers.folium_map.elements import Hatches, LayersLast, Look, Scale
from layers.folium_map.legend import legend
from layers.folium_map.parcel_layer import parcel_layer
from layers.folium_map.project_layer import project_layer
from layers.folium_map.zone_layer import zone_layer, zone_names
from layers.map.map_facts import MapFacts
from projects.model import FLOWS, Flow
from projects.zones import meant_zones

MOST_PARCELS: Final = 3_000
"""Parcels that are drawn unless more are asked for: see `plan_map`."""

PANES: Final = {
    "landplan-zones": 310,
    "landplan-parcels": 320,
    "landplan-projects": 330,
    "landplan-names": 340,
}
"""Below Leaflet's pane of vector layers (400): whatever an analyst adds lies on top."""

_OVER_TILES: Final = 0.7
_CHINA: Final = (35.0, 105.0)


def plan_map(
    facts: MapFacts,
    *,
    m: folium.Map | None = None,
    zone: str | None = None,
    measure: Flow = "storage",
    language: str = "zh",
    tiles: str | folium.TileLayer | None = None,
    most_parcels: int = MOST_PARCELS,
) -> folium.Map:
    """Return a folium map of a plan, or add the plan to one.

    Layers of zones, parcels and projects (`folium.GeoJson` with tooltips and popups), the zones'
    names, a legend and a control of layers that also lists what is added later. Leaflet takes the
    outlines for WGS 84, from which CGCS2000 differs by centimetres. A zone that the zones in it
    cover shows their colours. Properties of features that are text are HTML, escaped and ready to
    be shown again.

    Parameters
    ----------
    facts
        What the map shows, as of one day.
    m
        The map to add to; its view, scale and ground stay as they are. None: a new one, fitted to
        the zones, with a scale.
    zone
        Id of a zone: only that one, those under it, and what lies in them.
    measure
        What the zones are coloured by: storage, supply or a part of the supply, against plan.
    language
        Of the map's own words, `zh` or `en`.
    tiles
        Ground of a new map, as `folium.Map` takes it. None: plain. Shown in a notebook, folium
        still loads its scripts from their hosts; the file that `save_offline` writes asks nothing
        of any.
    most_parcels
        Parcels are drawn up to this many; of more none is drawn, and the legend says so. Each is
        an element of the page: on two cores 1 000 (1 MB) open in about a second, 3 000 (3 MB) in
        three, 10 000 (11 MB) in six, and a notebook keeps all of them in its file; 100 000 stop a
        browser. For so many there is the page (`layers.map.map_page`), which has one canvas.

    Raises
    ------
    WrongUseError
        If there is no such zone, if the measure has no targets, or if a map is given together with
        tiles for a new one.
    """
    if measure not in FLOWS:
        raise WrongUseError(
            f"片区不能按“{measure}”着色；可用：{'、'.join(FLOWS)}",
            f"zones cannot be coloured by {measure!r}; use one of {', '.join(FLOWS)}",
        )
    if m is not None and tiles is not None:
        raise WrongUseError(
            "已给出地图 m，不能再指定 tiles；请把底图加到 m 上",
            "tiles are for a new map; add them to the map m that is given",
        )
    colours = category_colours(facts.projects)  # of the whole plan, as on its page
    if zone is not None:
        facts = _within(facts, zone)
    target = _new_map(facts.zones, tiles) if m is None else m
    opacity = 1.0 if m is None and tiles is None else _OVER_TILES
    _add_once(target, Look(), "landplan_look")
    _add_once(target, Hatches(), "landplan_hatches")
    for name, z_index in PANES.items():
        pane = CustomPane(name, z_index=z_index, pointer_events=name != "landplan-names")
        _add_once(target, pane, name.replace("-", "_"))
    drawn = facts.parcels if len(facts.parcels) <= most_parcels else ()
    for layer in (
        zone_layer(facts, measure=measure, language=language, opacity=opacity),
        parcel_layer(facts, drawn, language=language),
        project_layer(facts, colours, language=language),
        zone_names(facts, language=language),
    ):
        if layer is not None:
            target.add_child(layer)
    target.add_child(legend(facts, drawn, colours, measure=measure, language=language))
    _control_last(target)
    return target


def _within(facts: MapFacts, zone: str) -> MapFacts:
    """Return what the facts tell of a zone and those under it."""
    zones = meant_zones(facts.zones, zone=zone, zone_set=None)
    inside = {one.zone_id for one in zones}
    rows = tuple(row for row in facts.balance.rows if row.zone in inside)
    return replace(
        facts,
        zones=zones,
        balance=replace(facts.balance, rows=rows),
        parcels=tuple(one for one in facts.parcels if inside.intersection(one.zone_ids)),
        projects=tuple(one for one in facts.projects if one.zone_id in inside),
    )


def _new_map(zones: tuple[Zone, ...], tiles: str | folium.TileLayer | None) -> folium.Map:
    made = folium.Map(location=_CHINA, zoom_start=4, tiles=tiles, zoom_snap=0.25)
    made.options["maxZoom"] = 20  # MarkerCluster asks for it; folium gives it with tiles only
    made.add_child(Scale())
    outlines = [zone.outline for zone in zones if not zone.outline.is_empty]
    if outlines:
        west, south, east, north = shapely.total_bounds(outlines).tolist()
        made.fit_bounds([(south, west), (north, east)], padding=(24, 24))
    return made


def _add_once(target: folium.Map, element: folium.MacroElement, name: str) -> None:
    if name not in target._children:
        target.add_child(element, name=name)


def _control_last(target: folium.Map) -> None:
    """Add a control of layers, or move the one that there is behind the new layers."""
    for name, child in target._children.items():
        if isinstance(child, folium.LayerControl):
            target._children.move_to_end(name)
            return
    target.add_child(LayersLast(collapsed=False))
