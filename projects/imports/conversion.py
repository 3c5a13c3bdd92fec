"""Columns of a file made into those of the catalogue, a batch of features at a time.

What cannot be understood stays as the file has it: the rules of the package
(`projects.package.rows`) then say what is wrong with it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from gis.formats.arrow_cells import plain_cells
from gis.formats.faults import Fault
from gis.formats.layer import Features
from gis.formats.source import Odd, cell_text
from gis.geometry.area import M2_PER_HA
from projects.imports.land_uses import LandUseWords
from projects.imports.lists import AREA_UNIT, ImportList
from projects.imports.matching import MEASURED, Match, Matching
from projects.imports.quantities import (
    UNITS,
    day_text,
    is_missing,
    is_no_day,
    quantity,
    unit_of,
)
from projects.imports.synonyms import has_values, value_of
from projects.package.column import Column
from projects.package.rows import day_of, number_of

_MISSING: Final = r"^-65535(\.0*)?$"
_OF_AREA: Final = ("ha", "m2")
_NO_QUANTITY: Final = Fault(
    "不是数字；请只写数字，可以带单位（0.7655公顷），不写“约”等字样",
    "not a number; write digits, with a unit or without (0.7655 ha), and no other words",
    "not_a_number",
)
_UNCLEAN: Final = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127))


@dataclass(frozen=True, kw_only=True, slots=True)
class Converted:
    """Some features in columns of ours.

    Parameters
    ----------
    cells
        Columns of the catalogue, and those that only a file of the list has; texts, numbers, days.
    odd
        Place among them, from 0 → what of a feature these do not hold.
    further
        What of each feature is none of ours, by the names of the file; None where nothing is.
    """

    cells: pa.RecordBatch
    odd: dict[int, Odd]
    further: list[dict[str, Any] | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Conversion:
    """How the columns of one file become ours.

    Parameters
    ----------
    units
        Column of an area → the unit it is in, decided by measuring (`projects.imports.units`).
    land_uses
        The land uses of the plan by what files write.
    """

    kind: ImportList
    matching: Matching
    land_uses: LandUseWords
    units: Mapping[str, str]

    def converted(self, features: Features, measured_m2: NDArray[np.float64]) -> Converted:
        """Return some features in columns of ours.

        Parameters
        ----------
        measured_m2
            What their outlines measure, NaN where there is none.
        """
        odd: dict[int, Odd] = {}
        theirs = plain_cells(_one_batch(features.cells), odd)
        cells: dict[str, pa.Array] = {}
        for match in self.matching.matches:
            if match.ours is None:
                continue
            column = self.kind[match.ours]
            if not match.theirs:
                told = value_of(self.kind.name, column.name, match.text)
                cells[column.name] = _constant(told, measured_m2)
                continue
            cells[column.name] = self._column(column, match, theirs)
            _rename_odd(odd, match.theirs, column.name)
            if column.kind == "number" and column.unit in UNITS:
                _find_no_quantities(cells[column.name], column.name, odd)
            if column.unit in _OF_AREA and AREA_UNIT.name in self.matching:
                _find_strange_units(self._units_told(theirs), column.name, odd)
        if "land_use" in cells:
            self._tell_land_use(cells)
        further = _further(theirs, self.matching.kept_as)
        self._keep_unknown_uses(cells, further)
        cells.pop(AREA_UNIT.name, None)
        batch = pa.RecordBatch.from_pydict(cells) if cells else _without_columns(len(theirs))
        return Converted(cells=batch, odd=odd, further=further)

    def _column(self, column: Column, match: Match, theirs: pa.RecordBatch) -> pa.Array:
        found = theirs[match.theirs]
        if column.kind == "number":
            return _numbers(found, self._factors(column, match, theirs))
        if column.kind == "day":
            return _days(found)
        texts = _texts(found)
        if has_values(self.kind.name, column.name):
            return _mapped(texts, lambda told: value_of(self.kind.name, column.name, told))
        return texts

    def _factors(self, column: Column, match: Match, theirs: pa.RecordBatch) -> "_Factors":
        """Return what turns a column's numbers into its unit, where cells do not say their own."""
        known = UNITS.get(column.unit, {})
        every = known.get(self.units.get(column.name) or match.unit, 1.0)
        if AREA_UNIT.name not in self.matching or column.unit not in _OF_AREA:
            return _Factors(known, every)
        told = self._units_told(theirs)
        return _Factors(known, np.array([known.get(unit_of(one), every) for one in told]))

    def _units_told(self, theirs: pa.RecordBatch) -> list[str]:
        """Return what the rows say of the unit of their areas; empty where one says nothing."""
        match = self.matching[AREA_UNIT.name]
        if not match.theirs:
            return [match.text] * len(theirs)
        found: list[str] = _texts(theirs[match.theirs]).to_pylist()
        return found

    def _tell_land_use(self, cells: dict[str, pa.Array]) -> None:
        """Give codes for names, and the set of a code where the file has none."""
        match = self.matching["land_use"]
        sets = cells.get("land_use_set")
        told = _texts(cells["land_use"])
        told_sets = pa.repeat("", len(told)) if sets is None else _texts(sets)
        both = [
            self.land_uses.meant(use, code_set, match.theirs)
            for use, code_set in zip(told.to_pylist(), told_sets.to_pylist(), strict=True)
        ]
        cells["land_use"] = pa.array([use for use, _ in both], pa.string())
        cells["land_use_set"] = pa.array([code_set for _, code_set in both], pa.string())

    def _keep_unknown_uses(
        self, cells: dict[str, pa.Array], further: list[dict[str, Any] | None]
    ) -> None:
        """Keep what a file of parcels says of a use that is none of the plan's."""
        if self.kind.name != "parcels" or "land_use" not in cells:
            return
        uses, name = cells["land_use"].to_pylist(), self.matching.theirs("land_use")
        sets = cells["land_use_set"].to_pylist()
        for place, (use, code_set) in enumerate(zip(uses, sets, strict=True)):
            if use and not self.land_uses.has(use, code_set):
                further[place] = (further[place] or {}) | {name: use}
                uses[place], sets[place] = "", ""
        cells["land_use"] = pa.array(uses, pa.string())
        cells["land_use_set"] = pa.array(sets, pa.string())


@dataclass(frozen=True, slots=True)
class _Factors:
    """What a number is multiplied by: where its cell names a unit, and else."""

    by_unit: Mapping[str, float]
    every: float | NDArray[np.float64]


def raw_numbers(cells: pa.Table, column: str) -> tuple[NDArray[np.float64], list[str]]:
    """Return the numbers of a column as they stand, NaN where there is none, and their units."""
    found = plain_cells(_one_batch(cells.select([column])), {})[column]
    told = [quantity(text) for text in _texts(found).to_pylist()]
    return np.array([_float(number) for number, _ in told]), [unit for _, unit in told]


def _float(text: str) -> float:
    try:
        return np.nan if "_" in text else float(text)  # 1_000 is a number to Python alone
    except ValueError:
        return np.nan


def _one_batch(cells: pa.Table) -> pa.RecordBatch:
    if not cells.num_columns:
        return _without_columns(cells.num_rows)
    batches = cells.combine_chunks().to_batches()
    if batches:
        return batches[0]
    return pa.RecordBatch.from_pylist([], schema=cells.schema)


def _without_columns(count: int) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict({"": pa.nulls(count)}).select([])


def _constant(text: str, measured_m2: NDArray[np.float64]) -> pa.Array:
    if text == MEASURED:
        return pa.array(measured_m2 / M2_PER_HA, mask=np.isnan(measured_m2))
    return pa.repeat(text, len(measured_m2))


def _numbers(found: pa.Array, factors: _Factors) -> pa.Array:
    """Return numbers in the unit of their column; as texts where one of them is none."""
    if pa.types.is_integer(found.type) or pa.types.is_floating(found.type):
        numbers = pc.fill_null(found.cast(pa.float64(), safe=False), np.nan).to_numpy()
        numbers = np.where(numbers == -65535.0, np.nan, numbers) * factors.every
        return pa.array(np.round(numbers, 10), mask=np.isnan(numbers))
    told = _texts(found).to_pylist()
    every = np.broadcast_to(np.asarray(factors.every), len(told))
    values = [
        _number(text, factors.by_unit, usual)
        for text, usual in zip(told, every.tolist(), strict=True)
    ]
    if all(not isinstance(value, str) or not value for value in values):
        return pa.array([value if value != "" else None for value in values], pa.float64())
    return pa.array([cell_text(value)[0] for value in values], pa.string())


def _number(text: str, by_unit: Mapping[str, float], usual: float) -> float | str:
    """Return the number of a cell; the cell itself where it has none in a unit of its kind."""
    number, unit = quantity(text)
    if by_unit and unit and unit not in by_unit:
        return text
    value = _float(number)
    return number if np.isnan(value) else round(value * by_unit.get(unit, usual), 10)


def _find_no_quantities(found: pa.Array, column: str, odd: dict[int, Odd]) -> None:
    """Find the cells of areas or money that hold neither a number nor one with its unit."""
    if not pa.types.is_string(found.type):
        return
    for place, text in enumerate(found.to_pylist()):
        if text and number_of(text) is None:
            odd.setdefault(place, Odd()).faults.setdefault(column, _NO_QUANTITY)


def _find_strange_units(told: list[str], column: str, odd: dict[int, Odd]) -> None:
    """Find the rows whose area is in a unit that is not known: no other is taken for it."""
    for place, unit in enumerate(told):
        if unit and unit_of(unit) not in UNITS["ha"]:
            fault = Fault(
                f"不认识面积单位“{unit[:20]}”；请换算为公顷、平方米或亩",
                f"the unit {unit[:20]!r} is not known; convert the area to 公顷, 平方米 or 亩",
                "unit_unknown",
            )
            odd.setdefault(place, Odd()).faults.setdefault(column, fault)


def _days(found: pa.Array) -> pa.Array:
    if pa.types.is_date32(found.type):
        texts = found.cast(pa.string())
        no_day = pc.match_substring_regex(texts, r"^(1900-01-01|1899-12-30)$")
        return pc.if_else(pc.fill_null(no_day, True), pa.scalar(None, pa.date32()), found)
    return _mapped(_texts(found), lambda told: "" if is_no_day(told) else _day(told))


def _day(told: str) -> str:
    """Return a date in our form; what is none stays as the file has it."""
    written = day_text(told)
    return told if day_of(written) is None else written


def _texts(found: pa.Array) -> pa.Array:
    """Return values as texts, empty where there is nothing."""
    if pa.types.is_integer(found.type):
        found = pc.fill_null(found.cast(pa.string()), "")
    elif not pa.types.is_string(found.type):
        found = pa.array([cell_text(value)[0] for value in found.to_pylist()], pa.string())
    told = pc.utf8_trim_whitespace(pc.fill_null(found, ""))
    missing = pc.match_substring_regex(told, _MISSING)
    return pc.if_else(missing, "", told) if pc.any(missing).as_py() else told


def _mapped(texts: pa.Array, function: Callable[[str], str]) -> pa.Array:
    """Return a function of texts, called once for each that there is."""
    coded = texts.dictionary_encode()
    if not len(coded.dictionary):
        return texts
    mapped = pa.array(
        [function(told.strip()) for told in coded.dictionary.to_pylist()], pa.string()
    )
    return mapped.take(coded.indices)


def _rename_odd(odd: dict[int, Odd], theirs: str, ours: str) -> None:
    for its in odd.values():
        for told in (its.texts, its.faults):
            if theirs in told and theirs != ours:
                told[ours] = told.pop(theirs)  # type: ignore[assignment]


def _further(theirs: pa.RecordBatch, names: Mapping[str, str]) -> list[dict[str, Any] | None]:
    """Return what stands in some columns, row by row: numbers, truth values, texts.

    `names`: what each column becomes.
    """
    kept = theirs.select(list(names))
    if not kept.num_columns:
        return [None] * len(theirs)
    rows = []
    for record in kept.to_pylist():
        told = {names[name]: _plain(value) for name, value in record.items()}
        rows.append(
            {name: value for name, value in told.items() if value not in (None, "")} or None
        )
    return rows


def _plain(value: Any) -> Any:
    """Return a value as JSON has it, none where it only says that there is none."""
    if isinstance(value, bool | int):
        return None if value == -65535 else value
    if isinstance(value, float):
        return None if value == -65535.0 or not np.isfinite(value) else value
    text = cell_text(value)[0].translate(_UNCLEAN).strip()
    return "" if is_missing(text) or is_no_day(text) else text
