"""A rule of every row names all the rows that break it, whatever way they break it."""

import pytest

from tests.every_row import every_row


def test_every_faulty_row_is_listed():
    @every_row([1, 0, -1, 2], str)
    def positive(number):
        assert 1 / number > 0, "too small"

    with pytest.raises(pytest.fail.Exception) as caught:
        positive()
    assert caught.value.msg.splitlines() == [
        "2 of 4 rows break the rule:",
        "  0: division by zero",
        "  -1: too small",
    ]


def test_a_rule_without_rows_fails():
    @every_row([], str)
    def anything(row):
        pass

    with pytest.raises(AssertionError, match="no rows"):
        anything()


@every_row("ab", str)
def test_fixtures_are_given_beside_the_row(letter, tmp_path):
    assert letter in "ab"
    assert tmp_path.is_dir()
