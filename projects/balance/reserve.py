"""Land in reserve (已储未供), storage by storage: what of each is still there as of a date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, text

from gis.geometry.area import M2_PER_HA, NOISE_M2
from projects.balance.status import DAYS_PER_YEAR

_NOISE_HA: Final = NOISE_M2 / M2_PER_HA

_QUERY: Final = text(
    "select e.event_id, e.happened_on, e.method, e.document_no, c.declared_ha, c.measured_ha,"
    "       p.ids, p.names, p.owner_kinds"
    " from (select c.event_id, sum(c.declared_ha) as declared_ha, sum(c.measured_ha) as measured_ha"
    "       from landplan.land_counted(:plan, :as_of, :known) c"
    "       where c.measure = 'reserve' and c.zone_id = any(:zones) group by c.event_id) c"
    " join landplan.land_event e on e.plan_id = :plan and e.event_id = c.event_id"
    " cross join lateral ("
    "       select array_agg(p.parcel_id order by p.parcel_id) as ids,"
    "              array_agg(p.name order by p.parcel_id) as names,"
    "              array_agg(p.owner_kind order by p.parcel_id) as owner_kinds"
    "       from landplan.parcel p"
    "       where p.plan_id = :plan and p.parcel_id = any (e.parcel_ids)) p"
    " where c.measured_ha > :noise_ha order by e.happened_on, e.event_id"
)


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
    found = connection.execute(
        _QUERY,
        {
            "plan": plan_id,
            "zones": list(zone_ids),
            "as_of": as_of,
            "known": known,
            "noise_ha": _NOISE_HA,
        },
    )
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
