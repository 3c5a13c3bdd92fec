"""An upload that breaks off is told as that: its last part is not there, or is only a beginning."""

from typing import Final

from fastapi import FastAPI, HTTPException, Request, Response
from python_multipart.multipart import parse_options_header
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from landplan.web.errors import answer

_TAIL: Final = 1024
"""Bytes; so near to its end the last boundary of a form stands."""


class BrokenOffError(HTTPException):
    """A form with files ends before its last boundary."""

    def __init__(self) -> None:
        super().__init__(400)


class WholeUpload:
    """See that forms with files come with their end."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; who reads one to an end that is none gets `BrokenOffError`."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        kind, told = parse_options_header(Headers(scope=scope).get("content-type"))
        if kind != b"multipart/form-data" or b"boundary" not in told:
            await self.app(scope, receive, send)
            return
        end, tail = b"--" + told[b"boundary"] + b"--", b""

        async def seen() -> Message:
            nonlocal tail
            message = await receive()
            if message["type"] == "http.request":
                tail = (tail + message.get("body", b""))[-_TAIL:]
                if not message.get("more_body", False) and end not in tail:
                    raise BrokenOffError
            return message

        await self.app(scope, seen, send)


def told_as_broken_off(app: FastAPI) -> None:
    """Answer what breaks off with that it did; who went away meanwhile reads it no more."""

    @app.exception_handler(BrokenOffError)
    @app.exception_handler(ClientDisconnect)
    async def told(request: Request, _error: Exception) -> Response:
        return answer(
            request,
            "上传没有传完就中断了（网络断开，或被中间的代理截断），没有写入任何内容；请重新上传",
            "the upload broke off before its end (the network, or a proxy between); nothing was "
            "written: upload it again",
            status=400,
        )
