"""The land of a file, measured feature by feature: no plan, no database."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from gis.errors import BadDataError
from gis.formats.area_units import AreaUnit, declared_areas
from gis.formats.layer import Features, Layer
from gis.formats.source import cell_text
from gis.formats.verdict import Verdict
from gis.geometry.area import M2_PER_HA, areas_m2
from gis.geometry.crs import STORED_SRID
from gis.geometry.outline_error import OutlineError
from gis.geometry.outlines import to_outline
from gis.problems import Problem
from projects.imports.list_file import explained
from projects.imports.lists import LISTS, ListName
from projects.imports.matching import Match, matched
from projects.imports.packed_degrees import packed_degrees, unpacked
from projects.imports.quantities import UNIT_CODES
from projects.imports.synonyms import synonyms_of

_LISTS: Final[tuple[ListName, ...]] = ("parcels", "zones", "events", "projects")
"""What a file may be a list of, the likeliest first."""

_ASKED: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("parcel_id", "zone_id", "event_id", "project_id"),
    "name": ("name",),
    "declared_ha": ("declared_ha",),
}
"""What is looked for, and the columns that have it."""
_M2: Final = 6
"""Decimals of hectares that are told: 0.01 m²."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FeatureArea:
    """A feature of a file: what it declares and what it measures, in hectares.

    `parts` and `holes` are those of its outline; `measured_ha` is None where there is no land to be
    measured, `declared_ha` where none is told or its unit is not known.
    """

    row: int
    id: str | None
    name: str | None
    parts: int
    holes: int
    declared_ha: float | None
    declared_unit: AreaUnit | None
    measured_ha: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class FileAreas:
    """What a file measures, how its coordinates were read, and what is wrong with it."""

    layer: Layer
    verdict: Verdict
    rows: tuple[FeatureArea, ...]
    unit_zh: str
    unit_en: str
    problems: tuple[Problem, ...]

    @property
    def refused(self) -> bool:
        """Whether something is wrong that would keep the file from being taken in."""
        return any(problem.severity == "error" for problem in self.problems)

    def as_json(self) -> dict[str, Any]:
        """Return what `landplan area --format json` prints."""
        columns = ("id", "name", "parts", "holes", "declared_ha", "declared_unit", "measured_ha")
        return {
            "file": self.layer.file,
            "format": self.layer.format,
            "encoding": self.layer.encoding,
            "crs": {
                "epsg": self.verdict.epsg,
                "reason_zh": self.verdict.reason_zh,
                "reason_en": self.verdict.reason_en,
            },
            "rows": [{name: getattr(row, name) for name in columns} for row in self.rows],
            "problems": [problem.as_json() for problem in self.problems],
        }


def file_areas(layer: Layer, verdict: Verdict) -> FileAreas:
    """Measure each feature of a layer, ellipsoidal, by what its coordinates are taken for.

    Where the verdict refuses the layer nothing is measured: the figures would be of other places.
    """
    problems: list[Problem] = list(verdict.problems)
    theirs = columns_meant(layer)
    unit = UNIT_CODES.get(theirs["declared_ha"].unit) if "declared_ha" in theirs else None
    found = _Found(unit=unit)
    for some in layer.features(problems):
        found.add(some, theirs)
        if verdict.refused:
            found.m2.append(np.full(len(some.rows), np.nan))
        else:
            found.m2.append(_measured_m2(some, verdict, layer.file, problems))
        found.unpacked_m2.append(_unpacked_m2(some, verdict))
    if not found.rows and not any(problem.severity == "error" for problem in problems):
        problems.append(no_features(layer.file))
    measured = np.concatenate(found.m2) if found.m2 else np.empty(0)
    unpacked = np.concatenate([np.empty(0), *found.unpacked_m2])
    if packed := packed_degrees(layer.file, found.texts["declared_ha"], measured, unpacked):
        problems += packed
        measured = np.full(len(measured), np.nan)
    declared = declared_areas(found.texts["declared_ha"], measured, unit=found.unit)
    rows = tuple(found.told(measured, declared.ha, declared.units))
    return FileAreas(
        layer=layer,
        verdict=verdict,
        rows=rows,
        unit_zh=declared.reason_zh,
        unit_en=declared.reason_en,
        problems=tuple(_named(problems, rows)),
    )


def columns_meant(layer: Layer) -> Mapping[str, Match]:
    """Return what a layer calls its id, name and declared area, as far as it has them."""
    found: dict[str, Match] = {}
    for name in _LISTS:
        for match in matched(layer.columns, LISTS[name], synonyms_of(name)).matches:
            for asked, ours in _ASKED.items():
                if match.ours in ours:
                    found.setdefault(asked, match)
    return found


def refused_json(file: str, error: BadDataError) -> dict[str, Any]:
    """Return what `landplan area --format json` prints of a file that cannot be opened."""
    reason = {"epsg": None, "reason_zh": error.zh, "reason_en": error.en}
    problems = [problem.as_json() for problem in error.problems]
    return {
        "file": file, "format": None, "encoding": None, "crs": reason, "rows": [],
        "problems": problems,
    }  # fmt: skip


@dataclass(slots=True)
class _Found:
    """What the features tell, column by column; `unit` is what the name of the areas says."""

    unit: AreaUnit | None
    rows: list[int] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    holes: list[int] = field(default_factory=list)
    m2: list[NDArray[np.float64]] = field(default_factory=list)
    unpacked_m2: list[NDArray[np.float64]] = field(default_factory=list)
    texts: dict[str, list[str | None]] = field(default_factory=lambda: {one: [] for one in _ASKED})

    def add(self, some: Features, theirs: Mapping[str, Match]) -> None:
        self.rows += some.rows.tolist()
        parts, part_of = shapely.get_parts(some.outlines, return_index=True)
        count = len(some.rows)
        self.parts += np.bincount(part_of, minlength=count).tolist()
        rings = shapely.get_num_interior_rings(parts)
        self.holes += np.bincount(part_of, rings, minlength=count).astype(int).tolist()
        for ours, texts in self.texts.items():
            match = theirs.get(ours)
            cells = [None] * count if match is None else some.cells[match.theirs].to_pylist()
            texts.extend(None if cell is None else cell_text(cell)[0] or None for cell in cells)

    def told(
        self, m2: NDArray[np.float64], declared: NDArray[np.float64], units: list[AreaUnit | None]
    ) -> Iterator[FeatureArea]:
        for at, row in enumerate(self.rows):
            yield FeatureArea(
                row=row,
                id=self.texts["id"][at],
                name=self.texts["name"][at],
                parts=self.parts[at],
                holes=self.holes[at],
                declared_ha=_figure(declared[at]),
                declared_unit=units[at],
                measured_ha=_figure(m2[at] / M2_PER_HA),
            )


def _measured_m2(
    some: Features, verdict: Verdict, file: str, problems: list[Problem]
) -> NDArray[np.float64]:
    """Return areas in m², NaN with a problem where there is no land to be measured."""
    stored = verdict.to_stored(some.outlines)
    land = shapely.get_dimensions(stored) == 2
    sound = land & (shapely.get_type_id(stored) != shapely.GeometryType.GEOMETRYCOLLECTION)
    sound &= shapely.is_valid(stored) & ~shapely.is_empty(stored)
    told = explained(some.rows, problems)
    for place in np.flatnonzero(~sound & ~told):
        row = int(some.rows[place])
        try:
            to_outline(stored[place], CRS.from_epsg(STORED_SRID))
        except OutlineError as error:
            problems.append(Problem(file=file, row=row, zh=error.zh, en=error.en, kind=error.kind))
    found = np.full(len(stored), np.nan)
    found[sound] = areas_m2(stored[sound])
    return found


def _unpacked_m2(some: Features, verdict: Verdict) -> NDArray[np.float64]:
    """Return areas in m² of coordinates taken as degrees, minutes and seconds; NaN if they cannot.

    Nor are they where the verdict refuses the layer: it says why.
    """
    found = np.full(len(some.rows), np.nan)
    if verdict.unit != "degree" or verdict.refused or (outlines := unpacked(some.outlines)) is None:
        return found
    stored = verdict.to_stored(outlines)
    land = (shapely.get_dimensions(stored) == 2) & shapely.is_valid(stored)
    found[land] = areas_m2(stored[land])
    return found


def _named(problems: Iterable[Problem], rows: Iterable[FeatureArea]) -> Iterator[Problem]:
    """Give the problems, each that tells no value with the number and the name of its feature."""
    names = {row.row: " ".join(filter(None, (row.id, row.name))) for row in rows}
    for one in problems:
        yield one if one.value or one.row not in names else replace(one, value=names[one.row])


def _figure(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), _M2)


def no_features(file: str) -> Problem:
    """Return the problem of a file that can be read and in which nothing is."""
    return Problem(
        file=file,
        zh="没有要素：文件能读，但里面没有一行数据",
        en="has no features: it can be read, but no row is in it",
        kind="no_features",
    )
