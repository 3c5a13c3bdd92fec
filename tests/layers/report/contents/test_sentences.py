"""Each sentence follows from its figures and says them as the tables do."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.report.cells import shown
from layers.report.contents.sentences import (
    conflicts_sentence,
    forecast_sentence,
    indicators_sentence,
    progress_sentence,
    projects_sentence,
    reserve_sentence,
    shares_sentence,
    time_sentence,
    warnings_sentence,
    without_target,
)
from layers.report.words import Words
from projects.balance.conflicts import Conflict, ConflictKind
from projects.balance.pace import PaceRow
from projects.balance.reserve import ReserveRow
from projects.balance.status import Thresholds, status
from projects.model import BalanceRow, EarlyWarning, Figure, IndicatorLine, Project
from tests.small_land import package

ZH, EN = Words("zh"), Words("en")
PLAN = package().plan
HALF, END, BEFORE = date(2023, 7, 2), date(2025, 12, 31), date(2020, 12, 31)


def row(target, actual, expected=None, *, as_of=HALF, measure="storage", **fields):
    due = (0.5 * target if expected is None else expected) if target is not None else None
    left = None if target is None else max(target - actual, 0.0)
    judged = None
    if target is not None and as_of >= PLAN.starts_on:
        judged = status(actual, target, due, Thresholds())
    return BalanceRow(
        **{
            "zone": "west", "zone_name": "西片", "parent": "all", "measure": measure,
            "target_ha": target, "actual_ha": actual, "measured_ha": actual,
            "declared_ha": actual, "percent": 100 * actual / target if target else None,
            "expected_ha": due, "remaining_ha": left,
            "needed_ha_per_year": None if left is None or as_of >= END else left / 2.5,
            "forecast_ha": None, "status": judged, "events": 3, "source": None,
        }
        | fields
    )  # fmt: skip


def said(told, *, as_of=HALF, words=ZH):
    return progress_sentence(told, PLAN, as_of, words)


def test_each_status_has_its_own_form():
    assert said(row(100, 48)) == (
        "收储完成 48.00 公顷，为目标 100.00 公顷的 48.0%，较序时进度（50.0%）慢 2.0 个百分点，"
        "基本同步，此后年均需 20.80 公顷。"
    )
    assert said(row(100, 60)) == (
        "收储完成 60.00 公顷，为目标 100.00 公顷的 60.0%，较序时进度（50.0%）快 10.0 个百分点，"
        "基本同步，此后年均需 16.00 公顷。"
    )
    assert said(row(100, 50)) == (
        "收储完成 50.00 公顷，为目标 100.00 公顷的 50.0%，与序时进度（50.0%）持平，"
        "基本同步，此后年均需 20.00 公顷。"
    )
    assert "，进度滞后，" in said(row(100, 40))
    assert "，有完不成的风险，" in said(row(100, 10))
    assert said(row(100, 100)) == "收储完成 100.00 公顷，为目标 100.00 公顷的 100.0%，目标已完成。"
    assert said(row(100, 112.5)).endswith("的 112.5%，目标已完成，超出 12.50 公顷。")


def test_when_the_period_is_over_a_target_is_reached_or_not():
    over = row(100, 97, 100, as_of=END)
    assert said(over, as_of=END) == (
        "收储完成 97.00 公顷，为目标 100.00 公顷的 97.0%，"
        "规划期已满，尚差 3.00 公顷，目标没有完成。"
    )
    assert "not reached" in said(over, as_of=END, words=EN)
    assert "目标已完成" in said(row(100, 100, 100, as_of=END), as_of=END)


def test_before_the_period_there_is_a_target_alone():
    told = said(row(100, 0, 0, as_of=BEFORE), as_of=BEFORE)
    assert told == "收储目标 100.00 公顷，规划期尚未开始。"


def test_without_a_target_it_says_so():
    assert said(row(None, 4)) == ("规划没有提出收储目标，期内收储 4.00 公顷（60.00 亩）、3 笔。")
    rows = (row(None, 4), row(None, 0, measure="supply"))
    assert without_target(rows, ZH) == (
        "规划没有提出收储和供应目标，期内收储 4.00 公顷（60.00 亩）、3 笔，没有供应。"
    )
    assert "no target of storage or supply" in without_target(rows, EN)
    assert "no supply" in without_target(rows, EN)


def test_a_target_of_nothing_has_no_percentage():
    assert said(row(0.0, 3)) == "收储完成 3.00 公顷，目标为 0.00 公顷，目标已完成，超出 3.00 公顷。"


HECTARES = st.floats(0.01, 20_000).map(lambda ha: round(ha, 4))


@given(HECTARES, st.floats(0, 2), st.floats(0.01, 1))
def test_the_sentence_says_the_percentage_of_the_row_and_what_a_reader_would_subtract(
    target, share, gone
):
    told = row(target, target * share, target * gone)
    for words in (ZH, EN):
        sentence = said(told, words=words)
        percent = shown(round(told.percent, 6), "percent")
        assert percent in sentence
        assert shown(round(told.actual_ha, 6), "ha") in sentence
        assert shown(target, "ha") in sentence
    if told.status == "done":
        assert "目标已完成" in said(told)
        return
    due = shown(round(100 * told.expected_ha / target, 6), "percent")
    assert f"（{due}）" in said(told)
    ahead = Decimal(percent.rstrip("%")) - Decimal(due.rstrip("%"))
    if ahead == 0:
        assert "持平" in said(told)
    else:
        [(way, points)] = re.findall(r"(快|慢) ([\d.]+) 个百分点", said(told))
        assert Decimal(points) == abs(ahead)
        assert (way == "快") == (ahead > 0)
        assert ("ahead of" in said(told, words=EN)) == (ahead > 0)


def test_how_much_of_the_period_has_gone():
    assert time_sentence(PLAN, date(2023, 7, 2), ZH) == "规划期时间已过 50.0%。"
    assert "尚在规划期之前" in time_sentence(PLAN, BEFORE, ZH)
    assert "届满" in time_sentence(PLAN, END, ZH)
    assert "begins on 2021-01-01" in time_sentence(PLAN, BEFORE, EN)


def pace_row(**fields):
    return PaceRow(
        **{
            "zone": "west", "zone_name": "西片", "measure": "supply", "by_year": (),
            "target_ha": 100.0, "actual_ha": 50.0, "needed_ha_per_year": 20.0,
            "forecast_ha": 99.5, "low_ha": 80.25, "high_ha": 120.75, "chance_of_target": 0.4567,
            "status": "on track", "events": 9, "event_days": 9,
        }
        | fields
    )  # fmt: skip


def test_where_the_pace_leads():
    told = forecast_sentence(pace_row(), PLAN, HALF, 0.8, ZH)
    assert told == (
        "照至今的平均速度，到2025年12月31日供应约 99.50 公顷（80% 区间 80.25–120.75 公顷），"
        "达到目标的可能约 45.7%。"
    )
    assert "95% interval" in forecast_sentence(pace_row(), PLAN, HALF, 0.95, EN)


@pytest.mark.parametrize(
    ("fields", "missing", "there"),
    [
        ({"low_ha": None, "high_ha": None, "chance_of_target": None}, "区间", "99.50"),
        ({"status": "done", "chance_of_target": 1.0}, "可能", "区间"),
        ({"chance_of_target": 0.004}, "0.4%", "不足 1%"),
        ({"chance_of_target": 0.9999}, "100.0%", "超过 99%"),
    ],
)
def test_of_a_forecast_nothing_is_said_that_is_not_known(fields, missing, there):
    told = forecast_sentence(pace_row(**fields), PLAN, HALF, 0.8, ZH)
    assert missing not in told
    assert there in told


def test_there_is_no_forecast_without_a_pace_or_at_the_end():
    assert forecast_sentence(pace_row(forecast_ha=None), PLAN, BEFORE, 0.8, ZH) == ""
    assert forecast_sentence(pace_row(), PLAN, END, 0.8, ZH) == ""


def held(event_id, day, ha, years):
    return ReserveRow(
        event_id=event_id, stored_on=date.fromisoformat(day), parcel_ids=("P1",),
        parcel_names=("地块",), owner_kinds=("state",), method="征收", document_no="",
        declared_ha=ha, measured_ha=ha, years=years,
    )  # fmt: skip


def test_what_is_in_reserve_and_for_how_long():
    rows = [held("E1", "2019-05-01", 1.5, 4.2), held("E2", "2023-01-01", 2.0, 0.5)]
    assert reserve_sentence(3.5, rows, 2.0, "declared", ZH) == (
        "已储未供 3.50 公顷（52.50 亩），涉及 2 笔收储，最早的自2019年5月1日起在库；"
        "在库超过 2 年的 1 笔，1.50 公顷。"
    )
    assert reserve_sentence(3.5, rows, 5.0, "declared", ZH).endswith("，没有超过 5 年的。")
    assert reserve_sentence(0.0, [], 2.0, "declared", ZH) == "没有已储未供的土地。"
    assert "no land in reserve" in reserve_sentence(0.0, [], 2.0, "declared", EN)


def test_of_what_a_total_consists():
    parts = [("产业用地", 3.0), ("其他用地", 1.0), ("居住", 0.0)]
    assert shares_sentence("供应", parts, ZH) == (
        "供应：产业用地 3.00 公顷，占 75.0%；其他用地 1.00 公顷，占 25.0%。"
    )
    assert shares_sentence("供应", [("产业用地", 0.0)], ZH) == ""


def test_conflicts_and_warnings_are_counted_by_kind():
    twice = Conflict(event_id="E1", kind="stored_twice", happened_on=HALF, area_ha=1.0,
                     other_events=("E0",))  # fmt: skip
    unstored = replace(twice, kind="supplied_without_storage", other_events=())
    assert conflicts_sentence([twice, unstored, unstored], ZH) == (
        "台账冲突 3 处：重复收储 1 处、未储先供 2 处。"
    )
    assert conflicts_sentence([], ZH) == "台账没有冲突。"
    every = [replace(twice, kind=kind) for kind in get_args(ConflictKind)]
    assert len(re.findall(r"\b1 ", conflicts_sentence(every, EN))) == len(every) == 4
    bad = EarlyWarning(kind="target", severity=3, zone_id=None, subject_id="", zh="", en="")
    mild = replace(bad, severity=1)
    assert warnings_sentence([bad, mild, mild], ZH) == "预警 3 条：严重 1 条、一般 2 条。"
    assert warnings_sentence([], ZH) == "没有预警。"
    assert "1 serious, 2 minor" in warnings_sentence([bad, mild, mild], EN)


def project(stage, investment=None):
    return Project(
        project_id="p", name="p", category="", stage=stage, zone_id=None, site_area_m2=None,
        floor_area_m2=None, investment_10k_cny=investment, point=None, note="", sources=(),
    )  # fmt: skip


def test_projects_by_stage_and_what_is_known_of_their_investment():
    stages = ("储备", "开工", "在建", "投产", "")
    some = [project("开工", 1200.0), project("投产"), project("", 800.0), project("")]
    assert projects_sentence(some, stages, ZH) == (
        "重大项目 4 个，其中开工 1 个、投产 1 个、未注明 2 个；注明总投资的 2 个，合计 2000 万元。"
    )
    assert "没有逐个注明投资" in projects_sentence(some[1:2], stages, ZH)
    assert projects_sentence([], stages, ZH) == "没有重大项目。"


def test_indicators_without_goals():
    assert indicators_sentence([], ZH) == "没有设期内目标的指标。"


def test_once_the_period_is_over_only_what_is_done_is_counted():
    goal = Figure(
        zone_id=None, indicator="甲", parent_indicator="", scope="", unit="%", year=2025,
        value=1.0, value_to=None, role="goal", span="year", kind="", note="", source=None,
    )  # fmt: skip
    line = IndicatorLine(
        zone_id=None, zone_name="", indicator="甲", parent_indicator="", scope="", unit="%",
        span="year", kind="", base=None, latest=None, goal=goal, progress=0.97, expected=1.0,
        status="on track", figures=(goal,),
    )  # fmt: skip
    assert "1 项中 1 项已完成或基本同步" in indicators_sentence([line], ZH)
    assert "1 项中 0 项完成。" in indicators_sentence([line], ZH, is_over=True)
