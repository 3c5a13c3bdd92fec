"""The same land and ledger in the peers' tables, by binary COPY."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
import psycopg
import shapely

from benchmarks.land import Land, batches, polygons
from benchmarks.ledger import USES, Ledger, date_of, part_rings
from benchmarks.server import Database, sql_text
from gis.geometry.crs import STORED_SRID

GROUPS: Final = ("industry", "housing_services", "other")


def fill(database: Database, land: Land, ledger: Ledger) -> Database:
    """Make and fill the schema `peer`, with areas, indexes and statistics."""
    with database.session() as connection:
        connection.execute(sql_text("tables.sql"))
        outlines = _ewkb([zone.outline for zone in land.zones])
        _copy(connection, "zone (zone_id, outline)", ("int2", "bytea"), enumerate(outlines))
        for some in batches(len(land)):
            rows = enumerate(_ewkb(polygons(land.rings(some))), some.start)
            _copy(connection, "parcel (parcel_id, outline)", ("int4", "bytea"), rows)
        for some in batches(len(ledger)):
            _copy_events(connection, land, ledger, some)
        for statement in sql_text("indexes.sql").split(";"):  # vacuum wants to be alone
            connection.execute(statement)
    return database


def _copy_events(connection: psycopg.Connection, land: Land, ledger: Ledger, some: slice) -> None:
    groups = [GROUPS.index(group) for _, _, group, _ in USES]
    extents: list[bytes | None] = [None] * (some.stop - some.start)
    parts = np.flatnonzero(ledger.part[some])
    cut = _ewkb(polygons(part_rings(land, ledger.parcel[some][parts])))
    for place, extent in zip(parts, cut, strict=True):
        extents[place] = extent
    rows = zip(
        range(some.start, some.stop),
        ledger.kind[some].tolist(),
        ledger.parcel[some].tolist(),
        map(date_of, ledger.day[some]),
        [None if use < 0 else groups[use] for use in ledger.use[some]],
        [None if event < 0 else event for event in ledger.corrects[some].tolist()],
        extents,
        strict=True,
    )
    columns = "event (event_id, kind, parcel_id, day, land_group, corrects, extent)"
    types = ("int4", "int2", "int4", "date", "int2", "int4", "bytea")
    _copy(connection, columns, types, rows)


def _copy(
    connection: psycopg.Connection,
    table: str,
    types: Sequence[str],
    rows: Iterable[Sequence[Any]],
) -> None:
    statement = f"copy peer.{table} from stdin (format binary)".encode()
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)


def _ewkb(outlines: Any) -> list[bytes]:
    stored = shapely.set_srid(outlines, STORED_SRID)
    found: list[bytes] = shapely.to_wkb(stored, include_srid=True).tolist()
    return found
