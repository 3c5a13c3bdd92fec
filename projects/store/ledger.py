"""The ledger read back from the database as plain records: events, and parcels as of a date."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from shapely import MultiPolygon
from sqlalchemy import Connection, Label, Row, func, select

from gis.database.derived_tables import place_zone
from gis.database.functions import parcel_status, zone_tree
from gis.database.tables import land_event, parcel, place
from gis.database.wkb import outlines_of, wkb_of
from gis.geometry.area import M2_PER_HA, NOISE_M2
from gis.model import LandEvent, Parcel, ParcelStatus
from projects.package.columns import EVENTS, PARCELS
from projects.store.plans import zone_ids_of


def place_outlines(connection: Connection, plan_id: str) -> dict[int, MultiPolygon]:
    """Return the outlines by place: parcels and events share theirs, each is read once."""
    rows = connection.execute(
        select(place.c.place_id, wkb_of(place.c.outline)).where(place.c.plan_id == plan_id)
    ).all()
    outlines = outlines_of([row.wkb for row in rows])
    return {row.place_id: one for row, one in zip(rows, outlines, strict=True) if one is not None}


def events_of(
    connection: Connection, plan_id: str, *, places: Mapping[int, MultiPolygon] | None = None
) -> list[LandEvent]:
    """Return the whole ledger of a plan in order of date, then event id, corrections included.

    Parameters
    ----------
    places
        As `place_outlines` gives them. None: they are read.
    """
    outlines = place_outlines(connection, plan_id) if places is None else places
    found = connection.execute(
        select(land_event)
        .where(land_event.c.plan_id == plan_id)
        .order_by(land_event.c.happened_on, land_event.c.event_id)
    )
    return [
        LandEvent(
            **{name: row[name] for name in EVENTS.stored}
            | {"parcel_ids": tuple(row["parcel_ids"])},
            extent=outlines.get(row["place_id"]),
            whole=row["whole"],
            further=row["further"],
        )
        for row in found.mappings()
    ]


def parcels_named(
    connection: Connection, plan_id: str, event_ids: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """Return the parcels that some events name, by event; those that name none are left out."""
    event = land_event.c
    found = connection.execute(
        select(event.event_id, event.parcel_ids).where(
            event.plan_id == plan_id, event.event_id.in_(event_ids), event.parcel_ids != []
        )
    )
    return {row.event_id: tuple(row.parcel_ids) for row in found}


def told_by(
    events: Sequence[LandEvent], *, as_of: date, known: date | None = None
) -> tuple[LandEvent, ...]:
    """Return the events that happened by a day and were recorded by another (None: ever)."""
    return tuple(
        event
        for event in events
        if event.happened_on <= as_of and (known is None or event.recorded_on <= known)
    )


def parcels_of(
    connection: Connection,
    plan_id: str,
    *,
    as_of: date,
    known: date | None = None,
    zone_ids: Collection[str] | None = None,
    places: Mapping[int, MultiPolygon] | None = None,
    events: Sequence[LandEvent] | None = None,
) -> list[ParcelStatus]:
    """Return every parcel as of a date: state, zones that it lies in, events.

    Parameters
    ----------
    zone_ids
        The zones that are told of. None: those of the main set.
    places, events
        As `place_outlines` and `events_of` give them. None: they are read.
    """
    outlines = place_outlines(connection, plan_id) if places is None else places
    ledger = events_of(connection, plan_id, places=outlines) if events is None else events
    zones = zone_ids_of(connection, plan_id) if zone_ids is None else zone_ids
    by_parcel: defaultdict[str, list[LandEvent]] = defaultdict(list)
    for event in told_by(ledger, as_of=as_of, known=known):
        for parcel_id in event.parcel_ids:
            by_parcel[parcel_id].append(event)
    status = parcel_status(plan_id, as_of, known)
    rows = connection.execute(
        select(
            parcel,
            place.c.measured_m2,
            *status.c["state", "in_reserve_m2", "supplied_m2"],
            wkb_of(status.c.reserve_outline, "reserve_wkb"),
            _zones_of_parcel(plan_id, zones),
        )
        .join_from(parcel, place, place.c.place_id == parcel.c.place_id)
        .join(status, status.c.parcel_id == parcel.c.parcel_id)
        .where(parcel.c.plan_id == plan_id, place.c.plan_id == plan_id)
        .order_by(parcel.c.parcel_id)
    ).all()
    reserves = outlines_of([row.reserve_wkb for row in rows])
    return [
        _parcel_status(row, outlines[row.place_id], reserve, by_parcel[row.parcel_id])
        for row, reserve in zip(rows, reserves, strict=True)
    ]


def _zones_of_parcel(plan_id: str, zone_ids: Collection[str]) -> Label[Any]:
    """Select which of some zones a parcel lies in by more than 1 m², in the order of the tree."""
    tree, inside = zone_tree(plan_id).c, place_zone.c
    zones = (
        select(inside.zone_id)
        .where(
            inside.plan_id == parcel.c.plan_id,
            inside.place_id == parcel.c.place_id,
            inside.inside_m2 > NOISE_M2,
            inside.zone_id.in_(sorted(zone_ids)),
            inside.zone_id == tree.zone_id,
        )
        .order_by(tree.path)
        .correlate(parcel)
        .scalar_subquery()
    )
    return func.array(zones).label("zones")


def _parcel_status(
    row: Row[tuple[object, ...]],
    outline: MultiPolygon,
    reserve: MultiPolygon | None,
    events: Sequence[LandEvent],
) -> ParcelStatus:
    return ParcelStatus(
        parcel=_parcel(row, outline),
        state=row.state,
        measured_ha=row.measured_m2 / M2_PER_HA,
        in_reserve_ha=row.in_reserve_m2 / M2_PER_HA,
        supplied_ha=row.supplied_m2 / M2_PER_HA,
        reserve_outline=reserve,
        zone_ids=tuple(row.zones),
        events=tuple(events),
    )


def _parcel(row: Row[tuple[object, ...]], outline: MultiPolygon) -> Parcel:
    cells = {name: row._mapping[name] for name in (*PARCELS.stored, "further")}
    return Parcel(**cells, outline=outline)


def recorded_parcels_of(connection: Connection, plan_id: str) -> list[Parcel]:
    """Return every parcel of a plan, without its state."""
    found = connection.execute(
        select(parcel).where(parcel.c.plan_id == plan_id).order_by(parcel.c.parcel_id)
    )
    places = place_outlines(connection, plan_id)
    return [_parcel(row, places[row.place_id]) for row in found]
