"""Everything that does not add up, each with its place: documents, zones, ledger, records.

A finding is not an error of the package: the documents disagree with themselves, surveys differ,
land was stored twice. Nothing is mended here; it is told.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)

from gis.database.functions import events_in_force, land_conflicts, land_misfits, zone_misfits
from gis.database.tables import parcel, place
from gis.geometry.area import M2_PER_HA
from gis.model import Zone
from projects.functions import record_history
from projects.model import Figure, Finding, InvestmentNode, Plan
from projects.store.plans import source_of
from projects.tables import finding, indicator, project

AREA_TOLERANCE: Final = 0.005
"""A zone's outline may differ from its declared area by half a percent."""

SURVEY_TOLERANCE: Final = 0.01
"""The declared and the measured area of an event or parcel may differ by one percent."""

CONFLICTS: Final = {
    "stored_twice": ("其中 {ha:.4f} 公顷已在库，不重复计算（先前：{others}）",
                     "{ha:.4f} ha of it were in reserve already and count once (before: {others})"),
    "supplied_twice": ("其中 {ha:.4f} 公顷已供应，不重复计算（先前：{others}）",
                       "{ha:.4f} ha of it were supplied already and count once (before: {others})"),
    "supplied_without_storage": ("其中 {ha:.4f} 公顷供应前不在库；照计",
                                 "{ha:.4f} ha of it were not in reserve; counted all the same"),
    "supplied_before_storage": ("其中 {ha:.4f} 公顷供应在先、收储在后（{others}）；照计",
                                "{ha:.4f} ha of it were supplied before they were stored"
                                " ({others}); counted all the same"),
}  # fmt: skip


def check_plan(
    connection: Connection,
    plan: Plan,
    *,
    zones: Sequence[Zone],
    investment: Sequence[InvestmentNode],
    figures: Iterable[Figure],
    conflicts: bool = True,
) -> list[Finding]:
    """Return every finding of a plan, documents first, then zones, ledger and records.

    Parameters
    ----------
    zones, investment, figures
        All of the plan's: zones of every set, the tree of investment, figures of indicators.
    conflicts
        Whether the conflicts of the ledger are among them.
    """
    plan_id = plan.plan_id
    titles = {document.document_id: document.title for document in plan.documents}
    return [
        *_told_findings(connection, plan_id),
        *investment_findings(investment),
        *indicator_findings(figures, titles),
        *_zone_findings(connection, plan_id, zones),
        *(_conflict_findings(connection, plan_id) if conflicts else ()),
        *_misfit_findings(connection, plan_id),
        *_survey_findings(connection, plan_id),
        *_record_findings(connection, plan_id),
    ]


def investment_findings(nodes: Sequence[InvestmentNode]) -> Iterator[Finding]:
    """Yield each printed sum that differs from the sum of its parts."""
    parts: defaultdict[str | None, list[InvestmentNode]] = defaultdict(list)
    for node in nodes:
        parts[node.parent].append(node)
    columns = (
        ("count", "个数", "count"),
        ("total_10k_cny", "总投资（万元）", "total investment (万元)"),
        ("period_10k_cny", "期内投资（万元）", "investment in the period (万元)"),
    )
    for node in nodes:
        for column, zh, en in columns:
            printed = getattr(node, column)
            summands = [getattr(part, column) for part in parts[node.node]]
            if printed is None or not summands or None in summands or printed == sum(summands):
                continue
            yield Finding(
                kind="sum_differs",
                subject=node.name,
                zh=f"{zh}印作 {printed:.0f}，各分项之和为 {sum(summands):.0f}，"
                f"相差 {printed - sum(summands):+.0f}",
                en=f"{en} is printed as {printed:.0f}, its parts sum to {sum(summands):.0f}: "
                f"{printed - sum(summands):+.0f}",
                source=node.source,
            )


def indicator_findings(figures: Iterable[Figure], titles: Mapping[str, str]) -> Iterator[Finding]:
    """Yield each indicator of a zone that has two values for one year.

    The same name, unit, year and role; whether the scope is another is told with it. `titles` are
    those of the documents, by id.
    """
    told: defaultdict[tuple[Any, ...], list[Figure]] = defaultdict(list)
    for f in figures:
        if f.value is not None:
            role = "goal" if f.role == "goal" else "actual"
            told[f.zone_id, f.indicator, f.parent_indicator, f.unit, f.span, f.year, role].append(f)
    for several in told.values():
        first = several[0]
        for other in several[1:]:
            if (other.value, other.value_to) == (first.value, first.value_to):
                continue
            yield Finding(
                kind="two_values",
                subject=f"{first.indicator}（{first.year}）",
                zh=f"{_value(first)} 与 {_value(other)} {first.unit}"
                f"（{_place(other, titles, '统计口径')}）",
                en=f"{_value(first)} and {_value(other)} {first.unit} "
                f"({_place(other, titles, 'scope')})",
                source=first.source,
            )


def _told_findings(connection: Connection, plan_id: str) -> Iterator[Finding]:
    found = connection.execute(
        select(finding).where(finding.c.plan_id == plan_id).order_by(finding.c.position)
    )
    for row in found:
        yield Finding(
            kind=row.kind,
            subject=row.subject,
            zh=row.detail_zh,
            en=row.detail_en,
            source=source_of(row),
        )


def _zone_findings(
    connection: Connection, plan_id: str, every_zone: Sequence[Zone]
) -> Iterator[Finding]:
    zones = {zone.zone_id: zone for zone in every_zone}
    for zone in every_zone:
        yield from _area_finding(zone)
    for row in connection.execute(select(zone_misfits(plan_id))):
        zone, other, ha = zones[row.zone_id], zones[row.other_id], row.area_m2 / M2_PER_HA
        outside = row.misfit == "outside_parent"
        yield Finding(
            kind=row.misfit,
            subject=zone.name,
            zh=f"有 {ha:.4f} 公顷在上级“{other.name}”之外"
            if outside
            else f"与“{other.name}”重叠 {ha:.4f} 公顷",
            en=f"{ha:.4f} ha lie outside its parent {other.zone_id}"
            if outside
            else f"overlaps {other.zone_id} by {ha:.4f} ha",
            source=zone.source,
        )


def _area_finding(zone: Zone) -> Iterator[Finding]:
    if zone.declared_ha is None:
        return
    off = zone.measured_ha / zone.declared_ha - 1
    if abs(off) > AREA_TOLERANCE:
        yield Finding(
            kind="area_differs",
            subject=zone.name,
            zh=f"公布面积 {zone.declared_ha:.2f} 公顷，边界量得 {zone.measured_ha:.2f} 公顷"
            f"（{off:+.2%}）",
            en=f"declared {zone.declared_ha:.2f} ha, its outline measures "
            f"{zone.measured_ha:.2f} ha ({off:+.2%})",
            source=zone.source,
        )


def _conflict_findings(connection: Connection, plan_id: str) -> Iterator[Finding]:
    told_of = ("event_id", "conflict", "happened_on", "area_m2", "other_events")
    for row in connection.execute(select(*land_conflicts(plan_id).c[told_of])):
        zh, en = CONFLICTS[row.conflict]
        ha, others = row.area_m2 / M2_PER_HA, row.other_events
        yield Finding(
            kind=row.conflict,
            subject=row.event_id,
            zh=f"{row.happened_on}，{zh.format(ha=ha, others='、'.join(others))}",
            en=f"{row.happened_on}: {en.format(ha=ha, others=', '.join(others))}",
            source=None,
        )


MISFITS: Final = {
    "parcels_overlap": ("与地块 {others} 重叠 {ha:.4f} 公顷",
                        "overlaps parcel {others} by {ha:.4f} ha"),
    "outside_parcel": ("有 {ha:.4f} 公顷在其地块（{others}）之外",
                       "{ha:.4f} ha of it lie outside its parcels ({others})"),
}  # fmt: skip


def _misfit_findings(connection: Connection, plan_id: str) -> Iterator[Finding]:
    told_of = ("misfit", "subject_id", "other_ids", "area_m2")
    for row in connection.execute(select(*land_misfits(plan_id).c[told_of])):
        zh, en = MISFITS[row.misfit]
        ha, others = row.area_m2 / M2_PER_HA, row.other_ids
        yield Finding(
            kind=row.misfit,
            subject=row.subject_id,
            zh=zh.format(ha=ha, others="、".join(others)),
            en=en.format(ha=ha, others=", ".join(others)),
            source=None,
        )


def _surveyed(
    land: FromClause, what: str, subject_id: ColumnElement[str], plan_id: str
) -> Select[Any]:
    """Select declared and measured areas of parcels or events."""
    return (
        select(
            literal(what).label("what"),
            subject_id.label("id"),
            land.c.declared_ha,
            place.c.measured_m2,
        )
        .join_from(land, place, place.c.place_id == land.c.place_id)
        .where(land.c.plan_id == plan_id, place.c.plan_id == plan_id)
    )


def _survey_findings(connection: Connection, plan_id: str) -> Iterator[Finding]:
    found = connection.execute(
        union_all(
            _surveyed(parcel, "parcel", parcel.c.parcel_id, plan_id),
            _surveyed(event := events_in_force(plan_id), "event", event.c.event_id, plan_id),
        ).order_by("what", "id")
    )
    for row in found:
        ha = row.measured_m2 / M2_PER_HA
        off = ha / row.declared_ha - 1
        if abs(off) > SURVEY_TOLERANCE:
            yield Finding(
                kind=f"{row.what}_area_differs",
                subject=row.id,
                zh=f"申报 {row.declared_ha:.4f} 公顷，量算 {ha:.4f} 公顷（{off:+.1%}）",
                en=f"declared {row.declared_ha:.4f} ha, measured {ha:.4f} ha ({off:+.1%})",
                source=None,
            )


def _record_findings(connection: Connection, plan_id: str) -> Iterator[Finding]:
    """Yield records whose project or indicator the package no longer has."""
    told = record_history(plan_id).c
    of_indicator = exists().where(
        indicator.c.plan_id == plan_id,
        indicator.c.zone_id == told.subject,
        func.starts_with(told.subject_name, indicator.c.indicator),
    )
    of_project = exists().where(project.c.plan_id == plan_id, project.c.project_id == told.subject)
    found = connection.execute(
        select(told.subject, told.subject_name)
        .where(
            or_(
                and_(told.what == "indicator", ~of_indicator),
                and_(told.what != "indicator", ~of_project),
            )
        )
        .distinct()
        .order_by(told.subject, told.subject_name)
    )
    for row in found:
        yield Finding(
            kind="record_without_subject",
            subject=f"{row.subject} {row.subject_name}",
            zh="有登记的记录，而规划包中已没有它",
            en="has records, but the package no longer has it",
            source=None,
        )


def _value(figure: Figure) -> str:
    if figure.value_to is None:
        return f"{figure.value:g}"
    return f"{figure.value:g}–{figure.value_to:g}"


def _place(figure: Figure, titles: Mapping[str, str], scope_word: str) -> str:
    source = figure.source
    place = figure.recorded_by
    if source is not None:
        place = f"{titles.get(source.document, source.document)} {source.place} {source.line}"
    return f"{place}；{scope_word}：{figure.scope}" if figure.scope else place
