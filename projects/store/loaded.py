"""What a load did to a plan's ledger, counted before and after; and why it was refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from gis.database.tables import land_event, parcel
from gis.errors import BadDataError
from gis.problems import Problem
from projects.model import Package, Plan
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


def changed_events(plan: Plan, changed: Sequence[str]) -> BadDataError:
    """Return the error for events that stand in the database with other content."""
    problems = [
        Problem(
            file="ledger/events",
            column="event_id",
            value=event_id,
            zh="库中已有此事件而内容不同；台账只增不改，请另记一笔更正事件 (corrects)",
            en="stands in the database with other content; the ledger is append-only: "
            "record a correcting event (corrects)",
            kind="event_differs",
        )
        for event_id in changed
    ]
    zh = f"台账中有 {len(problems)} 笔事件与库中不同，未导入任何内容"
    en = f"{len(problems)} events differ from those in the database; nothing was loaded"
    if plan.sample:
        zh += f"；样例台账若已更新，请先删除这个规划：landplan plans remove {plan.plan_id}"
        en += "; if the sample ledger is a newer one, remove the plan first: "
        en += f"landplan plans remove {plan.plan_id}"
    return BadDataError(zh, en, problems)
