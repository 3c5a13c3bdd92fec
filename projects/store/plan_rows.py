"""The rows of a plan's own tables, as marks: what a load changes of them."""

from collections import Counter
from collections.abc import Mapping
from typing import Final, TypeAlias

from sqlalchemy import Connection, Table, Text, cast, func, literal, select

from gis.database import tables as land
from projects import tables
from projects.store.batches import Counts

KINDS: Final = {
    "plan": land.plan,
    "documents": land.document,
    "zones": land.zone,
    "land_uses": land.land_use,
    "targets": tables.target,
    "schedule": tables.target_schedule,
    "projects": tables.project,
    "project_sources": tables.project_source,
    "indicators": tables.indicator,
    "investment": tables.investment,
    "findings": tables.finding,
    "structure": tables.structure_part,
}
"""The tables that are written from the package's files, by what they hold."""

Mark: TypeAlias = tuple[str, str, int]
"""Key of a row, digest of what it holds, and its place among the others."""

PlanRows: TypeAlias = Mapping[str, Counter[Mark]]


def plan_rows(connection: Connection, plan_id: str) -> PlanRows:
    """Return the marks of a plan's rows by kind."""
    return {kind: _marks(connection, table, plan_id) for kind, table in KINDS.items()}


def _marks(connection: Connection, table: Table, plan_id: str) -> Counter[Mark]:
    held = [column for column in table.c if column.name != "position"]
    keys = [column for column in table.primary_key if column.name != "position"]
    rows = connection.execute(
        select(
            cast(func.row(*keys), Text),
            func.md5(cast(func.row(*held), Text)),
            table.c.position if "position" in table.c else literal(0),
        ).where(table.c.plan_id == plan_id)
    )
    return Counter((row[0], row[1], row[2]) for row in rows)


def compared(before: PlanRows, after: PlanRows) -> dict[str, Counts]:
    """Return what changed, kind by kind."""
    return {kind: _compared(before[kind], after[kind]) for kind in KINDS}


def _compared(before: Counter[Mark], after: Counter[Mark]) -> Counts:
    was, now = (Counter(mark[:2] for mark in marks.elements()) for marks in (before, after))
    if was == now:  # at most their order is another
        changed = (after - before).total()
        return Counts(changed=changed, same=now.total() - changed)
    gone, come = _keys(was - now), _keys(now - was)
    changed = (gone & come).total()
    return Counts(
        added=come.total() - changed,
        changed=changed,
        same=(was & now).total(),
        removed=gone.total() - changed,
    )


def _keys(rows: Counter[tuple[str, str]]) -> Counter[str]:
    return Counter(key for key, _ in rows.elements())
