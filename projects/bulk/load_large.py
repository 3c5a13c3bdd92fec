"""Load a package whose ledger is large: batch by batch, one transaction, the same as a small one.

A plan's first ledger goes straight into the tables, their indexes off meanwhile; later ones are
staged and merged. What stands beside the ledger is stored anew at the end
(`projects.store.refresh`), or by the database itself where little has changed.
"""

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, func, literal, select, text, union_all
from sqlalchemy.dialects.postgresql import aggregate_order_by

from gis.database.indexes import lock_whole, without_indexes
from gis.database.statistics import (
    LEDGER_TABLES,
    MEASURED_TABLES,
    PIECE_TABLES,
    SHARE_TABLES,
    analyze,
)
from gis.database.tables import land_event, parcel, zone
from gis.geometry.area import NOISE_M2
from gis.geometry.outline_store import OutlineStore
from gis.geometry.rings import Places
from gis.problems import Problem, errors_in
from projects.bulk.large_ledger import LargeLedger, read_ledger
from projects.bulk.parcels import Parcels
from projects.bulk.shifted import (
    check_shifts,
    newest_place,
    suspects_in_database,
    suspects_in_store,
)
from projects.bulk.write_large import (
    FirstWriter,
    MergingWriter,
    measured_and_told,
    write_beside,
)
from projects.model import Package
from projects.package.folder import refuse_problems
from projects.package.known_ledger import NOTHING_KNOWN, KnownLedger
from projects.store.batches import Counts, Origin, next_batch
from projects.store.loaded import Loaded, record_load
from projects.store.plan_rows import compared, plan_rows
from projects.store.refresh import ahead, refresh_plan, zones_of
from projects.store.write_ledger import lock_ledger
from projects.store.write_plan import write_plan

FEW: Final = 20_000
"""Up to this many new rows the database's own triggers refresh what stands beside them."""


Weigh = Callable[[Sequence[Problem]], list[Problem]]


def load_large(
    connection: Connection,
    folder: Path,
    package: Package,
    ledger: LargeLedger,
    problems: list[Problem],
    *,
    origin: Origin,
    told: Collection[str] | None = None,
    known: KnownLedger = NOTHING_KNOWN,
    weigh: Weigh = list,
    dry: bool = False,
) -> Loaded:
    """Load a package in the caller's transaction: all of it, or nothing.

    Parameters
    ----------
    package
        The package without its ledger, which `ledger` reads.
    problems
        What is wrong with the package so far.
    origin
        What is recorded of the load.
    told
        As of `projects.store.write_plan.write_plan`.
    known
        What is there beside the ledger, for one that is not the whole of its plan's.
    weigh
        Says how sure the problems are once they are all known: which of them are warnings.
    dry
        Whether the caller takes it back.

    Raises
    ------
    BadDataError
        With every problem; or if events stand in the database with other content.
    """
    plan_id = package.plan.plan_id
    with connection.begin_nested(), OutlineStore() as store:
        _set_bulk(connection, "on")
        lock_ledger(connection, plan_id)
        first = _may_take_indexes_off(connection, plan_id, ledger.count)
        batch_id, before = next_batch(connection, dry=dry), plan_rows(connection, plan_id)
        drawn, newest = _zones_drawn(connection, plan_id), newest_place(connection)
        if not errors_in(problems):
            write_plan(connection, package, told=told)
        changes = compared(before, plan_rows(connection, plan_id))
        if first:
            parcels = _load_first(connection, folder, package, ledger, store, problems, batch_id)
            changes |= {kind: Counts(added=told) for kind, told in ledger.counts.items()}
        else:
            redrawn = _zones_drawn(connection, plan_id) != drawn
            parcels, merged = _load_more(
                connection, folder, package, ledger, store, problems, batch_id, redrawn=redrawn
            )
            changes |= merged
        suspects = suspects_in_database(connection, plan_id, parcels, after=newest)
        _check_shifts(ledger, parcels, suspects, problems, known)
        problems[:] = weigh(problems)
        refuse_problems(folder, problems)
        analyze(connection, *PIECE_TABLES)
        _set_bulk(connection, "off")
        loaded = record_load(connection, package, changes, batch_id=batch_id, origin=origin)
        return replace(loaded, remarks=tuple(problems))


def _load_first(
    connection: Connection,
    folder: Path,
    package: Package,
    ledger: LargeLedger,
    store: OutlineStore,
    problems: list[Problem],
    batch_id: int,
) -> Parcels:
    """Write the ledger of a plan that has none yet."""
    plan_id = package.plan.plan_id
    zones = zones_of(connection, plan_id)
    with without_indexes(connection, SHARE_TABLES):
        with without_indexes(connection, MEASURED_TABLES), ExitStack() as background:
            with without_indexes(connection, LEDGER_TABLES):
                writer = FirstWriter(connection, plan_id, batch_id, store)
                parcels = read_ledger(ledger, package, writer, store, problems)
                _refuse(folder, ledger, parcels, problems)
                places = writer.places()
                parcel_ids, owners = writer.parcel_ids(), writer.owners()
                replayed = background.enter_context(ThreadPoolExecutor(1)).submit(writer.turns)
                told = measured_and_told(plan_id, places, zones, replayed, parcel_ids)
                found = background.enter_context(ahead(told))
            analyze(connection, *LEDGER_TABLES)
            turns = replayed.result()
            write_beside(connection, plan_id, places, zones, found, turns, parcel_ids, owners)
        analyze(connection, *MEASURED_TABLES)
        others = places.measured_m2 <= NOISE_M2
        others[len(parcel_ids) :] = True
        _complete(connection, plan_id, places.place_id[others])
    analyze(connection, "plan", "zone", *SHARE_TABLES)
    connection.execute(text("select landplan.add_overlapping_keys(:plan)"), {"plan": plan_id})
    return parcels


def _complete(connection: Connection, plan_id: str, others: Places) -> None:
    """Sum what happened, and store what is left; `others`: of no parcel, or up to 1 m²."""
    given = {"plan": plan_id, "others": others.tolist()}
    connection.execute(text("select landplan.add_staged_days(:plan)"), given)
    connection.execute(text("select landplan.add_isolated_pieces(:plan, :others)"), given)


def _load_more(
    connection: Connection,
    folder: Path,
    package: Package,
    ledger: LargeLedger,
    store: OutlineStore,
    problems: list[Problem],
    batch_id: int,
    *,
    redrawn: bool,
) -> tuple[Parcels, dict[str, Counts]]:
    """Merge the ledger with what the database has of it; `redrawn`: zones changed."""
    plan_id = package.plan.plan_id
    writer = MergingWriter(connection, plan_id, batch_id)
    parcels = read_ledger(ledger, package, writer, store, problems)
    _refuse(folder, ledger, parcels, problems)
    few = not redrawn and writer.count_new() <= FEW
    if few:
        _set_bulk(connection, "off")
    told = ledger.counts
    merged = {"parcels": writer.merge_parcels(told["parcels"])}
    # a plan that is not in the statistics yet is joined row by row: hours instead of seconds
    analyze(connection, "place", "parcel")
    merged["events"] = writer.merge_events(told["events"])
    analyze(connection, *LEDGER_TABLES)
    if not few:
        refresh_plan(connection, plan_id)
    analyze(connection, "plan", "zone", *SHARE_TABLES)
    return parcels, merged


def _refuse(folder: Path, ledger: LargeLedger, parcels: Parcels, problems: list[Problem]) -> None:
    """Raise what is wrong with the rows; overlaps, not in the database then, are found here."""
    if errors_in(problems):
        _check_shifts(ledger, parcels, suspects_in_store(parcels), problems)
        refuse_problems(folder, problems)


def _check_shifts(
    ledger: LargeLedger,
    parcels: Parcels,
    suspects: Places,
    problems: list[Problem],
    known: KnownLedger = NOTHING_KNOWN,
) -> None:
    if ledger.parcels is not None:
        check_shifts(parcels, suspects, known, file=ledger.parcels.name, problems=problems)


def _may_take_indexes_off(connection: Connection, plan_id: str, count: int) -> bool:
    """Lock the tables whole if the load is the plan's first and larger than all they hold.

    Others then wait until it is done; where they keep us waiting, the indexes stay.
    """
    rows = union_all(select(parcel.c.plan_id), select(land_event.c.plan_id)).subquery()
    its = func.count().filter(rows.c.plan_id == plan_id)
    there, its_own = connection.execute(select(func.count(), its).select_from(rows)).one()
    return (
        its_own == 0
        and there <= count
        and lock_whole(connection, [*LEDGER_TABLES, *MEASURED_TABLES, *SHARE_TABLES])
    )


def _zones_drawn(connection: Connection, plan_id: str) -> str | None:
    """Return a digest of the plan's zones and their outlines."""
    drawn = zone.c.zone_id + func.encode(func.st_asbinary(zone.c.outline), "hex")
    digest: str | None = connection.scalar(
        select(
            func.md5(func.string_agg(drawn, aggregate_order_by(literal(" "), zone.c.zone_id)))
        ).where(zone.c.plan_id == plan_id)
    )
    return digest


def _set_bulk(connection: Connection, value: str) -> None:
    connection.execute(text("select set_config('landplan.bulk', :value, true)"), {"value": value})
