"""Bring the schema `landplan` of a database up to date: tables by step, routines by file.

Tables change by steps, one after the other. Functions and views hold no data, so they have no
steps: all of them are made anew whenever anything has changed. Each room brings its own part: the
land's is below, the plan's in `projects.store.schema`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from sqlalchemy import Connection, text

from gis.database.metadata import SCHEMA
from gis.database.routines import made_anew
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
        "tiles.sql",
        "reserve.sql",
        "keys.sql",
        "refresh.sql",
        "whole.sql",
        "ledger.sql",
        "removal.sql",
        "undo.sql",
        "checks.sql",
        "deep.sql",
        "views.sql",
        "questions.sql",
    ),
)
"""The land: places, parcels and the ledger. It stands without any other part."""

_LOCK: Final = 5_147_201
"""Advisory lock: two processes migrating at once go one after the other."""


def migrate(
    connection: Connection, parts: Sequence[SchemaPart], *, at_last: Sequence[SqlFile] = ()
) -> bool:
    """Bring the schema up to date inside the caller's transaction; done twice it does nothing.

    Returns whether it did anything: then what is stored beside the ledger may be of older routines.

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
        If a newer landplan made the schema, or others have built on routines that must change.
    """
    steps = steps_of(parts)
    routines = [sql_file(part.package, name) for part in parts for name in part.routines]
    routines += at_last
    mark = _mark(steps, routines)
    if _found_mark(connection) == mark:
        return False
    # Alembic is slow to import, and seldom needed
    from gis.database.steps import refuse_newer, run_steps

    connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    if _found_mark(connection) == mark:  # another process was quicker
        return False
    if connection.scalar(text("select to_regnamespace(:one)"), {"one": SCHEMA}) is None:
        # asked first: who owns the schema need have no right to make one
        connection.execute(text(f"create schema {SCHEMA}"))
    refuse_newer(connection, steps)  # before anything of it is taken away
    with made_anew(connection, routines):
        run_steps(connection, steps)
    run_script(connection, f"comment on schema {SCHEMA} is '{mark}'")
    return True


def steps_of(parts: Sequence[SchemaPart]) -> list[SqlFile]:
    """Return the steps of all parts, in order of their numbers."""
    steps = (step for part in parts for step in step_files(part.package))
    return sorted(steps, key=lambda step: step.name)


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
