"""The spatial structure of a plan: its axes, belts, areas, cores and points."""

from pathlib import Path

from alembic import op

from gis.database.schema import run_script

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table."""
    run_script(op.get_bind(), Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Refuse, as every step here does; `landplan db reset` empties a database."""
    raise NotImplementedError("steps go one way: use `landplan db reset`")
