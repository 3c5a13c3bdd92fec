"""What is recorded changes the map's facts, the warnings and the views, and the page shows it."""

from datetime import date

import pytest
from sqlalchemy import text

from layers.map.map_facts import map_facts
from layers.map.map_page import map_html
from projects.store.records import history, record_indicator, record_stage
from projects.view import view_of
from tests.layers.unpacked import text_in, unpacked

PLAN = "tianhe-2021-2025"
END = date(2025, 12, 31)


@pytest.fixture
def facts_of(builtin_connection):
    """Give a function that gathers the facts of the built-in plan anew."""
    return lambda: map_facts(view_of(builtin_connection, PLAN, as_of=END))


def shown(facts):
    """Return what the page of some facts has to show."""
    return unpacked(text_in(map_html(facts))).data


def project_of(facts, project_id):
    return next(project for project in facts.projects if project.project_id == project_id)


def indicator_of(facts, zone_id, name):
    return next(
        line
        for line in facts.indicators
        if (line.zone_id, line.indicator) == (zone_id, name) and line.goal
    )


def test_the_facts_are_whole(facts_of):
    facts = facts_of()
    assert (len(facts.zones), len(facts.parcels)) == (18, 210)
    assert len(facts.projects) > 220
    assert len(facts.investment) == 28
    assert {warning.kind for warning in facts.warnings} == {"target", "parcel", "event"}
    assert map_html(facts) == map_html(facts_of())


def test_a_recorded_stage_shows_everywhere(facts_of, builtin_connection):
    before = shown(facts_of())
    record_stage(
        builtin_connection,
        PLAN,
        "lianyi-rd-base",
        stage="开工",
        happened_on=date(2023, 5, 8),
        by="王工",
    )
    facts = facts_of()
    assert project_of(facts, "lianyi-rd-base").stage == "开工"
    assert ("project", "lianyi-rd-base") in [(w.kind, w.subject_id) for w in facts.warnings]
    seen = builtin_connection.execute(
        text("select stage, stage_on from landplan.v_project where project_id = 'lianyi-rd-base'")
    ).one()
    assert tuple(seen) == ("开工", date(2023, 5, 8))
    assert [record.recorded_by for record in history(builtin_connection, PLAN)] == ["王工"]
    assert shown(facts) != before
    [project] = [one for one in shown(facts)["projects"]["list"] if one["id"] == "lianyi-rd-base"]
    assert (project["stage"], project["stage_on"]) == ("开工", "2023-05-08")


def test_a_recorded_figure_shows_everywhere(facts_of, builtin_connection):
    record_indicator(
        builtin_connection, PLAN, zone_id="cbd", indicator="地区生产总值", year=2023, value=3901.23,
        by="李工",
    )  # fmt: skip
    facts = facts_of()
    line = indicator_of(facts, "cbd", "地区生产总值")
    assert (line.latest.value, line.status) == (3901.23, "at risk")
    assert ("indicator", "地区生产总值") in [(w.kind, w.subject_id) for w in facts.warnings]
    seen = builtin_connection.scalars(
        text("select value from landplan.v_indicator where recorded_by = '李工'")
    ).all()
    assert seen == [3901.23]
    [told] = [
        one for one in shown(facts)["indicators"]["lines"]
        if (one["zone"], one["name"]) == ("cbd", "地区生产总值") and one["goal"]
    ]  # fmt: skip
    latest = told["latest"]
    assert (latest["year"], latest["role"], latest["value"]) == (2023, "actual", 3901.23)
    assert [record.value for record in history(builtin_connection, PLAN, "地区生产总值")] == [
        "3901.23"
    ]
