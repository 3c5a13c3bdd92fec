"""Rows of the database as the cells of a plan package: what a load has written, told again.

What was recorded by hand since (stages, investment, figures) is no part of a package.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

import shapely
from sqlalchemy import Connection, RowMapping, Select, Table, select

from gis.database.metadata import SCHEMA, metadata
from gis.database.tables import land_event, parcel, place
from gis.database.wkb import plain_columns, wkb_of
from projects.exports.further import FurtherColumn, further_columns
from projects.package.column import SOURCE_COLUMNS, Column, PackageTable
from projects.package.columns import EVENTS, PROJECTS, SCHEDULE
from projects.tables import project, project_source

Cell = str | int | float | bool | None
"""What stands in a cell; None: nothing."""

_UNIT_OF_SCHEDULE: Final = "公顷"
"""The database keeps the steps of a schedule in hectares, whatever they were written in."""

_AT_ONCE: Final = 5_000
"""Rows that are asked of the database together."""


def rows_of(
    connection: Connection,
    plan_id: str,
    table: PackageTable,
    further: Sequence[FurtherColumn] = (),
) -> Iterator[tuple[dict[str, Cell], bytes | None]]:
    """Yield the rows of a table of a package in its order: cells by column, and WKB in EPSG:4490.

    Columns that the database keeps nothing of are left out.

    Parameters
    ----------
    table
        One of the catalogue; the ledger's are in the order of their ids.
    further
        What imports brought beside its columns (`further_of`).
    """
    more = _more_cells(connection, plan_id, table)
    for rows in streamed(connection, _asked(plan_id, table)):
        for row in rows:
            cells = {column.name: cell_of(column, row) for column in kept(table)}
            cells |= {one.name: one.value(row["further"]) for one in further}
            yield cells | more(row), row.get("wkb")


def further_of(
    connection: Connection, plan_id: str, table: PackageTable
) -> tuple[FurtherColumn, ...]:
    """Return the further columns that the rows of a table have; only the ledger's have any."""
    stored: Table = metadata.tables[f"{SCHEMA}.{table.in_database}"]
    if "further" not in stored.c:
        return ()
    asked = select(stored.c.further).where(stored.c.plan_id == plan_id)
    return further_columns(connection, asked, (column.name for column in table))


def kept(table: PackageTable) -> tuple[Column, ...]:
    """Return the columns of a table that the database keeps, cells only, in their order."""
    return tuple(
        column for column in table.cells if column.in_database and column.stored != "point"
    )


def streamed(connection: Connection, asked: Select[Any]) -> Iterator[Sequence[RowMapping]]:
    """Yield the rows of a query, some thousand at a time: no list of them is ever whole."""
    options = {"stream_results": True, "yield_per": _AT_ONCE}
    yield from connection.execute(asked, execution_options=options).mappings().partitions()


def cell_of(column: Column, row: RowMapping) -> Cell:
    """Return what a row of the database has for a column of the catalogue."""
    if column.kind == "source":
        return cited(row)
    value = row[column.shown]
    if value is None or value == "":
        return None
    if column.kind == "ids":
        return ";".join(value) or None
    return value.isoformat() if isinstance(value, date) else value


def cell_text(cell: Cell) -> str:
    """Return a cell as text: numbers in plain digits, so that they read as the same number."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else format(Decimal(repr(cell)), "f")
    return str(cell)


def cited(row: RowMapping) -> str | None:
    """Return the citation in the columns source_… of a row: `document|place|line`."""
    told, where, line = (row[name] for name in SOURCE_COLUMNS)
    return None if told is None else f"{told}|{where}|{'' if line is None else line}"


def _asked(plan_id: str, table: PackageTable) -> Select[Any]:
    """Return the query of a table's rows in the package's order."""
    stored: Table = metadata.tables[f"{SCHEMA}.{table.in_database}"]
    columns = plain_columns(stored)
    order = [stored.c.position] if "position" in stored.c else list(stored.primary_key.columns)
    asked = select(*columns).where(stored.c.plan_id == plan_id).order_by(*order)
    if table.in_database == parcel.name:
        return asked.add_columns(wkb_of(place.c.outline)).join(
            place, place.c.place_id == parcel.c.place_id
        )
    if table.in_database == land_event.name:  # whole parcels have no outline of their own
        own = (place.c.place_id == land_event.c.place_id) & ~land_event.c.whole
        return asked.add_columns(wkb_of(place.c.outline)).join(place, own, isouter=True)
    if "outline" in table:
        asked = asked.add_columns(wkb_of(stored.c.outline)).where(stored.c.outline.is_not(None))
    return asked


def _more_cells(connection: Connection, plan_id: str, table: PackageTable) -> Any:
    """Return the function that gives those cells of a row that stand in no column of its own."""
    if table is PROJECTS:
        sources, points = _project_sources(connection, plan_id), _points(connection, plan_id)
        return lambda row: {
            **dict(zip(("lon", "lat"), points.get(row["project_id"], (None, None)), strict=True)),
            "source": ";".join(sources[row["project_id"]]) or None,
        }
    if table is SCHEDULE:
        return lambda row: {"unit": _UNIT_OF_SCHEDULE}
    if table is EVENTS:  # a reversal declares nothing; the database has 0 there
        return lambda row: {"declared_ha": row["declared_ha"] or None}
    return lambda row: {}


def _project_sources(connection: Connection, plan_id: str) -> Mapping[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    rows = connection.execute(
        select(project_source)
        .where(project_source.c.plan_id == plan_id)
        .order_by(project_source.c.project_id, project_source.c.position)
    )
    for row in rows.mappings():
        found[row["project_id"]].append(cited(row) or "")
    return found


def _points(connection: Connection, plan_id: str) -> Mapping[str, tuple[float, float]]:
    rows = connection.execute(
        select(project.c.project_id, wkb_of(project.c.point)).where(
            project.c.plan_id == plan_id, project.c.point.is_not(None)
        )
    )
    points = {row.project_id: shapely.from_wkb(bytes(row.wkb)) for row in rows}
    return {
        name: (float(shapely.get_x(point)), float(shapely.get_y(point)))
        for name, point in points.items()
    }


def events_are_drawn(connection: Connection, plan_id: str) -> bool:
    """Tell whether any event of a plan has an outline of its own, which no CSV file could hold."""
    drawn = select(land_event.c.event_id).where(
        land_event.c.plan_id == plan_id, ~land_event.c.whole, land_event.c.place_id.is_not(None)
    )
    return connection.execute(drawn.limit(1)).first() is not None
