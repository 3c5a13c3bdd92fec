"""Which zones a call means, and which events lie in a zone.

Zones form trees by `parent_id`; each `zone_set` is a forest of its own over the whole land, and the
set of the first zone is the main one.
"""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Final

import shapely

from gis.errors import WrongUseError
from gis.geometry.area import NOISE_M2, area_m2
from gis.model import LandEvent, Zone

LISTED: Final = 20
"""So many zones are named to who asks for one that there is not."""


def in_tree_order(zones: Sequence[Zone], parent: str | None = None) -> Iterator[Zone]:
    """Yield zones in the order of their tree, parents first."""
    for zone in zones:
        if zone.parent_id == parent:
            yield zone
            yield from in_tree_order(zones, zone.zone_id)


def path_to(zone: Zone, zones: Mapping[str, Zone]) -> list[Zone]:
    """Return the zones (by id) that a zone lies in, the outermost first, and the zone itself."""
    path = [zone]
    while above := zones.get(path[0].parent_id or ""):
        path.insert(0, above)
    return path


def innermost(zone_ids: Sequence[str], zones: Mapping[str, Zone]) -> list[Zone]:
    """Return those of some zones that no other of them lies in, in their order."""
    outer = {zones[one].parent_id for one in zone_ids}
    return [zones[one] for one in zone_ids if one not in outer]


def meant_zones(
    zones: Sequence[Zone], *, zone: str | None, zone_set: str | None
) -> tuple[Zone, ...]:
    """Return the zones of a set (None: of the main one), or one zone and those under it.

    Parameters
    ----------
    zones
        All zones of a plan, parents before children; their order is kept.
    zone
        Only this zone, named by its id or its name, and those under it, the zone first; of any set,
        if none is named.

    Raises
    ------
    WrongUseError
        If there is no such zone or zone set, or several zones have that name.
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


def zone_ids_under(zones: Sequence[Zone], zone: str | None) -> set[str]:
    """Return the ids of a zone and of those under it (None: of all); parents come first.

    Raises
    ------
    WrongUseError
        If there is no such zone, or several have that name.
    """
    if zone is None:
        return {one.zone_id for one in zones}
    inside = {zone_id_of(zones, zone)}
    for one in zones:
        if one.parent_id in inside:
            inside.add(one.zone_id)
    return inside


def zone_id_of(zones: Sequence[Zone], told: str) -> str:
    """Return the id of the zone that is told by its id, or by a name that no other zone has.

    Raises
    ------
    WrongUseError
        If there is none, with those that are called alike, or several.
    """
    named = [zone for zone in zones if zone.zone_id == told]
    named = named or [zone for zone in zones if zone.name == told]
    if len(named) == 1:
        return named[0].zone_id
    if named:
        listed = [zone.zone_id for zone in named]
        raise WrongUseError(
            f"有 {len(named)} 个片区叫“{told}”；请给出编号：{'、'.join(listed)}",
            f"{len(named)} zones are called {told!r}; give an id: {', '.join(listed)}",
        )
    near = _called_alike(zones, told)
    shown = near or zones[:LISTED]
    zh = "、".join(f"{zone.zone_id}（{zone.name}）" for zone in shown)
    en = ", ".join(f"{zone.zone_id} ({zone.name})" for zone in shown)
    if not near and len(zones) > LISTED:
        zh += f" 等共 {len(zones)} 个"
        en += f" and others, {len(zones)} in all"
    how_zh, how_en = ("相近的", "alike are") if near else ("现有", "there are")
    raise WrongUseError(
        f"没有片区“{told}”；{how_zh}：{zh or '无'}",
        f"there is no zone {told!r}; {how_en}: {en or 'none'}",
    )


def _called_alike(zones: Sequence[Zone], told: str) -> list[Zone]:
    """Return the zones whose id or name holds what is told, or is spelt much like it."""
    wanted = told.casefold()
    known = {text.casefold() for zone in zones for text in (zone.zone_id, zone.name)}
    close = {text for text in known if wanted and wanted in text}
    close |= set(get_close_matches(wanted, known, n=LISTED))
    found = [zone for zone in zones if close & {zone.zone_id.casefold(), zone.name.casefold()}]
    return found[:LISTED]


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
