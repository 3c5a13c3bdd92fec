"""`/api/v1`: the land: balance, series, pace, zones, parcels, events."""

import json
from typing import Annotated, Any, Final

import shapely
from fastapi import APIRouter, Path, Query, Response
from sqlalchemy import Connection
from starlette.responses import JSONResponse

from gis.errors import NotFoundError
from gis.model import EventKind, OwnerKind, ParcelState
from landplan.json_documents import series_document
from landplan.web.api import shapes
from landplan.web.api.asked import After, Limit, MeantDay, MeantZone, MeantZoneAndDay
from landplan.web.api.openapi import WRONG
from landplan.web.asked import Asked, Meant
from landplan.web.database import Reading
from landplan.web.unchanged import KnownRoute
from projects.balance.series import SeriesKind
from projects.exports.one_parcel import events_at, spans_of
from projects.features.collections import COLLECTIONS
from projects.features.days import DaySpan
from projects.features.pages import Features, Question, feature, features
from projects.view import PlanView

router = APIRouter(route_class=KnownRoute, tags=["土地 / land"])

MOST_ZONES: Final = 10_000


@router.get("/balance", responses={200: {"model": shapes.Balance}, **WRONG})
def balance(asked: Meant, connection: Reading) -> Response:
    """对账：各片区实际与目标 / Actual against target by zone and measure: `landplan balance`."""
    return JSONResponse(asked.view(connection).balance(asked.zone).as_json())


@router.get("/series", responses={200: {"model": shapes.Series}, **WRONG})
def series(asked: Meant, connection: Reading, by: SeriesKind = "year") -> Response:
    """分年度、方式、用途、权属 / By year, method, land use or owner: `landplan series`."""
    view = asked.view(connection)
    return JSONResponse(series_document(view, by, view.series(by, asked.zone)))


@router.get("/pace", responses={200: {"model": shapes.Pace}, **WRONG})
def pace(
    asked: Meant,
    connection: Reading,
    level: Annotated[
        float, Query(gt=0, lt=1, description="区间的置信水平 / of the interval")
    ] = 0.8,
) -> Response:
    """节奏与推算 / Pace and forecast: `landplan pace`."""
    return JSONResponse(asked.view(connection).pace(asked.zone, level=level).as_json())


@router.get("/zones", responses={200: {"model": shapes.Zones}, **WRONG})
def zones(asked: MeantZone, connection: Reading) -> Response:
    """片区，上级在前 / The zones, parents first."""
    view = asked.view(connection)
    meant = view.zones_meant(asked.zone) if asked.zone else view.every_zone
    order = {one.zone_id: at for at, one in enumerate(meant)}
    question = Question(day=view.as_of, zone_ids=[*order], limit=MOST_ZONES)
    found = features(connection, view.plan.plan_id, COLLECTIONS["zones"], question)
    told = _page(view, "zones", found)
    told["rows"].sort(key=lambda row: order[row["zone_id"]])
    return JSONResponse(told)


@router.get("/parcels", responses={200: {"model": shapes.Parcels}, **WRONG})
def parcels(
    asked: MeantZoneAndDay,
    connection: Reading,
    state: ParcelState | None = None,
    owner_kind: OwnerKind | None = None,
    land_use: str | None = None,
    limit: Limit = 100,
    after: After = None,
) -> Response:
    """地块及其当日状态 / Parcels with their state on the day, in order of their ids."""
    view = asked.view(connection)
    told = {"state": state, "owner_kind": owner_kind, "land_use": land_use}
    question = _question(asked, view, told, limit, after)
    found = features(connection, view.plan.plan_id, COLLECTIONS["parcels"], question)
    return JSONResponse(_page(view, "parcels", found))


@router.get("/parcels/{parcel_id:path}", responses={200: {"model": shapes.Parcel}, **WRONG})
def parcel(
    parcel_id: Annotated[str, Path(description="地块编号 / its id")],
    asked: MeantDay,
    connection: Reading,
) -> Response:
    """一宗地块：边界（EPSG:4490）、沿革、台账 / One parcel: outline, history, events."""
    view = asked.view(connection)
    plan_id, collection = view.plan.plan_id, COLLECTIONS["parcels"]
    found = feature(connection, plan_id, collection, parcel_id, view.as_of)
    if not found.rows:
        raise NotFoundError(
            f"没有地块“{parcel_id[:80]}”；请核对编号",
            f"there is no parcel {parcel_id[:80]!r}; look at the id",
        )
    [outline] = found.outlines
    spans, events = _of_parcel(connection, plan_id, parcel_id)
    return JSONResponse(
        {
            **_head(view),
            "parcel": collection.told(found.rows[0]),
            "outline": json.loads(shapely.to_geojson(outline) or "null"),
            "history": spans,
            "events": events,
        }
    )


@router.get("/events", responses={200: {"model": shapes.Events}, **WRONG})
def events(
    asked: MeantZoneAndDay,
    connection: Reading,
    kind: EventKind | None = None,
    limit: Limit = 100,
    after: After = None,
) -> Response:
    """台账，截至当日 / The ledger until the day, in order of the events' ids."""
    view = asked.view(connection)
    question = _question(asked, view, {"kind": kind}, limit, after, DaySpan(None, view.as_of))
    found = features(connection, view.plan.plan_id, COLLECTIONS["events"], question)
    return JSONResponse(_page(view, "events", found))


def _question(
    asked: Asked,
    view: PlanView,
    told: dict[str, str | None],
    limit: int,
    after: str | None,
    span: DaySpan | None = None,
) -> Question:
    zone_ids = [one.zone_id for one in view.zones_meant(asked.zone)] if asked.zone else None
    properties = {name: value for name, value in told.items() if value is not None}
    return Question(
        day=view.as_of, span=span, zone_ids=zone_ids, properties=properties, limit=limit,
        after=after,
    )  # fmt: skip


def _head(view: PlanView) -> dict[str, Any]:
    plan = view.plan
    return {"plan": plan.plan_id, "as_of": view.as_of.isoformat(), "sample": plan.sample}


def _page(view: PlanView, name: str, found: Features) -> dict[str, Any]:
    """Return a page; `after` is what the next one is behind, None at the end."""
    collection = COLLECTIONS[name]
    return {
        **_head(view),
        "count": found.matched,
        "after": found.rows[-1][collection.key] if found.more else None,
        "rows": [collection.told(row) for row in found.rows],
    }


def _of_parcel(
    connection: Connection, plan_id: str, parcel_id: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return a parcel's history, and the events on its land as far as they are told."""
    spans = [
        {
            **span,
            "from_on": span["from_on"].isoformat(),
            "until_on": None if span["until_on"] is None else span["until_on"].isoformat(),
        }
        for span in spans_of(connection, plan_id, parcel_id)
    ]
    collection = COLLECTIONS["events"]
    return spans, [collection.told(one) for one in events_at(connection, plan_id, parcel_id)]
