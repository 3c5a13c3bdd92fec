"""Places: outlines kept once, with their area in each zone and each event's share in it."""

from pathlib import Path

from alembic import op

from gis.database.schema import run_script

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Move the outlines of parcels and events to places; make the tables of shares."""
    run_script(op.get_bind(), Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Refuse, as every step here does; `landplan db reset` empties a database."""
    raise NotImplementedError("steps go one way: use `landplan db reset`")
