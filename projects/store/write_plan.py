"""Write a package's own tables: plan, documents, zones, targets, projects, figures.

They are written anew from the package, for the package is where they are edited.
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, delete, text

from gis.database import tables
from gis.database.copy import copy_rows
from gis.model import Source, Zone
from projects.model import Figure, Finding, InvestmentNode, Package, Project, StructurePart
from projects.store.plans import plans

_REWRITTEN: Final = (
    tables.project_source,
    tables.project,
    tables.target_schedule,
    tables.target,
    tables.land_use,
    tables.indicator,
    tables.investment,
    tables.finding,
    tables.structure_part,
    tables.document,
)


def write_plan(connection: Connection, package: Package) -> None:
    """Write everything of a package but its ledger, in the caller's transaction.

    What was there of the plan is replaced; its ledger and its records stay.
    """
    plan_id = package.plan.plan_id
    _write_plan(connection, package)
    _write_zones(connection, plan_id, package.zones)
    _write_targets(connection, package)
    _write_projects(connection, plan_id, package.projects)
    _write_figures(connection, plan_id, package.figures)
    _write_investment(connection, plan_id, package.investment)
    _write_findings(connection, plan_id, package.findings)
    _write_structure(connection, plan_id, package.structure)


def _write_plan(connection: Connection, package: Package) -> None:
    plan = package.plan
    values = {
        "title": plan.title,
        "starts_on": plan.starts_on,
        "ends_on": plan.ends_on,
        "sample": plan.sample,
        "crs": plan.crs,
    }
    if plan.plan_id in plans(connection):
        for table in _REWRITTEN:
            connection.execute(delete(table).where(table.c.plan_id == plan.plan_id))
        connection.execute(
            tables.plan.update().where(tables.plan.c.plan_id == plan.plan_id).values(values)
        )
    else:
        connection.execute(tables.plan.insert().values(plan_id=plan.plan_id, **values))
    copy_rows(
        connection,
        "landplan.document",
        ("plan_id", "document_id", "position", "title", "issuer", "issued_on"),
        (
            (plan.plan_id, d.document_id, position, d.title, d.issuer, d.issued_on)
            for position, d in enumerate(plan.documents)
        ),
    )


_SOURCE: Final = ("source_document", "source_place", "source_line")


def _source(source: Source | None) -> tuple[Any, ...]:
    return (source.document, source.place, source.line) if source else (None, None, None)


def _write_zones(connection: Connection, plan_id: str, zones: Sequence[Zone]) -> None:
    """Bring the zones up to date; those that the package has no more are deleted."""
    connection.execute(text("select landplan.stage_zones()"))
    copy_rows(
        connection,
        "incoming_zone",
        (
            "zone_id", "position", "name", "parent_id", "declared_ha", "geometry_quality",
            "note", "outline", "zone_set", *_SOURCE,
        ),
        (
            (
                zone.zone_id, zone.position, zone.name, zone.parent_id, zone.declared_ha,
                zone.geometry_quality, zone.note, zone.outline, zone.zone_set,
                *_source(zone.source),
            )
            for zone in zones
        ),
    )  # fmt: skip
    connection.execute(text("select landplan.merge_zones(:plan)"), {"plan": plan_id})


def _write_targets(connection: Connection, package: Package) -> None:
    plan_id = package.plan.plan_id
    copy_rows(
        connection,
        "landplan.land_use",
        ("plan_id", "code", "code_set", "name", "land_group"),
        ((plan_id, use.code, use.code_set, use.name, use.group) for use in package.land_uses),
    )
    copy_rows(
        connection,
        "landplan.target",
        ("plan_id", "zone_id", "measure", "year", "value", "unit", "kind", *_SOURCE),
        (
            (plan_id, t.zone_id, t.measure, t.year, t.value, t.unit, t.kind, *_source(t.source))
            for t in package.targets
        ),
    )
    copy_rows(
        connection,
        "landplan.target_schedule",
        ("plan_id", "zone_id", "measure", "year", "value"),
        ((plan_id, s.zone_id, s.measure, s.year, s.value) for s in package.schedule),
    )


def _write_projects(connection: Connection, plan_id: str, projects: Sequence[Project]) -> None:
    copy_rows(
        connection,
        "landplan.project",
        (
            "plan_id", "project_id", "position", "name", "category", "stage", "zone_id",
            "site_area_m2", "floor_area_m2", "investment_10k_cny", "point", "note", "outline",
            "geometry_quality",
        ),
        (
            (
                plan_id, p.project_id, position, p.name, p.category, p.stage, p.zone_id,
                p.site_area_m2, p.floor_area_m2, p.investment_10k_cny, p.point, p.note, p.outline,
                p.geometry_quality,
            )
            for position, p in enumerate(projects)
        ),
    )  # fmt: skip
    copy_rows(
        connection,
        "landplan.project_source",
        ("plan_id", "project_id", "position", *_SOURCE),
        (
            (plan_id, project.project_id, position, *_source(source))
            for project in projects
            for position, source in enumerate(project.sources)
        ),
    )


def _write_figures(connection: Connection, plan_id: str, figures: Sequence[Figure]) -> None:
    copy_rows(
        connection,
        "landplan.indicator",
        (
            "plan_id", "position", "zone_id", "indicator", "parent_indicator", "scope", "unit",
            "year", "value", "value_to", "role", "span", "kind", "note", *_SOURCE,
        ),
        (
            (
                plan_id, position, f.zone_id, f.indicator, f.parent_indicator, f.scope, f.unit,
                f.year, f.value, f.value_to, f.role, f.span, f.kind, f.note, *_source(f.source),
            )
            for position, f in enumerate(figures)
        ),
    )  # fmt: skip


def _write_investment(
    connection: Connection, plan_id: str, nodes: Sequence[InvestmentNode]
) -> None:
    copy_rows(
        connection,
        "landplan.investment",
        (
            "plan_id", "node", "position", "parent", "name", "project_count", "total_10k_cny",
            "period_10k_cny", "note", *_SOURCE,
        ),
        (
            (
                plan_id, n.node, position, n.parent, n.name, n.count, n.total_10k_cny,
                n.period_10k_cny, n.note, *_source(n.source),
            )
            for position, n in enumerate(nodes)
        ),
    )  # fmt: skip


def _write_findings(connection: Connection, plan_id: str, findings: Sequence[Finding]) -> None:
    copy_rows(
        connection,
        "landplan.finding",
        ("plan_id", "position", "kind", "subject", "detail_zh", "detail_en", *_SOURCE),
        (
            (plan_id, position, f.kind, f.subject, f.zh, f.en, *_source(f.source))
            for position, f in enumerate(findings)
        ),
    )


def _write_structure(connection: Connection, plan_id: str, parts: Sequence[StructurePart]) -> None:
    copy_rows(
        connection,
        "landplan.structure_part",
        (
            "plan_id", "structure_id", "position", "name", "kind", "level", "zone_ids", "note",
            "outline", "geometry_quality", *_SOURCE,
        ),
        (
            (
                plan_id, s.structure_id, position, s.name, s.kind, s.level, list(s.zone_ids),
                s.note, s.outline, s.geometry_quality, *_source(s.source),
            )
            for position, s in enumerate(parts)
        ),
    )  # fmt: skip
