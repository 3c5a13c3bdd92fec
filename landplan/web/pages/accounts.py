"""账户: one's own password and tokens; for the administrator every account."""

from collections.abc import Callable
from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Path, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection

from gis.database.server_errors import translate_errors
from gis.errors import LandplanError, LockedOutError, WrongPasswordError, WrongUseError
from landplan.web.asked import language_of
from landplan.web.database import Reading, Writing, engine_of
from landplan.web.errors import status_of
from landplan.web.page import page
from landplan.web.security.cookies import (
    give_made_token,
    made_token_of,
    session_of,
    take_made_token,
)
from landplan.web.security.guards import LoggedIn, MayAdminister, known
from landplan.web.security.refusals import NOT_STORED
from projects.people import accounts as store
from projects.people import tokens
from projects.people.accounts import ROLES, Person
from projects.people.audit import address_of, audit
from projects.people.guesses import forget_guesses
from projects.people.log_in import verified
from projects.people.passwords import SHORTEST
from projects.people.sessions import session_hash

router = APIRouter(prefix="/accounts", dependencies=[LoggedIn])

DONE: Final = {
    "added": ("已添加账户", "account added"),
    "role": ("已改角色", "role changed"),
    "password": ("已改口令", "password set"),
    "disabled": ("已停用", "disabled"),
    "enabled": ("已启用", "enabled"),
    "revoked": ("令牌已作废", "token revoked"),
}
"""What `?done=` says after a form."""

_MOST: Final = 2**63 - 1
PersonId = Annotated[int, Path(ge=1, le=_MOST)]
Word = Annotated[str, Form()]


@router.get("")
def show(request: Request, connection: Reading, done: str = "") -> Response:
    """Show the own account, and to an administrator all of them; once, the token just made."""
    token = made_token_of(request)
    if token is None:
        return _shown(request, connection, done=DONE.get(done))
    own = tokens.is_own_token(connection, known(request).person_id, token)
    made = _shown(request, connection, made_token=token if own else None)
    take_made_token(made, request)
    return made


@router.post("", dependencies=[MayAdminister])
def add(
    request: Request,
    connection: Writing,
    name: Word = "",
    role: Word = "",
    password: Word = "",
    again: Word = "",
) -> Response:
    """Add an account."""

    def added() -> None:
        _check_repeated(password, again)
        made = store.add_account(connection, name=name, role=role, password=password)
        _audit(request, connection, "account.add", made.name, {"role": made.role})

    return _after(request, connection, added, "added", add={"name": name, "role": role})


@router.post("/{person_id}/role", dependencies=[MayAdminister])
def change_role(
    request: Request, connection: Writing, person_id: PersonId, role: Word = ""
) -> Response:
    """Give an account another role."""

    def changed() -> None:
        of = store.account_of(connection, person_id)
        store.set_role(connection, person_id, role)
        _audit(request, connection, "account.role", of.name, {"was": of.role, "is": role})

    return _after(request, connection, changed, "role")


@router.post("/{person_id}/password", dependencies=[MayAdminister])
def set_password(
    request: Request,
    connection: Writing,
    person_id: PersonId,
    password: Word = "",
    again: Word = "",
) -> Response:
    """Give somebody another password, and let them try it at once."""

    def changed() -> None:
        _check_repeated(password, again)
        of = store.account_of(connection, person_id)
        store.set_password(connection, person_id, password, keep_session=_session(request))
        forget_guesses(connection, of.name)
        _audit(request, connection, "account.password", of.name)

    return _after(request, connection, changed, "password")


@router.post("/{person_id}/disable", dependencies=[MayAdminister])
def disable(request: Request, connection: Writing, person_id: PersonId) -> Response:
    """Let an account in no more."""

    def disabled() -> None:
        of = store.account_of(connection, person_id)
        store.disable(connection, person_id)
        _audit(request, connection, "account.disable", of.name)

    return _after(request, connection, disabled, "disabled")


@router.post("/{person_id}/enable", dependencies=[MayAdminister])
def enable(request: Request, connection: Writing, person_id: PersonId) -> Response:
    """Let a disabled account in again."""

    def enabled() -> None:
        of = store.account_of(connection, person_id)
        store.enable(connection, person_id)
        _audit(request, connection, "account.enable", of.name)

    return _after(request, connection, enabled, "enabled")


@router.post("/password")
def change_own_password(
    request: Request, present: Word = "", password: Word = "", again: Word = ""
) -> Response:
    """Change the own password, by the present one: a guess at it counts as one at log-in."""
    person, engine = known(request), engine_of(request)
    refused: LandplanError | None = None
    try:
        _check_repeated(password, again)
        verified(engine, name=person.name, password=present, address=address_of(request))
        with translate_errors(engine.url), engine.begin() as connection:
            store.set_password(
                connection, person.person_id, password, keep_session=_session(request)
            )
            _audit(request, connection, "account.password", person.name)
    except WrongPasswordError:
        refused = WrongUseError(
            "现口令不对，没有改动；请重新输入", "the present password is wrong; type it again"
        )
    except (WrongUseError, LockedOutError) as error:
        refused = error
    if refused is None:
        return _back("password")
    with translate_errors(engine.url), engine.connect() as connection:
        return _shown(request, connection, refused=refused)


@router.post("/tokens")
def add_token(
    request: Request,
    connection: Writing,
    label: Word = "",
    role: Word = "",
    days: Word = "",
) -> Response:
    """Make a token, which the page that this leads to shows once."""
    person = known(request)
    token = {"label": label, "role": role, "days": days}
    try:
        made = tokens.add_token(
            connection, person, label=label, role=role, days=int(days) if days.isdecimal() else 0
        )
    except WrongUseError as error:
        return _shown(request, connection, refused=error, token=token)
    _audit(request, connection, "token.add", label.strip(), {"role": role, "days": days})
    answer = RedirectResponse("/accounts", status_code=303)
    answer.headers.update(NOT_STORED)
    give_made_token(answer, request, made)
    return answer


@router.post("/tokens/{token_id}/revoke")
def revoke_token(request: Request, connection: Writing, token_id: PersonId) -> Response:
    """Revoke a token of one's own."""

    def revoked() -> None:
        label = tokens.revoke_token(connection, known(request).person_id, token_id)
        _audit(request, connection, "token.revoke", label)

    return _after(request, connection, revoked, "revoked")


def _after(
    request: Request, connection: Connection, do: Callable[[], None], done: str, **typed: Any
) -> Response:
    """Do what a form asks for and go back to the page, or show it with what is wrong."""
    try:
        do()
    except WrongUseError as error:
        return _shown(request, connection, refused=error, **typed)
    return _back(done)


def _back(done: str) -> Response:
    return RedirectResponse(f"/accounts?done={done}", status_code=303)


def _shown(
    request: Request,
    connection: Connection,
    *,
    done: tuple[str, str] | None = None,
    refused: LandplanError | None = None,
    made_token: str | None = None,
    add: dict[str, str] | None = None,
    token: dict[str, str] | None = None,
) -> Response:
    """Return the page; `add` and `token` are what was typed into forms that were refused."""
    person = known(request)
    made = page(
        request,
        "accounts.html",
        status=200 if refused is None else status_of(refused),
        accounts=store.accounts(connection) if person.may("administrator") else None,
        tokens=tokens.tokens_of(connection, person.person_id),
        token_roles=[role for role in ROLES if person.may(role)],
        all_roles=ROLES,
        shortest=SHORTEST,
        longest_days=tokens.LONGEST_DAYS,
        done=done,
        told=None if refused is None else refused.in_language(language_of(request)),
        made_token=made_token,
        add=add or {"name": "", "role": "viewer"},
        token=token or {"label": "", "role": "viewer", "days": "90"},
    )
    made.headers.update(NOT_STORED)
    return made


def _check_repeated(password: str, again: str) -> None:
    if password != again:
        raise WrongUseError(
            "两次输入的新口令不一致；请重新输入",
            "the new password was typed in two ways; type it again",
        )


def _session(request: Request) -> bytes | None:
    token = session_of(request)
    return None if token is None else session_hash(token)


def _audit(
    request: Request,
    connection: Connection,
    action: str,
    subject: str,
    details: dict[str, Any] | None = None,
) -> None:
    person: Person = known(request)
    audit(connection, person, action, subject, details or {}, request)
