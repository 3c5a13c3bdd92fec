"""Plans, zones and projects read back from the database as plain records."""

from collections import defaultdict
from datetime import date
from typing import Final

import shapely
from shapely import Point
from sqlalchemy import Connection, Row, text

from gis.database.wkb import outline_of
from gis.errors import WrongUseError
from gis.model import Source, Zone
from projects.model import Document, InvestmentNode, LandUse, Plan, Project, StructurePart
from projects.zones import zone_set_meant


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


def zone_sets_of(connection: Connection, plan_id: str) -> list[str]:
    """Return the names of a plan's zone sets, the main one first: that of the first zone."""
    found = connection.scalars(
        text(
            "select zone_set from landplan.zone where plan_id = :plan"
            " group by zone_set order by min(position)"
        ),
        {"plan": plan_id},
    )
    return list(found)


def zone_ids_of(connection: Connection, plan_id: str, *, zone_set: str | None = None) -> set[str]:
    """Return the ids of the zones of one set of a plan (None: the main one)."""
    meant = zone_set_meant(zone_sets_of(connection, plan_id), zone_set)
    found = connection.scalars(
        text("select zone_id from landplan.zone where plan_id = :plan and zone_set = :zone_set"),
        {"plan": plan_id, "zone_set": meant},
    )
    return set(found)


def every_zone_of(connection: Connection, plan_id: str) -> list[Zone]:
    """Return the zones of all sets of a plan in the order of their trees, parents first."""
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
            outline=outline_of(row.wkb),
            source=source_of(row),
            note=row.note,
            zone_set=row.zone_set,
        )
        for row in found
    ]


_PROJECTS: Final = text(
    "select j.*, st_x(j.point) as lon, st_y(j.point) as lat, st_asbinary(j.outline) as wkb,"
    "       n.stage as stage_now, n.stage_on, n.invested_10k_cny"
    " from landplan.project j"
    " join landplan.project_now(:plan, :as_of) n using (project_id)"
    " where j.plan_id = :plan order by j.position"
)


def projects_of(
    connection: Connection, plan_id: str, *, as_of: date | None = None
) -> list[Project]:
    """Return the major projects of a plan with all their sources, their stages as of a date."""
    sources: defaultdict[str, list[Source]] = defaultdict(list)
    for row in connection.execute(
        text(
            "select * from landplan.project_source where plan_id = :plan"
            " order by project_id, position"
        ),
        {"plan": plan_id},
    ):
        source = source_of(row)
        if source is not None:
            sources[row.project_id].append(source)
    found = connection.execute(_PROJECTS, {"plan": plan_id, "as_of": as_of})
    return [
        Project(
            project_id=row.project_id,
            name=row.name,
            category=row.category,
            stage=row.stage_now,
            zone_id=row.zone_id,
            site_area_m2=row.site_area_m2,
            floor_area_m2=row.floor_area_m2,
            investment_10k_cny=row.investment_10k_cny,
            point=None if row.lon is None else Point(row.lon, row.lat),
            note=row.note,
            sources=tuple(sources[row.project_id]),
            outline=None if row.wkb is None else shapely.from_wkb(bytes(row.wkb)),
            geometry_quality=row.geometry_quality,
            stage_on=row.stage_on,
            invested_10k_cny=row.invested_10k_cny,
        )
        for row in found
    ]


def investment_of(connection: Connection, plan_id: str) -> list[InvestmentNode]:
    """Return the tree of investment, parents before children."""
    found = connection.execute(
        text("select * from landplan.investment where plan_id = :plan order by position"),
        {"plan": plan_id},
    )
    return [
        InvestmentNode(
            node=row.node,
            parent=row.parent,
            name=row.name,
            count=row.project_count,
            total_10k_cny=row.total_10k_cny,
            period_10k_cny=row.period_10k_cny,
            note=row.note,
            source=source_of(row),
        )
        for row in found
    ]


def land_uses_of(connection: Connection, plan_id: str) -> list[LandUse]:
    """Return the land-use codes of a plan with their groups."""
    found = connection.execute(
        text(
            "select code, code_set, name, land_group from landplan.land_use"
            " where plan_id = :plan order by code_set, code"
        ),
        {"plan": plan_id},
    )
    return [
        LandUse(code=row.code, code_set=row.code_set, name=row.name, group=row.land_group)
        for row in found
    ]


def structure_of(connection: Connection, plan_id: str) -> list[StructurePart]:
    """Return the parts of a plan's spatial structure in the package's order."""
    found = connection.execute(
        text(
            "select s.*, st_asbinary(s.outline) as wkb from landplan.structure_part s"
            " where s.plan_id = :plan order by s.position"
        ),
        {"plan": plan_id},
    )
    return [
        StructurePart(
            structure_id=row.structure_id,
            name=row.name,
            kind=row.kind,
            level=row.level,
            zone_ids=tuple(row.zone_ids),
            note=row.note,
            source=source_of(row),
            outline=None if row.wkb is None else shapely.from_wkb(bytes(row.wkb)),
            geometry_quality=row.geometry_quality,
        )
        for row in found
    ]


def source_of(row: Row[tuple[object, ...]]) -> Source | None:
    """Return the citation in the columns source_… of a row, or None where it has none."""
    if row.source_document is None:
        return None
    return Source(document=row.source_document, place=row.source_place, line=row.source_line)
