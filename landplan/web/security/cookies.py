"""The cookies of a log-in: no script reads them, no other site's form sends them.

`landplan-session` is the token of a session; `landplan-visit` a random text of a browser that has
none yet, which its log-in form is bound to. Behind TLS their names begin with `__Host-`, so that no
other host of the domain can set them.
"""

from typing import Final

from fastapi import Request, Response

_SESSION: Final = "landplan-session"
_VISIT: Final = "landplan-visit"


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
    name, secure = _name(_SESSION, request), _is_secure(request)
    response.delete_cookie(name, path="/", httponly=True, samesite="lax", secure=secure)


def _give(response: Response, request: Request, name: str, value: str) -> None:
    response.set_cookie(
        _name(name, request),
        value,
        path="/",
        httponly=True,
        samesite="lax",
        secure=_is_secure(request),
    )


def _name(name: str, request: Request) -> str:
    return f"__Host-{name}" if _is_secure(request) else name


def _is_secure(request: Request) -> bool:
    return request.url.scheme == "https"
