"""挂图作战: a project as red, yellow or green, by what is done against the time gone."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from projects.balance.status import DAYS_PER_YEAR
from projects.model import STAGES, Plan, Project

Light = Literal["green", "yellow", "red", "none"]


@dataclass(frozen=True, kw_only=True, slots=True)
class LightRule:
    """Where the lights change: shares of what the plan's period would have done by now.

    Parameters
    ----------
    green, yellow
        At least this share of the straight line from the plan's first day to its last.
    stalled_months
        A stage that has not moved for longer is no better than yellow.
    """

    green: float = 0.9
    yellow: float = 0.6
    stalled_months: int = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Lit:
    """A project's light and what it was judged by: shares from 0 to 1, None where unknown."""

    light: Light
    done: float | None
    expected: float
    is_stalled: bool


def lit(
    project: Project, progress_percent: float | None, plan: Plan, *, as_of: date, rule: LightRule
) -> Lit:
    """Return the light of a project as of a day.

    Done is the larger of its 形象进度 and of what is invested of its investment; a project in
    operation (投产) is done. Nothing recorded gives no light.
    """
    days = (plan.ends_on - plan.starts_on).days + 1
    gone = ((min(as_of, plan.ends_on) - plan.starts_on).days + 1) / days
    expected = min(1.0, max(0.0, gone))
    done = _done(project, progress_percent)
    stalled = _is_stalled(project, as_of, rule)
    if done is None:
        return Lit(light="none", done=None, expected=expected, is_stalled=stalled)
    if done >= 1:
        light: Light = "green"
    elif done < rule.yellow * expected:
        light = "red"
    elif done < rule.green * expected or stalled:
        light = "yellow"
    else:
        light = "green"
    return Lit(light=light, done=done, expected=expected, is_stalled=stalled)


def _done(project: Project, progress_percent: float | None) -> float | None:
    if project.stage == STAGES[-1]:
        return 1.0
    known = [] if progress_percent is None else [progress_percent / 100]
    if project.invested_10k_cny is not None and project.investment_10k_cny:
        known.append(project.invested_10k_cny / project.investment_10k_cny)
    return min(1.0, max(known)) if known else None


def _is_stalled(project: Project, as_of: date, rule: LightRule) -> bool:
    if project.stage_on is None or project.stage == STAGES[-1]:
        return False
    return (as_of - project.stage_on).days > rule.stalled_months * DAYS_PER_YEAR / 12
