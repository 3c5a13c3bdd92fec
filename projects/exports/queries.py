"""What the lists that are exported are asked of the database with: a column each, and `wkb`.

Columns are called as the catalogue shows them; outlines are in EPSG:4490.
"""

from collections.abc import Collection
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, Select, func, or_, select

from gis.database.derived_tables import place_zone
from gis.database.functions import parcel_status, place_zones, zone_tree
from gis.database.tables import land_event, parcel, place, zone
from gis.database.wkb import plain_columns, wkb_of
from gis.geometry.area import M2_PER_HA, NOISE_M2
from projects.exports.land_filter import LandFilter
from projects.functions import project_now
from projects.tables import project

IN_ZONE: Final = "in_zone"
"""The column that queries zone by zone have more."""


def parcels_asked(
    plan_id: str,
    *,
    as_of: date,
    zone_id: str | None = None,
    parcel_ids: Collection[str] | None = None,
    wanted: LandFilter | None = None,
) -> Select[Any]:
    """Return the query of the parcels with their state as of a day, in order of their ids."""
    status = parcel_status(plan_id, as_of)
    asked = (
        select(
            *parcel.c,
            status.c.state,
            (place.c.measured_m2 / M2_PER_HA).label("measured_ha"),
            (status.c.in_reserve_m2 / M2_PER_HA).label("in_reserve_ha"),
            (status.c.supplied_m2 / M2_PER_HA).label("supplied_ha"),
            wkb_of(place.c.outline),
        )
        .join_from(parcel, place, place.c.place_id == parcel.c.place_id)
        .join(status, status.c.parcel_id == parcel.c.parcel_id)
        .where(parcel.c.plan_id == plan_id)
        .order_by(parcel.c.parcel_id)
    )
    if zone_id is not None:
        asked = asked.where(parcel.c.place_id.in_(places_in(plan_id, zone_id)))
    if parcel_ids is not None:
        asked = asked.where(parcel.c.parcel_id.in_(sorted(parcel_ids)))
    return asked if wanted is None else wanted.of_parcels(asked, plan_id, status.c.state)


def events_asked(
    plan_id: str,
    *,
    as_of: date | None = None,
    zone_id: str | None = None,
    wanted: LandFilter | None = None,
) -> Select[Any]:
    """Return the query of the ledger in order of day, then id, until a day (None: all of it).

    A reversal lies where the event that it undoes does.
    """
    asked = (
        select(
            *land_event.c,
            (place.c.measured_m2 / M2_PER_HA).label("measured_ha"),
            in_force(plan_id).label("in_force"),
            wkb_of(place.c.outline),
        )
        .join(place, place.c.place_id == land_event.c.place_id, isouter=True)
        .where(land_event.c.plan_id == plan_id)
        .order_by(land_event.c.happened_on, land_event.c.event_id)
    )
    if as_of is not None:
        asked = asked.where(land_event.c.happened_on <= as_of)
    if zone_id is not None:
        asked = asked.where(or_(*events_in(land_event, plan_id, zone_id)))
    return asked if wanted is None else wanted.of_events(asked, plan_id)


def in_force(plan_id: str) -> ColumnElement[bool]:
    """Return whether an event counts: it is no reversal, and no correction names it."""
    later = land_event.alias()
    corrected = (
        select(later.c.event_id)
        .where(
            later.c.plan_id == plan_id,
            later.c.corrects.is_not(None),  # the condition of its index
            later.c.corrects == land_event.c.event_id,
        )
        .exists()
    )
    return (land_event.c.kind != "reversal") & ~corrected


def zones_asked(plan_id: str, *, zone_ids: Collection[str]) -> Select[Any]:
    """Return the query of some zones in the order of their trees."""
    tree = zone_tree(plan_id)
    return (
        select(
            *plain_columns(zone),
            (zone.c.measured_m2 / M2_PER_HA).label("measured_ha"),
            wkb_of(zone.c.outline),
        )
        .join(tree, tree.c.zone_id == zone.c.zone_id)
        .where(zone.c.plan_id == plan_id, zone.c.zone_id.in_(sorted(zone_ids)))
        .order_by(tree.c.path)
    )


def projects_asked(
    plan_id: str, *, as_of: date | None = None, zone_ids: Collection[str] | None = None
) -> Select[Any]:
    """Return the query of the projects in their order, as recorded by a day (None: at all).

    Drawn as their outline, else their point; `zone_ids` are those that they may be of.
    """
    now = project_now(plan_id, as_of)
    drawn = func.coalesce(project.c.outline, project.c.point)
    asked = (
        select(
            *(column for column in plain_columns(project) if column.name != "stage"),
            *now.c["stage", "stage_on", "invested_10k_cny"],
            zone.c.name.label("zone_name"),
            drawn.is_(None).label("known_only_by_zone"),
            wkb_of(drawn),
        )
        .join(now, now.c.project_id == project.c.project_id)
        .join(
            zone,
            (zone.c.plan_id == project.c.plan_id) & (zone.c.zone_id == project.c.zone_id),
            isouter=True,
        )
        .where(project.c.plan_id == plan_id)
        .order_by(project.c.position)
    )
    return asked if zone_ids is None else asked.where(project.c.zone_id.in_(sorted(zone_ids)))


def parcels_in_zones(asked: Select[Any], plan_id: str) -> Select[Any]:
    """Return a query of parcels zone by zone, each in the innermost that most of it lies in.

    Rows of none come last.
    """
    return _in_zones(asked, plan_id, parcel.c.place_id, parcel.c.parcel_id)


def events_in_zones(asked: Select[Any], plan_id: str) -> Select[Any]:
    """Return a query of events zone by zone; a reversal lies where the event that it undoes."""
    undone = land_event.alias()
    its = select(undone.c.place_id).where(
        undone.c.plan_id == plan_id, undone.c.event_id == land_event.c.corrects
    )
    place_id = func.coalesce(land_event.c.place_id, its.scalar_subquery())
    return _in_zones(asked, plan_id, place_id, land_event.c.happened_on, land_event.c.event_id)


def _in_zones(
    asked: Select[Any], plan_id: str, place_id: ColumnElement[Any], *then: ColumnElement[Any]
) -> Select[Any]:
    inner = place_zones(plan_id)
    return (
        asked.add_columns(inner.c.zone_id.label(IN_ZONE))
        .join(inner, inner.c.place_id == place_id, isouter=True)
        .order_by(None)
        .order_by(inner.c.turn.nulls_last(), *then)
    )


def counted(asked: Select[Any]) -> Select[Any]:
    """Return the query of how many rows another one gives."""
    return select(func.count()).select_from(asked.order_by(None).subquery())


def events_in(
    events: FromClause, plan_id: str, zone_id: str
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return what is true of a zone's events: they lie in it, or they are reversals of such.

    No event is both. Asked for one by one, each finds its own from an index.
    """
    inside, undone = places_in(plan_id, zone_id), land_event.alias()
    theirs = select(undone.c.event_id).where(
        undone.c.plan_id == plan_id, undone.c.place_id.in_(inside)
    )
    return (
        events.c.place_id.in_(inside),
        events.c.place_id.is_(None) & events.c.corrects.in_(theirs),
    )


def places_in(plan_id: str, zone_id: str) -> Any:
    """Return the query of the places that lie in a zone by more than 1 m²."""
    return select(place_zone.c.place_id).where(
        place_zone.c.plan_id == plan_id,
        place_zone.c.zone_id == zone_id,
        place_zone.c.inside_m2 > NOISE_M2,
    )
