"""What a filter means of a plan's land on a day: how much of it, by state, and some of its rows."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, Literal, get_args

from sqlalchemy import Connection, Select, func, select

from gis.database.functions import parcel_status
from gis.database.tables import land_event, parcel
from gis.model import ParcelState
from projects.exports.land_filter import LandFilter
from projects.exports.land_pages import rows_of
from projects.exports.queries import places_in

LandOrder = Literal["parcel_id", "state", "declared_ha"]
ROWS: Final = 100


def land_summary(
    connection: Connection,
    plan_id: str,
    *,
    as_of: date,
    wanted: LandFilter,
    states: Sequence[ParcelState] = (),
    zone_id: str | None = None,
) -> dict[str, Any]:
    """Return `count` and declared `ha` of what is meant, and of all land of the zone under `all`.

    `states` has the count of each state in the zone, whatever the filter. A parcel that is meant by
    its events is so from the first of them on.
    """
    status = parcel_status(plan_id, as_of)
    meant = _meant(plan_id, as_of, wanted)
    is_meant = meant.c.parcel_id.is_not(None)
    of_zone = _in_zone(
        select(
            status.c.state,
            func.count(),
            func.sum(parcel.c.declared_ha),
            func.count().filter(is_meant),
            func.coalesce(func.sum(parcel.c.declared_ha).filter(is_meant), 0),
        )
        .join_from(parcel, status, status.c.parcel_id == parcel.c.parcel_id)
        .join(meant, meant.c.parcel_id == parcel.c.parcel_id, isouter=True)
        .group_by(status.c.state),
        plan_id, zone_id,
    )  # fmt: skip
    found = connection.execute(of_zone).all()
    shown = [row for row in found if not states or row[0] in states]
    counts = {row[0]: row[1] for row in found}
    return {
        "count": sum(row[3] for row in shown),
        "ha": sum(row[4] for row in shown),
        "all": {"count": sum(counts.values()), "ha": sum(row[2] for row in found)},
        "states": {state: counts.get(state, 0) for state in get_args(ParcelState)},
    }


def land_rows(
    connection: Connection,
    plan_id: str,
    *,
    as_of: date,
    wanted: LandFilter,
    states: Sequence[ParcelState] = (),
    zone_id: str | None = None,
    order: LandOrder = "parcel_id",
    is_down: bool = False,
    begin: int = 0,
) -> list[dict[str, Any]]:
    """Return at most `ROWS` of the parcels that are meant, from the row `begin` on."""
    status = parcel_status(plan_id, as_of)
    meant = _meant(plan_id, as_of, wanted)
    key = {
        "parcel_id": parcel.c.parcel_id,
        "state": func.array_position(func.landplan.parcel_states(), status.c.state),
        "declared_ha": parcel.c.declared_ha,
    }[order]
    asked = _in_zone(
        select(
            *parcel.c["parcel_id", "name", "owner_kind", "land_use", "land_use_set", "declared_ha"],
            parcel.c.place_id, status.c.state,
        )
        .join_from(parcel, meant, meant.c.parcel_id == parcel.c.parcel_id)
        .join(status, status.c.parcel_id == parcel.c.parcel_id),
        plan_id, zone_id,
    )  # fmt: skip
    if states:
        asked = asked.where(status.c.state.in_(states))
    ordered = asked.order_by(key.desc() if is_down else key, parcel.c.parcel_id)
    return rows_of(connection, ordered.offset(begin).limit(ROWS))


def _meant(plan_id: str, as_of: date, wanted: LandFilter) -> Any:
    asked = select(parcel.c.parcel_id).where(parcel.c.plan_id == plan_id)
    until = land_event.c.happened_on <= as_of
    return wanted.of_parcels_since(asked, plan_id, until).subquery()


def _in_zone(asked: Select[Any], plan_id: str, zone_id: str | None) -> Select[Any]:
    asked = asked.where(parcel.c.plan_id == plan_id)
    if zone_id is None:
        return asked
    return asked.where(parcel.c.place_id.in_(places_in(plan_id, zone_id)))
