"""Conflicts of the ledger: land stored or supplied twice, supplied without being in reserve."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import Connection, collate, func, select

from gis.database.functions import land_conflicts
from gis.database.tables import zone
from gis.geometry.area import M2_PER_HA, NOISE_M2

ConflictKind = Literal[
    "stored_twice", "supplied_twice", "supplied_before_storage", "supplied_without_storage"
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflict:
    """What of one event disagrees with others; measured hectares.

    `other_events` did the same to that land before, or stored it later; empty for supply without
    storage.
    """

    event_id: str
    kind: ConflictKind
    happened_on: date
    area_ha: float
    other_events: tuple[str, ...]


def conflicts_of(
    connection: Connection,
    plan_id: str,
    *,
    zone_ids: Sequence[str],
    as_of: date,
    known: date | None = None,
) -> list[Conflict]:
    """Return what of the ledger disagrees by more than 1 m², in order of date.

    Parameters
    ----------
    zone_ids
        Zones that do not overlap; only the land in them is told of.
    as_of, known
        As of `projects.balance.sql_engine.balance`.
    """
    conflict = land_conflicts(plan_id, known)
    told = conflict.c
    m2 = func.sum(func.landplan.area_in(zone.c.outline, told.outline))
    what = (told.event_id, told.conflict, told.happened_on, told.other_events)
    found = connection.execute(
        select(*what, m2.label("area_m2"))
        .join_from(conflict, zone, zone.c.outline.op("&&")(told.outline))
        .where(told.happened_on <= as_of, zone.c.plan_id == plan_id, zone.c.zone_id.in_(zone_ids))
        .group_by(*what)
        .having(m2 > NOISE_M2)
        .order_by(told.happened_on, collate(told.event_id, "C"), told.conflict)
    )
    return [
        Conflict(
            event_id=row.event_id,
            kind=row.conflict,
            happened_on=row.happened_on,
            area_ha=row.area_m2 / M2_PER_HA,
            other_events=tuple(row.other_events),
        )
        for row in found
    ]
