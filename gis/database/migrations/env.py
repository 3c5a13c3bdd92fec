"""Run by Alembic: migrate over the connection that `gis.database.schema` hands in."""

from typing import Any

from alembic import context

from gis.database.tables import SCHEMA, metadata


def ours(_name: str | None, kind: str, parents: Any) -> bool:
    """Keep Alembic's eyes on our schema: what else is in the database is not ours."""
    return kind != "schema" and parents.get("schema_name") in (SCHEMA, None)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table_schema=SCHEMA,
    include_schemas=True,
    include_name=ours,
)
with context.begin_transaction():
    context.run_migrations()
