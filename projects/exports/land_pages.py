"""The ledger page by page: parcels and events, some rows at a time, by the key of the last one.

A page costs what its rows cost, at any size of the ledger: no row before it is read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    case,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.sql.selectable import LateralFromClause

from gis.database.derived_tables import event_counted, parcel_history
from gis.database.tables import land_event, parcel, place
from gis.errors import WrongUseError
from gis.geometry.area import M2_PER_HA
from projects.exports.land_filter import LandFilter
from projects.exports.queries import events_in, in_force, places_in

COUNTED_TO: Final = 10_000
"""More rows than these are not counted but told as "more than"."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LandPage:
    """Some rows of a list.

    Parameters
    ----------
    rows
        Each by its columns as the catalogue names them; areas in hectares.
    count
        Of all pages, at most `COUNTED_TO` + 1.
    after
        What the next page begins after; None where this is the last one.
    """

    rows: Sequence[Mapping[str, Any]]
    count: int
    after: str | None


def parcels_page(
    connection: Connection,
    plan_id: str,
    *,
    as_of: date,
    wanted: LandFilter,
    zone_id: str | None = None,
    after: str | None = None,
    rows: int = 100,
) -> LandPage:
    """Return parcels with their state as of a day, in order of their ids, after an id."""
    status = _status(as_of)
    asked: Select[Any] = (
        select(
            *parcel.c["parcel_id", "name", "owner_kind", "land_use", "declared_ha"],
            status.c.state,
            (place.c.measured_m2 / M2_PER_HA).label("measured_ha"),
            (status.c.in_reserve_m2 / M2_PER_HA).label("in_reserve_ha"),
            (status.c.supplied_m2 / M2_PER_HA).label("supplied_ha"),
        )
        .join_from(parcel, place, place.c.place_id == parcel.c.place_id)
        .join(status, true())
        .where(parcel.c.plan_id == plan_id)
    )
    asked = wanted.of_parcels(asked, plan_id, status.c.state)
    if zone_id is not None:
        asked = asked.where(parcel.c.place_id.in_(places_in(plan_id, zone_id)))
    here = asked if after is None else asked.where(parcel.c.parcel_id > after)
    found = rows_of(connection, here.order_by(parcel.c.parcel_id).limit(rows + 1))
    return LandPage(
        rows=found[:rows],
        count=_count(connection, asked),
        after=found[rows - 1]["parcel_id"] if len(found) > rows else None,
    )


def events_page(
    connection: Connection,
    plan_id: str,
    *,
    as_of: date,
    wanted: LandFilter,
    zone_id: str | None = None,
    after: str | None = None,
    rows: int = 100,
) -> LandPage:
    """Return the ledger until a day, the last event first, after `day|event id`.

    A reversal lies where the event that it undoes does.
    """
    asked = events_counted(plan_id).where(land_event.c.happened_on <= as_of)
    asked = wanted.of_events(asked, plan_id)
    parts = [asked]
    if zone_id is not None:
        parts = [asked.where(one) for one in events_in(land_event, plan_id, zone_id)]
    key = tuple_(land_event.c.happened_on, land_event.c.event_id)
    here = parts if after is None else [part.where(key < _key(after)) for part in parts]
    each = [part.order_by(*_last_first(land_event)).limit(rows + 1).subquery() for part in here]
    some = union_all(*map(select, each)).subquery()
    told = rows_of(connection, select(some).order_by(*_last_first(some)).limit(rows + 1))
    last = told[rows - 1] if len(told) > rows else None
    return LandPage(
        rows=told[:rows],
        count=min(COUNTED_TO + 1, sum(_count(connection, part) for part in parts)),
        after=None if last is None else f"{last['happened_on']}|{last['event_id']}",
    )


def _last_first(events: FromClause) -> tuple[ColumnElement[Any], ...]:
    return events.c.happened_on.desc(), events.c.event_id.desc()


def rows_of(connection: Connection, asked: Select[Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(asked).mappings()]


def _status(as_of: date) -> LateralFromClause:
    """Return a parcel's state as of a day, looked up row by row."""
    span = parcel_history.c
    told = select(
        func.coalesce(func.max(span.state), "not_stored").label("state"),
        func.coalesce(func.max(span.in_reserve_m2), 0).label("in_reserve_m2"),
        func.coalesce(func.max(span.supplied_m2), 0).label("supplied_m2"),
    ).where(
        span.place_id == parcel.c.place_id,
        span.parcel_id == parcel.c.parcel_id,
        span.from_on <= as_of,
        or_(span.until_on.is_(None), span.until_on > as_of),
    )
    return told.lateral("status")


def events_counted(plan_id: str) -> Select[Any]:
    """Return the query of a ledger with what each event newly did, in hectares."""
    counted = event_counted.c
    # Kept only where it is not all of its place; null where a correction names the event.
    counted_m2 = case(
        (land_event.c.kind == "reversal", None),
        (counted.event_id.is_(None), place.c.measured_m2),
        else_=counted.counted_m2,
    )
    return (
        select(
            *land_event.c[
                "event_id", "kind", "happened_on", "recorded_on", "method", "land_use",
                "declared_ha", "document_no", "corrects", "parcel_ids", "contract_no",
                "supervision_no", "price_10k_cny", "responsible_unit", "batch_id", "further",
            ],
            (place.c.measured_m2 / M2_PER_HA).label("measured_ha"),
            (counted_m2 / M2_PER_HA).label("counted_ha"),
            in_force(plan_id).label("in_force"),
        )
        .join(place, place.c.place_id == land_event.c.place_id, isouter=True)
        .join(
            event_counted,
            (counted.place_id == land_event.c.place_id)
            & (counted.event_id == land_event.c.event_id),
            isouter=True,
        )
        .where(land_event.c.plan_id == plan_id)
    )  # fmt: skip


def _key(after: str) -> Any:
    day, _, event_id = after.partition("|")
    try:
        happened_on = date.fromisoformat(day)
    except ValueError as error:
        raise WrongUseError(
            f"“{after}”不是一页的起点；请从第一页看起",
            f"{after!r} is no beginning of a page; begin with the first one",
        ) from error
    return tuple_(literal(happened_on), literal(event_id))


def _count(connection: Connection, asked: Select[Any]) -> int:
    some = asked.with_only_columns(literal(1)).limit(COUNTED_TO + 1).subquery()
    return int(connection.scalar(select(func.count()).select_from(some)) or 0)
