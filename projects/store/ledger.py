"""The ledger read back from the database as plain records: events, and parcels as of a date."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from shapely import MultiPolygon
from sqlalchemy import Connection, Row, text

from gis.database.wkb import outlines_of
from gis.model import LandEvent, Parcel, ParcelStatus
from projects.store.plans import zone_ids_of


def place_outlines(connection: Connection, plan_id: str) -> dict[int, MultiPolygon]:
    """Return the outlines by place: parcels and events share theirs, each is read once."""
    rows = connection.execute(
        text(
            "select place_id, st_asbinary(outline) as wkb from landplan.place where plan_id = :plan"
        ),
        {"plan": plan_id},
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
        text(
            "select * from landplan.land_event where plan_id = :plan order by happened_on, event_id"
        ),
        {"plan": plan_id},
    )
    return [
        LandEvent(
            event_id=row.event_id,
            kind=row.kind,
            parcel_ids=tuple(row.parcel_ids),
            happened_on=row.happened_on,
            recorded_on=row.recorded_on,
            method=row.method,
            land_use=row.land_use,
            land_use_set=row.land_use_set,
            declared_ha=row.declared_ha,
            document_no=row.document_no,
            corrects=row.corrects,
            extent=outlines.get(row.place_id),
        )
        for row in found
    ]


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
    found = connection.execute(
        text(
            "select p.*, l.measured_m2,"
            " s.state, s.in_reserve_m2, s.supplied_m2,"
            " st_asbinary(s.reserve_outline) as reserve_wkb,"
            " array(select i.zone_id from landplan.place_zone i"
            "       join landplan.zone_tree(:plan) t using (zone_id)"
            "       where i.plan_id = p.plan_id and i.place_id = p.place_id and i.inside_m2 > 1"
            "       and i.zone_id = any(:zones)"
            "       order by t.path) as zones"
            " from landplan.parcel p join landplan.place l using (plan_id, place_id)"
            " join landplan.parcel_status(:plan, :as_of, :known) s using (parcel_id)"
            " where p.plan_id = :plan order by p.parcel_id"
        ),
        {"plan": plan_id, "as_of": as_of, "known": known, "zones": sorted(zones)},
    )
    rows = found.all()
    reserves = outlines_of([row.reserve_wkb for row in rows])
    return [
        _parcel_status(row, outlines[row.place_id], reserve, by_parcel[row.parcel_id])
        for row, reserve in zip(rows, reserves, strict=True)
    ]


def _parcel_status(
    row: Row[tuple[object, ...]],
    outline: MultiPolygon,
    reserve: MultiPolygon | None,
    events: Sequence[LandEvent],
) -> ParcelStatus:
    return ParcelStatus(
        parcel=_parcel(row, outline),
        state=row.state,
        measured_ha=row.measured_m2 / 10_000,
        in_reserve_ha=row.in_reserve_m2 / 10_000,
        supplied_ha=row.supplied_m2 / 10_000,
        reserve_outline=reserve,
        zone_ids=tuple(row.zones),
        events=tuple(events),
    )


def _parcel(row: Row[tuple[object, ...]], outline: MultiPolygon) -> Parcel:
    return Parcel(
        parcel_id=row.parcel_id,
        name=row.name,
        owner_kind=row.owner_kind,
        declared_ha=row.declared_ha,
        land_use=row.land_use,
        land_use_set=row.land_use_set,
        established_on=row.established_on,
        outline=outline,
    )


def recorded_parcels_of(connection: Connection, plan_id: str) -> list[Parcel]:
    """Return every parcel of a plan, without its state."""
    found = connection.execute(
        text("select * from landplan.parcel where plan_id = :plan order by parcel_id"),
        {"plan": plan_id},
    )
    places = place_outlines(connection, plan_id)
    return [_parcel(row, places[row.place_id]) for row in found]
