"""What a file that was uploaded holds: told, shown on a map, confirmed; and how its import went."""

import csv
from collections.abc import Callable, Iterator
from io import StringIO
from itertools import count
from typing import Any, Final, cast

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from sqlalchemy import Connection

from gis.errors import LandplanError, NotFoundError, WrongUseError
from gis.formats.content import FORMAT_ZH
from gis.formats.formula_guard import guarded
from gis.problems import PROBLEM_COLUMNS
from landplan import session
from landplan.language import Say
from landplan.web.asked import Asked, Meant
from landplan.web.database import Reading, Writing, engine_of
from landplan.web.downloads import attachment, job_file_answer
from landplan.web.errors import status_of
from landplan.web.jobs.asking import KINDS, STATES, ask_for, job_among, led_to, told_of
from landplan.web.page import page
from landplan.web.pages.import_options import form_facts, options_of
from landplan.web.pages.imports import IMPORT_KINDS, UNLESS_UNCHANGED
from landplan.web.pages.paged import PageNumber, paged
from landplan.web.posted import Form, Posted
from landplan.web.said import in_words_of_forms
from landplan.web.security.guards import MayEdit
from projects.imports.told import column_called, matched_with
from projects.jobs import queue
from projects.jobs.files import files_of
from projects.jobs.problems import problem_counts, problems_of
from projects.jobs.queue import Job
from projects.labels import EVENT_KINDS
from projects.people.audit import audit
from projects.store.plans import plan_of
from projects.store.version import plan_version

router = APIRouter(prefix="/imports/{job_id}", dependencies=[MayEdit])

_PROBLEMS_A_PAGE: Final = 100
_AT_ONCE: Final = 1_000


@router.get("", dependencies=[UNLESS_UNCHANGED])
def look(
    request: Request, job_id: int, asked: Meant, connection: Reading, number: PageNumber = 1
) -> Response:
    """Show how far it is, what was found, or what was done."""
    job = job_among(connection, job_id, *IMPORT_KINDS)
    return _look_page(request, asked, connection, job, number=number)


@router.get("/state")
def state(job_id: int, asked: Meant, connection: Reading) -> JSONResponse:
    """Tell how far it is, for the script of the page."""
    return JSONResponse(told_of(job_among(connection, job_id, *IMPORT_KINDS), asked.say))


@router.get("/map")
def outlines(request: Request, job_id: int, connection: Reading) -> Response:
    """Give the map of a file that was looked at."""
    job = job_among(connection, job_id, "check")
    made = [one for one in files_of(connection, job.job_id) if one.made]
    if not made:
        raise NotFoundError("这份文件没有可看的边界", "there are no outlines of this file")
    return job_file_answer(request, made[0])


@router.get("/problems.csv")
def problems_csv(request: Request, job_id: int, connection: Reading) -> Response:
    """Give all problems, for Excel: UTF-8 with its mark, no cell a formula."""
    job = job_among(connection, job_id, *IMPORT_KINDS)
    engine = engine_of(request)

    def pieces() -> Iterator[bytes]:
        yield ("\ufeff" + ",".join(PROBLEM_COLUMNS) + "\r\n").encode()
        for after in count(0, _AT_ONCE):
            with session.reading(engine) as reading:
                rows = problems_of(reading, job.job_id, after=after, most=_AT_ONCE)
            if not rows:
                return
            told = StringIO()
            csv.writer(told).writerows(
                ["" if one[name] is None else guarded(str(one[name])) for name in PROBLEM_COLUMNS]
                for one in map(_in_words, rows)
            )
            yield told.getvalue().encode("utf-8", "backslashreplace")

    headers = attachment(f"problems-{job_id}.csv")
    return StreamingResponse(pieces(), media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/again")
def again(request: Request, job_id: int, asked: Meant, form: Form, connection: Writing) -> Response:
    """Let what was uploaded be looked at with other options."""
    before = job_among(connection, job_id, "check")
    try:
        told = options_of(form) | {
            "file": before.asked["file"], "language": asked.language, "upload": _upload_of(before)
        }  # fmt: skip
        new_id = ask_for(request, connection, "check", before.plan_id, told)
    except WrongUseError as error:
        return _look_page(request, asked, connection, before, form=form, error=error)
    return led_to(request, f"/imports/{new_id}")


@router.post("/confirm")
def confirm(
    request: Request, job_id: int, asked: Meant, form: Form, connection: Writing
) -> Response:
    """Import what was looked at: all of it, or its sound rows where that is said."""
    check = job_among(connection, job_id, "check")
    try:
        left_out = _left_out(connection, check, without=form.is_set("without"))
        _refuse_twice(connection, check)
        told = {**check.asked, "language": asked.language, "upload": _upload_of(check)}
        told |= {"check": job_id, "left_out": left_out}
        new_id = ask_for(request, connection, "import", check.plan_id, told)
    except WrongUseError as error:
        return _look_page(request, asked, connection, check, error=error)
    audit(
        connection, request.state.person, "import.confirm", str(check.asked["file"]),
        {"job": new_id, "plan": check.plan_id, "left_out": len(left_out)}, request,
    )  # fmt: skip
    return led_to(request, f"/imports/{new_id}")


def _look_page(
    request: Request,
    asked: Asked,
    connection: Connection,
    job: Job,
    *,
    number: int = 1,
    form: Posted | None = None,
    error: LandplanError | None = None,
) -> Response:
    """Return the page of a job; what was typed into its form, and what is wrong with that."""
    counts = problem_counts(connection, job.job_id)
    part = paged(number, sum(counts.values()), _PROBLEMS_A_PAGE)
    template = {
        "check": "import_look.html",
        "import": "import_done.html",
        "undo": "import_undone.html",
    }
    typed = {**job.asked, "columns": "\n".join(job.asked.get("columns", ()))}
    return page(
        request, template[job.kind], status=200 if error is None else status_of(error),
        plan=plan_of(connection, job.plan_id), job=job, told=told_of(job, asked.say),
        kinds=KINDS, states=STATES, **form_facts(asked.say), error=error,
        typed=typed if form is None else form.texts(),
        problems=problems_of(connection, job.job_id, after=part["first"], most=_PROBLEMS_A_PAGE),
        formats=FORMAT_ZH, event_kinds=EVENT_KINDS, **_words(job, asked.say),
        counts=counts, total=sum(counts.values()), **part,
        is_old=_is_old(connection, job),
        imports=queue.jobs_naming(connection, "import", "check", job.job_id),
    )  # fmt: skip


def _words(job: Job, say: Say) -> dict[str, Callable[[str | None], str]]:
    """Return what names the columns of a job's file, and those that they were taken for."""
    theirs = {one["file"] for one in job.result.get("columns", ())}
    kind = job.result.get("list", job.asked.get("list", "events"))
    return {
        "column_name": lambda column: say(*column_called(column or "", kind, theirs)),
        "matched_with": lambda ours: say(*matched_with(ours, kind)),
    }


def _in_words(problem: dict[str, Any]) -> dict[str, Any]:
    """Return a problem that names the fields of the form in both its texts."""
    zh, en = in_words_of_forms(problem["zh"], "zh"), in_words_of_forms(problem["en"], "en")
    return problem | {"zh": zh, "en": en}


def _upload_of(check: Job) -> int:
    """Return the job that a file was brought to."""
    return int(check.asked.get("upload", check.job_id))


def _is_old(connection: Connection, check: Job) -> bool:
    """Tell whether the plan has changed since a file was looked at: a wrong row may be right now.

    What is confirmed as a whole is looked at again as it is imported.
    """
    return bool(check.result.get("version") != plan_version(connection, check.plan_id))


def _left_out(connection: Connection, check: Job, *, without: bool) -> list[int]:
    """Return the rows that are left out of what is confirmed.

    Raises
    ------
    WrongUseError
        If what was looked at cannot be imported so.
    """
    result = check.result
    if check.state != "done" or "errors" not in result:
        raise WrongUseError(
            "这份文件还没有检查完，或无法读取；请等检查完成，或换选项再查",
            "the file has not been looked at, or cannot be read: wait, or look with other options",
        )
    if not result["errors"]:
        return []
    if not without or result["sound"] is None:
        raise WrongUseError(
            f"这份文件有 {result['errors']} 个错误；请改正后重新上传，"
            "或确认只导入没有错误的行（如可行）",
            f"the file has {result['errors']} errors: mend it and upload it again, or confirm that "
            "the rows without errors be imported, where that can be",
        )
    if _is_old(connection, check):
        raise WrongUseError(
            "检查之后规划数据有变动，有错误的行现在可能是对的；请再检查一次，然后确认",
            "the plan has changed since the file was looked at, and rows with errors may be right "
            "now; look at it again, then confirm",
        )
    return cast("list[int]", result["sound"]["left_out"])


def _refuse_twice(connection: Connection, check: Job) -> None:
    """Refuse to import at once what waits to be imported already.

    Raises
    ------
    WrongUseError
        Naming who asked for it.
    """
    queue.lock(connection, check.job_id)
    for one in queue.jobs_naming(connection, "import", "check", check.job_id):
        if not one.has_ended:
            raise WrongUseError(
                f"这份文件已由 {one.asked_by} 确认，正在导入；请等它结束",
                f"{one.asked_by} has confirmed this file, it is being imported: wait for its end",
            )
