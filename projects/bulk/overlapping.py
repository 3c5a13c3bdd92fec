"""Rows of what a first ledger's events do at places that overlap: shares, history, pieces, counts.

Places that overlap each other, directly or by others, are told together, `CHUNK` of them or a
little more at once: memory is bounded as far as the land lets it be.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from gis.database.copy_arrow import Encoded
from gis.geometry.area import NOISE_M2, areas_m2
from gis.geometry.rings import Floats, Places
from gis.geometry.zone_areas import areas_in_zones
from projects.bulk.batch_outlines import multipolygon_wkb
from projects.bulk.cells import NO_DAY
from projects.bulk.overlapping_land import OverlappingLand
from projects.bulk.shares import Turns
from projects.store.refresh import PlanPlaces, Zones, plan_columns

CHUNK: Final = 25_000
"""Overlapping places taken into memory at once."""


def overlapping_rows(
    plan_id: str,
    places: PlanPlaces,
    zones: Zones,
    pairs: tuple[Places, Places],
    turns: Turns,
    parcel_ids: pa.StringArray,
) -> Iterator[Encoded]:
    """Yield shares, history, pieces and counted areas at overlapping places as rows of tables.

    The shares come again as rows of `incoming_day` (`landplan.stage_days`).

    Parameters
    ----------
    pairs
        The places that overlap, each pair once.
    parcel_ids
        Of the first places, which are those of parcels.
    """
    for own, near in _chunks(pairs):
        events, at = turns.all_at(own)
        land = OverlappingLand(
            places.store.outlines(own),
            places.measured_m2[own],
            near,
            place=np.searchsorted(own, at),
            stores=pc.equal(events["kind"].cast(pa.string()), "storage").to_numpy(False),
            day=events["happened_on"].cast(pa.int32()).to_numpy(),
        )
        of_parcels = np.flatnonzero(own < len(parcel_ids))
        rows = _Rows(land, events, places.place_id[own], parcel_ids.take(pa.array(own[of_parcels])))
        shares = rows.shares(zones)
        yield plan_columns(plan_id, "landplan.land_share", shares)
        yield plan_columns(plan_id, "incoming_day", _of_days(shares))
        yield plan_columns(plan_id, "landplan.parcel_history", rows.history(of_parcels))
        yield plan_columns(plan_id, "landplan.event_counted", rows.counted())
        yield plan_columns(plan_id, "landplan.reserve_piece", rows.pieces())


@dataclass(frozen=True, slots=True)
class _Rows:
    """Land with its events, the ids of its places, and those of the parcels that are first."""

    land: OverlappingLand
    events: pa.RecordBatch
    place_id: Places
    parcel_ids: pa.StringArray

    def shares(self, zones: Zones) -> dict[str, Any]:
        """Return what each event newly did in each zone, and what it took from the reserve there.

        As `landplan.overlapping_shares`.
        """
        land, rate, count = self.land, self._rate(), len(zones.outlines)
        taken = land.taken()
        counted, before, after = (
            areas_in_zones(zones.outlines, outlines, areas_m2(outlines))
            for outlines in (land.counted, taken.before, taken.after)
        )
        new_m2 = np.where(land.stores[counted.place], counted.area_m2, 0.0)
        left_m2 = _looked_up(
            before.place * count + before.zone, after.place * count + after.zone, after.area_m2
        )
        gone_m2 = left_m2 - before.area_m2
        ends = (before.area_m2 > NOISE_M2) & (left_m2 <= NOISE_M2)
        keys = np.concatenate(
            [counted.place * count + counted.zone, taken.supply[before.place] * count + before.zone]
        )
        key, row = np.unique(keys, return_inverse=True)
        event, zone = np.divmod(key, max(1, count))

        def summed(new: NDArray[Any], gone: NDArray[Any]) -> Floats:
            return np.bincount(row, np.concatenate([new, gone]), len(key)).astype(float)

        nothing = np.zeros(len(gone_m2))
        new_rate, gone_rate = rate[counted.place], rate[taken.storage[before.place]]
        named = self.events.take(pa.array(event))
        return {
            "place_id": self.place_id[land.place[event]],
            "zone_id": zones.zone_id.take(pa.array(zone)),
            **{name: named[name] for name in _TOLD},
            "measured_m2": summed(counted.area_m2, nothing),
            "declared_ha": summed(counted.area_m2 * new_rate, nothing),
            "reserve_m2": summed(new_m2, gone_m2),
            "reserve_ha": summed(new_m2 * new_rate, gone_m2 * gone_rate),
            "reserve_events": summed(new_m2 > NOISE_M2, -1.0 * ends).astype(np.int32),
        }

    def history(self, of_parcels: Places) -> dict[str, Any]:
        """Return the spans of parcels as `landplan.overlapping_history`."""
        spans = self.land.spans(of_parcels)
        told = [spans.in_reserve_m2 > NOISE_M2, spans.supplied_m2 > NOISE_M2]
        names = ["partly_supplied", "in_reserve", "supplied"]
        state = np.select([told[0] & told[1], *told], names, "not_stored")
        return {
            "place_id": self.place_id[spans.place],
            "from_on": _dates(spans.from_on),
            "until_on": _dates(spans.until_on),
            "parcel_id": self.parcel_ids.take(pa.array(np.searchsorted(of_parcels, spans.place))),
            "state": pa.array(state, pa.string()),
            "in_reserve_m2": spans.in_reserve_m2,
            "supplied_m2": spans.supplied_m2,
            "reserve_outline": multipolygon_wkb(spans.outline),
        }

    def counted(self) -> dict[str, Any]:
        """Return the area that each event newly did."""
        return {
            "event_id": self.events["event_id"],
            "place_id": self.place_id[self.land.place],
            "counted_m2": self.land.counted_m2,
        }

    def pieces(self) -> dict[str, Any]:
        """Return what storages hold, as `landplan.add_pieces` makes it of their effects."""
        pieces = self.land.pieces()
        return {
            "event_id": self.events["event_id"].take(pa.array(pieces.storage)),
            "place_id": self.place_id[self.land.place[pieces.storage]],
            "from_on": _dates(pieces.from_on),
            "until_on": _dates(pieces.until_on),
            "reserve_ha": pieces.m2 * self._rate()[pieces.storage],
            "measured_m2": pieces.m2,
            "outline": multipolygon_wkb(pieces.outline),
        }

    def _rate(self) -> Floats:
        """Return the declared hectares a m² of each event's place."""
        rate: Floats = (
            self.events["declared_ha"].to_numpy() / self.land.measured_m2[self.land.place]
        )
        return rate


_TOLD: Final = ("event_id", "kind", "happened_on", "land_use", "land_use_set")
_SUMMED: Final = ("measured_m2", "declared_ha", "reserve_m2", "reserve_ha", "reserve_events")


def _of_days(shares: dict[str, Any]) -> dict[str, Any]:
    """Return shares as sums by day of one share each."""
    named = {name: shares[name] for name in ("zone_id", "kind", "land_use", "land_use_set")}
    events = (shares["measured_m2"] > NOISE_M2).astype(np.int64)
    sums = {name: shares[name] for name in _SUMMED}
    sums["reserve_events"] = sums["reserve_events"].astype(np.int64)
    return named | sums | {"day": shares["happened_on"], "events": events}


def _chunks(pairs: tuple[Places, Places]) -> Iterator[tuple[Places, tuple[Places, Places]]]:
    """Yield places that overlap none of the others, in order, and their pairs by number there."""
    places, ends = np.unique(np.concatenate(pairs), return_inverse=True)
    one, other = np.split(ends, 2)
    group = _connected(len(places), one, other)
    order = np.argsort(group, kind="stable")
    _, first = np.unique(group[order], return_index=True)
    chunk = np.empty(len(places), np.int64)
    sizes = np.diff(np.append(first, len(places)))
    chunk[order] = np.repeat(first, sizes) // CHUNK
    for number in np.unique(chunk):
        own, its = np.flatnonzero(chunk == number), chunk[one] == number
        yield places[own], (np.searchsorted(own, one[its]), np.searchsorted(own, other[its]))


def _connected(count: int, one: Places, other: Places) -> Places:
    """Return for each of some numbers the smallest of those that pairs connect it with."""
    found = np.arange(count)
    while True:
        before = found.copy()
        lower = np.minimum(found[one], found[other])
        np.minimum.at(found, found[one], lower)
        np.minimum.at(found, found[other], lower)
        found = found[found]
        if (found == before).all():
            return found


def _looked_up(keys: Places, among: Places, values: Floats) -> Floats:
    """Return the value of each key, 0 where it is not among those that have one."""
    order = np.argsort(among)
    position = np.searchsorted(among[order], keys)
    found = np.zeros(len(keys))
    there = position < len(among)
    there[there] = among[order[position[there]]] == keys[there]
    found[there] = values[order[position[there]]]
    return found


def _dates(days: Places) -> pa.Array:
    return pa.array(days.astype(np.int32), mask=days == NO_DAY).cast(pa.date32())
