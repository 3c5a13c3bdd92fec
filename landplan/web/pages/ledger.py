"""台账: parcels and events page by page, and a parcel with its history."""

from typing import Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from markupsafe import Markup
from sqlalchemy import Connection

from landplan.web.asked import Asked, Meant
from landplan.web.database import Reading
from landplan.web.list_files import events_for_programs, exported, parcels_for_programs
from landplan.web.page import address, page
from landplan.web.pages.land_asked import WantedLand
from landplan.web.security.guards import MayRead
from landplan.web.unchanged import UnlessUnchanged
from layers.sketch_map import Shape, sketch_map
from projects.exports.land_pages import COUNTED_TO, events_page, parcels_page
from projects.exports.one_parcel import events_at, neighbours_of, parcel_card, spans_of
from projects.labels import EVENT_KINDS, METHODS, OWNER_KINDS, PARCEL_STATES
from projects.view import PlanView

router = APIRouter(dependencies=[MayRead])


@router.get("/ledger", dependencies=[UnlessUnchanged])
def ledger(
    request: Request,
    asked: Meant,
    wanted: WantedLand,
    connection: Reading,
    tab: Literal["parcels", "events"] = "parcels",
    after: str | None = None,
) -> Response:
    """List the parcels, or the events, that are meant."""
    view = asked.view(connection)
    zone = view.zones_meant(asked.zone)[0].zone_id if asked.zone else None
    for_programs = parcels_for_programs if tab == "parcels" else events_for_programs
    read = parcels_page if tab == "parcels" else events_page
    found = read(
        connection, view.plan.plan_id,
        as_of=view.as_of, wanted=wanted, zone_id=zone, after=after or None,
    )  # fmt: skip
    return page(
        request, "ledger.html",
        plan=view.plan, as_of=view.as_of, asked=asked, wanted=wanted, tab=tab, found=found,
        zone_names={each.zone_id: each.name for each in view.every_zone}, counted_to=COUNTED_TO,
        after=after, uses=_uses(view),
        files=exported(request, tab), ogc=for_programs(asked, view.as_of, wanted),
        every=[("", asked.say("全部", "all"))],
        named=lambda labels: [(value, labels[value].say(asked.language)) for value in labels],
        **_labels(),
    )  # fmt: skip


@router.get("/ledger/parcels/{parcel_id:path}", dependencies=[UnlessUnchanged])
def one_parcel(request: Request, asked: Meant, parcel_id: str, connection: Reading) -> Response:
    """Show a parcel: its figures, its history, its events, where it lies."""
    view = asked.view(connection)
    plan_id = view.plan.plan_id
    found = parcel_card(connection, plan_id, parcel_id)
    spans = spans_of(connection, plan_id, parcel_id)
    events = events_at(connection, plan_id, parcel_id)
    event_ids = {event["event_id"] for event in events}
    return page(
        request, "parcel.html",
        plan=view.plan, as_of=view.as_of, parcel=found, spans=spans, events=events,
        state=_state(spans, view), uses=_uses(view),
        conflicts=[one for one in view.conflicts() if one.event_id in event_ids],
        map=_map(request, connection, plan_id, found, asked), **_labels(),
    )  # fmt: skip


def _state(spans: Any, view: PlanView) -> str:
    for span in spans:
        if span["from_on"] <= view.as_of and (
            span["until_on"] is None or span["until_on"] > view.as_of
        ):
            return str(span["state"])
    return "not_stored"


def _map(
    request: Request, connection: Connection, plan_id: str, told: dict[str, Any], asked: Asked
) -> Markup:
    """Return the parcel among those around it."""
    shapes = [
        Shape(
            outline=one.outline, kind="neighbour", title=one.name or one.parcel_id,
            address=address(request, f"/ledger/parcels/{quote(one.parcel_id)}"), frames=False,
        )
        for one in neighbours_of(connection, plan_id, told["parcel_id"])
    ]  # fmt: skip
    shapes.append(Shape(outline=told["outline"], kind="subject", title=told["parcel_id"]))
    return sketch_map(shapes, label=asked.say("地块及其四邻", "the parcel and those around it"))


def _uses(view: PlanView) -> dict[str, str]:
    return {use.code: use.name for use in view.land_uses}


def _labels() -> dict[str, Any]:
    return {
        "states": PARCEL_STATES, "owners": OWNER_KINDS, "kinds": EVENT_KINDS, "methods": METHODS
    }  # fmt: skip
