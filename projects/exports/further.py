"""Further attributes of parcels and events, which imports brought, as columns of an export."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa
from sqlalchemy import Connection, Select, column, func, select, true
from sqlalchemy.dialects.postgresql import JSONB

from gis.formats.source import cell_text
from projects.package.further_names import name_in_export

_TYPES: Final = {"number": pa.float64(), "boolean": pa.bool_()}


@dataclass(frozen=True, kw_only=True, slots=True)
class FurtherColumn:
    """A column of a file that was imported, kept with the rows that it was of.

    Parameters
    ----------
    key
        What the file called it.
    name
        That, or with a number behind (`projects.package.further_names`).
    short
        Its name where ten ASCII characters must do.
    """

    key: str
    name: str
    short: str
    type: pa.DataType

    def value(self, further: dict[str, Any] | None) -> Any:
        """Return what a row has of it."""
        found = (further or {}).get(self.key)
        return cell_text(found)[0] or None if pa.types.is_string(self.type) else found


def further_columns(
    connection: Connection, asked: Select[Any], ours: Iterable[str]
) -> tuple[FurtherColumn, ...]:
    """Return the further columns that the rows of a query have, in the order of their names.

    Parameters
    ----------
    asked
        Has a column `further`.
    ours
        The names that are taken.
    """
    rows = asked.order_by(None).subquery()
    each = (
        func.jsonb_each(rows.c.further).table_valued("key", column("value", JSONB)).render_derived()
    )
    kinds = func.array_agg(func.distinct(func.jsonb_typeof(each.c.value)))
    found = connection.execute(
        select(each.c.key, kinds)
        .select_from(rows)
        .join(each, true())
        .where(rows.c.further.is_not(None))
        .group_by(each.c.key)
        .order_by(each.c.key)
    ).all()
    taken, used = frozenset(ours), set[str]()
    columns = []
    for number, (key, its_kinds) in enumerate(found, start=1):
        name = name_in_export(key, taken, used)
        used.add(name.casefold())
        columns.append(
            FurtherColumn(key=key, name=name, short=f"FJ{number:03}", type=_type_of(its_kinds))
        )
    return tuple(columns)


def _type_of(kinds: Sequence[str]) -> pa.DataType:
    told = [kind for kind in kinds if kind != "null"]
    return _TYPES.get(told[0], pa.string()) if len(told) == 1 else pa.string()
