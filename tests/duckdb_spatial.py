"""DuckDB with its spatial extension, out of a Python package: nothing is fetched."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import duckdb_extension_spatial


@contextmanager
def spatial(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a connection; the extension is installed into a folder."""
    found = Path(duckdb_extension_spatial.__file__).parent
    [extension] = found.rglob("spatial.duckdb_extension")
    with duckdb.connect(config={"extension_directory": str(folder)}) as connection:
        connection.install_extension(str(extension))
        connection.load_extension("spatial")
        yield connection
