"""Read a large ledger in batches, checked as a small one is, and hand it on as it comes.

Batches are read by this thread, checked by two others, and written in their order by one more:
memory holds a few batches, of each parcel and event its id and a few numbers, and no outline.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

import pyarrow as pa
import shapely
from pyproj import CRS

from gis.geometry.outline_store import OutlineStore
from gis.problems import Problem, errors_in
from projects.bulk.behind import behind
from projects.bulk.events import EventBatch, Events, read_event_batch
from projects.bulk.names import Names
from projects.bulk.parcels import ParcelBatch, Parcels, Rules, read_parcel_batch
from projects.bulk.write_large import Writer
from projects.model import Package
from projects.package.check_ledger import land_of
from projects.package.columns import EVENTS, PARCELS
from projects.package.feature_files import Featured, open_features
from projects.package.header import header_fits
from projects.package.ledger_files import LEDGER_STEMS, is_csv, ledger_file_name
from projects.package.read_ledger import codes_of
from projects.package.read_plan import repeated
from projects.package.rows import Row

BATCH: Final = 32_768
"""Features of a batch: with 13 vertices each some 60 MB in memory while they are checked."""

_THREADS: Final = 2

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, kw_only=True, slots=True)
class LargeLedger:
    """The files of a ledger that can be read in batches."""

    parcels: Featured | None
    events: Featured | None

    @property
    def counts(self) -> dict[str, int]:
        """The number of parcels and that of events."""
        return {
            "parcels": 0 if self.parcels is None else self.parcels.count,
            "events": 0 if self.events is None else self.events.count,
        }

    @property
    def count(self) -> int:
        """The number of parcels and events together."""
        return sum(self.counts.values())


def large_ledger(folder: Path, crs: CRS, *, least: int) -> LargeLedger | None:
    """Return the ledger of a package if it is large and all of it can be read in batches.

    Parameters
    ----------
    crs
        The system of files that state none.
    """
    faults: list[Problem] = []
    files = []
    for stem in LEDGER_STEMS:
        name = ledger_file_name(folder, stem, faults)
        if name and is_csv(name):
            return None
        files.append(open_features(folder / name, name, faults, crs=crs) if name else None)
    if faults or max((file.count for file in files if file), default=-1) < least:
        return None
    return LargeLedger(parcels=files[0], events=files[1])


def read_ledger(
    ledger: LargeLedger,
    package: Package,
    writer: Writer,
    store: OutlineStore,
    problems: list[Problem],
) -> Parcels:
    """Read and check a ledger, all but what needs neighbours, and write it as long as it is sound.

    Parameters
    ----------
    package
        The plan that the ledger belongs to.
    store
        Keeps the parcels' outlines while they are needed.
    problems
        What is wrong is added to it; from the first error on nothing more is written.
    """
    parcels = Parcels(store)
    if ledger.parcels is not None:
        with behind() as later:
            for batch in _parcel_batches(ledger.parcels, package, problems):
                problems += batch.problems
                if not errors_in(problems):
                    later(writer.write_parcels, batch.found)
                parcels.append(batch)
    parcels.finish()
    if ledger.parcels is not None:
        _report_repeated(ledger.parcels, parcels.all_names, "parcel_id", problems)
    if ledger.events is not None:
        told = ledger.parcels is None or len(parcels.all_names) == ledger.parcels.count
        events = Events()
        with behind() as later:
            for found in _event_batches(ledger.events, package, parcels, problems, told=told):
                problems += found.problems
                if not errors_in(problems):
                    later(writer.write_events, found.found)
                events.append(found)
        names = events.finish(problems)
        _report_repeated(ledger.events, names, "event_id", problems)
        if not errors_in(problems):
            problems += events.methods.remarks(ledger.events.name)
    return parcels


def _parcel_batches(
    file: Featured, package: Package, problems: list[Problem]
) -> Iterator[ParcelBatch]:
    if file.count and not header_fits(
        file.name, file.columns, problems, table=PARCELS, others=True
    ):
        return
    rules = _rules(file, package, problems)
    yield from in_order(
        lambda batch: read_parcel_batch(batch, rules),
        file.batches(problems, table=PARCELS, size=BATCH),
    )


def _event_batches(
    file: Featured,
    package: Package,
    parcels: Parcels,
    problems: list[Problem],
    *,
    told: bool,
) -> Iterator[EventBatch]:
    if file.count and not header_fits(file.name, file.columns, problems, table=EVENTS, others=True):
        return
    rules = _rules(file, package, problems)
    yield from in_order(
        lambda batch: read_event_batch(batch, rules, parcels, parcels_told=told),
        file.batches(problems, table=EVENTS, size=BATCH),
    )


def _rules(file: Featured, package: Package, problems: list[Problem]) -> Rules:
    land = land_of(package.zones)
    return Rules(
        file=file.name,
        crs=file.crs,
        codes=codes_of(package.land_uses, problems),
        land=b"" if land is None else shapely.to_wkb(land),
    )


def in_order(function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """Yield the results of a function in the order of its items, some of them worked on at once."""
    with ThreadPoolExecutor(_THREADS) as pool:
        waiting: deque[Future[Result]] = deque()
        for item in items:
            waiting.append(pool.submit(function, item))
            if len(waiting) > _THREADS:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    pa.default_memory_pool().release_unused()  # of the threads that are gone: 200 MB at a million


def _report_repeated(file: Featured, names: Names, column: str, problems: list[Problem]) -> None:
    """Report the rows whose id an earlier row has already."""
    again, first = names.repeated()
    places = sorted({*again.tolist(), *first.tolist()})
    rows = [
        Row(file.name, place + 1, {column: names.ids[place].as_py()}, problems) for place in places
    ]
    repeated(rows, lambda row: row.cells[column], column)
