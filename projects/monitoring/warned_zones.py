"""Which zones a warning belongs to: one rule for the pages, the map and the report."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from sqlalchemy import Connection, Subquery, func, select

from gis.database.derived_tables import place_zone
from gis.database.tables import land_event
from gis.geometry.area import NOISE_M2
from gis.model import Zone
from projects.model import EarlyWarning


def warned_zones(
    connection: Connection, plan_id: str, zones: Sequence[Zone], warnings: Iterable[EarlyWarning]
) -> dict[str, frozenset[str]]:
    """Return the ids of the zones that each warning, told by its key, belongs to.

    A warning of a zone belongs to it and to those that it lies in; one of land to every zone that
    has more than 1 m² of its event's; one of neither is the whole plan's, and stands with the
    outermost zones.

    Parameters
    ----------
    zones
        The zones of every set.
    """
    warnings = tuple(warnings)
    parents = {zone.zone_id: zone.parent_id for zone in zones}
    outermost = _outermost(zones)
    event_ids = {event_id for one in warnings if (event_id := _event_of(one))}
    of_event = _zones_of_events(connection, plan_id, event_ids) if event_ids else {}
    return {
        one.key: _above(one.zone_id, parents)
        or of_event.get(_event_of(one) or "", frozenset())
        or outermost
        for one in warnings
    }


def warnings_by_zone(
    connection: Connection,
    plan_id: str,
    zones: Sequence[Zone],
    beside_land: Mapping[str, frozenset[str]],
    warned: Subquery,
) -> dict[str, int]:
    """Return how many warnings each zone has, by its id, without reading those of land.

    Parameters
    ----------
    zones
        The zones of every set.
    beside_land
        What `warned_zones` returns of the other warnings.
    warned
        The events that are warned of, once a warning: `events_warned`.
    """
    event, inside = land_event.c, place_zone.c
    found = connection.execute(
        select(inside.zone_id, func.count())
        .select_from(warned)
        .join(land_event, (event.plan_id == plan_id) & (event.event_id == warned.c.event_id))
        .outerjoin(
            place_zone,
            (inside.plan_id == plan_id)
            & (inside.place_id == event.place_id)
            & (inside.inside_m2 > NOISE_M2),
        )
        .group_by(inside.zone_id)
    )
    counts = Counter(chain.from_iterable(beside_land.values()))
    for zone_id, count in found:
        # land of no zone stands with the outermost ones
        for one in [zone_id] if zone_id is not None else _outermost(zones):
            counts[one] += count
    return {zone.zone_id: counts[zone.zone_id] for zone in zones}


def _outermost(zones: Iterable[Zone]) -> frozenset[str]:
    return frozenset(zone.zone_id for zone in zones if zone.parent_id is None)


def _event_of(warning: EarlyWarning) -> str | None:
    """Return the id of the event that a warning of land is about."""
    return {"parcel": warning.topic, "event": warning.subject_id}.get(warning.kind)


def _above(zone_id: str | None, parents: Mapping[str, str | None]) -> frozenset[str]:
    """Return a zone and those that it lies in; none for one that the plan does not have."""
    found = []
    while zone_id is not None and zone_id in parents:
        found.append(zone_id)
        zone_id = parents[zone_id]
    return frozenset(found)


def _zones_of_events(
    connection: Connection, plan_id: str, event_ids: Iterable[str]
) -> dict[str, frozenset[str]]:
    event, inside = land_event.c, place_zone.c
    found = connection.execute(
        select(event.event_id, func.array_agg(inside.zone_id).label("zone_ids"))
        .join(
            place_zone,
            (inside.plan_id == event.plan_id)
            & (inside.place_id == event.place_id)
            & (inside.inside_m2 > NOISE_M2),
        )
        .where(event.plan_id == plan_id, event.event_id == func.any(list(event_ids)))
        .group_by(event.event_id)
    )
    return {row.event_id: frozenset(row.zone_ids) for row in found}
