"""What several addresses of `/api/v1` take."""

from typing import Annotated, Literal

from fastapi import Depends, Query, Request
from sqlalchemy import Connection

from landplan.session import chosen_plan, day_of, view_on
from landplan.web.asked import Asked, AsOf, PlanId, WhichBasis, ZoneName, asked
from projects.view import EVER, PlanView

MOST_ROWS = 1000


def spoken(
    lang: Annotated[Literal["zh", "en"] | None, Query(description="语言 / language")] = None,
) -> None:
    """Take the language of sentences; `landplan.web.asked` reads it."""


Spoken = Depends(spoken)


async def _of_plan(request: Request, plan: PlanId = None) -> Asked:
    return await asked(request, plan)


async def _of_zone(request: Request, plan: PlanId = None, zone: ZoneName = None) -> Asked:
    return await asked(request, plan, zone=zone)


async def _of_day(request: Request, plan: PlanId = None, as_of: AsOf = None) -> Asked:
    return await asked(request, plan, as_of)


async def _of_basis(
    request: Request, plan: PlanId = None, as_of: AsOf = None, basis: WhichBasis = "declared"
) -> Asked:
    return await asked(request, plan, as_of, basis)


async def _of_zone_and_day(
    request: Request, plan: PlanId = None, as_of: AsOf = None, zone: ZoneName = None
) -> Asked:
    return await asked(request, plan, as_of, zone=zone)


MeantPlan = Annotated[Asked, Depends(_of_plan)]
"""What is meant at an address where neither zone, day nor basis changes the answer."""
MeantZone = Annotated[Asked, Depends(_of_zone)]
MeantDay = Annotated[Asked, Depends(_of_day)]
MeantBasis = Annotated[Asked, Depends(_of_basis)]
MeantZoneAndDay = Annotated[Asked, Depends(_of_zone_and_day)]

Limit = Annotated[int, Query(ge=1, le=MOST_ROWS, description="至多几条 / at most so many")]
After = Annotated[
    str | None,
    Query(description="该编号之后的 / behind the row with this id: the last page's `after`"),
]


def view_ever(asked: Asked, connection: Connection) -> PlanView:
    """Return the view of a plan; where no day is told, of everything that was ever recorded."""
    plan = chosen_plan(connection, asked.plan)
    as_of = EVER if asked.as_of is None else day_of(asked.as_of, plan, "as_of")
    return view_on(connection, plan, as_of=as_of, basis=asked.basis)
