"""What has not changed is not made anew: ETag and 304, and pages kept for whoever asks next.

An ETag says all that a page depends on, in two halves: what is asked (the address, the language,
who asks) and the state it tells of (the version of each plan, `projects/sql/version.sql`, the day,
the settings, the code; where a page shows work in the background, how far that is). The pages of
accounts and of the audit do without.
"""

import asyncio
import gzip
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import suppress
from functools import partial
from hashlib import sha256
from importlib.resources import files
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from fastapi import Depends, FastAPI, Request
from fastapi.routing import APIRoute
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from gis.database.server_errors import translate_errors
from landplan.session import today
from landplan.settings import PlanSettings, read_settings
from landplan.web.asked import language_of, remember_language
from landplan.web.database import engine_of
from landplan.web.map_settings import MapSettings
from landplan.web.settings import JobSettings
from landplan.web.shared import Shared
from projects.store.version import PlanVersion, plan_versions

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

More = Callable[[Connection], Any]

_KEPT_BYTES: Final = 16 * 1024 * 1024
_GZIP_LEVEL: Final = 5
_WAITS_S: Final = 20.0


class Answered(Exception):  # noqa: N818  # no error: the answer is there already
    """Ends a request with an answer that needs nothing more of it."""

    def __init__(self, answer: Response) -> None:
        super().__init__()
        self.answer = answer


class KeptPages:
    """The pages made last, gzipped, up to so many bytes; for all threads of a process.

    Of each question (the first half of an ETag) the page that was made last alone: nobody asks for
    one of an earlier state again.
    """

    def __init__(self, most_bytes: int = _KEPT_BYTES) -> None:
        self._pages: OrderedDict[str, tuple[str, bytes]] = OrderedDict()
        self._bytes = 0
        self._most_bytes = most_bytes
        self._lock = Lock()

    def get(self, etag: str) -> bytes | None:
        """Return the page of that ETag, if it is kept."""
        question = _question(etag)
        with self._lock:
            made, body = self._pages.get(question, (None, b""))
            if made != etag:
                return None
            self._pages.move_to_end(question)
            return body

    def put(self, etag: str, body: bytes) -> None:
        """Keep a page, and let those go that were not asked for longest."""
        question = _question(etag)
        with self._lock:
            _, before = self._pages.pop(question, ("", b""))
            self._bytes += len(body) - len(before)
            self._pages[question] = etag, body
            while self._bytes > self._most_bytes:
                _, (_, gone) = self._pages.popitem(last=False)
                self._bytes -= len(gone)


class Unless:
    """Answers with 304 where the reader has the page already, with the kept one where there is one.

    Whoever asks for a page that is being made waits for it, without a thread and without a
    connection, which those need who make pages. Where none comes of it, or not in time, the page is
    made for each who asks.

    The versions are read before the page is, by a statement that stands alone: a change that comes
    between the two is in the page already when its version is asked for.

    Parameters
    ----------
    more
        Reads what else the page shows than the plans.
    kind
        What the answers are, where they are no pages.
    """

    def __init__(self, more: More | None = None, *, kind: str = "text/html") -> None:
        self._more = more
        self._kind = kind

    async def __call__(self, request: Request) -> AsyncIterator[None]:
        """Answer, or let the page be made.

        Raises
        ------
        Answered
            In the first two cases, before anything else is read.
        """
        more = self._more and await run_in_threadpool(_read, request, self._more)
        request.state.etag = etag = await _unless_known(request, more)
        kept: KeptPages = request.app.state.kept
        making: dict[str, asyncio.Event] = request.app.state.making
        body = kept.get(etag)
        if body is None and etag in making:
            with suppress(TimeoutError):
                await asyncio.wait_for(making[etag].wait(), _WAITS_S)
            body = kept.get(etag)
        if body is not None:
            kept_answer = Response(media_type=self._kind, headers=_headers(etag))
            _put_into(kept_answer, body, request)
            raise Answered(kept_answer)
        if etag in making:
            yield
            return
        making[etag] = made = asyncio.Event()
        try:
            yield
        finally:
            del making[etag]
            made.set()


UnlessUnchanged: Final = Depends(Unless(), scope="function")
"""Among a route's dependencies, after its guard: the route runs only where the page is new."""


def unless_unchanged_of(kind: str) -> Any:
    """Return `UnlessUnchanged` of what is no page, but of another media type."""
    return Depends(Unless(kind=kind), scope="function")


def unless_unchanged_with(more: More) -> Any:
    """Return `UnlessUnchanged` of a page that shows more than the plans, which `more` reads."""
    return Depends(Unless(more), scope="function")


async def unless_known(request: Request) -> None:
    """Answer a program with 304 where it has the answer already.

    What it is told depends on its header Accept too, and on the name that it asks by, which stands
    in the links. Such answers are not kept here.

    Raises
    ------
    Answered
        In this case.
    """
    if request.method == "GET":
        more = str(request.base_url), request.headers.get("accept", "")
        request.state.known_as = await _unless_known(request, more)


UnlessKnown: Final = Depends(unless_known)
"""Among the dependencies of a router whose routes are `KnownRoute`."""


class KnownRoute(APIRoute):
    """A route whose answers have the ETag that was found for them."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler."""
        handle = super().get_route_handler()

        async def told(request: Request) -> Response:
            answer = await handle(request)
            etag = getattr(request.state, "known_as", None)
            if etag is not None and answer.status_code == 200:
                answer.headers.update(_headers(etag, "Authorization", "Accept"))
            return answer

        return told


async def _unless_known(request: Request, more: object) -> str:
    """Return the ETag of what is asked for.

    Raises
    ------
    Answered
        With 304, if whoever asks has it.
    """
    asked_at_once: Shared[dict[str, PlanVersion]] = request.app.state.versions
    versions = await asked_at_once.answer(partial(_versions, request))
    request.state.plans = {plan_id: told.title for plan_id, told in versions.items()}
    etag = _etag(request, versions, more)
    if etag in (one.strip() for one in request.headers.get("if-none-match", "").split(",")):
        raise Answered(Response(status_code=304, headers=_headers(etag)))
    return etag


def kept_as(request: Request, answer: Response) -> None:
    """Give a page that is made the ETag that was found for it, and keep it by that."""
    etag = getattr(request.state, "etag", None)
    if etag is not None:
        body = gzip.compress(answer.body, _GZIP_LEVEL, mtime=0)
        answer.headers.update(_headers(etag))
        _put_into(answer, body, request)
        request.app.state.kept.put(etag, body)


def _put_into(answer: Response, body: bytes, request: Request) -> None:
    """Give an answer a gzipped body: as it is, or to who cannot read that, as it was."""
    if "gzip" in request.headers.get("accept-encoding", ""):
        answer.headers["Content-Encoding"] = "gzip"
    else:
        body = gzip.decompress(body)
    answer.body = body
    answer.headers["Content-Length"] = str(len(body))


def told_at_once(app: FastAPI) -> None:
    """Let `Answered` be an answer."""

    @app.exception_handler(Answered)
    async def told(request: Request, answered: Answered) -> Response:
        remember_language(request, answered.answer)
        return answered.answer


def code_version() -> str:
    """Return a digest of the code and of its settings: no change of either is overlooked."""
    settings = [read_settings(one) for one in (PlanSettings, MapSettings, JobSettings)]
    told = sha256(repr(settings).encode())
    for package in ("gis", "projects", "layers", "landplan"):
        for file in _code_in(files(package)):
            told.update(file.read_bytes())
    return told.hexdigest()


def _code_in(folder: "Traversable") -> "list[Traversable]":
    found = []
    for one in sorted(folder.iterdir(), key=lambda one: one.name):
        if one.is_dir():
            found += _code_in(one)
        elif one.name.endswith((".py", ".sql", ".html", ".css", ".js", ".csv")):
            found.append(one)
    return found


def _versions(request: Request) -> dict[str, PlanVersion]:
    versions: dict[str, PlanVersion] = _read(request, plan_versions)
    return versions


def _read(request: Request, what: More) -> Any:
    engine = engine_of(request)
    with translate_errors(engine.url), engine.connect() as connection:
        return what(connection.execution_options(isolation_level="AUTOCOMMIT"))


def _etag(request: Request, versions: dict[str, PlanVersion], more: object) -> str:
    """Return the ETag of the page that is asked for; weak, as it may be compressed on its way."""
    state, person = request.app.state, getattr(request.state, "person", None)
    question = (
        request.url.path,
        request.url.query,
        language_of(request),
        person,
        getattr(request.state, "csrf", ""),
    )
    told_of = (state.code, state.plan, state.as_of), sorted(versions.items()), today(), more
    return f'W/"{_digest(question)}-{_digest(told_of)}"'


def _digest(told: tuple[object, ...]) -> str:
    return sha256(repr(told).encode()).hexdigest()[:32]


def _question(etag: str) -> str:
    return etag.rpartition("-")[0]


def _headers(etag: str, *vary: str) -> dict[str, str]:
    told = ", ".join(("Cookie", "Accept-Encoding", *vary))
    return {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": told}
