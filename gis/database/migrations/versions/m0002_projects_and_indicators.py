"""Where projects lie, what happens to them, indicators, investment, findings."""

from pathlib import Path

from alembic import op

from gis.database.schema import run_script

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables and the triggers that keep the records append-only."""
    run_script(op.get_bind(), Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Refuse: records would be lost; `landplan db reset` empties a database."""
    raise NotImplementedError("records would be lost: use `landplan db reset`")
