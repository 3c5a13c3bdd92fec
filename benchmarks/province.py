"""A ledger in partitions on a Dask cluster of this machine, a worker killed in the middle of it.

    python -m benchmarks.province --parcels 1000000 --partitions 16 --workers 2

Makes land and ledger by seed, writes them as partitions, adds them up on one machine (the plain
shapely engine) and on the cluster, once undisturbed and once with a worker killed, and prints what
each took and how far the figures are apart.
"""

import argparse
import logging
import math
import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from dask.utils import key_split
from distributed import Client, LocalCluster, WorkerPlugin

from benchmarks.land import Land, make_land, polygons
from benchmarks.ledger import (
    AS_OF,
    REVERSAL,
    STARTS_ON,
    STORAGE,
    USES,
    Ledger,
    make_ledger,
    part_rings,
)
from benchmarks.package import event_id, write_package
from projects.balance.land_totals import LedgerColumns, land_totals
from projects.balance.shapely_engine import balance_of
from projects.model import Balance
from projects.package.folder import read_package
from projects.scale.dask_engine import balance_dask
from projects.zones import in_tree_order


@dataclass(frozen=True, slots=True)
class Partitions:
    """A plan package without its ledger, and the files of the ledger."""

    package: Path
    parcels: tuple[Path, ...]
    events: tuple[Path, ...]


def write_partitions(land: Land, ledger: Ledger, folder: Path, *, count: int) -> Partitions:
    """Write the ledger in `count` files of parcels and one fewer of events, cut otherwise."""
    package = write_package(land, ledger, folder / "package", suffix="parquet")
    return Partitions(
        package,
        _cut(package / "ledger" / "parcels.parquet", folder / "parcels", count),
        _cut(package / "ledger" / "events.parquet", folder / "events", max(1, count - 1)),
    )


def _cut(whole: Path, folder: Path, count: int) -> tuple[Path, ...]:
    from pyarrow import parquet

    folder.mkdir()
    table = parquet.read_table(whole)
    ends = np.linspace(0, len(table), count + 1).astype(int)
    paths = tuple(folder / f"part-{number:04}.parquet" for number in range(count))
    for path, first, end in zip(paths, ends[:-1], ends[1:], strict=True):
        parquet.write_table(table.slice(first, end - first), path, compression="zstd")
    return paths


def columns_of_land(land: Land, ledger: Ledger, *, as_of: date = AS_OF) -> LedgerColumns:
    """Return the ledger as the engine of one machine takes it, straight from what made it."""
    in_force = (ledger.kind != REVERSAL) & (ledger.day <= (as_of - STARTS_ON).days)
    in_force[ledger.corrects[ledger.corrects >= 0]] = False
    told = np.flatnonzero(in_force)
    names = np.array([event_id(number) for number in told.tolist()])
    told = told[np.lexsort((names, ledger.day[told]))]
    parts = told[ledger.part[told]]
    place = ledger.parcel[told].copy()
    place[ledger.part[told]] = len(land) + np.arange(len(parts))
    used, place = np.unique(place, return_inverse=True)
    drawn = np.concatenate([
        polygons(land.rings(slice(None))), polygons(part_rings(land, ledger.parcel[parts]))
    ])  # fmt: skip
    groups = np.array([*(group for _, _, group, _ in USES), "other"])
    return LedgerColumns(
        places=drawn[used],
        place=place,
        stores=ledger.kind[told] == STORAGE,
        declared_ha=ledger.declared_ha[told],
        group=groups[ledger.use[told]],  # -1, the last, for storages
        in_period=np.ones(len(told), dtype=bool),  # as every event is
        own=np.ones(len(told), dtype=bool),
    )


class KillOnce(WorkerPlugin):
    """A worker's plugin: the first worker that begins a task of a function is killed at once.

    Parameters
    ----------
    function
        Its name.
    told
        A file that is made when it happens, so that it happens once.
    """

    def __init__(self, function: str, told: Path) -> None:
        self.function, self.told = function, told

    def transition(self, key: Any, start: str, finish: str, **_: Any) -> None:
        """Look at a task's change of state."""
        if finish == "executing" and key_split(key) == self.function:
            try:
                self.told.touch(exist_ok=False)
            except FileExistsError:
                return
            os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def cluster_of(workers: int, *, kill_in: Path | None = None) -> Iterator[Any]:
    """Run worker processes of one thread each; one is killed as it first adds up a tile.

    Parameters
    ----------
    kill_in
        A folder that remembers the killing; None kills nobody.
    """
    local: Any = LocalCluster  # distributed types some of its calls only
    connected: Any = Client
    with (
        local(
            n_workers=workers,
            threads_per_worker=1,
            dashboard_address="127.0.0.1:0",
            silence_logs=logging.CRITICAL,
        ) as cluster,
        connected(cluster) as client,
    ):
        if kill_in is not None:
            client.register_plugin(KillOnce("totals_of", kill_in / "killed"))
        yield client


def peak_mib() -> float:
    """Return the most memory that this process ever held, MiB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    [peak] = re.findall(r"VmHWM:\s+(\d+) kB", status)
    return int(peak) / 1024


def furthest(found: Balance, wanted: Balance) -> float:
    """Return the largest relative difference of any figure; infinite if events differ."""
    far = 0.0
    for one, other in zip(found.rows, wanted.rows, strict=True):
        if one.events != other.events:
            return math.inf
        for mine, theirs in (
            (one.measured_ha, other.measured_ha),
            (one.declared_ha, other.declared_ha),
        ):
            far = max(far, abs(mine - theirs) / max(abs(theirs), 1e-9))
    return far


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--parcels", type=int, default=100_000)
    parser.add_argument("--partitions", type=int, default=16)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    with TemporaryDirectory(prefix="landplan-province-") as made:
        folder = Path(made)
        land = make_land(asked.parcels)
        ledger = make_ledger(land)
        parts = write_partitions(land, ledger, folder, count=asked.partitions)
        package = read_package(parts.package, ledger=False)
        print(f"{len(land):,} parcels, {len(ledger):,} events, {len(parts.parcels)} partitions of "
              f"parcels, {len(parts.events)} of events")  # fmt: skip

        zones = tuple(in_tree_order(package.zones))
        outlines = np.array([zone.outline for zone in zones], dtype=object)
        columns = columns_of_land(land, ledger)
        begun = time.perf_counter()
        totals = land_totals(columns, outlines)
        print(f"one machine, in memory: {time.perf_counter() - begun:.1f} s")
        wanted = balance_of(package, zones, totals, as_of=AS_OF)

        for kill in (False, True):
            with cluster_of(asked.workers, kill_in=folder if kill else None) as client:
                before = set(client.run(os.getpid).values())
                begun = time.perf_counter()
                found = balance_dask(
                    package, parcels=parts.parcels, events=parts.events, as_of=AS_OF,
                    cluster=client.scheduler.address,
                )  # fmt: skip
                seconds = time.perf_counter() - begun
                peaks = sorted(client.run(peak_mib).values())
                lost = len(before - set(client.run(os.getpid).values()))
            print(
                f"{asked.workers} workers, {lost} of them killed: {seconds:.1f} s with reading; "
                f"at most {', '.join(f'{peak:,.0f}' for peak in peaks)} MiB; "
                f"off by {furthest(found, wanted):.1e}"
            )


if __name__ == "__main__":
    main()
