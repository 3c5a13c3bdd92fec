"""Recording what happens: a project's stage, investment and 形象进度, an indicator's figure.

Records are append-only. What was recorded wrongly is recorded again as a correction, which names
the record that it replaces; both stay in the history.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any, Final

from sqlalchemy import Connection, Row, exists, func, insert, or_, select

from gis.errors import WrongUseError
from projects.functions import project_progress, record_history
from projects.labels import Label
from projects.model import STAGES
from projects.package.rows import FIRST_DAY, LARGEST, LAST_DAY
from projects.store.plans import plan_of
from projects.tables import indicator as printed_figure
from projects.tables import indicator_record, project, project_record

_IF_CORRECTION: Final = Label(
    "；如是更正，请注明（--correction）",
    "; if this is a correction, say so (--correction)",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """One line of the history; `in_force` is false where a later record replaces it."""

    record_id: int
    subject: str
    subject_name: str
    what: str
    value: str
    happened_on: str
    note: str
    recorded_by: str
    recorded_at: str
    in_force: bool


def record_stage(
    connection: Connection,
    plan_id: str,
    project_id: str,
    *,
    stage: str,
    happened_on: date,
    by: str,
    note: str = "",
    correction: bool = False,
) -> None:
    """Record that a project entered a stage.

    Stages follow each other: 储备, 开工, 在建, 投产. A project cannot be built or run before its
    start is recorded, nor go back, unless this is a correction of its last record.

    Raises
    ------
    WrongUseError
        If there is no such project or stage, or the order is broken.
    """
    if stage not in STAGES:
        listed = "、".join(STAGES)
        raise WrongUseError(
            f"没有阶段“{stage}”；应为：{listed}",
            f"there is no stage {stage!r}; it is one of: {listed}",
        )
    printed = _printed_stage(connection, plan_id, project_id)
    before, replaced = _before(connection, plan_id, project_id, "stage", correction=correction)
    _check_order(printed, before, stage, happened_on)
    _write(
        connection, plan_id, project_id, happened_on=happened_on, note=note, by=by,
        corrects=replaced, stage=stage,
    )  # fmt: skip


def record_investment(
    connection: Connection,
    plan_id: str,
    project_id: str,
    *,
    invested_10k_cny: float,
    happened_on: date,
    by: str,
    note: str = "",
    correction: bool = False,
) -> None:
    """Record what has been invested in a project up to a day, in all, in 万元.

    Raises
    ------
    WrongUseError
        If there is no such project, the sum is past what a list may hold, or it is smaller than the
        last one and no correction.
    """
    _check_size(invested_10k_cny, Label("累计完成投资（万元）", "the sum invested (万元)"))
    _printed_stage(connection, plan_id, project_id)
    before, replaced = _before(
        connection, plan_id, project_id, "invested_10k_cny", correction=correction
    )
    if invested_10k_cny < 0 or (before and invested_10k_cny < before[-1].invested_10k_cny):
        had = before[-1].invested_10k_cny if before else 0
        raise WrongUseError(
            f"累计完成投资 {invested_10k_cny:g} 万元小于已登记的 {had:g} 万元{_IF_CORRECTION.zh}",
            f"{invested_10k_cny:g} (万元, in all) is less than the {had:g} recorded"
            f"{_IF_CORRECTION.en}",
        )
    _write(
        connection, plan_id, project_id, happened_on=happened_on, note=note, by=by,
        corrects=replaced, invested_10k_cny=invested_10k_cny,
    )  # fmt: skip


def record_progress(
    connection: Connection,
    plan_id: str,
    project_id: str,
    *,
    progress_percent: float,
    happened_on: date,
    by: str,
    note: str = "",
    correction: bool = False,
) -> None:
    """Record how far a project's works have come (形象进度): percent, and in `note` its words.

    Raises
    ------
    WrongUseError
        If there is no such project, that is no share, or less than the last one and no correction.
    """
    _printed_stage(connection, plan_id, project_id)
    if not 0 <= progress_percent <= 100:
        raise WrongUseError(
            f"形象进度 {progress_percent:g}% 应在 0 至 100 之间",
            f"the progress is a share from 0 to 100, not {progress_percent:g}%",
        )
    before, replaced = _before(
        connection, plan_id, project_id, "progress_percent", correction=correction
    )
    if before and progress_percent < before[-1].progress_percent:
        had = before[-1].progress_percent
        raise WrongUseError(
            f"形象进度 {progress_percent:g}% 小于已登记的 {had:g}%{_IF_CORRECTION.zh}",
            f"a progress of {progress_percent:g}% is less than the {had:g}% "
            f"recorded{_IF_CORRECTION.en}",
        )
    _write(
        connection, plan_id, project_id, happened_on=happened_on, note=note, by=by,
        corrects=replaced, progress_percent=progress_percent,
    )  # fmt: skip


def record_indicator(
    connection: Connection,
    plan_id: str,
    *,
    zone_id: str,
    indicator: str,
    year: int,
    value: float,
    by: str,
    scope: str = "",
    note: str = "",
) -> None:
    """Record an indicator's figure of a year; recorded again, the later record counts.

    Raises
    ------
    WrongUseError
        If the plan has no such indicator in that zone, the year lies far outside it, or the figure
        is past what a list may hold.
    """
    _check_size(value, Label("数值", "the figure"))
    plan = plan_of(connection, plan_id)
    known = connection.execute(
        select(printed_figure.c.indicator, printed_figure.c.scope)
        .where(printed_figure.c.plan_id == plan_id, printed_figure.c.zone_id == zone_id)
        .distinct()
        .order_by(printed_figure.c.indicator, printed_figure.c.scope)
    ).all()
    if (indicator, scope) not in {(row.indicator, row.scope) for row in known}:
        listed = "、".join(indicator_called(row.indicator, row.scope) for row in known)
        raise WrongUseError(
            f"片区 {zone_id} 没有指标“{indicator_called(indicator, scope)}”；"
            f"现有：{listed or '无'}",
            f"zone {zone_id} has no indicator {indicator!r} {scope}; it has: {listed or 'none'}",
        )
    if not plan.starts_on.year - 10 <= year <= plan.ends_on.year + 10:
        raise WrongUseError(
            f"年份 {year} 远在规划期之外", f"the year {year} lies far outside the plan's period"
        )
    connection.execute(
        insert(indicator_record).values(
            plan_id=plan_id, zone_id=zone_id, indicator=indicator, scope=scope, year=year,
            value=value, note=note, recorded_by=by,
        )
    )  # fmt: skip


def indicator_called(indicator: str, scope: str) -> str:
    """Return an indicator with its scope, as the history names it."""
    return f"{indicator}（{scope}）" if scope else indicator


def history(connection: Connection, plan_id: str, subject: str | None = None) -> list[Record]:
    """Return everything recorded, oldest first; of one project or indicator, or of all."""
    told = record_history(plan_id)
    query = select(told)
    if subject is not None:
        query = query.where(or_(told.c.subject == subject, told.c.subject_name == subject))
    return [Record(**row) for row in connection.execute(query).mappings()]


def value_before(
    connection: Connection, plan_id: str, subject: str, what: str, *, year: int | None = None
) -> str | None:
    """Return what was recorded last of a project, or of an indicator of a zone for a year.

    Parameters
    ----------
    subject
        The project's id; the indicator's zone.
    what
        What of the project; the indicator, as the history names it.
    """
    found = [
        one.value
        for one in history(connection, plan_id, subject)
        if one.in_force
        and (what in (one.what, one.subject_name))
        and (year is None or one.happened_on == str(year))
    ]
    return found[-1] if found else None


def last_record(
    connection: Connection, plan_id: str, project_id: str, *, lock: bool = False
) -> int:
    """Return the id of a project's last record, 0 where there is none.

    Parameters
    ----------
    lock
        Keep others from recording anything of it until the transaction ends.
    """
    if lock:
        connection.execute(
            select(project.c.project_id)
            .where(project.c.plan_id == plan_id, project.c.project_id == project_id)
            .with_for_update()
        )
    found = connection.scalar(
        select(func.max(project_record.c.record_id)).where(
            project_record.c.plan_id == plan_id, project_record.c.project_id == project_id
        )
    )
    return int(found or 0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """形象进度 of a project as recorded last: percent, its day, its words."""

    progress_percent: float
    progress_on: date
    progress_note: str


def progress_of(
    connection: Connection, plan_id: str, *, as_of: date | None = None
) -> Mapping[str, Progress]:
    """Return 形象进度 as recorded last by a day (None: at all), by project."""
    now = project_progress(plan_id, as_of)
    return {
        row.project_id: Progress(
            progress_percent=row.progress_percent,
            progress_on=row.progress_on,
            progress_note=row.progress_note,
        )
        for row in connection.execute(select(now))
    }


def _printed_stage(connection: Connection, plan_id: str, project_id: str) -> str:
    found = connection.execute(
        select(project.c.stage).where(
            project.c.plan_id == plan_id, project.c.project_id == project_id
        )
    ).scalar_one_or_none()
    if found is None:
        raise WrongUseError(
            f"没有项目“{project_id}”；请核对编号",
            f"there is no project {project_id!r}; look at the id",
        )
    return str(found)


def _in_force(connection: Connection, plan_id: str, project_id: str, column: str) -> list[Row[Any]]:
    """Return a project's records that no later one corrects, in order of their day."""
    record, later = project_record, project_record.alias()
    found = connection.execute(
        select(record)
        .where(
            record.c.plan_id == plan_id,
            record.c.project_id == project_id,
            record.c[column].is_not(None),
            ~exists().where(later.c.corrects == record.c.record_id),
        )
        .order_by(record.c.happened_on, record.c.record_id)
    )
    return list(found)


def _before(
    connection: Connection, plan_id: str, project_id: str, column: str, *, correction: bool
) -> tuple[list[Row[Any]], int | None]:
    """Return what a new record is held against, and the record that it corrects, if it does."""
    history = _in_force(connection, plan_id, project_id, column)
    if not correction:
        return history, None
    return history[:-1], _replaced(history, project_id)


def _replaced(history: list[Row[Any]], project_id: str) -> int:
    if not history:
        raise WrongUseError(
            f"项目“{project_id}”还没有可更正的记录",
            f"project {project_id!r} has no record that could be corrected",
        )
    return int(history[-1].record_id)


def _check_order(printed: str, history: list[Row[Any]], stage: str, happened_on: date) -> None:
    last, last_on = (history[-1].stage, history[-1].happened_on) if history else (printed, None)
    if last_on is not None and happened_on < last_on:
        raise WrongUseError(
            f"{happened_on} 早于上一阶段“{last}”的日期 {last_on}{_IF_CORRECTION.zh}",
            f"{happened_on} is before the last stage, {last} on {last_on}{_IF_CORRECTION.en}",
        )
    if last and STAGES.index(stage) < STAGES.index(last):
        raise WrongUseError(
            f"项目已到“{last}”，不能退回“{stage}”{_IF_CORRECTION.zh}",
            f"the project is at {last} and cannot go back to {stage}{_IF_CORRECTION.en}",
        )
    started = any(row.stage in STAGES[1:] for row in history) or printed in STAGES[1:]
    if stage in STAGES[2:] and not started:
        raise WrongUseError(
            f"还没有登记开工，不能登记“{stage}”；请先登记开工",
            f"no start (开工) is recorded, so it cannot be at {stage}; record the start first",
        )


def _check_size(number: float, what: Label) -> None:
    """Refuse what no row of a list may hold either."""
    if not isfinite(number):
        raise WrongUseError(
            f"{what.zh} {number} 不是数；请填写数字",
            f"{what.en}, {number}, is no number; write one",
        )
    if abs(number) > LARGEST:
        raise WrongUseError(
            f"{what.zh} {number:g} 的绝对值大于 {LARGEST:g}；请核对数字和单位",
            f"{what.en}, {number:g}, is larger than {LARGEST:g}; look at the digits and the unit",
        )


def _write(
    connection: Connection,
    plan_id: str,
    project_id: str,
    *,
    happened_on: date,
    note: str,
    by: str,
    corrects: int | None,
    **what: Any,
) -> None:
    if not FIRST_DAY <= happened_on <= LAST_DAY:
        first, last = FIRST_DAY.year, LAST_DAY.year
        raise WrongUseError(
            f"日期 {happened_on} 的年份不在 {first}–{last} 之间；请核对",
            f"the year of {happened_on} is not in {first}–{last}; look at the date",
        )
    connection.execute(
        insert(project_record).values(
            plan_id=plan_id, project_id=project_id, happened_on=happened_on,
            note=note, recorded_by=by, corrects=corrects, **what,
        )
    )  # fmt: skip
