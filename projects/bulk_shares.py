"""The shares of a new ledger's events in the zones, at places that no other place overlaps.

What happens at such a place happens to all of it, so the shares are a matter of order and of the
place's areas in the zones: as `alone_shares` in `gis/sql/shares.sql` has it, for many rows at once.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from gis.overlaps import Places

_USE: Final = pa.dictionary(pa.int32(), pa.string())

TOLD: Final = pa.schema(
    [
        ("event_id", pa.string()),
        ("kind", _USE),
        ("happened_on", pa.date32()),
        ("land_use", _USE),
        ("land_use_set", _USE),
        ("declared_ha", pa.float64()),
        ("corrects", pa.string()),
        ("place", pa.int64()),
    ]
)
"""Events as they are told; `place` is the number of theirs, null for a reversal."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Turns:
    """The events that do anything new at a place that is alone, place by place, in their order.

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
    """

    events: pa.RecordBatch
    first: Places
    sign: NDArray[np.int32]
    reserve_ha: NDArray[np.float64]

    @classmethod
    def of(cls, told: pa.Table, places: int) -> "Turns":
        """Replay events (`TOLD`) at places that are taken to be alone, numbered from 0."""
        corrected = pc.is_in(told["event_id"], value_set=told["corrects"].drop_null())
        counts = pc.and_(told["place"].is_valid(), pc.invert(corrected)).to_numpy()
        keys = [(name, "ascending") for name in ("place", "happened_on", "event_id")]
        order = pc.sort_indices(told, keys).to_numpy()
        order = order[counts[order]]
        at = told["place"].fill_null(-1).to_numpy()[order]
        stores = pc.equal(told["kind"].cast(pa.string()), "storage").to_numpy()[order]
        opens = np.diff(at, prepend=-1) != 0
        new = opens | (np.diff(stores, prepend=False) != 0)
        order, at, stores, opens = order[new], at[new], stores[new], opens[new]
        # storages and supplies take turns: what a supply takes is the storage before it
        sign = np.where(stores, 1, np.where(opens, 0, -1)).astype(np.int32)
        declared_ha = told["declared_ha"].to_numpy()[order]
        brought = np.where(stores, declared_ha, np.roll(declared_ha, 1))
        return cls(
            events=_taken(told.select(_KEPT), order),
            first=np.searchsorted(at, np.arange(places + 1)),
            sign=sign,
            reserve_ha=sign * brought,
        )

    def shares(
        self, place: Places, inside_m2: NDArray[np.float64], measured_m2: NDArray[np.float64]
    ) -> tuple[Places, dict[str, Any]]:
        """Return the shares of the events at places that are alone.

        Parameters
        ----------
        place, inside_m2
            Areas of places, each in some zone.
        measured_m2
            Areas of the same places altogether.

        Returns
        -------
        tuple
            Of each share the row among the areas given, and the columns of `landplan.land_share`
            that tell of the event.
        """
        count = self.first[place + 1] - self.first[place]
        row = np.repeat(np.arange(len(place)), count)
        event = np.arange(len(row)) + np.repeat(
            self.first[place] - (np.cumsum(count) - count), count
        )
        m2, whole_m2, sign = inside_m2[row], measured_m2[row], self.sign[event]
        events = self.events.take(pa.array(event))
        return row, {
            **{name: events[name] for name in _TOLD_OF_SHARES},
            "measured_m2": m2,
            "declared_ha": events["declared_ha"].to_numpy() * m2 / whole_m2,
            "reserve_m2": sign * m2,
            "reserve_ha": self.reserve_ha[event] * m2 / whole_m2,
            "reserve_events": np.where(m2 > 1, sign, 0).astype(np.int32),
        }


_TOLD_OF_SHARES: Final = ("event_id", "kind", "happened_on", "land_use", "land_use_set")
_KEPT: Final = (*_TOLD_OF_SHARES, "declared_ha")


def _taken(rows: pa.Table, places: Places) -> pa.RecordBatch:
    """Return some rows of a table as one batch."""
    columns = [column.take(pa.array(places)) for column in rows.unify_dictionaries().columns]
    arrays = [column.combine_chunks() for column in columns]
    return pa.RecordBatch.from_arrays(arrays, schema=rows.schema)
