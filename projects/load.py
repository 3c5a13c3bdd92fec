"""Load a checked plan package: one transaction, and loading it twice changes nothing.

The plan's own tables are written anew from the package, for the package is where they are edited.
The ledger is append-only: new events are added, those that are there already must be the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

import shapely
from sqlalchemy import Connection, text

from gis.copy import copy_rows
from gis.errors import BadDataError
from gis.model import LandEvent, Parcel
from gis.problems import Problem
from projects.ledger import events_of
from projects.model import Package
from projects.package import read_package
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
    _lock(connection, plan_id)
    known = {event.event_id: event for event in events_of(connection, plan_id)}
    _refuse_changed_events(package, known)
    new = [event for event in package.events if event.event_id not in known]

    write_plan(connection, package)
    _write_parcels(connection, plan_id, package.parcels)
    _write_events(connection, plan_id, new)
    # without statistics the first balance after a load is planned badly: 8 s instead of 0.3 s
    connection.execute(text("analyze landplan.zone, landplan.parcel, landplan.land_event"))
    return Loaded(
        plan=plan_id,
        zones=len(package.zones),
        targets=len(package.targets),
        projects=len(package.projects),
        figures=len(package.figures),
        parcels=len(package.parcels),
        events=len(package.events),
        new_events=len(new),
        absent_events=len(known.keys() - {event.event_id for event in package.events}),
        absent_parcels=_absent_parcels(connection, package),
    )


def _absent_parcels(connection: Connection, package: Package) -> int:
    known = set(
        connection.scalars(
            text("select parcel_id from landplan.parcel where plan_id = :plan"),
            {"plan": package.plan.plan_id},
        )
    )
    return len(known - {parcel.parcel_id for parcel in package.parcels})


def _lock(connection: Connection, plan_id: str) -> None:
    """Let two loads of the same plan go one after the other."""
    connection.execute(
        text("select pg_advisory_xact_lock(hashtextextended(:plan, 0))"), {"plan": plan_id}
    )


def _refuse_changed_events(package: Package, known: dict[str, LandEvent]) -> None:
    problems = [
        Problem(
            file="ledger/events",
            column="event_id",
            value=event.event_id,
            zh="库中已有此事件而内容不同；台账只增不改，请另记一笔更正事件 (corrects)",
            en="stands in the database with other content; the ledger is append-only: "
            "record a correcting event (corrects)",
        )
        for event in package.events
        if event.event_id in known and not _same(event, known[event.event_id])
    ]
    if problems:
        zh = f"台账中有 {len(problems)} 笔事件与库中不同，未导入任何内容"
        en = f"{len(problems)} events differ from those in the database; nothing was loaded"
        if package.plan.sample:
            zh += "；样例台账若已更新，请先清空数据库：landplan db reset"
            en += "; if the sample ledger is a newer one, empty the database: landplan db reset"
        raise BadDataError(zh, en, problems)


def _same(one: LandEvent, other: LandEvent) -> bool:
    """Tell whether two records say the same: every field, the order of parcels apart."""
    for field in fields(LandEvent):
        mine, theirs = getattr(one, field.name), getattr(other, field.name)
        if field.name == "parcel_ids":
            mine, theirs = sorted(mine), sorted(theirs)
        if field.name == "extent" and mine is not None and theirs is not None:
            if shapely.to_wkb(mine) != shapely.to_wkb(theirs):
                return False
        elif mine != theirs:
            return False
    return True


_PARCEL: Final = (
    "plan_id", "parcel_id", "name", "owner_kind", "declared_ha", "land_use", "land_use_set",
    "established_on", "outline",
)  # fmt: skip

_STAGE_PARCELS: Final = text(
    "create temp table if not exists incoming_parcel on commit drop as"
    " select plan_id, parcel_id, name, owner_kind, declared_ha, land_use, land_use_set,"
    "        established_on, outline"
    " from landplan.parcel with no data"
)

_MERGE_PARCELS: Final = text(
    "with incoming as (delete from incoming_parcel returning *)"
    " insert into landplan.parcel (plan_id, parcel_id, name, owner_kind, declared_ha, land_use,"
    "                              land_use_set, established_on, outline)"
    " select * from incoming"
    " on conflict (plan_id, parcel_id) do update set"
    "     name = excluded.name, owner_kind = excluded.owner_kind,"
    "     declared_ha = excluded.declared_ha, land_use = excluded.land_use,"
    "     land_use_set = excluded.land_use_set, established_on = excluded.established_on,"
    "     outline = excluded.outline"
)


def _write_parcels(connection: Connection, plan_id: str, parcels: Sequence[Parcel]) -> None:
    """Add new parcels and bring known ones up to date; those not in the package stay.

    Events keep the extents that they were recorded with: they do not follow a changed parcel.
    """
    connection.execute(_STAGE_PARCELS)
    copy_rows(
        connection,
        "incoming_parcel",
        _PARCEL,
        (
            (
                plan_id, p.parcel_id, p.name, p.owner_kind, p.declared_ha, p.land_use,
                p.land_use_set, p.established_on, p.outline,
            )
            for p in parcels
        ),
    )  # fmt: skip
    connection.execute(_MERGE_PARCELS)


def _write_events(connection: Connection, plan_id: str, events: Sequence[LandEvent]) -> None:
    copy_rows(
        connection,
        "landplan.land_event",
        (
            "plan_id", "event_id", "kind", "happened_on", "recorded_on", "method", "land_use",
            "land_use_set", "declared_ha", "document_no", "corrects", "extent",
        ),
        (
            (
                plan_id, e.event_id, e.kind, e.happened_on, e.recorded_on, e.method, e.land_use,
                e.land_use_set, e.declared_ha, e.document_no, e.corrects, e.extent,
            )
            for e in events
        ),
    )  # fmt: skip
    copy_rows(
        connection,
        "landplan.land_event_parcel",
        ("plan_id", "event_id", "parcel_id"),
        ((plan_id, e.event_id, parcel_id) for e in events for parcel_id in e.parcel_ids),
    )
