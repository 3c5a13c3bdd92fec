"""What a request asks about: the plan, the day, the basis, the zone, the language."""

from dataclasses import dataclass
from typing import Annotated, Final, get_args

from fastapi import Depends, Query, Request
from sqlalchemy import Connection
from starlette.responses import Response

from gis.errors import Language, WrongUseError
from landplan.language import Say
from landplan.session import chosen_plan, day_of, today, view_on
from landplan.web.said import SaidOnPage
from projects.choice import chosen
from projects.features.plain_text import plain
from projects.model import Basis
from projects.view import PlanView

LANGUAGE_COOKIE: Final = "landplan-lang"


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """The query that every page shares, as told; what is not told is None.

    The plan, the day and the zone are looked up by `view`, which refuses those that are not there.
    """

    plan: str | None
    as_of: str | None
    basis: Basis
    zone: str | None
    language: Language

    @property
    def say(self) -> Say:
        """Choose between the Chinese and the English of a text."""
        return SaidOnPage(self.language)

    def view(self, connection: Connection) -> PlanView:
        """Return the view of the plan that is asked for.

        Raises
        ------
        WrongUseError
            If there is no such plan, or the day is none.
        """
        plan = chosen_plan(connection, self.plan)
        return view_on(connection, plan, as_of=day_of(self.as_of, plan, "as_of"), basis=self.basis)

    def view_until_today(self, connection: Connection) -> PlanView:
        """Return the view for what goes on after the plan's period: as recorded last.

        Without a day it is today's, also once the plan is over: nothing is recorded for later.

        Raises
        ------
        WrongUseError
            As `view`.
        """
        plan = chosen_plan(connection, self.plan)
        day = today() if self.as_of is None else day_of(self.as_of, plan, "as_of")
        return view_on(connection, plan, as_of=day, basis=self.basis)


PlanId = Annotated[str | None, Query(description="规划编号 / id of the plan")]
AsOf = Annotated[str | None, Query(description="截至日期，如 2025-12-31 / the day to look at")]
WhichBasis = Annotated[
    str,
    Query(
        description="口径：申报面积、量算面积 / which areas",
        json_schema_extra={"enum": [*get_args(Basis)]},
    ),
]
ZoneName = Annotated[str | None, Query(description="片区的编号或名称 / a zone, by id or name")]


async def asked(
    request: Request,
    plan: PlanId = None,
    as_of: AsOf = None,
    basis: WhichBasis = "declared",
    zone: ZoneName = None,
) -> Asked:
    """Return what the address asks for, and what the site was told to mean where it is silent.

    Raises
    ------
    WrongUseError
        If there is no such basis, or the address holds what is no text.
    """
    for name, value in request.query_params.multi_items():
        plain(value, name)
    state = request.app.state
    return Asked(
        plan=plan or state.plan,
        as_of=as_of or state.as_of,
        basis=chosen("basis", basis, get_args(Basis)),
        zone=zone or None,
        language=language_of(request),
    )


def told_twice(name: str) -> WrongUseError:
    """Return the refusal of a parameter that an address holds more than once."""
    return WrongUseError(
        f"参数 {name[:60]} 出现了两次；只写一次", f"{name[:60]} stands there twice; tell it once"
    )


def language_of(request: Request) -> Language:
    """Return the language of the address, else of the cookie, else of the site."""
    told = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE)
    if told == "zh":
        return "zh"
    if told == "en":
        return "en"
    language: Language = request.app.state.language
    return language


def remember_language(request: Request, answer: Response) -> None:
    """Let a browser keep the language that an address names."""
    if request.query_params.get("lang") in ("zh", "en"):
        answer.set_cookie(
            LANGUAGE_COOKIE, language_of(request), max_age=365 * 86400, samesite="lax",
            httponly=True, secure=request.url.scheme == "https",
        )  # fmt: skip


Meant = Annotated[Asked, Depends(asked)]
