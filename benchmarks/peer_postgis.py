"""PostGIS as a peer: the naive balance, the best hand-tuned one, and a plain GROUP BY."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import date
from typing import Any, Final

import numpy as np
import psycopg
from psycopg import ClientCursor

from benchmarks.land import Floats, Land
from benchmarks.server import Database, sql_text
from gis.geometry.area import M2_PER_HA
from projects.model import MEASURES

CONNECTIONS: Final = 2
"""As many as the machine has cores: PostGIS does not spread a join over 20 zones by itself."""


@contextmanager
def connections(database: Database) -> Iterator[list[psycopg.Connection]]:
    """Open the tuned query's connections, PostGIS loaded in each."""
    with ExitStack() as stack:
        opened = [
            stack.enter_context(database.session(max_parallel_workers_per_gather="0"))
            for _ in range(CONNECTIONS)
        ]
        for connection in opened:
            connection.execute("select st_area(outline::geography) from peer.zone limit 1")
        yield opened


def tuned(opened: Sequence[psycopg.Connection], land: Land, *, as_of: date) -> Floats:
    """Return hectares by (zone, measure): the tuned query, its zones shared by connections."""

    def share(connection: psycopg.Connection, zones: list[int]) -> Floats:
        with connection.transaction(force_rollback=True):  # leaves no temporary table
            _prepare(connection, as_of=as_of, zones=zones)
            return _table(connection.execute(sql_text("tuned.sql")).fetchall(), len(land.zones))

    with ThreadPoolExecutor(len(opened)) as pool:
        return np.asarray(sum(pool.map(share, opened, _shares(land, len(opened)))))


def _prepare(connection: psycopg.Connection, *, as_of: date, zones: list[int]) -> None:
    """Make the temporary tables and the view `inside` of this session."""
    with ClientCursor(connection) as cursor:  # binds before sending: several statements at once
        cursor.execute(sql_text("inside.sql"), {"as_of": as_of, "zones": zones})


def _shares(land: Land, number: int) -> list[list[int]]:
    """Return the zones of each connection: the dearest first, each to who has least.

    A zone costs its parcels, and 11 times as much for each vertex at 100 000 parcels, where a
    segment crosses about one; that grows with the square root of the parcels.
    """
    outlines = [zone.outline for zone in land.zones]
    area = np.array([outline.area for outline in outlines]) / outlines[0].area
    vertices = np.array([len(outline.exterior.coords) for outline in outlines])
    costs = area * len(land) + 0.035 * vertices * len(land) ** 0.5
    shares: list[list[int]] = [[] for _ in range(number)]
    for zone in np.argsort(-costs).tolist():
        min(shares, key=lambda share: costs[share].sum()).append(zone)
    return shares


def store(database: Database, land: Land, *, as_of: date) -> None:
    """Keep each parcel's part of each zone with its status as of a date: `peer.stored`."""
    with database.session() as connection:
        _prepare(connection, as_of=as_of, zones=list(range(len(land.zones))))
        connection.execute("drop table if exists peer.stored")
        connection.execute(f"create table peer.stored as {sql_text('stored.sql')}")
        connection.execute("vacuum analyze peer.stored")


def group_by(connection: psycopg.Connection, land: Land) -> Floats:
    """Return hectares by (zone, measure): a plain GROUP BY over `peer.stored`."""
    query = "select zone_id, status, sum(m2) / 10000 from peer.stored group by zone_id, status"
    by_status = np.zeros((len(land.zones), 4))
    for zone, status, ha in connection.execute(query):
        by_status[zone, status] = ha
    reserve, *supplied = by_status.T
    supply = np.sum(supplied, axis=0)
    return np.stack([reserve + supply, supply, supplied[0], supplied[1], reserve], axis=1)


def naive(database: Database, land: Land, *, as_of: date) -> Floats:
    """Return hectares by (zone, measure): every pair cut and measured."""
    with database.session() as connection:
        found = connection.execute(sql_text("naive.sql"), {"as_of": as_of})
        return _table(found.fetchall(), len(land.zones))


def _table(rows: Sequence[Sequence[Any]], zones: int) -> Floats:
    """Return rows of zone number and m² by measure as a table of hectares."""
    table = np.zeros((zones, len(MEASURES)))
    for zone, *square_metres in rows:
        table[zone] = [(m2 or 0.0) / M2_PER_HA for m2 in square_metres]
    return table
