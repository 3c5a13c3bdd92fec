"""Which zones a call means, and which events lie in a zone.

Zones form trees by `parent_id`; each `zone_set` is a forest of its own over the whole land, and the
set of the first zone is the main one.
"""

from collections.abc import Iterator, Sequence

import shapely

from gis.errors import WrongUseError
from gis.geometry.area import NOISE_M2, area_m2
from gis.model import LandEvent, Zone


def in_tree_order(zones: Sequence[Zone], parent: str | None = None) -> Iterator[Zone]:
    """Yield zones in the order of their tree, parents first."""
    for zone in zones:
        if zone.parent_id == parent:
            yield zone
            yield from in_tree_order(zones, zone.zone_id)


def meant_zones(
    zones: Sequence[Zone], *, zone: str | None, zone_set: str | None
) -> tuple[Zone, ...]:
    """Return the zones of a set (None: of the main one), or one zone and those under it.

    Parameters
    ----------
    zones
        All zones of a plan, parents before children; their order is kept.
    zone
        Only this zone and those under it; of any set, if none is named.

    Raises
    ------
    WrongUseError
        If there is no such zone or zone set.
    """
    if zone is None or zone_set is not None:
        meant = zone_set_meant(zone_sets_in(zones), zone_set)
        zones = [one for one in zones if one.zone_set == meant]
    inside = zone_ids_under(zones, zone)
    return tuple(one for one in zones if one.zone_id in inside)


def zone_sets_in(zones: Sequence[Zone]) -> list[str]:
    """Return the names of the zone sets, the main one first: that of the first zone."""
    in_order = sorted(zones, key=lambda one: one.position)
    return list(dict.fromkeys(one.zone_set for one in in_order))


def zone_set_meant(zone_sets: Sequence[str], zone_set: str | None) -> str:
    """Return the zone set that is meant: the one named, or the main one (None), the first.

    Raises
    ------
    WrongUseError
        If there is no such set.
    """
    if zone_set is None:
        return zone_sets[0] if zone_sets else ""
    if zone_set not in zone_sets:
        main, *others = zone_sets or [""]
        zh = [f"“{main}”（主划分，不指定即是）", *(f"“{name}”" for name in others)]
        en = [f"{main!r} (the main one, meant where none is named)", *map(repr, others)]
        raise WrongUseError(
            f"没有片区划分“{zone_set}”；现有：{'、'.join(zh)}",
            f"there is no zone set {zone_set!r}; there are: {', '.join(en)}",
        )
    return zone_set


def zone_ids_under(zones: Sequence[Zone], zone_id: str | None) -> set[str]:
    """Return the ids of a zone and of those under it (None: of all); parents come first.

    Raises
    ------
    WrongUseError
        If there is no such zone.
    """
    known = [zone.zone_id for zone in zones]
    if zone_id is None:
        return set(known)
    if zone_id not in known:
        raise WrongUseError(
            f"没有片区“{zone_id}”；现有：{'、'.join(known)}",
            f"there is no zone {zone_id!r}; there are: {', '.join(known)}",
        )
    inside = {zone_id}
    for zone in zones:
        if zone.parent_id in inside:
            inside.add(zone.zone_id)
    return inside


def events_in(events: Sequence[LandEvent], zone: Zone) -> tuple[LandEvent, ...]:
    """Return the events whose land lies in a zone; a reversal lies where the event that it undoes.

    Pieces up to 1 m² are noise, as in the balance.
    """
    shapely.prepare(zone.outline)
    lying = {
        event.event_id
        for event in events
        if event.extent is not None
        and shapely.intersects(zone.outline, event.extent)
        and area_m2(shapely.intersection(zone.outline, event.extent)) > NOISE_M2
    }
    return tuple(event for event in events if event.event_id in lying or event.corrects in lying)
