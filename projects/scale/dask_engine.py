"""The shapely engine over a ledger in many files, on the workers of a Dask cluster.

For a province or the country: a worker holds a few parts of the ledger at a time, the caller none,
and the figures are those of `projects.balance.shapely_engine`. The work is a graph of functions
without side effects, from the files to the totals; Dask runs it, and again what a lost worker had
done. Sums are taken in the order of the tiles: the same files give the same bytes.
"""

import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import reduce
from itertools import chain
from operator import add, getitem
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeAlias
from uuid import uuid4

import shapely

from gis.errors import BadDataError, LandplanError
from gis.extras import require
from gis.model import Zone
from gis.problems import Problem, errors_in
from projects.balance.land_totals import Totals
from projects.balance.shapely_engine import balance_of
from projects.balance.status import Thresholds
from projects.model import Balance, Basis, Package
from projects.scale.exchange import by_id, corrections_in, join, rings_in, settle, unite
from projects.scale.ledger_tiles import (
    overhangs_in,
    place,
    sample_of,
    share_out,
    tiles_for,
    tiling_with,
    totals_of,
)
from projects.scale.partitions import Terms, events_in, parcels_in
from projects.zones import in_tree_order, meant_zones

Key: TypeAlias = tuple[str, int]

ANSWER_S: Final = 30
"""A cluster that does not answer for so long is not there."""


def balance_dask(  # noqa: PLR0913 – those of balance_shapely, and where to run
    package: Package,
    *,
    parcels: Sequence[Path],
    events: Sequence[Path],
    as_of: date,
    basis: Basis = "declared",
    known: date | None = None,
    zone: str | None = None,
    zone_set: str | None = None,
    thresholds: Thresholds | None = None,
    cluster: str | None = None,
    workers: int | None = None,
) -> Balance:
    """Return the balance of a plan whose ledger is in files; else as `balance_shapely`.

    Parameters
    ----------
    package
        The plan; a ledger in it is not looked at.
    parcels, events
        Files with the columns of a package's ledger, cut in any way; the workers must see them.
    cluster
        Address of a Dask scheduler. None: workers of its own on this machine.
    workers
        How many of these, one thread each. None: one a processor.

    Raises
    ------
    BadDataError
        With every problem of every file.
    MissingExtraError
        If Dask is not installed.
    LandplanError
        If the cluster does not answer, or its workers die again and again.
    """
    require("scale")
    in_order = tuple(in_tree_order(package.zones))
    zones = meant_zones(in_order, zone=zone, zone_set=zone_set)
    with _connected(cluster, workers) as client:
        totals = totals_in_parts(
            client, package, zones, parcels=parcels, events=events, as_of=as_of, known=known
        )
    return balance_of(package, zones, totals, as_of=as_of, basis=basis, thresholds=thresholds)


def totals_in_parts(
    client: Any,
    package: Package,
    zones: Sequence[Zone],
    *,
    parcels: Sequence[Path],
    events: Sequence[Path],
    as_of: date,
    known: date | None = None,
) -> Totals:
    """Return what the files add up to in each zone.

    Parameters
    ----------
    client
        A `distributed.Client`.

    Raises
    ------
    BadDataError
        With every problem of every file.
    """
    plan = package.plan
    parts = range(max(len(parcels), len(events)))  # as many of ids and of tiles as there are files
    count = len(parts)
    tasks = _Tasks()
    terms = tasks.given("terms", Terms.of(package))
    files = tasks.given("files", [str(path) for path in (*parcels, *events)])
    outlines = tasks.given("zones", [shapely.to_wkb(zone.outline) for zone in zones])
    dates = tasks.given("dates", (as_of, known))
    period = tasks.given("period", (plan.starts_on, plan.ends_on))

    read = [
        tasks.split(2 + count, _read_parcels, path, number, terms, count)
        for number, path in enumerate(parcels)
    ]
    told = [
        tasks.split(1 + 2 * count, _read_events, path, number, terms, count)
        for number, path in enumerate(events, len(parcels))
    ]
    settled = [
        tasks.split(
            2 + count, _settle,
            [one[1 + part] for one in told], [one[1 + count + part] for one in told],
            files, dates, count,
        )
        for part in parts
    ]  # fmt: skip
    joined = [
        tasks.split(
            2 + count, _join,
            [one[2 + part] for one in read], [one[2 + part] for one in settled], files, count,
        )
        for part in parts
    ]  # fmt: skip
    united = [tasks.add(unite, [one[2 + part] for one in joined]) for part in parts]
    rings = tasks.add(_rings, [naming for one in told for naming in one[1 + count :]], files)
    checked = tasks.add(_in_order, [*(one[0] for one in (*read, *told, *settled, *joined)), rings])

    tiles = tasks.add(tiles_for, [one[1] for one in read], count)
    placed = [
        tasks.add(place, [settled[part][1], joined[part][1], united[part]], tiles) for part in parts
    ]
    tiling = tasks.add(tiling_with, tiles, [tasks.add(overhangs_in, one, tiles) for one in placed])
    shared = [tasks.split(count, share_out, one, tiling) for one in placed]
    totals = [
        tasks.add(totals_of, [one[tile] for one in shared], outlines, period) for tile in parts
    ]

    problems, *found = client.get(tasks.graph, [checked, *totals], sync=False)
    _refuse(problems.result())
    sums: list[Totals] = client.gather(found)
    return reduce(add, sums)


class _Tasks:
    """A Dask graph in the making.

    A task is a function with arguments, some of which are keys of other tasks. Thousands of tasks
    are written down much faster so than with `dask.delayed`.
    """

    def __init__(self) -> None:
        self.graph: dict[Key, Any] = {}
        self.run = uuid4().hex

    def given(self, name: str, value: Any) -> Key:
        """Pass on a value that many tasks take; return its key."""
        key = (f"{name}-{self.run}", 0)
        self.graph[key] = value
        return key

    def add(self, function: Any, *arguments: Any) -> Key:
        """Add a task; return its key."""
        key = (f"{function.__name__}-{self.run}", len(self.graph))
        self.graph[key] = (function, *arguments)
        return key

    def split(self, count: int, function: Any, *arguments: Any) -> list[Key]:
        """Add a task with `count` results, each passed on by itself; return their keys."""
        whole = self.add(function, *arguments)
        return [self.add(getitem, whole, number) for number in range(count)]


def _read_parcels(path: Path, file: int, terms: Terms, count: int) -> tuple[Any, ...]:
    table, problems = parcels_in(path, file, terms)
    pieces = [None] * count if table is None else by_id(table, "parcel_id", count)
    return problems, sample_of(table), *pieces


def _read_events(path: Path, file: int, terms: Terms, count: int) -> tuple[Any, ...]:
    table, problems = events_in(path, file, terms)
    if table is None:
        return problems, *([None] * (2 * count))
    naming = by_id(corrections_in(table), "corrects", count)
    return problems, *by_id(table, "event_id", count), *naming


def _settle(
    told: Any, naming: Any, files: Sequence[str], dates: tuple[date, date | None], count: int
) -> tuple[Any, ...]:
    as_of, known = dates
    problems, land, mentions = settle(told, naming, files=files, as_of=as_of, known=known)
    return problems, land, *by_id(mentions, "parcel_id", count)


def _rings(naming: Any, files: Sequence[str]) -> list[Problem]:
    return rings_in(naming, files=files)


def _join(parcels: Any, mentions: Any, files: Sequence[str], count: int) -> tuple[Any, ...]:
    problems, single, several = join(parcels, mentions, files=files)
    return problems, single, *by_id(several, "event_id", count)


def _in_order(found: Iterable[list[Problem]]) -> list[Problem]:
    return sorted(chain.from_iterable(found), key=lambda one: (one.file, one.row or 0, one.column))


def _refuse(problems: Sequence[Problem]) -> None:
    errors = errors_in(problems)
    if errors:
        raise BadDataError(
            f"台账文件有 {len(errors)} 个问题，未计算；请改正后重试",
            f"the ledger's files have {len(errors)} problems; nothing was computed: mend them "
            "and try again",
            errors,
        )


@contextmanager
def _connected(address: str | None, workers: int | None) -> Iterator[Any]:
    """Open a client of the cluster at an address, or of one of this machine's own."""
    import distributed
    from distributed.comm.core import CommClosedError

    with _own_cluster(workers) if address is None else _client(address) as client:
        try:
            yield client
        except distributed.KilledWorker as error:
            raise LandplanError(
                "计算进程在同一步上多次中断，多半是内存不够；"
                "请减少 --workers，或把台账分成更小的文件",
                "workers died again and again at the same step, mostly for want of memory; give "
                "fewer --workers, or the ledger in smaller files",
            ) from error
        except (distributed.CancelledError, CommClosedError) as error:
            raise LandplanError(
                "与 Dask 集群的连接中断；请检查集群后重试",
                "the connection to the Dask cluster was lost; look into it and try again",
            ) from error


@contextmanager
def _own_cluster(workers: int | None) -> Iterator[Any]:
    import distributed

    with (
        TemporaryDirectory(prefix="landplan-") as folder,
        distributed.LocalCluster(
            n_workers=workers or os.cpu_count(),
            threads_per_worker=1,
            processes=True,
            dashboard_address="127.0.0.1:0",
            local_directory=folder,
            silence_logs=logging.CRITICAL,  # a lost worker is no news: its work is done again
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


def _client(address: str) -> Any:
    import distributed

    try:
        client = distributed.Client(address, timeout=ANSWER_S)
        client.wait_for_workers(1, timeout=ANSWER_S)
    except (OSError, ValueError) as error:  # a timeout is an OSError
        raise LandplanError(
            f"Dask 集群 {address} 没有应答，或没有工作进程；请核对 --cluster 的地址",
            f"no Dask cluster with workers answers at {address}; check the address of --cluster",
        ) from error
    return client
