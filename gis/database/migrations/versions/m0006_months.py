"""Sums by month: a balance reads those of the whole months, and the days of the others."""

from pathlib import Path

from alembic import op

from gis.database.schema import run_script

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table, and order the sums by day by their day."""
    run_script(op.get_bind(), Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Refuse, as every step here does; `landplan db reset` empties a database."""
    raise NotImplementedError("steps go one way: use `landplan db reset`")
