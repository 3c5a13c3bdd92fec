"""Tables filled without their indexes, which are made once all rows are there.

At a million rows making an index takes a fifth of the time of keeping it up row by row.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from gis.database.metadata import SCHEMA

LOCK_WAIT_S: Final = 5
_SORT_MEMORY: Final = "256MB"


@contextmanager
def without_indexes(connection: Connection, tables: Sequence[str]) -> Iterator[None]:
    """Take the indexes and keys off tables of the schema, and put them back at the end.

    The tables must be locked (`lock_whole`). After an error inside nothing is put back: the
    transaction, or the savepoint around this, is then to be rolled back.
    """
    found = connection.execute(
        text(
            "select c.relname as table, i.relname as index, k.conname as key,"
            " pg_get_indexdef(i.oid) as index_made, pg_get_constraintdef(k.oid) as key_made"
            " from pg_index x"
            " join pg_class c on c.oid = x.indrelid"
            " join pg_class i on i.oid = x.indexrelid"
            " left join pg_constraint k on k.conindid = x.indexrelid and k.contype in ('p', 'u')"
            " where c.relnamespace = to_regnamespace(:schema) and c.relname = any (:tables)"
            " order by c.relname, x.indisprimary desc, i.relname"
        ),
        {"schema": SCHEMA, "tables": list(tables)},
    ).all()
    for index in found:
        if index.key is None:
            connection.execute(text(f'drop index {SCHEMA}."{index.index}"'))
        else:
            connection.execute(
                text(f'alter table {SCHEMA}."{index.table}" drop constraint "{index.key}"')
            )
    yield
    before = connection.scalar(text("show maintenance_work_mem"))
    _set_local(connection, "maintenance_work_mem", _SORT_MEMORY)
    for index in found:
        if index.key is None:
            connection.exec_driver_sql(index.index_made)
        else:
            connection.exec_driver_sql(
                f'alter table {SCHEMA}."{index.table}"'
                f' add constraint "{index.key}" {index.key_made}'
            )
    _set_local(connection, "maintenance_work_mem", before)


def lock_whole(connection: Connection, tables: Sequence[str]) -> bool:
    """Lock tables of the schema against all others until the end of the transaction.

    Whoever reads or writes them waits. False if they are in use for longer than 5 s by somebody
    else: then nothing is locked. It never waits while it holds one of them: others would wait for
    that one, and it for them.
    """
    listed = ", ".join(f'{SCHEMA}."{table}"' for table in tables)
    given_up = time.monotonic() + LOCK_WAIT_S
    while True:
        try:
            with connection.begin_nested():
                connection.execute(text(f"lock table {listed} in access exclusive mode nowait"))
        except OperationalError:
            if time.monotonic() > given_up:
                return False
            time.sleep(0.1)
        else:
            return True


def _set_local(connection: Connection, name: str, value: str | None) -> None:
    connection.execute(
        text("select set_config(:name, :value, true)"), {"name": name, "value": value}
    )
