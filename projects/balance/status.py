"""Expected figure and status of a target as of a date, in Python: the second engine's half.

The same rules stand in `projects/sql/balance.sql`, where the figures that people see come from.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from gis.geometry.area import HA_PER_UNIT
from projects.model import Plan, ScheduleStep, Status, Target

DAYS_PER_YEAR: Final = 365.25
ROUNDING_HA: Final = 1e-6
"""A figure this little (1 cm²) below a threshold is at it: sums of decimals are not exact."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Thresholds:
    """Shares of the expected figure at which a status begins."""

    on_track: float = 0.95
    behind: float = 0.75


def target_ha(target: Target) -> float:
    """Return the value of a target in hectares."""
    return target.value * HA_PER_UNIT[target.unit]


def expected_ha(
    plan: Plan,
    target: Target,
    as_of: date,
    schedule: Iterable[ScheduleStep] = (),
    earlier: Iterable[Target] = (),
) -> float:
    """Return what should be reached as of a date.

    The straight line from 0 at the start to the target at its year's end, through the targets of
    earlier years and the yearly schedule.
    """
    milestones = {plan.starts_on: 0.0, plan.ends_on: target_ha(target)}
    for step in schedule:
        day = date(step.year, 12, 31)
        if plan.starts_on < day < plan.ends_on:
            milestones[day] = step.value
    for one in (*earlier, target):
        milestones[min(date(one.year, 12, 31), plan.ends_on)] = target_ha(one)
    if as_of < plan.starts_on:
        return 0.0
    for start, end in pairwise(sorted(milestones)):
        if as_of < end:
            share = (as_of - start).days / (end - start).days
            return milestones[start] + (milestones[end] - milestones[start]) * share
    return target_ha(target)


def status(actual_ha: float, wanted_ha: float, expected: float, thresholds: Thresholds) -> Status:
    """Return done, on track, behind or at risk."""
    if actual_ha >= wanted_ha - ROUNDING_HA:
        return "done"
    if actual_ha >= thresholds.on_track * expected - ROUNDING_HA:
        return "on track"
    if actual_ha >= thresholds.behind * expected - ROUNDING_HA:
        return "behind"
    return "at risk"
