"""The lights of projects: what is done against the time gone."""

from dataclasses import replace
from datetime import date

import pytest

from projects.model import Project
from projects.monitoring.lights import LightRule, lit
from tests.small_land import SOURCE, package

PLAN = package().plan  # 2021 to 2025
HALF = date(2023, 7, 2)  # half of the period, to a day
PROJECT = Project(
    project_id="p", name="p", category="", stage="在建", zone_id=None, site_area_m2=None,
    floor_area_m2=None, investment_10k_cny=1000.0, point=None, note="", sources=(SOURCE,),
)  # fmt: skip


def light(progress=None, *, as_of=HALF, rule=None, **fields):
    return lit(replace(PROJECT, **fields), progress, PLAN, as_of=as_of, rule=rule or LightRule())


@pytest.mark.parametrize(
    ("progress", "expected"),
    [(50, "green"), (45.1, "green"), (44, "yellow"), (31, "yellow"), (29, "red"), (0, "red")],
)
def test_half_of_the_time_wants_half_of_the_works(progress, expected):
    found = light(progress)
    assert found.light == expected
    assert found.expected == pytest.approx(0.5, abs=1e-3)


def test_the_larger_of_works_and_investment_counts():
    assert light(10, invested_10k_cny=600.0).light == "green"
    assert light(None, invested_10k_cny=200.0).light == "red"
    assert light(10, invested_10k_cny=200.0, investment_10k_cny=None).done == pytest.approx(0.1)


def test_nothing_recorded_has_no_light_and_what_runs_is_green():
    assert light().light == "none"
    assert light(stage="投产").light == "green"


def test_a_standstill_is_yellow_at_best():
    moved = date(2021, 1, 1)
    assert light(90, stage_on=moved).light == "yellow"
    assert light(100, stage_on=moved).light == "green"
    assert light(90, stage_on=moved, rule=LightRule(stalled_months=60)).light == "green"


def test_before_the_period_nothing_is_wanted_and_after_it_everything():
    assert light(0, as_of=date(2020, 1, 1)).light == "green"
    assert light(89, as_of=date(2030, 1, 1)).light == "yellow"
