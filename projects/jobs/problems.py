"""The problems of a file that a job looked at, kept so that a page shows some of them at a time."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, func, insert, select

from gis.problems import Problem
from projects.jobs.tables import job_problem

_AT_ONCE: Final = 1_000


def put_problems(connection: Connection, job_id: int, problems: Sequence[Problem]) -> None:
    """Keep problems with a job, in their order."""
    for first in range(0, len(problems), _AT_ONCE):
        rows = [
            {
                "job_id": job_id, "problem_no": number, "severity": one.severity,
                "told": one.as_json(),
            }
            for number, one in enumerate(problems[first : first + _AT_ONCE], start=first + 1)
        ]  # fmt: skip
        connection.execute(insert(job_problem), rows)


def problem_counts(connection: Connection, job_id: int) -> dict[str, int]:
    """Return how many problems of each severity there are."""
    asked = (
        select(job_problem.c.severity, func.count())
        .where(job_problem.c.job_id == job_id)
        .group_by(job_problem.c.severity)
    )
    return {str(severity): int(count) for severity, count in connection.execute(asked)}


def problems_of(
    connection: Connection, job_id: int, *, after: int = 0, most: int
) -> list[dict[str, Any]]:
    """Return problems as `Problem.as_json` tells them with their `number`, errors first.

    Parameters
    ----------
    after, most
        Leave out so many, and return at most so many.
    """
    asked = (
        select(job_problem.c.problem_no, job_problem.c.told)
        .where(job_problem.c.job_id == job_id)
        .order_by(job_problem.c.severity, job_problem.c.problem_no)
        .offset(after)
        .limit(most)
    )
    return [told | {"number": number} for number, told in connection.execute(asked)]
