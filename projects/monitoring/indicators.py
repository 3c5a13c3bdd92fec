"""Indicators on their way from base to goal: progress against the straight line, and status.

The line runs from the base year's figure to the goal year's. An indicator can fall as well as rise:
progress is the share of the way gone, whichever way that is. A goal that is a range is reached at
its nearer end. Goals over the whole period are another matter: a total is compared with the sum of
the years recorded so far, a mean with their mean.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from math import isfinite

from sqlalchemy import Connection, func, select

from gis.database.tables import zone
from projects.balance.status import Thresholds, status
from projects.functions import indicator_figures
from projects.model import Figure, IndicatorLine, Plan, Status
from projects.store.plans import source_of

Key = tuple[str | None, str, str, str, str]
Judged = tuple[float | None, float | None, Status | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class ZoneFigure:
    """A figure, and the name of its zone (empty for one of no zone)."""

    zone_name: str
    figure: Figure


def indicators(
    plan: Plan,
    told: Iterable[ZoneFigure],
    *,
    as_of: date | None = None,
    thresholds: Thresholds | None = None,
) -> list[IndicatorLine]:
    """Return every indicator with all its figures, in the order in which they are told.

    Parameters
    ----------
    as_of
        Leave out actual figures of later years. None: keep all.
    """
    limits = thresholds or Thresholds()
    lines: defaultdict[Key, list[Figure]] = defaultdict(list)
    names = {}
    for one in told:
        figure = one.figure
        if as_of is not None and figure.role == "actual" and figure.year > as_of.year:
            continue
        key = (
            figure.zone_id, figure.indicator, figure.parent_indicator, figure.scope, figure.span
        )  # fmt: skip
        lines[key].append(figure)
        names[figure.zone_id] = one.zone_name
    return [line_of(plan, names[key[0]], figures, limits) for key, figures in lines.items()]


def figures_of(connection: Connection, plan_id: str) -> list[ZoneFigure]:
    """Return every figure of a plan in the order of the documents, then of recording."""
    told = indicator_figures(plan_id)
    name = (  # not by a join, which keeps no order
        select(zone.c.name)
        .where(zone.c.plan_id == plan_id, zone.c.zone_id == told.c.zone_id)
        .scalar_subquery()
    )
    found = connection.execute(select(told, func.coalesce(name, "").label("zone_name")))
    return [
        ZoneFigure(
            zone_name=row.zone_name,
            figure=Figure(
                zone_id=row.zone_id,
                indicator=row.indicator,
                parent_indicator=row.parent_indicator,
                scope=row.scope,
                unit=row.unit,
                year=row.year,
                value=row.value,
                value_to=row.value_to,
                role=row.role,
                span=row.span,
                kind=row.kind,
                note=row.note,
                source=source_of(row),
                recorded_by=row.recorded_by or "",
            ),
        )
        for row in found
    ]


def line_of(
    plan: Plan, zone_name: str, figures: Sequence[Figure], thresholds: Thresholds
) -> IndicatorLine:
    """Return what the figures of one indicator amount to."""
    told = [figure for figure in figures if figure.value is not None]
    first, last = plan.starts_on.year, plan.ends_on.year
    goal = _latest([f for f in told if f.role == "goal" and first <= f.year <= last])
    actuals = [f for f in told if f.role != "goal"]
    latest = _latest(actuals)
    bases = [f for f in told if f.role == "base"] or [f for f in actuals if f.year < first]
    base = _latest(bases)
    judged = _judged(plan, base, latest, goal, actuals, thresholds)
    progress, expected, reached = judged if _is_share(judged[0]) else (None, None, None)
    one = goal or figures[-1]
    return IndicatorLine(
        zone_id=one.zone_id,
        zone_name=zone_name,
        indicator=one.indicator,
        parent_indicator=one.parent_indicator,
        scope=one.scope,
        unit=one.unit,
        span=one.span,
        kind=next((f.kind for f in chain((one,), figures) if f.kind), ""),
        base=base,
        latest=latest,
        goal=goal,
        progress=progress,
        expected=expected,
        status=reached,
        figures=tuple(figures),
    )


def tally(lines: Sequence[IndicatorLine], *, is_over: bool = False) -> tuple[int, int, int]:
    """Return how many are done or on track, how many have a status, how many have a goal.

    Once the period is over only what is done counts as good.
    """
    wanted = ("done",) if is_over else ("done", "on track")
    with_goal = [line for line in lines if line.goal is not None]
    judged = [line for line in with_goal if line.status is not None]
    good = [line for line in judged if line.status in wanted]
    return len(good), len(judged), len(with_goal)


def _latest(figures: Sequence[Figure]) -> Figure | None:
    """Return the figure of the last year; of several, the one told last."""
    found = None
    for figure in figures:
        if found is None or figure.year >= found.year:
            found = figure
    return found


def _judged(
    plan: Plan,
    base: Figure | None,
    latest: Figure | None,
    goal: Figure | None,
    actuals: Sequence[Figure],
    thresholds: Thresholds,
) -> Judged:
    """Return progress, expected and status; without a figure from the period nothing is said."""
    if goal is None or goal.value is None or latest is None or latest.year < plan.starts_on.year:
        return None, None, None
    if goal.span != "year":
        return _judged_over_period(plan, goal, actuals, thresholds)
    if base is None or base.value is None or latest.value is None or base.year >= latest.year:
        return None, None, None
    rising = goal.value >= base.value
    wanted = goal.value if rising or goal.value_to is None else goal.value_to
    share = (latest.year - base.year) / (goal.year - base.year) if goal.year > base.year else 1.0
    way = wanted - base.value
    if way == 0:  # the goal is to keep what there is
        kept = latest.value / wanted if wanted else 1.0
        return kept, 1.0, status(kept, 1.0, 1.0, thresholds)
    gone = (latest.value - base.value) / way
    return gone, share, status(gone, 1.0, min(share, 1.0), thresholds)


def _is_share(progress: float | None) -> bool:
    """Tell whether a progress can be told: figures may lie too far apart for a share of them."""
    return progress is not None and isfinite(progress)


def _judged_over_period(
    plan: Plan, goal: Figure, actuals: Sequence[Figure], thresholds: Thresholds
) -> Judged:
    first, last = plan.starts_on.year, plan.ends_on.year
    by_year = {f.year: f.value for f in actuals if first <= f.year <= last and f.value is not None}
    if not goal.value:
        return None, None, None
    years = last - first + 1
    if goal.span == "period_total":
        gone, due = sum(by_year.values()) / goal.value, len(by_year) / years
        return gone, due, status(gone, 1.0, due, thresholds)
    gone = sum(by_year.values()) / len(by_year) / goal.value
    reached = status(gone, 1.0, 1.0, thresholds)
    # a mean is only reached when the period is over
    return gone, 1.0, "on track" if reached == "done" and len(by_year) < years else reached
