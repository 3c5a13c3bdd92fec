"""Write parcels and events: staged first, then merged by the database, so that twice is once.

Rows come in batches of columns (`gis.database.copy.copy_rows`), into temporary tables; the merge
gives each new outline a place and lets parcels and events that are drawn alike share one.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, text

from gis.database.copy import copy_rows
from gis.geometry.area import area_m2
from gis.model import LandEvent, Parcel
from projects.package.columns import EVENTS, PARCELS
from projects.store.batches import Counts
from projects.store.changed_events import ChangedEventsError, changes_of
from projects.store.plans import plan_of

PARCEL_ROW: Final = (*PARCELS.stored, "measured_m2", "outline")
EVENT_ROW: Final = (*EVENTS.stored, "whole", "measured_m2", "outline")
"""What is staged of a parcel and of an event; one on whole parcels may leave out the outline."""


def lock_ledger(connection: Connection, plan_id: str) -> None:
    """Let changes of a plan's land go one after the other, until the end of the transaction."""
    connection.execute(text("select landplan.lock_ledger(:plan)"), {"plan": plan_id})


def stage(connection: Connection) -> None:
    """Make the temporary tables that rows are copied into; they last as long as the transaction."""
    connection.execute(text("select landplan.stage_ledger()"))


def write_parcels(
    connection: Connection, plan_id: str, parcels: Sequence[Parcel], batch_id: int
) -> Counts:
    """Add new parcels and bring known ones up to date; those not given stay.

    A parcel drawn anew gets a new place, and events about whole parcels move there; others keep
    the places that they were recorded with.
    """
    columns = (*PARCEL_ROW, "further")
    copy_rows(connection, "incoming_parcel", columns, map(_parcel_row, parcels))
    return merge_parcels(connection, plan_id, batch_id, told=len(parcels))


def write_events(
    connection: Connection, plan_id: str, events: Sequence[LandEvent], batch_id: int
) -> Counts:
    """Add new events.

    Raises
    ------
    ChangedEventsError
        If an event stands in the ledger with other content.
    """
    copy_rows(connection, "incoming_event", (*EVENT_ROW, "further"), map(_event_row, events))
    return merge_events(connection, plan_id, batch_id, told=len(events))


def merge_parcels(connection: Connection, plan_id: str, batch_id: int, *, told: int) -> Counts:
    """Merge the staged parcels, `told` in number, into the plan, and empty the stage."""
    found = connection.execute(
        text("select added, changed from landplan.merge_parcels(:plan, :batch)"),
        {"plan": plan_id, "batch": batch_id},
    ).one()
    return Counts(added=found.added, changed=found.changed, same=told - found.added - found.changed)


def merge_events(connection: Connection, plan_id: str, batch_id: int, *, told: int) -> Counts:
    """Merge the staged events, `told` in number, into the ledger, and empty the stage.

    Raises
    ------
    ChangedEventsError
        If an event stands in the ledger with other content.
    """
    changed = connection.scalars(
        text("select event_id from landplan.changed_events(:plan)"), {"plan": plan_id}
    ).all()
    if changed:
        changes = changes_of(connection, plan_id, changed)
        raise ChangedEventsError(plan_of(connection, plan_id), changes)
    added = connection.scalar(
        text("select landplan.merge_events(:plan, :batch)"), {"plan": plan_id, "batch": batch_id}
    )
    return Counts(added=int(added or 0), same=told - int(added or 0))


def _parcel_row(parcel: Parcel) -> Sequence[Any]:
    cells = PARCELS.values(parcel).values()
    return (*cells, area_m2(parcel.outline), parcel.outline, _json(parcel.further))


def _event_row(event: LandEvent) -> Sequence[Any]:
    measured_m2 = None if event.extent is None else area_m2(event.extent)
    cells = EVENTS.values(event) | {"parcel_ids": sorted(event.parcel_ids)}
    return (*cells.values(), event.whole, measured_m2, event.extent, _json(event.further))


def _json(further: Mapping[str, Any] | None) -> str | None:
    return None if further is None else json.dumps(dict(further), ensure_ascii=False)
