"""A plan read back whole from the database, as the package that the second engine takes."""

from sqlalchemy import Connection, select

from gis.model import Source
from projects.model import Package, ScheduleStep, Target
from projects.store.ledger import events_of, recorded_parcels_of
from projects.store.plans import every_zone_of, land_uses_of, plan_of, projects_of, source_of
from projects.tables import target, target_schedule


def package_of(connection: Connection, plan_id: str, *, ledger: bool = True) -> Package:
    """Return a plan as a package, for the second engine; with its whole ledger, or without."""
    targets = connection.execute(
        select(target)
        .where(target.c.plan_id == plan_id)
        .order_by(target.c.zone_id, target.c.measure, target.c.year)
    )
    step = target_schedule.c
    schedule = connection.execute(
        select(step.zone_id, step.measure, step.year, step.value)
        .where(step.plan_id == plan_id)
        .order_by(step.zone_id, step.measure, step.year)
    )
    return Package(
        plan=plan_of(connection, plan_id),
        zones=tuple(every_zone_of(connection, plan_id)),
        land_uses=tuple(land_uses_of(connection, plan_id)),
        targets=tuple(
            Target(
                zone_id=row.zone_id,
                measure=row.measure,
                value=row.value,
                unit=row.unit,
                year=row.year,
                kind=row.kind,
                source=source_of(row) or Source(document="", place="", line=None),
            )
            for row in targets
        ),
        schedule=tuple(ScheduleStep(**row) for row in schedule.mappings()),
        projects=tuple(projects_of(connection, plan_id)),
        parcels=tuple(recorded_parcels_of(connection, plan_id)) if ledger else (),
        events=tuple(events_of(connection, plan_id)) if ledger else (),
    )
