"""Rows into a table by PostgreSQL's COPY, the fastest way in.

In Arrow batches: `gis.database.copy_arrow`, which is imported only where there are any.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import shapely
from psycopg import sql
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection

from gis.geometry.crs import STORED_SRID


def copy_rows(
    connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> int:
    """Copy rows into a table (`schema.name`) in the caller's transaction; return their number.

    Geometries must be in EPSG:4490 already: they are written as EWKB that says so.
    """
    driver_connection: Any = connection.connection.driver_connection
    count = 0
    with (
        driver_connection.cursor() as cursor,
        cursor.copy(copy_statement(table, columns, "text")) as copy,
    ):
        for row in rows:
            copy.write_row([_cell(value) for value in row])
            count += 1
    return count


def copy_statement(table: str, columns: Sequence[str], form: str) -> sql.Composed:
    """Return COPY into columns of a table, in the form `text` or `binary`."""
    return sql.SQL("COPY {} ({}) FROM STDIN (FORMAT {})").format(
        sql.Identifier(*table.split(".")),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.SQL("binary" if form == "binary" else "text"),
    )


def _cell(value: Any) -> Any:
    if isinstance(value, BaseGeometry):
        return shapely.to_wkb(shapely.set_srid(value, STORED_SRID), hex=True, include_srid=True)
    return value
