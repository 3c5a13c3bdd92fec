"""What events do at places that overlap, by overlay, for many places at once.

As `overlapping_shares`, `land_taken`, `overlapping_history` and `overlapping_effects` of `gis/sql/`
have it, in the same order of overlays: places are numbered from 0, events in their order.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.geometry.area import NOISE_M2, areas_m2
from gis.geometry.replay import Flags, polygons_of, ranges
from gis.geometry.rings import Floats, Geometries, Places
from projects.bulk.cells import NO_DAY

ROUNDING_M2: Final = 0.01
"""Where a state changes by no more, nothing has changed (as in `gis/sql/history.sql`)."""

_NONE: Final = shapely.MultiPolygon()


@dataclass(frozen=True, slots=True)
class Taken:
    """What supplies take from storages, storage by storage: the land held before and after each."""

    storage: Places
    supply: Places
    before: Geometries
    after: Geometries


@dataclass(frozen=True, slots=True)
class Spans:
    """The spans of days between changes at some places; `until_on` is NO_DAY while one lasts.

    `outline` is what is in reserve where that is not all of the place, else None.
    """

    place: Places
    from_on: Places
    until_on: Places
    in_reserve_m2: Floats
    supplied_m2: Floats
    outline: Geometries


@dataclass(frozen=True, slots=True)
class Pieces:
    """What storages hold of what they newly stored; `until_on` is NO_DAY while it lasts."""

    storage: Places
    from_on: Places
    until_on: Places
    m2: Floats
    outline: Geometries


class OverlappingLand:
    """Places that overlap each other, with the events in force there.

    Parameters
    ----------
    outlines, measured_m2
        Of the k places, EPSG:4490.
    pairs
        Those of them that overlap, each pair once.
    place, stores, day
        Of the m events in order of day, then id: their place, whether a storage, and the day.
    """

    def __init__(
        self,
        outlines: Geometries,
        measured_m2: Floats,
        pairs: tuple[Places, Places],
        place: Places,
        stores: Flags,
        day: Places,
    ) -> None:
        self.outlines, self.measured_m2 = outlines, measured_m2
        self.place, self.stores, self.day = place, stores, day
        itself = np.arange(len(outlines))
        of = np.concatenate([*pairs, itself])
        order = np.argsort(of, kind="stable")
        self._near = np.concatenate([*pairs[::-1], itself])[order]
        self._near_first = np.searchsorted(of[order], np.arange(len(outlines) + 1))

    @cached_property
    def counted(self) -> Geometries:
        """The part of its place that each event newly did."""
        event, near = self._near_of(self.place)
        last = self._all.last_before(near, event)
        event, last = _sorted(event, last, last >= 0)
        before = _folded(
            event, self.outlines[self.place[last]], self.stores[last] == self.stores[event],
            count=len(self.place),
        )  # fmt: skip
        found = self.outlines[self.place]
        less = np.unique(event)
        found[less] = polygons_of(shapely.difference(found[less], before[less]))
        return found

    @cached_property
    def counted_m2(self) -> Floats:
        """The area of that."""
        return areas_m2(self.counted)

    def taken(self) -> Taken:
        """Return what each supply takes from storages.

        Each place nearby takes once, with its first supply; the storage's own takes all.
        """
        storage, supply = self._takers()
        meets = shapely.intersects(
            self.counted[storage], self.outlines[self.place[supply]]
        ) & ~shapely.is_empty(self.counted[storage])
        storage, supply = storage[meets], supply[meets]
        is_own = self.place[supply] == self.place[storage]
        in_time = _before_in_group(storage, is_own) == 0
        storage, supply = storage[in_time], supply[in_time]
        extent, counted = self.outlines[self.place[supply]], self.counted[storage]
        gone = _running_union(storage, extent)
        before, first = counted.copy(), _opens(storage)
        later = np.flatnonzero(~first)
        before[later] = polygons_of(shapely.difference(counted[later], gone[later - 1]))
        after = polygons_of(shapely.difference(counted, gone))
        some = ~shapely.is_empty(before)
        return Taken(storage[some], supply[some], before[some], after[some])

    def spans(self, of: Places) -> Spans:
        """Return the history of some places, at least one overlap each."""
        row, near = self._near_of(of)
        part = self.outlines[near]
        others = np.flatnonzero(near != of[row])
        mine = self.outlines[of[row[others]]]
        part[others] = polygons_of(shapely.intersection(mine, part[others]))
        pair, event = self._all.at(near)
        days = np.unique(np.stack([row[pair], self.day[event]], axis=1), axis=0)
        day_row, day = days[:, 0], days[:, 1]
        first = np.searchsorted(row, np.arange(len(of) + 1))
        group, pair = ranges(first[day_row], first[day_row + 1])
        until = np.searchsorted(self.day, day, side="right")
        last = self._all.last_before(near[pair], until[group])
        is_own = near[pair] == of[day_row[group]]
        own_last = np.full(len(days), -1)
        own_last[group[is_own]] = last[is_own]
        group, last, pair = _sorted(group, last, (last >= 0) & (last >= own_last[group]), pair)
        stores = self.stores[last]
        reserve = _folded(group, part[pair], stores, count=len(days))
        supplied = _folded(group, part[pair], ~stores, count=len(days))
        whole = np.bincount(group, minlength=len(days)) == 1
        whole &= own_last >= 0
        reserve, supplied = polygons_of(reserve), polygons_of(supplied)
        all_m2 = self.measured_m2[of[day_row]]
        m2 = [
            np.where(whole & ~shapely.is_empty(land), all_m2, areas_m2(land))
            for land in (reserve, supplied)
        ]
        opens = _opens(day_row)
        changed = np.zeros(len(days), dtype=bool)
        for now in m2:
            before = np.where(opens, 0.0, np.roll(now, 1))
            changed |= np.abs(now - before) > ROUNDING_M2
        reserve[whole | (m2[0] <= NOISE_M2)] = None
        return Spans(
            of[day_row[changed]], day[changed], _next_day(day_row[changed], day[changed]),
            m2[0][changed], m2[1][changed], reserve[changed],
        )  # fmt: skip

    def pieces(self) -> Pieces:
        """Return what storages hold, span by span, as long as that is any land."""
        holds = np.flatnonzero(self.stores & (self.counted_m2 > 0))
        storage, supply = self._takers()
        some = self.counted_m2[storage] > 0
        storage, supply = storage[some], supply[some]
        day = self.day[supply]
        gone = _running_union(storage, self.outlines[self.place[supply]])
        own = (self.place[supply] == self.place[storage]).astype(np.int64)
        all_gone = (_before_in_group(storage, own) + own) > 0
        ends = np.roll(_opens(storage) | (np.diff(day, prepend=-1) != 0), -1)
        storage, day, gone, all_gone = storage[ends], day[ends], gone[ends], all_gone[ends]
        left = polygons_of(shapely.difference(self.counted[storage], gone))
        left[all_gone] = _NONE
        on_its_day = storage[day == self.day[storage]]
        at_first = np.setdiff1d(holds, on_its_day)
        storage = np.concatenate([at_first, storage])
        day = np.concatenate([self.day[at_first], day])
        left = np.concatenate([self.counted[at_first], left])
        order = np.lexsort((day, storage))
        storage, day, left = storage[order], day[order], left[order]
        m2, until = areas_m2(left), _next_day(storage, day)
        some = m2 > 0
        return Pieces(storage[some], day[some], until[some], m2[some], left[some])

    @cached_property
    def _all(self) -> "_Calendar":
        return _Calendar(np.arange(len(self.place)), self.place)

    def _near_of(self, place: Places) -> tuple[Places, Places]:
        """Return row and place of all places near some: those that overlap them, and themselves."""
        row, position = ranges(self._near_first[place], self._near_first[place + 1])
        return row, self._near[position]

    def _takers(self) -> tuple[Places, Places]:
        """Return each storage with the first supply after it at each place nearby, in order."""
        supplies = np.flatnonzero(~self.stores)
        calendar = _Calendar(supplies, self.place)
        storages = np.flatnonzero(self.stores)
        row, near = self._near_of(self.place[storages])
        supply = calendar.first_after(near, storages[row])
        row, supply = _sorted(row, supply, supply >= 0)
        return storages[row], supply


class _Calendar:
    """Events place by place, in their order: what came last before another, what first after."""

    def __init__(self, events: Places, place: Places) -> None:
        self._size = len(place) + 1
        order = np.argsort(place[events], kind="stable")
        self._event = events[order]
        self._key = place[self._event] * self._size + self._event

    def at(self, place: Places) -> tuple[Places, Places]:
        """Return row and event of all events at some places."""
        first = np.searchsorted(self._key, place * self._size)
        after = np.searchsorted(self._key, (place + 1) * self._size)
        row, position = ranges(first, after)
        return row, self._event[position]

    def last_before(self, place: Places, event: Places) -> Places:
        """Return the last event at each place before a position in the order; -1: none."""
        return self._found(place, np.searchsorted(self._key, place * self._size + event) - 1)

    def first_after(self, place: Places, event: Places) -> Places:
        """Return the first event at each place after a position in the order; -1: none."""
        key = place * self._size + event
        return self._found(place, np.searchsorted(self._key, key, side="right"))

    def _found(self, place: Places, position: Places) -> Places:
        there = (position >= 0) & (position < len(self._key))
        found = np.full(len(place), -1)
        there[there] = self._key[position[there]] // self._size == place[there]
        found[there] = self._event[position[there]]
        return found


def _folded(group: Places, parts: Geometries, gains: Flags, *, count: int) -> NDArray[Any]:
    """Fold the parts of each group in their order, as the aggregate `landplan.land_state`."""
    state = np.full(count, _NONE, dtype=object)
    for rows in _turns(group):
        adds, takes = rows[gains[rows]], rows[~gains[rows]]
        state[group[adds]] = _union(state[group[adds]], parts[adds])
        takes = takes[~shapely.is_empty(state[group[takes]])]
        state[group[takes]] = shapely.difference(state[group[takes]], parts[takes])
    return state


def _running_union(group: Places, parts: Geometries) -> NDArray[Any]:
    """Return the union of the parts of each group so far, row by row."""
    found = parts.copy()
    for turn, rows in enumerate(_turns(group)):
        if turn:
            found[rows] = shapely.union(found[rows - 1], parts[rows])
    return found


def _union(state: NDArray[Any], parts: NDArray[Any]) -> NDArray[Any]:
    found: NDArray[Any] = parts.copy()
    some = ~shapely.is_empty(state)
    found[some] = shapely.union(state[some], parts[some])
    return found


def _turns(group: Places) -> list[Places]:
    """Return the first rows of all groups, then the second ones, and so on; rows are grouped."""
    if not len(group):
        return []
    start = np.flatnonzero(_opens(group))
    rank = np.arange(len(group)) - np.repeat(start, np.diff(np.append(start, len(group))))
    order = np.argsort(rank, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(rank[order])) + 1)


def _sorted(group: Places, event: Places, kept: Flags, *more: Places) -> tuple[Places, ...]:
    """Return the rows that are kept, by group, then event."""
    columns = [column[kept] for column in (group, event, *more)]
    order = np.lexsort((columns[1], columns[0]))
    return tuple(column[order] for column in columns)


def _opens(group: Places) -> Flags:
    """Tell which rows are the first of their group."""
    opens: Flags = np.diff(group, prepend=-1) != 0
    return opens


def _before_in_group(group: Places, values: NDArray[Any]) -> Places:
    """Return the sum of the values before each row in its group."""
    before = np.cumsum(values) - values
    start = np.flatnonzero(_opens(group))
    sizes = np.diff(np.append(start, len(group)))
    found: Places = before - np.repeat(before[start], sizes)
    return found


def _next_day(group: Places, day: Places) -> Places:
    """Return the day of the next row of the group, NO_DAY after its last."""
    found: Places = np.where(np.roll(_opens(group), -1), NO_DAY, np.roll(day, -1))
    return found
