"""Load a checked plan package: one transaction, and loading it twice changes nothing.

The plan's own tables are written anew from the package, for the package is where they are edited.
The ledger is append-only: new events are added, those that are there already must be the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, text

from gis.errors import BadDataError
from gis.problems import Problem
from projects.model import Package
from projects.package import read_package
from projects.write_ledger import stage, write_events, write_parcels
from projects.write_plan import write_plan


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


def load_folder(connection: Connection, folder: Path) -> Loaded:
    """Read, check and load a plan package in the caller's transaction.

    Raises
    ------
    WrongUseError, BadDataError
        As `projects.package.read_package` and `load_package`.
    """
    return load_package(connection, read_package(folder))


def load_package(connection: Connection, package: Package) -> Loaded:
    """Load a package in the caller's transaction.

    Raises
    ------
    BadDataError
        If an event of the ledger stands in the database with other content.
    """
    plan_id = package.plan.plan_id
    connection.execute(text("select landplan.lock_ledger(:plan)"), {"plan": plan_id})
    before = _ledger_ids(connection, plan_id, "land_event", "event_id")
    events = {event.event_id for event in package.events}
    parcels = {parcel.parcel_id for parcel in package.parcels}

    write_plan(connection, package)
    stage(connection)
    write_parcels(connection, plan_id, package.parcels)
    changed = write_events(connection, plan_id, package.events)
    if changed:
        raise _refused(package, changed)
    # without statistics the first balance after a load is planned badly: 8 s instead of 0.3 s
    connection.execute(text(f"analyze {', '.join(_ANALYZED)}"))
    return Loaded(
        plan=plan_id,
        zones=len(package.zones),
        targets=len(package.targets),
        projects=len(package.projects),
        figures=len(package.figures),
        parcels=len(package.parcels),
        events=len(package.events),
        new_events=len(events - before),
        absent_events=len(before - events),
        absent_parcels=len(_ledger_ids(connection, plan_id, "parcel", "parcel_id") - parcels),
    )


_ANALYZED: Final = tuple(
    f"landplan.{table}"
    for table in (
        "zone", "place", "parcel", "land_event", "place_zone", "place_overlap", "land_share",
        "zone_day",
    )
)  # fmt: skip


def _ledger_ids(connection: Connection, plan_id: str, table: str, column: str) -> set[str]:
    query = f"select {column} from landplan.{table} where plan_id = :plan"  # noqa: S608
    return set(connection.scalars(text(query), {"plan": plan_id}))


def _refused(package: Package, changed: Sequence[str]) -> BadDataError:
    problems = [
        Problem(
            file="ledger/events",
            column="event_id",
            value=event_id,
            zh="库中已有此事件而内容不同；台账只增不改，请另记一笔更正事件 (corrects)",
            en="stands in the database with other content; the ledger is append-only: "
            "record a correcting event (corrects)",
        )
        for event_id in changed
    ]
    zh = f"台账中有 {len(problems)} 笔事件与库中不同，未导入任何内容"
    en = f"{len(problems)} events differ from those in the database; nothing was loaded"
    if package.plan.sample:
        zh += "；样例台账若已更新，请先清空数据库：landplan db reset"
        en += "; if the sample ledger is a newer one, empty the database: landplan db reset"
    return BadDataError(zh, en, problems)
