"""The whole schema of landplan: the land's part, the plan's that builds on it, and comments."""

from typing import Final

from sqlalchemy import Connection

from gis.database import schema
from gis.database.schema import LAND, SchemaPart
from projects.store.comments import column_comments

PLAN: Final = SchemaPart(
    package="projects",
    routines=(
        "measures.sql",
        "records.sql",
        "targets.sql",
        "balance.sql",
        "series.sql",
        "projects.sql",
        "views.sql",
    ),
)
"""The plan: its targets, projects, indicators and records, the balance and the views of it."""


def migrate(connection: Connection) -> None:
    """Bring the schema `landplan` up to date inside the caller's transaction.

    Done twice it does nothing: see `gis.database.schema.migrate`.

    Raises
    ------
    DatabaseError
        If a newer landplan made the schema.
    """
    schema.migrate(connection, (LAND, PLAN), at_last=(column_comments(),))
