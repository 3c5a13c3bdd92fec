"""Run the steps by which the tables came to be: files of SQL, one after the other, by Alembic.

A step's number is its revision, so what a database has already is in `landplan.alembic_version`.
Slow to import, and seldom needed: `gis.database.schema` imports this where a schema is behind.
"""

from collections.abc import Sequence
from functools import partial
from types import ModuleType
from typing import Any

from alembic.runtime.migration import MigrationContext, RevisionStep
from alembic.script import Script
from alembic.script.revision import RevisionMap
from sqlalchemy import Connection

from gis.database.metadata import SCHEMA
from gis.database.scripts import SqlFile, run_script
from gis.errors import DatabaseError


def run_steps(connection: Connection, steps: Sequence[SqlFile]) -> None:
    """Run those steps that the database has not had, in the caller's transaction.

    Steps go one way: `landplan db reset` empties a database.

    Raises
    ------
    DatabaseError
        If the database has had a step that is not among these: a newer landplan made it.
    """
    chain = _chain(connection, steps)
    revisions = RevisionMap(lambda: chain)

    def ahead(had: tuple[str, ...], _context: Any) -> list[RevisionStep]:
        _refuse_newer(had, [script.revision for script in chain])
        found = revisions.iterate_revisions("heads", had, implicit_base=True)
        wanted = {one.revision for one in found}
        return [RevisionStep(revisions, one, True) for one in chain if one.revision in wanted]

    options = {"version_table_schema": SCHEMA, "fn": ahead}
    MigrationContext.configure(connection, opts=options).run_migrations()


def _chain(connection: Connection, steps: Sequence[SqlFile]) -> list[Script]:
    """Return the steps as Alembic's scripts, each after the one before it."""
    chain: list[Script] = []
    for step in steps:
        number, _, _ = step.name.partition("_")
        module = ModuleType(step.name)
        vars(module).update(
            down_revision=chain[-1].revision if chain else None,
            upgrade=partial(run_script, connection, step.text),
        )
        chain.append(Script(module, number, step.name))
    return chain


def _refuse_newer(had: Sequence[str], known: Sequence[str]) -> None:
    unknown = "、".join(number for number in had if number not in known)
    if unknown:
        raise DatabaseError(
            f"数据库由更新版本的 landplan 建立（步骤 {unknown}，本版本只到 {known[-1]}）；"
            "请升级 landplan",
            f"a newer landplan made this database (step {unknown}; this one knows steps up to "
            f"{known[-1]}): upgrade landplan",
        )
