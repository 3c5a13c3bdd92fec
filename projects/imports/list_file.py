"""A list opened: its features in columns of ours, their outlines in EPSG:4490, batch by batch."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from gis.formats.faults import TOLD, Fault
from gis.formats.layer import Features, Layer
from gis.formats.source import Odd, cell_text
from gis.geometry.area import areas_m2
from gis.problems import Problem
from projects.imports.conversion import Conversion
from projects.imports.drawn import Drawn, Sketches
from projects.imports.matching import MEASURED
from projects.imports.outline_remarks import remarks_on
from projects.imports.outlines import mended, remark_on_flaw
from projects.package.rows import NAMING, called

ToStored = Callable[[NDArray[np.object_]], NDArray[np.object_]]
"""Brings outlines of the file to EPSG:4490."""

_OF_CELLS: Final = ("formula_without_value", "formula_error", "cell_count")
"""Problems of a reader with other cells than those of outlines."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadBatch:
    """Some features of a list.

    Parameters
    ----------
    rows
        Their rows in the file, as a person finds them.
    cells
        Columns of ours.
    outlines
        In EPSG:4490, as the file has them or mended; None where there is none.
    measured_m2
        NaN where there is no outline that could be measured.
    odd
        Place in the batch → what of a feature these do not hold.
    further
        What of each is none of ours.
    """

    rows: NDArray[np.int64]
    cells: pa.RecordBatch
    outlines: NDArray[np.object_]
    measured_m2: NDArray[np.float64]
    odd: dict[int, Odd]
    further: list[dict[str, Any] | None]

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, kw_only=True, slots=True)
class ListFile:
    """A file of a list, and how it is read.

    Parameters
    ----------
    drawn
        Whether the file has outlines; else it is a list of attributes alone.
    repair
        Whether outlines are mended where that is safe.
    tolerance
        The share by which two areas of one piece of land may differ.
    crs_is_said
        Whether the user names its system or its datum.
    sketches
        Keeps what outlines and problems with them look like.
    """

    layer: Layer
    conversion: Conversion
    drawn: bool
    to_stored: ToStored
    repair: bool
    tolerance: float
    crs_is_said: bool
    sketches: Sketches = field(default_factory=Sketches)

    def batches(self, problems: list[Problem]) -> Iterator[ReadBatch]:
        """Yield the features; what is wrong with the file or its outlines is added to problems."""
        for features in self.layer.features(problems):
            batch = self.read(features, problems)
            self.tell_once(batch, problems)
            self.sketches.see(batch.rows, batch.outlines)
            yield batch

    def read(self, features: Features, problems: list[Problem]) -> ReadBatch:
        """Return some features; what is wrong with their outlines is added to problems."""
        outlines = self.to_stored(features.outlines)
        faults: dict[int, Fault] = {}
        odd: list[Problem] = []
        if self.conversion.kind.name in ("parcels", "events", "zones"):
            outlines = self._looked_at(features.rows, outlines, faults, odd)
        measured_m2 = measured(outlines, without=list(faults))
        found = self.conversion.converted(features, measured_m2)
        problems += _named(odd, features.rows, found.cells)
        for place, fault in faults.items():
            found.odd.setdefault(place, Odd()).faults["outline"] = fault
        return ReadBatch(
            rows=features.rows,
            cells=found.cells,
            outlines=outlines,
            measured_m2=measured_m2,
            odd=found.odd,
            further=found.further,
        )

    def tell_once(self, batch: ReadBatch, problems: Sequence[Problem]) -> None:
        """Keep what follows from an outline that cannot be read from being told beside that."""
        if not self.conversion.kind.drawn:
            return
        of_outlines = [
            one
            for one in problems
            if one.kind not in _OF_CELLS and one.column not in self.layer.columns
        ]
        unread = shapely.is_missing(batch.outlines) & explained(batch.rows, of_outlines)
        for place in np.flatnonzero(unread).tolist():
            batch.odd.setdefault(place, Odd()).faults.setdefault("outline", TOLD)
        matching = self.conversion.matching
        if "declared_ha" in matching and matching["declared_ha"].text == MEASURED:
            for odd in batch.odd.values():
                if "outline" in odd.faults:
                    odd.faults["declared_ha"] = TOLD

    def _looked_at(
        self,
        rows: NDArray[np.int64],
        outlines: NDArray[np.object_],
        faults: dict[int, Fault],
        problems: list[Problem],
    ) -> NDArray[np.object_]:
        """Return outlines, mended where that is asked for; tell what is wrong and what was done."""
        outlines = outlines.copy()
        polygons = np.isin(shapely.get_type_id(outlines), (3, 6)) & ~shapely.is_empty(outlines)
        suspect = polygons & ~shapely.is_valid(outlines)
        usable = np.flatnonzero(polygons & ~suspect)
        told = [(int(usable[place]), remark) for place, remark in remarks_on(outlines[usable])]
        if self.repair:
            self._mend({*np.flatnonzero(suspect).tolist(), *(place for place, _ in told)},
                       rows, outlines, problems)  # fmt: skip
        for place in np.flatnonzero(suspect).tolist():
            if (fault := remark_on_flaw(outlines[place], repair=self.repair)) is not None:
                faults[place] = Fault(fault.zh, fault.en, fault.kind)
                drawn = Drawn(outlines[place], at=fault.at)
                self.sketches.keep(int(rows[place]), fault.kind, drawn)
        for place, remark in told:
            if self.repair and remark.kind == "doubled_point":
                continue
            problems.append(self._warning(int(rows[place]), remark.kind, remark.zh, remark.en))
            drawn = Drawn(outlines[place], at=remark.at)
            self.sketches.keep(int(rows[place]), remark.kind, drawn)
        return outlines

    def _mend(
        self,
        places: set[int],
        rows: NDArray[np.int64],
        outlines: NDArray[np.object_],
        problems: list[Problem],
    ) -> None:
        for place in sorted(places):
            done = mended(outlines[place], self.tolerance)
            if done is None:
                continue
            self.sketches.keep(
                int(rows[place]), "mended", Drawn(outlines[place], after=done.outline)
            )
            outlines[place] = done.outline
            changed = f"{done.changed_m2:+z.2f}"
            problems.append(
                self._warning(
                    int(rows[place]),
                    "mended",
                    f"已修补：{done.zh}；面积变化 {changed} 平方米",
                    f"mended: {done.en}; the area changed by {changed} m²",
                )
            )

    def _warning(self, row: int, kind: str, zh: str, en: str) -> Problem:
        return Problem(
            file=self.layer.file, row=row, column="outline", zh=zh, en=en, kind=kind,
            severity="warning",
        )  # fmt: skip

    def with_units(self, units: dict[str, str]) -> "ListFile":
        """Return the same with other units of its areas."""
        return replace(self, conversion=replace(self.conversion, units=units))


def _named(
    problems: Sequence[Problem], rows: NDArray[np.int64], cells: pa.RecordBatch
) -> Iterator[Problem]:
    """Yield problems with outlines, each with the number and the name of its feature."""
    if not problems:
        return
    places: dict[int | None, int] = {row: place for place, row in enumerate(rows.tolist())}
    for one in problems:
        texts = {
            name: cell_text(cells[name][places[one.row]].as_py())[0]
            for name in cells.schema.names
            if name in NAMING
        }
        yield replace(one, value=called(texts))


def explained(rows: NDArray[np.int64], problems: Sequence[Problem]) -> NDArray[np.bool_]:
    """Tell of each feature whether an error is known: of its row, or of a point's row after it."""
    wrong = [one.row for one in problems if one.severity == "error" and one.row is not None]
    found = np.zeros(len(rows), dtype=bool)
    places = np.searchsorted(rows, np.array(wrong, np.int64), side="right") - 1
    found[places[places >= 0]] = True
    return found


def measured(outlines: NDArray[np.object_], *, without: Sequence[int]) -> NDArray[np.float64]:
    """Return the areas of outlines in EPSG:4490 in m², NaN where there is none to measure.

    `without`: the places of those that are known to be not valid.
    """
    found = np.full(len(outlines), np.nan)
    some = np.isin(shapely.get_type_id(outlines), (3, 6)) & ~shapely.is_empty(outlines)
    some[without] = False
    if some.any():
        found[some] = areas_m2(outlines[some])
    return found
