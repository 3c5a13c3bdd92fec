"""The columns of a batch of events, and what of an event is seen in its own row.

Reversals and replacements are few: they are doubted, and go row by row.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from projects.bulk.batch_outlines import Outlines, read_outlines
from projects.bulk.cells import NO_DAY, Cells, days_array
from projects.bulk.parcels import Rules
from projects.package.columns import EVENTS
from projects.package.feature_files import FeatureBatch


@dataclass(frozen=True, slots=True)
class EventColumns:
    """The events of a batch, certain where `cells` are sound.

    Parameters
    ----------
    stored
        Name → column, as events are written: those that need no look at parcels.
    parcel_id
        The parcels as the cell names them.
    happened_on, declared_ha
        As in `stored`, as numbers.
    outlines
        What the events have of their own.
    """

    cells: Cells
    stored: dict[str, pa.Array]
    parcel_id: pa.StringArray
    happened_on: NDArray[np.int32]
    declared_ha: NDArray[np.float64]
    outlines: Outlines


def read_event_columns(batch: FeatureBatch, rules: Rules) -> EventColumns:
    """Return the columns of a batch of features."""
    cells = Cells(batch)
    event_id, kind = cells.identifier("event_id"), cells.choice("kind", ("storage", "supply"))
    happened_on, recorded_on = _days(cells)
    land_use, land_use_set = cells.land_use(rules.codes)
    without_use = pc.or_(pc.equal(land_use, ""), pc.equal(land_use_set, ""))
    cells.doubt(pc.and_(pc.equal(kind, "supply"), without_use))
    declared_ha = cells.number("declared_ha")
    parcel_id = cells.identifiers("parcel_id")
    outlines = read_outlines(batch, rules.crs)
    cells.doubt(outlines.drawn & ~outlines.sound)
    cells.doubt(pc.and_(pa.array(~outlines.drawn), pc.equal(parcel_id, "")))
    cells.doubt(pc.not_equal(cells.text("corrects"), ""))
    stored = {
        "event_id": event_id,
        "kind": kind,
        "happened_on": days_array(happened_on),
        "recorded_on": days_array(recorded_on),
        "declared_ha": pa.array(declared_ha),
        "land_use": land_use,
        "land_use_set": land_use_set,
        "corrects": pa.nulls(len(batch), pa.string()),
    }
    for column in EVENTS.cells:
        if column.shown not in (*stored, "parcel_ids") and column.stored is not None:
            stored[column.shown] = cells.optional(column)
    return EventColumns(cells, stored, parcel_id, happened_on, declared_ha, outlines)


def _days(cells: Cells) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    happened_on, recorded_on = cells.day("date"), cells.day("recorded_on")
    recorded_on = np.where(recorded_on == NO_DAY, happened_on, recorded_on)
    cells.doubt(happened_on == NO_DAY)
    cells.doubt(recorded_on < happened_on)
    return happened_on, recorded_on
