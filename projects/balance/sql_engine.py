"""The balance by PostGIS: what `landplan balance`, the map and the reports all show."""

from dataclasses import replace
from datetime import date
from typing import Final, get_args

from sqlalchemy import Connection, text

from gis.errors import WrongUseError
from gis.model import Source
from projects.balance.status import Thresholds
from projects.model import Balance, BalanceRow, Basis
from projects.store.plans import plan_of, zone_ids_of

_QUERY: Final = text(
    "select * from landplan.land_balance(:plan, :as_of, :basis, :known, :on_track, :behind)"
)


def balance(
    connection: Connection,
    plan_id: str,
    *,
    as_of: date,
    basis: Basis = "declared",
    known: date | None = None,
    zone: str | None = None,
    zone_set: str | None = None,
    thresholds: Thresholds | None = None,
) -> Balance:
    """Return actual against target for every measure and every zone of one set of a plan.

    Parameters
    ----------
    as_of
        The day the figures hold at its end.
    basis
        Which of the two areas is the actual figure; both are always in the rows.
    known
        Leave out events recorded later: what a report of that day said. None: everything.
    zone
        Only this zone and those under it; of any set, if none is named.
    zone_set
        Only the zones of this set. None: of the main one.
    thresholds
        Where the statuses begin.

    Raises
    ------
    WrongUseError
        If there is no such plan, zone, zone set or basis.
    """
    if basis not in get_args(Basis):
        raise WrongUseError(
            f"口径“{basis}”无法识别；应为 declared（申报）或 measured（量算）",
            f"basis {basis!r} is not known; it is declared or measured",
        )
    plan = plan_of(connection, plan_id)
    limits = thresholds or Thresholds()
    inside = None
    if zone is None or zone_set is not None:
        inside = zone_ids_of(connection, plan_id, zone_set=zone_set)
    found = connection.execute(
        _QUERY,
        {
            "plan": plan_id,
            "as_of": as_of,
            "basis": basis,
            "known": known,
            "on_track": limits.on_track,
            "behind": limits.behind,
        },
    ).mappings()
    rows = []
    for row in found:
        if inside is not None and row["zone"] not in inside:
            continue
        fields = dict(row)
        document = fields.pop("source_document")
        place, line = fields.pop("source_place"), fields.pop("source_line")
        source = Source(document=document, place=place, line=line) if document else None
        rows.append(BalanceRow(**fields, source=source))
    whole = Balance(
        plan=plan.plan_id,
        plan_title=plan.title,
        sample=plan.sample,
        as_of=as_of,
        basis=basis,
        rows=tuple(rows),
    )
    return whole if zone is None else under(whole, zone)


def under(whole: Balance, zone: str) -> Balance:
    """Return the rows of one zone and of those under it.

    Raises
    ------
    WrongUseError
        If the plan has no such zone.
    """
    parents = {row.zone: row.parent for row in whole.rows}
    if zone not in parents:
        listed = "、".join(parents)
        raise WrongUseError(
            f"没有片区“{zone}”；现有：{listed}",
            f"there is no zone {zone!r}; there are: {', '.join(parents)}",
        )

    def inside(zone_id: str | None) -> bool:
        return zone_id is not None and (zone_id == zone or inside(parents[zone_id]))

    return replace(whole, rows=tuple(row for row in whole.rows if inside(row.zone)))
