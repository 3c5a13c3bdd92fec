"""Recording stages and investment: order, corrections, history."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from gis.errors import WrongUseError
from projects.load import load_package
from projects.model import Project
from projects.store.plans import projects_of
from projects.store.records import (
    history,
    last_record,
    progress_of,
    record_indicator,
    record_investment,
    record_progress,
    record_stage,
)
from tests.small_land import SOURCE, package

D1, D2, D3 = date(2022, 3, 1), date(2023, 3, 1), date(2024, 3, 1)


@pytest.fixture
def recorded(connection):
    """Give a plan with one project, and its current stage."""
    project = Project(
        project_id="p", name="机器人产业园", category="工业", stage="", zone_id="west",
        site_area_m2=None, floor_area_m2=None, investment_10k_cny=None, point=None, note="",
        sources=(SOURCE,),
    )  # fmt: skip
    load_package(connection, package(projects=(project,)))

    def stage(stage, day, **options):
        record_stage(connection, "small", "p", stage=stage, happened_on=day, by="王", **options)
        [found] = projects_of(connection, "small")
        return found.stage

    return stage


def test_stages_follow_each_other(recorded):
    assert [recorded("储备", D1), recorded("开工", D2), recorded("在建", D2)] == [
        "储备", "开工", "在建"
    ]  # fmt: skip
    assert recorded("投产", D3) == "投产"


@pytest.mark.parametrize("stage", ["在建", "投产"])
def test_nothing_runs_before_it_started(recorded, stage):
    with pytest.raises(WrongUseError, match="开工"):
        recorded(stage, D1)


def test_a_project_does_not_go_back_without_a_correction(recorded):
    recorded("开工", D1)
    recorded("投产", D2)
    with pytest.raises(WrongUseError, match="--correction"):
        recorded("在建", D3)
    with pytest.raises(WrongUseError, match="--correction"):
        recorded("投产", D1)
    assert recorded("在建", D3, correction=True) == "在建"


def test_a_correction_replaces_the_last_record_and_both_are_kept(recorded, connection):
    recorded("储备", D1)
    recorded("开工", D2)
    recorded("开工", D3, correction=True)
    [now] = projects_of(connection, "small")
    assert (now.stage, now.stage_on) == ("开工", D3)
    [then] = projects_of(connection, "small", as_of=D2)
    assert then.stage == "储备"
    told = [(r.value, r.happened_on, r.in_force) for r in history(connection, "small", "p")]
    assert told == [
        ("储备", str(D1), True), ("开工", str(D2), False), ("开工", str(D3), True)
    ]  # fmt: skip


def test_there_must_be_something_to_correct(recorded):
    with pytest.raises(WrongUseError, match="更正"):
        recorded("开工", D1, correction=True)


def test_investment_only_grows(recorded, connection):
    def invest(sum_10k_cny, **options):
        record_investment(
            connection, "small", "p", invested_10k_cny=sum_10k_cny, happened_on=D1, by="王",
            **options,
        )  # fmt: skip
        [found] = projects_of(connection, "small")
        return found.invested_10k_cny

    assert invest(1200) == 1200
    with pytest.raises(WrongUseError, match="1200"):
        invest(300)
    assert invest(300, correction=True) == 300


@pytest.mark.parametrize("sum_10k_cny", [1.1e12, float("inf"), float("nan")])
def test_no_record_is_past_what_a_list_may_hold(recorded, connection, sum_10k_cny):
    with pytest.raises(WrongUseError, match=r"大于 1e\+12|不是数") as refused:
        record_investment(
            connection, "small", "p", invested_10k_cny=sum_10k_cny, happened_on=D1, by="王"
        )
    assert "larger than 1e+12" in refused.value.en or "no number" in refused.value.en
    with pytest.raises(WrongUseError, match=r"大于 1e\+12|不是数"):
        record_indicator(
            connection, "small", zone_id="all", indicator="产值", year=2023, value=-sum_10k_cny,
            by="王",
        )  # fmt: skip
    with pytest.raises(WrongUseError, match="1949"):
        recorded("储备", date(1, 1, 1))
    assert history(connection, "small", "p") == []


def test_unknown_things_are_named(recorded, connection):
    with pytest.raises(WrongUseError, match="moon"):
        record_stage(connection, "small", "moon", stage="开工", happened_on=D1, by="王")
    with pytest.raises(WrongUseError, match="封顶"):
        recorded("封顶", D1)
    with pytest.raises(WrongUseError, match="产值"):
        record_indicator(
            connection, "small", zone_id="all", indicator="产值", year=2023, value=1, by="王"
        )


@pytest.mark.parametrize("change", ["update {} set note = 'x'", "delete from {}"])
def test_records_are_append_only(recorded, connection, change):
    recorded("开工", D1)
    with pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text(change.format("landplan.project_record")))


def test_progress_of_the_works_only_grows_unless_corrected(connection, recorded):
    def progress(percent, day, **options):
        record_progress(
            connection, "small", "p", progress_percent=percent, happened_on=day, by="王", **options
        )
        return progress_of(connection, "small", as_of=D3)["p"].progress_percent

    assert last_record(connection, "small", "p") == 0
    assert progress(20, D1, note="基坑开挖") == 20
    assert progress(45.5, D2, note="主体结构封顶") == 45.5
    assert progress_of(connection, "small", as_of=D1)["p"].progress_note == "基坑开挖"
    with pytest.raises(WrongUseError, match="更正"):
        progress(40, D3)
    with pytest.raises(WrongUseError, match="100"):
        progress(101, D3)
    assert progress(40, D2, correction=True) == 40
    told = [(one.what, one.value, one.in_force) for one in history(connection, "small", "p")]
    assert told == [
        ("progress_percent", "20", True),
        ("progress_percent", "45.5", False),
        ("progress_percent", "40", True),
    ]
    assert last_record(connection, "small", "p") > 0
