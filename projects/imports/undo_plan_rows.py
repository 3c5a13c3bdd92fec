"""Zones, projects and indicators of a load brought back to what they were."""

from sqlalchemy import Connection

from projects.store.batches import Counts


def undo_plan_rows(connection: Connection, plan_id: str, batch_id: int) -> dict[str, Counts]:
    """Return what was brought back, by kind."""
    return {}
