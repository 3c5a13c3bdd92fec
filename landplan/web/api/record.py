"""`/api/v1`: recording what happens, with an editor's token."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection
from starlette.responses import JSONResponse

from gis.errors import WrongUseError
from landplan.session import today
from landplan.web.api.asked import MeantPlan
from landplan.web.api.openapi import WRONG, WRONG_WRITE
from landplan.web.database import Writing
from landplan.web.security.guards import MayEdit, known
from projects.features.plain_text import plain
from projects.people.audit import audit
from projects.store.plans import every_zone_of
from projects.store.records import (
    history,
    indicator_called,
    last_record,
    record_indicator,
    record_investment,
    record_progress,
    record_stage,
    value_before,
)
from projects.zones import zone_id_of

router = APIRouter(tags=["登记 / records"], dependencies=[MayEdit])

Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
"""Strict: `true` is not 1."""
Text = Annotated[str, Field(max_length=2000)]


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ProjectRecord(_Told):
    """What is recorded of a project: one thing, on a day (today, where none is told)."""

    what: Literal["stage", "invested_10k_cny", "progress_percent"]
    value: Text | Number
    happened_on: date | None = None
    note: Text = ""
    correction: bool = False


class IndicatorRecord(_Told):
    """A figure of a year; `scope` where the indicator has one."""

    zone: Text
    indicator: Text
    year: int
    value: Number
    scope: Text = ""
    note: Text = ""


class Recorded(_Told):
    """What was recorded: the number of the record."""

    plan: str
    subject: str
    record: int


_ANSWERS: dict[int | str, dict[str, Any]] = {201: {"model": Recorded}, **WRONG, **WRONG_WRITE}


@router.post("/projects/{project_id}/records", status_code=201, responses=_ANSWERS)
def project_record(
    project_id: str, told: ProjectRecord, request: Request, asked: MeantPlan, connection: Writing
) -> Response:
    """登记项目的阶段、累计投资（万元）或形象进度（%）/ Record something of a project."""
    plan_id = asked.view(connection).plan.plan_id
    name, note = plain(project_id, "project_id"), plain(told.note, "note")
    last_record(connection, plan_id, name, lock=True)
    person = known(request)
    was = value_before(connection, plan_id, name, told.what)
    day = told.happened_on or today()
    if day > today():
        raise WrongUseError(f"{day} 还没有到", f"{day} has not come yet")
    common: dict[str, Any] = {
        "happened_on": day, "by": person.name, "note": note.strip(),
        "correction": told.correction,
    }  # fmt: skip
    if told.what == "stage":
        stage = plain(str(told.value), "value")
        record_stage(connection, plan_id, name, stage=stage, **common)
    elif told.what == "invested_10k_cny":
        invested = _number(told.value)
        record_investment(connection, plan_id, name, invested_10k_cny=invested, **common)
    else:
        progress = _number(told.value)
        record_progress(connection, plan_id, name, progress_percent=progress, **common)
    details = {"plan": plan_id, **told.model_dump(mode="json"), "was": was}
    audit(connection, person, f"project.{told.what}", name, details, request)
    record = last_record(connection, plan_id, name)
    return JSONResponse({"plan": plan_id, "subject": name, "record": record}, status_code=201)


@router.post("/indicators/records", status_code=201, responses=_ANSWERS)
def indicator_record(
    told: IndicatorRecord, request: Request, asked: MeantPlan, connection: Writing
) -> Response:
    """登记指标一年的数值 / Record an indicator's figure of a year."""
    plan_id = asked.view(connection).plan.plan_id
    for name in ("zone", "indicator", "scope", "note"):
        plain(getattr(told, name), name)
    person = known(request)
    zone_id = zone_id_of(every_zone_of(connection, plan_id), told.zone)
    what = indicator_called(told.indicator, told.scope)
    was = value_before(connection, plan_id, zone_id, what, year=told.year)
    record_indicator(
        connection, plan_id, zone_id=zone_id,
        indicator=told.indicator, year=told.year, value=told.value, scope=told.scope,
        note=told.note, by=person.name,
    )  # fmt: skip
    details = {"plan": plan_id, **told.model_dump(mode="json"), "was": was}
    audit(connection, person, "indicator.record", told.indicator, details, request)
    record = _last_of(connection, plan_id, told.indicator)
    answer = {"plan": plan_id, "subject": told.indicator, "record": record}
    return JSONResponse(answer, status_code=201)


def _last_of(connection: Connection, plan_id: str, subject: str) -> int:
    return max(one.record_id for one in history(connection, plan_id, subject))


def _number(told: str | float) -> float:
    if isinstance(told, str):
        raise WrongUseError(f"value 的“{told[:40]}”应为数", f"value is a number, not {told[:40]!r}")
    return told
