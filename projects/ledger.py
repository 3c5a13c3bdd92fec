"""The ledger read back from the database as plain records: events, and parcels as of a date."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, Row, text

from gis.model import LandEvent, Parcel, ParcelStatus
from gis.wkb import outline_of
from projects.plans import zone_ids_of


def events_of(connection: Connection, plan_id: str) -> list[LandEvent]:
    """Return the whole ledger of a plan in order of date, then event id, corrections included."""
    found = connection.execute(
        text(
            "select e.*, st_asbinary(p.outline) as wkb"
            " from landplan.land_event e left join landplan.place p using (plan_id, place_id)"
            " where e.plan_id = :plan order by e.happened_on, e.event_id"
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
            extent=None if row.wkb is None else outline_of(row.wkb),
        )
        for row in found
    ]


def parcels_of(
    connection: Connection, plan_id: str, *, as_of: date, known: date | None = None
) -> list[ParcelStatus]:
    """Return every parcel as of a date: state, zones of the main set that it lies in, events."""
    events: defaultdict[str, list[LandEvent]] = defaultdict(list)
    for event in events_of(connection, plan_id):
        if event.happened_on <= as_of and (known is None or event.recorded_on <= known):
            for parcel_id in event.parcel_ids:
                events[parcel_id].append(event)
    found = connection.execute(
        text(
            "select p.*, l.measured_m2, st_asbinary(l.outline) as wkb,"
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
        {
            "plan": plan_id,
            "as_of": as_of,
            "known": known,
            "zones": sorted(zone_ids_of(connection, plan_id)),
        },
    )
    return [_parcel_status(row, events[row.parcel_id]) for row in found]


def _parcel_status(row: Row[tuple[object, ...]], events: Sequence[LandEvent]) -> ParcelStatus:
    return ParcelStatus(
        parcel=_parcel(row),
        state=row.state,
        measured_ha=row.measured_m2 / 10_000,
        in_reserve_ha=row.in_reserve_m2 / 10_000,
        supplied_ha=row.supplied_m2 / 10_000,
        reserve_outline=None if row.reserve_wkb is None else outline_of(row.reserve_wkb),
        zone_ids=tuple(row.zones),
        events=tuple(events),
    )


def _parcel(row: Row[tuple[object, ...]]) -> Parcel:
    return Parcel(
        parcel_id=row.parcel_id,
        name=row.name,
        owner_kind=row.owner_kind,
        declared_ha=row.declared_ha,
        land_use=row.land_use,
        land_use_set=row.land_use_set,
        established_on=row.established_on,
        outline=outline_of(row.wkb),
    )


def recorded_parcels_of(connection: Connection, plan_id: str) -> list[Parcel]:
    """Return every parcel of a plan, without its state."""
    found = connection.execute(
        text(
            "select p.*, st_asbinary(l.outline) as wkb"
            " from landplan.parcel p join landplan.place l using (plan_id, place_id)"
            " where p.plan_id = :plan order by p.parcel_id"
        ),
        {"plan": plan_id},
    )
    return [_parcel(row) for row in found]
