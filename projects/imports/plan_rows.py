"""Rows of the plan's own tables merged with those of a list, and brought back.

What a row was is kept with the load that changes it (`landplan.batch_was`).
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import shapely
from geoalchemy2 import Geometry
from shapely.geometry.base import BaseGeometry
from sqlalchemy import (
    Column,
    Computed,
    Connection,
    Table,
    Text,
    and_,
    cast,
    func,
    literal,
    select,
    text,
)

from gis.database.tables import zone
from gis.database.wkb import plain_columns
from gis.geometry.crs import STORED_SRID
from gis.geometry.outlines import drawn_alike
from projects.store.batches import Counts
from projects.tables import indicator, project

TABLES: Final[Mapping[str, tuple[Table, str]]] = {
    "zones": (zone, "zone_id"),
    "projects": (project, "project_id"),
    "indicators": (indicator, "position"),
}
"""List → its table, and the column that is a row's key in its plan."""

PlanRow = Mapping[str, Any]


def stored_rows(connection: Connection, name: str, plan_id: str) -> list[dict[str, Any]]:
    """Return the rows of a list's table in the plan's order, outlines as shapely has them."""
    table, _ = TABLES[name]
    shapes = _shapes(table)
    rows = connection.execute(
        select(
            *plain_columns(table), *(func.st_asbinary(table.c[one]).label(one) for one in shapes)
        )
        .where(table.c.plan_id == plan_id)
        .order_by(table.c.position)
    ).mappings()
    return [dict(row) | {one: _shape(row[one]) for one in shapes} for row in rows]


def merge_rows(
    connection: Connection,
    name: str,
    plan_id: str,
    batch_id: int,
    rows: Sequence[PlanRow],
    there: Mapping[Any, PlanRow],
) -> Counts:
    """Add rows that are new and change those that differ.

    Parameters
    ----------
    rows
        Columns of the table, the key among them.
    there
        Key → row as it is stored (`stored_rows`).
    """
    table, key = TABLES[name]
    added = changed = 0
    for row in rows:
        was = there.get(row[key])
        if was is not None and all(_is_same(row[column], was[column]) for column in row):
            continue
        _keep(connection, name, plan_id, batch_id, row[key])
        values = {column: _bound(value) for column, value in row.items()}
        if was is None:
            connection.execute(table.insert().values(plan_id=plan_id, **values))
            added += 1
        else:
            connection.execute(table.update().where(_is(table, plan_id, row[key])).values(values))
            changed += 1
    return Counts(added=added, changed=changed, same=len(rows) - added - changed)


def undo_plan_rows(connection: Connection, plan_id: str, batch_id: int) -> dict[str, Counts]:
    """Bring the rows that a load added or changed back; return what that did, by list."""
    found = {}
    for name, (table, key) in TABLES.items():
        rows = connection.execute(
            text(
                "select row_id, was is null as added from landplan.batch_was"
                " where plan_id = :plan and batch_id = :batch and kind = :kind"
            ),
            {"plan": plan_id, "batch": batch_id, "kind": name},
        ).all()
        if not rows:
            continue
        given = {"plan": plan_id, "batch": batch_id, "kind": name}
        connection.execute(
            text(_BACK.format(table=table.name, key=key, columns=_columns(table))), given
        )
        connection.execute(text(_AWAY.format(table=table.name, key=key)), given)
        added = sum(row.added for row in rows)
        found[name] = Counts(changed=len(rows) - added, removed=added)
    return found


_BACK: Final = (
    "update landplan.{table} t set ({columns}) = (select {columns}"
    " from jsonb_populate_record(null::landplan.{table}, w.was))"
    " from landplan.batch_was w where w.plan_id = :plan and w.batch_id = :batch and w.kind = :kind"
    " and w.was is not null and t.plan_id = :plan and t.{key}::text = w.row_id"
)
_AWAY: Final = (
    "delete from landplan.{table} t using landplan.batch_was w"
    " where w.plan_id = :plan and w.batch_id = :batch and w.kind = :kind and w.was is null"
    " and t.plan_id = :plan and t.{key}::text = w.row_id"
)


def _keep(connection: Connection, name: str, plan_id: str, batch_id: int, key: Any) -> None:
    """Keep what a row is; outlines as hexadecimal EWKB, since GeoJSON would round them."""
    table, _ = TABLES[name]
    shapes = [
        part for one in _shapes(table) for part in (literal(one, Text), cast(table.c[one], Text))
    ]
    was = func.to_jsonb(table.table_valued()).op("||")(func.jsonb_build_object(*shapes))
    found = select(was).where(_is(table, plan_id, key)).scalar_subquery()
    connection.execute(select(func.landplan.keep_row(plan_id, batch_id, name, str(key), found)))


def _is(table: Table, plan_id: str, key: Any) -> Any:
    name = next(column for one, column in TABLES.values() if one is table)
    return and_(table.c.plan_id == plan_id, table.c[name] == key)


def _columns(table: Table) -> str:
    return ", ".join(column.name for column in table.c if not _is_computed(column))


def _is_computed(column: Column[Any]) -> bool:
    return isinstance(column.server_default, Computed)


def _shapes(table: Table) -> list[str]:
    return [column.name for column in table.c if isinstance(column.type, Geometry)]


def _shape(wkb: bytes | None) -> BaseGeometry | None:
    return None if wkb is None else shapely.from_wkb(bytes(wkb))


def _bound(value: Any) -> Any:
    if isinstance(value, BaseGeometry):
        return f"SRID={STORED_SRID};{shapely.to_wkt(value, rounding_precision=-1)}"
    return value


def _is_same(one: Any, other: Any) -> bool:
    if isinstance(one, BaseGeometry) and isinstance(other, BaseGeometry):
        same: bool = one.equals_exact(other, 0) or drawn_alike(one, other)
        return same
    return bool(one == other)
