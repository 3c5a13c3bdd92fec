"""What a parcel was on any day: the spans of days in which nothing changed of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from shapely import MultiPolygon
from sqlalchemy import ARRAY, Connection, Date, Select, func, literal, select, true

from gis.database.derived_tables import parcel_history, place_zone
from gis.database.functions import parcel_status
from gis.database.tables import parcel
from gis.database.wkb import outlines_of, wkb_of
from gis.geometry.area import M2_PER_HA, NOISE_M2
from gis.model import ParcelState


class ParcelSpan(NamedTuple):
    """A parcel from a day on, until its next span begins.

    `reserve_outline` is what of it is in reserve; it may be left out where that is all of it.
    """

    from_on: date
    state: ParcelState
    in_reserve_ha: float
    supplied_ha: float
    reserve_outline: MultiPolygon | None


Spans = Mapping[str, Sequence[ParcelSpan]]
"""By parcel id, in order of time; before its first span a parcel is not stored."""


def parcel_spans_of(
    connection: Connection, plan_id: str, days: Sequence[date], *, known: date | None = None
) -> Spans:
    """Return the spans of every parcel that begin by the last of some days, in order.

    Parameters
    ----------
    known
        What the ledger told on this day; then each span begins on the first of `days` in it.
    """
    rows = connection.execute(
        _spans_stored(plan_id, days[-1]) if known is None else _spans_on(plan_id, days, known)
    ).all()
    found: defaultdict[str, list[ParcelSpan]] = defaultdict(list)
    for row, reserve in zip(rows, outlines_of([row.reserve_wkb for row in rows]), strict=True):
        span = ParcelSpan(
            row.from_on,
            row.state,
            row.in_reserve_m2 / M2_PER_HA,
            row.supplied_m2 / M2_PER_HA,
            reserve,
        )
        spans = found[row.parcel_id]
        before = spans[-1] if spans else _NEVER_STORED
        if span[1:] != before[1:]:
            spans.append(span)
    return found


def parcels_changed(
    connection: Connection, plan_id: str, *, after: date, until: date, zone_id: str | None = None
) -> int:
    """Return to how many parcels something happened after a day until another, in a zone or in all.

    As tiles draw them: those with a span that begins in between.
    """
    told = parcel_history.c
    changed = select(func.count(told.parcel_id.distinct())).where(
        told.plan_id == plan_id, told.from_on > after, told.from_on <= until
    )
    if zone_id is not None:
        inside = place_zone.c
        changed = changed.where(
            told.place_id.in_(
                select(inside.place_id).where(
                    inside.plan_id == plan_id,
                    inside.zone_id == zone_id,
                    inside.inside_m2 > NOISE_M2,
                )
            )
        )
    return connection.scalar(changed) or 0


def _spans_stored(plan_id: str, until: date) -> Select[Any]:
    told = parcel_history.c
    is_drawn_so = (
        (parcel.c.plan_id == told.plan_id)
        & (parcel.c.place_id == told.place_id)
        & (parcel.c.parcel_id == told.parcel_id)
    )
    return (
        select(
            *told["parcel_id", "from_on", "state", "in_reserve_m2", "supplied_m2"],
            wkb_of(told.reserve_outline, "reserve_wkb"),
        )
        .join(parcel, is_drawn_so)
        .where(told.plan_id == plan_id, told.from_on <= until)
        .order_by(told.parcel_id, told.from_on)
    )


def _spans_on(plan_id: str, days: Sequence[date], known: date) -> Select[Any]:
    day = func.unnest(literal(list(days), ARRAY(Date))).table_valued("day").render_derived()
    status = parcel_status(plan_id, day.c.day, known).lateral()
    return (
        select(
            day.c.day.label("from_on"),
            *status.c["parcel_id", "state", "in_reserve_m2", "supplied_m2"],
            wkb_of(status.c.reserve_outline, "reserve_wkb"),
        )
        .join_from(day, status, true())
        .order_by(status.c.parcel_id, day.c.day)
    )


_NEVER_STORED: Final = ParcelSpan(date.min, "not_stored", 0.0, 0.0, None)
