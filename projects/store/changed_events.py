"""Events that stand in the ledger with other content: what of each differs, and why it is refused.

The ledger is append-only, so the whole load is refused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, text

from gis.errors import BadDataError
from gis.problems import Problem
from projects.model import Plan
from projects.package.columns import EVENTS

Places = Mapping[str, tuple[str, int]]
"""Event → the file and the row that it stands in."""

_AT_ONCE: Final = 10_000
"""So many events are held against each other in memory."""

_NOWHERE: Final[Places] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A cell that a file has otherwise than the ledger; of an outline no values are told."""

    event_id: str
    column: str
    was: str = ""
    told: str = ""


class ChangedEventsError(BadDataError):
    """Events of a load stand in the database with other content.

    Parameters
    ----------
    places
        Where the events stand in their file, as far as that is known.
    """

    def __init__(self, plan: Plan, changes: Sequence[Change], places: Places = _NOWHERE) -> None:
        self.plan = plan
        self.changes = changes
        count = len(self.event_ids)
        zh = f"台账中有 {count} 笔事件与库中不同，未导入任何内容"
        en = f"{count} events differ from those in the database; nothing was loaded"
        if plan.sample:
            zh += f"；样例台账若已更新，请先删除这个规划：landplan plans remove {plan.plan_id}"
            en += "; if the sample ledger is a newer one, remove the plan first: "
            en += f"landplan plans remove {plan.plan_id}"
        super().__init__(zh, en, [_problem(change, places) for change in changes])

    @property
    def event_ids(self) -> list[str]:
        """The events, each once."""
        return list(dict.fromkeys(change.event_id for change in self.changes))

    def at(self, places: Places) -> "ChangedEventsError":
        """Return the error with the rows of the events."""
        return ChangedEventsError(self.plan, self.changes, places)


def changes_of(connection: Connection, plan_id: str, event_ids: Sequence[str]) -> list[Change]:
    """Return what differs between staged events and those of the ledger, event by event.

    The staged events are then as the ledger has them, all but their outlines: the load is over.
    """
    changes: dict[str, list[Change]] = {}
    for start in range(0, len(event_ids), _AT_ONCE):
        some = event_ids[start : start + _AT_ONCE]
        changes |= _cells_changed(connection, plan_id, some)
    named = ", ".join(EVENTS.stored)
    settle = f"update incoming_event i set ({named}) = (select {named} from landplan.land_event e"  # noqa: S608
    settle += " where e.plan_id = :plan and e.event_id = i.event_id) where event_id = any(:ids)"
    connection.execute(text(settle), {"plan": plan_id, "ids": list(event_ids)})
    drawn = text("select event_id from landplan.changed_events(:plan)")
    for event_id in connection.scalars(drawn, {"plan": plan_id}):
        changes[event_id].append(Change(event_id=event_id, column="outline"))
    return [change for told in changes.values() for change in told]


def _cells_changed(
    connection: Connection, plan_id: str, event_ids: Sequence[str]
) -> dict[str, list[Change]]:
    """Return event → its cells that differ."""
    given = {"plan": plan_id, "ids": list(event_ids)}
    named = ", ".join(EVENTS.stored)
    staged = f"select {named} from incoming_event where event_id = any(:ids)"  # noqa: S608
    kept = f"select {named} from landplan.land_event"  # noqa: S608
    kept += " where plan_id = :plan and event_id = any(:ids)"
    told, was = (
        {row["event_id"]: row for row in connection.execute(text(query), given).mappings()}
        for query in (staged, kept)
    )
    return {
        event_id: [
            Change(
                event_id=event_id,
                column=EVENTS[name].name,
                was=_shown(was[event_id][name]),
                told=_shown(told[event_id][name]),
            )
            for name in EVENTS.stored
            if was[event_id][name] != told[event_id][name]
        ]
        for event_id in event_ids
    }


def _problem(change: Change, places: Places) -> Problem:
    file, row = places.get(change.event_id, ("ledger/events", None))
    zh, en = f"事件 {change.event_id} 库中已有", f"event {change.event_id} is in the database"
    if change.column == "outline":
        zh, en = f"{zh}，边界不同", f"{en} with another outline"
    else:
        zh = f"{zh}，为“{change.was}”" if change.was else f"{zh}，为空"
        en = f"{en} with “{change.was}”" if change.was else f"{en} with nothing here"
    return Problem(
        file=file,
        row=row,
        column=change.column,
        value=change.told,
        zh=f"{zh}；台账只增不改，请另记一笔更正事件 (corrects)",
        en=f"{en}; the ledger is append-only: record a correcting event (corrects)",
        kind="event_differs",
    )


def _shown(value: Any) -> str:
    """Return a value of the database as a file has it."""
    match value:
        case None:
            return ""
        case list():
            return ";".join(value)
        case date():
            return value.isoformat()
        case float():
            return f"{value:.12g}"
    return str(value)
