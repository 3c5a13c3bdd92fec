"""What a new ledger's events do at places that no other place overlaps: shares and history.

What happens at such a place happens to all of it, so the shares are a matter of order
(`gis.geometry.replay.replay_isolated`) and of the place's areas in the zones: as `isolated_shares`
in `gis/sql/shares.sql` and `isolated_history` in `gis/sql/history.sql` have it, for many rows at
once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from gis.geometry.area import NOISE_M2
from gis.geometry.replay import ranges, replay_isolated
from gis.geometry.rings import Places
from projects.bulk.corrections import in_force

_USE: Final = pa.dictionary(pa.int32(), pa.string())

TOLD: Final = pa.schema(
    [
        ("event_id", pa.string()),
        ("kind", _USE),
        ("happened_on", pa.date32()),
        ("land_use", _USE),
        ("land_use_set", _USE),
        ("method", _USE),
        ("declared_ha", pa.float64()),
        ("corrects", pa.string()),
        ("place", pa.int64()),
    ]
)
"""Events as they are told; `place` is the number of theirs, null for a reversal."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Turns:
    """The events that do anything new at an isolated place, place by place, in their order.

    Parameters
    ----------
    events
        Their columns (as in `TOLD`), n rows.
    first
        Row of the first event at each place; those of a place k are first[k] … first[k + 1] - 1.
    sign
        1 for a storage, -1 for a supply from the reserve, 0 for one of land not in it.
    reserve_ha
        What each brings to the reserve, negative where it takes.
    idle, idle_at
        The other events in force and their places, in order of these.
    """

    events: pa.RecordBatch
    first: Places
    sign: NDArray[np.int32]
    reserve_ha: NDArray[np.float64]
    idle: pa.RecordBatch
    idle_at: Places

    @classmethod
    def of(cls, told: pa.Table, places: int) -> "Turns":
        """Replay events (`TOLD`) at places that are taken to be isolated, numbered from 0."""
        counts = in_force(told, told["corrects"])
        keys = [(name, "ascending") for name in ("place", "happened_on", "event_id")]
        order = pc.sort_indices(told, keys).to_numpy()
        order = order[counts[order]]
        at = told["place"].fill_null(-1).to_numpy()[order]
        stores = pc.equal(told["kind"].cast(pa.string()), "storage").to_numpy()[order]
        isolated = replay_isolated(at, stores)
        new = np.flatnonzero(isolated.counted)
        idle = np.flatnonzero(~isolated.counted)
        taken = isolated.taken[new]
        sign = np.where(stores[new], 1, np.where(taken < 0, 0, -1)).astype(np.int32)
        moved_ha = told["declared_ha"].to_numpy()[order[np.where(stores[new], new, taken)]]
        return cls(
            events=_taken(told.select(_KEPT), order[new]),
            first=np.searchsorted(at[new], np.arange(places + 1)),
            sign=sign,
            reserve_ha=sign * moved_ha,
            idle=_taken(told.select(_KEPT), order[idle]),
            idle_at=at[idle],
        )

    def at(self, place: Places) -> tuple[Places, Places]:
        """Return row and event of all events at some places, row by row."""
        return ranges(self.first[place], self.first[place + 1])

    def all_at(self, place: Places) -> tuple[pa.RecordBatch, Places]:
        """Return all events in force at some places and the place of each, by day, then id."""
        at, event = self.at(place)
        after = np.searchsorted(self.idle_at, place, side="right")
        idle_at, idle = ranges(np.searchsorted(self.idle_at, place), after)
        parts = (self.events.take(pa.array(event)), self.idle.take(pa.array(idle)))
        told = pa.Table.from_batches(parts)
        keys = [(name, "ascending") for name in ("happened_on", "event_id")]
        order = pc.sort_indices(told, keys).to_numpy()
        return _taken(told, order), place[np.concatenate([at, idle_at])[order]]

    def shares(
        self, event: Places, inside_m2: NDArray[np.float64], measured_m2: NDArray[np.float64]
    ) -> dict[str, Any]:
        """Return the shares of events in zones, as `landplan.land_share` has them beside its key.

        Parameters
        ----------
        event
            Events by their row; one stands once for each zone that its place has land in.
        inside_m2, measured_m2
            The area of its place in the zone, and altogether.
        """
        sign, events = self.sign[event], self.events.take(pa.array(event))
        return {
            **{name: events[name] for name in _TOLD_OF_SHARES},
            "measured_m2": inside_m2,
            "declared_ha": events["declared_ha"].to_numpy() * inside_m2 / measured_m2,
            "reserve_m2": sign * inside_m2,
            "reserve_ha": self.reserve_ha[event] * inside_m2 / measured_m2,
            "reserve_events": np.where(inside_m2 > NOISE_M2, sign, 0).astype(np.int32),
        }

    def spans(
        self, place: Places, measured_m2: NDArray[np.float64]
    ) -> tuple[Places, dict[str, Any]]:
        """Return the spans of days between events, as in `landplan.parcel_history`.

        Parameters
        ----------
        place
            Isolated places, n of them.
        measured_m2
            Their areas.

        Returns
        -------
            The row of `place` of each span, and the columns beside its place.
        """
        row, event = self.at(place)
        day = self.events["happened_on"]
        days = day.cast(pa.int32()).to_numpy()
        is_last = event + 1 == self.first[place[row] + 1]
        until = np.where(is_last, event, event + 1)
        lasts = is_last | (days[until] > days[event])
        row, event, until, is_last = row[lasts], event[lasts], until[lasts], is_last[lasts]
        stores, m2 = self.sign[event] > 0, measured_m2[row]
        state = np.where(m2 > NOISE_M2, np.where(stores, 0, 1), 2).astype(np.int32)
        told = state == 0
        return row, {
            "from_on": day.take(pa.array(event)),
            "until_on": day.take(pa.array(until, mask=is_last)),
            "state": pa.DictionaryArray.from_arrays(pa.array(state), _STATES),
            "in_reserve_m2": np.where(stores, m2, 0.0),
            "supplied_m2": np.where(stores, 0.0, m2),
            "reserve_ha": pa.array(self.reserve_ha[event], mask=~told),
            "held_by": self.events["event_id"].take(pa.array(event, mask=~told)),
        }


class DaySums:
    """Shares summed by zone, day, kind and use, as in `landplan.zone_day`."""

    def __init__(self, turns: Turns) -> None:
        day, *uses = (turns.events[name] for name in _TOLD_OF_DAYS)
        days = day.cast(pa.int32()).to_numpy()
        first = days.min(initial=0)
        codes = [days - first, *(column.indices.to_numpy() for column in uses)]
        sizes = [int(code.max(initial=0)) + 1 for code in codes]
        found, [self._group] = numbered([np.ravel_multi_index(codes, sizes)])
        days, *codes = np.unravel_index(found, sizes)
        told = [column.dictionary.take(pa.array(c)) for column, c in zip(uses, codes, strict=True)]
        on = pa.array((days + first).astype(np.int32)).cast(pa.date32())
        self._groups = pa.RecordBatch.from_arrays([on, *told], names=_TOLD_OF_DAYS)
        self._keys = np.empty(0, np.int64)
        self._sums: list[NDArray[np.float64]] = [np.empty(0)] * len(_SUMMED)

    def add(self, zone: Places, event: Places, shares: dict[str, Any]) -> None:
        """Add shares (`Turns.shares`) of events in zones, these by number."""
        keys = np.concatenate([self._keys, zone * len(self._groups) + self._group[event]])
        self._keys, row = np.unique(keys, return_inverse=True)
        added = [shares["measured_m2"] > NOISE_M2, *(shares[name] for name in _SUMMED[1:])]
        self._sums = [
            np.bincount(row, np.concatenate([before, more])).astype(float)
            for before, more in zip(self._sums, added, strict=True)
        ]

    def columns(self) -> tuple[Places, dict[str, Any]]:
        """Return the zone of each sum, by number, and the columns beside it."""
        zone, group = np.divmod(self._keys, max(1, len(self._groups)))
        groups = self._groups.take(pa.array(group)).columns
        found: dict[str, Any] = dict(zip(("day", *_TOLD_OF_DAYS[1:]), groups, strict=True))
        found |= dict(zip(_SUMMED, self._sums, strict=True))
        for name in ("events", "reserve_events"):
            found[name] = found[name].astype(np.int64)
        return zone, found


def numbered(parts: Iterable[Places]) -> tuple[Places, NDArray[np.int32]]:
    """Return the different numbers in n arrays, and which of them stands where, shape (n, …).

    One array is in memory at a time: a million parcels have 1.4 million events.
    """
    coded = [pa.array(part).dictionary_encode() for part in parts]
    found = np.unique(np.concatenate([one.dictionary.to_numpy() for one in coded]))
    of = [np.searchsorted(found, one.dictionary.to_numpy()).astype(np.int32) for one in coded]
    numbers = [its[one.indices.to_numpy()] for its, one in zip(of, coded, strict=True)]
    return found, np.stack(numbers)


_STATES: Final = pa.array(["in_reserve", "supplied", "not_stored"])
_TOLD_OF_SHARES: Final = ("event_id", "kind", "happened_on", "land_use", "land_use_set")
_TOLD_OF_DAYS: Final = ("happened_on", "kind", "land_use", "land_use_set")
_KEPT: Final = (*_TOLD_OF_SHARES, "method", "declared_ha")
_SUMMED: Final = (
    "events", "measured_m2", "declared_ha", "reserve_events", "reserve_m2", "reserve_ha"
)  # fmt: skip


def _taken(rows: pa.Table, places: Places) -> pa.RecordBatch:
    """Return some rows of a table as one batch."""
    columns = [column.take(pa.array(places)) for column in rows.unify_dictionaries().columns]
    arrays = [column.combine_chunks() for column in columns]
    return pa.RecordBatch.from_arrays(arrays, schema=rows.schema)
