"""When parcels that lie on others are taken for shifted ones."""

import pytest

from gis.problems import Problem
from projects.imports.shifted import weighed


def shifted(count):
    return [
        Problem(file="a", row=n, zh="压", en="lies", kind="shifted") for n in range(1, count + 1)
    ]


@pytest.mark.parametrize(
    ("found", "count", "is_said", "severity"),
    [(4, 5, False, "error"), (4, 5, True, "warning"), (4, 20, False, "warning"),
     (1, 1, False, "warning")],
)  # fmt: skip
def test_only_most_of_a_list_is_a_sign(found, count, is_said, severity):
    told = weighed(shifted(found), count, is_said=is_said)
    assert {one.severity for one in told} == {severity}
    assert all("--datum gcj02" in one.zh for one in told)


def test_other_problems_stay():
    other = [Problem(file="a", row=1, zh="别的", en="other", kind="overlap")]
    assert weighed(other, 1, is_said=True) == other
