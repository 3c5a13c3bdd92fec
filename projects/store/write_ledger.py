"""Write parcels and events: staged first, then merged by the database, so that twice is once.

Rows come in batches of columns (`gis.database.copy.copy_rows`), into temporary tables; the merge
gives each new outline a place and lets parcels and events that are drawn alike share one.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, text

from gis.database.copy import copy_rows
from gis.geometry.area import area_m2
from gis.model import LandEvent, Parcel
from projects.package.columns import EVENTS, PARCELS

PARCEL_ROW: Final = (*PARCELS.stored, "measured_m2", "outline")
EVENT_ROW: Final = (*EVENTS.stored, "measured_m2", "outline")
"""What is staged of a parcel and of an event; an event on whole parcels has no outline."""


def stage(connection: Connection) -> None:
    """Make the temporary tables that rows are copied into; they last as long as the transaction."""
    connection.execute(text("select landplan.stage_ledger()"))


def write_parcels(connection: Connection, plan_id: str, parcels: Iterable[Parcel]) -> None:
    """Add new parcels and bring known ones up to date; those not given stay.

    A parcel drawn anew gets a new place; events keep the places that they were recorded with.
    """
    copy_rows(connection, "incoming_parcel", PARCEL_ROW, map(_parcel_row, parcels))
    merge_parcels(connection, plan_id)


def write_events(connection: Connection, plan_id: str, events: Iterable[LandEvent]) -> list[str]:
    """Add new events; return the ids of those that stand in the ledger with other content."""
    copy_rows(connection, "incoming_event", EVENT_ROW, map(_event_row, events))
    return merge_events(connection, plan_id)


def merge_parcels(connection: Connection, plan_id: str) -> None:
    """Merge the staged parcels into the plan, and empty the stage."""
    connection.execute(text("select landplan.merge_parcels(:plan)"), {"plan": plan_id})


def merge_events(connection: Connection, plan_id: str) -> list[str]:
    """Merge the staged events into the ledger, and empty the stage.

    Returns
    -------
    list of str
        The ids of events that stand in the ledger with other content; they are not written.
    """
    changed = connection.scalars(
        text("select event_id from landplan.changed_events(:plan)"), {"plan": plan_id}
    ).all()
    connection.execute(text("select landplan.merge_events(:plan)"), {"plan": plan_id})
    return list(changed)


def _parcel_row(parcel: Parcel) -> Sequence[Any]:
    return (*PARCELS.values(parcel).values(), area_m2(parcel.outline), parcel.outline)


def _event_row(event: LandEvent) -> Sequence[Any]:
    measured_m2 = None if event.extent is None else area_m2(event.extent)
    cells = EVENTS.values(event) | {"parcel_ids": sorted(event.parcel_ids)}
    return (*cells.values(), measured_m2, event.extent)
