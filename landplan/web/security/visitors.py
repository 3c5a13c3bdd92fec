"""Who asks: the person of the session or of the token, found before anything else is done.

Nobody writes who is not known: whatever a route says, only reading and the log-in get by.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from fastapi import Request
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from gis.database.server_errors import translate_errors
from gis.errors import LandplanError, NotLoggedInError
from landplan.web import errors
from landplan.web.database import engine_of
from landplan.web.security.cookies import session_of
from landplan.web.security.csrf import SAFE, csrf_token, secret_of
from landplan.web.security.refusals import LOG_IN, not_logged_in, refusal
from projects.people.accounts import Person
from projects.people.sessions import person_of_session
from projects.people.tokens import person_of_token

_NOBODY_MATTERS: Final = ("/static/", "/health")


class Visitors:
    """Put `person` and `csrf` into `request.state`; refuse writes of who is not known."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its person, or answer why not."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        request.state.person, request.state.csrf = None, ""
        try:
            if not request.url.path.startswith(_NOBODY_MATTERS):
                await _recognise(request)
        except LandplanError as error:
            answer = await refusal(request, error)
            await answer(scope, receive, send)
        else:
            await self.app(scope, receive, send)


async def _recognise(request: Request) -> None:
    """Find out who asks.

    Raises
    ------
    NotLoggedInError
        If a token is none of ours, or nobody known wants to write.
    """
    secret = secret_of(request)
    request.state.csrf = csrf_token(secret) if secret else ""
    token = _bearer(request)
    session = session_of(request)
    if token is not None:
        request.state.person = await run_in_threadpool(_of_token, request, token)
    elif session is not None:
        request.state.person = await run_in_threadpool(_of_session, request, session)
    writes = request.method not in SAFE and request.url.path != LOG_IN
    if writes and request.state.person is None:
        raise not_logged_in()


def _bearer(request: Request) -> str | None:
    """Return the token that a script sends; pages take none."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" and errors.is_for_programs(request) else None


def _of_token(request: Request, token: str) -> Person:
    with _connected(request) as connection:
        found = person_of_token(connection, token)
    if found is None:
        raise NotLoggedInError(
            "令牌无效、已过期或已作废；请在“账户”页新建一个",
            "the token is none, has expired or was revoked; make another on the page of accounts",
        )
    return found


def _of_session(request: Request, session: str) -> Person | None:
    with _connected(request) as connection:
        return person_of_session(connection, session)


@contextmanager
def _connected(request: Request) -> Iterator[Connection]:
    """Give a connection for a statement or two that stand alone."""
    engine = engine_of(request)
    with translate_errors(engine.url), engine.connect() as connection:
        yield connection.execution_options(isolation_level="AUTOCOMMIT")
