"""Statistics renewed within a transaction, table by table in one order.

Without them the first balance after a load is planned badly: 8 s instead of 0.3 s. `analyze` keeps
each table from others that analyze it until the transaction ends, so two loads at once that took
the tables in different orders would wait for each other.
"""

from typing import Final

from sqlalchemy import Connection, text

from gis.database.metadata import SCHEMA

LEDGER_TABLES: Final = ("place", "parcel", "land_event")
MEASURED_TABLES: Final = ("place_zone", "place_overlap")
SHARE_TABLES: Final = ("land_share", "zone_day", "zone_month", "parcel_history")
PIECE_TABLES: Final = ("reserve_piece", "event_counted", "zone_ten_days")
"""The tables of the ledger, and those of what is computed from it; the last three are small."""

IN_ORDER: Final = (
    *LEDGER_TABLES, *MEASURED_TABLES, "plan", "zone", *SHARE_TABLES, *PIECE_TABLES
)  # fmt: skip
"""The order in which a transaction analyzes them, in one statement or in several."""


def analyze(connection: Connection, *tables: str) -> None:
    """Renew the statistics of some of `IN_ORDER`, all of them where none is named."""
    meant = [f"{SCHEMA}.{table}" for table in IN_ORDER if table in (tables or IN_ORDER)]
    connection.execute(text(f"analyze {', '.join(meant)}"))
