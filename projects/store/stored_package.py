"""A plan read back whole from the database, as the package that the second engine takes."""

from sqlalchemy import Connection, text

from gis.model import Source
from projects.model import Package, ScheduleStep, Target
from projects.store.ledger import events_of, recorded_parcels_of
from projects.store.plans import every_zone_of, land_uses_of, plan_of, projects_of, source_of


def package_of(connection: Connection, plan_id: str, *, ledger: bool = True) -> Package:
    """Return a plan as a package, for the second engine; with its whole ledger, or without."""
    targets = connection.execute(
        text("select * from landplan.target where plan_id = :plan order by zone_id, measure, year"),
        {"plan": plan_id},
    )
    schedule = connection.execute(
        text(
            "select zone_id, measure, year, value from landplan.target_schedule"
            " where plan_id = :plan order by zone_id, measure, year"
        ),
        {"plan": plan_id},
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
