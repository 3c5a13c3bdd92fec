"""Write a package's own tables: plan, documents, zones, targets, projects, figures.

They are written anew from the package, for the package is where they are edited.
"""

from collections.abc import Collection, Sequence
from itertools import chain
from typing import Any, Final

from sqlalchemy import Connection, delete, text

from gis.database import tables as land
from gis.database.copy import copy_rows
from gis.model import Zone
from projects import tables
from projects.model import Package, Project
from projects.package import columns
from projects.package.column import SOURCE_COLUMNS, PackageTable
from projects.package.columns import TABLES, ZONES
from projects.store.plans import plans

_REWRITTEN: Final = {
    "projects": (tables.project_source, tables.project),
    "schedule": (tables.target_schedule,),
    "targets": (tables.target,),
    "land_uses": (land.land_use,),
    "indicators": (tables.indicator,),
    "investment": (tables.investment,),
    "findings": (tables.finding,),
    "structure": (tables.structure_part,),
    "documents": (land.document,),
}
"""What of a package → the tables that hold nothing else; those that name others come first."""

REWRITTEN: Final = tuple(chain.from_iterable(_REWRITTEN.values()))


def write_plan(
    connection: Connection, package: Package, *, told: Collection[str] | None = None
) -> None:
    """Write everything of a package but its ledger, in the caller's transaction.

    What was there of the plan is replaced; its ledger and its records stay.

    Parameters
    ----------
    told
        The tables of the catalogue that are written beside the plan and its documents. None: all.
    """
    plan_id = package.plan.plan_id
    meant = {"documents", *(TABLES if told is None else told)}
    _write_plan(connection, package, meant)
    if meant & {"zones", "zone_outlines"}:
        _write_zones(connection, plan_id, package.zones)
    if meant & {"projects", "project_places"}:
        _write_projects(connection, plan_id, package.projects)
    for table, records, kept in (
        (columns.LAND_USES, package.land_uses, ()),
        (columns.TARGETS, package.targets, ()),
        (columns.SCHEDULE, package.schedule, ()),
        (columns.INDICATORS, package.figures, ("position",)),
        (columns.INVESTMENT, package.investment, ("position",)),
        (columns.FINDINGS, package.findings, ("position",)),
        (columns.STRUCTURE, package.structure, ("position", "outline", "geometry_quality")),
    ):
        if table.name in meant:
            _copy(connection, plan_id, table, records, kept=kept)


def _write_plan(connection: Connection, package: Package, meant: Collection[str]) -> None:
    plan = package.plan
    values = {
        "title": plan.title,
        "starts_on": plan.starts_on,
        "ends_on": plan.ends_on,
        "sample": plan.sample,
        "crs": plan.crs,
    }
    if plan.plan_id in plans(connection):
        for name, rewritten in _REWRITTEN.items():
            for table in rewritten if name in meant else ():
                connection.execute(delete(table).where(table.c.plan_id == plan.plan_id))
        connection.execute(
            land.plan.update().where(land.plan.c.plan_id == plan.plan_id).values(values)
        )
    else:
        connection.execute(land.plan.insert().values(plan_id=plan.plan_id, **values))
    copy_rows(
        connection,
        "landplan.document",
        ("plan_id", "document_id", "position", "title", "issuer", "issued_on"),
        (
            (plan.plan_id, d.document_id, position, d.title, d.issuer, d.issued_on)
            for position, d in enumerate(plan.documents)
        ),
    )


def _copy(
    connection: Connection,
    plan_id: str,
    table: PackageTable,
    records: Sequence[Any],
    *,
    kept: Sequence[str] = (),
) -> None:
    """Copy records into their table; `kept` names what else of them it keeps.

    Of these, `position` is a record's place among them.
    """

    def row(position: int, record: Any) -> tuple[Any, ...]:
        more = (position if name == "position" else getattr(record, name) for name in kept)
        return (plan_id, *table.values(record).values(), *more)

    copy_rows(
        connection,
        f"landplan.{table.in_database}",
        ("plan_id", *table.stored, *kept),
        (row(position, record) for position, record in enumerate(records)),
    )


def _write_zones(connection: Connection, plan_id: str, zones: Sequence[Zone]) -> None:
    """Bring the zones up to date; those that the package has no more are deleted."""
    connection.execute(text("select landplan.stage_zones()"))
    copy_rows(
        connection,
        "incoming_zone",
        (*ZONES.stored, "position", "outline"),
        ((*ZONES.values(zone).values(), zone.position, zone.outline) for zone in zones),
    )
    connection.execute(text("select landplan.merge_zones(:plan)"), {"plan": plan_id})


def _write_projects(connection: Connection, plan_id: str, projects: Sequence[Project]) -> None:
    _copy(
        connection, plan_id, columns.PROJECTS, projects,
        kept=("position", "outline", "geometry_quality"),
    )  # fmt: skip
    copy_rows(
        connection,
        "landplan.project_source",
        ("plan_id", "project_id", "position", *SOURCE_COLUMNS),
        (
            (plan_id, project.project_id, position, source.document, source.place, source.line)
            for project in projects
            for position, source in enumerate(project.sources)
        ),
    )
