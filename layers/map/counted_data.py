"""What each event counts for, as columns for the page: most events count whole, the rest is told.

Of each event stands how it counts: 0 nowhere, 1 its whole area in every zone of its first parcel,
2 as told beside, event by event and zone by zone. Nothing is rounded: what the page sums is what
the balance sums. `page/counted.js` reads it.
"""

from collections.abc import Mapping, Sequence
from math import isclose
from typing import Any, Final

from gis.model import LandEvent, ParcelStatus
from layers.map.packed import Columns
from projects.balance.counted import Counted, Hectares
from projects.model import Basis

NOWHERE, WHOLE, TOLD = range(3)

_SAME: Final = 1e-12
"""Relative: the last digits of a double."""


def counted_data(
    counted: Counted,
    columns: Columns,
    *,
    basis: Basis,
    events: Sequence[LandEvent],
    parcels: Sequence[ParcelStatus],
    zone_numbers: Mapping[str, int],
) -> dict[str, Any]:
    """Return what events count for in the period (`flow`) and hold in reserve (`held`).

    Parameters
    ----------
    basis
        That of the hectares. What counts whole is the event's declared area, or else told too.
    events
        In the order of their numbers.
    zone_numbers
        The place of each zone on the page by its id.
    """
    first: dict[str, tuple[str, ...]] = {}
    for status in parcels:
        for event in status.events:
            first.setdefault(event.event_id, status.zone_ids)
    if basis == "declared":
        whole_ha = [event.declared_ha for event in events]
    else:
        whole_ha = [_most_of(event, counted) for event in events]

    def told(hectares: Hectares) -> dict[str, Any]:
        how, numbers, zones, areas = [NOWHERE] * len(events), [], [], []
        for number, event in enumerate(events):
            inside = hectares.get(event.event_id)
            if not inside:
                continue
            if _is_whole(inside, whole_ha[number], first.get(event.event_id, ())):
                how[number] = WHOLE
            else:
                how[number] = TOLD
                for zone, ha in sorted(inside.items()):
                    numbers.append(number)
                    zones.append(zone_numbers[zone])
                    areas.append(ha)
        return {
            "how": columns.whole(how),
            "events": columns.whole(numbers),
            "zones": columns.whole(zones),
            "ha": columns.decimal(areas),
        }

    return {
        "whole_ha": None if basis == "declared" else columns.decimal(whole_ha),
        "flow": told(counted.flow),
        "held": told(counted.held),
    }


def _most_of(event: LandEvent, counted: Counted) -> float:
    inside = (hectares.get(event.event_id, {}) for hectares in (counted.flow, counted.held))
    return max((ha for zones in inside for ha in zones.values()), default=0.0)


def _is_whole(inside: Mapping[str, float], whole_ha: float, zone_ids: tuple[str, ...]) -> bool:
    """Tell whether an event counts for its whole area in each of some zones and nowhere else."""
    if len(inside) != len(zone_ids):
        return False
    for zone in zone_ids:
        ha = inside.get(zone, -1.0)
        if ha != whole_ha and not isclose(ha, whole_ha, rel_tol=_SAME):
            return False
    return True
