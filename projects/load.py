"""Load a checked plan package: one transaction, and loading it twice changes nothing.

The plan's own tables are written anew from the package, for the package is where they are edited.
The ledger is append-only: new events are added, those that are there already must be the same.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from gis.database.statistics import analyze
from gis.geometry.crs import crs_of
from gis.problems import Problem
from projects.model import Package
from projects.package.event_places import places_of_events
from projects.package.folder import (
    check_folder,
    files_of,
    read_plan_files,
    refusal,
    refuse_problems,
    with_ledger,
)
from projects.package.plan_file import plan_id_in
from projects.package.read_update import read_update
from projects.package.written_here import weigh_of
from projects.store.batches import Origin, hashing, next_batch
from projects.store.changed_events import ChangedEventsError
from projects.store.known_ledger import StoredLedger
from projects.store.loaded import Loaded, record_load
from projects.store.plan_rows import compared, plan_rows
from projects.store.plans import plan_of
from projects.store.stored_package import package_of
from projects.store.write_ledger import lock_ledger, stage, write_events, write_parcels
from projects.store.write_plan import write_plan

LARGE: Final = 20_000
"""A ledger with a file of this many features is loaded in batches, if its files are no CSV."""


def load_folder(
    connection: Connection,
    folder: Path,
    *,
    command: str = "load",
    by: str | None = None,
    large: int = LARGE,
) -> Loaded:
    """Read, check and load a plan package in the caller's transaction.

    Parameters
    ----------
    command, by
        As of `projects.store.batches.Origin`.
    large
        From this many features in a file on, the ledger is read and written in batches; what is
        checked, and what the database then holds, is the same.

    Raises
    ------
    WrongUseError, BadDataError
        As `projects.package.folder.read_package` and `load_package`.
    """
    from projects.bulk.large_ledger import large_ledger  # Arrow: slow to import, seldom needed
    from projects.bulk.load_large import load_large

    problems: list[Problem] = []
    package = read_plan_files(folder, problems)
    ledger = large_ledger(folder, crs_of(package.plan.crs), least=large)
    with _events_located(folder), hashing(files_of(folder)) as files:
        origin = Origin(command=command, by=by, files=files)
        if ledger is not None:
            return load_large(
                connection, folder, package, ledger, problems, origin=origin,
                weigh=weigh_of(folder),
            )  # fmt: skip
        package = with_ledger(folder, package, problems)
        problems[:] = weigh_of(folder)(problems)
        refuse_problems(folder, problems)
        loaded = load_package(connection, package, origin=origin)
        return replace(loaded, remarks=tuple(problems))


def load_update(
    connection: Connection, folder: Path, *, command: str = "load --update", by: str | None = None
) -> Loaded:
    """Add a folder with this month's rows only to a plan of the database.

    Its plan.yaml names the plan. Files that it has not, and keys that plan.yaml leaves out, are as
    the database has them; events may name parcels and correct events that are there already. Rows
    are read one by one.

    Parameters
    ----------
    command, by
        As of `projects.store.batches.Origin`.

    Raises
    ------
    WrongUseError
        If the folder is no plan package or has nothing new, or the database has no such plan.
    BadDataError
        As `load_folder`.
    """
    problems: list[Problem] = []
    check_folder(folder, problems)
    plan_id = plan_id_in(folder, problems)
    if plan_id is None:
        raise refusal(folder, problems)
    lock_ledger(connection, plan_of(connection, plan_id).plan_id)
    with _events_located(folder), hashing(files_of(folder)) as files:
        update = read_update(folder, package_of(connection, plan_id, ledger=False), problems)
        known = StoredLedger(connection, plan_id)
        package = with_ledger(folder, update.package, problems, known)
        refuse_problems(folder, problems)
        origin = Origin(command=command, by=by, files=files)
        loaded = load_package(connection, package, origin=origin, told=update.told)
        return replace(loaded, remarks=tuple(problems))


@contextmanager
def _events_located(folder: Path) -> Iterator[None]:
    """Tell the rows of events that stand in the database with other content."""
    try:
        yield
    except ChangedEventsError as error:
        raise error.at(places_of_events(folder, error.event_ids)) from error


def load_package(
    connection: Connection,
    package: Package,
    *,
    origin: Origin | None = None,
    told: Collection[str] | None = None,
) -> Loaded:
    """Load a package in the caller's transaction.

    Parameters
    ----------
    origin
        What is recorded of the load.
    told
        As of `projects.store.write_plan.write_plan`.

    Raises
    ------
    ChangedEventsError
        If an event of the ledger stands in the database with other content.
    """
    plan_id = package.plan.plan_id
    lock_ledger(connection, plan_id)
    batch_id, before = next_batch(connection), plan_rows(connection, plan_id)
    write_plan(connection, package, told=told)
    changes = compared(before, plan_rows(connection, plan_id))
    stage(connection)
    changes["parcels"] = write_parcels(connection, plan_id, package.parcels, batch_id)
    changes["events"] = write_events(connection, plan_id, package.events, batch_id)
    analyze(connection)
    return record_load(connection, package, changes, batch_id=batch_id, origin=origin or Origin())
