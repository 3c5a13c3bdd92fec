"""Bring the schema `landplan` of a database up to date: tables by Alembic, routines by file.

Tables change by migrations, one step after the other. Functions and views hold no data, so they
are not migrated: the files of `gis/sql/` are applied again whenever anything has changed.
"""

from hashlib import sha256
from importlib.resources import files
from typing import Any, Final

from sqlalchemy import Connection, text

from gis.database.tables import SCHEMA

ROUTINES: Final = (
    "guards.sql",
    "land.sql",
    "shares.sql",
    "ledger.sql",
    "balance.sql",
    "series.sql",
    "projects.sql",
    "checks.sql",
    "deep.sql",
    "views.sql",
)
"""Files of `gis/sql/`, in the order in which they build on each other."""

_LOCK: Final = 5_147_201
"""Advisory lock: two processes migrating at once go one after the other."""


def migrate(connection: Connection) -> None:
    """Bring the schema up to date inside the caller's transaction; done twice it does nothing.

    A schema that is up to date is only read, so a role without rights to change it can work.
    """
    scripts = [sql_text(name) for name in ROUTINES]
    mark = _mark(scripts)
    if _found_mark(connection) == mark:
        return
    connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    connection.execute(text(f"create schema if not exists {SCHEMA}"))
    _migrate_tables(connection)
    for script in scripts:
        run_script(connection, script)
    run_script(connection, f"comment on schema {SCHEMA} is '{mark}'")


def sql_text(name: str) -> str:
    """Return the text of a file of `gis/sql/`."""
    return files("gis").joinpath("sql", name).read_text(encoding="utf-8")


def run_script(connection: Connection, script: str) -> None:
    """Run SQL statements without parameters in the caller's transaction, `%` as it stands."""
    driver_connection: Any = connection.connection.driver_connection
    driver_connection.execute(script)


def _migrate_tables(connection: Connection) -> None:
    from alembic import command  # slow to import, and seldom needed
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "gis.database:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _mark(scripts: list[str]) -> str:
    """Return what the schema's comment says when tables and routines are those of this code."""
    steps = files("gis.database").joinpath("migrations", "versions").iterdir()
    names = sorted(step.name for step in steps if step.name.endswith(".sql"))
    digest = sha256("".join([*names, *scripts]).encode()).hexdigest()[:16]
    return f"landplan {digest}"


def _found_mark(connection: Connection) -> str | None:
    found: str | None = connection.scalar(
        text("select obj_description(to_regnamespace(:schema)::oid, 'pg_namespace')"),
        {"schema": SCHEMA},
    )
    return found
