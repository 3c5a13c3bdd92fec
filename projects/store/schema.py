"""The whole schema of landplan: the land's part, the plan's that builds on it, comments, rights."""

from hashlib import sha256
from importlib.resources import files
from typing import Final

from sqlalchemy import Connection, delete, insert, select

from gis.database import roles, schema
from gis.database.schema import LAND, SchemaPart, steps_of
from gis.database.scripts import sql_file
from gis.database.tables import kept, plan
from projects.store.comments import comments

PLAN: Final = SchemaPart(
    package="projects",
    routines=(
        "measures.sql",
        "records.sql",
        "targets.sql",
        "balance.sql",
        "series.sql",
        "pace.sql",
        "projects.sql",
        "version.sql",
        "views.sql",
        "people.sql",
    ),
)
"""The plan: its targets, projects, indicators and records, the balance and the views of it."""


_PARTS: Final = (LAND, PLAN)

_MEASURED_BY: Final = (
    ("gis.geometry", "area.py"),
    ("gis.geometry", "overlaps.py"),
    ("gis.geometry", "zone_areas.py"),
    ("projects.store", "refresh.py"),
)
"""Where areas and overlaps are measured when a whole plan is; all else is computed in SQL."""


def migrate(connection: Connection) -> None:
    """Bring the schema `landplan` up to date inside the caller's transaction.

    Done twice it does nothing: see `gis.database.schema.migrate`. Where what is stored beside the
    ledger was computed by other code than this, it is computed anew.

    Raises
    ------
    DatabaseError
        If a newer landplan made the schema, or others have built on routines that must change.
    """
    if not schema.migrate(connection, _PARTS, at_last=(comments(), roles.rights())):
        return
    computed_by = _computed_by()
    if connection.scalar(select(kept.c.computed_by)) == computed_by:
        return
    from projects.store.refresh import refresh_plan  # shapely and Arrow, seldom needed

    for plan_id in connection.scalars(select(plan.c.plan_id).order_by(plan.c.plan_id)).all():
        refresh_plan(connection, plan_id)
    connection.execute(delete(kept))
    connection.execute(insert(kept).values(computed_by=computed_by))


def newest_step() -> str:
    """Return the number of the last step, such as `0011`."""
    return steps_of(_PARTS)[-1].name.partition("_")[0]


def _computed_by() -> str:
    """Return a digest of all the code that computes what is stored.

    Of the code itself, so that no change of it can be forgotten.
    """
    told = [sql_file(LAND.package, name).text for name in LAND.routines]
    told += [files(package).joinpath(name).read_text("utf-8") for package, name in _MEASURED_BY]
    return sha256("".join(told).encode()).hexdigest()
