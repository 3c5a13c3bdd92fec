"""The folder of one run of the tests: what its processes share, and what must be gone after it.

The process that begins the run holds `run.lock` until it ends, however it ends; a folder whose
lock is free is a leftover of a killed run, which the next run removes.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from gis.server.cluster import FAST_SETTINGS, Cluster

PREFIX: Final = "landplan-test-"
SHARED: Final = Path("/tmp")
"""Not $TMPDIR: the server's user must be able to walk there, and a socket's path is short."""


def begin_run() -> tuple[Path, int]:
    """Make the folder of a run; return it and its held lock, a descriptor for `end_run`."""
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=SHARED))
    folder.chmod(0o755)
    lock = os.open(folder / "run.lock", os.O_RDWR | os.O_CREAT, 0o644)
    fcntl.flock(lock, fcntl.LOCK_EX)
    return folder, lock


def end_run(folder: Path, lock: int) -> None:
    """Stop the run's servers and remove its folder."""
    remove_with_servers(folder)
    os.close(lock)


def remove_leftovers() -> None:
    """Remove what killed runs of this user have left, their servers too."""
    for lock_file in SHARED.glob(f"{PREFIX}*/run.lock"):
        if lock_file.stat().st_uid != os.geteuid():
            continue
        lock = os.open(lock_file, os.O_RDWR)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue  # that run is going on
        else:
            remove_with_servers(lock_file.parent)
        finally:
            os.close(lock)


def remove_with_servers(folder: Path) -> None:
    """Remove a folder after the servers of all private clusters in it."""
    for cluster in list(folder.rglob("cluster")):
        Cluster(cluster.parent, server_settings=FAST_SETTINGS).reset()
    shutil.rmtree(folder)


@contextmanager
def one_at_a_time(lock_file: Path) -> Iterator[None]:
    """Be the only process of the run in this block."""
    with lock_file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
