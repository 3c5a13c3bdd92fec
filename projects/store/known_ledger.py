"""The ledger of a plan in the database, asked by `projects.package.known_ledger.KnownLedger`."""

from collections.abc import Collection, Sequence
from typing import Any, Final

import shapely
from shapely import MultiPolygon
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    RowMapping,
    Text,
    any_,
    cast,
    literal,
    select,
    text,
)

from gis.database.functions import events_in_force
from gis.database.tables import land_event, parcel, place
from gis.database.wkb import outline_of, wkb_of
from gis.geometry.crs import STORED_SRID
from gis.model import LandEvent, Parcel
from projects.package.check_corrections import Recorded
from projects.package.columns import EVENTS, PARCELS

_NEAR: Final = (
    "select distinct p.parcel_id"
    " from unnest(cast(:west as float8[]), cast(:south as float8[]),"
    "             cast(:east as float8[]), cast(:north as float8[])) b (west, south, east, north)"
    " join landplan.place l on l.plan_id = :plan"
    "  and l.outline && st_makeenvelope(b.west, b.south, b.east, b.north, :srid)"
    " join landplan.parcel p on p.plan_id = :plan and p.place_id = l.place_id"
)


class StoredLedger:
    """Parcels and events of one plan, read as they are asked for."""

    def __init__(self, connection: Connection, plan_id: str) -> None:
        self._connection = connection
        self._plan_id = plan_id

    def parcels(self, parcel_ids: Collection[str]) -> dict[str, Parcel]:
        """Return parcels by their id."""
        rows = self._connection.execute(
            select(parcel, wkb_of(place.c.outline))
            .join_from(parcel, place, place.c.place_id == parcel.c.place_id)
            .where(parcel.c.plan_id == self._plan_id, _among(parcel.c.parcel_id, parcel_ids))
        )
        return {
            row["parcel_id"]: Parcel(
                **{name: row[name] for name in (*PARCELS.stored, "further")},
                outline=outline_of(row["wkb"]),
            )
            for row in rows.mappings()
        }

    def parcels_near(self, outlines: Sequence[MultiPolygon]) -> list[Parcel]:
        """Return the parcels whose boxes meet those of some outlines, in order of their ids."""
        if not outlines:
            return []
        west, south, east, north = shapely.bounds(outlines).T.tolist()
        ids = self._connection.scalars(
            text(_NEAR),
            {
                "plan": self._plan_id, "srid": STORED_SRID,
                "west": west, "south": south, "east": east, "north": north,
            },
        ).all()  # fmt: skip
        found = self.parcels(ids)
        return [found[parcel_id] for parcel_id in sorted(found)]

    def extents(self, event_ids: Collection[str]) -> dict[str, MultiPolygon]:
        """Return the extents of events, by their id; a reversal has none."""
        rows = self._connection.execute(
            select(land_event.c.event_id, wkb_of(place.c.outline))
            .join_from(land_event, place, place.c.place_id == land_event.c.place_id)
            .where(land_event.c.plan_id == self._plan_id, _among(land_event.c.event_id, event_ids))
        )
        return {row.event_id: outline_of(row.wkb) for row in rows}

    def events(self, event_ids: Collection[str]) -> dict[str, Recorded]:
        """Return what corrections look at of events, by their id."""
        rows = self._connection.execute(
            select(land_event.c.event_id, land_event.c.kind, land_event.c.recorded_on).where(
                land_event.c.plan_id == self._plan_id, _among(land_event.c.event_id, event_ids)
            )
        )
        return {row.event_id: Recorded(row.event_id, row.kind, row.recorded_on) for row in rows}

    def corrections(self, event_ids: Collection[str]) -> dict[str, str]:
        """Return event → the event that corrects it."""
        rows = self._connection.execute(
            select(land_event.c.corrects, land_event.c.event_id).where(
                land_event.c.plan_id == self._plan_id, _among(land_event.c.corrects, event_ids)
            )
        )
        return {str(row.corrects): row.event_id for row in rows}

    def events_on(self, parcel_ids: Collection[str]) -> list[LandEvent]:
        """Return the events in force that name any of some parcels."""
        standing = events_in_force(self._plan_id)
        rows = self._connection.execute(
            select(land_event, wkb_of(place.c.outline))
            .join(place, place.c.place_id == land_event.c.place_id)
            .where(
                land_event.c.plan_id == self._plan_id,
                land_event.c.parcel_ids.op("&&")(_texts(parcel_ids)),
                land_event.c.event_id.in_(select(standing.c.event_id)),
            )
            .order_by(land_event.c.happened_on, land_event.c.event_id)
        )
        return [_land_event(row) for row in rows.mappings()]

    def events_of_batch(self, batch_id: int) -> list[LandEvent]:
        """Return the events that a load wrote, in order of their ids."""
        return self._whole_events(land_event.c.batch_id == batch_id)

    def whole_events(self, event_ids: Collection[str]) -> dict[str, LandEvent]:
        """Return events with all they say, by their id."""
        found = self._whole_events(_among(land_event.c.event_id, event_ids))
        return {event.event_id: event for event in found}

    def further_of_events(self, event_ids: Collection[str]) -> dict[str, dict[str, Any]]:
        """Return the further attributes of events that are there, by their id."""
        rows = self._connection.execute(
            select(land_event.c.event_id, land_event.c.further).where(
                land_event.c.plan_id == self._plan_id, _among(land_event.c.event_id, event_ids)
            )
        )
        return {row.event_id: row.further or {} for row in rows}

    def _whole_events(self, wanted: ColumnElement[bool]) -> list[LandEvent]:
        rows = self._connection.execute(
            select(land_event, wkb_of(place.c.outline))
            .outerjoin(place, place.c.place_id == land_event.c.place_id)
            .where(land_event.c.plan_id == self._plan_id, wanted)
            .order_by(land_event.c.event_id)
        )
        return [_land_event(row) for row in rows.mappings()]


def _land_event(row: RowMapping) -> LandEvent:
    wkb = row["wkb"]
    return LandEvent(
        **{name: row[name] for name in EVENTS.stored} | {"parcel_ids": tuple(row["parcel_ids"])},
        extent=None if wkb is None else outline_of(wkb),
        whole=row["whole"],
        further=row["further"],
    )


def _among(column: ColumnElement[Any], values: Collection[str]) -> ColumnElement[bool]:
    """Return the condition that a column has one of many values: one parameter, however many."""
    return column == any_(_texts(values))


def _texts(values: Collection[str]) -> ColumnElement[Any]:
    return cast(literal(sorted(values), ARRAY(Text)), ARRAY(Text))
