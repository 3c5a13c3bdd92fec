"""ogr2ogr with COPY as a peer: files into tables, and nothing else."""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import psycopg

from benchmarks.measure import Ran, run_program
from benchmarks.server import Database


def copy_files(database: Database, files: Iterable[Path]) -> Ran:
    """Copy files into tables of the schema `bare`, named as they are, without an index."""
    program = shutil.which("ogr2ogr")
    if program is None:
        raise SystemExit("ogr2ogr is missing: install it (Debian: apt install gdal-bin)")
    with psycopg.connect(database.url, autocommit=True) as connection:
        connection.execute("create schema bare")
    runs = [
        run_program(
            [
                *(program, "-f", "PostgreSQL", f"PG:{database.words}", file),
                *("-nln", f"bare.{file.stem}", "-lco", "SPATIAL_INDEX=NONE"),
                *("--config", "PG_USE_COPY", "YES", "-gt", "unlimited"),
            ],
            os.environ,
        )
        for file in files
    ]
    return Ran(
        seconds=sum(ran.seconds for ran in runs),
        output="".join(ran.output for ran in runs),
        peak_mib=max(ran.peak_mib for ran in runs),
    )
