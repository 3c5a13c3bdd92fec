"""A file opened as a list: its columns matched, its coordinates and units judged."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from gis.formats.layer import Features
from gis.formats.read import open_layer
from gis.formats.verdict import Verdict, judged
from gis.geometry.crs import STORED_SRID
from gis.geometry.ways import ShiftedDatum
from gis.problems import Problem
from projects.imports.closed_rings import with_rings_closed
from projects.imports.conversion import Conversion, raw_numbers
from projects.imports.cut_ids import cut_ids_told
from projects.imports.drawn import Sketches
from projects.imports.land_uses import LandUseWords
from projects.imports.left_out import without_rows
from projects.imports.list_file import ListFile, measured
from projects.imports.lists import AREA_UNIT, LISTS, ListName
from projects.imports.matching import Matching, matched
from projects.imports.outlines import AREA_TOLERANCE
from projects.imports.quantities import strange_unit_in, unit_in
from projects.imports.synonyms import synonyms_of
from projects.imports.totals import without_totals
from projects.imports.units import UnitFound, unit_found
from projects.model import Package
from projects.package.check_ledger import land_of

_LOOKED_AT: Final = 5_000
"""Features that units are told by."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportOptions:
    """How a user wants a file to be read.

    Parameters
    ----------
    crs, datum, encoding, layer
        As of `gis.formats.verdict.judged` and `gis.formats.read.open_layer`.
    columns
        `A=B`, as of `projects.imports.matching.matched`.
    repair
        Whether outlines are mended where that is safe.
    synonyms
        A bureau's own file of column names.
    tolerance
        The share by which two areas of one piece of land may differ.
    left_out
        Rows of features that are passed over, as `projects.imports.left_out` tells them.
    """

    crs: str | None = None
    datum: ShiftedDatum | None = None
    datum_shift: str | None = None
    encoding: str | None = None
    columns: Sequence[str] = ()
    layer: str | None = None
    repair: bool = False
    synonyms: Path | None = None
    tolerance: float = AREA_TOLERANCE
    left_out: Collection[int] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """A list that is ready to be read."""

    file: ListFile
    verdict: Verdict
    units: dict[str, UnitFound]


_STORED: Final = CRS.from_epsg(STORED_SRID)

AreasOf = Callable[[Sequence[str]], dict[str, float]]
"""Gives the m² that parcels of the plan measure, by their ids."""


def opened(
    path: Path,
    kind: ListName,
    package: Package,
    options: ImportOptions,
    problems: list[Problem],
    areas_of: AreasOf,
) -> Opened:
    """Open a file as a list of a plan.

    Parameters
    ----------
    areas_of
        Asked for what rows without an outline are about.

    Raises
    ------
    WrongUseError, BadDataError
        As `open_layer`, `judged` and `matched`.
    """
    its = LISTS[kind]
    layer = open_layer(path, layer=options.layer, usual=its.called, encoding=options.encoding)
    layer = with_rings_closed(layer, repair=options.repair)
    layer = without_rows(layer, options.left_out)
    matching = matched(layer.columns, its, synonyms_of(kind, options.synonyms), options.columns)
    if kind != "indicators":  # a plan may well have a figure of that name
        layer = without_totals(layer, _number_of(matching))
    layer = cut_ids_told(layer, matching)
    land = land_of(package.zones)
    verdict = judged(
        layer, crs=options.crs, datum=options.datum, datum_shift=options.datum_shift,
        near=None if land is None or not its.drawn else land,
    )  # fmt: skip
    problems += verdict.problems
    first = None if verdict.refused else next(layer.features([]), None)
    file = ListFile(
        layer=layer,
        conversion=Conversion(
            kind=its, matching=matching, land_uses=LandUseWords(package.land_uses), units={}
        ),
        drawn=first is not None and bool((~shapely.is_missing(first.outlines)).any()),
        to_stored=_as_they_are
        if verdict.crs == _STORED and not verdict.datum
        else verdict.to_stored,
        repair=options.repair,
        tolerance=options.tolerance,
        crs_is_said=options.crs is not None or options.datum is not None,
        sketches=Sketches(),
    )
    problems += _strange_units(file)
    units = {} if first is None else _units(file, first, areas_of)
    for column, found in units.items():
        if found.differs or found.undecided:
            problems.append(_remark_on_unit(file, column, found))
    return Opened(
        file=file.with_units({column: found.unit for column, found in units.items()}),
        verdict=verdict,
        units=units,
    )


def _number_of(matching: Matching) -> str | None:
    """Return what the file calls the numbers of its rows."""
    ours = ("parcel_id", "zone_id", "project_id", "event_id")
    return next((matching[one].theirs or None for one in ours if one in matching), None)


def _as_they_are(outlines: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return outlines that are in EPSG:4490 already."""
    return outlines


def _units(file: ListFile, features: Features, areas_of: AreasOf) -> dict[str, UnitFound]:
    """Return the unit of each column of areas, told by the first features."""
    conversion = file.conversion
    kind, matching = conversion.kind, conversion.matching
    areas = [c.name for c in kind.columns if c.unit == "ha" and c.name in matching]
    areas = [name for name in areas if matching[name].theirs]
    if not areas or AREA_UNIT.name in matching:
        return {}
    outlines = file.to_stored(features.outlines[:_LOOKED_AT])
    m2 = measured(outlines, without=np.flatnonzero(~shapely.is_valid(outlines)).tolist())
    parts = False
    if np.isnan(m2).all() and "parcel_id" in matching:
        column = features.cells[matching["parcel_id"].theirs][: len(m2)].to_pylist()
        ids = [str(told if told is not None else "").strip() for told in column]
        known = areas_of(ids)
        m2 = np.array([known.get(one, np.nan) for one in ids])
        parts = kind.name == "events"
    found = {}
    for name in areas:
        match = matching[name]
        declared, own = raw_numbers(features.cells, match.theirs)
        declared = np.where([bool(unit) for unit in own], np.nan, declared)[: len(m2)]
        found[name] = unit_found(declared, m2, match.unit, parts=parts)
    return found


def _strange_units(file: ListFile) -> list[Problem]:
    """Return the columns of amounts and of square metres whose names say a unit that is none.

    Hectares are told by measuring; nothing tells these but their names.
    """
    kind, matching = file.conversion.kind, file.conversion.matching
    found = []
    for column in kind.columns:
        if column.unit not in ("m2", "10k_cny") or column.name not in matching:
            continue
        match = matching[column.name]
        strange = strange_unit_in(match.theirs) or unit_in(match.theirs)
        if not strange or match.unit:
            continue
        wanted = "平方米" if column.unit == "m2" else "万元"
        option = f"--columns '{match.theirs}={column.name}({wanted})'"
        found.append(
            Problem(
                file=file.layer.file, column=match.theirs, value=strange, kind="unit_unknown",
                zh=f"不认识单位“{strange}”；请换算后改列名，数值本来就是{wanted}时用 {option}",
                en=f"the unit {strange!r} is not known; convert it and rename the column, or, if "
                f"the figures are in {wanted} all the same, {option}",
            )
        )  # fmt: skip
    return found


def _remark_on_unit(file: ListFile, column: str, found: UnitFound) -> Problem:
    """Return that a column is in another unit than its name says, or that nobody knows which."""
    theirs = file.conversion.matching.theirs(column)
    zh, en = found.zh, found.en
    if found.undecided:
        zh += f"；请写明：--columns '{theirs}={column}(亩)'，或（公顷）、（平方米）"
        en += f"; tell it: --columns '{theirs}={column}(亩)', or (公顷), (平方米)"
    return Problem(
        file=file.layer.file,
        column=theirs,
        zh=zh,
        en=en,
        kind="unit_unknown" if found.undecided else "unit_differs",
        severity="error" if found.undecided else "warning",
    )
