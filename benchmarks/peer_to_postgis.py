"""geopandas as a peer of imports: a file read whole and written with `to_postgis`.

Run as a program of its own: `python -m benchmarks.peer_to_postgis FILE URL`.
"""

import os
import sys
from pathlib import Path

import geopandas
from sqlalchemy import create_engine

from benchmarks.measure import Ran, run_program
from benchmarks.server import Database


def copy_file(database: Database, file: Path) -> Ran:
    """Copy a file into a table of the schema `public`, named as it is."""
    return run_program([sys.executable, "-m", __spec__.name, file, database.url], os.environ)


if __name__ == "__main__":
    _, source, url = sys.argv
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
    geopandas.read_file(source).to_postgis(Path(source).stem, engine)
