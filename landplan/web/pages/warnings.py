"""预警: what wants attention, who looks after it, and what was answered."""

from collections.abc import Mapping
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection

from gis.errors import NotFoundError, WrongUseError
from landplan.web.asked import Asked, Meant
from landplan.web.database import Reading, Writing, in_turn
from landplan.web.page import address, page
from landplan.web.pages.paged import PageNumber, paged
from landplan.web.security.guards import MayEdit, MayRead, known
from landplan.web.unchanged import UnlessUnchanged
from projects.labels import SEVERITIES
from projects.model import EarlyWarning
from projects.monitoring.answered import Answered, with_answers
from projects.people.audit import audit
from projects.store.answers import answer_warning, answers_of
from projects.view import PlanView

router = APIRouter(dependencies=[MayRead])

KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "target": ("目标", "Targets"),
    "indicator": ("指标", "Indicators"),
    "project": ("项目", "Projects"),
    "parcel": ("已储未供", "Reserve"),
    "event": ("文号", "Documents"),
}
ACTIONS: Final[Mapping[str, tuple[str, str]]] = {
    "assign": ("指派", "Assign"),
    "note": ("说明", "Note"),
    "done": ("办结", "Done"),
    "reopen": ("重新打开", "Reopen"),
}


@router.get("/warnings", dependencies=[UnlessUnchanged])
def warnings(
    request: Request,
    asked: Meant,
    connection: Reading,
    kind: str = "",
    still: str = "open",
    number: PageNumber = 1,
) -> Response:
    """List the warnings as of the day; `still` is open, done, gone or all."""
    return _list(request, asked, connection, kind=kind, still=still, number=number)


@router.post("/warnings", dependencies=[MayEdit])
def answer(
    request: Request,
    asked: Meant,
    connection: Writing,
    warning: Annotated[str, Form()],
    action: Annotated[str, Form()],
    seen: Annotated[int, Form()],
    assignee: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
) -> Response:
    """Answer a warning; `seen` is the last answer that the form's page showed."""
    view = _view(asked, connection)
    in_turn(connection, "warning", view.plan.plan_id, warning)
    answers = answers_of(connection, view.plan.plan_id)
    found = next((one for one in with_answers(view.warnings, answers) if one.key == warning), None)
    if found is None:
        raise NotFoundError("这条预警已不存在", "there is no such warning")
    typed = {"warning": warning, "action": action, "assignee": assignee, "note": note}
    if last_answer(found) != seen:
        wrong = asked.say(
            "您打开本页之后已有人处理过这条预警；请看过下面的记录再提交",
            "since you opened this page somebody has answered it; read that, then send again",
        )
        return _list(request, asked, connection, typed=typed, wrong=wrong, status=409)
    try:
        person = known(request)
        answer_warning(
            connection, view.plan.plan_id, told_again(found),
            action=action, by=person.name, assignee=assignee, note=note,
        )  # fmt: skip
        audit(
            connection, person, f"warning.{action}", found.key,
            {"plan": view.plan.plan_id, **typed}, request,
        )  # fmt: skip
    except WrongUseError as error:
        wrong = asked.say(error.zh, error.en)
        return _list(request, asked, connection, typed=typed, wrong=wrong, status=422)
    return RedirectResponse(f"/warnings?{request.url.query}", 303)


def last_answer(found: Answered) -> int:
    """Return the id of the last answer, 0 where there is none."""
    return found.answers[-1].answer_id if found.answers else 0


def told_again(found: Answered) -> EarlyWarning:
    """Return the warning, or, where it is gone, what its last answer told of it."""
    if found.warning is not None:
        return found.warning
    kind, zone_id, subject_id, topic = found.key.split("|", 3)
    told = found.answers[-1].told
    return EarlyWarning(
        kind=kind, severity=1, zone_id=zone_id or None, subject_id=subject_id, topic=topic,
        zh=told, en=told,
    )  # fmt: skip


def _list(
    request: Request,
    asked: Asked,
    connection: Connection,
    *,
    kind: str = "",
    still: str = "open",
    number: int = 1,
    typed: Mapping[str, Any] | None = None,
    wrong: str = "",
    status: int = 200,
) -> Response:
    view = _view(asked, connection)
    every = with_answers(view.warnings, answers_of(connection, view.plan.plan_id))
    of_zone = _in_zone(every, view, asked.zone)
    found = [one for one in of_zone if _is(one, still) and kind in ("", told_again(one).kind)]
    if typed:  # what is being answered comes first, wherever it stood
        found.sort(key=lambda one: one.key != typed["warning"])
    part = paged(number, len(found))
    return page(
        request, "warnings.html", status=status,
        plan=view.plan, as_of=view.as_of, asked=asked,
        zone_names={zone.zone_id: zone.name for zone in view.every_zone},
        found=found[part["first"] : part["first"] + part["rows"]], count=len(found), **part,
        kind=kind, still=still, kinds=KINDS, severities=SEVERITIES, actions=ACTIONS,
        kinds_told=[(name, asked.say(*told)) for name, told in KINDS.items()],
        tally={each: sum(_is(one, each) for one in of_zone) for each in ("open", "done", "gone")},
        told_again=told_again, last_answer=last_answer, typed=typed or {}, wrong=wrong,
        link=lambda one: _link(request, told_again(one)),
    )  # fmt: skip


def _view(asked: Asked, connection: Connection) -> PlanView:
    """Return the view of the set of the zone that is asked for: it warns of that set's targets."""
    view = asked.view(connection)
    return view if asked.zone is None else view.in_set_of(asked.zone)


def _is(one: Answered, still: str) -> bool:
    if still == "gone":
        return one.warning is None
    if still == "done":
        return one.warning is not None and one.is_done
    return still == "all" or (one.warning is not None and not one.is_done)


def _in_zone(every: list[Answered], view: PlanView, zone: str | None) -> list[Answered]:
    """Return those that belong to a zone; None: all."""
    if zone is None:
        return every
    zone_id = view.zones_meant(zone)[0].zone_id
    zones = view.zones_warned(map(told_again, every))
    return [one for one in every if zone_id in zones[one.key]]


def _link(request: Request, warning: EarlyWarning) -> str:
    """Return where one sees what it is about."""
    subject = quote(warning.subject_id, safe="")
    if warning.kind == "project":
        return address(request, f"/projects/{subject}")
    if warning.kind == "parcel":
        return address(request, f"/ledger/parcels/{subject}")
    if warning.kind == "event":
        return address(request, "/ledger", tab="events", text=warning.subject_id)
    where = "/indicators" if warning.kind == "indicator" else "/balance"
    return address(request, where, zone=warning.zone_id)
