"""Pace and forecast: what each year added to the measures of the land, and where that leads.

The figures are those of the balance told by years; the forecast is that of
`projects.balance.forecast`.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from math import fsum
from typing import Any

from sqlalchemy import ARRAY, Connection, Date, func, literal, select, true

from gis.errors import WrongUseError
from projects.balance.forecast import FEWEST_DAYS, HIGHEST_LEVEL, LandSoFar, forecast
from projects.functions import land_pace, land_target
from projects.model import Balance, BalanceRow, Basis, Measure, Plan, Status, as_told

Added = Mapping[tuple[str, str], Mapping[int, LandSoFar]]
"""By zone and measure: what each year added, of those that added any."""

Expected = Mapping[tuple[str, str, int], float]
"""By zone, measure and year: what the target expects by the year's end; hectares."""


@dataclass(frozen=True, kw_only=True, slots=True)
class YearFigure:
    """What a year added and what was reached by its end (in the last one: by `as_of`); hectares.

    `expected_ha` is what the plan expects by the year's last day in the period.
    """

    year: int
    added_ha: float
    cumulative_ha: float
    expected_ha: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PaceRow:
    """Pace and forecast of one measure in one zone; hectares.

    `by_year` runs from the plan's first year to that of `as_of`; its sum is `actual_ha`.
    `low_ha` to `high_ha` is the interval; `event_days` are the days whose land it rests on.
    """

    zone: str
    zone_name: str
    measure: Measure
    by_year: tuple[YearFigure, ...]
    target_ha: float | None
    actual_ha: float
    needed_ha_per_year: float | None
    forecast_ha: float | None
    low_ha: float | None
    high_ha: float | None
    chance_of_target: float | None
    status: Status | None
    events: int
    event_days: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Pace:
    """Pace and forecast of a plan as of a date, and in words what the forecast assumes."""

    plan: str
    plan_title: str
    sample: bool
    as_of: date
    basis: Basis
    level: float
    assumes_zh: str
    assumes_en: str
    rows: tuple[PaceRow, ...]

    def as_json(self) -> dict[str, Any]:
        """Return what `landplan pace --format json` prints."""
        return {
            "plan": self.plan,
            "as_of": self.as_of.isoformat(),
            "basis": self.basis,
            "sample": self.sample,
            "level": self.level,
            "assumes_zh": self.assumes_zh,
            "assumes_en": self.assumes_en,
            "rows": [as_told(row) for row in self.rows],
        }


def pace(
    plan: Plan, reached: Balance, added: Added, expected: Expected, *, level: float = 0.8
) -> Pace:
    """Return pace and forecast of every measure but the reserve, for every zone of a balance.

    Parameters
    ----------
    reached
        The balance of the zones that are asked for.
    added, expected
        As `added_of` (of the same day, basis and known day) and `expected_of` give them.
    level
        The chance that an interval wants to hold what will really be reached.

    Raises
    ------
    WrongUseError
        If the level is not more than 0 and at most `HIGHEST_LEVEL`.
    """
    if not 0 < level <= HIGHEST_LEVEL:
        raise WrongUseError(
            f"置信水平 {level:.16g} 不可用；应在 0 与 1 之间（至多 {HIGHEST_LEVEL}），如 0.8",
            f"level {level:.16g} cannot be used; it is between 0 and 1 (at most {HIGHEST_LEVEL}), "
            "like 0.8",
        )
    rows = tuple(
        _row(row, plan, reached.as_of, level, added.get((row.zone, row.measure), {}), expected)
        for row in reached.rows
        if row.measure != "reserve"
    )
    zh, en = assumptions(plan, as_of=reached.as_of, level=level)
    return Pace(
        plan=plan.plan_id,
        plan_title=plan.title,
        sample=plan.sample,
        as_of=reached.as_of,
        basis=reached.basis,
        level=level,
        assumes_zh=zh,
        assumes_en=en,
        rows=rows,
    )


def added_of(
    connection: Connection,
    plan_id: str,
    *,
    as_of: date,
    basis: Basis = "declared",
    known: date | None = None,
) -> dict[tuple[str, str], dict[int, LandSoFar]]:
    """Return what each year added until a day, by zone and measure, reserve left out."""
    added: defaultdict[tuple[str, str], dict[int, LandSoFar]] = defaultdict(dict)
    for row in connection.execute(select(land_pace(plan_id, as_of, basis, known))):
        added[row.zone_id, row.measure][row.year] = LandSoFar(
            actual_ha=row.added_ha,
            days=row.days,
            days_ha=row.days_ha,
            squares_ha2=row.squares_ha2,
        )
    return dict(added)


def expected_of(connection: Connection, plan: Plan) -> dict[tuple[str, str, int], float]:
    """Return what each target expects by the end of each year, by zone, measure and year."""
    years = range(plan.starts_on.year, plan.ends_on.year + 1)
    days = [min(date(year, 12, 31), plan.ends_on) for year in years]
    ends = func.unnest(literal(days, ARRAY(Date))).table_valued("day").render_derived()
    target = land_target(plan.plan_id, ends.c.day).lateral()
    found = connection.execute(
        select(ends, *target.c["zone_id", "measure", "expected_ha"]).join_from(ends, target, true())
    )
    return {(row.zone_id, row.measure, row.day.year): row.expected_ha for row in found}


def assumptions(plan: Plan, *, as_of: date, level: float) -> tuple[str, str]:
    """Say in Chinese and in English what a forecast of a day assumes."""
    if as_of >= plan.ends_on:
        return "规划期已满，推算即实际。", "The period is over: the forecast is the actual figure."
    if as_of <= plan.starts_on:
        return (
            "规划期刚开始或尚未开始，没有速度可供推算。",
            "The period has hardly begun: there is no pace to extend.",
        )
    percent = f"{100 * level:g}%"
    return (
        f"推算：把规划期开始以来的平均速度延至 {plan.ends_on}。区间（{percent}）和达标可能另假定："
        "今后新增与至今同样频繁，各次互不影响，面积与至今相仿，同一天的几笔算一次；"
        "不计已作的安排、政策变化和今后的更正。"
        f"有新增的日子不足 {FEWEST_DAYS} 天的不给区间。",
        f"Forecast: the mean pace since the period began, extended to {plan.ends_on}. The interval "
        f"({percent}) and the chance also assume that land will come as often as so far, each "
        "time independent of the others and of a size like those so far, the events of one day "
        "being one time; arrangements made, changes of policy and corrections to come are left "
        f"out. With land on fewer than {FEWEST_DAYS} days there is no interval.",
    )


def _row(
    row: BalanceRow,
    plan: Plan,
    as_of: date,
    level: float,
    by_years: Mapping[int, LandSoFar],
    expected: Expected,
) -> PaceRow:
    years = range(plan.starts_on.year, min(as_of, plan.ends_on).year + 1)
    of_years = [by_years.get(year, LandSoFar()) for year in years]
    added = [one.actual_ha for one in of_years]
    so_far = LandSoFar(
        actual_ha=fsum(added),
        days=sum(one.days for one in of_years),
        days_ha=fsum(one.days_ha for one in of_years),
        squares_ha2=fsum(one.squares_ha2 for one in of_years),
    )
    found = forecast(
        so_far, starts_on=plan.starts_on, ends_on=plan.ends_on, as_of=as_of, level=level
    )
    by_year = tuple(
        YearFigure(
            year=year,
            added_ha=added_ha,
            cumulative_ha=cumulative_ha,
            expected_ha=expected.get((row.zone, row.measure, year)),
        )
        for year, added_ha, cumulative_ha in zip(years, added, accumulate(added), strict=True)
    )
    return PaceRow(
        zone=row.zone,
        zone_name=row.zone_name,
        measure=row.measure,
        by_year=by_year,
        target_ha=row.target_ha,
        actual_ha=found.actual_ha,
        needed_ha_per_year=row.needed_ha_per_year,
        forecast_ha=found.forecast_ha,
        low_ha=found.low_ha,
        high_ha=found.high_ha,
        chance_of_target=None if row.target_ha is None else found.chance_of(row.target_ha),
        status=row.status,
        events=row.events,
        event_days=found.days,
    )
