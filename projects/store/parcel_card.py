"""What a map tells of a parcel that is clicked or looked for: its attributes and its history."""

from typing import Any, Final

from sqlalchemy import Connection, or_, select, text

from gis.database.tables import parcel
from gis.errors import NotFoundError


def parcel_cards(connection: Connection, plan_id: str, place_id: int) -> list[dict[str, Any]]:
    """Return the parcels that are drawn at a place, by id; dates as texts, areas in hectares.

    `spans` are those of the parcel's history, the first day first; a span lasts until the next.
    """
    found = connection.execute(_CARDS, {"plan": plan_id, "place": place_id}).mappings()
    return [dict(row) for row in found]


def parcel_found(connection: Connection, plan_id: str, parcel_id: str) -> dict[str, Any]:
    """Return where a parcel is and the `cards` of its place, its own first.

    `bounds` are its `west`, `south`, `east` and `north` in degrees.

    Raises
    ------
    NotFoundError
        If there is no such parcel.
    """
    asked = {"plan": plan_id, "parcel": parcel_id}
    place = connection.execute(_PLACE, asked).mappings().one_or_none()
    if place is None:
        raise NotFoundError(
            f"没有地块“{parcel_id[:80]}”；请核对编号",
            f"there is no parcel {parcel_id[:80]!r}; look at the id",
        )
    bounds = {side: value for side, value in place.items() if side != "place_id"}
    cards = parcel_cards(connection, plan_id, place["place_id"])
    cards.sort(key=lambda card: card["parcel_id"] != parcel_id)
    return {"bounds": bounds, "cards": cards}


def parcels_named(
    connection: Connection, plan_id: str, told: str, *, limit: int = 40
) -> list[dict[str, Any]]:
    """Return `parcel_id` and `name` of parcels in whose id or name a text stands, the first by id.

    The one whose id it is comes before all others; a text of nothing finds nothing.
    """
    told = told.strip()
    if not told:
        return []
    columns = parcel.c.parcel_id, parcel.c.name
    has_it = or_(*(column.icontains(told, autoescape=True) for column in columns))
    asked = select(*columns).where(parcel.c.plan_id == plan_id, has_it)
    first = asked.order_by(parcel.c.parcel_id != told, parcel.c.parcel_id).limit(limit)
    return [dict(row) for row in connection.execute(first).mappings()]


_PLACE: Final = text(
    "select l.place_id, st_xmin(l.outline) as west, st_ymin(l.outline) as south,"
    " st_xmax(l.outline) as east, st_ymax(l.outline) as north"
    " from landplan.parcel c join landplan.place l on l.place_id = c.place_id"
    " where c.plan_id = :plan and c.parcel_id = :parcel"
)
_CARDS: Final = text(
    "select c.parcel_id, c.name, c.owner_kind, c.land_use, c.land_use_set, c.declared_ha,"
    " landplan.ha(l.measured_m2) as measured_ha, coalesce(("
    "  select jsonb_agg(jsonb_build_object('from_on', h.from_on, 'state', h.state,"
    "   'in_reserve_ha', landplan.ha(h.in_reserve_m2), 'supplied_ha', landplan.ha(h.supplied_m2))"
    "   order by h.from_on)"
    "  from landplan.parcel_history h"
    "  where h.place_id = c.place_id and h.parcel_id = c.parcel_id), '[]') as spans"
    " from landplan.parcel c join landplan.place l on l.place_id = c.place_id"
    " where c.plan_id = :plan and c.place_id = :place order by c.parcel_id"
)
