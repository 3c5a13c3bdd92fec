"""What who may not gets: people the log-in page or a sentence, programs a status and JSON."""

from secrets import token_urlsafe
from typing import Final
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from gis.errors import (
    AccessError,
    DatabaseError,
    LandplanError,
    LockedOutError,
    NotLoggedInError,
)
from landplan.web.asked import language_of
from landplan.web.errors import answer, database_away, status_of, wants_json
from landplan.web.page import page
from landplan.web.security.cookies import give_visit
from landplan.web.security.csrf import SAFE, OutdatedFormError, csrf_token, secret_of
from landplan.web.security.kept_form import KeptForm, kept_form, page_of
from landplan.web.security.local_path import HOME

LOG_IN: Final = "/login"
NOT_STORED: Final = {"Cache-Control": "no-store"}


def told_to_log_in(app: FastAPI) -> None:
    """Answer whatever a guard refuses."""

    @app.exception_handler(AccessError)
    async def told(request: Request, error: AccessError) -> Response:
        return await refusal(request, error)


def not_logged_in() -> NotLoggedInError:
    """Return the error of who would have to log in."""
    return NotLoggedInError(
        "请先登录；脚本请用令牌（Authorization: Bearer …）",
        "log in first; a script sends a token (Authorization: Bearer …)",
    )


async def refusal(request: Request, error: LandplanError) -> Response:
    """Return the answer to a request that an error ends before its page is made."""
    if isinstance(error, DatabaseError):
        return await database_away(request, error)
    if wants_json(request):
        return _for_program(request, error)
    match error:
        case OutdatedFormError():
            return await _outdated(request, error)
        case NotLoggedInError():
            return await _to_log_in(request, error)
        case _:
            return _sentence(request, error)


async def _outdated(request: Request, error: OutdatedFormError) -> Response:
    """Show the log-in form anew, or let a known person send again what was typed."""
    if request.url.path == LOG_IN:
        return log_in_page(request, error=error)
    kept = await kept_form(request)
    if kept is None:
        return _sentence(request, error)
    return continue_page(request, kept, status=status_of(error))


async def _to_log_in(request: Request, error: NotLoggedInError) -> Response:
    """Lead a reader to the log-in page and back; keep what somebody typed while it ended."""
    if request.method not in (*SAFE, "POST"):  # no form's, no link's
        return _sentence(request, error)
    kept = None if request.method in SAFE else await kept_form(request)
    if kept is not None:
        return log_in_page(request, kept=kept, error=error)
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    asked = {"next": path if request.method in SAFE else page_of(request)}
    if "lang" in request.query_params:
        asked["lang"] = request.query_params["lang"]
    return RedirectResponse(f"{LOG_IN}?{urlencode(asked)}", status_code=303, headers=NOT_STORED)


def log_in_page(
    request: Request,
    *,
    name: str = "",
    next_path: str = HOME,
    kept: KeptForm | None = None,
    error: LandplanError | None = None,
) -> HTMLResponse:
    """Return the log-in page.

    Parameters
    ----------
    kept
        A form that is sent after the log-in.
    error
        Why the page is shown, if not because it was asked for.
    """
    told = None if error is None else error.in_language(language_of(request))
    secret = secret_of(request)
    visit = None if secret else token_urlsafe(32)
    request.state.csrf = csrf_token(secret or str(visit))
    made = page(
        request, "login.html", status=200 if error is None else status_of(error), name=name,
        next_path=next_path, kept=kept,
        told=told,
    )  # fmt: skip
    made.headers.update(NOT_STORED)
    if isinstance(error, LockedOutError):
        made.headers["Retry-After"] = str(int(error.wait_s) + 1)
    if visit is not None:
        give_visit(made, request, visit)
    return made


def continue_page(request: Request, kept: KeptForm | None, *, status: int = 200) -> HTMLResponse:
    """Return the page that shows what was typed, with the button that sends it.

    Parameters
    ----------
    kept
        None: it was somebody else's, so it is not shown.
    """
    made = page(request, "login_continue.html", status=status, kept=kept)
    made.headers.update(NOT_STORED)
    return made


def _sentence(request: Request, error: LandplanError) -> Response:
    return answer(request, error.zh, error.en, status=status_of(error))


def _for_program(request: Request, error: LandplanError) -> Response:
    told = answer(request, error.zh, error.en, status=status_of(error))
    if isinstance(error, NotLoggedInError):
        told.headers["WWW-Authenticate"] = "Bearer"
    return told
