"""What an import found, would do, or did."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import shapely
from shapely.geometry.base import BaseGeometry

from gis.geometry.area import area_ha
from gis.problems import Problem
from projects.imports.drawn import Sketches
from projects.imports.lists import ListName
from projects.imports.matching import Matching
from projects.imports.units import UnitFound
from projects.store.batches import Counts


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportedRow:
    """A row of a list as it was understood.

    Parameters
    ----------
    declared_unit
        The unit that the file declares in: `ha`, `m2`, `mu`; None where it declares nothing, or
        each row says its own.
    more
        What else is shown of it, for events: kind, date, parcels.
    """

    row: int
    row_id: str
    name: str
    parts: int
    holes: int
    declared_ha: float | None
    declared_unit: str | None
    measured_ha: float | None
    more: dict[str, str] = field(default_factory=dict)


def imported(
    row: int,
    row_id: str,
    name: str,
    outline: BaseGeometry | None,
    *,
    declared_ha: float | None = None,
    declared_unit: str | None = None,
    **more: str,
) -> ImportedRow:
    """Return a row with what its outline says."""
    parts: Sequence[BaseGeometry] = [] if outline is None else list(shapely.get_parts(outline))
    return ImportedRow(
        row=row,
        row_id=row_id,
        name=name,
        parts=len(parts),
        holes=int(sum(shapely.get_num_interior_rings(part) for part in parts)),
        declared_ha=declared_ha,
        declared_unit=None if declared_ha is None else declared_unit,
        measured_ha=None if outline is None else area_ha(outline),
        more=more,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportedBefore:
    """A load of the same file, by its hash, and the load that took it back."""

    batch_id: int
    loaded_by: str
    loaded_at: datetime
    undone_by: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What an import found.

    Parameters
    ----------
    layer
        The one of the file's layers that was read; empty where it has one without a name.
    crs_epsg, crs_zh, crs_en
        The system that the file's coordinates were taken to be in, and why.
    units
        Column of ours → the unit its areas were taken to be in, and why.
    counts
        What it did, or would do; none of it where a problem is an error.
    batch
        The number of the load; None: nothing was written.
    """

    kind: ListName
    plan: str
    file: str
    format: str
    layer: str
    encoding: str | None
    crs_epsg: int | None
    crs_zh: str
    crs_en: str
    matching: Matching
    units: dict[str, UnitFound]
    rows: Sequence[ImportedRow]
    problems: Sequence[Problem]
    counts: Counts
    batch: int | None
    before: ImportedBefore | None
    sketches: Sketches

    @property
    def is_refused(self) -> bool:
        """Whether an error keeps all of it out."""
        return any(problem.severity == "error" for problem in self.problems)
