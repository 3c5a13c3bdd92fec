"""报告: asked for in a form, made in the background, fetched from the list."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, get_args

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from gis.errors import LandplanError, WrongUseError
from landplan.report_file import ATLASES, PAPERS, SUFFIXES, refuse_format
from landplan.session import chosen_plan, parsed_day, today_in
from landplan.web.asked import Asked, Meant
from landplan.web.database import Reading, Writing
from landplan.web.errors import status_of
from landplan.web.jobs.asking import STATES, ask_for, led_to
from landplan.web.page import page
from landplan.web.pages.made import made_lately, routes_of_made
from landplan.web.posted import Form, Posted
from landplan.web.security.guards import MayRead
from landplan.web.unchanged import unless_unchanged_with
from projects.choice import chosen
from projects.exports.file_names import file_names
from projects.jobs import queue
from projects.jobs.queue import Kind
from projects.model import Basis, Plan
from projects.people.audit import audit
from projects.store.plans import every_zone_of
from projects.zones import meant_zones

router = APIRouter(prefix="/reports", dependencies=[MayRead])

_REPORT: Final[Kind] = "report"
_UNLESS_UNCHANGED: Final = unless_unchanged_with(
    lambda connection: queue.jobs_version(connection, [_REPORT])
)
_KINDS: Final = ("whole", "brief", *ATLASES)
"""What of a report is wanted: all of it, its brief form, or a map book by zone or by parcel."""


@router.get("", dependencies=[_UNLESS_UNCHANGED])
def reports(request: Request, asked: Meant, connection: Reading) -> Response:
    """List the reports that were made, with a form for another one."""
    plan = chosen_plan(connection, asked.plan)
    typed = {"zone": asked.zone, "basis": asked.basis, "as_of": asked.as_of}
    return _page(request, connection, plan, typed)


@router.post("")
def make(request: Request, asked: Meant, form: Form, connection: Writing) -> Response:
    """Let a report be made."""
    plan = chosen_plan(connection, asked.plan)
    try:
        told = _told(connection, plan, form, asked)
        job_id = ask_for(request, connection, _REPORT, plan.plan_id, told)
    except WrongUseError as error:
        return _page(request, connection, plan, form.texts(), error=error)
    audit(
        connection, request.state.person, "report.make", told["file"],
        {"job": job_id, "plan": plan.plan_id}, request,
    )  # fmt: skip
    return led_to(request, "/reports", row=f"job-{job_id}")


routes_of_made(router, _REPORT, "/reports")


def _told(connection: Connection, plan: Plan, form: Posted, asked: Asked) -> dict[str, Any]:
    """Return what a form asks for.

    Raises
    ------
    WrongUseError
        If it asks for what cannot be.
    """
    kind = chosen("kind", form.text("kind") or "whole", _KINDS)
    suffix = chosen("format", form.text("format"), SUFFIXES)
    zone = form.text("zone")
    if zone:
        zones = every_zone_of(connection, plan.plan_id)
        zone = meant_zones(zones, zone=zone, zone_set=None)[0].zone_id
    day = form.text("as_of")
    as_of = parsed_day(day, "as_of") if day else today_in(plan)
    name = "-".join(
        part
        for part in (plan.plan_id, zone, kind if kind != "whole" else "report", as_of.isoformat())
        if part
    )
    file = next(file_names([name], suffix))
    brief, atlas = kind == "brief", kind if kind in ATLASES else None
    refuse_format(Path(file), template=None, book=atlas is not None, brief=brief)
    return {
        "file": file,
        "zone": zone or None,
        "as_of": as_of.isoformat(),
        "basis": chosen("basis", form.text("basis") or "declared", get_args(Basis)),
        "brief": brief,
        "atlas": atlas,
        "paper": chosen("paper", form.text("paper") or "A4", PAPERS),
        "language": asked.language,
    }


def _page(
    request: Request,
    connection: Connection,
    plan: Plan,
    typed: Mapping[str, Any],
    *,
    error: LandplanError | None = None,
) -> Response:
    """Return the list of reports, with what was typed into the form and what is wrong with it."""
    return page(
        request, "reports.html", status=200 if error is None else status_of(error),
        plan=plan, zones=every_zone_of(connection, plan.plan_id), typed=typed, error=error,
        usual_day=today_in(plan), suffixes=SUFFIXES, papers=PAPERS, states=STATES,
        made=made_lately(connection, _REPORT, plan.plan_id),
        days=request.app.state.job_settings.job_days,
    )  # fmt: skip
