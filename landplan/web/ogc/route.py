"""How `/ogc` tells what is wrong: 400 or 404 and a sentence, as JSON."""

from collections.abc import Callable, Coroutine
from typing import Any, Final

from fastapi import Request, Response
from starlette.responses import JSONResponse

from gis.errors import CrsError, LandplanError, NotFoundError, WrongUseError
from landplan.language import Say
from landplan.web.asked import language_of
from landplan.web.unchanged import KnownRoute

_CODES: Final = {400: "InvalidParameterValue", 404: "NotFound", 406: "NotAcceptable"}


class NotAcceptableError(LandplanError):
    """An answer is wanted in a format that there is not."""


class OgcRoute(KnownRoute):
    """A route whose wrong calls are answered as the standard wants."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler."""
        handle = super().get_route_handler()

        async def told(request: Request) -> Response:
            try:
                return await handle(request)
            except NotFoundError as error:
                return _answer(request, error, 404)
            except NotAcceptableError as error:
                return _answer(request, error, 406)
            except (WrongUseError, CrsError) as error:
                return _answer(request, error, 400)

        return told


def _answer(request: Request, error: LandplanError, status: int) -> Response:
    description = Say(language_of(request))(error.zh, error.en)
    told = {"code": _CODES[status], "description": description, "zh": error.zh, "en": error.en}
    return JSONResponse({"status": status, **told}, status_code=status)
