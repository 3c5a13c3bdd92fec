"""项目: the major projects as a list, by stage, on the map; a project's card and its records."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Final, Literal
from urllib.parse import quote

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection

from gis.errors import NotFoundError, WrongUseError
from landplan.session import today
from landplan.settings import PlanSettings, read_settings
from landplan.web.asked import Asked, Meant
from landplan.web.database import Reading, Writing
from landplan.web.list_files import projects_for_programs
from landplan.web.page import address, page
from landplan.web.pages.paged import PageNumber, paged
from landplan.web.pages.project_list import ORDERS, AskedProjects, by_stage
from landplan.web.pages.project_maps import board_map, card_map
from landplan.web.security.guards import MayEdit, MayRead, known
from landplan.web.unchanged import UnlessUnchanged
from layers.map.plan_data import investment_data
from projects.labels import STAGES as STAGE_LABELS
from projects.model import STAGES, Project
from projects.monitoring.lights import Lit, lit
from projects.people.audit import audit
from projects.store.records import (
    Record,
    history,
    last_record,
    progress_of,
    record_investment,
    record_progress,
    record_stage,
    value_before,
)
from projects.view import PlanView

router = APIRouter(dependencies=[MayRead])

What = Literal["stage", "invested_10k_cny", "progress_percent"]

WHAT: Final[Mapping[str, tuple[str, str]]] = {
    "stage": ("阶段", "Stage"),
    "invested_10k_cny": ("累计完成投资（万元）", "Invested so far (10k CNY)"),
    "progress_percent": ("形象进度（%）", "Progress of the works (%)"),
}


@router.get("/projects", dependencies=[UnlessUnchanged])
def projects(
    request: Request,
    asked: Meant,
    wanted: AskedProjects,
    connection: Reading,
    number: PageNumber = 1,
) -> Response:
    """List the projects, with the board of their stages and the tree of investment."""
    view = asked.view_until_today(connection)
    every = view.projects()
    found = wanted.of(view.projects(asked.zone))
    return page(
        request, "projects.html",
        plan=view.plan, as_of=view.as_of, projects=found, wanted=wanted, asked=asked,
        zone_names=_zone_names(view), stages=by_stage(found),
        stage_labels=STAGE_LABELS, all_stages=STAGES, orders=tuple(ORDERS),
        categories=_categories(every),
        progress=progress_of(connection, view.plan.plan_id, as_of=view.as_of),
        investment=investment_data(view.investment),
        ogc=projects_for_programs(asked, view.as_of, wanted),
        **paged(number, len(found)),
    )  # fmt: skip


@router.get("/projects/board", dependencies=[UnlessUnchanged])
def board(request: Request, asked: Meant, wanted: AskedProjects, connection: Reading) -> Response:
    """挂图作战: show the projects on the map, each with its light."""
    view = asked.view_until_today(connection)
    every = view.projects(asked.zone)
    found = wanted.of(every)
    progress = progress_of(connection, view.plan.plan_id, as_of=view.as_of)
    rule = read_settings(PlanSettings).light_rule
    lights = {
        one.project_id: lit(one, percent_of(progress, one), view.plan, as_of=view.as_of, rule=rule)
        for one in found
    }
    return page(
        request, "projects_board.html",
        plan=view.plan, as_of=view.as_of, projects=found, lights=lights, rule=rule, wanted=wanted,
        asked=asked, zone_names=_zone_names(view), progress=progress,
        stage_labels=STAGE_LABELS, tally=_tally(lights), categories=_categories(every),
        map=board_map(request, view.zones_meant(asked.zone), found, lights, say=asked.say),
    )  # fmt: skip


@router.get("/projects/{project_id}", dependencies=[UnlessUnchanged])
def project(request: Request, asked: Meant, project_id: str, connection: Reading) -> Response:
    """Show one project: what the documents say of it, what was recorded, where it lies."""
    return _card(request, asked, connection, project_id)


@router.post("/projects/{project_id}/records", dependencies=[MayEdit])
def record(
    request: Request,
    asked: Meant,
    project_id: str,
    connection: Writing,
    what: Annotated[What, Form()],
    value: Annotated[str, Form()] = "",
    day: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
    correction: Annotated[bool, Form()] = False,
    seen: Annotated[int, Form()] = 0,
) -> Response:
    """Record something of a project, if nobody has meanwhile.

    `seen` is the last record that the form's page showed: with a later one there, the page comes
    again with it, and with all that was typed.
    """
    typed = {"what": what, "value": value, "day": day, "note": note, "correction": correction}
    plan_id = asked.view(connection).plan.plan_id
    lately = last_record(connection, plan_id, project_id, lock=True)
    if lately != seen:
        return _card(request, asked, connection, project_id, typed=typed, seen=seen, status=409)
    try:
        person = known(request)
        was = value_before(connection, plan_id, project_id, what)
        _record(connection, plan_id, project_id, what, value, day, note, correction, by=person.name)
        details = {"plan": plan_id, **typed, "was": was}
        audit(connection, person, f"project.{what}", project_id, details, request)
    except WrongUseError as error:
        wrong = asked.say(error.zh, error.en)
        return _card(request, asked, connection, project_id, typed=typed, wrong=wrong, status=422)
    return RedirectResponse(address(request, f"/projects/{quote(project_id, safe='')}"), 303)


def percent_of(progress: Mapping[str, Any], project: Project) -> float | None:
    """Return a project's 形象进度, if it is recorded."""
    found = progress.get(project.project_id)
    return None if found is None else float(found.progress_percent)


def _record(
    connection: Connection,
    plan_id: str,
    project_id: str,
    what: What,
    value: str,
    day: str,
    note: str,
    correction: bool,
    by: str,
) -> None:
    happened_on = _day(day)
    told: dict[str, Any] = {
        "happened_on": happened_on, "by": by, "note": note.strip(), "correction": correction
    }  # fmt: skip
    if what == "stage":
        record_stage(connection, plan_id, project_id, stage=_stage(value), **told)
    elif what == "invested_10k_cny":
        record_investment(connection, plan_id, project_id, invested_10k_cny=_number(value), **told)
    else:
        record_progress(connection, plan_id, project_id, progress_percent=_number(value), **told)


def _card(
    request: Request,
    asked: Asked,
    connection: Connection,
    project_id: str,
    *,
    typed: Mapping[str, Any] | None = None,
    wrong: str = "",
    seen: int | None = None,
    status: int = 200,
) -> Response:
    view = asked.view_until_today(connection)
    found = next((one for one in view.projects() if one.project_id == project_id), None)
    if found is None:
        raise NotFoundError(
            f"没有项目“{project_id}”；请从项目列表中选择",
            f"there is no project {project_id!r}; choose one from the list",
        )
    records = history(connection, view.plan.plan_id, project_id)
    rule = read_settings(PlanSettings).light_rule
    progress = progress_of(connection, view.plan.plan_id, as_of=view.as_of)
    return page(
        request, "project.html", status=status,
        plan=view.plan, as_of=view.as_of, project=found, records=_told(records, asked, view),
        zone_names=_zone_names(view), stage_labels=STAGE_LABELS, what=WHAT,
        stage_names=[STAGE_LABELS[one].say(asked.language) for one in STAGES],
        progress=progress.get(project_id), documents=_documents(view),
        light=lit(found, percent_of(progress, found), view.plan, as_of=view.as_of, rule=rule),
        last=last_record(connection, view.plan.plan_id, project_id),
        typed=typed or {}, wrong=wrong, today=today(),
        since=[] if seen is None else [one for one in records if one.record_id > seen],
        map=card_map(view.every_zone, found, say=asked.say),
    )  # fmt: skip


def _told(records: list[Record], asked: Asked, view: PlanView) -> list[dict[str, Any]]:
    """Return the records with their words, the last one first."""
    return [
        {
            "record": one,
            "later": one.happened_on > view.as_of.isoformat(),
            "what": asked.say(*WHAT[one.what]),
            "value": STAGE_LABELS[one.value].say(asked.language)
            if one.what == "stage" and one.value in STAGE_LABELS
            else one.value,
        }
        for one in reversed(records)
    ]


def _categories(projects: Sequence[Project]) -> list[tuple[str, str]]:
    """Return the categories as a choice has them."""
    return [(each, each) for each in sorted({one.category for one in projects})]


def _zone_names(view: PlanView) -> dict[str, str]:
    return {zone.zone_id: zone.name for zone in view.every_zone}


def _documents(view: PlanView) -> dict[str, str]:
    return {document.document_id: document.title for document in view.plan.documents}


def _tally(lights: Mapping[str, Lit]) -> dict[str, int]:
    told = [one.light for one in lights.values()]
    return {light: told.count(light) for light in ("green", "yellow", "red", "none")}


def _stage(told: str) -> str:
    """Return a stage by its name in either language; what is none is refused by its record."""
    named = {name: stage for stage, label in STAGE_LABELS.items() for name in label}
    return named.get(told.strip(), told.strip())


def _number(told: str) -> float:
    try:
        return float(told.replace(",", "").strip())
    except ValueError as error:
        raise WrongUseError(
            f"“{told}”不是数；请填写数字", f"{told!r} is no number; write one"
        ) from error


def _day(told: str) -> date:
    try:
        day = date.fromisoformat(told) if told else today()
    except ValueError as error:
        raise WrongUseError(
            f"“{told}”不是日期；请写成 2025-12-31", f"{told!r} is no date; write 2025-12-31"
        ) from error
    if day > today():
        raise WrongUseError(f"{day} 还没有到", f"{day} has not come yet")
    return day
