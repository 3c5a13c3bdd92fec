"""Lists of the plan: zones, projects and indicators, merged with what the plan has of them.

What a list says nothing of stays as it is, the citations of the plan's documents too.
"""

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, get_args

from pyproj import CRS
from shapely import Point
from sqlalchemy import Connection

from gis.formats.source import cell_text
from gis.geometry.area import area_ha
from gis.geometry.crs import STORED_SRID
from gis.model import GeometryQuality, Zone
from gis.problems import Problem
from projects.imports.ground import Ground, filled, rows_of, texts_of
from projects.imports.land_work import Asked, Work, declared_unit
from projects.imports.list_file import ListFile
from projects.imports.outcome import imported
from projects.imports.parcels import missing_column
from projects.imports.plan_rows import PlanRow, merge_rows, stored_rows
from projects.imports.sent_again import sent_again
from projects.model import STAGES, Role, Span
from projects.package.check_zones import check_zones
from projects.package.columns import PROJECTS, ZONES
from projects.package.read_plan import TARGET_KINDS, ZoneRead, repeated
from projects.package.read_projects import point_of, shape_of
from projects.package.rows import Row

_PROJECT_CODE: Final = re.compile(r"\d{4}-\d{6}-\d{2}-\d{2}-\d{6}", re.ASCII)
"""项目代码 of GB/T 40058: 20 digits in five groups, 24 characters."""
_STORED_CRS: Final = CRS.from_epsg(STORED_SRID)


class _Zones:
    """The zones of a plan, named by id or by a name that only one has."""

    def __init__(self, zones: Mapping[str, str]) -> None:
        self._names = zones

    def of(self, row: Row, column: str) -> str | None:
        """Return the id of the zone that a cell names; empty: none."""
        told = row.text(column)
        if not told or told in self._names:
            return told or None
        found = [zone_id for zone_id, name in self._names.items() if name == told]
        if len(found) == 1:
            return found[0]
        row.wrong(
            column,
            "没有这个片区，或不止一个；请写片区编号",
            "there is no such zone, or several; write the zone's id",
            kind="unknown_zone",
        )
        return None


def work_of_zones(
    connection: Connection, file: ListFile, ground: Ground, problems: list[Problem], asked: Asked
) -> Work:
    """Read and check a list of zones."""
    rows = _rows(file, problems, asked, "zone_id", "片区编号", "the id of the zone")
    repeated(rows, lambda row: row.cells["zone_id"], "zone_id")
    package = ground.package
    was = {zone.zone_id: zone for zone in package.zones}
    problems += sent_again(file, rows, "zone_id", {one: it.outline for one, it in was.items()})
    names = {zone.zone_id: zone.name for zone in package.zones}
    names |= {row.cells["zone_id"]: row.cells.get("name", "") for row in rows}
    found: list[ZoneRead] = []
    position = max((zone.position for zone in package.zones), default=-1)
    for row in rows:
        one = was.get(row.cells["zone_id"])
        if one is not None:
            filled(row, texts_of(ZONES, one))
            row.geometry = one.outline if row.geometry is None else row.geometry
        elif not row.cells.get("geometry_quality"):
            row.cells["geometry_quality"] = "digitised"
        position += one is None
        zone = _zone(row, one, position, _Zones(names))
        if zone is not None:
            found.append(ZoneRead(zone, row, row))
    told = {read.zone.zone_id for read in found}
    silent = Row("", 0, {}, [])
    others = [ZoneRead(zone, silent, silent) for zone in package.zones if zone.zone_id not in told]
    check_zones([*found, *others])
    there = {row["zone_id"]: row for row in stored_rows(connection, "zones", package.plan.plan_id)}
    unit = declared_unit(file, "declared_ha")
    return Work(
        rows=[
            imported(
                read.row.number_in_file, read.zone.zone_id, read.zone.name, read.zone.outline,
                declared_ha=read.zone.declared_ha, declared_unit=unit,
            )
            for read in found
        ],
        write=lambda batch_id: merge_rows(
            connection, "zones", package.plan.plan_id, batch_id,
            [_zone_row(read.zone) for read in found], there,
        ),
    )  # fmt: skip


def _zone(row: Row, was: Zone | None, position: int, zones: _Zones) -> Zone | None:
    zone_id = row.identifier("zone_id")
    name, declared = row.text("name", required=True), row.number("declared_ha")
    quality = row.choice("geometry_quality", get_args(GeometryQuality))
    parent = zones.of(row, "parent")
    zone_set = row.identifier("zone_set") if row.cells.get("zone_set") else ""
    outline = row.outline(_STORED_CRS)
    if outline is None:
        return None
    return Zone(
        zone_id=zone_id, name=name, parent_id=parent,
        position=position if was is None else was.position, declared_ha=declared,
        measured_ha=area_ha(outline), geometry_quality=quality,  # type: ignore[arg-type]
        outline=outline, source=None if was is None else was.source, note=row.text("note"),
        zone_set=zone_set,
    )  # fmt: skip


def _zone_row(zone: Zone) -> PlanRow:
    names = ("zone_id", "name", "parent_id", "position", "declared_ha", "geometry_quality", "note",
             "zone_set", "outline")  # fmt: skip
    return {name: getattr(zone, name) for name in names}


def work_of_projects(
    connection: Connection, file: ListFile, ground: Ground, problems: list[Problem], asked: Asked
) -> Work:
    """Read and check a list of major projects."""
    plan_id = ground.package.plan.plan_id
    there = {row["project_id"]: row for row in stored_rows(connection, "projects", plan_id)}
    by_name = {row["name"]: row["project_id"] for row in there.values()}
    rows = _rows(file, problems, asked, "project_id", "项目编号", "the id of the project")
    zones = _Zones({zone.zone_id: zone.name for zone in ground.package.zones})
    repeated(rows, lambda row: row.cells["project_id"], "project_id")
    position = max((row["position"] for row in there.values()), default=-1)
    found = []
    for row in rows:
        was = there.get(row.cells["project_id"])
        if was is not None:
            filled(row, _project_texts(was))
        elif row.cells.get("name", "") in by_name:
            row.wrong(
                "name",
                f"库中的项目 {by_name[row.cells['name']]} 已用这个名称",
                f"the project {by_name[row.cells['name']]} of the plan has this name",
                kind="repeated",
            )
        position += was is None
        found.append((_project(row, was, position, zones), row))
        problems += _code_remark(file, row)
    return Work(
        rows=[
            imported(row.number_in_file, one["project_id"], one["name"], one["outline"])
            for one, row in found
        ],
        write=lambda batch_id: merge_rows(
            connection, "projects", plan_id, batch_id, [one for one, _ in found], there
        ),
    )


def _project(row: Row, was: PlanRow | None, position: int, zones: _Zones) -> dict[str, Any]:
    outline = None if was is None else was["outline"]
    point = point_of(row)
    if row.drawn and (drawn := shape_of(row, _STORED_CRS)) is not None:
        outline, point = (outline, drawn) if isinstance(drawn, Point) else (drawn, point)
    quality = "" if was is None else was["geometry_quality"]
    return {
        "project_id": row.identifier("project_id"),
        "position": position if was is None else was["position"],
        "name": row.text("name", required=True),
        "category": row.text("category", required=True),
        "stage": row.choice("stage", STAGES, required=False),
        "zone_id": zones.of(row, "zone"),
        "site_area_m2": row.number("site_area_m2"),
        "floor_area_m2": row.number("floor_area_m2"),
        "investment_10k_cny": row.number("investment_10k_cny"),
        "point": point,
        "note": row.text("note"),
        "outline": outline,
        "geometry_quality": quality or ("digitised" if point is not None or outline else ""),
    }


def _project_texts(was: PlanRow) -> dict[str, str]:
    texts = {
        column.name: cell_text(was[column.stored or column.name])[0]
        for column in PROJECTS.cells
        if column.stored not in (None, "point")
    }
    if was["point"] is not None:
        texts |= {"lon": cell_text(was["point"].x)[0], "lat": cell_text(was["point"].y)[0]}
    return texts


def _code_remark(file: ListFile, row: Row) -> Iterator[Problem]:
    """Yield what is odd about a project's code, where the file calls it one."""
    theirs = file.conversion.matching.theirs("project_id")
    code = row.cells["project_id"]
    if theirs.upper() in ("项目代码", "XMDM") and not _PROJECT_CODE.fullmatch(code):
        yield Problem(
            file=file.layer.file, row=row.number_in_file, column="project_id", value=code,
            zh="项目代码应为 4-6-2-2-6 位数字（GB/T 40058），如 2401-110108-04-01-123456",
            en="a project code has 4-6-2-2-6 digits (GB/T 40058), such as 2401-110108-04-01-123456",
            kind="project_code", severity="warning",
        )  # fmt: skip


_KEY: Final = ("zone_id", "indicator", "parent_indicator", "scope", "span", "year", "role")


def work_of_indicators(
    connection: Connection, file: ListFile, ground: Ground, problems: list[Problem], asked: Asked
) -> Work:
    """Read and check a list of figures of indicators."""
    plan_id = ground.package.plan.plan_id
    rows = _rows(file, problems, asked, "indicator", "指标", "the name of the indicator")
    zones = _Zones({zone.zone_id: zone.name for zone in ground.package.zones})
    stored = stored_rows(connection, "indicators", plan_id)
    by_key = {tuple(row[name] for name in _KEY): row for row in stored}
    units = {tuple(row[name] for name in _KEY[:5]): row["unit"] for row in stored}
    position = max((row["position"] for row in stored), default=-1)
    found: list[tuple[dict[str, Any], Row]] = []
    for row in rows:
        figure = _figure(row, zones)
        was = by_key.get(tuple(figure[name] for name in _KEY))
        position += was is None
        figure["position"] = position if was is None else was["position"]
        wanted = units.setdefault(tuple(figure[name] for name in _KEY[:5]), figure["unit"])
        if figure["unit"] != wanted:
            row.wrong(
                "unit",
                f"这一指标的单位是“{wanted}”",
                f"this indicator is given in {wanted!r}",
                kind="another_unit",
            )
        found.append((figure, row))
    repeated((row for _, row in found), lambda row: tuple(sorted(row.cells.items())), "indicator")
    return Work(
        rows=[imported(row.number_in_file, one["indicator"], row.cells.get("zone", ""), None)
              for one, row in found],
        write=lambda batch_id: merge_rows(
            connection, "indicators", plan_id, batch_id, [one for one, _ in found],
            {row["position"]: row for row in stored},
        ),
    )  # fmt: skip


def _figure(row: Row, zones: _Zones) -> dict[str, Any]:
    value = row.number("value", least=-math.inf)
    if value is None and not row.text("note"):
        row.wrong(
            "value",
            "没有数值；缺数请在说明中写明",
            "no figure; say in the note why not",
            kind="empty",
        )
    return {
        "zone_id": zones.of(row, "zone"),
        "indicator": row.text("indicator", required=True),
        "parent_indicator": row.text("parent_indicator"),
        "scope": row.text("scope"),
        "unit": row.text("unit", required=True),
        "year": row.whole("year") or 0,
        "value": value,
        "value_to": row.range_end("value_to", value),
        "role": row.choice("role", get_args(Role)),
        "span": row.choice("span", get_args(Span), required=False) or "year",
        "kind": row.choice("kind", TARGET_KINDS, required=False),
        "note": row.text("note"),
    }


def _rows(
    file: ListFile, problems: list[Problem], asked: Asked, column: str, zh: str, en: str
) -> list[Row]:
    """Return the rows of a list whose rows are named by a column."""
    if column not in file.conversion.matching:
        problems.append(missing_column(file, column, zh, en))
        return []
    rows: list[Row] = []
    for batch in file.batches(problems):
        rows += rows_of(file.layer.file, batch, problems)
        asked.progress(len(rows), file.layer.count)
    if further := file.conversion.matching.further:
        problems.append(
            Problem(
                file=file.layer.file,
                value="、".join(further),
                zh="这些列没有对应的列，这种清单不留存它们",
                en="these columns are none of ours, and of such a list they are not kept",
                kind="not_kept",
                severity="warning",
            )
        )
    return rows
