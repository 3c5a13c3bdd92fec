"""What a load did to a plan's ledger, counted before and after."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from gis.database.tables import land_event, parcel
from gis.problems import Problem
from projects.model import Package
from projects.store.batches import Counts, Origin, last_batch, write_batch


@dataclass(frozen=True, kw_only=True, slots=True)
class Loaded:
    """What a load found in the package, what that changed, and what is not in it.

    Parameters
    ----------
    absent_events, absent_parcels
        What is in the database only: it stays, and counts.
    changes
        What the load did, by kind: `parcels`, `events`, and those of
        `projects.store.plan_rows.KINDS`.
    batch
        Its number; of a load that changed nothing that of the plan's last one, None where none is
        recorded.
    remarks
        Warnings: what was loaded, and somebody should look at.
    """

    plan: str
    zones: int
    targets: int
    projects: int
    figures: int
    parcels: int
    events: int
    absent_events: int
    absent_parcels: int
    changes: Mapping[str, Counts]
    batch: int | None
    remarks: tuple[Problem, ...] = ()

    @property
    def new_events(self) -> int:
        """How many events of the package were new."""
        return self.changes["events"].added

    @property
    def alters(self) -> bool:
        """Whether the load changed anything."""
        return any(counts.alters for counts in self.changes.values())


@dataclass(frozen=True, kw_only=True, slots=True)
class LedgerSize:
    """Number of parcels and events."""

    parcels: int
    events: int


def ledger_size(connection: Connection, plan_id: str) -> LedgerSize:
    """Return how many parcels and events of a plan the database has."""
    parcels, events = (
        connection.execute(
            select(func.count()).select_from(table).where(table.c.plan_id == plan_id)
        ).scalar_one()
        for table in (parcel, land_event)
    )
    return LedgerSize(parcels=parcels, events=events)


def record_load(
    connection: Connection,
    package: Package,
    changes: Mapping[str, Counts],
    *,
    batch_id: int,
    origin: Origin,
) -> Loaded:
    """Record a load, if it changed anything, and return what it did.

    Parameters
    ----------
    changes
        By kind, parcels and events among them.
    batch_id
        The number that rows were written with.
    """
    plan_id = package.plan.plan_id
    told = {kind: counts.added + counts.changed + counts.same for kind, counts in changes.items()}
    size = ledger_size(connection, plan_id)
    if any(counts.alters for counts in changes.values()):
        write_batch(connection, plan_id, batch_id, origin=origin, counts=changes)
    return Loaded(
        plan=plan_id,
        zones=len(package.zones),
        targets=len(package.targets),
        projects=len(package.projects),
        figures=len(package.figures),
        parcels=told["parcels"],
        events=told["events"],
        absent_events=size.events - told["events"],
        absent_parcels=size.parcels - told["parcels"],
        changes=changes,
        batch=last_batch(connection, plan_id),
    )
