"""tipg as a peer: the parcels of the tiles' own table as vector tiles, as its users serve them.

It is no dependency of landplan: `python -m benchmarks.peer_tipg` makes an environment of its own
for it under `build/benchmarks`; where that is missing, its rows are left out.
"""

import os
import socket
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy.engine import make_url

from benchmarks.served import asking, free_port
from benchmarks.server import Database

PINNED: Final = ("tipg==1.6.1", "uvicorn==0.54.0")
TABLE: Final = "landplan.tile_parcel"

_PROGRAM: Final = """
import functools, sys
import asyncpg, uvicorn
# its setting takes no address of a socket in the file system
asyncpg.create_pool = functools.partial(asyncpg.create_pool, host=sys.argv[1])
from tipg.main import app
uvicorn.run(app, port=int(sys.argv[2]), log_level="warning")
"""


def environment_in(folder: Path) -> Path:
    """Return where the environment of tipg is, or would be."""
    return folder / "tipg"


@contextmanager
def tipg(database: Database, folder: Path) -> Iterator[Callable[[str], bytes] | None]:
    """Serve a database with tipg until the block ends; give what asks it for `z/x/y`.

    None, and a word of how to have it, where it is not installed.
    """
    python = environment_in(folder) / "bin" / "python"
    if not python.exists():
        sys.stderr.write(
            "tipg is not there, its rows are left out: python -m benchmarks.peer_tipg\n"
        )
        yield None
        return
    port = free_port()
    url = make_url(database.url)
    settings = {
        "DATABASE_URL": f"postgresql://{url.username}@localhost/{url.database}",
        "TIPG_DB_SCHEMAS": '["landplan"]',
        "TIPG_DB_TABLES": f'["{TABLE}"]',
        "TIPG_MAX_FEATURES_PER_TILE": "10000000",  # else it leaves out what is over 10 000
    }
    command = [str(python), "-c", _PROGRAM, str(url.query["host"]), str(port)]
    with subprocess.Popen(command, env={**os.environ, **settings}) as server:  # noqa: S603
        try:
            _until_there(port)
            with asking(port, **{"Accept-Encoding": "gzip"}) as ask:
                yield lambda tile: ask(f"/collections/{TABLE}/tiles/WebMercatorQuad/{tile}")
        finally:
            server.terminate()
            server.wait(30)


def _until_there(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("tipg does not answer")


def main() -> None:
    """Make the environment, from the packages of PyPI."""
    folder = environment_in(Path(__file__).resolve().parents[1] / "build" / "benchmarks")
    venv.create(folder, with_pip=True)
    subprocess.run([folder / "bin" / "pip", "install", *PINNED], check=True)  # noqa: S603


if __name__ == "__main__":
    main()
