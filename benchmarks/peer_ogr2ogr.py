"""ogr2ogr with COPY as a peer: a file into a table, and nothing else."""

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import psycopg

from benchmarks.server import Database


def copy_files(database: Database, files: Iterable[Path]) -> list[int]:
    """Copy files into tables of the schema `bare`, without index; return their rows."""
    program = shutil.which("ogr2ogr")
    if program is None:
        raise SystemExit("ogr2ogr is missing: install it (Debian: apt install gdal-bin)")
    names = []
    for file in files:
        names.append(file.stem)
        subprocess.run(
            [
                *(program, "-f", "PostgreSQL", f"PG:{database.words}", file),
                *("-nln", f"bare.{file.stem}", "-lco", "SPATIAL_INDEX=NONE"),
                *("--config", "PG_USE_COPY", "YES", "-gt", "unlimited"),
            ],
            check=True,
        )
    with psycopg.connect(database.url) as connection:
        counts = [
            connection.execute(f"select count(*) from bare.{name}").fetchone() for name in names
        ]
    return [count for [count] in filter(None, counts)]
