"""Plans, zones and projects read back from the database as plain records."""

from collections import defaultdict
from datetime import date
from typing import Any, Final

import shapely
from sqlalchemy import Connection, Row, func, select

from gis.database.functions import zone_tree
from gis.database.tables import document, land_use, plan, zone
from gis.database.wkb import outline_of, plain_columns, wkb_of
from gis.errors import WrongUseError
from gis.geometry.area import M2_PER_HA
from gis.model import Source, Zone
from projects.functions import project_now
from projects.model import Document, InvestmentNode, LandUse, Plan, Project, StructurePart
from projects.tables import investment, project, project_source, structure_part
from projects.zones import zone_set_meant

LISTED: Final = 10
"""So many plans are named to who asks for one that there is not."""


def plans(connection: Connection) -> list[str]:
    """Return the ids of the plans in the database."""
    return list(connection.scalars(select(plan.c.plan_id).order_by(plan.c.plan_id)))


def plan_of(connection: Connection, plan_id: str) -> Plan:
    """Return a plan with its documents.

    Raises
    ------
    WrongUseError
        If the database has no such plan.
    """
    found = connection.execute(select(plan).where(plan.c.plan_id == plan_id)).one_or_none()
    if found is None:
        raise _no_plan(plan_id, plans(connection))
    documents = connection.execute(
        select(*document.c["document_id", "title", "issuer", "issued_on"])
        .where(document.c.plan_id == plan_id)
        .order_by(document.c.position)
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


def _no_plan(plan_id: str, there: list[str]) -> WrongUseError:
    """Say which plans there are, the first of them where they are many."""
    zh, en = "、".join(there[:LISTED]) or "（空）", ", ".join(there[:LISTED]) or "none"
    if len(there) > LISTED:
        zh += f" 等共 {len(there)} 个（全部见 landplan plans）"
        en += f" and others, {len(there)} in all (landplan plans lists them)"
    return WrongUseError(
        f"数据库中没有规划“{plan_id}”，现有：{zh}；请先 landplan load",
        f"the database has no plan {plan_id!r}, it has: {en}; run landplan load first",
    )


def zone_sets_of(connection: Connection, plan_id: str) -> list[str]:
    """Return the names of a plan's zone sets, the main one first: that of the first zone."""
    found = connection.scalars(
        select(zone.c.zone_set)
        .where(zone.c.plan_id == plan_id)
        .group_by(zone.c.zone_set)
        .order_by(func.min(zone.c.position))
    )
    return list(found)


def zone_ids_of(connection: Connection, plan_id: str, *, zone_set: str | None = None) -> set[str]:
    """Return the ids of the zones of one set of a plan (None: the main one)."""
    meant = zone_set_meant(zone_sets_of(connection, plan_id), zone_set)
    found = connection.scalars(
        select(zone.c.zone_id).where(zone.c.plan_id == plan_id, zone.c.zone_set == meant)
    )
    return set(found)


def every_zone_of(connection: Connection, plan_id: str) -> list[Zone]:
    """Return the zones of all sets of a plan in the order of their trees, parents first."""
    tree = zone_tree(plan_id)
    found = connection.execute(
        select(*plain_columns(zone), wkb_of(zone.c.outline))
        .join(tree, tree.c.zone_id == zone.c.zone_id)
        .where(zone.c.plan_id == plan_id)
        .order_by(tree.c.path)
    )
    return [
        Zone(
            zone_id=row.zone_id,
            name=row.name,
            parent_id=row.parent_id,
            position=row.position,
            declared_ha=row.declared_ha,
            measured_ha=row.measured_m2 / M2_PER_HA,
            geometry_quality=row.geometry_quality,
            outline=outline_of(row.wkb),
            source=source_of(row),
            note=row.note,
            zone_set=row.zone_set,
        )
        for row in found
    ]


def projects_of(
    connection: Connection, plan_id: str, *, as_of: date | None = None
) -> list[Project]:
    """Return the major projects of a plan with all their sources, their stages as of a date."""
    sources: defaultdict[str, list[Source]] = defaultdict(list)
    for row in connection.execute(
        select(project_source)
        .where(project_source.c.plan_id == plan_id)
        .order_by(project_source.c.project_id, project_source.c.position)
    ):
        source = source_of(row)
        if source is not None:
            sources[row.project_id].append(source)
    now = project_now(plan_id, as_of)
    found = connection.execute(
        select(
            *plain_columns(project),
            wkb_of(project.c.point, "point"),
            wkb_of(project.c.outline, "outline"),
            now.c.stage.label("stage_now"),
            now.c.stage_on,
            now.c.invested_10k_cny,
        )
        .join(now, now.c.project_id == project.c.project_id)
        .where(project.c.plan_id == plan_id)
        .order_by(project.c.position)
    )
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
            point=_geometry(row.point),
            note=row.note,
            sources=tuple(sources[row.project_id]),
            outline=_geometry(row.outline),
            geometry_quality=row.geometry_quality,
            stage_on=row.stage_on,
            invested_10k_cny=row.invested_10k_cny,
        )
        for row in found
    ]


def investment_of(connection: Connection, plan_id: str) -> list[InvestmentNode]:
    """Return the tree of investment, parents before children."""
    found = connection.execute(
        select(investment).where(investment.c.plan_id == plan_id).order_by(investment.c.position)
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
        select(land_use)
        .where(land_use.c.plan_id == plan_id)
        .order_by(land_use.c.code_set, land_use.c.code)
    )
    return [
        LandUse(code=row.code, code_set=row.code_set, name=row.name, group=row.land_group)
        for row in found
    ]


def structure_of(connection: Connection, plan_id: str) -> list[StructurePart]:
    """Return the parts of a plan's spatial structure in the package's order."""
    found = connection.execute(
        select(*plain_columns(structure_part), wkb_of(structure_part.c.outline))
        .where(structure_part.c.plan_id == plan_id)
        .order_by(structure_part.c.position)
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
            outline=_geometry(row.wkb),
            geometry_quality=row.geometry_quality,
        )
        for row in found
    ]


def source_of(row: Row[*tuple[Any, ...]]) -> Source | None:
    """Return the citation in the columns source_… of a row, or None where it has none."""
    if row.source_document is None:
        return None
    return Source(document=row.source_document, place=row.source_place, line=row.source_line)


def _geometry(wkb: bytes | None) -> Any:
    return None if wkb is None else shapely.from_wkb(bytes(wkb))
