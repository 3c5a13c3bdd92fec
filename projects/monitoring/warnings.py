"""Early warning (监测预警): what wants attention as of a day, worst first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from math import floor
from typing import Any, Literal

from sqlalchemy import Connection, Select, Subquery, func, literal, or_, select, union_all

from gis.database.derived_tables import parcel_history, reserve_piece
from gis.database.functions import events_in_force, land_held
from gis.database.tables import land_event
from gis.geometry.area import M2_PER_HA, NOISE_M2
from projects import labels
from projects.balance.status import DAYS_PER_YEAR
from projects.labels import EVENT_KINDS, MEASURES_IN_FULL, STATUSES, Label, outcome
from projects.model import STAGES, BalanceRow, EarlyWarning, IndicatorLine, Project, Status


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """How long things may last before they are told of."""

    stalled_months: int = 12
    reserve_years: float = 2.0


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldLong:
    """What one storage still holds in reserve, and since when."""

    event_id: str
    stored_on: date
    held_ha: float
    parcel_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Undocumented:
    """An event without a document number."""

    event_id: str
    kind: Literal["storage", "supply"]
    happened_on: date


def early_warnings(
    rows: Iterable[BalanceRow],
    lines: Iterable[IndicatorLine],
    projects: Iterable[Project],
    held: Iterable[HeldLong],
    undocumented: Iterable[Undocumented],
    *,
    as_of: date,
    is_over: bool = False,
    limits: Limits | None = None,
) -> list[EarlyWarning]:
    """Return what wants attention, worst first.

    Targets behind or at risk (once the plan's period `is_over`, not reached), indicators off their
    line, projects whose stage has not moved, land long in reserve, events without a document
    number; all of them as of one day.
    """
    found = [
        *target_warnings(rows, is_over=is_over),
        *indicator_warnings(lines, is_over=is_over),
        *project_warnings(projects, as_of, limits or Limits()),
        *reserve_warnings(held, as_of),
        *document_warnings(undocumented),
    ]
    return sorted(found, key=lambda warning: -warning.severity)


def _off(status: Status, *, is_over: bool) -> Label:
    """Return how a sentence says that something is behind or at risk, or was not reached."""
    if is_over:
        return Label(outcome(status).zh, outcome(status).en.lower())
    return Label("存在风险" if status == "at risk" else STATUSES[status].zh, status)


def target_warnings(rows: Iterable[BalanceRow], *, is_over: bool = False) -> Iterator[EarlyWarning]:
    """Yield targets that are behind (2) or at risk (3)."""
    for row in rows:
        if row.status not in ("behind", "at risk") or row.target_ha is None:
            continue
        zh, en = MEASURES_IN_FULL[row.measure]
        off = _off(row.status, is_over=is_over)
        expected = row.expected_ha or 0.0
        by_now = (
            ("", "")
            if is_over
            else (f"序时应完成 {expected:.2f} 公顷，", f" of {expected:.2f} expected")
        )
        yield EarlyWarning(
            kind="target",
            severity=3 if row.status == "at risk" else 2,
            zone_id=row.zone,
            subject_id=row.zone,
            topic=row.measure,
            zh=f"{row.zone_name}{zh}{off.zh}："
            f"完成 {row.actual_ha:.2f} 公顷，{by_now[0]}目标 {row.target_ha:.2f} 公顷",
            en=f"{row.zone_name}: {en} is {off.en}: {row.actual_ha:.2f} ha{by_now[1]}, "
            f"target {row.target_ha:.2f}",
        )


def indicator_warnings(
    lines: Iterable[IndicatorLine], *, is_over: bool = False
) -> Iterator[EarlyWarning]:
    """Yield indicators off their line: behind (2), at risk (3)."""
    for line in lines:
        if line.status not in ("behind", "at risk") or not (line.latest and line.goal):
            continue
        off = _off(line.status, is_over=is_over)
        latest, goal = line.latest.value or 0.0, line.goal.value or 0.0
        where = line.zone_name or line.scope
        yield EarlyWarning(
            kind="indicator",
            severity=3 if line.status == "at risk" else 2,
            zone_id=line.zone_id,
            subject_id=line.indicator,
            topic=line.scope,
            zh=f"{where}{line.indicator}{off.zh}：{line.latest.year} 年 "
            f"{latest:g}，{line.goal.year} 年目标 {goal:g} {line.unit}",
            en=f"{where} {line.indicator} is {off.en}: {latest:g} in {line.latest.year}, "
            f"goal {goal:g} {line.unit} in {line.goal.year}",
        )


def project_warnings(
    projects: Iterable[Project], as_of: date, limits: Limits
) -> Iterator[EarlyWarning]:
    """Yield projects whose recorded stage, short of 投产, has not moved for too long (1)."""
    longest_days = limits.stalled_months * DAYS_PER_YEAR / 12
    for project in projects:
        moved = project.stage_on
        if moved is None or project.stage == STAGES[-1] or (as_of - moved).days <= longest_days:
            continue
        months = int((as_of - moved).days / DAYS_PER_YEAR * 12)
        yield EarlyWarning(
            kind="project",
            severity=1,
            zone_id=project.zone_id,
            subject_id=project.project_id,
            zh=f"{project.name}自 {moved} 起停留在“{project.stage}”，已 {months} 个月",
            en=f"{project.name} has been “{_stage_en(project.stage)}” since {moved}: "
            f"{months} months",
        )


def _stage_en(stage: str) -> str:
    return (labels.STAGES[stage].en if stage in labels.STAGES else stage).lower()


def reserve_warnings(held: Iterable[HeldLong], as_of: date) -> Iterator[EarlyWarning]:
    """Yield land held in reserve for too long (1), storage by storage."""
    for one in held:
        years = (as_of - one.stored_on).days / DAYS_PER_YEAR
        parcels = one.parcel_ids or (one.event_id,)
        ha = f"{one.held_ha:.2f}"
        yield EarlyWarning(
            kind="parcel",
            severity=1,
            zone_id=None,
            subject_id=one.parcel_ids[0] if one.parcel_ids else one.event_id,
            topic=one.event_id,
            zh=f"{'、'.join(parcels)} 已储未供 {years:.1f} 年，量算 {ha} 公顷（{one.event_id}）",
            en=f"{', '.join(parcels)}: {ha} ha (measured) in reserve for {years:.1f} years "
            f"({one.event_id})",
        )


def document_warnings(undocumented: Iterable[Undocumented]) -> Iterator[EarlyWarning]:
    """Yield events in force that have no document number (1)."""
    for event in undocumented:
        yield EarlyWarning(
            kind="event",
            severity=1,
            zone_id=None,
            subject_id=event.event_id,
            zh=f"{event.happened_on} 的{EVENT_KINDS[event.kind].zh} {event.event_id} 没有文号",
            en=f"{event.kind} {event.event_id} of {event.happened_on} has no document number",
        )


def held_long(
    connection: Connection, plan_id: str, *, as_of: date, years: float, known: date | None = None
) -> list[HeldLong]:
    """Return what is in reserve as of a day and was stored more than some years before."""
    event = land_event.c
    asked = _events_held_long(plan_id, as_of, years, known)
    found = connection.execute(asked.order_by(event.happened_on, event.event_id))
    return [
        HeldLong(
            event_id=row.event_id,
            stored_on=row.happened_on,
            held_ha=row.held_m2 / M2_PER_HA,
            parcel_ids=tuple(row.parcel_ids),
        )
        for row in found
    ]


def _events_held_long(
    plan_id: str, as_of: date, years: float, known: date | None
) -> Select[tuple[Any, ...]]:
    most_days = floor(years * DAYS_PER_YEAR)
    held = _replayed(plan_id, as_of, known) if known else _kept(plan_id, as_of)
    event = land_event.c
    return (
        select(event.event_id, event.happened_on, held.c.held_m2, event.parcel_ids)
        .join_from(
            held, land_event, (event.plan_id == plan_id) & (event.event_id == held.c.event_id)
        )
        .where(literal(as_of) - event.happened_on > most_days, held.c.held_m2 > NOISE_M2)
    )


def _kept(plan_id: str, as_of: date) -> Subquery:
    """Select what storages hold as of a day, as the history and the pieces of the reserve say."""
    parts = [
        select(event_id.label("event_id"), m2.label("m2")).where(
            table.c.plan_id == plan_id,
            event_id.is_not(None),
            table.c.from_on <= as_of,
            or_(table.c.until_on.is_(None), table.c.until_on > as_of),
        )
        for table, event_id, m2 in (
            (parcel_history, parcel_history.c.held_by, parcel_history.c.in_reserve_m2),
            (reserve_piece, reserve_piece.c.event_id, reserve_piece.c.measured_m2),
        )
    ]
    each = union_all(*parts).subquery()
    return (
        select(each.c.event_id, func.sum(each.c.m2).label("held_m2"))
        .group_by(each.c.event_id)
        .subquery()
    )


def _replayed(plan_id: str, as_of: date, known: date) -> Subquery:
    """Select the same as it was known on another day."""
    held = land_held(plan_id, as_of, known)
    m2 = func.st_area(func.geography(held.c.held))
    return select(held.c.event_id, m2.label("held_m2")).where(held.c.kind == "storage").subquery()


def undocumented(
    connection: Connection, plan_id: str, *, as_of: date, known: date | None = None
) -> list[Undocumented]:
    """Return the events in force until a day that have no document number."""
    asked = _events_undocumented(plan_id, as_of, known)
    found = connection.execute(asked.order_by(*asked.selected_columns["happened_on", "event_id"]))
    return [
        Undocumented(event_id=row.event_id, kind=row.kind, happened_on=row.happened_on)
        for row in found
    ]


def _events_undocumented(plan_id: str, as_of: date, known: date | None) -> Select[tuple[Any, ...]]:
    event = events_in_force(plan_id, known).c
    return select(event.event_id, event.kind, event.happened_on).where(
        event.document_no == "", event.happened_on <= as_of
    )


def events_warned(
    plan_id: str, *, as_of: date, years: float, known: date | None = None
) -> Subquery:
    """Select the ids of the events of `held_long` and of `undocumented`, once a warning."""
    return union_all(
        *(
            asked.with_only_columns(asked.selected_columns.event_id)
            for asked in (
                _events_held_long(plan_id, as_of, years, known),
                _events_undocumented(plan_id, as_of, known),
            )
        )
    ).subquery("warned")
