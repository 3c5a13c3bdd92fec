"""The sums for the series of a new ledger at places that no other place overlaps.

As `landplan.zone_ten_days` has them (`gis/sql/keys.sql`): what happened, and what that changed of
the reserve, by method and by owner.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from gis.geometry.area import NOISE_M2
from gis.geometry.rings import Places
from projects.bulk.shares import Turns

_SERIES: Final = pa.array(["method", "owner_kind"])


class KeySums:
    """Shares summed by zone, ten days, kind, use and method or owner.

    Parameters
    ----------
    turns
        The events at places.
    owners
        The owner kind of the parcels, whose places are the first. What happens at another isolated
        place is about no parcel.
    """

    def __init__(self, turns: Turns, owners: pa.StringArray) -> None:
        events, count = turns.events, len(turns.sign)
        days, self._first_day = _ten_days(events["happened_on"])
        keys, key = _encoded(_text(events["method"]), _owner_of(turns, owners))
        kinds, kind = _encoded(_text(events["kind"]), pa.repeat("reserve", count))
        uses, use_sets = events["land_use"], events["land_use_set"]
        self._texts = kinds, uses.dictionary, use_sets.dictionary, keys
        self._shape = (len(_SERIES), int(days.max(initial=0)) + 1, *map(len, self._texts))
        use, use_set = uses.indices.to_numpy(), use_sets.indices.to_numpy()
        # a supply takes what the storage before it had brought, under the keys of that one
        holds = np.arange(count) - (turns.sign < 0)
        told = (
            np.ravel_multi_index(
                (np.full(count, series), days, of_kind, use[event], use_set[event], by[event]),
                self._shape,
            )
            for series, by in enumerate(np.split(key, 2))
            for of_kind, event in zip(np.split(kind, 2), (np.arange(count), holds), strict=True)
        )
        self._groups, self._group = _numbered(told)
        self._told = [(np.empty(0, np.int64), *(np.empty(0),) * len(_SUMMED))]

    def add(self, zone: Places, event: Places, shares: dict[str, Any]) -> None:
        """Add shares (`Turns.shares`) of events in zones, these by number."""
        keys = zone * len(self._groups) + self._group[:, event]
        happened = shares["measured_m2"] > NOISE_M2, shares["measured_m2"], shares["declared_ha"]
        held = shares["reserve_events"], shares["reserve_m2"], shares["reserve_ha"]
        columns = zip(happened, held, strict=True)
        self._told.append(_summed(keys.ravel(), [np.tile(np.concatenate(c), 2) for c in columns]))
        if len(self._told) > _PARTS:
            self._told = [self._all()]

    def columns(self) -> tuple[Places, dict[str, Any]]:
        """Return the zone of each sum, by number, and the columns beside it."""
        keys, *sums = self._all()
        zone, group = np.divmod(keys, max(1, len(self._groups)))
        series, days, *codes = np.unravel_index(self._groups[group], self._shape)
        texts = [text.take(pa.array(code)) for text, code in zip(self._texts, codes, strict=True)]
        found = {
            "series": _SERIES.take(pa.array(series)),
            "ten_days": pa.array(_first_days(days + self._first_day)),
            **dict(zip(("kind", "land_use", "land_use_set", "key"), texts, strict=True)),
            **dict(zip(_SUMMED, sums, strict=True)),
        }
        return zone, found | {"events": found["events"].astype(np.int64)}

    def _all(self) -> tuple[NDArray[Any], ...]:
        keys, *sums = (np.concatenate(parts) for parts in zip(*self._told, strict=True))
        return _summed(keys, sums)


_SUMMED: Final = ("events", "measured_m2", "declared_ha")
_PARTS: Final = 8
"""Sums of parts of the land that are kept apart, at most: memory is bounded by these."""


def _summed(keys: Places, columns: Sequence[NDArray[Any]]) -> tuple[NDArray[Any], ...]:
    """Return each key once, and the sums of columns there."""
    coded = pa.array(keys).dictionary_encode()
    row, found = coded.indices.to_numpy(), coded.dictionary.to_numpy()
    return found, *(np.bincount(row, column, minlength=len(found)) for column in columns)


def _numbered(parts: Iterable[Places]) -> tuple[Places, NDArray[np.int32]]:
    """Return the different numbers in n arrays, and which of them stands where, shape (n, …).

    One array is in memory at a time: a million parcels have 1.4 million events.
    """
    coded = [pa.array(part).dictionary_encode() for part in parts]
    found = np.unique(np.concatenate([one.dictionary.to_numpy() for one in coded]))
    of = [np.searchsorted(found, one.dictionary.to_numpy()).astype(np.int32) for one in coded]
    return found, np.stack([
        its[one.indices.to_numpy()] for its, one in zip(of, coded, strict=True)
    ])  # fmt: skip


def _encoded(*parts: pa.StringArray) -> tuple[pa.StringArray, Places]:
    """Return the different texts of some arrays, and the number of each text in them."""
    coded = pa.concat_arrays(parts).dictionary_encode()
    return coded.dictionary, coded.indices.to_numpy()


def _text(column: pa.DictionaryArray) -> pa.StringArray:
    return column.cast(pa.string())


def _owner_of(turns: Turns, owners: pa.StringArray) -> pa.StringArray:
    """Return the owner kind of the parcel that each event is about, empty where of none."""
    place = np.repeat(np.arange(len(turns.first) - 1), np.diff(turns.first))
    parcel = pa.array(place, mask=place >= len(owners))
    return owners.take(parcel).fill_null("")


def _ten_days(day: pa.Array) -> tuple[Places, int]:
    """Return in which ten days (旬) each day is, counted from the first of them, and that one."""
    months = day.cast(pa.int32()).to_numpy().astype("datetime64[D]").astype("datetime64[M]")
    in_month = pc.day(day).to_numpy() - 1
    number = months.astype(np.int64) * 3 + np.minimum(in_month // 10, 2)
    first = int(number.min(initial=0)) if len(number) else 0
    return number - first, first


def _first_days(number: Places) -> NDArray[np.datetime64]:
    """Return the first of each ten days, which are numbered from those of 1970-01-01."""
    month, third = np.divmod(number, 3)
    first: NDArray[np.datetime64] = (
        month.astype("datetime64[M]").astype("datetime64[D]") + third * 10
    )
    return first
