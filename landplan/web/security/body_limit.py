"""How much a request may bring: a form's worth, and a file's where files are uploaded."""

import errno
from collections.abc import Mapping
from typing import Final

from fastapi import FastAPI, HTTPException, Request, Response
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from landplan.web.errors import answer
from projects.people.accounts import Person

FORM_BYTES: Final = 4 << 20


class TooLargeError(HTTPException):
    """A request brings more than `most` bytes."""

    def __init__(self, most: int) -> None:
        super().__init__(413)
        self.most = most


class BodyLimit:
    """Count what requests bring, and stop reading where that is too much.

    Parameters
    ----------
    uploads
        Path → how many bytes whoever may edit may bring there, in a form with files.
    """

    def __init__(self, app: ASGIApp, uploads: Mapping[str, int]) -> None:
        self.app, self._uploads = app, uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; who reads more of it than it may bring gets `TooLargeError`."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = self._most(scope)
        told = Headers(scope=scope).get("content-length", "")
        brought = int(told) if told.isdecimal() and int(told) > most else 0

        async def counted() -> Message:
            nonlocal brought
            if brought > most:
                raise TooLargeError(most)
            message = await receive()
            brought += len(message.get("body", b""))
            if brought > most:
                raise TooLargeError(most)
            return message

        await self.app(scope, counted, send)

    def _most(self, scope: Scope) -> int:
        person: Person | None = scope.get("state", {}).get("person")
        if person is None or not person.may("editor"):
            return FORM_BYTES
        return self._uploads.get(scope["path"], FORM_BYTES)


def told_as_too_large(app: FastAPI) -> None:
    """Answer what brings too much with how much may be; and where the disk is full, that it is."""

    @app.exception_handler(TooLargeError)
    async def told(request: Request, error: TooLargeError) -> Response:
        most_mb = error.most >> 20
        return answer(
            request,
            f"提交的内容超过了上限 {most_mb} MB；请把文件分开，或请管理员调大 LANDPLAN_UPLOAD_MB",
            f"what was sent is larger than the {most_mb} MB that may be: part the file, or let the "
            "administrator raise LANDPLAN_UPLOAD_MB",
            status=413,
        )

    @app.exception_handler(OSError)
    async def told_of_disk(request: Request, error: OSError) -> Response:
        if error.errno != errno.ENOSPC:
            raise error
        return answer(
            request,
            "服务器磁盘已满，没有写入任何内容；请管理员腾出空间后再试",
            "the disk of the server is full, nothing was written: let its administrator free some",
            status=507,
        )
