"""Charts of the pages as places in a drawing, which `templates/parts/charts.html` draws as SVG.

What a chart shows stands in a table beside it, so it needs no labels of its own at each value.
"""

from calendar import isleap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, isfinite, log10
from typing import Final

from projects.balance.pace import PaceRow
from projects.model import IndicatorLine, Plan

WIDTH: Final = 560.0
HEIGHT: Final = 220.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 52.0, 12.0, 14.0, 26.0

SPARK_WIDTH: Final = 96.0
SPARK_HEIGHT: Final = 32.0
_SPARK_EDGE = 5.0


@dataclass(frozen=True, slots=True)
class Bar:
    """What a year added, standing on the zero line."""

    x: float
    y: float
    width: float
    height: float
    year: int
    added_ha: float


@dataclass(frozen=True, kw_only=True, slots=True)
class PaceChart:
    """A measure over the years of a plan: added, reached, expected, forecast.

    Lines are points of SVG, `x,y x,y`; empty where there is nothing to draw.
    """

    bars: tuple[Bar, ...]
    reached: str
    reached_dots: tuple[tuple[float, float], ...]
    expected: str
    forecast: str
    interval: tuple[float, float, float] | None
    target: tuple[float, float] | None
    years: tuple[tuple[float, int], ...]
    ticks: tuple[tuple[float, float], ...]
    zero: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Sparkline:
    """The years of an indicator as a line, and the way from the last one to the goal."""

    line: str
    last: tuple[float, float]
    goal_line: str
    goal: tuple[float, float] | None
    told: tuple[tuple[int, float], ...]


def pace_chart(
    row: PaceRow, plan: Plan, as_of: date, expected: Sequence[tuple[int, float]]
) -> PaceChart:
    """Return the chart of a measure: bars in the middle of their years, lines from day to day.

    Parameters
    ----------
    as_of
        The day that the last of the row's years is told until.
    expected
        What the target expects by the end of each year, in order of years; empty without one.
    """
    first, last = plan.starts_on.year, plan.ends_on.year
    highest = [row.actual_ha, row.target_ha or 0, row.forecast_ha or 0, row.high_ha or 0]
    highest += [figure.cumulative_ha for figure in row.by_year] + [ha for _, ha in expected]
    top, step_ha = _scale(max(highest))
    step = (WIDTH - _LEFT - _RIGHT) / (last - first + 1)

    def middle(year: int) -> float:
        return round(_LEFT + (year - first + 0.5) * step, 1)

    def x(day: date) -> float:
        """Return where a day ends."""
        years = day.year - first + day.timetuple().tm_yday / (365 + isleap(day.year))
        return round(_LEFT + years * step, 1)

    def end_of(year: int) -> date:
        return min(date(year, 12, 31), plan.ends_on)

    def y(ha: float) -> float:
        return round(HEIGHT - _BOTTOM - ha / top * (HEIGHT - _TOP - _BOTTOM), 1)

    def points(values: Sequence[tuple[date, float]]) -> str:
        return " ".join(f"{x(day)},{y(ha)}" for day, ha in values) if len(values) > 1 else ""

    start = [(plan.starts_on, 0.0)]
    reached = [(min(end_of(one.year), as_of), one.cumulative_ha) for one in row.by_year]
    ahead = row.forecast_ha is not None and reached and as_of < plan.ends_on
    width = min(0.5 * step, 46)
    return PaceChart(
        bars=tuple(
            Bar(
                middle(one.year) - width / 2, y(max(one.added_ha, 0)), width,
                abs(y(one.added_ha) - y(0)), one.year, one.added_ha,
            )
            for one in row.by_year
        ),
        reached=points(start + reached),
        reached_dots=tuple((x(day), y(ha)) for day, ha in reached),
        expected=points(start + [(end_of(year), ha) for year, ha in expected]),
        forecast=points([reached[-1], (plan.ends_on, row.forecast_ha or 0)]) if ahead else "",
        interval=(x(plan.ends_on), y(row.high_ha), y(row.low_ha))
        if ahead and row.high_ha is not None and row.low_ha is not None
        else None,
        target=None if row.target_ha is None else (y(row.target_ha), row.target_ha),
        years=tuple((middle(year), year) for year in range(first, last + 1)),
        ticks=tuple((y(at * step_ha), at * step_ha) for at in range(round(top / step_ha) + 1)),
        zero=y(0),
    )  # fmt: skip


def sparkline(line: IndicatorLine) -> Sparkline | None:
    """Return the line of an indicator's years.

    None where fewer than two are known, or their distance is past all numbers.
    """
    told = {
        figure.year: figure.value
        for figure in line.figures
        if figure.role != "goal" and figure.value is not None
    }
    if line.span != "year" or len(told) < 2:
        return None
    years = sorted(told.items())
    goal = None
    if line.goal is not None and line.goal.value is not None and line.goal.year > years[-1][0]:
        goal = (line.goal.year, line.goal.value)
    every = [*years, goal] if goal else years
    low, high = min(value for _, value in every), max(value for _, value in every)
    if not isfinite(high - low):
        return None
    from_year, to_year = every[0][0], every[-1][0]

    def place(dot: tuple[int, float]) -> tuple[float, float]:
        across = (dot[0] - from_year) / (to_year - from_year)
        up = (dot[1] - low) / (high - low) if high > low else 0.5
        inner = (SPARK_WIDTH - 2 * _SPARK_EDGE, SPARK_HEIGHT - 2 * _SPARK_EDGE)
        return (
            round(_SPARK_EDGE + across * inner[0], 1),
            round(SPARK_HEIGHT - _SPARK_EDGE - up * inner[1], 1),
        )

    def points(dots: Sequence[tuple[int, float]]) -> str:
        return " ".join(f"{x},{y}" for x, y in map(place, dots))

    return Sparkline(
        line=points(years),
        last=place(years[-1]),
        goal_line=points([years[-1], goal]) if goal else "",
        goal=place(goal) if goal else None,
        told=tuple(years),
    )


def _scale(highest: float) -> tuple[float, float]:
    """Return the top of an axis from 0, and the step of its marks: four to six of them."""
    if highest <= 0:
        return 1.0, 0.25
    rough = highest / 5
    power = 10.0 ** floor(log10(rough))
    step = next(each * power for each in (1, 2, 2.5, 5, 10) if each * power >= rough)
    return ceil(highest / step - 1e-9) * step, step
