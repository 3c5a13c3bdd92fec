"""What is made in the background, exports and reports: listed, fetched, removed."""

from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy import Connection

from gis.errors import NotFoundError, NotPermittedError
from landplan.web.asked import Meant
from landplan.web.database import Reading, Writing
from landplan.web.downloads import job_file_answer
from landplan.web.jobs.asking import job_among, led_to, told_of
from landplan.web.security.guards import known
from projects.jobs import queue
from projects.jobs.files import JobFile, file_of, files_of
from projects.jobs.queue import Job, Kind
from projects.people.audit import audit

_MOST: Final = 50


@dataclass(frozen=True, slots=True)
class Made:
    """A job that makes files, and those that it has made."""

    job: Job
    files: list[JobFile]


def made_lately(connection: Connection, kind: Kind, plan_id: str) -> list[Made]:
    """Return the last jobs of a plan that make files, the newest first."""
    jobs = queue.jobs_of(connection, (kind,), most=_MOST, plan_id=plan_id)
    return [Made(job, files_of(connection, job.job_id)) for job in jobs]


def routes_of_made(router: APIRouter, kind: Kind, page: str) -> None:
    """Let a router tell of its jobs, hand out what they made, and remove them.

    Parameters
    ----------
    page
        The address of the list that they stand in.
    """

    @router.get("/jobs/{job_id}/state")
    def state(job_id: int, asked: Meant, connection: Reading) -> JSONResponse:
        """Tell how far it is, for the script of the page."""
        return JSONResponse(told_of(job_among(connection, job_id, kind), asked.say))

    @router.get("/jobs/{job_id}/files/{file_no}")
    def file(request: Request, job_id: int, file_no: int, connection: Reading) -> Response:
        """Hand out a file that was made."""
        job = job_among(connection, job_id, kind)
        found = file_of(connection, job.job_id, file_no)
        if found is None:
            raise NotFoundError(
                "没有这个文件，或还没有制作完；请回到列表",
                "there is no such file, or not yet: go back to the list",
            )
        return job_file_answer(request, found)

    @router.post("/jobs/{job_id}/remove")
    def remove(request: Request, job_id: int, connection: Writing) -> Response:
        """Remove it: who asked for it may, and who may edit."""
        job = job_among(connection, job_id, kind)
        person = known(request)
        if person.name != job.asked_by and not person.may("editor"):
            raise NotPermittedError(
                f"这是 {job.asked_by} 的；只有本人或“编辑”以上角色可以删除",
                f"{job.asked_by} has asked for it: only they, or who may edit, can remove it",
            )
        queue.remove(connection, job_id)
        told = {"job": job_id, "plan": job.plan_id}
        audit(connection, person, f"{kind}.remove", str(job.asked["file"]), told, request)
        return led_to(request, page)
