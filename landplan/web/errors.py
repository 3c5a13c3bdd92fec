"""Errors as pages and as JSON: what was found, what was wanted, what to do; never a traceback."""

from fastapi import FastAPI, Request
from starlette.responses import JSONResponse, Response

from gis.errors import (
    AccessError,
    DatabaseError,
    LandplanError,
    LockedOutError,
    NotPermittedError,
    WrongUseError,
)
from landplan.language import Say
from landplan.web.asked import language_of
from landplan.web.page import page

_FOR_PROGRAMS = ("/api/", "/ogc", "/tiles/")


def told_as_pages(app: FastAPI) -> None:
    """Answer every error of our tree with a page in the reader's language, or with JSON."""

    @app.exception_handler(LandplanError)
    async def told(request: Request, error: LandplanError) -> Response:
        return answer(request, error.zh, error.en, status=status_of(error))


def status_of(error: LandplanError) -> int:
    """Return the status of an error's answer: whose fault it is, and what may help."""
    match error:
        case DatabaseError():
            return 503
        case LockedOutError():
            return 429
        case NotPermittedError():
            return 403
        case AccessError():
            return 401
        case WrongUseError():
            return 422
        case _:
            return 500


def is_for_program(request: Request) -> bool:
    """Tell whether an address is one for programs, not a page."""
    return request.url.path.startswith(_FOR_PROGRAMS)


def wants_json(request: Request) -> bool:
    """Tell whether a program asks, or a script of a page, which reads JSON."""
    return is_for_program(request) or "x-csrf-token" in request.headers


def answer(request: Request, zh: str, en: str, *, status: int) -> Response:
    """Return a sentence as the page or the JSON of an error."""
    if wants_json(request):
        return JSONResponse({"status": status, "zh": zh, "en": en}, status_code=status)
    told = Say(language_of(request))(zh, en)
    return page(request, "error.html", status=status, told=told, code=status)
