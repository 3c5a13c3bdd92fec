"""Importing a file of parcels into a plan that has none, against copying the same file bare."""

import shutil
from collections.abc import Callable
from pathlib import Path

import psycopg
from psycopg import sql

from benchmarks import landplan_side, peer_ogr2ogr, peer_to_postgis
from benchmarks.ground import Ground
from benchmarks.measure import Ran, interleaved
from benchmarks.results import Row, row
from benchmarks.server import Database
from benchmarks.table import HUNDRED


def importing(ground: Ground, rounds: int) -> list[Row]:
    """Time `landplan import parcels` of a GeoPackage, with its checks and all that is kept.

    ogr2ogr copies the file into a table without an index and checks nothing; geopandas reads it
    and writes it with `to_postgis`, up to 100 000 parcels. Figures: `peak_mib`, the client's
    memory; `rows`, parcels that are there afterwards.
    """
    file = ground.package("gpkg") / "ledger" / "parcels.gpkg"
    work: dict[str, Callable[[Database], Ran]] = {
        "landplan": lambda into: landplan_side.import_parcels(into, file),
        "ogr2ogr": lambda into: peer_ogr2ogr.copy_files(into, [file]),
    }
    if len(ground.land) <= HUNDRED:
        work["geopandas to_postgis"] = lambda into: peer_to_postgis.copy_file(into, file)
    tables = {"landplan": "landplan.parcel", "geopandas to_postgis": "public.parcels"}
    into: dict[str, Database] = {}
    peaks: dict[str, list[float]] = {name: [] for name in work}

    def empty(name: str) -> Callable[[], None]:
        def made() -> None:
            into[name] = ground.fresh(f"importing_{name.split(maxsplit=1)[0]}")
            if name == "landplan":
                landplan_side.load(into[name], _without_ledger(ground))

        return made

    def run(name: str) -> Callable[[], None]:
        return lambda: peaks[name].append(work[name](into[name]).peak_mib)

    found = interleaved(
        {name: run(name) for name in work}, rounds, before={name: empty(name) for name in work}
    )
    rows = []
    for name, one in found.items():
        table = tables.get(name, "bare.parcels")
        figures = {"peak_mib": max(peaks[name]), "rows": _rows(into[name], table)}
        rows.append(row("import", name, len(ground.land), one, **figures))
    return rows


def _without_ledger(ground: Ground) -> Path:
    """Return a copy of the package that has no ledger."""
    whole = ground.package("gpkg")
    folder = whole.with_name(f"{whole.name}-plan")
    if not folder.exists():
        shutil.copytree(whole, folder, ignore=shutil.ignore_patterns("ledger"))
    return folder


def _rows(database: Database, table: str) -> int:
    named = sql.Identifier(*table.split("."))
    with psycopg.connect(database.url) as connection:
        [[rows]] = connection.execute(sql.SQL("select count(*) from {}").format(named)).fetchall()
    return int(rows)
