"""The ledger replayed in shapely: an engine independent of the database.

It does what `gis/sql/land.sql` does, by the same definition and other means: the events are told
in order, and two states of the land are kept as pieces, each held by the event that made it. The
two engines are compared on every test ledger.

Columns, not records: a province has millions of events. Outlines are kept once (`places`); at a
place that no other overlaps the replay is a matter of order, and no geometry is touched.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.geometry.rings import Geometries, Places

Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, slots=True)
class Replayed:
    """What each event newly did, and what of that still stands.

    `counted` and `held` say so of events at isolated places: the whole place, or nothing.
    The events `overlapping` are at places that others overlap; theirs are the geometries
    `counted_part` and `held_part`, in the same order, polygonal and possibly empty.
    """

    counted: Flags
    held: Flags
    overlapping: Places
    counted_part: Geometries
    held_part: Geometries


@dataclass(frozen=True, slots=True)
class Isolated:
    """What each event does at an isolated place: to all of it, or nothing.

    `counted` and `held` as in `Replayed`; `taken` is the storage whose land a supply takes, -1 of
    a storage, of a supply that takes none, and of an event that does nothing new.
    """

    counted: Flags
    held: Flags
    taken: Places


def replay(
    places: Geometries, overlaps: tuple[Places, Places], place: Places, stores: Flags
) -> Replayed:
    """Tell a ledger.

    The invariant after each event: what storages hold is the reserve, what supplies hold is the
    supplied land; no two pieces of one kind overlap, and no storage piece overlaps a supply piece.

    Parameters
    ----------
    places
        Outlines of the land, EPSG:4490.
    overlaps
        The pairs of places whose interiors meet (`gis.geometry.overlaps.overlapping_pairs`).
    place
        The place of each event; the events in order of date, then id.
    stores
        Whether an event is a storage; else it is a supply.
    """
    among_others = np.zeros(len(places), dtype=bool)
    for side in overlaps:
        among_others[side] = True
    isolated = replay_isolated(place, stores)
    counted, held = isolated.counted, isolated.held
    overlapping = np.flatnonzero(among_others[place])
    counted[overlapping] = held[overlapping] = False
    counted_part, held_part = _replay_overlapping(
        places, overlaps, place[overlapping], stores[overlapping]
    )
    return Replayed(
        counted=counted,
        held=held,
        overlapping=overlapping,
        counted_part=counted_part,
        held_part=held_part,
    )


def replay_isolated(place: Places, stores: Flags) -> Isolated:
    """Tell a ledger of places that no other overlaps; parameters as in `replay`.

    The events of each place take turns: one like the event before it does nothing new.
    """
    order = np.argsort(place, kind="stable")
    at, kind = place[order], stores[order]
    new = np.ones(len(order), dtype=bool)
    new[1:] = (at[1:] != at[:-1]) | (kind[1:] != kind[:-1])
    order, at, kind = order[new], at[new], kind[new]
    follows = np.zeros(len(order), dtype=bool)
    follows[1:] = at[1:] == at[:-1]
    counted, held = np.zeros_like(new), np.zeros_like(new)
    counted[order] = True
    held[order[~np.roll(follows, -1)]] = True  # of each place the last
    takes = np.flatnonzero(follows & ~kind)
    taken = np.full(len(new), -1)
    taken[order[takes]] = order[takes - 1]
    return Isolated(counted, held, taken)


def _replay_overlapping(
    places: Geometries, overlaps: tuple[Places, Places], place: Places, stores: Flags
) -> tuple[Geometries, Geometries]:
    """Tell the events of overlapping places by overlay, those that do not meet side by side.

    An event is told when all earlier ones that it meets have been: its level is one above theirs.
    """
    extents = places[place]
    counted = extents.copy()
    held = counted.copy()
    later, earlier = _meeting(overlaps, place, stores)
    level = _levels(len(place), later, earlier)
    same = stores[later] == stores[earlier]
    for step in range(1, int(level.max(initial=0)) + 1):
        now = level[later] == step
        _subtract(counted, held, later[now & same], earlier[now & same])
        told = np.unique(later[now])
        held[told] = counted[told]
        _subtract(held, extents, earlier[now & ~same], later[now & ~same])
    return counted, held


def _meeting(
    overlaps: tuple[Places, Places], place: Places, stores: Flags
) -> tuple[Places, Places]:
    """Return the pairs (later, earlier) of events that meet, ordered by the later one.

    Events meet at one place or at two that overlap. Once an event of the other kind has happened
    at its own place, an event holds nothing any more, and meets no later one.
    """
    count = len(place)
    ours, at = np.unique(place, return_inverse=True)
    here = np.isin(overlaps[0], ours) & np.isin(overlaps[1], ours)
    one = np.searchsorted(ours, overlaps[0][here])
    other = np.searchsorted(ours, overlaps[1][here])
    itself = np.arange(len(ours))
    near, of = np.concatenate([one, other, itself]), np.concatenate([other, one, itself])

    order = np.argsort(at, kind="stable")  # the events place by place, in order at each
    key = at[order] * (count + 1) + order
    until = _held_until(order, at, stores)
    first, after = np.searchsorted(at[order], of), np.searchsorted(at[order], of, side="right")
    pair, position = ranges(first, after)
    earlier, where = order[position], near[pair]
    low = np.searchsorted(key, where * (count + 1) + earlier, side="right")
    high = np.searchsorted(key, where * (count + 1) + until[earlier], side="right")
    row, position = ranges(low, high)
    later, earlier = order[position], earlier[row]
    by_later = np.lexsort((earlier, later))
    return later[by_later], earlier[by_later]


def _held_until(order: Places, at: Places, stores: Flags) -> Places:
    """Return, for each event, the next one of the other kind at its own place; else their count."""
    until = np.full(len(order), len(order), dtype=np.int64)
    for position in range(len(order) - 2, -1, -1):
        event, following = order[position], order[position + 1]
        if at[event] == at[following]:
            alike = stores[event] == stores[following]
            until[event] = until[following] if alike else following
    return until


def ranges(first: Places, after: Places) -> tuple[Places, Places]:
    """Return row and position of every position of the ranges first[row] … after[row] - 1."""
    lengths = np.maximum(after - first, 0)
    row = np.repeat(np.arange(len(first)), lengths)
    start = np.cumsum(lengths) - lengths
    return row, np.arange(len(row)) - start[row] + first[row]


def _levels(count: int, later: Places, earlier: Places) -> Places:
    level = np.zeros(count, dtype=np.int64)
    for one, other in zip(later, earlier, strict=True):  # ordered: earlier levels are final
        level[one] = max(level[one], level[other] + 1)
    return level


def _subtract(targets: Geometries, pieces: Geometries, at: Places, of: Places) -> None:
    """Take pieces[of] away from targets[at], in place; a target may lose several, one a round."""
    order = np.argsort(at, kind="stable")
    at, of = at[order], of[order]
    opens = np.flatnonzero(np.diff(at, prepend=-1))
    rank = np.arange(len(at)) - np.repeat(opens, np.diff(np.append(opens, len(at))))
    for turn in range(int(rank.max(initial=-1)) + 1):
        now = rank == turn
        targets[at[now]] = polygons_of(shapely.difference(targets[at[now]], pieces[of[now]]))


def polygons_of(found: Any) -> Any:
    """Keep polygons only: an overlay may leave the lines and points where outlines touch."""
    mixed = shapely.get_type_id(found) == shapely.GeometryType.GEOMETRYCOLLECTION
    if not mixed.any():
        return found
    found = found.copy()
    found[mixed] = [
        shapely.multipolygons([p for p in shapely.get_parts(one) if shapely.get_dimensions(p) == 2])
        for one in found[mixed]
    ]
    return found
