"""Problems as rows, and told by kind."""

import pytest

from gis.problems import Problem, by_kind


def problem(kind, row):
    return Problem(file="a.csv", row=row, column="name", zh="不能为空", en="is empty", kind=kind)


def test_a_problem_is_a_row_of_the_report():
    found = Problem(
        file="a.csv", row=2, column="name", value="x" * 81, zh="错", en="wrong", kind="empty"
    )
    assert found.as_json() == {
        "place": "a.csv",
        "row": 2,
        "column": "name",
        "value": "x" * 79 + "…",
        "kind": "empty",
        "severity": "error",
        "zh": "错",
        "en": "wrong",
    }


def test_kinds_stand_in_the_order_in_which_they_come_each_with_its_first():
    found = by_kind([problem("empty", 3), problem("repeated", 2), problem("empty", 2)])
    assert [(first.kind, first.row, count) for first, count in found] == [
        ("empty", 3, 2),
        ("repeated", 2, 1),
    ]


def test_every_problem_has_a_kind():
    with pytest.raises(TypeError, match="kind"):
        Problem(file="a.csv", zh="错", en="wrong")
