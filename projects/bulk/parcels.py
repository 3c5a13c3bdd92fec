"""The parcels of a large ledger: checked a batch at a time, kept as columns for its events.

A batch is looked at whole (`projects.bulk.cells`, `projects.bulk.batch_outlines`); rows that are
not certainly sound go through the same functions as those of a small ledger
(`projects.package.read_ledger`, `projects.package.check_ledger`), which alone hold the rules and
word the problems.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, get_args

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from gis.geometry.area import M2_PER_HA, area_m2
from gis.geometry.outline_store import OutlineStore
from gis.geometry.rings import Places
from gis.model import OwnerKind, Parcel
from gis.problems import Problem
from projects.bulk.batch_outlines import multipolygon_wkb, read_outlines
from projects.bulk.cells import NO_DAY, Cells, Mask
from projects.bulk.names import Names
from projects.package import columns
from projects.package.arrow_schema import stored_schema
from projects.package.check_ledger import MAX_OUTSIDE_SHARE, check_parcel
from projects.package.feature_files import FeatureBatch
from projects.package.read_ledger import Codes, parcel_of
from projects.package.rows import Row

EPOCH: Final = date(1970, 1, 1)

PARCELS: Final = stored_schema(columns.PARCELS)
"""Parcels as they are written; outlines as WKB of MultiPolygons in EPSG:4490."""

FURTHER: Final = "further"
"""A column that an imported list may have beside these: jsonb, in binary."""

_INSIDE: Final = 1 - 0.98 * MAX_OUTSIDE_SHARE


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """What the rows of one file are held against.

    Parameters
    ----------
    file
        The file's name inside the package.
    crs
        That of its outlines.
    codes
        Land-use codes with their sets; None where it is not known which there are.
    land
        WKB of the plan's land, empty if there is none: each batch prepares its own copy, for a
        prepared geometry must not be shared by threads.
    """

    file: str
    crs: CRS
    codes: Codes
    land: bytes

    def land_prepared(self) -> Any:
        """Return the plan's land, or None."""
        if not self.land:
            return None
        land = shapely.from_wkb(self.land)
        shapely.prepare(land)
        return land


@dataclass(frozen=True, kw_only=True, slots=True)
class ParcelBatch:
    """What was read in one batch.

    Parameters
    ----------
    ids
        Of all rows, as text.
    found
        The parcels in the order of their rows (`PARCELS`).
    numbers, inside, bounds
        The row of each of them in the file, whether it lies in the plan's land, its bounding box.
    """

    ids: pa.StringArray
    found: pa.RecordBatch
    numbers: Places
    inside: Mask
    bounds: NDArray[np.float64]
    problems: list[Problem]


def read_parcel_batch(batch: FeatureBatch, rules: Rules) -> ParcelBatch:
    """Return the parcels of a batch of features."""
    cells = Cells(batch)
    land = rules.land_prepared()
    outlines = read_outlines(batch, rules.crs)
    ids, declared_ha = cells.identifier("parcel_id"), cells.number("declared_ha")
    land_use, land_use_set = cells.land_use(rules.codes)
    stored = {
        "parcel_id": ids,
        "owner_kind": cells.choice("owner_kind", get_args(OwnerKind)),
        "declared_ha": pa.array(declared_ha),
        "land_use": land_use,
        "land_use_set": land_use_set,
        "measured_m2": pa.array(outlines.measured_m2),
        "outline": outlines.wkb,
    }
    for column in columns.PARCELS.cells:
        if column.shown not in stored:
            stored[column.shown] = cells.optional(column)
    cells.doubt(~outlines.sound)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):  # such a row is doubted
        ratio = declared_ha * M2_PER_HA / outlines.measured_m2
    cells.doubt(~((ratio > 0.21) & (ratio < 4.9)))
    cells.doubt(astray(outlines.stored, land, cells.sound))

    problems: list[Problem] = []
    doubted, rows = cells.doubted(outlines.found, file=rules.file, problems=problems)
    read = [parcel_of(row, rules.crs, rules.codes) for row in rows]
    kept = np.array([parcel is not None for parcel in read], dtype=bool)
    parcels = [(p, row) for p, row in zip(read, rows, strict=True) if p is not None]
    inside = [check_parcel(parcel, row, land) for parcel, row in parcels]

    sure = pa.RecordBatch.from_pydict(stored, schema=PARCELS)
    found, places = in_row_order(
        sure.filter(pa.array(cells.sound)), np.flatnonzero(cells.sound),
        _as_batch([parcel for parcel, _ in parcels]), doubted[kept],
    )  # fmt: skip
    if FURTHER in batch.cells.schema.names:
        more = batch.cells[FURTHER].take(pa.array(places))
        found = found.append_column(FURTHER, more)
    is_inside = np.ones(len(batch), dtype=bool)
    is_inside[doubted[kept]] = inside
    bounds = outlines.bounds.copy()
    bounds[doubted[kept]] = shapely.bounds(np.array([p.outline for p, _ in parcels], dtype=object))
    return ParcelBatch(
        ids=with_cells_of(ids, doubted, rows, "parcel_id"),
        found=found,
        numbers=places + batch.number,
        inside=is_inside[places],
        bounds=bounds[places],
        problems=problems,
    )


class Parcels:
    """The parcels of a file as columns: what its events are held against.

    Filled batch by batch, then read by any thread. A place is a parcel's position among those
    found, in the order of their rows.
    """

    def __init__(self, store: OutlineStore) -> None:
        self.store = store
        self._batches: list[ParcelBatch] = []

    def append(self, batch: ParcelBatch) -> None:
        """Add the parcels of the next batch; their outlines go to the store."""
        self.store.append(batch.found["outline"], batch.bounds)
        kept = batch.found.select(["parcel_id", "declared_ha", "measured_m2", "established_on"])
        self._batches.append(
            ParcelBatch(
                ids=batch.ids,
                found=kept,
                numbers=batch.numbers,
                inside=batch.inside,
                bounds=batch.bounds[:0],  # the store has them
                problems=[],
            )
        )

    def finish(self) -> None:
        """Make what was added ready to be looked up."""
        self.store.make_readable()
        batches, self._batches = self._batches, []
        kept = pa.Table.from_batches([b.found for b in batches], _KEPT).combine_chunks()
        self.ids: pa.StringArray = one_array(kept["parcel_id"])
        self.declared_ha = kept["declared_ha"].to_numpy()
        self.measured_m2 = kept["measured_m2"].to_numpy()
        self.established_on = numbers_of_days(one_array(kept["established_on"]))
        self.numbers = np.concatenate([np.empty(0, np.int64), *(b.numbers for b in batches)])
        self.inside = np.concatenate([np.empty(0, bool), *(b.inside for b in batches)])
        self._names = self.all_names = Names(self.ids)
        if sum(len(b.ids) for b in batches) != len(self.ids):
            row_ids = pa.chunked_array([b.ids for b in batches], pa.string())
            self.all_names = Names(row_ids.combine_chunks())

    def __len__(self) -> int:
        return len(self.ids)

    def find(self, ids: pa.StringArray) -> Places:
        """Return the place of the first parcel with each id, -1 where there is none."""
        return self._names.find(ids)

    def repeated(self) -> Places:
        """Return the places of parcels whose id an earlier one has."""
        return self._names.repeated()[0]

    def parcel(self, place: int) -> Parcel:
        """Return one parcel with all that checks look at."""
        day = int(self.established_on[place])
        return Parcel(
            parcel_id=self.ids[place].as_py(),
            name="",
            owner_kind="state",
            declared_ha=float(self.declared_ha[place]),
            land_use="",
            land_use_set="",
            established_on=None if day == NO_DAY else EPOCH + timedelta(days=day),
            outline=self.store.outlines(np.array([place]))[0],
        )


_KEPT: Final = pa.schema(
    [PARCELS.field(name) for name in ("parcel_id", "declared_ha", "measured_m2", "established_on")]
)


def astray(outlines: NDArray[Any], land: Any, rows: Mask) -> Mask:
    """Tell of some rows which outlines may lie mostly outside the plan's land; of the others no."""
    found = np.zeros(len(outlines), dtype=bool)
    if land is not None:
        found[rows] = ~shapely.covers(land, outlines[rows])
        found[found] = ~mostly_inside(outlines[found], land)
    return found


def mostly_inside(inner: NDArray[Any], outer: Any) -> Mask:
    """Tell which outlines certainly lie for the most part in those that should hold them."""
    # shares of so small a piece of land need no ellipsoid
    shared = shapely.area(shapely.intersection(outer, inner))
    mostly: Mask = shared >= _INSIDE * shapely.area(inner)
    return mostly


def in_row_order(
    sure: pa.RecordBatch, sure_places: Places, read: pa.RecordBatch, read_places: Places
) -> tuple[pa.RecordBatch, Places]:
    """Return what was sound at once and what was read row by row as one batch, and its places."""
    if not len(read_places):
        return sure, sure_places
    places = np.concatenate([sure_places, read_places])
    order = np.argsort(places)
    both = pa.Table.from_batches([sure, read]).combine_chunks().to_batches()[0]
    return both.take(pa.array(order)), places[order]


def with_cells_of(
    ids: pa.StringArray, places: Places, rows: Sequence[Row], column: str
) -> pa.StringArray:
    """Return ids as read of whole columns, at some places those of rows instead."""
    if not rows:
        return ids
    found = ids.to_numpy(zero_copy_only=False)
    found[places] = [row.cells[column] for row in rows]
    return pa.array(found, pa.string())


def numbers_of_days(dates: pa.Array) -> NDArray[np.int32]:
    """Return dates as days since 1970-01-01, null as `NO_DAY`."""
    found: NDArray[np.int32] = dates.cast(pa.int32()).fill_null(NO_DAY).to_numpy()
    return found


def one_array(column: pa.ChunkedArray) -> pa.Array:
    """Return a column as one array."""
    combined = column.combine_chunks()
    return combined.chunk(0) if isinstance(combined, pa.ChunkedArray) else combined


def _as_batch(parcels: Sequence[Parcel]) -> pa.RecordBatch:
    outlines = np.array([parcel.outline for parcel in parcels], dtype=object)
    measured = {
        "measured_m2": [area_m2(outline) for outline in outlines],
        "outline": multipolygon_wkb(outlines).to_pylist(),
    }
    return pa.RecordBatch.from_arrays(
        [
            pa.array(
                measured.get(field.name) or [getattr(parcel, field.name) for parcel in parcels],
                field.type,
            )
            for field in PARCELS
        ],
        schema=PARCELS,
    )
