"""Major projects of a folium map: points, lines and areas in the colour of their category."""

from collections.abc import Mapping
from typing import Any

import folium

from layers.folium_map.features import (
    Feature,
    as_lines,
    as_money,
    as_text,
    collection,
    escaped,
    feature,
    popup,
    tooltip,
)
from layers.map.map_facts import MapFacts
from layers.map.plan_data import parts_of
from layers.style_sheet import dashes
from layers.styles import PAPER, PROJECT_DASHES, PROJECT_OPACITY, PROJECT_PX
from layers.texts import texts
from projects.labels import NO_STAGE, STAGES
from projects.model import Project

_PANE = "landplan-projects"
_RADIUS_PX = 6


def project_layer(
    facts: MapFacts, colours: Mapping[str, str], *, language: str
) -> folium.GeoJson | None:
    """Return the projects that have a place as a layer; None if none has.

    A feature is a part of a project's place: `project_id`, `colour` and what the popup shows. What
    is known only by its zone is named in the zone's popup. `colours` are those of the categories.
    """
    t = texts(language)
    titles = {document.document_id: document.title for document in facts.plan.documents}
    features = [
        feature(part, _properties(project, colours, titles, t, language))
        for project in facts.projects
        for part in parts_of(project.place)
    ]
    if not features:
        return None
    mark = folium.CircleMarker(radius=_RADIUS_PX, fill=True)
    mark.options["pane"] = _PANE
    return folium.GeoJson(
        collection(features),
        name=t["layer_projects"],
        style_function=_style,
        marker=mark,
        popup=popup(
            {
                "name": t["project"],
                "category": t["category"],
                "stage": t["stage"],
                "investment": t["investment"],
                "place": t["note"],
                "sources": t["source"],
            }
        ),
        tooltip=tooltip(["name"]),
        pane=_PANE,
    )


def _style(one: Feature) -> dict[str, Any]:
    colour = one["properties"]["colour"]
    is_point = one["geometry"]["type"] == "Point"
    return {
        "color": PAPER if is_point else colour,
        "weight": 1.5 if is_point else PROJECT_PX,
        "fillColor": colour,
        "fillOpacity": 1.0 if is_point else PROJECT_OPACITY,
        "dashArray": dashes(PROJECT_DASHES)
        if one["properties"]["is_schematic"] and not is_point
        else None,
    }


def _properties(
    project: Project,
    colours: Mapping[str, str],
    titles: dict[str, str],
    t: dict[str, str],
    language: str,
) -> dict[str, Any]:
    schematic = project.geometry_quality == "schematic"
    stage = STAGES[project.stage].say(language) if project.stage in STAGES else project.stage
    cited = [
        t["comma"].join(filter(None, (titles.get(source.document, source.document), source.place)))
        for source in project.sources
    ]
    return {
        "project_id": escaped(project.project_id),
        "colour": colours[project.category],
        "is_schematic": schematic,
        "name": as_text(project.name),
        "category": as_text(project.category) or t["no_category"],
        "stage": as_text(stage) or NO_STAGE.say(language),
        "investment": as_money(project.investment_10k_cny, t),
        "place": t[_schematic_note(project)] if schematic else as_text(project.note),
        "sources": as_lines(cited),
    }


def _schematic_note(project: Project) -> str:
    only_points = all(part.geom_type == "Point" for part in parts_of(project.place))
    return "point_schematic" if only_points else "place_schematic"
