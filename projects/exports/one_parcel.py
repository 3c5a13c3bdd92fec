"""One parcel: its figures, the events on its land, its history, and what lies around it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from shapely import MultiPolygon
from sqlalchemy import Connection, func, literal, or_, select

from gis.database.derived_tables import parcel_history
from gis.database.tables import land_event, parcel, place
from gis.database.wkb import outline_of, wkb_of
from gis.errors import NotFoundError
from gis.geometry.area import M2_PER_HA
from projects.exports.land_pages import events_counted, rows_of

_AROUND_DEG: Final = 0.003
"""Some 300 m."""


class Neighbour(NamedTuple):
    """A parcel nearby; its outline in EPSG:4490."""

    parcel_id: str
    name: str
    outline: MultiPolygon


def parcel_card(connection: Connection, plan_id: str, parcel_id: str) -> dict[str, Any]:
    """Return a parcel by the columns of its table, with `measured_ha` and `outline` (EPSG:4490).

    Raises
    ------
    NotFoundError
        If the plan has no such parcel.
    """
    found = rows_of(
        connection,
        select(
            *parcel.c,
            (place.c.measured_m2 / M2_PER_HA).label("measured_ha"),
            wkb_of(place.c.outline),
        )
        .join_from(parcel, place, place.c.place_id == parcel.c.place_id)
        .where(parcel.c.plan_id == plan_id, parcel.c.parcel_id == parcel_id),
    )
    if not found:
        raise NotFoundError(
            f"没有地块“{parcel_id}”；请从台账中选择",
            f"there is no parcel {parcel_id!r}; choose one from the ledger",
        )
    return {**found[0], "outline": outline_of(found[0]["wkb"])}


def neighbours_of(
    connection: Connection, plan_id: str, parcel_id: str, *, most: int = 200
) -> list[Neighbour]:
    """Return parcels within some 300 m of another's bounds, at most so many."""
    own = (
        select(place.c.outline)
        .join(parcel, parcel.c.place_id == place.c.place_id)
        .where(parcel.c.plan_id == plan_id, parcel.c.parcel_id == parcel_id)
        .scalar_subquery()
    )
    found = connection.execute(
        select(parcel.c.parcel_id, parcel.c.name, wkb_of(place.c.outline))
        .join_from(parcel, place, place.c.place_id == parcel.c.place_id)
        .where(
            parcel.c.plan_id == plan_id,
            parcel.c.parcel_id != parcel_id,
            place.c.outline.op("&&")(func.st_expand(own, _AROUND_DEG)),
        )
        .limit(most)
    )
    return [Neighbour(row.parcel_id, row.name, outline_of(row.wkb)) for row in found]


def events_at(connection: Connection, plan_id: str, parcel_id: str) -> Sequence[Mapping[str, Any]]:
    """Return the events on a parcel's land or that name it, and their corrections, by day."""
    own = select(parcel.c.place_id).where(
        parcel.c.plan_id == plan_id, parcel.c.parcel_id == parcel_id
    )
    near = func.landplan.near_places(own.scalar_subquery()).table_valued("place_id")
    lying = select(land_event.c.event_id).where(
        land_event.c.plan_id == plan_id,
        land_event.c.place_id.in_(select(near.c.place_id)),
        or_(
            literal(parcel_id) == func.any(land_event.c.parcel_ids),
            func.cardinality(land_event.c.parcel_ids) == 0,
        ),
    )
    asked = events_counted(plan_id).where(
        or_(land_event.c.event_id.in_(lying), land_event.c.corrects.in_(lying))
    )
    order = (land_event.c.happened_on, land_event.c.event_id)
    return rows_of(connection, asked.order_by(*order))


def spans_of(connection: Connection, plan_id: str, parcel_id: str) -> Sequence[Mapping[str, Any]]:
    """Return a parcel's history: spans of days of one state, hectares in reserve and supplied."""
    history = parcel_history.c
    return rows_of(
        connection,
        select(
            history.from_on, history.until_on, history.state,
            (history.in_reserve_m2 / M2_PER_HA).label("in_reserve_ha"),
            (history.supplied_m2 / M2_PER_HA).label("supplied_ha"),
        )
        .where(history.plan_id == plan_id, history.parcel_id == parcel_id)
        .where(history.place_id == _own_place(plan_id, parcel_id))
        .order_by(history.from_on),
    )  # fmt: skip


def _own_place(plan_id: str, parcel_id: str) -> Any:
    return (
        select(parcel.c.place_id)
        .where(parcel.c.plan_id == plan_id, parcel.c.parcel_id == parcel_id)
        .scalar_subquery()
    )
