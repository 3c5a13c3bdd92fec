"""The cookies of a log-in: no script reads them, no other site's form sends them.

`landplan-session` is the token of a session; `landplan-visit` a random text of a browser that has
none yet, which its log-in form is bound to; `landplan-made` a script's token on its way from the
form that made it to the page that shows it, once, within a minute. Behind TLS their names begin
with `__Host-`, so that no other host of the domain can set them.
"""

from typing import Final

from fastapi import Request, Response

_SESSION: Final = "landplan-session"
_VISIT: Final = "landplan-visit"
_MADE: Final = "landplan-made"
_MADE_S: Final = 60


def session_of(request: Request) -> str | None:
    """Return the session's token that a request brings, whether it still lasts or not."""
    return request.cookies.get(_name(_SESSION, request)) or None


def visit_of(request: Request) -> str | None:
    """Return the text of a browser that was given one before a log-in."""
    return request.cookies.get(_name(_VISIT, request)) or None


def give_session(response: Response, request: Request, token: str) -> None:
    """Let the browser keep a session, until it is closed."""
    _give(response, request, _SESSION, token)


def give_visit(response: Response, request: Request, visit: str) -> None:
    """Let the browser keep the text that its log-in form is bound to."""
    _give(response, request, _VISIT, visit)


def take_session(response: Response, request: Request) -> None:
    """Let the browser forget its session."""
    _take(response, request, _SESSION)


def made_token_of(request: Request) -> str | None:
    """Return the script's token that the form before this page made."""
    return request.cookies.get(_name(_MADE, request)) or None


def give_made_token(response: Response, request: Request, token: str) -> None:
    """Let the browser bring a script's token to the page that shows it; no address has it."""
    _give(response, request, _MADE, token, longest_s=_MADE_S)


def take_made_token(response: Response, request: Request) -> None:
    """Let the browser forget the script's token, which is shown now."""
    _take(response, request, _MADE)


def _take(response: Response, request: Request, name: str) -> None:
    response.delete_cookie(
        _name(name, request),
        path="/",
        httponly=True,
        samesite="lax",
        secure=_is_secure(request),
    )


def _give(
    response: Response, request: Request, name: str, value: str, *, longest_s: int | None = None
) -> None:
    """Let the browser keep a text: until it is closed, where no longest time is told."""
    response.set_cookie(
        _name(name, request),
        value,
        max_age=longest_s,
        path="/",
        httponly=True,
        samesite="lax",
        secure=_is_secure(request),
    )


def _name(name: str, request: Request) -> str:
    return f"__Host-{name}" if _is_secure(request) else name


def _is_secure(request: Request) -> bool:
    return request.url.scheme == "https"
