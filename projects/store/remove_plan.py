"""A plan taken away: its own tables here, its land and its records by the database itself."""

from typing import Final

from sqlalchemy import Connection, delete, text

from gis.database import tables as land
from gis.errors import DatabaseError
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
    DatabaseError
        If whoever asks may not act for the owner of the schema.
    """
    plan_of(connection, plan_id)
    if not connection.scalar(text("select landplan.is_owner()")):
        raise DatabaseError(
            "当前用户没有删除规划的权限：只有模式 landplan 的所有者可以删除；没有数据被改动，"
            "请由所有者执行，或请数据库管理员授权",
            "the role may not remove a plan: only the owner of the schema landplan may; nothing "
            "was changed. Let the owner do it, or ask the administrator for the right",
        )
    connection.execute(text("select landplan.lock_ledger(:plan)"), {"plan": plan_id})
    # all of it goes: nothing is measured in the zones that are left meanwhile
    connection.execute(text(_BULK), {"value": "on"})
    for table in (*REWRITTEN, land.zone, land.plan):
        connection.execute(delete(table).where(table.c.plan_id == plan_id))
    connection.execute(text(_BULK), {"value": "off"})
