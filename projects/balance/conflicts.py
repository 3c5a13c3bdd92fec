"""Conflicts of the ledger: land stored or supplied twice, supplied without being in reserve."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from sqlalchemy import Connection, text

ConflictKind = Literal["stored_twice", "supplied_twice", "supplied_without_storage"]

_QUERY: Final = text(
    "select c.event_id, c.conflict, c.happened_on, sum(m.m2) / 10000 as area_ha, c.other_events"
    " from landplan.land_conflicts(:plan, :known) c"
    " join landplan.zone z on z.plan_id = :plan and z.zone_id = any(:zones)"
    "  and z.outline && c.outline"
    " cross join lateral (select landplan.area_in(z.outline, c.outline) as m2) m"
    " where c.happened_on <= :as_of"
    " group by c.event_id, c.conflict, c.happened_on, c.other_events"
    " having sum(m.m2) > 1"
    ' order by c.happened_on, c.event_id collate "C", c.conflict'
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflict:
    """What of one event disagrees with the events before it; measured hectares.

    `other_events` did the same to that land before; empty for supply without storage.
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
    found = connection.execute(
        _QUERY, {"plan": plan_id, "zones": list(zone_ids), "as_of": as_of, "known": known}
    )
    return [
        Conflict(
            event_id=row.event_id,
            kind=row.conflict,
            happened_on=row.happened_on,
            area_ha=row.area_ha,
            other_events=tuple(row.other_events),
        )
        for row in found
    ]
