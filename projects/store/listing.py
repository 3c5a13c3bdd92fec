"""The plans of a database at a glance."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, ScalarSelect, Table, func, select

from gis.database.tables import batch, land_event, parcel, plan


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedPlan:
    """One plan: its period, what its ledger holds, and when it was last loaded (None: unknown)."""

    plan_id: str
    title: str
    starts_on: date
    ends_on: date
    parcels: int
    events: int
    sample: bool
    loaded_at: datetime | None


def listed_plans(connection: Connection) -> list[ListedPlan]:
    """Return the plans of the database in order of their ids."""
    found = connection.execute(
        select(
            *(plan.c[name] for name in ("plan_id", "title", "starts_on", "ends_on", "sample")),
            _of_plan(parcel, func.count()).label("parcels"),
            _of_plan(land_event, func.count()).label("events"),
            _of_plan(batch, func.max(batch.c.loaded_at)).label("loaded_at"),
        ).order_by(plan.c.plan_id)
    )
    return [ListedPlan(**row) for row in found.mappings()]


def _of_plan(table: Table, what: Any) -> ScalarSelect[Any]:
    return (
        select(what)
        .select_from(table)
        .where(table.c.plan_id == plan.c.plan_id)
        .correlate(plan)
        .scalar_subquery()
    )
