"""The plan's own facts as JSON for the page: projects, indicators, investment, warnings.

Figures go through as they are. Two things are worked out here, because the page should not have
to: how far printed sums are from the sums of their parts, and how many indicators are on track.
"""

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from typing import Any, Final

import shapely
from shapely import Point, Polygon
from shapely.geometry.base import BaseGeometry

from gis.model import Source
from layers.category_groups import GROUPS, category_colours, group_of
from layers.map.map_facts import MapFacts
from projects.model import (
    STAGES,
    Figure,
    IndicatorLine,
    InvestmentNode,
    LandUse,
    Project,
    StructurePart,
)
from projects.monitoring.indicators import tally

_ABOUT_1_CM: Final = 7
"""Decimals of a degree."""

_SUMMED: Final = ("count", "total_10k_cny", "period_10k_cny")


def project_data(projects: Sequence[Project]) -> dict[str, Any]:
    """Return the projects, their categories with groups and colours, and the stages in order."""
    categories = dict.fromkeys(project.category for project in projects)
    colours = category_colours(projects)
    return {
        "groups": list(GROUPS),
        "categories": [
            {"name": category, "group": group_of(category), "colour": colours[category]}
            for category in categories
        ],
        "stages": list(STAGES),
        "list": [_project(project) for project in projects],
    }


def _project(project: Project) -> dict[str, Any]:
    return {
        "id": project.project_id,
        "name": project.name,
        "category": project.category,
        "stage": project.stage,
        "stage_on": project.stage_on.isoformat() if project.stage_on else None,
        "zone": project.zone_id,
        "site_area_m2": project.site_area_m2,
        "floor_area_m2": project.floor_area_m2,
        "investment_10k_cny": project.investment_10k_cny,
        "invested_10k_cny": project.invested_10k_cny,
        "place": _place(project),
        "quality": project.geometry_quality,
        "note": project.note,
        "sources": [source_data(source) for source in project.sources],
    }


def _place(project: Project) -> dict[str, Any] | None:
    """Return points, lines and areas by kind, or None where only the zone is known."""
    place: dict[str, Any] = {"points": [], "lines": [], "areas": []}
    for part in parts_of(project.place):
        if isinstance(part, Polygon):
            rings = [part.exterior, *part.interiors]
            place["areas"].append([_coordinates(ring) for ring in rings])
        elif isinstance(part, Point):
            place["points"] += _coordinates(part)
        else:
            place["lines"].append(_coordinates(part))
    return place if any(place.values()) else None


def parts_of(geometry: BaseGeometry | None) -> Iterator[BaseGeometry]:
    """Yield the points, lines and areas of a geometry, none of them a collection."""
    if geometry is None or geometry.is_empty:
        return
    if geometry.geom_type == "GeometryCollection" or geometry.geom_type.startswith("Multi"):
        for part in shapely.get_parts(geometry):
            yield from parts_of(part)
    else:
        yield geometry


def _coordinates(part: BaseGeometry) -> list[list[float]]:
    return [
        [round(lon, _ABOUT_1_CM), round(lat, _ABOUT_1_CM)]
        for lon, lat in shapely.get_coordinates(part).tolist()
    ]


def structure_data(parts: Sequence[StructurePart]) -> list[dict[str, Any]]:
    """Return the parts of the spatial structure; those without an outline have no lines."""
    return [
        {
            "id": part.structure_id,
            "name": part.name,
            "kind": part.kind,
            "zones": list(part.zone_ids),
            "note": part.note,
            "quality": part.geometry_quality,
            "lines": [_coordinates(line) for line in parts_of(part.outline)],
            "source": source_data(part.source),
        }
        for part in parts
    ]


def indicator_data(lines: Sequence[IndicatorLine], *, is_over: bool = False) -> dict[str, Any]:
    """Return the lines as given, and by zone how many are on track, judged, with a goal."""
    by_zone: defaultdict[str, list[IndicatorLine]] = defaultdict(list)
    for line in lines:
        by_zone[line.zone_id or ""].append(line)
    return {
        "lines": [_line(line) for line in lines],
        "tallies": {zone: _tally(members, is_over=is_over) for zone, members in by_zone.items()},
    }


def _tally(lines: Sequence[IndicatorLine], *, is_over: bool) -> dict[str, int]:
    good, judged, goals = tally(lines, is_over=is_over)
    return {"good": good, "judged": judged, "goals": goals}


def _line(line: IndicatorLine) -> dict[str, Any]:
    return {
        "zone": line.zone_id,
        "name": line.indicator,
        "parent": line.parent_indicator,
        "scope": line.scope,
        "unit": line.unit,
        "span": line.span,
        "kind": line.kind,
        "base": _figure(line.base),
        "latest": _figure(line.latest),
        "goal": _figure(line.goal),
        "progress": line.progress,
        "expected": line.expected,
        "status": line.status,
        "figures": [_figure(figure) for figure in line.figures],
    }


def _figure(figure: Figure | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    return {
        "year": figure.year,
        "role": figure.role,
        "value": figure.value,
        "value_to": figure.value_to,
        "note": figure.note,
        "source": source_data(figure.source),
        "recorded_by": figure.recorded_by,
    }


def investment_data(nodes: Sequence[InvestmentNode]) -> list[dict[str, Any]]:
    """Return the tree's nodes, each before its parts, with its depth and what does not add up."""
    parts: defaultdict[str | None, list[InvestmentNode]] = defaultdict(list)
    known = {node.node for node in nodes}
    for node in nodes:
        parts[node.parent if node.parent in known else None].append(node)
    return [
        {
            "id": node.node,
            "depth": depth,
            "name": node.name,
            "count": node.count,
            "total_10k_cny": node.total_10k_cny,
            "period_10k_cny": node.period_10k_cny,
            "note": node.note,
            "source": source_data(node.source),
            "sums": _sums(node, parts[node.node]),
        }
        for node, depth in _walk(parts, None, 0)
    ]


def _walk(
    parts: dict[str | None, list[InvestmentNode]], parent: str | None, depth: int
) -> Iterator[tuple[InvestmentNode, int]]:
    for node in parts[parent]:
        yield node, depth
        yield from _walk(parts, node.node, depth + 1)


def _sums(node: InvestmentNode, parts: Sequence[InvestmentNode]) -> dict[str, dict[str, float]]:
    """Return, for each printed figure that is not the sum of its parts: the sum, the difference."""
    found = {}
    for field in _SUMMED:
        printed = getattr(node, field)
        members = [getattr(part, field) for part in parts]
        if printed is None or not members or None in members:
            continue
        total = sum(members)
        if abs(printed - total) > 1e-9 * max(abs(printed), abs(total)):
            found[field] = {"sum": total, "difference": printed - total}
    return found


def warning_data(facts: MapFacts, *, language: str) -> list[dict[str, Any]]:
    """Return the warnings, worst first, in one language, with the map's zones they belong to."""
    return [
        {
            "kind": warning.kind,
            "severity": warning.severity,
            "zone": warning.zone_id,
            "zones": [
                zone.zone_id
                for zone in facts.zones
                if zone.zone_id in facts.warned_zones[warning.key]
            ],
            "subject": warning.subject_id,
            "text": warning.en if language == "en" else warning.zh,
        }
        for warning in sorted(facts.warnings, key=lambda warning: -warning.severity)
    ]


def land_use_data(
    land_uses: Sequence[LandUse], used: Container[tuple[str, str]]
) -> list[dict[str, str]]:
    """Return the land uses whose code and code set are used."""
    return [
        {"code": use.code, "code_set": use.code_set, "name": use.name, "group": use.group}
        for use in land_uses
        if (use.code, use.code_set) in used
    ]


def source_data(source: Source | None) -> dict[str, Any] | None:
    """Return a citation."""
    if source is None:
        return None
    return {"document": source.document, "place": source.place, "line": source.line}
