"""The tables of the land, as SQLAlchemy Core; those of the plan stand in `projects.tables`.

Geometry is MultiPolygon in EPSG:4490, valid and not empty. Areas are ellipsoidal (m²). A `place` is
an outline kept once: parcels and events name it. `place` and `land_event` are append-only: triggers
refuse changes, so what they name is checked once, on the way in (`gis/sql/guards.sql`).

Beside the ledger stands what is computed from it: the area of each place in each zone
(`place_zone`), places that overlap (`place_overlap`), the share of each event in each zone
(`land_share`) and its sums by day and by month (`zone_day`, `zone_month`), and by method and by
owner (`zone_ten_days`); the spans of days in which nothing changed of a parcel (`parcel_history`);
what storages hold where that does not say it (`reserve_piece`); what events newly did where it is
not all of their place (`event_counted`).
`gis/sql/refresh.sql` keeps them up to date. What tiles are made of (`tile_parcel`, `tile_part`,
`tile_grid`) is made when a tile is asked for (`gis/sql/tiles.sql`). Who loaded what is told in
`batch`, which rows of the ledger name, and what they were before in `batch_was`.
"""

from typing import Any

from geoalchemy2 import Geometry
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Computed,
    Date,
    DateTime,
    Double,
    Identity,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from gis.database.metadata import (
    bounded,
    key,
    metadata,
    one_of,
    plan_key,
    source_columns,
    text_column,
    to_zone,
)
from gis.geometry.crs import STORED_SRID


def _outline(name: str, *, nullable: bool = False) -> Column[Any]:
    kind = Geometry("MULTIPOLYGON", srid=STORED_SRID, spatial_index=False)
    return Column(name, kind, nullable=nullable)


def _on_the_web(name: str) -> Column[Any]:
    return Column(name, Geometry("MULTIPOLYGON", srid=3857, spatial_index=False), nullable=False)


def _measured(outline: str) -> Column[float]:
    return Column("measured_m2", Double, Computed(f"st_area({outline}::geography)", persisted=True))


def _valid(outline: str) -> CheckConstraint:
    return CheckConstraint(f"st_isvalid({outline}) and not st_isempty({outline})", name="valid")


def _near(outline: str, table: str) -> Index:
    return Index(f"{table}_{outline}_idx", outline, postgresql_using="gist")


plan = Table(
    "plan",
    metadata,
    key("plan_id"),
    text_column("title"),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("sample", Boolean, nullable=False),
    text_column("crs"),
    CheckConstraint("starts_on <= ends_on", name="period"),
)

document = Table(
    "document",
    metadata,
    plan_key(),
    key("document_id"),
    Column("position", Integer, nullable=False),
    text_column("title"),
    text_column("issuer"),
    text_column("issued_on"),
)

zone = Table(
    "zone",
    metadata,
    plan_key(),
    key("zone_id"),
    Column("position", Integer, nullable=False),
    text_column("name"),
    Column("parent_id", Text),
    Column("declared_ha", Double),
    _measured("outline"),
    text_column("geometry_quality"),
    *source_columns(),
    text_column("note"),
    _outline("outline"),
    text_column("zone_set"),
    to_zone("parent_id"),
    one_of("geometry_quality", "official", "digitised", "schematic"),
    bounded("declared_ha", "> 0"),
    _valid("outline"),
    _near("outline", "zone"),
)

land_use = Table(
    "land_use",
    metadata,
    plan_key(),
    key("code"),
    key("code_set"),
    text_column("name"),
    text_column("land_group"),
    one_of("land_group", "industry", "housing_services", "other"),
)

place = Table(
    "place",
    metadata,
    Column("plan_id", Text, nullable=False),
    Column("place_id", BigInteger, Identity(), primary_key=True),
    Column("measured_m2", Double, nullable=False),
    _outline("outline"),
    bounded("measured_m2", "> 0"),
    _near("outline", "place"),
)

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

parcel = Table(
    "parcel",
    metadata,
    Column("plan_id", Text, primary_key=True),
    key("parcel_id"),
    text_column("name"),
    text_column("owner_kind"),
    Column("declared_ha", Double, nullable=False),
    text_column("land_use"),
    text_column("land_use_set"),
    Column("established_on", Date),
    Column("place_id", BigInteger, nullable=False),
    Column("batch_id", BigInteger),
    Column("further", JSONB),
    one_of("owner_kind", "state", "collective"),
    bounded("declared_ha", "> 0"),
    Index("parcel_place_id_idx", "place_id"),
)

land_event = Table(
    "land_event",
    metadata,
    Column("plan_id", Text, primary_key=True),
    Column("event_id", Text(collation="C"), primary_key=True),
    text_column("kind"),
    Column("happened_on", Date, nullable=False),
    Column("recorded_on", Date, nullable=False),
    text_column("method"),
    text_column("land_use"),
    text_column("land_use_set"),
    Column("declared_ha", Double, nullable=False),
    text_column("document_no"),
    Column("corrects", Text(collation="C")),
    Column("place_id", BigInteger),
    Column("parcel_ids", ARRAY(Text, dimensions=1), nullable=False, server_default="{}"),
    text_column("contract_no"),
    text_column("supervision_no"),
    Column("price_10k_cny", Double),
    text_column("responsible_unit"),
    Column("whole", Boolean, nullable=False, server_default=text("false")),
    Column("batch_id", BigInteger),
    Column("further", JSONB),
    one_of("kind", "storage", "supply", "reversal"),
    CheckConstraint("(kind = 'reversal') = (place_id is null)", name="place"),
    CheckConstraint("kind <> 'reversal' or corrects is not null", name="corrects"),
    CheckConstraint("recorded_on >= happened_on", name="recorded_on"),
    CheckConstraint(
        "(declared_ha > 0 or kind = 'reversal' and declared_ha = 0) and declared_ha < 'infinity'",
        name="declared_ha",
    ),
    CheckConstraint("price_10k_cny >= 0 and price_10k_cny < 'infinity'", name="price"),
    Index("land_event_place_idx", "place_id", "happened_on", "event_id"),
    Index("land_event_recorded_on_idx", "recorded_on"),
    Index("land_event_happened_on_idx", "happened_on"),
    Index(
        "land_event_corrects_idx",
        "plan_id",
        "corrects",
        unique=True,
        postgresql_where=text("corrects is not null"),
    ),
    Index(
        "land_event_several_idx",
        "parcel_ids",
        postgresql_using="gin",
        postgresql_where=text("cardinality(parcel_ids) > 1"),
    ),
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
    _outline("reserve_outline", nullable=True),
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
    _outline("outline"),
    _near("outline", "reserve_piece"),
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
    _near("outline", "tile_parcel"),
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
    _near("outline", "tile_part"),
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

ledger = Table(
    "ledger",
    metadata,
    Column("plan_id", Text, primary_key=True),
    Column("revision", BigInteger, nullable=False),
)

batch = Table(
    "batch",
    metadata,
    Column("batch_id", BigInteger, Identity(), primary_key=True),
    Column("plan_id", Text, nullable=False),
    text_column("command"),
    Column("files", JSONB, nullable=False, server_default="[]"),
    Column("counts", JSONB, nullable=False, server_default="{}"),
    Column("loaded_by", Text, nullable=False, server_default=text("current_user")),
    Column("loaded_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    text_column("landplan_version"),
    Column("undoes", BigInteger),
    Index("batch_plan_id_idx", "plan_id", "batch_id"),
)

batch_was = Table(
    "batch_was",
    metadata,
    Column("plan_id", Text, nullable=False),
    Column("batch_id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Text, primary_key=True),
    Column("row_id", Text, primary_key=True),
    Column("was", JSONB),
    Index(
        "batch_was_written_by_idx",
        text("((was ->> 'batch_id')::bigint)"),
        postgresql_where=text("kind = 'parcel'"),
    ),
)
"""What a row was before a load changed it; null: the load added it."""


kept = Table(
    "kept",
    metadata,
    Column("only_row", Boolean, primary_key=True, server_default=text("true")),
    Column("computed_by", Text, nullable=False),
    CheckConstraint("only_row", name="only_row"),
)
"""One row: what computed the figures that are stored beside the ledger."""
