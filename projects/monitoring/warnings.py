"""Early warning (监测预警): what wants attention as of a day, worst first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, text

from projects.balance.sql_engine import balance
from projects.balance.status import DAYS_PER_YEAR, Thresholds
from projects.labels import EVENT_KINDS, MEASURES_IN_FULL
from projects.model import STAGES, BalanceRow, EarlyWarning, IndicatorLine, Project
from projects.monitoring.indicators import indicators
from projects.store.plans import plan_of, projects_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """How long things may last before they are told of."""

    stalled_months: int = 12
    reserve_years: float = 2.0


def early_warnings(
    connection: Connection,
    plan_id: str,
    *,
    as_of: date,
    known: date | None = None,
    thresholds: Thresholds | None = None,
    limits: Limits | None = None,
) -> list[EarlyWarning]:
    """Return what wants attention, worst first.

    Targets behind or at risk, indicators off their line, projects whose stage has not moved,
    land long in reserve, events without a document number. `known` leaves out events of the
    ledger that were recorded later.
    """
    allowed = limits or Limits()
    plan = plan_of(connection, plan_id)
    rows = balance(connection, plan_id, as_of=as_of, known=known, thresholds=thresholds).rows
    lines = indicators(connection, plan_id, as_of=as_of, thresholds=thresholds)
    found = [
        *target_warnings(rows),
        *indicator_warnings(lines),
        *project_warnings(projects_of(connection, plan_id, as_of=as_of), as_of, allowed),
        *_reserve_warnings(connection, plan.plan_id, as_of, known, allowed),
        *_document_warnings(connection, plan.plan_id, as_of, known),
    ]
    return sorted(found, key=lambda warning: -warning.severity)


def target_warnings(rows: Iterable[BalanceRow]) -> Iterator[EarlyWarning]:
    """Yield targets that are behind (2) or at risk (3)."""
    for row in rows:
        if row.status not in ("behind", "at risk") or row.target_ha is None:
            continue
        zh, en = MEASURES_IN_FULL[row.measure]
        risk = row.status == "at risk"
        expected = row.expected_ha or 0.0
        yield EarlyWarning(
            kind="target",
            severity=3 if risk else 2,
            zone_id=row.zone,
            subject_id=row.zone,
            zh=f"{row.zone_name}{zh}{'存在风险' if risk else '滞后'}："
            f"完成 {row.actual_ha:.2f} 公顷，序时应完成 {expected:.2f} 公顷，"
            f"目标 {row.target_ha:.2f} 公顷",
            en=f"{row.zone_name}: {en} is {row.status}: {row.actual_ha:.2f} ha of "
            f"{expected:.2f} expected, target {row.target_ha:.2f}",
        )


def indicator_warnings(lines: Iterable[IndicatorLine]) -> Iterator[EarlyWarning]:
    """Yield indicators off their line: behind (2), at risk (3)."""
    for line in lines:
        if line.status not in ("behind", "at risk") or not (line.latest and line.goal):
            continue
        risk = line.status == "at risk"
        latest, goal = line.latest.value or 0.0, line.goal.value or 0.0
        where = line.zone_name or line.scope
        yield EarlyWarning(
            kind="indicator",
            severity=3 if risk else 2,
            zone_id=line.zone_id,
            subject_id=line.indicator,
            zh=f"{where}{line.indicator}{'存在风险' if risk else '滞后'}：{line.latest.year} 年 "
            f"{latest:g}，{line.goal.year} 年目标 {goal:g} {line.unit}",
            en=f"{where} {line.indicator} is {line.status}: {latest:g} in {line.latest.year}, "
            f"goal {goal:g} {line.unit} in {line.goal.year}",
        )


def project_warnings(
    projects: Sequence[Project], as_of: date, limits: Limits
) -> Iterator[EarlyWarning]:
    """Yield projects whose recorded stage, short of 投产, has not moved for too long (1)."""
    longest = timedelta(days=limits.stalled_months * DAYS_PER_YEAR / 12)
    for project in projects:
        moved = project.stage_on
        if moved is None or project.stage == STAGES[-1] or as_of - moved <= longest:
            continue
        months = int((as_of - moved).days / DAYS_PER_YEAR * 12)
        yield EarlyWarning(
            kind="project",
            severity=1,
            zone_id=project.zone_id,
            subject_id=project.project_id,
            zh=f"{project.name}自 {moved} 起停留在“{project.stage}”，已 {months} 个月",
            en=f"{project.name} has been at {project.stage} since {moved}: {months} months",
        )


def _reserve_warnings(
    connection: Connection, plan_id: str, as_of: date, known: date | None, limits: Limits
) -> Iterator[EarlyWarning]:
    """Yield land held in reserve for too long (1), storage by storage."""
    since = as_of - timedelta(days=limits.reserve_years * DAYS_PER_YEAR)
    found = connection.execute(
        text(
            "select h.event_id, h.happened_on, st_area(h.held::geography) / 10000 as held_ha,"
            " e.parcel_ids as parcels"
            " from landplan.land_held(:plan, :as_of, :known) h"
            " join landplan.land_event e on e.plan_id = :plan and e.event_id = h.event_id"
            " where h.kind = 'storage' and h.happened_on < :since"
            " and st_area(h.held::geography) > 1 order by h.happened_on, h.event_id"
        ),
        {"plan": plan_id, "as_of": as_of, "known": known, "since": since},
    )
    for row in found:
        years = (as_of - row.happened_on).days / DAYS_PER_YEAR
        parcels = "、".join(row.parcels) or row.event_id
        yield EarlyWarning(
            kind="parcel",
            severity=1,
            zone_id=None,
            subject_id=row.parcels[0] if row.parcels else row.event_id,
            zh=f"{parcels} 已储未供 {years:.1f} 年，{row.held_ha:.2f} 公顷（{row.event_id}）",
            en=f"{parcels}: {row.held_ha:.2f} ha in reserve for {years:.1f} years ({row.event_id})",
        )


def _document_warnings(
    connection: Connection, plan_id: str, as_of: date, known: date | None
) -> Iterator[EarlyWarning]:
    found = connection.execute(
        text(
            "select event_id, kind, happened_on from landplan.events_in_force(:plan, :known)"
            " where document_no = '' and happened_on <= :as_of order by happened_on, event_id"
        ),
        {"plan": plan_id, "as_of": as_of, "known": known},
    )
    for row in found:
        yield EarlyWarning(
            kind="event",
            severity=1,
            zone_id=None,
            subject_id=row.event_id,
            zh=f"{row.happened_on} 的{EVENT_KINDS[row.kind].zh} {row.event_id} 没有文号",
            en=f"{row.kind} {row.event_id} of {row.happened_on} has no document number",
        )
