"""A plan of the database as a plan package: a folder that loads to the same balance."""

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

import yaml
from sqlalchemy import Connection, func, select

from gis.formats.formula_guard import guarded
from projects.exports.datapackage import datapackage
from projects.exports.feature_collection import write_features
from projects.exports.further import FurtherColumn
from projects.exports.package_cells import (
    Cell,
    cell_text,
    events_are_drawn,
    further_of,
    kept,
    rows_of,
)
from projects.exports.whole_folder import whole_folder
from projects.model import Plan
from projects.package.column import PackageTable
from projects.package.columns import (
    EVENTS,
    PARCELS,
    PROJECTS,
    SCHEDULE,
    TABLES,
)
from projects.package.plan_file import PLAN_FILE, as_told
from projects.package.written_here import DATAPACKAGE_FILE, PARCELS_FILE, hash_of
from projects.store.plans import plan_of
from projects.tables import indicator_record, project_record

_ALWAYS: Final = ("zones", "zone_outlines", "targets", "land_uses")
"""A package has these files, be there rows or none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PackageWritten:
    """What was written.

    Parameters
    ----------
    rows
        Table of the catalogue → how many rows its file has; those that have a file.
    records
        What was recorded by hand of projects and indicators: no package holds it.
    """

    plan: Plan
    rows: dict[str, int]
    records: int


def write_package(connection: Connection, plan_id: str, folder: Path) -> PackageWritten:
    """Write a plan with its whole ledger as a plan package with a `datapackage.json`.

    Outlines are in EPSG:4490, each coordinate as the database has it. Further attributes of parcels
    and events stand in columns of their own, which a load passes over and an import of parcels
    takes in. What the database does not keep of a package is not in it: `district` of plan.yaml,
    remarks on land uses and on shapes.

    Parameters
    ----------
    connection
        A transaction that sees one state of the data (REPEATABLE READ).
    folder
        A new or empty one, whose parent is there.

    Raises
    ------
    WrongUseError
        If the database has no such plan, or the folder is not empty.
    LandplanError
        If it cannot be written.
    """
    plan = plan_of(connection, plan_id)
    with whole_folder(folder) as partial:
        (partial / "ledger").mkdir()
        (partial / PLAN_FILE).write_text(_plan_file(plan), encoding="utf-8", newline="\n")
        rows = {}
        written = []
        for table in TABLES.values():
            further = further_of(connection, plan_id, table)
            drawn = table is EVENTS and (bool(further) or events_are_drawn(connection, plan_id))
            file = _file_of(table, events_are_drawn=drawn)
            count = _write_table(connection, plan_id, table, partial / file, further)
            if count or table.name in _ALWAYS:
                rows[table.name] = count
                written.append((table, file, _columns(table)))
            else:
                (partial / file).unlink()
        if not any((partial / "ledger").iterdir()):
            (partial / "ledger").rmdir()
        parcels = partial / PARCELS_FILE
        hashes = {PARCELS.name: hash_of(parcels)} if PARCELS.name in rows else {}
        descriptor = json.dumps(datapackage(plan, written, hashes), ensure_ascii=False, indent=1)
        (partial / DATAPACKAGE_FILE).write_text(descriptor + "\n", encoding="utf-8", newline="\n")
    return PackageWritten(plan=plan, rows=rows, records=_records(connection, plan_id))


def _plan_file(plan: Plan) -> str:
    """Return the text of plan.yaml, days and `sample` as a person would write them."""
    told = as_told(plan)
    told |= {"starts_on": plan.starts_on, "ends_on": plan.ends_on, "sample": plan.sample}
    return yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=1000)


def _file_of(table: PackageTable, *, events_are_drawn: bool) -> str:
    """Return the name of a table's file.

    Events that are whole parcels alone, with nothing beside their columns, are a CSV file.
    """
    if table is PARCELS:
        return PARCELS_FILE
    if table is EVENTS:
        return "ledger/events.geojson" if events_are_drawn else "ledger/events.csv"
    return table.file


def _columns(table: PackageTable) -> list[str]:
    """Return the columns of a table's file: those that the database keeps, and what it tells."""
    told = {PROJECTS.name: ("lon", "lat", "source"), SCHEDULE.name: ("unit",)}
    wanted = {column.name for column in kept(table)} | set(told.get(table.name, ()))
    return [column.name for column in table.cells if column.name in wanted]


def _write_table(
    connection: Connection,
    plan_id: str,
    table: PackageTable,
    file: Path,
    further: Sequence[FurtherColumn],
) -> int:
    """Write the rows of a table; return how many."""
    rows = rows_of(connection, plan_id, table, further)
    columns = [*_columns(table), *(one.name for one in further)]
    if file.suffix == ".csv":
        return _write_csv(file, columns, (cells for cells, _ in rows))
    told = (({name: cells[name] for name in columns}, wkb) for cells, wkb in rows)
    return write_features(file, table.name, told)


def _write_csv(file: Path, columns: list[str], rows: Iterator[dict[str, Cell]]) -> int:
    count = 0
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        for count, cells in enumerate(rows, 1):  # noqa: B007 - how many there were
            writer.writerow([_csv_cell(cells[name]) for name in columns])
    return count


def _csv_cell(cell: Cell) -> str:
    """Return a cell as text that opens no formula in a spreadsheet; a load reads it as it was."""
    return guarded(cell) if isinstance(cell, str) else cell_text(cell)


def _records(connection: Connection, plan_id: str) -> int:
    counts = (
        connection.scalars(select(func.count()).where(table.c.plan_id == plan_id))
        for table in (project_record, indicator_record)
    )
    return sum(chain.from_iterable(counts))
