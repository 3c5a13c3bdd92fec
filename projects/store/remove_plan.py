"""A plan taken away: its own tables here, its land and its records by the database itself."""

from typing import Final

from sqlalchemy import Connection, delete, text

from gis.database import tables as land
from projects.store.plans import plan_of
from projects.store.write_plan import REWRITTEN

_BULK: Final = "select set_config('landplan.bulk', :value, true)"


def remove_plan(connection: Connection, plan_id: str) -> None:
    """Delete a plan with its ledger and its records for good; other plans stay.

    What the ledger holds is deleted by the trigger of `gis/sql/removal.sql`, records by that of
    `projects/sql/records.sql`: in no other way can either be.

    Raises
    ------
    WrongUseError
        If the database has no such plan.
    """
    plan_of(connection, plan_id)
    connection.execute(text("select landplan.lock_ledger(:plan)"), {"plan": plan_id})
    # all of it goes: nothing is measured in the zones that are left meanwhile
    connection.execute(text(_BULK), {"value": "on"})
    for table in (*REWRITTEN, land.zone, land.plan):
        connection.execute(delete(table).where(table.c.plan_id == plan_id))
    connection.execute(text(_BULK), {"value": "off"})
