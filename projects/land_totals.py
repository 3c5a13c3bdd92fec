"""What the ledger adds up to in each zone and measure, in shapely and pyproj, column by column.

The definition is that of `docs/method.md`; the same figures are computed in `gis/sql/`: change
both. A ledger comes as columns (`LedgerColumns`), from a package or from files of a province.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.area import areas_m2
from gis.model import LandEvent
from gis.overlaps import Geometries, Places, overlapping_pairs
from gis.replay import Flags, Replayed, replay
from gis.zone_areas import Inside, areas_in_zones
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
    counted = _land(ledger, zones, told, inside, told.counted, told.counted_part)
    held = _land(ledger, zones, told, inside, told.held, told.held_part)
    sums = [
        _sums(ledger, whole_m2, held if measure == "reserve" else counted, measure, len(zones))
        for measure in MEASURES
    ]
    return Totals(*(np.stack(column, axis=1) for column in zip(*sums, strict=True)))


@dataclass(frozen=True, slots=True)
class _Land:
    """Areas of events in zones, one row each."""

    zone: Places
    event: Places
    m2: NDArray[np.float64]


def _land(
    ledger: LedgerColumns,
    zones: Geometries,
    told: Replayed,
    inside: Inside,
    whole: Flags,
    parts: Geometries,
) -> _Land:
    """Return the land of events in each zone: whole places by their areas, parts by overlay."""
    by_place = np.argsort(inside.place, kind="stable")
    placed = inside.place[by_place]
    events = np.flatnonzero(whole & ledger.own)
    first = np.searchsorted(placed, ledger.place[events])
    count = np.searchsorted(placed, ledger.place[events], side="right") - first
    row = np.repeat(np.arange(len(events)), count)
    start = np.cumsum(count) - count
    at = by_place[np.arange(len(row)) - start[row] + first[row]]

    some = ~shapely.is_empty(parts) & ledger.own[told.crowded]
    drawn = parts[some]
    cut = areas_in_zones(zones, drawn, areas_m2(drawn))
    return _Land(
        np.concatenate([inside.zone[at], cut.zone]),
        np.concatenate([events[row], told.crowded[some][cut.place]]),
        np.concatenate([inside.area_m2[at], cut.area_m2]),
    )


def _sums(
    ledger: LedgerColumns, whole_m2: NDArray[np.float64], land: _Land, measure: Measure, count: int
) -> tuple[Any, Any, Any]:
    """Sum one measure by zone: m², declared ha, events with more than 1 m²."""
    meant = _meant(ledger, measure)[land.event]
    zone, event, m2 = land.zone[meant], land.event[meant], land.m2[meant]
    ha = ledger.declared_ha[event] * m2 / whole_m2[ledger.place[event]]
    return (
        np.bincount(zone, weights=m2, minlength=count),
        np.bincount(zone, weights=ha, minlength=count),
        np.bincount(zone[m2 > SEEN_M2], minlength=count),
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
