"""The plan, its zones and targets, the parcels and the append-only ledger."""

from pathlib import Path

from alembic import op

from gis.database.schema import run_script

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables and the trigger that keeps the ledger append-only."""
    run_script(op.get_bind(), Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Refuse: there is nothing before the first step; `landplan db reset` empties a database."""
    raise NotImplementedError("nothing lies before 0001: use `landplan db reset`")
