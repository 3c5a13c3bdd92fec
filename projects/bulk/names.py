"""Ids of a whole file: looked up in batches, and those that stand twice.

Ids are found by a hash of 64 bits among sorted ones and then compared: exact, with 20 bytes an id
where a set of Python's texts takes a hundred.
"""

from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from gis.geometry.rings import Places

_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
_HASHED_BYTES: Final = 96
_SLICE: Final = 65_536  # ids hashed at once


class Names:
    """Ids in the order of their rows; they may stand twice.

    Parameters
    ----------
    ids
        Of all rows, not null.
    """

    def __init__(self, ids: pa.StringArray) -> None:
        self.ids = ids
        keys = _keys(ids)
        self._order = np.argsort(keys, kind="stable")
        self._keys = keys[self._order]

    def __len__(self) -> int:
        return len(self.ids)

    def find(self, wanted: pa.StringArray) -> Places:
        """Return the place of the first row with each wanted id, -1 where there is none."""
        keys = _keys(wanted)
        at = np.searchsorted(self._keys, keys)
        found = np.full(len(wanted), -1)
        asked = np.arange(len(wanted))
        while True:
            asked = asked[at[asked] < len(self)]
            asked = asked[self._keys[at[asked]] == keys[asked]]
            if not len(asked):
                return found
            places = self._order[at[asked]]
            same: Any = pc.equal(self.ids.take(pa.array(places)), wanted.take(pa.array(asked)))
            same = same.to_numpy(zero_copy_only=False)
            found[asked[same]] = places[same]
            asked = asked[~same]
            at[asked] += 1

    def repeated(self) -> tuple[Places, Places]:
        """Return the places whose id an earlier one has, ascending, and the first with that id."""
        same = np.flatnonzero(self._keys[1:] == self._keys[:-1])
        doubted = np.unique(self._order[np.concatenate([same, same + 1])])
        first = self.find(self.ids.take(pa.array(doubted)))
        again = first != doubted
        return doubted[again], first[again]


def _keys(ids: pa.StringArray) -> NDArray[np.uint64]:
    """Return a hash of each id: of its length and its first bytes."""
    parts = [_mixed(ids.slice(start, _SLICE)) for start in range(0, len(ids), _SLICE)]
    return np.concatenate([np.empty(0, np.uint64), *parts])


def _mixed(ids: pa.StringArray) -> NDArray[np.uint64]:
    _, ends, data = ids.buffers()
    start = np.frombuffer(ends, np.int32)[ids.offset :][: len(ids) + 1].astype(np.int64)
    sizes = np.diff(start)
    keys = sizes.astype(np.uint64)
    for first in range(0, min(int(sizes.max()), _HASHED_BYTES), 8):
        rows = np.flatnonzero(sizes > first)
        at = np.arange(first, first + 8)
        used = at < sizes[rows, None]
        word = np.zeros((len(rows), 8), np.uint8)
        word[used] = np.frombuffer(data, np.uint8)[(start[rows, None] + at)[used]]
        mixed = (keys[rows] ^ word.view(np.uint64)[:, 0]) * _MIX
        keys[rows] = mixed ^ (mixed >> np.uint64(29))
    return keys
