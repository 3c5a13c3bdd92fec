"""Write a package's own tables: plan, documents, zones, targets, projects, figures.

They are written anew from the package, for the package is where they are edited.
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, delete, text

from gis.database import tables as land
from gis.database.copy import copy_rows
from gis.model import Zone
from projects import tables
from projects.model import Package, Project
from projects.package import columns
from projects.package.column import SOURCE_COLUMNS, PackageTable
from projects.package.columns import ZONES
from projects.store.plans import plans

REWRITTEN: Final = (
    tables.project_source,
    tables.project,
    tables.target_schedule,
    tables.target,
    land.land_use,
    tables.indicator,
    tables.investment,
    tables.finding,
    tables.structure_part,
    land.document,
)
"""Tables that hold nothing but what the package says, those that name others first."""


def write_plan(connection: Connection, package: Package) -> None:
    """Write everything of a package but its ledger, in the caller's transaction.

    What was there of the plan is replaced; its ledger and its records stay.
    """
    plan_id = package.plan.plan_id
    _write_plan(connection, package)
    _write_zones(connection, plan_id, package.zones)
    _write_targets(connection, package)
    _write_projects(connection, plan_id, package.projects)
    _copy(connection, plan_id, columns.INDICATORS, package.figures, kept=("position",))
    _copy(connection, plan_id, columns.INVESTMENT, package.investment, kept=("position",))
    _copy(connection, plan_id, columns.FINDINGS, package.findings, kept=("position",))
    _copy(
        connection, plan_id, columns.STRUCTURE, package.structure,
        kept=("position", "outline", "geometry_quality"),
    )  # fmt: skip


def _write_plan(connection: Connection, package: Package) -> None:
    plan = package.plan
    values = {
        "title": plan.title,
        "starts_on": plan.starts_on,
        "ends_on": plan.ends_on,
        "sample": plan.sample,
        "crs": plan.crs,
    }
    if plan.plan_id in plans(connection):
        for table in REWRITTEN:
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


def _write_targets(connection: Connection, package: Package) -> None:
    plan_id = package.plan.plan_id
    _copy(connection, plan_id, columns.LAND_USES, package.land_uses)
    _copy(connection, plan_id, columns.TARGETS, package.targets)
    _copy(connection, plan_id, columns.SCHEDULE, package.schedule)


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
