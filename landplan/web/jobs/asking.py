"""How pages ask for work in the background, and tell of it."""

from collections.abc import Mapping
from typing import Any, Final

from fastapi import Request
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection
from starlette.background import BackgroundTask

from gis.errors import NotFoundError
from landplan.language import Say
from landplan.web.page import address
from landplan.web.security.guards import known
from projects.jobs import queue
from projects.jobs.queue import Job, Kind, State
from projects.labels import Label
from projects.people.audit import address_of

STATES: Final[Mapping[State, Label]] = {
    "waiting": Label("排队中", "Waiting"),
    "running": Label("进行中", "Running"),
    "done": Label("已做好", "Done"),
    "failed": Label("未完成", "Failed"),
}
KINDS: Final[Mapping[Kind, Label]] = {
    "check": Label("检查文件", "Check of a file"),
    "import": Label("导入", "Import"),
    "undo": Label("撤销", "Undo"),
    "export": Label("导出", "Export"),
    "report": Label("报告", "Report"),
}


def ask_for(
    request: Request, connection: Connection, kind: Kind, plan_id: str, asked: Mapping[str, Any]
) -> int:
    """Put a job into the queue for whoever is logged in; return its number.

    Raises
    ------
    NotLoggedInError
        If nobody is.
    WrongUseError
        If too many of the person's jobs wait or run.
    """
    person = known(request)
    return queue.ask(
        connection, kind, plan_id, asked,
        by=person.name, role=person.role, address=address_of(request),
        most=request.app.state.job_settings.jobs_each,
    )  # fmt: skip


def led_to(request: Request, path: str, *, row: str = "") -> RedirectResponse:
    """Lead to the page of a job that was asked for; when that is committed, a worker looks.

    Parameters
    ----------
    row
        The element of the page that tells of the job.
    """
    wake = BackgroundTask(request.app.state.workers.wake)
    going = address(request, path) + (f"#{row}" if row else "")
    return RedirectResponse(going, status_code=303, background=wake)


def job_among(connection: Connection, job_id: int, *kinds: Kind) -> Job:
    """Return a job of some kinds.

    Raises
    ------
    NotFoundError
        If there is none, or none any more.
    """
    found = queue.job_of(connection, job_id) if job_id < 1 << 63 else None
    if found is None or found.kind not in kinds:
        raise NotFoundError(
            f"没有编号 {job_id} 的任务，或它已过保存期；请从列表中选择",
            f"there is no job {job_id}, or not any more: choose one of the list",
        )
    return found


def told_of(job: Job, say: Say) -> dict[str, Any]:
    """Return how far a job is, for the script that shows it."""
    step = say(job.step_zh, job.step_en)
    return {
        "state": job.state,
        "told": say(*STATES[job.state]) + (f" · {step}" if step and not job.has_ended else ""),
        "done": job.done,
        "total": job.total,
        "ended": job.has_ended,
    }
