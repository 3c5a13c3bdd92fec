"""Forms of our own pages are known by a token that only they can hold.

The token is made of the cookie that it comes with, the session's or before a log-in the visit's: a
page of another site can neither read nor guess it. It is the same in all pages of a session, so
that a page that has not changed stays the same.
"""

from hashlib import blake2b
from hmac import compare_digest
from typing import Final
from urllib.parse import urlsplit

from fastapi import Depends, Request

from gis.errors import NotPermittedError
from landplan.web.security.cookies import session_of, visit_of

FIELD: Final = "csrf"
HEADER: Final = "x-csrf-token"
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")


class OutdatedFormError(NotPermittedError):
    """A form of one of our pages that was made for another session, or of nobody's page."""


def secret_of(request: Request) -> str | None:
    """Return the cookie that the forms of a request are bound to."""
    return session_of(request) or visit_of(request)


def csrf_token(secret: str) -> str:
    """Return the token of forms that are bound to a cookie."""
    return blake2b(secret.encode("utf-8", "replace"), digest_size=24, person=b"csrf").hexdigest()


async def not_forged(request: Request) -> None:
    """Let only writes through that one of our pages asks for. A token of a script needs no such.

    Raises
    ------
    OutdatedFormError
        If the token is missing, or is of another session.
    """
    if request.method in SAFE or _is_script(request):
        return
    secret = secret_of(request)
    told = await _told(request)
    if secret is None or not compare_digest(told.encode(), csrf_token(secret).encode()):
        raise OutdatedFormError(
            "此页面已过期（登录已更换，或表单不是本系统的页面），没有写入；请返回上一页刷新后重试",
            "this page is out of date (another log-in since, or the form is of no page of ours); "
            "nothing was written. Go back, reload the page and try again",
        )


def is_from_our_page(request: Request) -> bool:
    """Tell whether the browser says that a page of this site sent the request."""
    origin = request.headers.get("origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.headers.get("host")


NotForged: Final = Depends(not_forged)


def _is_script(request: Request) -> bool:
    person = request.state.person
    return person is not None and person.token is not None


async def _told(request: Request) -> str:
    header = request.headers.get(HEADER)
    if header is not None:
        return header
    if not request.headers.get("content-type", "").startswith(_FORMS):
        return ""
    told = (await request.form()).get(FIELD)
    return told if isinstance(told, str) else ""
