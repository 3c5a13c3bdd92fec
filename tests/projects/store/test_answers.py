"""Answers to warnings: kept by the warning's key, never changed, gone only with their plan."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from gis.errors import WrongUseError
from projects.load import load_package
from projects.model import EarlyWarning
from projects.monitoring.answered import with_answers
from projects.store.answers import answer_warning, answers_of
from projects.store.remove_plan import remove_plan
from tests.small_land import package

WARNING = EarlyWarning(
    kind="target", severity=3, zone_id="west", subject_id="west", topic="storage",
    zh="west收储风险：完成 1.00 公顷", en="west: storage is at risk: 1.00 ha",
)  # fmt: skip


@pytest.fixture
def answered(connection):
    load_package(connection, package())
    for action, more in (
        ("assign", {"assignee": "李工"}), ("note", {"note": "已约谈"}), ("done", {})
    ):  # fmt: skip
        answer_warning(connection, "small", WARNING, action=action, by="王", **more)
    return connection


def test_a_warning_finds_its_answers_whatever_its_figures(answered):
    later = EarlyWarning(
        kind="target", severity=2, zone_id="west", subject_id="west", topic="storage",
        zh="west收储滞后：完成 2.00 公顷", en="",
    )  # fmt: skip
    [found] = with_answers([later], answers_of(answered, "small"))
    assert (found.assignee, found.is_done) == ("李工", True)
    assert [one.action for one in found.answers] == ["assign", "note", "done"]
    answer_warning(answered, "small", later, action="reopen", by="李工")
    [again] = with_answers([later], answers_of(answered, "small"))
    assert not again.is_done


def test_answers_stay_when_their_warning_is_gone(answered):
    [gone] = with_answers([], answers_of(answered, "small"))
    assert gone.warning is None
    assert gone.key == WARNING.key
    assert gone.answers[0].told == WARNING.zh


@pytest.mark.parametrize(
    "wrong", [{"action": "sell"}, {"action": "assign"}, {"action": "note", "note": " "}]
)
def test_an_empty_answer_is_refused(answered, wrong):
    with pytest.raises(WrongUseError):
        answer_warning(answered, "small", WARNING, by="王", **wrong)


@pytest.mark.parametrize(
    "change",
    [
        "update landplan.warning_answer set note = 'x'",
        "delete from landplan.warning_answer",
        "truncate landplan.warning_answer",
    ],
)
def test_an_answer_is_not_changed(answered, change):
    with pytest.raises(DBAPIError, match=r"append-only|truncate"):
        answered.execute(text(change))


def test_they_go_with_their_plan(answered):
    remove_plan(answered, "small")
    assert answers_of(answered, "small") == {}
