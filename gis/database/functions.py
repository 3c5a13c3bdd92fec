"""Functions of the land that give tables, to select from as SQLAlchemy Core.

What each one does, and its units, stand in its file of `gis/sql/`. A plan is told by its id;
`known` leaves out what was recorded later (None: nothing).
"""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Function, TableValuedAlias, func

from gis.database.tables import land_event


def table_of(name: str, *given: Any, columns: str) -> TableValuedAlias:
    """Return a call of a function of the schema as a table.

    Parameters
    ----------
    columns
        The names of its columns, in order, with spaces between: a misspelt one fails at once.
    """
    called: Function[Any] = getattr(func.landplan, name)(*given)
    return called.table_valued(*columns.split())


def zone_tree(plan_id: str) -> TableValuedAlias:
    """Return zones in the order of their trees, which is that of `path`."""
    return table_of("zone_tree", plan_id, columns="zone_id depth path")


def zone_misfits(plan_id: str) -> TableValuedAlias:
    """Return zones that reach outside their parent or overlap a sibling."""
    return table_of("zone_misfits", plan_id, columns="zone_id other_id misfit area_m2")


def place_zones(plan_id: str) -> TableValuedAlias:
    """Return the innermost zone of the main set that more than half of a place lies in."""
    return table_of("place_zones", plan_id, columns="place_id zone_id turn")


def events_in_force(plan_id: str, known: date | None = None) -> TableValuedAlias:
    """Return storages and supplies that count: rows of `land_event`."""
    return table_of("events_in_force", plan_id, known, columns=" ".join(land_event.c.keys()))


def land_held(plan_id: str, as_of: date, known: date | None = None) -> TableValuedAlias:
    """Return events that newly did anything, with what of that still stands (`held`)."""
    return table_of(
        "land_held", plan_id, as_of, known,
        columns="event_id place_id kind happened_on land_use land_use_set declared_ha measured_m2"
        " counted held",
    )  # fmt: skip


def land_in_reserve(plan_id: str, as_of: date, known: date | None = None) -> TableValuedAlias:
    """Return what storages still hold in reserve, zone by zone."""
    return table_of(
        "land_in_reserve", plan_id, as_of, known,
        columns="zone_id event_id measured_m2 declared_ha",
    )  # fmt: skip


def parcel_status(
    plan_id: str, as_of: date | ColumnElement[Any], known: date | None = None
) -> TableValuedAlias:
    """Return parcels with their state, and what of them is in reserve and supplied."""
    return table_of(
        "parcel_status", plan_id, as_of, known,
        columns="parcel_id state in_reserve_m2 supplied_m2 reserve_outline",
    )  # fmt: skip


def land_conflicts(plan_id: str, known: date | None = None) -> TableValuedAlias:
    """Return what events did not newly do, and supply of land that was not in reserve."""
    return table_of(
        "land_conflicts", plan_id, known,
        columns="event_id kind conflict happened_on area_m2 other_events outline",
    )  # fmt: skip


def land_misfits(plan_id: str, known: date | None = None) -> TableValuedAlias:
    """Return parcels that overlap, extents that reach outside their parcels."""
    return table_of(
        "land_misfits", plan_id, known,
        columns="misfit subject_id other_ids area_m2 outline",
    )  # fmt: skip


def stored_differences(plan_id: str) -> TableValuedAlias:
    """Return stored figures that are not what the outlines give."""
    return table_of(
        "stored_differences", plan_id, columns="what subject_id zone_id stored computed"
    )
