"""The rows of a plan's own tables, as marks: what a load changes of them."""

from collections import Counter
from collections.abc import Mapping
from typing import Final, TypeAlias

from sqlalchemy import Connection, text

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
    found = {}
    for kind, table in KINDS.items():
        names = [name for name in table.c.keys() if name != "position"]  # noqa: SIM118
        keys = [column.name for column in table.primary_key if column.name in names]
        rows = connection.execute(
            text(
                f"select row({', '.join(keys)})::text, md5(row({', '.join(names)})::text),"
                f" {'position' if 'position' in table.c else '0'}"
                f" from landplan.{table.name} where plan_id = :plan"
            ),
            {"plan": plan_id},
        )
        found[kind] = Counter(row.tuple() for row in rows)
    return found


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
