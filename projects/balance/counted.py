"""What each event counts for in each zone: the parts that the figures of the balance sum."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, select

from projects.functions import land_counted
from projects.model import Basis

Hectares = Mapping[str, Mapping[str, float]]
"""By event id, then zone id; an event that counts nowhere has none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """The land that events count for, as of a day and in one basis.

    Parameters
    ----------
    flow
        What a storage or supply newly did within the period.
    held
        What a storage still has in reserve.
    """

    flow: Hectares = field(default_factory=dict)
    held: Hectares = field(default_factory=dict)


def counted_of(
    connection: Connection,
    plan_id: str,
    *,
    zone_ids: Collection[str],
    as_of: date,
    basis: Basis = "declared",
    known: date | None = None,
) -> Counted:
    """Return what the events count for in some zones.

    Over the events it sums to the figures of `projects.balance.sql_engine.balance` for storage,
    supply and reserve; those for a group of land uses sum its supplies.

    Parameters
    ----------
    as_of, basis, known
        As of `balance`.
    """
    told = land_counted(plan_id, as_of, known).c
    ha = told.measured_ha if basis == "measured" else told.declared_ha
    flow: defaultdict[str, dict[str, float]] = defaultdict(dict)
    held: defaultdict[str, dict[str, float]] = defaultdict(dict)
    kept = {"storage": flow, "supply": flow, "reserve": held}
    inside = frozenset(zone_ids)
    found = connection.execute(
        select(told.measure, told.event_id, told.zone_id, ha).where(told.measure.in_(kept))
    )
    for measure, event_id, zone_id, hectares in found:
        if zone_id in inside:
            kept[measure][event_id][zone_id] = hectares
    return Counted(flow=flow, held=held)
