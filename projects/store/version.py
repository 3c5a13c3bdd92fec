"""The version of a plan: what changes whenever anything that is shown of it does."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, func, select

from gis.database.tables import plan


class PlanVersion(NamedTuple):
    """What a plan is called, and its version."""

    title: str
    version: int


def plan_version(connection: Connection, plan_id: str) -> int:
    """Return a number that every committed change of a plan makes greater; 0 if there is none.

    One look-up in an index, whatever the size of the plan (`projects/sql/version.sql`).
    """
    return connection.scalar(select(_version(plan_id))) or 0


def plan_versions(connection: Connection) -> dict[str, PlanVersion]:
    """Return the title and the version of each plan of the database by its id, in order of ids."""
    asked = select(plan.c.plan_id, plan.c.title, _version(plan.c.plan_id)).order_by(plan.c.plan_id)
    return {plan_id: PlanVersion(*told) for plan_id, *told in connection.execute(asked)}


def _version(plan_id: str | ColumnElement[str]) -> ColumnElement[Any]:
    return func.landplan.plan_version(plan_id)
