"""Who may ask: guards that a router or a route names among its dependencies."""

from typing import Final

from fastapi import Depends, Request

from gis.errors import NotPermittedError
from landplan.web.security.refusals import not_logged_in
from projects.people.accounts import ROLE_NAMES, Person, Role


async def may_read(request: Request) -> None:
    """Let everybody read, or everybody who is logged in, as the setting `LANDPLAN_READING` says.

    Raises
    ------
    NotLoggedInError
        If reading is by log-in and nobody is.
    """
    if request.app.state.reading == "login":
        known(request)


async def may_edit(request: Request) -> None:
    """Let editors and administrators through.

    Raises
    ------
    NotLoggedInError, NotPermittedError
        If nobody is logged in, or a viewer.
    """
    _at_least(request, "editor")


async def may_administer(request: Request) -> None:
    """Let administrators through.

    Raises
    ------
    NotLoggedInError, NotPermittedError
        If nobody is logged in, or no administrator.
    """
    _at_least(request, "administrator")


def known(request: Request) -> Person:
    """Return who is logged in.

    Raises
    ------
    NotLoggedInError
        If nobody is.
    """
    person: Person | None = request.state.person
    if person is None:
        raise not_logged_in()
    return person


async def _logged_in(request: Request) -> None:
    known(request)


MayRead: Final = Depends(may_read)
MayEdit: Final = Depends(may_edit)
MayAdminister: Final = Depends(may_administer)
LoggedIn: Final = Depends(_logged_in)
"""Everybody who is logged in, whatever the role: for what is one's own."""


def _at_least(request: Request, role: Role) -> None:
    person = known(request)
    if not person.may(role):
        wanted, has = ROLE_NAMES[role], ROLE_NAMES[person.role]
        raise NotPermittedError(
            f"这需要“{wanted.zh}”角色，您的是“{has.zh}”；如有需要请找管理员",
            f"this wants the role {wanted.en.lower()}, yours is {has.en.lower()}; ask an "
            "administrator if you need it",
        )
