"""一张图: the map. Its scripts and styles by the hash of what they hold, its data by version."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from sqlalchemy import Connection, select

from gis.database.tables import parcel
from gis.errors import NotFoundError, WrongUseError
from landplan.session import chosen_plan, parsed_day
from landplan.settings import read_settings
from landplan.web.asked import Meant
from landplan.web.database import Reading
from landplan.web.map_settings import MapSettings
from landplan.web.page import page
from landplan.web.pages.land_asked import StatesWanted, WantedLand
from landplan.web.security.guards import MayRead
from landplan.web.tiles.basemap import basemap_of
from landplan.web.unchanged import UnlessUnchanged, kept_as, unless_unchanged_of
from layers.map.map_facts import map_facts
from layers.map.page_data import packed_page
from layers.map.served_map import map_stage, served_libraries, served_script, served_styles
from layers.map.time_data import day_data
from projects.balance.days import days_of
from projects.exports.land_summary import LandOrder, land_rows, land_summary
from projects.store.land_choices import land_choices
from projects.store.parcel_card import parcel_cards, parcel_found, parcels_named
from projects.store.parcel_spans import parcels_changed
from projects.view import PlanView

router = APIRouter(dependencies=[MayRead])

_UNLESS_UNCHANGED: Final = unless_unchanged_of("application/json")
_FOR_EVER: Final = {"Cache-Control": "public, max-age=31536000, immutable"}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the map's page, at an address that no other content has."""

    address: str
    content: str
    media_type: str


@router.get("/", dependencies=[UnlessUnchanged])
def overview(request: Request, asked: Meant, connection: Reading) -> Response:
    """Show the map as of the day, at the zone that is asked for."""
    view = asked.view(connection)
    return page(
        request, "overview.html",
        plan=view.plan, as_of=view.as_of, basis=view.basis, assets=assets(),
        stage=map_stage(
            view.plan, language=asked.language, is_over=view.plan.is_over(view.as_of)
        ),
        query={
            "plan": view.plan.plan_id, "as_of": view.as_of.isoformat(), "basis": asked.basis,
            "lang": asked.language,
        },
        by_tiles=_is_large(connection, view.plan.plan_id),
        zone_id=view.zones_meant(asked.zone)[0].zone_id if asked.zone else None,
        basemap=basemap_of(read_settings(MapSettings)),
    )  # fmt: skip


@router.get("/map/data", dependencies=[unless_unchanged_of("text/plain")])
def data(request: Request, asked: Meant, connection: Reading) -> Response:
    """Give what the map's scripts read; of many parcels the tiles tell, and the pages of lists."""
    view = asked.view(connection)
    is_large = _is_large(connection, view.plan.plan_id)
    facts = map_facts(view, with_land=not is_large, with_ledger=not is_large)
    if is_large:
        facts = replace(facts, choices=land_choices(connection, view.plan.plan_id))
    answer = PlainTextResponse(packed_page(facts, language=asked.language).text)
    kept_as(request, answer)
    return answer


@router.get("/map/day", dependencies=[_UNLESS_UNCHANGED])
def figures_of_day(request: Request, asked: Meant, day: str, connection: Reading) -> JSONResponse:
    """Tell the balance as of a day before the map's own, as the map's data tells some days."""
    view = asked.view(connection)
    other = _day_before(view, day, "day")
    answer = JSONResponse(day_data(view.balance_on([other]), view.balance().rows))
    kept_as(request, answer)
    return answer


@router.get("/map/changed", dependencies=[_UNLESS_UNCHANGED])
def parcels_that_changed(
    request: Request, asked: Meant, after: str, until: str, connection: Reading
) -> JSONResponse:
    """Tell to how many parcels of a zone something happened after a day until another."""
    view = asked.view(connection)
    zone_id = view.zones_meant(asked.zone)[0].zone_id if asked.zone else None
    count = parcels_changed(
        connection, view.plan.plan_id, zone_id=zone_id,
        after=_day_before(view, after, "after"), until=_day_before(view, until, "until"),
    )  # fmt: skip
    answer = JSONResponse({"parcels": count})
    kept_as(request, answer)
    return answer


@router.get("/map/warned", dependencies=[_UNLESS_UNCHANGED])
def warnings_of_zones(request: Request, asked: Meant, connection: Reading) -> JSONResponse:
    """Tell how many warnings each zone has."""
    answer = JSONResponse({"zones": asked.view(connection).warnings_by_zone})
    kept_as(request, answer)
    return answer


@router.get("/map/parcels")
def parcels_meant(
    asked: Meant,
    wanted: WantedLand,
    states: StatesWanted,
    connection: Reading,
    order: LandOrder = "parcel_id",
    down: bool = False,
    begin: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> JSONResponse:
    """Tell how much land the filter means in a zone on the day, and of some parcels."""
    view = asked.view(connection)
    meant: dict[str, Any] = {
        "as_of": view.as_of, "wanted": replace(wanted, state=""), "states": states,
        "zone_id": view.zones_meant(asked.zone)[0].zone_id if asked.zone else None,
    }  # fmt: skip
    plan_id = view.plan.plan_id
    summary = land_summary(connection, plan_id, **meant)
    rows = land_rows(connection, plan_id, **meant, order=order, is_down=down, begin=begin)
    return JSONResponse({**summary, "rows": rows})


@router.get("/map/found")
def parcels_found(
    asked: Meant, connection: Reading, text: Annotated[str, Query(max_length=200)]
) -> JSONResponse:
    """Tell of the parcels in whose number or name a text stands."""
    plan = chosen_plan(connection, asked.plan)
    return JSONResponse(parcels_named(connection, plan.plan_id, text))


@router.get("/map/parcel")
def parcel_of_id(asked: Meant, connection: Reading, parcel: str) -> JSONResponse:
    """Tell where a parcel is, and of the parcels that are drawn alike there."""
    plan = chosen_plan(connection, asked.plan)
    return JSONResponse(parcel_found(connection, plan.plan_id, parcel))


@router.get("/map/parcels/{place}")
def parcels_at(place: int, asked: Meant, connection: Reading) -> JSONResponse:
    """Tell of the parcels that are drawn alike at a place, with their history."""
    view = asked.view(connection)
    return JSONResponse(parcel_cards(connection, view.plan.plan_id, place))


@router.get("/map/{name}")
def asset(name: str) -> Response:
    """Give a script or the style sheet of the map."""
    for one in assets().values():
        if one.address == f"/map/{name}":
            return Response(one.content, media_type=one.media_type, headers=_FOR_EVER)
    raise NotFoundError(f"没有文件 {name}", f"there is no file {name}")


@cache
def assets() -> dict[str, Asset]:
    """Return the files of the map's page by what they are."""
    own = files("landplan.web") / "static" / "map"
    scripts = {
        file.name[:-3]: file.read_text("utf-8")
        for file in own.iterdir()
        if file.name.endswith(".js")
    }
    before, after = ((own / name).read_text("utf-8") for name in ("anew.css", "map.css"))
    style = "\n".join([before, served_styles(), after])
    return {
        "libraries": _asset("libraries", "js", served_libraries()),
        "script": _asset("map", "js", served_script(scripts, entry="served")),
        "style": _asset("map", "css", style),
    }


def _asset(name: str, kind: str, content: str) -> Asset:
    digest = hashlib.sha256(content.encode()).hexdigest()[:16]
    media_type = "text/css" if kind == "css" else "text/javascript"
    return Asset(f"/map/{name}-{digest}.{kind}", content, media_type)


def _day_before(view: PlanView, told: str, name: str) -> date:
    """Return a day that the map can tell of: from the plan's eve until the map's own.

    Raises
    ------
    WrongUseError
        If it is none of these.
    """
    day, first = parsed_day(told, name), days_of(view.plan, view.as_of)[0]
    if not first <= day <= view.as_of:
        raise WrongUseError(
            f"{name} 是 {day}，应在 {first} 至 {view.as_of} 之间",
            f"{name} is {day}, it should be from {first} to {view.as_of}",
        )
    return day


def _is_large(connection: Connection, plan_id: str) -> bool:
    """Return whether the plan has more parcels than a page carries."""
    most = read_settings(MapSettings).parcels_in_page
    some = select(parcel.c.parcel_id).where(parcel.c.plan_id == plan_id).offset(most).limit(1)
    return connection.scalar(some) is not None
