"""The major projects: projects.csv, and where they lie: projects.geojson."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from pyproj import CRS
from shapely import Point
from shapely.geometry.base import BaseGeometry

from gis.geometry.crs import CHINA_BOUNDS, STORED_SRID, to_stored
from gis.geometry.in_china import stored_in_china
from gis.geometry.outline_error import OutlineError
from gis.problems import Problem
from projects.model import Project
from projects.package.columns import PROJECT_PLACES, PROJECTS
from projects.package.files import csv_rows, feature_rows
from projects.package.read_plan import repeated, zone_of
from projects.package.rows import Row, is_read


def read_projects(
    folder: Path,
    problems: list[Problem],
    *,
    crs: CRS,
    documents: Collection[str],
    zone_ids: Collection[str] | None,
) -> tuple[Project, ...]:
    """Return the major projects with their outlines; both files are optional."""
    if not (folder / "projects.csv").exists():
        return ()
    rows = csv_rows(folder, problems, table=PROJECTS)
    repeated(rows, lambda row: row.cells["project_id"], "project_id")
    repeated(rows, lambda row: row.cells["name"], "name")
    found = {row.cells["project_id"]: _project(row, documents, zone_ids) for row in rows}
    if (folder / "projects.geojson").exists():
        _add_outlines(folder, problems, crs, found)
    return tuple(found.values())


def _project(row: Row, documents: Collection[str], zone_ids: Collection[str] | None) -> Project:
    point = point_of(row)
    return Project(
        project_id=row.identifier("project_id"),
        name=row.text("name", required=True),
        category=row.text("category", required=True),
        stage=row.choice("stage", PROJECTS["stage"].choices, required=False),
        zone_id=zone_of(row, "zone", zone_ids) if row.text("zone") else None,
        site_area_m2=row.number("site_area_m2"),
        floor_area_m2=row.number("floor_area_m2"),
        investment_10k_cny=row.number("investment_10k_cny"),
        point=point,
        note=row.text("note"),
        sources=row.sources("source", documents, required=False),
        geometry_quality="digitised" if point else "",
    )


def point_of(row: Row) -> Point | None:
    """Return the point of `lon` and `lat`, or None; one without the other is a problem."""
    lon, lat = row.number("lon"), row.number("lat")
    if lon is None and lat is None:
        return None
    west, south, east, north = CHINA_BOUNDS
    if lon is None or lat is None or not (west <= lon <= east and south <= lat <= north):
        row.wrong(
            "lon",
            "经度应在 73–136、纬度应在 3–54 之间，且两者都要有",
            "longitude lies in 73–136 and latitude in 3–54, and both are wanted",
            kind="outside_china",
        )
        return None
    return to_stored(Point(lon, lat), CRS.from_epsg(STORED_SRID))


def _add_outlines(
    folder: Path, problems: list[Problem], crs: CRS, projects: dict[str, Project]
) -> None:
    has_projects = is_read(projects, PROJECTS.file, problems)
    rows, file_crs = feature_rows(folder, problems, table=PROJECT_PLACES, crs=crs)
    repeated(rows, lambda row: row.cells["project_id"], "project_id")
    for row in rows:
        project_id = row.identifier("project_id")
        quality = row.choice("geometry_quality", PROJECT_PLACES["geometry_quality"].choices)
        outline = shape_of(row, file_crs)
        if has_projects and project_id not in projects:
            row.wrong(
                "project_id",
                "projects.csv 中没有这个项目",
                "projects.csv has no such project",
                kind="unknown_project",
            )
        elif outline is not None and has_projects:
            point = outline if isinstance(outline, Point) else projects[project_id].point
            projects[project_id] = replace(
                projects[project_id], outline=outline, point=point, geometry_quality=quality
            )


def shape_of(row: Row, crs: CRS) -> BaseGeometry | None:
    """Return a line, area or points in EPSG:4490, or None with a problem."""
    if row.has_fault("outline"):
        return None
    found = row.geometry
    if found is None or found.is_empty or not found.is_valid:
        row.wrong(
            "outline",
            "没有图形，或图形无效",
            "has no outline, or one that is not valid",
            kind="invalid_outline",
        )
        return None
    try:
        return stored_in_china(found, crs)
    except OutlineError as error:
        row.wrong("outline", error.zh, error.en, kind=error.kind)
        return None
