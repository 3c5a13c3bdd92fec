"""Indicators on their way: by hand, rising and falling, ranges, totals, means, records."""

from datetime import date

import pytest

from projects.balance.status import Thresholds
from projects.load import load_package
from projects.model import Figure
from projects.monitoring.indicators import line_of, tally
from projects.store.records import record_indicator
from projects.view import EVER, view_of
from tests.small_land import SOURCE, package

PLAN = package().plan


def figure(role, year, value, **fields):
    return Figure(
        **{
            "zone_id": "all", "indicator": "产值", "parent_indicator": "", "scope": "",
            "unit": "亿元", "year": year, "value": value, "value_to": None, "role": role,
            "span": "year", "kind": "expected", "note": "", "source": SOURCE,
        }
        | fields
    )  # fmt: skip


def line(*figures):
    return line_of(PLAN, "全区", figures, Thresholds())


@pytest.mark.parametrize(
    ("latest", "status"),
    [(200, "done"), (160, "on track"), (157, "on track"), (150, "behind"), (120, "at risk")],
)
def test_a_rising_indicator(latest, status):
    """100 in 2020 to 200 in 2025: 160 is due in 2023."""
    found = line(
        figure("base", 2020, 100), figure("goal", 2025, 200), figure("actual", 2023, latest)
    )
    assert found.progress == pytest.approx((latest - 100) / 100)
    assert found.expected == pytest.approx(0.6)
    assert found.status == status


@pytest.mark.parametrize(("latest", "status"), [(10, "done"), (22, "on track"), (36, "at risk")])
def test_a_falling_indicator(latest, status):
    """40 in 2020 to 10 in 2025: 22 is due in 2023."""
    found = line(figure("base", 2020, 40), figure("goal", 2025, 10), figure("actual", 2023, latest))
    assert found.status == status


def test_a_range_is_reached_at_its_nearer_end():
    goal = figure("goal", 2025, 1540, value_to=1680)
    rising = line(figure("base", 2020, 1000), goal, figure("actual", 2025, 1540))
    assert rising.status == "done"
    falling = line(figure("base", 2020, 2000), goal, figure("actual", 2025, 1680))
    assert falling.status == "done"


def test_without_a_figure_from_the_period_nothing_is_said():
    found = line(figure("base", 2020, 100), figure("goal", 2025, 200))
    assert found.latest.year == 2020
    assert found.status is found.progress is found.expected is None


def test_a_missing_figure_is_not_zero():
    found = line(
        figure("base", 2020, 100), figure("actual", 2022, None, note="暂无数据"),
        figure("goal", 2025, 200),
    )  # fmt: skip
    assert found.latest.year == 2020
    assert found.status is None


def test_no_share_is_told_of_figures_too_far_apart():
    for figures in (
        (figure("base", 2020, -1.7e308), figure("actual", 2023, 1.7e308), figure("goal", 2025, 2)),
        (figure("base", 2020, 0), figure("actual", 2023, 1e12), figure("goal", 2025, 1e-300)),
    ):
        found = line(*figures)
        assert (found.progress, found.expected, found.status) == (None, None, None)


def test_the_goal_of_an_earlier_plan_is_no_goal_of_this_one():
    found = line(figure("actual", 2019, 90), figure("goal", 2020, 100), figure("actual", 2020, 95))
    assert found.goal is None
    assert found.base.value == 95


def test_a_total_over_the_period_sums_the_years():
    goal = figure("goal", 2025, 30, span="period_total")
    years = [figure("actual", year, 6, span="period_total") for year in (2021, 2022)]
    found = line(goal, *years)
    assert found.progress == pytest.approx(12 / 30)
    assert (found.expected, found.status) == (pytest.approx(0.4), "on track")


def test_a_mean_over_the_period_is_only_reached_at_its_end():
    goal = figure("goal", 2025, 6, span="period_mean")
    years = [figure("actual", year, 7, span="period_mean") for year in range(2021, 2025)]
    assert line(goal, *years).status == "on track"
    last = figure("actual", 2025, 7, span="period_mean")
    assert line(goal, *years, last).status == "done"


def test_recorded_figures_count_and_the_last_record_of_a_year_wins(connection):
    made = package(figures=(figure("base", 2020, 100), figure("goal", 2025, 200)))
    load_package(connection, made)
    for value in (110, 160):
        record_indicator(
            connection, "small", zone_id="all", indicator="产值", year=2023, value=value, by="王"
        )
    [found] = view_of(connection, "small", as_of=EVER).indicators()
    assert (found.latest.value, found.latest.recorded_by) == (160, "王")
    assert found.status == "on track"
    [before] = view_of(connection, "small", as_of=date(2022, 12, 31)).indicators()
    assert before.status is None
    assert tally([found, before]) == (1, 1, 2)


def test_records_outlive_a_reload(connection):
    made = package(figures=(figure("base", 2020, 100), figure("goal", 2025, 200)))
    load_package(connection, made)
    record_indicator(
        connection, "small", zone_id="all", indicator="产值", year=2023, value=150, by="王"
    )
    load_package(connection, made)
    [found] = view_of(connection, "small", as_of=EVER).indicators()
    assert found.latest.value == 150
