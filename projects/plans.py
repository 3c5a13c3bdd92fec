"""Plans, zones, projects and parcels read back from the database as plain records."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

import shapely
from shapely import MultiPolygon, Point
from sqlalchemy import Connection, Row, text

from gis.errors import WrongUseError
from gis.model import LandEvent, Parcel, ParcelStatus, Source, Zone
from gis.outlines import multipolygon
from projects.model import Document, LandUse, Package, Plan, Project, ScheduleStep, Target


def plans(connection: Connection) -> list[str]:
    """Return the ids of the plans in the database."""
    return list(connection.scalars(text("select plan_id from landplan.plan order by plan_id")))


def plan_of(connection: Connection, plan_id: str) -> Plan:
    """Return a plan with its documents.

    Raises
    ------
    WrongUseError
        If the database has no such plan.
    """
    found = connection.execute(
        text("select * from landplan.plan where plan_id = :plan"), {"plan": plan_id}
    ).one_or_none()
    if found is None:
        listed = "、".join(plans(connection)) or "（空）"
        raise WrongUseError(
            f"数据库中没有规划“{plan_id}”，现有：{listed}；请先 landplan load",
            f"the database has no plan {plan_id!r}, it has: {listed}; run landplan load first",
        )
    documents = connection.execute(
        text(
            "select document_id, title, issuer, issued_on from landplan.document"
            " where plan_id = :plan order by position"
        ),
        {"plan": plan_id},
    )
    return Plan(
        plan_id=found.plan_id,
        title=found.title,
        starts_on=found.starts_on,
        ends_on=found.ends_on,
        sample=found.sample,
        crs=found.crs,
        documents=tuple(Document(**document) for document in documents.mappings()),
    )


def zones_of(connection: Connection, plan_id: str) -> list[Zone]:
    """Return the zones of a plan in the order of their tree, parents first."""
    found = connection.execute(
        text(
            "select z.*, st_asbinary(z.outline) as wkb"
            " from landplan.zone z join landplan.zone_tree(:plan) t using (zone_id)"
            " where z.plan_id = :plan order by t.path"
        ),
        {"plan": plan_id},
    )
    return [
        Zone(
            zone_id=row.zone_id,
            name=row.name,
            parent_id=row.parent_id,
            position=row.position,
            declared_ha=row.declared_ha,
            measured_ha=row.measured_m2 / 10_000,
            geometry_quality=row.geometry_quality,
            outline=_outline(row.wkb),
            source=_source(row),
            note=row.note,
        )
        for row in found
    ]


def projects_of(connection: Connection, plan_id: str) -> list[Project]:
    """Return the major projects of a plan, each with all its sources."""
    sources: defaultdict[str, list[Source]] = defaultdict(list)
    for row in connection.execute(
        text(
            "select * from landplan.project_source where plan_id = :plan"
            " order by project_id, position"
        ),
        {"plan": plan_id},
    ):
        source = _source(row)
        if source is not None:
            sources[row.project_id].append(source)
    found = connection.execute(
        text(
            "select j.*, st_x(j.point) as lon, st_y(j.point) as lat from landplan.project j"
            " where plan_id = :plan order by position"
        ),
        {"plan": plan_id},
    )
    return [
        Project(
            project_id=row.project_id,
            name=row.name,
            category=row.category,
            stage=row.stage,
            zone_id=row.zone_id,
            site_area_m2=row.site_area_m2,
            floor_area_m2=row.floor_area_m2,
            investment_10k_cny=row.investment_10k_cny,
            point=None if row.lon is None else Point(row.lon, row.lat),
            note=row.note,
            sources=tuple(sources[row.project_id]),
        )
        for row in found
    ]


def events_of(connection: Connection, plan_id: str) -> list[LandEvent]:
    """Return the whole ledger of a plan in order of date, then event id, corrections included."""
    found = connection.execute(
        text(
            "select e.*, st_asbinary(e.extent) as wkb,"
            " array(select p.parcel_id from landplan.land_event_parcel p"
            "       where p.plan_id = e.plan_id and p.event_id = e.event_id order by 1) as parcels"
            " from landplan.land_event e where e.plan_id = :plan"
            " order by e.happened_on, e.event_id"
        ),
        {"plan": plan_id},
    )
    return [
        LandEvent(
            event_id=row.event_id,
            kind=row.kind,
            parcel_ids=tuple(row.parcels),
            happened_on=row.happened_on,
            recorded_on=row.recorded_on,
            method=row.method,
            land_use=row.land_use,
            land_use_set=row.land_use_set,
            declared_ha=row.declared_ha,
            document_no=row.document_no,
            corrects=row.corrects,
            extent=None if row.wkb is None else _outline(row.wkb),
        )
        for row in found
    ]


def parcels_of(
    connection: Connection, plan_id: str, *, as_of: date, known: date | None = None
) -> list[ParcelStatus]:
    """Return every parcel with its state as of a date, the zones it lies in, and its events."""
    events: defaultdict[str, list[LandEvent]] = defaultdict(list)
    for event in events_of(connection, plan_id):
        if event.happened_on <= as_of and (known is None or event.recorded_on <= known):
            for parcel_id in event.parcel_ids:
                events[parcel_id].append(event)
    found = connection.execute(
        text(
            "select p.*, st_asbinary(p.outline) as wkb, s.state, s.in_reserve_m2, s.supplied_m2,"
            " st_asbinary(s.reserve_outline) as reserve_wkb,"
            " array(select z.zone_id from landplan.zone z join landplan.zone_tree(:plan) t"
            "       using (zone_id) where z.plan_id = p.plan_id and z.outline && p.outline"
            "       and landplan.area_in(z.outline, p.outline) > 1 order by t.path) as zones"
            " from landplan.parcel p"
            " join landplan.parcel_status(:plan, :as_of, :known) s using (parcel_id)"
            " where p.plan_id = :plan order by p.parcel_id"
        ),
        {"plan": plan_id, "as_of": as_of, "known": known},
    )
    return [_parcel_status(row, events[row.parcel_id]) for row in found]


def _parcel_status(row: Row[tuple[object, ...]], events: Sequence[LandEvent]) -> ParcelStatus:
    return ParcelStatus(
        parcel=_parcel(row),
        state=row.state,
        measured_ha=row.measured_m2 / 10_000,
        in_reserve_ha=row.in_reserve_m2 / 10_000,
        supplied_ha=row.supplied_m2 / 10_000,
        reserve_outline=None if row.reserve_wkb is None else _outline(row.reserve_wkb),
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
        outline=_outline(row.wkb),
    )


def _outline(wkb: bytes) -> MultiPolygon:
    return multipolygon(shapely.from_wkb(bytes(wkb)))


def _source(row: Row[tuple[object, ...]]) -> Source | None:
    if row.source_document is None:
        return None
    return Source(document=row.source_document, place=row.source_place, line=row.source_line)


def package_of(connection: Connection, plan_id: str) -> Package:
    """Return a plan with its whole ledger as a package, for the second engine."""
    land_uses = connection.execute(
        text(
            "select code, code_set, name, land_group as group_ from landplan.land_use"
            " where plan_id = :plan order by code_set, code"
        ),
        {"plan": plan_id},
    )
    targets = connection.execute(
        text("select * from landplan.target where plan_id = :plan order by zone_id, measure, year"),
        {"plan": plan_id},
    )
    schedule = connection.execute(
        text(
            "select zone_id, measure, year, value from landplan.target_schedule"
            " where plan_id = :plan order by zone_id, measure, year"
        ),
        {"plan": plan_id},
    )
    return Package(
        plan=plan_of(connection, plan_id),
        zones=tuple(zones_of(connection, plan_id)),
        land_uses=tuple(
            LandUse(code=row.code, code_set=row.code_set, name=row.name, group=row.group_)
            for row in land_uses
        ),
        targets=tuple(
            Target(
                zone_id=row.zone_id,
                measure=row.measure,
                value=row.value,
                unit=row.unit,
                year=row.year,
                kind=row.kind,
                source=_source(row) or Source(document="", place="", line=None),
            )
            for row in targets
        ),
        schedule=tuple(ScheduleStep(**row) for row in schedule.mappings()),
        projects=tuple(projects_of(connection, plan_id)),
        parcels=tuple(
            _parcel(row)
            for row in connection.execute(
                text(
                    "select p.*, st_asbinary(p.outline) as wkb from landplan.parcel p"
                    " where plan_id = :plan order by parcel_id"
                ),
                {"plan": plan_id},
            )
        ),
        events=tuple(events_of(connection, plan_id)),
    )
