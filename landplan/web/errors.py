"""Errors as pages and as JSON: what was found, what was wanted, what to do; never a traceback."""

from fastapi import FastAPI, Request
from starlette.responses import JSONResponse, Response

from gis.errors import DatabaseError, LandplanError, NotFoundError, WrongUseError
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
    """Return 503 where the database is away, 404 and 422 where the call is wrong, else 500."""
    if isinstance(error, DatabaseError):
        return 503
    if isinstance(error, NotFoundError):
        return 404
    return 422 if isinstance(error, WrongUseError) else 500


def answer(request: Request, zh: str, en: str, *, status: int) -> Response:
    """Return a sentence as the page or the JSON of an error."""
    if request.url.path.startswith(_FOR_PROGRAMS):
        return JSONResponse({"status": status, "zh": zh, "en": en}, status_code=status)
    told = Say(language_of(request))(zh, en)
    return page(request, "error.html", status=status, told=told, code=status)
