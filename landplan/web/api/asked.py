"""What several addresses of `/api/v1` take."""

from typing import Annotated, Literal

from fastapi import Depends, Query
from sqlalchemy import Connection

from landplan.session import chosen_plan, day_of, view_on
from landplan.web.asked import Asked
from projects.view import EVER, PlanView

MOST_ROWS = 1000


def spoken(
    lang: Annotated[Literal["zh", "en"] | None, Query(description="语言 / language")] = None,
) -> None:
    """Take the language of sentences; `landplan.web.asked` reads it."""


Spoken = Depends(spoken)

Limit = Annotated[int, Query(ge=1, le=MOST_ROWS, description="至多几条 / at most so many")]
After = Annotated[
    str | None,
    Query(description="该编号之后的 / behind the row with this id: the last page's `after`"),
]


def view_ever(asked: Asked, connection: Connection) -> PlanView:
    """Return the view of a plan; where no day is told, of everything that was ever recorded."""
    plan = chosen_plan(connection, asked.plan)
    as_of = EVER if asked.as_of is None else day_of(asked.as_of, plan)
    return view_on(connection, plan, as_of=as_of, basis=asked.basis)
