"""The collection `reserve` (已储未供): what each storage still holds at the end of a day.

A storage holds all of its place, which the history of its parcel tells, or a piece of it
(`gis.database.derived_tables`): one row in any case, so the storage's id is the feature's.
"""

from dataclasses import replace
from datetime import date
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Date,
    Double,
    FromClause,
    Select,
    cast,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)

from gis.database.derived_tables import parcel_history, reserve_piece
from gis.database.tables import land_event, place, zone
from gis.geometry.area import M2_PER_HA, NOISE_M2
from projects.balance.status import DAYS_PER_YEAR
from projects.exports.queries import places_in
from projects.package.column import Column
from projects.package.columns import EVENTS

RESERVE_COLUMNS: Final[tuple[Column, ...]] = (
    EVENTS["event_id"],
    replace(EVENTS["date"], stored="stored_on", zh="收储日期", en="Stored on"),
    EVENTS["parcel_id"],
    EVENTS["method"],
    EVENTS["document_no"],
    replace(EVENTS["declared_ha"], zh="尚在库申报面积", en="Declared area still in reserve"),
    replace(EVENTS["measured_ha"], zh="尚在库量算面积", en="Measured area still in reserve"),
    Column(name="years", kind="number", zh="已收储年数", en="Years in reserve"),
)


def reserve_rows(plan_id: str, day: date) -> Select[Any]:
    """Return what is still in reserve at the end of a day; the storages are looked up by id."""
    held = _held(day)
    event = land_event.c
    return (
        select(
            event.event_id,
            event.happened_on.label("stored_on"),
            event.parcel_ids,
            func.nullif(event.method, "").label("method"),
            func.nullif(event.document_no, "").label("document_no"),
            held.c.reserve_ha.label("declared_ha"),
            (held.c.m2 / M2_PER_HA).label("measured_ha"),
            (cast(literal(day, Date) - event.happened_on, Double) / DAYS_PER_YEAR).label("years"),
            held.c.outline,
            held.c.is_whole,
            event.place_id,
        )
        .join_from(land_event, held, true())
        .where(event.plan_id == plan_id, event.kind == "storage")
    )


def reserve_inside(
    rows: FromClause, plan_id: str, zone_ids: list[str]
) -> tuple[ColumnElement[bool], ...]:
    """Return that more than 1 m² of it lies in a zone: a piece may be what lies outside."""
    outline = (
        select(zone.c.outline)
        .where(zone.c.plan_id == plan_id, zone.c.zone_id == zone_ids[0])
        .scalar_subquery()
    )
    inside_m2 = func.landplan.area_in(outline, rows.c.outline)
    at_place = rows.c.place_id.in_(places_in(plan_id, zone_ids[0]))
    return (at_place & or_(rows.c.is_whole, inside_m2 > NOISE_M2),)


def _held(day: date) -> FromClause:
    """Select what an event holds: of its parcel's history, or of the pieces."""
    span, piece = parcel_history.c, reserve_piece.c
    whole = (
        select(
            span.reserve_ha,
            span.in_reserve_m2.label("m2"),
            place.c.outline,
            literal(True).label("is_whole"),
        )
        .join_from(parcel_history, place, place.c.place_id == span.place_id)
        .where(
            span.place_id == land_event.c.place_id,
            span.held_by == land_event.c.event_id,
            *_lasts(span, day),
        )
        .correlate(land_event)
    )
    part = (
        select(piece.reserve_ha, piece.measured_m2, piece.outline, literal(False).label("is_whole"))
        .where(
            piece.event_id == land_event.c.event_id,
            piece.place_id == land_event.c.place_id,
            piece.measured_m2 > NOISE_M2,
            *_lasts(piece, day),
        )
        .correlate(land_event)
    )
    return union_all(whole, part).lateral()


def _lasts(span: Any, day: date) -> tuple[ColumnElement[bool], ...]:
    return span.from_on <= day, or_(span.until_on.is_(None), span.until_on > day)
