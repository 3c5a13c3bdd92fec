"""Loading a package whole, against copying the same files bare."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from benchmarks import landplan_side, peer_ogr2ogr
from benchmarks.ground import Ground
from benchmarks.measure import Ran, interleaved, peak_memory, server_mib
from benchmarks.results import Row, row
from benchmarks.server import Database


def load(ground: Ground, rounds: int) -> list[Row]:
    """Time `landplan load`, with its checks, areas, indexes and all that is kept, against ogr2ogr.

    ogr2ogr copies the ledger's two files into tables without an index and checks nothing.
    Figures: `peak_mib`, the client's memory; `server_mib`, the server's besides its shared
    buffers; `rows`, parcels and events that are there afterwards.
    """
    geopackage, geoparquet = ground.package("gpkg"), ground.package("parquet")
    files = [geopackage / "ledger" / f"{name}.gpkg" for name in ("parcels", "events")]
    work: dict[str, Callable[[Database], Ran]] = {
        "landplan": lambda into: landplan_side.load(into, geopackage),
        "landplan GeoParquet": lambda into: landplan_side.load(into, geoparquet),
        "ogr2ogr": lambda into: peer_ogr2ogr.copy_files(into, files),
    }
    tables = {"ogr2ogr": ("bare.parcels", "bare.events")}
    into: dict[str, Database] = {}
    peaks: dict[str, list[tuple[float, float]]] = {name: [] for name in work}

    def empty(name: str) -> Callable[[], None]:
        return lambda: into.update({name: ground.fresh(name.replace(" ", "_").lower())})

    def run(name: str) -> Callable[[], None]:
        def once() -> None:
            with _server_memory(into[name]) as server:
                ran = work[name](into[name])
            peaks[name].append((ran.peak_mib, server[0]))

        return once

    found = interleaved(
        {name: run(name) for name in work}, rounds, before={name: empty(name) for name in work}
    )
    ground.loaded = into["landplan"]
    rows = []
    for name, one in found.items():
        client, server = map(max, zip(*peaks[name], strict=True))
        there = _rows(into[name], tables.get(name, ("landplan.parcel", "landplan.land_event")))
        figures = {"peak_mib": client, "server_mib": server, "rows": there}
        rows.append(row("load", name, len(ground.land), one, **figures))
    return rows


@contextmanager
def _server_memory(database: Database) -> Iterator[list[float]]:
    """Sample the memory of the database's server meanwhile."""
    with psycopg.connect(database.url) as connection:
        pid = connection.info.backend_pid
        with peak_memory(lambda: server_mib(pid), every_s=0.5) as peak:
            yield peak


def _rows(database: Database, tables: tuple[str, ...]) -> int:
    total = 0
    with psycopg.connect(database.url) as connection:
        for table in tables:
            named = sql.Identifier(*table.split("."))
            for [rows] in connection.execute(sql.SQL("select count(*) from {}").format(named)):
                total += rows
    return total
