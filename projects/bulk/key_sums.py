"""The sums for the series of a new ledger at places that no other place overlaps.

As `landplan.zone_ten_days` has them (`gis/sql/keys.sql`): what happened, and what that changed of
the reserve, by method and by owner.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from gis.geometry.area import NOISE_M2
from gis.geometry.rings import Places
from projects.bulk.shares import Turns, numbered

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
        keys, by = _coded(_of(events["method"]), _owners_of(turns, owners))
        kinds, (kind, [held]) = _coded(
            _of(events["kind"]), (pa.array(["reserve"]), np.zeros(1, np.int32))
        )
        use, use_set = _of(events["land_use"]), _of(events["land_use_set"])
        self._texts = kinds, use[0], use_set[0], keys
        self._shape = (len(_SERIES), int(days.max(initial=0)) + 1, *map(len, self._texts))
        # a supply takes what the storage before it had brought, under the keys of that one
        holds = np.arange(count, dtype=np.int32) - (turns.sign < 0)
        told = (
            np.ravel_multi_index((series, days, of_kind, use[1][event], use_set[1][event],
                                  key[event]), self._shape)
            for series, key in enumerate(by)
            for of_kind, event in ((kind, slice(None)), (held, holds))
        )  # fmt: skip
        self._groups, self._group = numbered(told)
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


Coded = tuple[pa.StringArray, NDArray[np.int32]]
"""The different texts of a column, and which of them stands where."""


def _of(column: pa.DictionaryArray) -> Coded:
    return column.dictionary, column.indices.to_numpy()


def _coded(*parts: Coded) -> tuple[pa.StringArray, list[NDArray[np.int32]]]:
    """Return the different texts of some columns, and which of them stands where in each."""
    texts = pa.concat_arrays([dictionary for dictionary, _ in parts]).dictionary_encode()
    ends = np.cumsum([len(dictionary) for dictionary, _ in parts])
    numbers = np.split(texts.indices.to_numpy(), ends[:-1])
    return texts.dictionary, [its[codes] for its, (_, codes) in zip(numbers, parts, strict=True)]


def _owners_of(turns: Turns, owners: pa.StringArray) -> Coded:
    """Return the owner kind of the parcel that each event is about, empty where of none."""
    names, codes = _of(owners.dictionary_encode())
    of_place = np.full(len(turns.first) - 1, len(names), np.int32)
    of_place[: len(codes)] = codes
    names = pa.concat_arrays([names, pa.array([""])])
    return names, np.repeat(of_place, np.diff(turns.first))


def _ten_days(day: pa.Array) -> tuple[NDArray[np.int32], int]:
    """Return in which ten days (旬) each day is, counted from the first of them, and that one."""
    months = day.cast(pa.int32()).to_numpy().astype("datetime64[D]").astype("datetime64[M]")
    in_month = pc.day(day).to_numpy() - 1
    number = months.astype(np.int64) * 3 + np.minimum(in_month // 10, 2)
    first = int(number.min(initial=0)) if len(number) else 0
    return (number - first).astype(np.int32), first


def _first_days(number: Places) -> NDArray[np.datetime64]:
    """Return the first of each ten days, which are numbered from those of 1970-01-01."""
    month, third = np.divmod(number, 3)
    first: NDArray[np.datetime64] = (
        month.astype("datetime64[M]").astype("datetime64[D]") + third * 10
    )
    return first
