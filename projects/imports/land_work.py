"""Lists of the land: parcels and events, read, checked, shown, and how they are written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Protocol

from sqlalchemy import Connection

from gis.problems import Problem
from projects.imports.events import read_events
from projects.imports.ground import Ground
from projects.imports.list_file import ListFile
from projects.imports.lists import AREA_UNIT
from projects.imports.neighbours import look_around
from projects.imports.outcome import ImportedRow, imported
from projects.imports.parcels import Progress, read_parcels
from projects.imports.quantities import UNIT_CODES
from projects.package.rows import number_of
from projects.store.batches import Counts
from projects.store.changed_events import Places
from projects.store.write_ledger import write_events, write_parcels


class Asked(Protocol):
    """What of a call the work looks at."""

    @property
    def today(self) -> date:
        """The day that events should not be after."""

    @property
    def progress(self) -> Progress:
        """Who is told how far it has come."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """What was read of a list, and how it is written.

    Parameters
    ----------
    rows
        As they are shown.
    write
        Writes all of it as the batch of a number.
    places
        Where each event stands, for what only the database finds wrong.
    """

    rows: Sequence[ImportedRow]
    write: Callable[[int], Counts]
    places: Places = field(default_factory=dict)


NOTHING: Final = Work(rows=(), write=lambda _: Counts())
"""Of a file whose coordinates cannot be taken in."""


def work_of_parcels(
    connection: Connection,
    file: ListFile,
    ground: Ground,
    problems: list[Problem],
    asked: Asked,
) -> Work:
    """Read and check a list of parcels."""
    found = read_parcels(file, ground, problems, asked.progress)
    package = ground.package
    problems += look_around(
        found, package.zones, ground.known, file.sketches, tolerance=file.tolerance
    )
    unit = declared_unit(file, "declared_ha")
    return Work(
        rows=[
            imported(
                row.number_in_file, parcel.parcel_id, parcel.name, parcel.outline,
                declared_ha=parcel.declared_ha, declared_unit=unit,
            )
            for parcel, row in found
        ],
        write=lambda batch_id: write_parcels(
            connection, package.plan.plan_id, [parcel for parcel, _ in found], batch_id
        ),
    )  # fmt: skip


def work_of_events(
    connection: Connection,
    file: ListFile,
    ground: Ground,
    problems: list[Problem],
    asked: Asked,
) -> Work:
    """Read and check a list of events, or of parcels whose status tells what happened."""
    found = read_events(connection, file, ground, problems, asked.progress, today=asked.today)
    units = {
        kind: declared_unit(file, f"{name}_ha") or declared_unit(file, "declared_ha")
        for kind, name in (("storage", "stored"), ("supply", "supplied"))
    }
    return Work(
        rows=[
            imported(
                row.number_in_file, event.event_id, ";".join(event.parcel_ids), event.extent,
                declared_ha=number_of(row.cells.get("declared_ha", "")),
                declared_unit=units.get(event.kind),
                kind=event.kind, date=event.happened_on.isoformat(), method=event.method,
            )
            for event, row in found
        ],
        write=lambda batch_id: write_events(
            connection, ground.package.plan.plan_id, [event for event, _ in found], batch_id
        ),
        places={event.event_id: (row.file, row.number_in_file) for event, row in found},
    )  # fmt: skip


def declared_unit(file: ListFile, column: str) -> str | None:
    """Return the unit that a column of the file declares areas in; None where each row says it."""
    conversion = file.conversion
    if AREA_UNIT.name in conversion.matching:
        return None
    if column not in conversion.matching or not conversion.matching[column].theirs:
        return None
    return UNIT_CODES[conversion.units.get(column) or conversion.matching[column].unit or "公顷"]
