"""A load taken back, as long as nothing builds on it.

The ledger is append-only, so events go by events that correct them: a storage or supply is
reversed; what a correction of the load had replaced or undone is recorded anew. Parcels go back to
what they were, and those that the load added go, unless events name them (`gis/sql/undo.sql`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sqlalchemy import Connection, text

from gis.errors import BadDataError, WrongUseError
from gis.model import LandEvent
from gis.problems import Problem
from projects.imports.plan_rows import TABLES, undo_plan_rows
from projects.store.batches import Batch, Counts, Origin, batches_of, next_batch, write_batch
from projects.store.known_ledger import StoredLedger
from projects.store.write_ledger import lock_ledger, stage, write_events

_LAND: Final = ("parcels", "events")
_COLUMNS: Final = {"parcel": "parcel_id", "event": "event_id", "land": "event_id"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Undone:
    """What taking back a load did.

    Parameters
    ----------
    batch
        The number of this load.
    events
        How many events were recorded for it.
    counts
        By kind, what it added, changed and removed.
    stay
        How many parcels that the load had added stay, since events name them.
    """

    plan: str
    undoes: int
    batch: int
    counts: Mapping[str, Counts]
    stay: int

    @property
    def events(self) -> int:
        """How many events were recorded to take the load's events back."""
        return self.counts["events"].added


def undo_batch(
    connection: Connection, batch_id: int, *, today: date, by: str | None = None
) -> Undone:
    """Take a load back in the caller's transaction, which sees what others commit meanwhile.

    Of two who take one back at the same time the second waits, and is refused.

    Raises
    ------
    WrongUseError
        If there is no such load, or it is none that can be taken back.
    BadDataError
        If something builds on it, with all that does.
    """
    lock_ledger(connection, _of_number(batches_of(connection), batch_id).plan_id)
    batches = batches_of(
        connection
    )  # with those that were taken back while the lock was waited for
    batch = _of_number(batches, batch_id)
    if (refused := refusal(batch, batches)) is not None:
        raise refused
    given = {"plan": batch.plan_id, "batch": batch_id}
    _refuse_changed_since(batch, batches)
    _refuse_built_on(connection, batch, given)
    stage(connection)
    number = next_batch(connection)
    parcels = connection.execute(
        text("select * from landplan.undo_parcels(:plan, :batch)"), given
    ).one()
    known = StoredLedger(connection, batch.plan_id)
    events = list(_corrections(known, batch_id, f"UNDO-{number}", today))
    counts = {
        "parcels": Counts(changed=parcels.restored, removed=parcels.removed),
        "events": write_events(connection, batch.plan_id, events, number),
    }
    counts |= undo_plan_rows(connection, batch.plan_id, batch_id)
    origin = Origin(command=f"imports undo {batch_id}", by=by)
    write_batch(connection, batch.plan_id, number, origin=origin, counts=counts, undoes=batch_id)
    return Undone(
        plan=batch.plan_id, undoes=batch_id, batch=number, counts=counts, stay=parcels.stay
    )


def _of_number(batches: Sequence[Batch], batch_id: int) -> Batch:
    batch = next((one for one in batches if one.batch_id == batch_id), None)
    if batch is None:
        raise WrongUseError(
            f"没有批次 {batch_id}；landplan imports 列出全部批次",
            f"there is no load {batch_id}; landplan imports lists them",
        )
    return batch


def refusal(batch: Batch, batches: Sequence[Batch]) -> WrongUseError | None:
    """Return why a load is none that can be taken back; None: it is one."""
    number = batch.batch_id
    later = next((one for one in batches if one.undoes == number), None)
    others = [kind for kind, counts in batch.counts.items() if kind not in _LAND and counts.alters]
    zh = en = ""
    if later is not None:
        zh, en = (
            f"批次 {number} 已由批次 {later.batch_id} 撤销",
            (f"load {number} was taken back by load {later.batch_id}"),
        )
    elif batch.undoes is not None:
        zh = f"批次 {number} 是一次撤销，不能再撤销；请重新导入原来的文件"
        en = f"load {number} took another back: import that file again"
    elif others and not batch.command.startswith("import "):
        zh = f"批次 {number}（{batch.command}）改动了规划本身（{'、'.join(others)}），不能撤销；"
        zh += "请导入之前的规划包"
        en = f"load {number} ({batch.command}) changed the plan itself ({', '.join(others)}): load "
        en += "the package as it was"
    return WrongUseError(zh, en) if zh else None


def _refuse_changed_since(batch: Batch, batches: Sequence[Batch]) -> None:
    """Refuse a list of the plan's own of which a later load changed anything."""
    undone = {one.undoes for one in batches}
    later = [
        one
        for one in batches
        if one.plan_id == batch.plan_id
        and one.batch_id > batch.batch_id
        and one.batch_id not in undone
        and one.undoes is None
        and any(_alters(one, kind) for kind in TABLES if _alters(batch, kind))
    ]
    if not later:
        return
    numbers = "、".join(str(one.batch_id) for one in later)
    problems = [
        Problem(
            file=f"#{batch.batch_id}",
            value=f"#{one.batch_id}",
            zh=f"批次 {one.batch_id}（{one.command}）之后又改了同一份清单",
            en=f"load {one.batch_id} ({one.command}) changed the same list afterwards",
            kind="built_on",
        )
        for one in later
    ]
    raise BadDataError(
        f"批次 {batch.batch_id} 不能撤销：批次 {numbers} 之后又改了同一份清单；请先撤销它们",
        f"load {batch.batch_id} cannot be taken back: the same list was changed by {numbers}; take "
        "these back first",
        problems,
    )


def _alters(batch: Batch, kind: str) -> bool:
    return kind in batch.counts and batch.counts[kind].alters


def _refuse_built_on(connection: Connection, batch: Batch, given: Mapping[str, object]) -> None:
    rows = connection.execute(text("select * from landplan.built_on(:plan, :batch)"), given).all()
    if not rows:
        return
    problems = []
    for row in rows:
        later = "" if row.later_id is None else f"（批次 {row.later_id}）"
        later_en = "" if row.later_id is None else f" (load {row.later_id})"
        if row.later_event is None:
            zh, en = (
                f"之后又被批次 {row.later_id} 改动",
                f"was changed again by load {row.later_id}",
            )
        elif row.kind == "event":
            zh = f"已被事件 {row.later_event}{later}更正"
            en = f"is corrected by {row.later_event}{later_en}"
        elif row.kind == "land":
            zh = f"的用地上之后又发生了事件 {row.later_event}{later}"
            en = f"was followed by the event {row.later_event}{later_en} on the same land"
        else:
            zh = f"之后有事件 {row.later_event}{later}"
            en = f"had the event {row.later_event} afterwards{later_en}"
        problems.append(
            Problem(
                file=f"#{batch.batch_id}", column=_COLUMNS[row.kind], value=row.row_id,
                zh=zh, en=en, kind="built_on",
            )
        )  # fmt: skip
    by_hand = any(row.later_id is None for row in rows)
    more_zh = "，手工登记的事件请先更正" if by_hand else ""
    more_en = ", and correct the events that were recorded by hand" if by_hand else ""
    raise BadDataError(
        f"批次 {batch.batch_id} 不能撤销：之后有 {len(problems)} 处建立在它上面；"
        f"请先撤销那些批次{more_zh}",
        f"load {batch.batch_id} cannot be taken back: {len(problems)} things build on it; take "
        f"those loads back first{more_en}",
        problems,
    )


def _corrections(known: StoredLedger, batch_id: int, name: str, today: date) -> Iterator[LandEvent]:
    """Yield the events that take those of a load back."""
    its = {event.event_id: event for event in known.events_of_batch(batch_id)}
    corrected = {event.corrects for event in its.values() if event.corrects}
    last = [event for event in its.values() if event.event_id not in corrected]
    roots = {event.event_id: _root(event, its) for event in last}
    before = known.whole_events({root for root in roots.values() if root})
    number = 0
    for event in last:
        root = roots[event.event_id]
        if root is None and event.kind == "reversal":
            continue  # of an event of the same load, which is out of force
        number += 1
        yield _correction(event, before.get(root or ""), f"{name}-{number:04d}", today)


def _root(event: LandEvent, its: Mapping[str, LandEvent]) -> str | None:
    """Return the event of an earlier load that an event corrects, through others of its own."""
    corrects = event.corrects
    while corrects is not None and corrects in its:
        corrects = its[corrects].corrects
    return corrects


def _correction(
    event: LandEvent, before: LandEvent | None, event_id: str, today: date
) -> LandEvent:
    recorded_on = max(today, event.recorded_on)
    if before is None:
        return LandEvent(
            event_id=event_id, kind="reversal", parcel_ids=event.parcel_ids,
            happened_on=event.happened_on, recorded_on=recorded_on, method="", land_use="",
            land_use_set="", declared_ha=0.0, document_no="", corrects=event.event_id, extent=None,
        )  # fmt: skip
    corrects = None if event.kind == "reversal" else event.event_id
    return replace(
        before,
        event_id=event_id,
        recorded_on=max(recorded_on, before.recorded_on),
        corrects=corrects,
    )
