"""The tables of what is computed from the land, as SQLAlchemy Core: none of it is recorded here.

Beside the ledger stand the area of each place in each zone (`place_zone`), places that overlap
(`place_overlap`), the share of each event in each zone (`land_share`) and its sums by day and by
month (`zone_day`, `zone_month`), and by method and by owner (`zone_ten_days`); the spans of days in
which nothing changed of a parcel (`parcel_history`); what storages hold where that does not say it
(`reserve_piece`); what events newly did where it is not all of their place (`event_counted`).
`gis/sql/refresh.sql` keeps them up to date. What tiles are made of (`tile_parcel`, `tile_part`,
`tile_grid`) is made when a tile is asked for (`gis/sql/tiles.sql`).
"""

from typing import Any

from geoalchemy2 import Geometry
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    Date,
    Double,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    Uuid,
    text,
)

from gis.database.metadata import (
    metadata,
    near,
    outline_column,
    text_column,
)


def _on_the_web(name: str) -> Column[Any]:
    return Column(name, Geometry("MULTIPOLYGON", srid=3857, spatial_index=False), nullable=False)


place_zone = Table(
    "place_zone",
    metadata,
    Column("plan_id", Text, nullable=False),
    Column("place_id", BigInteger, primary_key=True, autoincrement=False),
    Column("zone_id", Text, primary_key=True),
    Column("inside_m2", Double, nullable=False),
)

place_overlap = Table(
    "place_overlap",
    metadata,
    Column("plan_id", Text, nullable=False),
    Column("place_id", BigInteger, primary_key=True, autoincrement=False),
    Column("other_id", BigInteger, primary_key=True, autoincrement=False),
    Column("overlap_m2", Double, nullable=False),
)

land_share = Table(
    "land_share",
    metadata,
    Column("plan_id", Text, nullable=False),
    Column("zone_id", Text, primary_key=True),
    Column("place_id", BigInteger, primary_key=True, autoincrement=False),
    Column("event_id", Text(collation="C"), primary_key=True),
    text_column("kind"),
    Column("happened_on", Date, nullable=False),
    text_column("land_use"),
    text_column("land_use_set"),
    Column("measured_m2", Double, nullable=False),
    Column("declared_ha", Double, nullable=False),
    Column("reserve_m2", Double, nullable=False),
    Column("reserve_ha", Double, nullable=False),
    Column("reserve_events", Integer, nullable=False),
)


def _sums(name: str, by: str) -> Table:
    """Return a table of shares summed by zone, `by` and use."""
    return Table(
        name,
        metadata,
        Column("plan_id", Text),
        Column("zone_id", Text),
        Column(by, Date),
        Column("kind", Text),
        Column("land_use", Text),
        Column("land_use_set", Text),
        Column("events", BigInteger, nullable=False),
        Column("measured_m2", Double, nullable=False),
        Column("declared_ha", Double, nullable=False),
        Column("reserve_events", BigInteger, nullable=False),
        Column("reserve_m2", Double, nullable=False),
        Column("reserve_ha", Double, nullable=False),
        PrimaryKeyConstraint("plan_id", by, "zone_id", "kind", "land_use", "land_use_set"),
    )


zone_day = _sums("zone_day", "day")

zone_month = _sums("zone_month", "month")

zone_ten_days = Table(
    "zone_ten_days",
    metadata,
    Column("plan_id", Text),
    Column("zone_id", Text),
    Column("ten_days", Date),
    Column("series", Text),
    Column("kind", Text),
    Column("land_use", Text),
    Column("land_use_set", Text),
    Column("key", Text),
    Column("events", BigInteger, nullable=False),
    Column("measured_m2", Double, nullable=False),
    Column("declared_ha", Double, nullable=False),
    PrimaryKeyConstraint(
        "plan_id", "series", "ten_days", "zone_id", "kind", "land_use", "land_use_set", "key"
    ),
)

parcel_history = Table(
    "parcel_history",
    metadata,
    Column("plan_id", Text, nullable=False),
    Column("place_id", BigInteger, primary_key=True, autoincrement=False),
    Column("from_on", Date, primary_key=True),
    Column("until_on", Date),
    Column("reserve_ha", Double),
    Column("parcel_id", Text, primary_key=True),
    text_column("state"),
    Column("in_reserve_m2", Double, nullable=False),
    Column("supplied_m2", Double, nullable=False),
    Column("held_by", Text(collation="C")),
    outline_column("reserve_outline", nullable=True),
    Index(
        "parcel_history_reserve_idx",
        text("coalesce(until_on, 'infinity'::date)"),
        "place_id",
        postgresql_include=["plan_id", "from_on", "until_on"],
        postgresql_where=text("reserve_ha is not null"),
    ),
)

reserve_piece = Table(
    "reserve_piece",
    metadata,
    Column("plan_id", Text, nullable=False),
    Column("event_id", Text(collation="C"), primary_key=True),
    Column("place_id", BigInteger, primary_key=True, autoincrement=False),
    Column("from_on", Date, primary_key=True),
    Column("until_on", Date),
    Column("reserve_ha", Double, nullable=False),
    Column("measured_m2", Double, nullable=False),
    outline_column("outline"),
    near("outline", "reserve_piece"),
)

event_counted = Table(
    "event_counted",
    metadata,
    Column("plan_id", Text, nullable=False),
    Column("event_id", Text(collation="C"), primary_key=True),
    Column("place_id", BigInteger, primary_key=True, autoincrement=False),
    Column("counted_m2", Double),
)

tile_plan = Table(
    "tile_plan",
    metadata,
    Column("plan_id", Text, primary_key=True),
    Column("revision", BigInteger, nullable=False),
    Column("version", Uuid, nullable=False),
    Column("parcels", BigInteger, nullable=False),
    Column("parcels_from_zoom", Integer, nullable=False),
)
"""What tiles of a plan show: the revision of its ledger, and a name that no other state has."""

tile_parcel = Table(
    "tile_parcel",
    metadata,
    Column("plan_id", Text, nullable=False),
    Column("place_id", BigInteger, primary_key=True, autoincrement=False),
    Column("parcel_id", Text, primary_key=True),
    Column("cell_x", Integer, nullable=False),
    Column("cell_y", Integer, nullable=False),
    Column("measured_m2", Double, nullable=False),
    Column("changes", ARRAY(Integer, dimensions=1), nullable=False),
    Column("changed_in", ARRAY(Integer, dimensions=1), nullable=False),
    Column("reserve_by", ARRAY(Double, dimensions=1), nullable=False),
    Column("supplied_by", ARRAY(Double, dimensions=1), nullable=False),
    _on_the_web("outline"),
    near("outline", "tile_parcel"),
)

tile_part = Table(
    "tile_part",
    metadata,
    Column("plan_id", Text, nullable=False),
    Column("place_id", BigInteger, primary_key=True, autoincrement=False),
    Column("parcel_id", Text, primary_key=True),
    Column("from_day", Integer, primary_key=True, autoincrement=False),
    Column("until_day", Integer),
    _on_the_web("outline"),
    near("outline", "tile_part"),
)

tile_grid = Table(
    "tile_grid",
    metadata,
    Column("plan_id", Text, primary_key=True),
    Column("z", Integer, primary_key=True, autoincrement=False),
    Column("x", Integer, primary_key=True, autoincrement=False),
    Column("y", Integer, primary_key=True, autoincrement=False),
    Column("cells", LargeBinary, nullable=False),
)

tile_stale = Table(
    "tile_stale",
    metadata,
    Column("plan_id", Text, nullable=False),
    Column("place_id", BigInteger),
    Index("tile_stale_plan_id_idx", "plan_id"),
)
"""Places that changed since tiles were made of them; null: any may have."""
