"""Log-in and log-out."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from gis.errors import AccessError
from landplan.web.database import Writing, engine_of
from landplan.web.security.cookies import give_session, session_of, take_session
from landplan.web.security.csrf import csrf_token
from landplan.web.security.guards import LoggedIn, known
from landplan.web.security.kept_form import KeptForm
from landplan.web.security.local_path import HOME, local_path
from landplan.web.security.refusals import LOG_IN, NOT_STORED, continue_page, log_in_page
from projects.people.audit import address_of, audit
from projects.people.log_in import log_in
from projects.people.sessions import end_session

router = APIRouter()


@router.get(LOG_IN)
def show(request: Request, going: Annotated[str, Query(alias="next")] = HOME) -> Response:
    """Show the form."""
    return log_in_page(request, next_path=local_path(going))


@router.post(LOG_IN)
def enter(
    request: Request,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    going: Annotated[str, Form(alias="next")] = HOME,
    kept: Annotated[str, Form()] = "",
) -> Response:
    """Begin a session, and go on to where the reader was going."""
    form, path = KeptForm.of(kept), local_path(going)
    before = session_of(request)
    try:
        entered = log_in(
            engine_of(request), name=name, password=password, address=address_of(request),
            before=before,
        )  # fmt: skip
    except AccessError as error:
        return log_in_page(request, name=name, next_path=path, kept=form, error=error)
    request.state.person = entered.person
    request.state.csrf = csrf_token(entered.session)
    answer: Response = RedirectResponse(path, status_code=303, headers=NOT_STORED)
    if form is not None:
        is_theirs = entered.before in (None, entered.person.name)
        answer = continue_page(request, form if is_theirs else None)
    give_session(answer, request, entered.session)
    return answer


@router.post("/logout", dependencies=[LoggedIn])
def leave(request: Request, connection: Writing) -> Response:
    """End the session."""
    session = session_of(request)
    if session is not None:
        end_session(connection, session)
    audit(connection, known(request), "logout", "", {}, request)
    answer = RedirectResponse(HOME, status_code=303, headers=NOT_STORED)
    take_session(answer, request)
    return answer
