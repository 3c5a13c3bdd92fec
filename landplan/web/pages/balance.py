"""对账: actual against target, by zone and measure; every figure opens what it sums."""

from dataclasses import replace
from typing import Annotated, Any, Final, get_args

from fastapi import APIRouter, Query, Request, Response

from landplan.web import charts
from landplan.web.asked import Asked, Meant
from landplan.web.database import Reading
from landplan.web.page import page
from landplan.web.pages.paged import ROWS, PageNumber, paged
from landplan.web.security.guards import MayRead
from landplan.web.unchanged import UnlessUnchanged
from projects.balance.pace import PaceRow, YearFigure
from projects.choice import chosen
from projects.labels import (
    EVENT_KINDS,
    FIGURES,
    FINDINGS,
    MEASURES,
    METHODS,
    Label,
    year_until,
)
from projects.model import Measure
from projects.store.ledger import parcels_named
from projects.view import PlanView

router = APIRouter(dependencies=[MayRead])

_KINDS: Final = get_args(Measure)


@router.get("/balance", dependencies=[UnlessUnchanged])
def balance(
    request: Request,
    asked: Meant,
    connection: Reading,
    measure: Annotated[str, Query()] = "storage",
) -> Response:
    """Show the balance of a zone, and of those under it for one measure."""
    shown = chosen("measure", measure, _KINDS)
    view = asked.view(connection)
    zone = view.zones_meant(asked.zone or _with_targets(view))[0]
    view = view.in_set_of(zone.zone_id)
    told = view.balance(zone.zone_id)
    pace = view.pace(zone.zone_id)
    by_now = {row.measure: row.expected_ha for row in told.rows if row.zone == zone.zone_id}
    paces = {(row.zone, row.measure): row for row in pace.rows}
    return page(
        request, "balance.html", **_told(view),
        zone=zone, way=_way(view, zone.zone_id), depths=_depths(view, zone.zone_id),
        rows=[row for row in told.rows if row.zone == zone.zone_id],
        under=[row for row in told.rows if row.measure == shown], shown=shown,
        paces=paces, assumes=asked.say(pace.assumes_zh, pace.assumes_en),
        drawn=[
            (row, _chart(view, row), _years(view, row, by_now[row.measure]))
            for row in pace.rows
            if row.zone == zone.zone_id
        ],
        width=charts.WIDTH, height=charts.HEIGHT,
    )  # fmt: skip


@router.get("/balance/events", dependencies=[UnlessUnchanged])
def events(
    request: Request,
    asked: Meant,
    connection: Reading,
    measure: Annotated[str, Query()] = "storage",
    number: PageNumber = 1,
) -> Response:
    """List the events that a figure sums, each with its counted area; their total is the figure."""
    shown: Measure = chosen("measure", measure, _KINDS)
    view = asked.view(connection)
    zone = view.zones_meant(asked.zone)[0]
    view = view.in_set_of(zone.zone_id)
    found = view.counted_events(zone.zone_id, shown, first=(number - 1) * ROWS, rows=ROWS)
    where = paged(number, found.count)
    if where["number"] != number:
        found = view.counted_events(zone.zone_id, shown, first=where["first"], rows=ROWS)
    [row] = [
        one for one in view.balance(zone.zone_id).rows
        if (one.zone, one.measure) == (zone.zone_id, shown)
    ]  # fmt: skip
    return page(
        request, "balance_events.html", **_told(view),
        zone=zone, way=_way(view, zone.zone_id), shown=shown, found=found, row=row,
        kinds=EVENT_KINDS, methods=METHODS, uses=_uses(view), **where,
    )  # fmt: skip


@router.get("/balance/conflicts", dependencies=[UnlessUnchanged])
def conflicts(
    request: Request, asked: Meant, connection: Reading, number: PageNumber = 1
) -> Response:
    """List what of the ledger disagrees, with its parcels on the map."""
    view, zone_id = _of_zone(asked, asked.view(connection))
    found = view.conflicts(zone_id)
    where = paged(number, len(found))
    rows = found[where["first"] : where["first"] + ROWS]
    named = parcels_named(connection, view.plan.plan_id, [row.event_id for row in rows])
    return page(
        request, "balance_conflicts.html", **_told(view), way=_way(view, zone_id),
        found=rows, total=len(found), parcels=named, kinds=FINDINGS, **where,
    )  # fmt: skip


@router.get("/balance/reserve", dependencies=[UnlessUnchanged])
def reserve(
    request: Request, asked: Meant, connection: Reading, number: PageNumber = 1
) -> Response:
    """List the storages that still hold land, the longest there first."""
    view, zone_id = _of_zone(asked, asked.view(connection))
    found = view.reserve_page(zone_id, first=(number - 1) * ROWS, rows=ROWS)
    where = paged(number, found.count)
    if where["number"] != number:
        found = view.reserve_page(zone_id, first=where["first"], rows=ROWS)
    return page(
        request, "balance_reserve.html", **_told(view), way=_way(view, zone_id),
        found=found, methods=METHODS, **where,
    )  # fmt: skip


def _told(view: PlanView) -> dict[str, Any]:
    return {
        "plan": view.plan, "as_of": view.as_of, "basis": view.basis, "measures": MEASURES,
        "figures": FIGURES, "is_over": view.plan.is_over(view.as_of),
    }  # fmt: skip


def _of_zone(asked: Asked, view: PlanView) -> tuple[PlanView, str]:
    zone_id = view.zones_meant(asked.zone)[0].zone_id
    return view.in_set_of(zone_id), zone_id


def _with_targets(view: PlanView) -> str | None:
    """Return the outermost zone that the plan has a target for: where the map opens too."""
    return next((row.zone for row in view.balance().rows if row.target_ha is not None), None)


def _way(view: PlanView, zone_id: str) -> list[tuple[str, str]]:
    """Return id and name of a zone and those that it lies in, the outermost first."""
    zones = {zone.zone_id: zone for zone in view.zones}
    way, at = [], zones.get(zone_id)
    while at is not None:
        way.append((at.zone_id, at.name))
        at = zones.get(at.parent_id) if at.parent_id is not None else None
    return way[::-1]


def _depths(view: PlanView, zone_id: str) -> dict[str, int]:
    """Return how deep each zone lies under one: that itself 0."""
    depths = {zone_id: 0}
    for zone in view.zones_meant(zone_id)[1:]:
        depths[zone.zone_id] = depths.get(zone.parent_id or "", 0) + 1
    return depths


def _chart(view: PlanView, row: PaceRow) -> charts.PaceChart:
    expected = view.expected(row.zone, row.measure)
    return charts.pace_chart(row, view.plan, view.as_of, expected)


def _years(
    view: PlanView, row: PaceRow, expected_ha: float | None
) -> list[tuple[Label, YearFigure]]:
    """Return each year by its name; one under way with what is expected by the day."""
    day = view.as_of
    return [
        (year_until(day), replace(figure, expected_ha=expected_ha))
        if view.plan.is_under_way(figure.year, day)
        else (Label(str(figure.year), str(figure.year)), figure)
        for figure in row.by_year
    ]


def _uses(view: PlanView) -> dict[tuple[str, str], str]:
    return {(use.code, use.code_set): use.name for use in view.land_uses}
