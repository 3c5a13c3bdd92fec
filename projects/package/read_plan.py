"""The plan's own files: zones, land-use groups, targets, schedule."""

from collections.abc import Callable, Collection, Hashable, Iterable
from pathlib import Path
from typing import Final, NamedTuple

from pyproj import CRS

from gis.geometry.area import HA_PER_UNIT, area_ha
from gis.model import Zone
from gis.problems import Problem
from projects.model import (
    LandUse,
    Plan,
    ScheduleStep,
    Target,
)
from projects.package.columns import LAND_USES, SCHEDULE, TARGETS, ZONE_OUTLINES, ZONES
from projects.package.files import csv_rows, feature_rows
from projects.package.first_rows import tell_no_rows
from projects.package.rows import Row, ids_named, is_read

UNITS: Final = tuple(HA_PER_UNIT)
TARGET_KINDS: Final = ("binding", "expected", "planned")


class ZonesRead(NamedTuple):
    """The zones that can be used, and the ids that zones.csv names, be they sound or not."""

    zones: list["ZoneRead"]
    named: frozenset[str] | None
    crs: CRS


class ZoneRead(NamedTuple):
    """A zone and where it stands: its row of zones.csv and its feature of zones.geojson."""

    zone: Zone
    row: Row
    feature: Row


def read_zones(
    folder: Path, problems: list[Problem], *, crs: CRS, documents: Collection[str]
) -> ZonesRead:
    """Return the zones of zones.csv with their outlines of zones.geojson, in the CSV's order."""
    rows = csv_rows(folder, problems, table=ZONES)
    features, outline_crs = feature_rows(folder, problems, table=ZONE_OUTLINES, crs=crs)
    tell_no_rows(ZONES.name, rows, problems, file=ZONES.file)
    tell_no_rows(ZONE_OUTLINES.name, features, problems, file=ZONE_OUTLINES.file)
    has_zones = is_read(rows, ZONES.file, problems)
    has_outlines = is_read(features, ZONE_OUTLINES.file, problems)
    outlines = {row.identifier("zone_id"): row for row in features}
    repeated(features, lambda row: row.cells.get("zone_id", ""), "zone_id")
    repeated(rows, lambda row: row.cells.get("zone_id", ""), "zone_id")
    known = {row.cells["zone_id"]: row.cells.get("zone_set", "") for row in rows}
    for zone_id, feature in outlines.items():
        if has_zones and zone_id not in known:
            feature.wrong(
                "zone_id",
                "zones.csv 中没有这个片区",
                "zones.csv has no such zone",
                kind="unknown_zone",
            )

    zones = []
    for position, row in enumerate(rows):
        zone_id = row.identifier("zone_id")
        parent = row.text("parent")
        if parent and parent not in known:
            row.wrong(
                "parent", "没有这个上级片区", "there is no such parent zone", kind="unknown_parent"
            )
        zone_set = row.identifier("zone_set") if row.cells.get("zone_set") else ""
        if parent and known.get(parent, zone_set) != zone_set:
            row.wrong(
                "parent",
                "上级属于另一套片区",
                "the parent zone is of another zone set",
                kind="another_zone_set",
            )
        sources = row.sources("source", documents, required=False)
        quality = row.choice("geometry_quality", ZONES["geometry_quality"].choices)
        name, declared = row.text("name", required=True), row.number("declared_ha")
        if zone_id not in outlines:
            if has_outlines:
                row.wrong(
                    "zone_id",
                    "zones.geojson 中没有它的边界",
                    "zones.geojson has no outline of it",
                    kind="no_outline",
                )
            continue
        outline = outlines[zone_id].outline(outline_crs)
        if outline is None:
            continue
        zone = Zone(
            zone_id=zone_id,
            name=name,
            parent_id=parent or None,
            position=position,
            declared_ha=declared,
            measured_ha=area_ha(outline),
            geometry_quality=quality,  # type: ignore[arg-type]  # a problem if it is another
            outline=outline,
            source=sources[0] if sources else None,
            note=row.text("note"),
            zone_set=zone_set,
        )
        zones.append(ZoneRead(zone, row, outlines[zone_id]))
    return ZonesRead(zones, ids_named(rows, "zone_id"), outline_crs)


def read_land_uses(folder: Path, problems: list[Problem]) -> tuple[LandUse, ...]:
    """Return the groups of land-use codes."""
    rows = csv_rows(folder, problems, table=LAND_USES)
    repeated(rows, lambda row: (row.cells["code"], row.cells["code_set"]), "code")
    return tuple(
        LandUse(
            code=row.identifier("code"),
            code_set=row.identifier("code_set"),
            name=row.text("name"),
            group=row.choice("group", LAND_USES["group"].choices),  # type: ignore[arg-type]
        )
        for row in rows
    )


def read_targets(
    folder: Path, problems: list[Problem], *, plan: Plan, zone_ids: Collection[str] | None
) -> tuple[Target, ...]:
    """Return the targets; each is for a zone of the package and a year of the plan."""
    rows = csv_rows(folder, problems, table=TARGETS)
    tell_no_rows(TARGETS.name, rows, problems, file=TARGETS.file, severity="warning",
                 year=plan.ends_on.year)  # fmt: skip
    documents = [document.document_id for document in plan.documents]
    repeated(rows, lambda row: tuple(row.cells[c] for c in ("zone", "measure", "year")), "measure")
    targets = []
    for row in rows:
        zone_id = zone_of(row, "zone", zone_ids)
        measure = row.choice("measure", TARGETS["measure"].choices)
        value, year = row.number("value", required=True, least=0), year_of(row, plan)
        unit = row.choice("unit", TARGETS["unit"].choices)
        kind = row.choice("kind", TARGETS["kind"].choices, required=False)
        sources = row.sources("source", documents)
        if zone_id and value is not None and year is not None and sources:
            targets.append(
                Target(
                    zone_id=zone_id,
                    measure=measure,  # type: ignore[arg-type]
                    value=value,
                    unit=unit,
                    year=year,
                    kind=kind,
                    source=sources[0],
                )
            )
    return tuple(targets)


def read_schedule(
    folder: Path, problems: list[Problem], *, plan: Plan, targets: Iterable[Target]
) -> tuple[ScheduleStep, ...]:
    """Return what targets should have reached by each year's end, in ha; the file is optional."""
    if not (folder / "schedule.csv").exists():
        return ()
    rows = csv_rows(folder, problems, table=SCHEDULE)
    repeated(rows, lambda row: tuple(row.cells[c] for c in ("zone", "measure", "year")), "year")
    known = {(target.zone_id, target.measure) for target in targets}
    all_known = is_read((), TARGETS.file, problems)
    steps = []
    for row in rows:
        key = (row.text("zone"), row.text("measure"))
        if all_known and key not in known:
            row.wrong(
                "measure",
                "targets.csv 中没有这个目标",
                "targets.csv has no such target",
                kind="unknown_target",
            )
        value, year = row.number("value", required=True, least=0), year_of(row, plan)
        unit = row.choice("unit", SCHEDULE["unit"].choices, required=False) or UNITS[0]
        if value is not None and year is not None:
            step = value * HA_PER_UNIT[unit]
            steps.append(
                ScheduleStep(zone_id=key[0], measure=key[1], year=year, value=step)  # type: ignore[arg-type]
            )
    return tuple(steps)


def year_of(row: Row, plan: Plan) -> int | None:
    """Return the year of a row, or None with a problem where it lies outside the plan."""
    year = row.whole("year")
    if year is None or plan.starts_on.year <= year <= plan.ends_on.year:
        return year
    row.wrong(
        "year",
        f"不在规划期 {plan.starts_on.year}–{plan.ends_on.year} 内",
        f"lies outside the plan's {plan.starts_on.year}–{plan.ends_on.year}",
        kind="outside_period",
    )
    return None


def zone_of(row: Row, column: str, zone_ids: Collection[str] | None) -> str | None:
    """Return the zone id of a cell, or None with a problem where the package has no such zone.

    Where zones.csv could not be read (None), nothing is said of its ids.
    """
    zone_id = row.text(column, required=True)
    if zone_ids is None or zone_id in zone_ids:
        return zone_id
    row.wrong(
        column,
        "没有这个片区；见 zones.csv",
        "there is no such zone; see zones.csv",
        kind="unknown_zone",
    )
    return None


def repeated(rows: Iterable[Row], key: Callable[[Row], Hashable], column: str) -> None:
    """Report every row whose key an earlier row has already."""
    first: dict[Hashable, Row] = {}
    for row in rows:
        found = first.setdefault(key(row), row)
        if found is row:
            continue
        zh, en = f"第 {found.number_in_file} 行", f"row {found.number_in_file}"
        if found.file != row.file:
            zh, en = f" {found.file} {zh}", f"{en} of {found.file}"
        row.wrong(column, f"与{zh}重复", f"stands in {en} already", kind="repeated")
