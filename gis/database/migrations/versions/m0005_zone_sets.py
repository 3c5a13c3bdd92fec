"""Zone sets: a plan's land may be cut into zones in several ways."""

from pathlib import Path

from alembic import op

from gis.database.schema import run_script

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Give every zone its set; those of before are of the one without a name."""
    run_script(op.get_bind(), Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Refuse, as every step here does; `landplan db reset` empties a database."""
    raise NotImplementedError("steps go one way: use `landplan db reset`")
