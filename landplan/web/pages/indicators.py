"""指标: each indicator's way from base to goal; recording a figure of a year."""

from collections import Counter
from collections.abc import Mapping
from itertools import groupby
from math import isfinite
from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection

from gis.errors import NotFoundError, WrongUseError
from landplan.web import charts
from landplan.web.asked import Asked, Meant
from landplan.web.database import Reading, Writing, in_turn
from landplan.web.page import address, page
from landplan.web.pages.paged import PageNumber, paged
from landplan.web.security.guards import MayEdit, MayRead, known
from landplan.web.unchanged import UnlessUnchanged
from layers.texts import texts
from projects.model import IndicatorLine
from projects.people.audit import audit
from projects.store.records import indicator_called, record_indicator, value_before
from projects.view import PlanView

router = APIRouter(dependencies=[MayRead])

_LINES_A_PAGE: Final = 200


@router.get("/indicators", dependencies=[UnlessUnchanged])
def indicators(
    request: Request, asked: Meant, connection: Reading, number: PageNumber = 1
) -> Response:
    """Show the indicators of a zone and those under it, or of the whole plan."""
    view = asked.view(connection)
    lines = view.indicators(asked.zone)
    part = paged(number, len(lines), _LINES_A_PAGE)
    shown = lines[part["first"] : part["first"] + _LINES_A_PAGE]
    return page(
        request, "indicators.html", **_told(view, asked),
        zones=view.zones, zone=asked.zone,
        groups=[(name, list(own)) for name, own in groupby(shown, _zone_of)],
        counts=Counter(map(_zone_of, lines)), total=len(lines), **part,
        spark=charts.sparkline,
    )  # fmt: skip


@router.get("/indicators/record", dependencies=[MayEdit])
def form(
    request: Request, asked: Meant, connection: Reading, indicator: str, scope: str = ""
) -> Response:
    """Show the form in which a figure of an indicator is recorded."""
    return _form(request, asked, connection, indicator, scope)


@router.post("/indicators/record", dependencies=[MayEdit])
def record(
    request: Request,
    asked: Meant,
    connection: Writing,
    indicator: str,
    year: Annotated[str, Form()],
    value: Annotated[str, Form()],
    seen: Annotated[int, Form()],
    scope: str = "",
    note: Annotated[str, Form()] = "",
) -> Response:
    """Record a figure, if nobody has recorded one of the indicator meanwhile.

    `seen` is how many figures the form's page showed: where there are others now, it comes again
    with them, and with all that was typed.
    """
    typed = {"year": year, "value": value, "note": note}
    in_turn(connection, "indicator", indicator, scope)
    view = asked.view(connection)
    line = _line(view, asked.zone, indicator, scope)
    if len(line.figures) != seen:
        wrong = asked.say(
            "您打开本页之后已有人登记过这个指标；请看过下面的数值再提交",
            "since you opened this page somebody has recorded a figure; read it, then send again",
        )
        return _form(request, asked, connection, indicator, scope, typed, wrong, status=409)
    person = known(request)
    try:
        in_year, figure = _whole(year), _number(value)
        was = value_before(
            connection, view.plan.plan_id, line.zone_id or "", indicator_called(indicator, scope),
            year=in_year,
        )  # fmt: skip
        record_indicator(
            connection, view.plan.plan_id, zone_id=line.zone_id or "", indicator=indicator,
            scope=scope, year=in_year, value=figure, note=note.strip(), by=person.name,
        )  # fmt: skip
    except WrongUseError as error:
        wrong = asked.say(error.zh, error.en)
        return _form(request, asked, connection, indicator, scope, typed, wrong, status=422)
    subject = f"{line.zone_id}/{indicator}" + (f"/{scope}" if scope else "")
    told = {"year": in_year, "value": figure, "note": note, "was": was}
    audit(connection, person, "indicator.record", subject, told, request)
    return RedirectResponse(address(request, "/indicators"), 303)


def _form(
    request: Request,
    asked: Asked,
    connection: Connection,
    indicator: str,
    scope: str,
    typed: Mapping[str, str] | None = None,
    wrong: str = "",
    status: int = 200,
) -> Response:
    view = asked.view(connection)
    line = _line(view, asked.zone, indicator, scope)
    return page(
        request, "indicators_record.html", status=status, **_told(view, asked),
        line=line, typed=typed or {}, wrong=wrong, year=view.as_of.year,
    )  # fmt: skip


def _line(view: PlanView, zone: str | None, indicator: str, scope: str) -> IndicatorLine:
    """Return the indicator that is meant.

    Raises
    ------
    NotFoundError
        If the zone has none of that name and scope.
    """
    zone_id = view.zones_meant(zone)[0].zone_id
    asked = (zone_id, indicator, scope)
    for line in view.indicators():
        if (line.zone_id, line.indicator, line.scope) == asked and line.span == "year":
            return line
    raise NotFoundError(
        f"片区 {zone_id} 没有可登记的指标“{indicator}”；请从“指标”页进入",
        f"zone {zone_id} has no indicator {indicator!r} to record; go by the page of indicators",
    )


def _zone_of(line: IndicatorLine) -> tuple[str | None, str]:
    return line.zone_id, line.zone_name


def _told(view: PlanView, asked: Asked) -> dict[str, Any]:
    is_over = view.plan.is_over(view.as_of)
    return {
        "plan": view.plan, "as_of": view.as_of, "is_over": is_over,
        "words": texts(asked.language, is_over=is_over),
        "first_year": view.plan.starts_on.year,
        "documents": {one.document_id: one.title for one in view.plan.documents},
    }  # fmt: skip


def _whole(told: str) -> int:
    if not (told.strip().isdecimal() and len(told.strip()) == 4):
        raise WrongUseError(
            f"年份“{told}”应写成四位数，如 2024", f"the year {told!r} is four digits, like 2024"
        )
    return int(told)


def _number(told: str) -> float:
    try:
        number = float(told.replace(",", "").replace("，", ""))
    except ValueError:
        number = float("nan")
    if not isfinite(number):
        raise WrongUseError(
            f"数值“{told}”不是数；请只写数字",
            f"the figure {told!r} is no number; write digits only",
        )
    return number
