"""Run the steps by which the tables came to be: files of SQL, one after the other, by Alembic.

A step's number is its revision, so what a database has already is in `landplan.alembic_version`.
Slow to import, and seldom needed: `gis.database.schema` imports this where a schema is behind.
"""

from collections.abc import Sequence
from functools import partial
from types import ModuleType
from typing import Any, Final

from alembic.runtime.migration import MigrationContext, RevisionStep
from alembic.script import Script
from alembic.script.revision import RevisionMap
from sqlalchemy import Connection

from gis.database.metadata import SCHEMA
from gis.database.scripts import SqlFile, run_script
from gis.errors import DatabaseError

_VERSIONS: Final = {"version_table_schema": SCHEMA}
"""Where Alembic keeps what a database has had."""


def refuse_newer(connection: Connection, steps: Sequence[SqlFile]) -> None:
    """Refuse a database that has had a step that is not among these.

    Raises
    ------
    DatabaseError
        A newer landplan made it.
    """
    had = MigrationContext.configure(connection, opts=_VERSIONS).get_current_heads()
    known = [_number(step) for step in steps]
    unknown = "、".join(number for number in had if number not in known)
    if unknown:
        raise DatabaseError(
            f"数据库由更新版本的 landplan 建立（步骤 {unknown}，本版本只到 {known[-1]}）；"
            "请升级 landplan",
            f"a newer landplan made this database (step {unknown}; this one knows steps up to "
            f"{known[-1]}): upgrade landplan",
        )


def run_steps(connection: Connection, steps: Sequence[SqlFile]) -> None:
    """Run those steps that the database has not had, in the caller's transaction.

    Steps go one way: `landplan db reset` empties a database.
    """
    chain = _chain(connection, steps)
    revisions = RevisionMap(lambda: chain)

    def ahead(had: tuple[str, ...], _context: Any) -> list[RevisionStep]:
        found = revisions.iterate_revisions("heads", had, implicit_base=True)
        wanted = {one.revision for one in found}
        return [RevisionStep(revisions, one, True) for one in chain if one.revision in wanted]

    MigrationContext.configure(connection, opts=_VERSIONS | {"fn": ahead}).run_migrations()


def _chain(connection: Connection, steps: Sequence[SqlFile]) -> list[Script]:
    """Return the steps as Alembic's scripts, each after the one before it."""
    chain: list[Script] = []
    for step in steps:
        number = _number(step)
        module = ModuleType(step.name)
        vars(module).update(
            down_revision=chain[-1].revision if chain else None,
            upgrade=partial(run_script, connection, step.text),
        )
        chain.append(Script(module, number, step.name))
    return chain


def _number(step: SqlFile) -> str:
    return step.name.partition("_")[0]
