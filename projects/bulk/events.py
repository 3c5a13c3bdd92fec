"""The events of a large ledger: checked a batch at a time against its parcels.

As `projects.bulk.parcels`: columns first, and row by row (`projects.package.read_ledger`,
`projects.package.check_ledger`) only what is not certainly sound. Reversals and replacements are
few and go row by row too; what they correct is looked up when the whole file has been read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

from gis.geometry.area import areas_m2
from gis.geometry.outlines import same_outline
from gis.geometry.rings import Places
from gis.model import LandEvent
from gis.problems import Problem
from projects.bulk.batch_outlines import Outlines, multipolygon_wkb
from projects.bulk.cells import Cells
from projects.bulk.corrections import RECORDED, check_corrections
from projects.bulk.event_columns import read_event_columns
from projects.bulk.named import Named, parcel_ids, parcels_named
from projects.bulk.names import Names
from projects.bulk.parcels import (
    Parcels,
    Rules,
    astray,
    in_row_order,
    mostly_inside,
    with_cells_of,
)
from projects.package import columns
from projects.package.arrow_schema import stored_schema
from projects.package.check_corrections import Recorded, check_rings
from projects.package.check_ledger import SURVEY_TOLERANCE, check_event
from projects.package.feature_files import FeatureBatch
from projects.package.methods import Methods
from projects.package.read_ledger import (
    check_parcels_named,
    event_of,
    whole_of,
)
from projects.package.rows import Row

EVENTS: Final = (
    stored_schema(columns.EVENTS)
    .append(pa.field("whole", pa.bool_()))
    .append(pa.field("parcel", pa.int64()))
)
"""Events as they are written; `outline` is null where an event has that of one parcel, whose place
among the file's parcels is `parcel`, and where it has none. `whole`: it has none of its own."""

_TOLERANCE: Final = 1 + 0.99 * SURVEY_TOLERANCE
_ROUNDING: Final = 1e-9
"""The same land measures the same to this share, wherever its rings start."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EventBatch:
    """What was read in one batch: ids of all rows, events in the order of their rows (`EVENTS`).

    `astray` is what is wrong between an event and its parcels, with the event's id; `corrections`
    are the rows that correct something, with their events where these are sound;
    `methods` has each `kind` and `method` with the first row that has them (`row_min`) and how many
    have (`row_count`).
    """

    ids: pa.StringArray
    found: pa.RecordBatch
    corrections: list[tuple[Row, Recorded | None]]
    astray: list[tuple[str, Problem]]
    problems: list[Problem]
    methods: pa.Table


def read_event_batch(
    batch: FeatureBatch, rules: Rules, parcels: Parcels, *, parcels_told: bool
) -> EventBatch:
    """Return the events of a batch of features.

    Parameters
    ----------
    parcels_told
        Whether it is known which parcels there are; else names of parcels are not looked at.
    """
    read = read_event_columns(batch, rules)
    cells, land = read.cells, rules.land_prepared()
    named = parcels_named(read.parcel_id, cells, parcels)
    cells.doubt(read.happened_on < named.since)
    cells.doubt(read.declared_ha > named.declared_ha * _TOLERANCE)
    measured_m2, wkb, parcel = _extents(read.outlines, named, cells, parcels, land)

    problems: list[Problem] = []
    doubted, rows = cells.doubted(read.outlines.found, file=rules.file, problems=problems)
    off: list[tuple[str, Problem]] = []
    told = _read_rows(rows, rules, parcels, land, off, parcels_told=parcels_told)
    kept = np.array([event is not None for event in told], dtype=bool)
    extents = {
        "parcel_ids": parcel_ids(read.parcel_id, named),
        "measured_m2": measured_m2,
        "outline": wkb,
        "whole": pa.array(~read.outlines.drawn),
        "parcel": parcel,
    }
    sure = pa.RecordBatch.from_pydict(read.stored | extents, schema=EVENTS)
    found, places = in_row_order(
        sure.filter(pa.array(cells.sound)), np.flatnonzero(cells.sound),
        _as_batch([event for event in told if event is not None], parcels), doubted[kept],
    )  # fmt: skip
    return EventBatch(
        ids=with_cells_of(read.stored["event_id"], doubted, rows, "event_id"),
        found=found,
        corrections=[
            (_without_outline(row), None if event is None else Recorded.of(event))
            for row, event in zip(rows, told, strict=True)
            if row.cells.get("corrects")
        ],
        astray=off,
        problems=problems,
        methods=_methods(found, places + batch.number),
    )


def _methods(found: pa.RecordBatch, numbers: Places) -> pa.Table:
    told = {"kind": found["kind"], "method": found["method"], "row": numbers}
    grouped = pa.table(told).group_by(["kind", "method"], use_threads=False)
    return grouped.aggregate([("row", "min"), ("row", "count")])


def _extents(
    outlines: Outlines, named: Named, cells: Cells, parcels: Parcels, land: Any
) -> tuple[NDArray[np.float64], pa.LargeBinaryArray, pa.Array]:
    """Return area and WKB of the outlines that are an event's own, and whose place it has else.

    An outline drawn as its one parcel's is no outline of its own. Several whole parcels are joined.
    """
    has_parcels = named.any()
    own = outlines.drawn
    own = own.copy()
    own[_drawn_as_parcel(outlines, np.flatnonzero(own & cells.sound), named, parcels)] = False
    cells.doubt(astray(outlines.stored, land, own & ~has_parcels & cells.sound))
    within = np.flatnonzero(own & has_parcels & cells.sound)
    cells.sound[within] = _mostly_inside(outlines.stored[within], within, named, parcels)

    measured_m2 = np.where(own, outlines.measured_m2, np.nan)
    wkb = pc.if_else(pa.array(own), outlines.wkb, pa.scalar(None, pa.large_binary()))
    joined = [row for row in named.several if not own[row]]
    if joined:
        whole = np.array([_whole(row, named, parcels) for row in joined], dtype=object)
        measured_m2[joined] = areas_m2(whole)
        mask = np.zeros(len(own), dtype=bool)
        mask[joined] = True
        wkb = pc.replace_with_mask(wkb, pa.array(mask), multipolygon_wkb(whole))
    whole_one = (named.one >= 0) & ~own
    return (
        pa.array(measured_m2, mask=np.isnan(measured_m2)),
        wkb,
        pa.array(named.one, mask=~whole_one),
    )


def _drawn_as_parcel(outlines: Outlines, rows: Places, named: Named, parcels: Parcels) -> Places:
    """Return those of some rows that are drawn as their one parcel, however its points are told."""
    rows = rows[named.one[rows] >= 0]
    drawn = outlines.wkb.take(pa.array(rows)).to_pylist()
    whole = parcels.store.wkb(named.one[rows])
    ratio = outlines.measured_m2[rows] / named.measured_m2[rows]
    alike = np.array([one == other for one, other in zip(drawn, whole, strict=True)], dtype=bool)
    for row in np.flatnonzero(~alike & (np.abs(ratio - 1) < _ROUNDING)).tolist():
        alike[row] = same_outline(*shapely.from_wkb([drawn[row], whole[row]]))
    found: Places = rows[alike]
    return found


def _mostly_inside(
    drawn: NDArray[Any], rows: Places, named: Named, parcels: Parcels
) -> NDArray[np.bool_]:
    """Tell which outlines certainly lie for the most part in their parcels."""
    outer = np.empty(len(rows), dtype=object)
    single = named.one[rows] >= 0
    outer[single] = parcels.store.outlines(named.one[rows[single]])
    for place in np.flatnonzero(~single).tolist():
        outer[place] = _whole(int(rows[place]), named, parcels)
    return mostly_inside(drawn, outer)


def _whole(row: int, named: Named, parcels: Parcels) -> Any:
    return whole_of(list(parcels.store.outlines(named.several[row])))


def _read_rows(
    rows: Sequence[Row],
    rules: Rules,
    parcels: Parcels,
    land: Any,
    off: list[tuple[str, Problem]],
    *,
    parcels_told: bool,
) -> list[LandEvent | None]:
    """Read and check events row by row; what is wrong with one and its parcels goes into `off`."""
    ids = sorted({part for row in rows for part in row.cells.get("parcel_id", "").split(";")})
    wanted = pa.array([text.strip() for text in ids], pa.string())
    places = parcels.find(wanted)
    by_id = {
        text: parcels.parcel(place)
        for text, place in zip(wanted.to_pylist(), places.tolist(), strict=True)
        if place >= 0
    }
    known = pc.filter(wanted, pa.array(parcels.all_names.find(wanted) >= 0)).to_pylist()
    found: list[LandEvent | None] = []
    for row in rows:
        check_parcels_named(row, frozenset(known) if parcels_told else None)
        event = event_of(row, rules.crs, rules.codes, by_id)
        if event is not None:
            check_event(event, row, {}, land)
            problems, row.problems = row.problems, []
            check_event(event, row, by_id, None)
            off += [(event.event_id, problem) for problem in row.problems]
            row.problems = problems
        found.append(event)
    return found


def _as_batch(events: Sequence[LandEvent], parcels: Parcels) -> pa.RecordBatch:
    """Return events that were read row by row as columns."""
    own = np.array([event.extent for event in events], dtype=object)
    measured = areas_m2(own) if len(own) else np.empty(0)
    wkb = multipolygon_wkb(own).to_pylist()
    parcel: list[int | None] = [None] * len(events)
    for row, event in enumerate(events):
        if len(event.parcel_ids) != 1 or event.extent is None:
            continue
        place = parcels.find(pa.array(event.parcel_ids))
        if place[0] >= 0 and same_outline(event.extent, parcels.store.outlines(place)[0]):
            wkb[row], parcel[row] = None, int(place[0])
    values = {
        "parcel_ids": [sorted(event.parcel_ids) for event in events],
        "measured_m2": [
            None if cell is None else area for cell, area in zip(wkb, measured, strict=True)
        ],
        "outline": wkb,
        "parcel": parcel,
    }
    return pa.RecordBatch.from_arrays(
        [
            pa.array(
                values.get(field.name) or [getattr(event, field.name) for event in events],
                field.type,
            )
            for field in EVENTS
        ],
        schema=EVENTS,
    )


def _without_outline(row: Row) -> Row:
    row.geometry = None
    return row


class Events:
    """The events of a file as far as corrections look at them."""

    def __init__(self) -> None:
        self._ids: list[pa.StringArray] = []
        self._found: list[pa.RecordBatch] = []
        self._corrections: list[tuple[Row, Recorded | None]] = []
        self._astray: list[tuple[str, Problem]] = []
        self.methods = Methods()

    def append(self, batch: EventBatch) -> None:
        """Add the events of the next batch."""
        self._ids.append(batch.ids)
        self._found.append(batch.found.select(RECORDED.names))
        self._corrections += batch.corrections
        self._astray += batch.astray
        for told in batch.methods.to_pylist():
            self.methods.add(told["kind"], told["method"], told["row_min"], told["row_count"])

    def finish(self, problems: list[Problem]) -> Names:
        """Report corrections that cannot be, and events astray that stand; return all ids."""
        corrected = {row.cells["corrects"] for row, event in self._corrections if event is not None}
        problems += [problem for event_id, problem in self._astray if event_id not in corrected]
        ids = Names(pa.chunked_array(self._ids, pa.string()).combine_chunks())
        for row, _ in self._corrections:
            row.problems = problems
        check_corrections(self._corrections, ids, pa.Table.from_batches(self._found, RECORDED))
        check_rings(row for row, _ in self._corrections)
        return ids
