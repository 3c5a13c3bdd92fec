"""Functions and views of the schema taken away before its tables change, and made again after.

They hold no data, so an upgrade need not know what the earlier ones were: other arguments, other
columns, other names. Views that somebody else has built on them go and come with them. What else is
built on them is never dropped: then they are replaced where they stand, and if that cannot be, the
upgrade is refused.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import psycopg
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from gis.database.metadata import SCHEMA
from gis.database.scripts import SqlFile, run_script, sql_file
from gis.errors import DatabaseError

_MADE: Final = re.compile(r"create or replace (?:function|aggregate|view) landplan\.(\w+)")

_EARLIER: Final = (
    "add_crowded_shares", "add_overlapping_history", "add_overlapping_shares", "alone_shares",
    "crowded_places", "crowded_shares", "keys_at", "land_alone", "land_crowded",
    "land_held_crowded", "series_keys",
)  # fmt: skip
"""Names that routines had, and no more have: an older database has them still."""

_STANDS_IN_THE_WAY: Final = ("2BP01", "42P13", "42P16", "42725")
"""SQLSTATE: dependent objects, a function or view that cannot be replaced, two of one name."""

_NOT_TO_BE_DROPPED: Final = (
    psycopg.errors.DependentObjectsStillExist,
    psycopg.errors.InsufficientPrivilege,
)
"""Something of others that is no view, or a view that belongs to others, stands on them."""


@contextmanager
def made_anew(connection: Connection, routines: Sequence[SqlFile]) -> Iterator[None]:
    """Take the schema's functions and views away, let its tables change, and make them again.

    Owners and rights stay as they were.

    Raises
    ------
    DatabaseError
        If others have built on them, and they can be neither dropped nor replaced; or the tables
        are not those that the steps make.
    """
    names = [*(name for file in routines for name in _MADE.findall(file.text)), *_EARLIER]
    rights = _rights(connection, names)
    theirs = _views_of_others(connection, names)
    built_on = _drop(connection, names, {relation for relation, _ in theirs})
    try:
        yield
        before = _look_in_postgis_alone(connection)
        for routine in routines:
            run_script(connection, routine.text)
        _look_in(connection, before)
    except psycopg.Error as error:
        if built_on is not None and error.sqlstate in _STANDS_IN_THE_WAY:
            raise _refusal(built_on) from error
        if isinstance(error, psycopg.errors.UndefinedTable | psycopg.errors.UndefinedColumn):
            raise _other_tables(error) from error
        raise
    if built_on is not None and _has_two_of_a_name(connection, names):
        raise _refusal(built_on)
    if built_on is None:
        _give_back(connection, rights)
        _make_again(connection, theirs)


def _drop(connection: Connection, names: Sequence[str], theirs: Collection[str]) -> str | None:
    """Drop all of that name but triggers' functions, and the views that others built on them.

    Or drop nothing, and tell what else they built. Triggers and their functions need no dropping:
    neither arguments nor columns can change.
    """
    found = connection.execute(
        text(
            "select c.oid::regclass::text as name, 'view' as kind from pg_class c"
            " where c.relnamespace = to_regnamespace(:schema) and c.relkind = 'v'"
            " and c.relname = any (:names)"
            " union all"
            " select p.oid::regprocedure::text, 'routine' from pg_proc p"
            " where p.pronamespace = to_regnamespace(:schema) and p.proname = any (:names)"
            " and p.prorettype <> 'trigger'::regtype"
        ),
        {"schema": SCHEMA, "names": list(names)},
    ).all()
    try:
        with connection.begin_nested():
            for kind, others in (("view", theirs), ("routine", ())):
                if listed := ", ".join([*others, *(r.name for r in found if r.kind == kind)]):
                    connection.exec_driver_sql(f"drop {kind} {listed}".replace("%", "%%"))
    except DBAPIError as error:
        if not isinstance(error.orig, _NOT_TO_BE_DROPPED):
            raise
        return error.orig.diag.message_detail or str(error.orig)
    return None


def _views_of_others(connection: Connection, names: Sequence[str]) -> list[tuple[str, str]]:
    """Return the name of a view that others built, and a statement that makes it again."""
    before = connection.scalar(text("show search_path"))
    _look_in(connection, "pg_catalog")
    asked = text(sql_file("gis", "built_on.sql").text)
    found = connection.execute(asked, {"schema": SCHEMA, "names": list(names)}).all()
    _look_in(connection, before)
    return [(row.relation, row.statement) for row in found]


def _make_again(connection: Connection, theirs: Sequence[tuple[str, str]]) -> None:
    for relation, statement in theirs:
        try:
            run_script(connection, statement)
        except psycopg.Error as error:
            raise _refusal(f"view {relation}: {error.diag.message_primary}") from error


def _look_in(connection: Connection, path: str | None) -> None:
    connection.execute(text("select set_config('search_path', :path, true)"), {"path": path})


def _look_in_postgis_alone(connection: Connection) -> str | None:
    """Let names in routines mean PostGIS's, whoever runs them; return the search path before.

    Routines with `set search_path from current` keep it.
    """
    before: str | None = connection.scalar(text("show search_path"))
    connection.execute(
        text(
            "select set_config('search_path', format('pg_catalog, %I, pg_temp', n.nspname), true)"
            " from pg_extension e join pg_namespace n on n.oid = e.extnamespace"
            " where e.extname = 'postgis'"
        )
    )
    return before


def _rights(connection: Connection, names: Sequence[str]) -> list[tuple[str, str]]:
    """Return the name of a function or view, and the statement that gives a right on it."""
    asked = text(sql_file("gis", "rights.sql").text)
    found = connection.execute(asked, {"schema": SCHEMA, "names": list(names)})
    return [(row.name, row.statement) for row in found]


def _give_back(connection: Connection, rights: Sequence[tuple[str, str]]) -> None:
    asked = text(
        "select relname from pg_class where relnamespace = to_regnamespace(:schema)"
        " union select proname from pg_proc where pronamespace = to_regnamespace(:schema)"
    )
    there = set(connection.scalars(asked, {"schema": SCHEMA}))
    for name, statement in rights:
        if name in there:
            run_script(connection, statement)


def _has_two_of_a_name(connection: Connection, names: Sequence[str]) -> bool:
    asked = text(
        "select from pg_proc where pronamespace = to_regnamespace(:schema)"
        " and proname = any (:names) group by proname having count(*) > 1"
    )
    return bool(connection.execute(asked, {"schema": SCHEMA, "names": list(names)}).all())


def _refusal(built_on: str) -> DatabaseError:
    told = "; ".join(built_on.splitlines())
    return DatabaseError(
        "数据库中另有对象建立在 landplan 的函数或视图上，升级会失去它们，因此没有升级，也没有改动："
        f"{told}。请先记下它们的定义并删除，升级后再建",
        "other objects of the database are built on landplan's functions or views and would be "
        f"lost; nothing was upgraded or changed: {told}. Keep their definitions and drop them, "
        "upgrade, then make them again",
    )


def _other_tables(error: psycopg.Error) -> DatabaseError:
    told = error.diag.message_primary
    return DatabaseError(
        f"数据库中的表不是任何一个版本的 landplan 所建（{told}），没有升级，也没有改动；"
        "请从备份恢复到空库（landplan db restore），或清空后重新导入（landplan db reset）",
        f"the tables of the database are of no version of landplan ({told}); nothing was upgraded "
        "or changed. Restore a backup into an empty database (landplan db restore), or empty it "
        "and load anew (landplan db reset)",
    )
