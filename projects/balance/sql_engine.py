"""The balance by PostGIS: what `landplan balance`, the map and the reports all show."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, get_args

from sqlalchemy import ARRAY, Connection, Date, func, literal, select, true

from gis.model import Source, Zone
from projects.balance.status import Thresholds
from projects.choice import chosen
from projects.functions import land_balance
from projects.model import Balance, BalanceRow, Basis, Plan
from projects.store.plans import every_zone_of, plan_of
from projects.zones import meant_zones


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
    chosen("basis", basis, get_args(Basis))
    plan = plan_of(connection, plan_id)
    meant = meant_zones(every_zone_of(connection, plan_id), zone=zone, zone_set=zone_set)
    whole = balance_of_all(
        connection, plan, as_of=as_of, basis=basis, known=known, thresholds=thresholds
    )
    return in_zones(whole, meant)


def balance_of_all(
    connection: Connection,
    plan: Plan,
    *,
    as_of: date,
    basis: Basis = "declared",
    known: date | None = None,
    thresholds: Thresholds | None = None,
) -> Balance:
    """Return the balance of all zones, of every set; parameters as of `balance`."""
    chosen("basis", basis, get_args(Basis))
    limits = thresholds or Thresholds()
    told = land_balance(plan.plan_id, as_of, basis, known, limits.on_track, limits.behind)
    rows = [_row(row._asdict()) for row in connection.execute(select(told))]
    return _balance(plan, as_of, basis, rows)


def balance_by_day(
    connection: Connection,
    plan: Plan,
    days: Sequence[date],
    *,
    basis: Basis = "declared",
    known: date | None = None,
    thresholds: Thresholds | None = None,
) -> tuple[Balance, ...]:
    """Return what `balance_of_all` gives as of each of some days, read at once."""
    chosen("basis", basis, get_args(Basis))
    limits = thresholds or Thresholds()
    day = func.unnest(literal(list(days), ARRAY(Date))).table_valued("day").render_derived()
    told = land_balance(
        plan.plan_id, day.c.day, basis, known, limits.on_track, limits.behind
    ).lateral()
    rows: dict[date, list[BalanceRow]] = {one: [] for one in days}
    for row in connection.execute(select(day, told).join_from(day, told, true())):
        fields = row._asdict()
        rows[fields.pop("day")].append(_row(fields))
    return tuple(_balance(plan, one, basis, rows[one]) for one in days)


def _row(fields: dict[str, Any]) -> BalanceRow:
    document = fields.pop("source_document")
    place, line = fields.pop("source_place"), fields.pop("source_line")
    source = Source(document=document, place=place, line=line) if document else None
    return BalanceRow(**fields, source=source)


def _balance(plan: Plan, as_of: date, basis: Basis, rows: Iterable[BalanceRow]) -> Balance:
    return Balance(
        plan=plan.plan_id,
        plan_title=plan.title,
        sample=plan.sample,
        as_of=as_of,
        basis=basis,
        rows=tuple(rows),
    )


def in_zones(whole: Balance, zones: Iterable[Zone]) -> Balance:
    """Return the rows of some zones, in the order that they have."""
    inside = {zone.zone_id for zone in zones}
    return replace(whole, rows=tuple(row for row in whole.rows if row.zone in inside))
