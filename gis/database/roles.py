"""Roles of the database for people who work with SQL or QGIS: who may read, who may record land.

They are groups, which nobody logs in as: a user of the database becomes a member. What they may do
stands in `gis/sql/roles.sql`, which every upgrade runs again: rights on new tables come with them.
"""

from typing import Final

import psycopg
from psycopg import sql
from sqlalchemy import Connection, text

from gis.database.metadata import SCHEMA
from gis.database.scripts import SqlFile, run_script, sql_file
from gis.errors import DatabaseError

READER: Final = "landplan_reader"
EDITOR: Final = "landplan_editor"
ROLES: Final = (READER, EDITOR)


def rights() -> SqlFile:
    """Return the script that gives the roles their rights, where the server has them."""
    return sql_file("gis", "roles.sql")


def make_roles(connection: Connection) -> tuple[str, ...]:
    """Make the roles that the server has not, give both their rights anew; return those made.

    Raises
    ------
    DatabaseError
        If who is connected is not the owner of the schema, or may not make roles.
    """
    _refuse_others(connection)
    made = tuple(name for name in ROLES if not _is_there(connection, name))
    for name in made:
        _make(connection, name)
    run_script(connection, rights().text)
    return made


def _refuse_others(connection: Connection) -> None:
    owner = connection.scalar(
        text(
            "select nspowner::regrole::text from pg_namespace"
            " where nspname = :schema and not pg_has_role(nspowner, 'usage')"
        ),
        {"schema": SCHEMA},
    )
    if owner is not None:
        raise DatabaseError(
            f"模式 {SCHEMA} 属于 {owner}，只有它能授权，没有改动；请以 {owner} 连接后再运行本命令",
            f"the schema {SCHEMA} belongs to {owner}, which alone can give rights on it; nothing "
            f"was changed. Connect as {owner} and call this again",
        )


def _is_there(connection: Connection, name: str) -> bool:
    return connection.scalar(text("select to_regrole(:name)"), {"name": name}) is not None


def _make(connection: Connection, name: str) -> None:
    who = connection.scalar(text("select current_user"))
    try:
        run_script(connection, sql.SQL("create role {}").format(sql.Identifier(name)).as_string())
    except psycopg.errors.InsufficientPrivilege as error:
        statements = " ".join(f"create role {one};" for one in ROLES)
        raise DatabaseError(
            f"数据库用户 {who} 无权建立角色，没有改动；请管理员执行 {statements} 后再运行本命令",
            f"the database's user {who} may not make roles, nothing was changed; have its "
            f"administrator run {statements} and call this again",
        ) from error
