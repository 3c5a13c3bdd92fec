"""A large list of parcels: read by column, checked and written as a large ledger is.

Outlines, numbers and owners are those that the small way gives. What is there of a parcel already
is filled in a batch at a time.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from gis.formats.layer import Features
from gis.formats.source import cell_text
from gis.geometry.area import M2_PER_HA
from gis.geometry.crs import STORED_SRID
from gis.geometry.outlines import which_drawn_alike
from gis.problems import Problem
from projects.bulk.large_ledger import in_order
from projects.imports.ground import Ground, ids_of, texts_of
from projects.imports.list_file import ListFile, ReadBatch
from projects.imports.outlines import ROOT_TOLERANCE
from projects.imports.parcels import ASSUMED_OWNER, Progress, without_known_use
from projects.imports.sent_again import sent_in_a_datum
from projects.package.column import PackageTable
from projects.package.columns import PARCELS
from projects.package.feature_files import FeatureBatch
from projects.package.rows import Row

_JSONB: Final = b"\x01"
"""What stands before JSON where PostgreSQL reads jsonb in binary."""


@dataclass(frozen=True, slots=True)
class ImportedBatch(FeatureBatch):
    """Some features of a list in columns of ours, their outlines drawn already.

    Parameters
    ----------
    drawn
        The outlines in EPSG:4490.
    in_file
        The row of each in the file.
    measured_m2
        What each measures, NaN where it is not valid.
    """

    drawn: NDArray[Any]
    in_file: NDArray[np.int64]
    measured_m2: NDArray[np.float64]

    def valid(self, _: NDArray[Any]) -> NDArray[np.bool_]:
        """Tell which outlines are valid."""
        found: NDArray[np.bool_] = ~np.isnan(self.measured_m2)
        return found

    def areas_m2(self, _: NDArray[Any], rows: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Return the areas of some outlines."""
        return self.measured_m2[rows]

    def geometries(self) -> NDArray[Any]:
        """Return the outlines."""
        return self.drawn

    def rows(
        self, places: NDArray[np.int64], geometries: Any, *, file: str, problems: list[Problem]
    ) -> list[Row]:
        """Return some of the features as rows, with their places in the file."""
        found = FeatureBatch.rows(self, places, geometries, file=file, problems=problems)
        for row, place in zip(found, places.tolist(), strict=True):
            row.number_in_file = int(self.in_file[place])
        return found


@dataclass(kw_only=True, slots=True)
class LargeList:
    """A list of parcels as a large ledger reads its files of features.

    Attributes
    ----------
    assumed
        How many new parcels do not say whose they are.
    in_file
        The rows of all features in the file.
    """

    file: ListFile
    ground: Ground
    progress: Progress
    has_parcels: bool
    assumed: int = 0
    in_file: list[NDArray[np.int64]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """As problems call it."""
        return self.file.layer.file

    @property
    def crs(self) -> CRS:
        """That of its outlines."""
        return CRS.from_epsg(STORED_SRID)

    @property
    def columns(self) -> tuple[str, ...]:
        """All of a parcel: what the file lacks is filled in."""
        return tuple(column.name for column in PARCELS.cells)

    @property
    def count(self) -> int:
        """The number of its features."""
        return self.file.layer.count or 0

    def batches(
        self, problems: list[Problem], *, table: PackageTable, size: int
    ) -> Iterator[FeatureBatch]:
        """Yield the features, `size` of them or more at a time, of whatever `table`."""
        number = 1

        def read(features: Features) -> tuple[ReadBatch, list[Problem]]:
            found: list[Problem] = []
            return self.file.read(features, found), found

        for batch, found in in_order(read, _together(self.file.layer.features(problems), size)):
            problems += found
            self.file.tell_once(batch, problems)
            self.file.sketches.see(batch.rows, batch.outlines)
            self.in_file.append(batch.rows)
            yield self._imported(batch, number, problems)
            number += len(batch)
            self.progress(number - 1, self.file.layer.count)

    def _imported(self, batch: ReadBatch, number: int, problems: list[Problem]) -> FeatureBatch:
        cells = {
            name: batch.cells[name] for name in batch.cells.schema.names if name in self.columns
        }
        if self.has_parcels:
            self._fill(batch, cells, problems)
        self._assume(batch, cells)
        if any(batch.further):
            told = [None if one is None else _jsonb(one) for one in batch.further]
            cells["further"] = pa.array(told, pa.large_binary())
        problems += self._areas(batch, cells)
        return ImportedBatch(
            number,
            pa.RecordBatch.from_pydict(cells),
            pa.array(shapely.to_wkb(batch.outlines, byte_order=1), pa.large_binary()),
            batch.odd,
            batch.outlines,
            batch.rows,
            batch.measured_m2,
        )

    def _fill(self, batch: ReadBatch, cells: dict[str, pa.Array], problems: list[Problem]) -> None:
        """Let what the file says nothing of be as the plan has it."""
        there = self.ground.known.parcels(ids_of(batch, "parcel_id"))
        if not there:
            return
        ids = [cell_text(one)[0] for one in cells["parcel_id"].to_pylist()]
        was = np.array([*(there[one].outline if one in there else None for one in ids), None])[:-1]
        alike = which_drawn_alike(batch.outlines, was)
        batch.outlines[alike] = was[alike]
        problems += sent_in_a_datum(self.file, batch.rows.tolist(), ids, batch.outlines, was)
        use = self.file.conversion.matching.theirs("land_use")
        for place, one in enumerate(ids):
            if one in there:
                further = batch.further[place]
                batch.further[place] = without_known_use(further, use, there[one].land_use)
        known = {one: texts_of(PARCELS, parcel) for one, parcel in there.items()}
        for name in self.columns:
            told = (
                [cell_text(one)[0] for one in cells[name].to_pylist()]
                if name in cells
                else [""] * len(batch)
            )
            cells[name] = pa.array(
                [one or known.get(of, {}).get(name, "") for one, of in zip(told, ids, strict=True)],
                pa.string(),
            )

    def _assume(self, batch: ReadBatch, cells: dict[str, pa.Array]) -> None:
        if "owner_kind" not in cells:
            cells["owner_kind"] = pa.repeat(ASSUMED_OWNER, len(batch))
            self.assumed += len(batch)
            return
        told = cells["owner_kind"].to_numpy(zero_copy_only=False)
        empty = told == ""
        if empty.any():
            self.assumed += int(empty.sum())
            cells["owner_kind"] = pa.array(np.where(empty, ASSUMED_OWNER, told), pa.string())

    def _areas(self, batch: ReadBatch, cells: dict[str, pa.Array]) -> Iterator[Problem]:
        """Yield the declared areas that differ from the measured ones by more than they may."""
        declared = cells.get("declared_ha")
        if declared is None or not pa.types.is_floating(declared.type):
            return
        m2 = declared.to_numpy(zero_copy_only=False) * M2_PER_HA
        differ = m2 - batch.measured_m2
        most = ROOT_TOLERANCE * np.sqrt(batch.measured_m2) + self.file.tolerance * batch.measured_m2
        ids = cells["parcel_id"]
        for place in np.flatnonzero(np.abs(differ) > most).tolist():
            zh, en = (
                f"与量算面积相差 {differ[place]:+.1f} 平方米，超过限差 {most[place]:.1f} 平方米",
                f"differs by {differ[place]:+.1f} m² from the measured area, more than the "
                f"{most[place]:.1f} m² that two surveys may",
            )
            yield Problem(
                file=self.name, row=int(batch.rows[place]), column="declared_ha",
                value=str(ids[place].as_py()), zh=zh, en=en, kind="area_differs",
                severity="warning",
            )  # fmt: skip


def _together(pieces: Iterator[Features], size: int) -> Iterator[Features]:
    """Yield features `size` or more at a time."""
    waiting: list[Features] = []
    for piece in pieces:
        waiting.append(piece)
        if sum(len(one.rows) for one in waiting) >= size:
            yield _joined(waiting)
            waiting = []
    if waiting:
        yield _joined(waiting)


def _joined(pieces: list[Features]) -> Features:
    return Features(
        rows=np.concatenate([one.rows for one in pieces]),
        cells=pa.concat_tables([one.cells for one in pieces], promote_options="permissive"),
        outlines=np.concatenate([one.outlines for one in pieces]),
    )


def _jsonb(further: dict[str, Any]) -> bytes:
    return _JSONB + json.dumps(further, ensure_ascii=False).encode()


_OF_THE_WHOLE: Final = ("repeated", "shifted")
"""Kinds that are found when all rows are known, and tell the number of a feature."""


def at_their_rows(problems: Sequence[Problem], read: LargeList) -> list[Problem]:
    """Return problems with the rows of the file for the numbers of features."""
    rows = np.concatenate([np.zeros(1, np.int64), *read.in_file])
    return [
        replace(one, row=int(rows[one.row]))
        if one.kind in _OF_THE_WHOLE and one.row is not None
        else one
        for one in problems
    ]
