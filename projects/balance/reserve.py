"""Land in reserve (已储未供), storage by storage: what of each is still there as of a date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Column, Connection, FromClause, Label, Subquery, func, select, true
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


def reserve_of(
    connection: Connection,
    plan_id: str,
    *,
    zone_ids: Sequence[str],
    as_of: date,
    known: date | None = None,
) -> list[ReserveRow]:
    """Return each storage with more than 1 m² still in reserve, the longest there first.

    Parameters
    ----------
    zone_ids
        Zones that do not overlap; only the land in them counts. The rows of one zone sum to its
        measure `reserve`, but for pieces up to 1 m².
    as_of, known
        As of `projects.balance.sql_engine.balance`.
    """
    held = _held(plan_id, zone_ids, as_of, known)
    parcels = _parcels_of_event(plan_id)
    event = land_event.c
    found = connection.execute(
        select(
            event.event_id, event.happened_on, event.method, event.document_no,
            held.c.declared_ha, held.c.measured_ha, *parcels.c,
        )
        .join_from(
            held, land_event, (event.plan_id == plan_id) & (event.event_id == held.c.event_id)
        )
        .join(parcels, true())
        .where(held.c.measured_ha > _NOISE_HA)
        .order_by(event.happened_on, event.event_id)
    )  # fmt: skip
    return [
        ReserveRow(
            event_id=row.event_id,
            stored_on=row.happened_on,
            parcel_ids=tuple(row.ids or ()),
            parcel_names=tuple(row.names or ()),
            owner_kinds=tuple(row.owner_kinds or ()),
            method=row.method,
            document_no=row.document_no,
            declared_ha=row.declared_ha,
            measured_ha=row.measured_ha,
            years=(as_of - row.happened_on).days / DAYS_PER_YEAR,
        )
        for row in found
    ]


def _held(plan_id: str, zone_ids: Sequence[str], as_of: date, known: date | None) -> Subquery:
    """Select what each storage still holds in some zones."""
    reserve = land_in_reserve(plan_id, as_of, known).c
    return (
        select(
            reserve.event_id,
            func.sum(reserve.declared_ha).label("declared_ha"),
            (func.sum(reserve.measured_m2) / M2_PER_HA).label("measured_ha"),
        )
        .where(reserve.zone_id.in_(zone_ids))
        .group_by(reserve.event_id)
        .subquery()
    )


def _parcels_of_event(plan_id: str) -> FromClause:
    """Select the parcels of an event, in the order of their ids."""

    def listed(column: Column[Any], name: str) -> Label[Any]:
        return func.array_agg(aggregate_order_by(column, parcel.c.parcel_id)).label(name)

    return (
        select(
            listed(parcel.c.parcel_id, "ids"),
            listed(parcel.c.name, "names"),
            listed(parcel.c.owner_kind, "owner_kinds"),
        )
        .where(parcel.c.plan_id == plan_id, parcel.c.parcel_id == func.any(land_event.c.parcel_ids))
        .correlate(land_event)
        .lateral()
    )
