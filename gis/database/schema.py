"""Bring the schema `landplan` of a database up to date: tables by step, routines by file.

Tables change by steps, one after the other. Functions and views hold no data, so they have no
steps: their files are applied again whenever anything has changed. Each room brings its own part:
the land's is below, the plan's in `projects.store.schema`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from sqlalchemy import Connection, text

from gis.database.metadata import SCHEMA
from gis.database.scripts import SqlFile, run_script, sql_file, step_files


@dataclass(frozen=True, kw_only=True, slots=True)
class SchemaPart:
    """What a package brings to the schema: the steps in `sql/steps/`, and routines in `sql/`.

    `routines` names their files in the order in which they build on each other. Steps of all parts
    are told in one order, that of their numbers.
    """

    package: str
    routines: tuple[str, ...]


LAND: Final = SchemaPart(
    package="gis",
    routines=(
        "units.sql",
        "guards.sql",
        "land.sql",
        "zones.sql",
        "shares.sql",
        "known.sql",
        "history.sql",
        "refresh.sql",
        "ledger.sql",
        "checks.sql",
        "deep.sql",
        "views.sql",
    ),
)
"""The land: places, parcels and the ledger. It stands without any other part."""

_LOCK: Final = 5_147_201
"""Advisory lock: two processes migrating at once go one after the other."""


def migrate(
    connection: Connection, parts: Sequence[SchemaPart], *, at_last: Sequence[SqlFile] = ()
) -> None:
    """Bring the schema up to date inside the caller's transaction; done twice it does nothing.

    A schema that is up to date is only read, so a role without rights to change it can work.

    Parameters
    ----------
    parts
        Of the same database always the same ones, those that others build on first.
    at_last
        What runs when all of them are there.

    Raises
    ------
    DatabaseError
        If a newer landplan made the schema.
    """
    steps = sorted(
        (step for part in parts for step in step_files(part.package)), key=lambda step: step.name
    )
    routines = [sql_file(part.package, name) for part in parts for name in part.routines]
    routines += at_last
    mark = _mark(steps, routines)
    if _found_mark(connection) == mark:
        return
    from gis.database.steps import run_steps  # Alembic is slow to import, and seldom needed

    connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    connection.execute(text(f"create schema if not exists {SCHEMA}"))
    run_steps(connection, steps)
    before = _look_in_postgis_alone(connection)
    for routine in routines:
        run_script(connection, routine.text)
    connection.execute(text("select set_config('search_path', :path, true)"), {"path": before})
    run_script(connection, f"comment on schema {SCHEMA} is '{mark}'")


def _look_in_postgis_alone(connection: Connection) -> str | None:
    """Let names in routines mean PostGIS's, whoever runs them; return the search path before."""
    before: str | None = connection.scalar(text("show search_path"))
    connection.execute(
        text(
            "select set_config('search_path', format('pg_catalog, %I, pg_temp', n.nspname), true)"
            " from pg_extension e join pg_namespace n on n.oid = e.extnamespace"
            " where e.extname = 'postgis'"
        )
    )
    return before


def _mark(steps: Sequence[SqlFile], routines: Sequence[SqlFile]) -> str:
    """Return what the schema's comment says when tables and routines are those of this code."""
    told = [*(step.name for step in steps), *(routine.text for routine in routines)]
    return f"landplan {sha256(''.join(told).encode()).hexdigest()[:16]}"


def _found_mark(connection: Connection) -> str | None:
    found: str | None = connection.scalar(
        text("select obj_description(to_regnamespace(:schema)::oid, 'pg_namespace')"),
        {"schema": SCHEMA},
    )
    return found
