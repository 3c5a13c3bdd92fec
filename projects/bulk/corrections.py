"""Corrections, held against all events of a ledger that was read by columns."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from gis.geometry.rings import Places
from projects.bulk.names import Names
from projects.bulk.parcels import one_array
from projects.package.check_corrections import Recorded, check_correction
from projects.package.read_ledger import check_correction_named
from projects.package.rows import Row

RECORDED: Final = pa.schema(
    [("event_id", pa.string()), ("kind", pa.string()), ("recorded_on", pa.date32())]
)
"""What corrections look at of an event."""


def in_force(events: pa.Table, corrects: pa.ChunkedArray) -> NDArray[np.bool_]:
    """Tell which events are storages and supplies that no correction names.

    As `landplan.events_in_force` in SQL and `projects.balance.land_totals.in_force` of records.

    Parameters
    ----------
    events
        With `event_id` and `kind`.
    corrects
        What corrections name that are known, of whatever part of the ledger.
    """
    reversal = pc.fill_null(pc.equal(events["kind"].cast(pa.string()), "reversal"), False)
    corrected = pc.is_in(events["event_id"], value_set=corrects.drop_null())
    found: NDArray[np.bool_] = pc.invert(pc.or_(reversal, corrected)).to_numpy()
    return found


def check_corrections(
    corrections: Sequence[tuple[Row, Recorded | None]], ids: Names, sound: pa.Table
) -> None:
    """Report corrections that cannot be, as `check_ledger.check_events` does.

    Parameters
    ----------
    corrections
        The rows that name an event, in their order; None where the row itself is not sound.
    ids
        Of all rows.
    sound
        The sound events (`RECORDED`), in the order of their rows.
    """
    wanted = pa.array([row.cells["corrects"] for row, _ in corrections], pa.string())
    is_named = (ids.find(wanted) >= 0).tolist()
    names = ids if len(sound) == len(ids) else Names(one_array(sound["event_id"]))
    before = _recorded(sound, names.find(wanted))
    corrected: dict[str, str] = {}
    for (row, event), named, other in zip(corrections, is_named, before, strict=True):
        check_correction_named(row, [row.cells["corrects"]] if named else [])
        if event is not None and other is not None:
            check_correction(event, row, other, corrected)


def _recorded(events: pa.Table, places: Places) -> list[Recorded | None]:
    told = events.select(RECORDED.names).take(pa.array(places, mask=places < 0)).to_pylist()
    return [Recorded(**one) if one["event_id"] is not None else None for one in told]
