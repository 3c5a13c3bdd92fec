"""The tables of the land, as SQLAlchemy Core; those of the plan stand in `projects.tables`.

Geometry is MultiPolygon in EPSG:4490, valid and not empty. Areas are ellipsoidal (m²). A `place` is
an outline kept once: parcels and events name it. `place` and `land_event` are append-only: triggers
refuse changes, so what they name is checked once, on the way in (`gis/sql/guards.sql`). Who loaded
what is told in `batch`, which rows of the ledger name, and what they were before in `batch_was`.

What is computed from these stands in `gis.database.derived_tables`.
"""

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
    Table,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from gis.database.metadata import (
    bounded,
    key,
    metadata,
    near,
    one_of,
    outline_column,
    plan_key,
    source_columns,
    text_column,
    to_zone,
)


def _measured(outline: str) -> Column[float]:
    return Column("measured_m2", Double, Computed(f"st_area({outline}::geography)", persisted=True))


def _valid(outline: str) -> CheckConstraint:
    return CheckConstraint(f"st_isvalid({outline}) and not st_isempty({outline})", name="valid")


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
    outline_column("outline"),
    text_column("zone_set"),
    to_zone("parent_id"),
    one_of("geometry_quality", "official", "digitised", "schematic"),
    bounded("declared_ha", "> 0"),
    _valid("outline"),
    near("outline", "zone"),
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
    outline_column("outline"),
    bounded("measured_m2", "> 0"),
    near("outline", "place"),
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
