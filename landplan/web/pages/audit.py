"""审计: who did what, when, from where; to be read and taken along, never to be changed."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

from landplan.session import BEIJING, parsed_day
from landplan.web.database import Reading, Writing
from landplan.web.page import page
from landplan.web.security.guards import MayAdminister, known
from landplan.web.security.refusals import NOT_STORED
from projects.choice import chosen
from projects.people.actions import ACTIONS, action_label, details_told
from projects.people.audit import AuditFilter, audit, audit_rows
from projects.people.audit_file import MEDIA_TYPES, write_audit_file

router = APIRouter(prefix="/audit", dependencies=[MayAdminister])

_PAGE: Final = 100
_MOST: Final = 2**63 - 1


def wanted(
    person: str = "", action: str = "", text: str = "", since: str = "", until: str = ""
) -> AuditFilter:
    """Return which rows an address asks for; both days are meant whole, in Beijing.

    Raises
    ------
    WrongUseError
        If a day is none.
    """
    return AuditFilter(
        person=person.strip(),
        action=action,
        text=text.strip(),
        since=_midnight(since, "since"),
        until=_midnight(until, "until", later=timedelta(days=1)),
    )


Wanted = Annotated[AuditFilter, Depends(wanted)]


@router.get("")
def show(
    request: Request,
    connection: Reading,
    wanted: Wanted,
    before: Annotated[int | None, Query(ge=1, le=_MOST)] = None,
) -> Response:
    """Show a page of rows, the last one first."""
    rows = audit_rows(connection, wanted, most=_PAGE + 1, before=before)
    shown = rows[:_PAGE]
    asked = {name: value for name, value in request.query_params.items() if name != "before"}
    older = {**asked, "before": shown[-1].audit_id} if len(rows) > _PAGE else None
    made = page(
        request,
        "audit.html",
        rows=shown,
        asked=asked,
        actions=ACTIONS,
        action_label=action_label,
        details_told=details_told,
        older=None if older is None else f"?{urlencode(older)}",
        newest=None if before is None else f"?{urlencode(asked)}",
        exported={
            form: f"/audit/export?{urlencode({**asked, 'form': form})}" for form in MEDIA_TYPES
        },
    )
    made.headers.update(NOT_STORED)
    return made


@router.get("/export")
def export(request: Request, connection: Writing, wanted: Wanted, form: str = "csv") -> Response:
    """Give all rows that are meant as a file; that somebody took them is audited too."""
    form = chosen("form", form, tuple(MEDIA_TYPES))
    folder = Path(mkdtemp(prefix="landplan-"))
    gone = BackgroundTask(rmtree, folder, ignore_errors=True)
    try:
        file = folder / f"landplan-audit.{form}"
        rows = write_audit_file(connection, wanted, file, time_zone=BEIJING)
        asked: dict[str, Any] = {**request.query_params, "rows": rows}
        audit(connection, known(request), "audit.export", "", asked, request)
    except BaseException:
        rmtree(folder, ignore_errors=True)
        raise
    return FileResponse(
        file, media_type=MEDIA_TYPES[form], filename=file.name, headers=NOT_STORED, background=gone
    )


def _midnight(told: str, name: str, *, later: timedelta = timedelta(0)) -> datetime | None:
    """Return the midnight in Beijing at which a day begins, or that much later."""
    if not told:
        return None
    day = min(parsed_day(told, name), date.max - later)
    return datetime.combine(day + later, time.min, BEIJING)
