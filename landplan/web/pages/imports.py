"""导入: files uploaded, looked at, confirmed, and taken back."""

from typing import Final

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from gis.errors import LandplanError, WrongUseError
from landplan.session import chosen_plan
from landplan.web.asked import Asked, Meant
from landplan.web.database import Reading, Writing
from landplan.web.errors import status_of
from landplan.web.jobs.asking import KINDS, STATES, ask_for, job_among, led_to
from landplan.web.page import page
from landplan.web.pages.import_options import form_facts, options_of
from landplan.web.pages.paged import PageNumber, paged
from landplan.web.posted import Form, Posted, main_file
from landplan.web.security.guards import MayEdit
from landplan.web.unchanged import unless_unchanged_with
from projects.imports.told import load_called
from projects.imports.undo import refusal
from projects.jobs import queue
from projects.jobs.files import put_file
from projects.jobs.queue import Kind
from projects.people.audit import audit
from projects.store.batches import batches_of

router = APIRouter(prefix="/imports", dependencies=[MayEdit])

IMPORT_KINDS: Final[tuple[Kind, ...]] = ("check", "import", "undo")
UNLESS_UNCHANGED: Final = unless_unchanged_with(
    lambda connection: queue.jobs_version(connection, IMPORT_KINDS)
)
_MOST_JOBS: Final = 20


@router.get("", dependencies=[UNLESS_UNCHANGED])
def imports(
    request: Request, asked: Meant, connection: Reading, number: PageNumber = 1
) -> Response:
    """List the loads, the last one first, with a form for another file."""
    return _list_page(request, asked, connection, number=number)


@router.post("")
def upload(request: Request, asked: Meant, form: Form, connection: Writing) -> Response:
    """Take in a file and let it be looked at."""
    try:
        plan = chosen_plan(connection, asked.plan)
        uploads = form.uploads("file")
        name = main_file([one.name for one in uploads])
        told = options_of(form) | {"file": name, "language": asked.language}
        job_id = ask_for(request, connection, "check", plan.plan_id, told)
    except WrongUseError as error:
        return _list_page(request, asked, connection, form=form, error=error)
    for one in uploads:
        put_file(connection, job_id, one.name, one.content, made=False)
    audit(
        connection, request.state.person, "import.upload", name,
        {"job": job_id, "plan": plan.plan_id, "list": told["list"]}, request,
    )  # fmt: skip
    return led_to(request, f"/imports/{job_id}")


@router.post("/{job_id}/remove")
def remove(request: Request, job_id: int, connection: Writing) -> Response:
    """Remove what was uploaded, and what was found in it; a load stays."""
    job = job_among(connection, job_id, "check")
    queue.remove(connection, job_id)
    audit(
        connection, request.state.person, "import.remove", str(job.asked["file"]),
        {"job": job_id, "plan": job.plan_id}, request,
    )  # fmt: skip
    return led_to(request, "/imports")


@router.post("/batches/{batch_id}/undo")
def undo(request: Request, batch_id: int, asked: Meant, connection: Writing) -> Response:
    """Let a load be taken back."""
    batch = next((one for one in batches_of(connection) if one.batch_id == batch_id), None)
    if batch is None:
        raise WrongUseError(f"没有批次 {batch_id}", f"there is no load {batch_id}")
    told = {"batch": batch_id, "language": asked.language}
    job_id = ask_for(request, connection, "undo", batch.plan_id, told)
    return led_to(request, f"/imports/{job_id}")


def _list_page(
    request: Request,
    asked: Asked,
    connection: Connection,
    *,
    number: int = 1,
    form: Posted | None = None,
    error: LandplanError | None = None,
) -> Response:
    """Return the list of loads, with what was typed into the form and what is wrong with it."""
    plan = chosen_plan(connection, asked.plan)
    batches = batches_of(connection, plan.plan_id)
    part = paged(number, len(batches))
    undone = {one.undoes: one.batch_id for one in batches}
    return page(
        request, "imports.html", status=200 if error is None else status_of(error),
        plan=plan, **form_facts(asked.say), typed={} if form is None else form.texts(),
        error=error, jobs=queue.jobs_of(
            connection, IMPORT_KINDS, most=_MOST_JOBS, plan_id=plan.plan_id
        ),
        batches=batches, undone=undone, total=len(batches), **part,
        can_undo=lambda batch: refusal(batch, batches) is None,
        kinds=KINDS, states=STATES, load_called=load_called,
        most_mb=request.app.state.job_settings.upload_mb,
    )  # fmt: skip
