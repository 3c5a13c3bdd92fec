"""What the ledger adds up to in each zone and measure, in shapely and pyproj, column by column.

The definition is that of `docs/method.md`; the same figures are computed in `projects/sql/`: change
both. A ledger comes as columns (`LedgerColumns`), from a package or from files of a province.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.geometry.area import areas_m2
from gis.geometry.overlaps import overlapping_pairs
from gis.geometry.replay import Flags, Replayed, replay
from gis.geometry.rings import Geometries, Places
from gis.geometry.zone_areas import Inside, areas_in_zones
from gis.model import LandEvent
from projects.model import MEASURES, LandUse, LandUseGroup, Measure

SEEN_M2: Final = 1.0
"""An event is counted among a row's events where it has more than this in the zone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LedgerColumns:
    """Events in force up to a date, in order of date, then id; outlines kept once (`places`).

    `group` is the land-use group of a supply, `in_period` whether its date is in the plan's
    period. `own` tells which events are summed: the others are neighbours that the replay needs.
    """

    places: Geometries
    place: Places
    stores: Flags
    declared_ha: NDArray[np.float64]
    group: NDArray[np.str_]
    in_period: Flags
    own: Flags


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums by zone and measure, in the order of the zones and of MEASURES."""

    measured_m2: NDArray[np.float64]
    declared_ha: NDArray[np.float64]
    events: NDArray[np.int64]

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(
            self.measured_m2 + other.measured_m2,
            self.declared_ha + other.declared_ha,
            self.events + other.events,
        )


def columns_of(
    events: Iterable[LandEvent],
    land_uses: Iterable[LandUse],
    *,
    period: tuple[date, date],
    as_of: date,
    known: date | None = None,
) -> LedgerColumns:
    """Return the columns of a list of events; extents drawn alike become one place."""
    told = [event for event in in_force(events, known) if event.happened_on <= as_of]
    groups: Mapping[tuple[str, str], LandUseGroup] = {
        (use.code, use.code_set): use.group for use in land_uses
    }
    outlines = shapely.to_wkb(np.array([event.extent for event in told], dtype=object))
    drawn, place = np.unique(outlines, return_inverse=True)
    return LedgerColumns(
        places=shapely.from_wkb(drawn),
        place=place,
        stores=np.array([event.kind == "storage" for event in told], dtype=bool),
        declared_ha=np.array([event.declared_ha for event in told], dtype=np.float64),
        group=np.array(
            [groups.get((event.land_use, event.land_use_set), "other") for event in told],
            dtype=np.str_,
        ),
        in_period=np.array(
            [period[0] <= event.happened_on <= period[1] for event in told], dtype=bool
        ),
        own=np.ones(len(told), dtype=bool),
    )


def in_force(events: Iterable[LandEvent], known: date | None = None) -> list[LandEvent]:
    """Return the storages and supplies that count, in order of date, then event id.

    Those recorded by `known` (None: all) that no event recorded by then names as corrected.
    """
    recorded = [event for event in events if known is None or event.recorded_on <= known]
    corrected = {event.corrects for event in recorded if event.corrects is not None}
    standing = [
        event for event in recorded if event.extent is not None and event.event_id not in corrected
    ]
    return sorted(standing, key=lambda event: (event.happened_on, event.event_id))


def land_totals(ledger: LedgerColumns, zones: Geometries) -> Totals:
    """Return what the ledger adds up to in each zone.

    Parameters
    ----------
    zones
        Outlines of the zones, EPSG:4490.
    """
    whole_m2 = areas_m2(ledger.places)
    told = replay(ledger.places, overlapping_pairs(ledger.places), ledger.place, ledger.stores)
    inside = areas_in_zones(zones, ledger.places, whole_m2)
    parts = _parts(ledger, zones, told)
    sums = [
        _sums(ledger, whole_m2, told, inside, parts, measure, len(zones)) for measure in MEASURES
    ]
    return Totals(*(np.stack(column, axis=1) for column in zip(*sums, strict=True)))


@dataclass(frozen=True, slots=True)
class _Parts:
    """What events did to parts of places, in zones, one row each; `held`: what still stands."""

    zone: Places
    event: Places
    held: Flags
    m2: NDArray[np.float64]


def _parts(ledger: LedgerColumns, zones: Geometries, told: Replayed) -> _Parts:
    """Measure in each zone the land of events at overlapping places."""
    drawn = np.concatenate([told.counted_part, told.held_part])
    event = np.tile(told.overlapping, 2)
    held = np.repeat([False, True], len(told.overlapping))
    some = ~shapely.is_empty(drawn) & ledger.own[event]
    drawn, event, held = drawn[some], event[some], held[some]
    cut = areas_in_zones(zones, drawn, areas_m2(drawn))
    return _Parts(cut.zone, event[cut.place], held[cut.place], cut.area_m2)


def _sums(
    ledger: LedgerColumns,
    whole_m2: NDArray[np.float64],
    told: Replayed,
    inside: Inside,
    parts: _Parts,
    measure: Measure,
    count: int,
) -> tuple[Any, Any, Any]:
    """Sum one measure by zone: m², declared ha, events with more than 1 m².

    Events of whole places are first summed by place, so that no row a zone and event is needed.
    """
    meant = _meant(ledger, measure) & ledger.own
    ha_of_m2 = ledger.declared_ha / whole_m2[ledger.place]

    whole = np.flatnonzero(meant & (told.held if measure == "reserve" else told.counted))
    at = ledger.place[whole]
    times = np.bincount(at, minlength=len(whole_m2))
    ha = np.bincount(at, ha_of_m2[whole], minlength=len(whole_m2))
    seen = inside.area_m2 > SEEN_M2

    rows = meant[parts.event] & (parts.held == (measure == "reserve"))
    zone, m2, part_ha = parts.zone[rows], parts.m2[rows], ha_of_m2[parts.event[rows]]

    def by_zone(wholes: Any, of_parts: Any) -> Any:
        return np.bincount(inside.zone, wholes, count) + np.bincount(zone, of_parts, count)

    return (
        by_zone(inside.area_m2 * times[inside.place], m2),
        by_zone(inside.area_m2 * ha[inside.place], m2 * part_ha),
        by_zone(seen * times[inside.place], m2 > SEEN_M2).astype(np.int64),
    )


def _meant(ledger: LedgerColumns, measure: Measure) -> Flags:
    """Tell which events a measure is about."""
    if measure == "reserve":
        return ledger.stores
    if measure == "storage":
        return ledger.stores & ledger.in_period
    supplies = ~ledger.stores & ledger.in_period
    if measure == "supply":
        return supplies
    of_group: Flags = ledger.group == measure.removeprefix("supply_")
    return supplies & of_group
