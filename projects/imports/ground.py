"""What a list is held against: the plan as the database has it, and its ledger."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from shapely.geometry.base import BaseGeometry

from gis.formats.source import cell_text
from gis.geometry.outlines import drawn_alike
from gis.model import Parcel
from gis.problems import Problem
from projects.imports.list_file import ReadBatch
from projects.model import Package
from projects.package.column import PackageTable
from projects.package.columns import PARCELS
from projects.package.rows import Row
from projects.store.known_ledger import StoredLedger


@dataclass(frozen=True, kw_only=True, slots=True)
class Ground:
    """A plan without its ledger, and the ledger asked as it is needed."""

    package: Package
    known: StoredLedger

    @property
    def codes(self) -> Collection[tuple[str, str]] | None:
        """Land-use codes with their sets; None where the plan names none."""
        return {(use.code, use.code_set) for use in self.package.land_uses} or None


def rows_of(file: str, batch: ReadBatch, problems: list[Problem]) -> list[Row]:
    """Return the features of a list as rows, with their places in the file."""
    records = batch.cells.to_pylist() if batch.cells.num_columns else [{}] * len(batch)
    found = []
    for place, record in enumerate(records):
        odd = batch.odd.get(place)
        cells = {name: cell_text(value)[0] for name, value in record.items()}
        if odd is not None:
            cells |= odd.texts
        found.append(
            Row(
                file,
                int(batch.rows[place]),
                cells,
                problems,
                batch.outlines[place],
                {} if odd is None else odd.faults,
            )
        )
    return found


def texts_of(table: PackageTable, record: Any) -> dict[str, str]:
    """Return what a record in memory has for the cells of a table, as a file would."""
    values = table.values(record)
    texts = {}
    for column in table.cells:
        if column.kind != "source" and column.in_database:
            value = values[column.in_database[0]]
            told = ";".join(value) if isinstance(value, list) else cell_text(value)[0]
            texts[column.name] = told
    return texts


def filled(row: Row, known: dict[str, str]) -> None:
    """Let what the file says nothing of be as it is known."""
    row.cells.update(
        {name: text for name, text in known.items() if not row.cells.get(name) and text}
    )


def as_it_was(row: Row, was: BaseGeometry | None) -> None:
    """Let an outline that is the one that is there, but for what files round off, be that one."""
    drawn = row.geometry
    if was is not None and drawn is not None and not row.faults and drawn_alike(drawn, was):
        row.geometry = was


def ids_of(batch: ReadBatch, column: str) -> set[str]:
    """Return the ids that a column of a batch names."""
    if column not in batch.cells.schema.names:
        return set()
    return {cell_text(value)[0].strip() for value in batch.cells[column].to_pylist()}


def known_cells(parcels: Iterable[Parcel]) -> dict[str, dict[str, str]]:
    """Return the cells of parcels by their id."""
    return {parcel.parcel_id: texts_of(PARCELS, parcel) for parcel in parcels}
