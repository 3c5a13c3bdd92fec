"""Land in reserve (已储未供), storage by storage: what of each is still there as of a date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import CTE, Column, Connection, FromClause, Label, Row, func, select, true
from sqlalchemy.dialects.postgresql import aggregate_order_by

from gis.database.functions import land_in_reserve
from gis.database.tables import land_event, parcel
from gis.geometry.area import M2_PER_HA, NOISE_M2
from projects.balance.status import DAYS_PER_YEAR
from projects.model import Basis

_NOISE_HA: Final = NOISE_M2 / M2_PER_HA


@dataclass(frozen=True, kw_only=True, slots=True)
class ReserveRow:
    """What one storage still holds in reserve; hectares. `years` is how long it has been there."""

    event_id: str
    stored_on: date
    parcel_ids: tuple[str, ...]
    parcel_names: tuple[str, ...]
    owner_kinds: tuple[str, ...]
    method: str
    document_no: str
    declared_ha: float
    measured_ha: float
    years: float

    def ha(self, basis: Basis) -> float:
        """Return the area that a basis means."""
        return self.measured_ha if basis == "measured" else self.declared_ha


@dataclass(frozen=True, kw_only=True, slots=True)
class ReservePage:
    """Some of the storages with land in reserve, how many there are, and what all hold."""

    rows: tuple[ReserveRow, ...]
    count: int
    declared_ha: float
    measured_ha: float


def reserve_of(
    connection: Connection,
    plan_id: str,
    *,
    zone_ids: Sequence[str],
    as_of: date,
    known: date | None = None,
) -> tuple[ReserveRow, ...]:
    """Return each storage with more than 1 m² still in reserve, the longest there first.

    Parameters
    ----------
    zone_ids
        Zones that do not overlap; only the land in them counts. The rows of one zone sum to its
        measure `reserve`, but for pieces up to 1 m².
    as_of, known
        As of `projects.balance.sql_engine.balance`.
    """
    return reserve_page(connection, plan_id, zone_ids=zone_ids, as_of=as_of, known=known).rows


def reserve_page(
    connection: Connection,
    plan_id: str,
    *,
    zone_ids: Sequence[str],
    as_of: date,
    known: date | None = None,
    first: int = 0,
    rows: int | None = None,
) -> ReservePage:
    """Return some rows of `reserve_of`, and what all of them come to.

    Parameters
    ----------
    first, rows
        Which of them: so many from there on; None: all.
    """
    held = _held(plan_id, zone_ids, as_of, known)
    all_of_it = select(
        func.count().label("all_events"),
        func.coalesce(func.sum(held.c.declared_ha), 0.0).label("all_declared_ha"),
        func.coalesce(func.sum(held.c.measured_ha), 0.0).label("all_measured_ha"),
    ).select_from(held).cte("all_of_it")  # fmt: skip
    event = land_event.c
    some = (
        select(
            event.event_id, event.happened_on, event.method, event.document_no, event.parcel_ids,
            held.c.declared_ha, held.c.measured_ha,
        )
        .join_from(
            held, land_event, (event.plan_id == plan_id) & (event.event_id == held.c.event_id)
        )
        .order_by(event.happened_on, event.event_id)
        .offset(first)
        .limit(rows)
        .cte("some")
    )  # fmt: skip
    parcels = _parcels_of(plan_id, some)
    found = connection.execute(
        select(all_of_it, some, parcels)
        .select_from(all_of_it.outerjoin(some, true()).outerjoin(parcels, true()))
        .order_by(some.c.happened_on, some.c.event_id)
    ).all()
    return ReservePage(
        rows=tuple(_row(one, as_of) for one in found if one.event_id is not None),
        count=found[0].all_events,
        declared_ha=found[0].all_declared_ha,
        measured_ha=found[0].all_measured_ha,
    )


def _row(told: Row[Any], as_of: date) -> ReserveRow:
    return ReserveRow(
        event_id=told.event_id,
        stored_on=told.happened_on,
        parcel_ids=tuple(told.ids or ()),
        parcel_names=tuple(told.names or ()),
        owner_kinds=tuple(told.owner_kinds or ()),
        method=told.method,
        document_no=told.document_no,
        declared_ha=told.declared_ha,
        measured_ha=told.measured_ha,
        years=(as_of - told.happened_on).days / DAYS_PER_YEAR,
    )


def _held(plan_id: str, zone_ids: Sequence[str], as_of: date, known: date | None) -> CTE:
    """Select what each storage still holds in some zones, where that is land."""
    reserve = land_in_reserve(plan_id, as_of, known).c
    measured_ha = func.sum(reserve.measured_m2) / M2_PER_HA
    return (
        select(
            reserve.event_id,
            func.sum(reserve.declared_ha).label("declared_ha"),
            measured_ha.label("measured_ha"),
        )
        .where(reserve.zone_id.in_(zone_ids))
        .group_by(reserve.event_id)
        .having(measured_ha > _NOISE_HA)
        .cte("held")
        .prefix_with("materialized")
    )


def _parcels_of(plan_id: str, events: CTE) -> FromClause:
    """Select the parcels of each event, in the order of their ids."""

    def listed(column: Column[Any], name: str) -> Label[Any]:
        return func.array_agg(aggregate_order_by(column, parcel.c.parcel_id)).label(name)

    return (
        select(
            listed(parcel.c.parcel_id, "ids"),
            listed(parcel.c.name, "names"),
            listed(parcel.c.owner_kind, "owner_kinds"),
        )
        .where(parcel.c.plan_id == plan_id, parcel.c.parcel_id == func.any(events.c.parcel_ids))
        .correlate(events)
        .lateral()
    )
