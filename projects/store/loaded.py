"""What a load did to a plan's ledger, counted before and after; and why it was refused."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from gis.database.tables import land_event, parcel
from gis.errors import BadDataError
from gis.problems import Problem
from projects.model import Package


@dataclass(frozen=True, kw_only=True, slots=True)
class Loaded:
    """What a load found in the package, how many events of it were new, and what is not in it.

    `absent_events` and `absent_parcels` are in the database only: they stay, and count.
    """

    plan: str
    zones: int
    targets: int
    projects: int
    figures: int
    parcels: int
    events: int
    new_events: int
    absent_events: int
    absent_parcels: int


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


def loaded(package: Package, told: LedgerSize, *, before: LedgerSize, after: LedgerSize) -> Loaded:
    """Return what a load did: `told` is what the package's ledger holds."""
    return Loaded(
        plan=package.plan.plan_id,
        zones=len(package.zones),
        targets=len(package.targets),
        projects=len(package.projects),
        figures=len(package.figures),
        parcels=told.parcels,
        events=told.events,
        new_events=after.events - before.events,
        absent_events=after.events - told.events,
        absent_parcels=after.parcels - told.parcels,
    )


def changed_events(package: Package, changed: Sequence[str]) -> BadDataError:
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
    if package.plan.sample:
        zh += "；样例台账若已更新，请先清空数据库：landplan db reset"
        en += "; if the sample ledger is a newer one, empty the database: landplan db reset"
    return BadDataError(zh, en, problems)
