"""The spatial structure: structure.csv, and the lines of its axes and belts: structure.geojson."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from pyproj import CRS

from gis.problems import Problem
from projects.model import StructurePart
from projects.package.columns import STRUCTURE, STRUCTURE_LINES
from projects.package.files import csv_rows, feature_rows
from projects.package.read_plan import repeated
from projects.package.read_projects import shape_of
from projects.package.rows import Row, is_read


def read_structure(
    folder: Path,
    problems: list[Problem],
    *,
    crs: CRS,
    documents: Collection[str],
    zone_ids: Collection[str] | None,
) -> tuple[StructurePart, ...]:
    """Return the parts of the spatial structure with their lines; both files are optional."""
    if not (folder / "structure.csv").exists():
        return ()
    rows = csv_rows(folder, problems, table=STRUCTURE)
    repeated(rows, lambda row: row.cells["structure_id"], "structure_id")
    parts = [_part(row, documents, zone_ids) for row in rows]
    found = {part.structure_id: part for part in parts}
    if (folder / "structure.geojson").exists():
        _add_outlines(folder, problems, crs, found)
    return tuple(found.values())


def _part(row: Row, documents: Collection[str], zone_ids: Collection[str] | None) -> StructurePart:
    sources = row.sources("source", documents)
    return StructurePart(
        structure_id=row.identifier("structure_id"),
        name=row.text("name", required=True),
        kind=row.choice("kind", STRUCTURE["kind"].choices),  # type: ignore[arg-type]  # checked
        level=row.choice("level", STRUCTURE["level"].choices),  # type: ignore[arg-type]  # checked
        zone_ids=_zones(row, zone_ids),
        note=row.text("note"),
        source=sources[0] if sources else None,
    )


def _zones(row: Row, zone_ids: Collection[str] | None) -> tuple[str, ...]:
    """Return the zone ids of a cell, each once and each a zone of zones.csv."""
    told = row.text("zones")
    named = [zone_id.strip() for zone_id in told.split(";")] if told else []
    for zone_id in dict.fromkeys(named):
        if zone_ids is not None and zone_id not in zone_ids:
            zh, en = "没有这个片区；见 zones.csv", "there is no such zone; see zones.csv"
            row.wrong("zones", zh, en, value=zone_id, kind="unknown_zone")
        if named.count(zone_id) > 1:
            row.wrong(
                "zones", "同一片区写了两次", "names a zone twice", value=zone_id, kind="named_twice"
            )
    return tuple(named)


def _add_outlines(
    folder: Path, problems: list[Problem], crs: CRS, parts: dict[str, StructurePart]
) -> None:
    has_parts = is_read(parts, STRUCTURE.file, problems)
    rows, file_crs = feature_rows(folder, problems, table=STRUCTURE_LINES, crs=crs)
    repeated(rows, lambda row: row.cells["structure_id"], "structure_id")
    for row in rows:
        structure_id = row.identifier("structure_id")
        quality = row.choice("geometry_quality", STRUCTURE_LINES["geometry_quality"].choices)
        outline = shape_of(row, file_crs)
        if has_parts and structure_id not in parts:
            row.wrong(
                "structure_id",
                "structure.csv 中没有这一项",
                "structure.csv has no such part",
                kind="unknown_part",
            )
        elif outline is not None and has_parts:
            parts[structure_id] = replace(
                parts[structure_id], outline=outline, geometry_quality=quality
            )
