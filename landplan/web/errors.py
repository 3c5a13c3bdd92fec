"""Errors as pages and as JSON: what was found, what was wanted, what to do; never a traceback."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from math import ceil
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DataError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gis.errors import (
    AccessError,
    BadDataError,
    CrsError,
    DatabaseError,
    LandplanError,
    LockedOutError,
    MissingExtraError,
    NotFoundError,
    NotPermittedError,
    NotReadyError,
    WrongUseError,
)
from landplan.web.asked import language_of
from landplan.web.page import page
from landplan.web.said import SaidOnPage, in_words_of_programs
from landplan.web.security.kept_form import form_to_send_again
from projects.labels import Label

_FOR_PROGRAMS = ("/api/", "/ogc", "/tiles/")

_STATUS: Final = (
    (DatabaseError, 503),
    (MissingExtraError, 503),
    (LockedOutError, 429),
    (NotPermittedError, 403),
    (AccessError, 401),
    (NotFoundError, 404),
    (WrongUseError, 422),
    (CrsError, 422),
    (BadDataError, 422),
)
"""The status of the answer to each kind of error, what is special first."""

_HEADINGS: Final = {
    400: Label("请求无法读取", "This cannot be read"),
    401: Label("请先登录", "Log in first"),
    403: Label("没有权限", "Not permitted"),
    404: Label("没有这一页", "There is no such page"),
    405: Label("不能这样提交", "This cannot be sent here"),
    413: Label("内容太大", "Too large"),
    422: Label("无法显示", "This cannot be shown"),
    429: Label("请稍后再试", "Try again later"),
    500: Label("程序出错", "Something went wrong"),
    503: Label("暂时无法使用", "Not available for now"),
    507: Label("磁盘已满", "The disk is full"),
}
_SENTENCES: Final = {
    400: Label(
        "请求的内容无法读取；应为 UTF-8 的表单或 JSON",
        "what was sent cannot be read; it is a form or JSON, in UTF-8",
    ),
    404: Label(
        "这个地址没有内容；请核对地址，或从上面的菜单进入",
        "nothing stands at this address; check it, or go by the menu above",
    ),
    405: Label(
        "这个地址不接受这种请求；请从页面上的表单或链接进入",
        "this address does not take such a request; use the forms and links of the pages",
    ),
    413: Label("上传的内容太大", "what was sent is too large"),
    503: Label(
        "数据库暂时没有应答，没有数据被改动；请稍后再试，如一直如此请告诉管理员（原因在日志中）",
        "the database does not answer for now, no data was changed; try again later, and if it "
        "stays so tell the administrator (the log has the reason)",
    ),
    500: Label(
        "程序出错，没有数据被改动；请稍后再试，如再出现请告诉管理员（日志中有这一刻的记录）",
        "the program failed, no data was changed; try again later, and if it fails again tell the "
        "administrator (the log has a record of this moment)",
    ),
}

_BOUNDS: Final = {"gt": ">", "ge": "≥", "lt": "<", "le": "≤"}

_TRY_AGAIN_S: Final = 5.0

_log = logging.getLogger("landplan.web")


def told_as_pages(app: FastAPI) -> None:
    """Answer every error of our tree with a page in the reader's language, or with JSON."""

    @app.exception_handler(LandplanError)
    async def told(request: Request, error: LandplanError) -> Response:
        if isinstance(error, DatabaseError):
            return await database_away(request, error)
        return answer(request, error.zh, error.en, status=status_of(error))

    @app.exception_handler(HTTPException)
    async def told_by_status(request: Request, error: HTTPException) -> Response:
        status = error.status_code
        usual = HTTPStatus(status).phrase
        zh, en = _SENTENCES.get(status, Label(usual, usual))
        made = answer(request, zh, en, status=status)
        made.headers.update(error.headers or {})
        return made

    @app.exception_handler(DataError)
    async def told_of_data(request: Request, error: DataError) -> Response:
        _log.warning("%s %s: %s", request.method, request.url.path, error.orig)
        return answer(
            request, "请求中有数据库不能接受的内容（例如超出范围的数或空字符）；请核对后再试",
            "the request holds what the database cannot take (a number out of range, a NUL "
            "character); check and try again", status=422,
        )  # fmt: skip

    @app.exception_handler(PoolTimeoutError)
    async def told_of_waiting(request: Request, _error: PoolTimeoutError) -> Response:
        return await not_for_now(
            request, "访问的人太多，没有等到数据库连接；请稍后再试",
            "too many ask at once, and no connection to the database came free; try again later",
        )  # fmt: skip

    @app.exception_handler(RequestValidationError)
    async def told_by_field(request: Request, error: RequestValidationError) -> Response:
        wrong = error.errors()
        if any(one["type"] == "json_invalid" or one["loc"] == ("body",) for one in wrong):
            return answer(request, *_SENTENCES[400], status=422)
        names = [*dict.fromkeys(map(_name_of, wrong))]
        return answer(
            request, f"请求中的 {'、'.join(names)} 不对；请核对后再试",
            f"the request's {', '.join(names)} cannot be meant so; check and try again", status=422,
        )  # fmt: skip


def _name_of(wrong: Mapping[str, Any]) -> str:
    """Return what the sender calls a part of a request that cannot be meant, and its bounds."""
    _where, *names = wrong["loc"]
    told = wrong.get("ctx", {})
    bounds = ", ".join(
        f"{sign} {told[key]}".removesuffix(".0") for key, sign in _BOUNDS.items() if key in told
    )
    return f"{names[0] if names else _where}" + (f" ({bounds})" if bounds else "")


class NoTraceback:
    """Answer whatever nobody foresaw with a sentence, and write it to the log."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; where that fails before its answer has begun, give one."""
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, sending)
        except Exception:
            _log.exception("%s %s failed", scope.get("method"), scope.get("path"))
            if begun or scope["type"] != "http":
                raise
            request = Request(scope, receive)
            await answer(request, *_SENTENCES[500], status=500)(scope, receive, send)


def status_of(error: LandplanError) -> int:
    """Return the status of an error's answer: whose fault it is, and what may help."""
    for kind, status in _STATUS:
        if isinstance(error, kind):
            return status
    return 500


def is_for_programs(request: Request) -> bool:
    """Tell whether an address is one for programs, not a page."""
    return request.url.path.startswith(_FOR_PROGRAMS)


def wants_json(request: Request) -> bool:
    """Tell whether a program asks, or a script of a page, which reads JSON."""
    is_shown = request.method == "GET" and "text/html" in request.headers.get("accept", "")
    return (is_for_programs(request) and not is_shown) or "x-csrf-token" in request.headers


def answer(request: Request, zh: str, en: str, *, status: int) -> Response:
    """Return a sentence as the page or the JSON of an error."""
    if wants_json(request):
        if is_for_programs(request):
            zh, en = in_words_of_programs(zh), in_words_of_programs(en)
        return JSONResponse({"status": status, "zh": zh, "en": en}, status_code=status)
    told = SaidOnPage(language_of(request))(zh, en)
    heading = _HEADINGS.get(status, _HEADINGS[422]).say(language_of(request))
    return page(request, "error.html", status=status, told=told, heading=heading)


async def database_away(request: Request, error: DatabaseError) -> Response:
    """Return the answer where the database cannot do what is asked, or not yet."""
    if isinstance(error, NotReadyError):
        return await not_for_now(request, error.zh, error.en, wait_s=error.wait_s)
    # where the server stands is nobody's business
    _log.warning("%s %s: %s", request.method, request.url.path, error.en)
    return await not_for_now(request, *_SENTENCES[503])


async def not_for_now(
    request: Request, zh: str, en: str, *, wait_s: float = _TRY_AGAIN_S
) -> Response:
    """Return an answer that says when to try again; a form of our pages is kept in it."""
    kept = None if wants_json(request) else await form_to_send_again(request)
    if kept is None:
        made = answer(request, zh, en, status=503)
    else:
        told = SaidOnPage(language_of(request))(zh, en)
        made = page(request, "not_for_now.html", status=503, told=told, kept=kept)
    made.headers["Retry-After"] = str(ceil(wait_s))
    made.headers["Cache-Control"] = "no-store"
    return made
