"""What one figure of the balance sums: its events row by row, whose counted areas add up to it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from gis.database.tables import land_event
from gis.model import EventKind
from projects.functions import land_counted
from projects.model import Basis, Measure


@dataclass(frozen=True, kw_only=True, slots=True)
class CountedEvent:
    """An event and what of it counts; hectares. `event_ha` is all that the event declares."""

    event_id: str
    kind: EventKind
    happened_on: date
    parcel_ids: tuple[str, ...]
    method: str
    land_use: str
    land_use_set: str
    document_no: str
    event_ha: float
    counted_ha: float


@dataclass(frozen=True, kw_only=True, slots=True)
class CountedEvents:
    """Some of the events of a figure, how many it has in all, and what all of them come to."""

    rows: tuple[CountedEvent, ...]
    count: int
    total_ha: float


def counted_events(
    connection: Connection,
    plan_id: str,
    *,
    zone_id: str,
    measure: Measure,
    as_of: date,
    basis: Basis = "declared",
    known: date | None = None,
    first: int = 0,
    rows: int = 200,
) -> CountedEvents:
    """Return the events of a figure in order of date, then of event id.

    Parameters
    ----------
    as_of, basis, known
        As of `projects.balance.sql_engine.balance`.
    first, rows
        Which of them: so many from there on.
    """
    told = land_counted(plan_id, as_of, known)
    ha = told.c.measured_ha if basis == "measured" else told.c.declared_ha
    counted = (
        select(told.c.event_id, func.sum(ha).label("counted_ha"))
        .where(told.c.zone_id == zone_id, told.c.measure == measure)
        .group_by(told.c.event_id)
        .cte("counted")
        .prefix_with("materialized")
    )
    count, total_ha = connection.execute(
        select(func.count(), func.coalesce(func.sum(counted.c.counted_ha), 0.0)).select_from(
            counted
        )
    ).one()
    event = land_event.c
    found = connection.execute(
        select(
            event.event_id, event.kind, event.happened_on, event.parcel_ids, event.method,
            event.land_use, event.land_use_set, event.document_no,
            event.declared_ha.label("event_ha"), counted.c.counted_ha,
        )
        .join_from(counted, land_event, event.event_id == counted.c.event_id)
        .where(event.plan_id == plan_id)
        .order_by(event.happened_on, event.event_id)
        .offset(first)
        .limit(rows)
    )  # fmt: skip
    return CountedEvents(
        rows=tuple(
            CountedEvent(**{**row, "parcel_ids": tuple(row["parcel_ids"])})
            for row in found.mappings()
        ),
        count=count,
        total_ha=total_ha,
    )
