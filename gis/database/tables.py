"""The tables of the schema `landplan`, as SQLAlchemy Core.

Geometry is MultiPolygon in EPSG:4490, valid and not empty. Areas are ellipsoidal (m²). A `place` is
an outline kept once: parcels and events name it. `place`, `land_event` and the two record tables
are append-only: triggers refuse changes, so what they name is checked once, on the way in
(`gis/sql/guards.sql`). Records outlive a reload of the package, so nothing forces their project or
indicator to be there.

Beside the ledger stands what is computed from it: the area of each place in each zone
(`place_zone`), places that overlap (`place_overlap`), the share of each event in each zone
(`land_share`) and its sums by day and by month (`zone_day`, `zone_month`). `gis/sql/shares.sql`
keeps them up to date.
Every table is keyed by `plan_id` first: one database holds several plans.
"""

from typing import Any, Final

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
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    func,
    text,
)

from gis.geometry.crs import STORED_SRID

SCHEMA: Final = "landplan"

metadata = MetaData(
    schema=SCHEMA,
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
        "ck": "%(table_name)s_%(constraint_name)s_check",
        "ix": "%(table_name)s_%(column_0_name)s_idx",
    },
)


def _plan_key() -> Column[str]:
    return Column("plan_id", ForeignKey(f"{SCHEMA}.plan.plan_id"), primary_key=True)


def _key(name: str) -> Column[str]:
    return Column(name, Text, primary_key=True)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


def _one_of(name: str, *values: str) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{name} in ({listed})", name=name)


def _outline(name: str, *, nullable: bool = False) -> Column[Any]:
    kind = Geometry("MULTIPOLYGON", srid=STORED_SRID, spatial_index=False)
    return Column(name, kind, nullable=nullable)


def _measured(outline: str) -> Column[float]:
    return Column("measured_m2", Double, Computed(f"st_area({outline}::geography)", persisted=True))


def _valid(outline: str) -> CheckConstraint:
    return CheckConstraint(f"st_isvalid({outline}) and not st_isempty({outline})", name="valid")


def _near(outline: str, table: str) -> Index:
    return Index(f"{table}_{outline}_idx", outline, postgresql_using="gist")


def _source() -> tuple[Column[Any], ...]:
    return (
        Column("source_document", Text),
        Column("source_place", Text),
        Column("source_line", Integer),
    )


def _to_zone(column: str = "zone_id") -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["plan_id", column],
        [f"{SCHEMA}.zone.plan_id", f"{SCHEMA}.zone.zone_id"],
        deferrable=True,
        initially="DEFERRED",
    )


plan = Table(
    "plan",
    metadata,
    _key("plan_id"),
    _text("title"),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("sample", Boolean, nullable=False),
    _text("crs"),
    CheckConstraint("starts_on < ends_on", name="period"),
)

document = Table(
    "document",
    metadata,
    _plan_key(),
    _key("document_id"),
    Column("position", Integer, nullable=False),
    _text("title"),
    _text("issuer"),
    _text("issued_on"),
)

zone = Table(
    "zone",
    metadata,
    _plan_key(),
    _key("zone_id"),
    Column("position", Integer, nullable=False),
    _text("name"),
    Column("parent_id", Text),
    Column("declared_ha", Double),
    _measured("outline"),
    _text("geometry_quality"),
    *_source(),
    _text("note"),
    _outline("outline"),
    _text("zone_set"),
    _to_zone("parent_id"),
    _one_of("geometry_quality", "official", "digitised", "schematic"),
    _valid("outline"),
    _near("outline", "zone"),
)

land_use = Table(
    "land_use",
    metadata,
    _plan_key(),
    _key("code"),
    _key("code_set"),
    _text("name"),
    _text("land_group"),
    _one_of("land_group", "industry", "housing_services", "other"),
)

place = Table(
    "place",
    metadata,
    Column("plan_id", Text, nullable=False),
    Column("place_id", BigInteger, Identity(), primary_key=True),
    Column("measured_m2", Double, nullable=False),
    _outline("outline"),
    CheckConstraint("measured_m2 > 0", name="measured_m2"),
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
    _key("parcel_id"),
    _text("name"),
    _text("owner_kind"),
    Column("declared_ha", Double, nullable=False),
    _text("land_use"),
    _text("land_use_set"),
    Column("established_on", Date),
    Column("place_id", BigInteger, nullable=False),
    _one_of("owner_kind", "state", "collective"),
    Index("parcel_place_id_idx", "place_id"),
)

land_event = Table(
    "land_event",
    metadata,
    Column("plan_id", Text, primary_key=True),
    Column("event_id", Text(collation="C"), primary_key=True),
    _text("kind"),
    Column("happened_on", Date, nullable=False),
    Column("recorded_on", Date, nullable=False),
    _text("method"),
    _text("land_use"),
    _text("land_use_set"),
    Column("declared_ha", Double, nullable=False),
    _text("document_no"),
    Column("corrects", Text(collation="C")),
    Column("place_id", BigInteger),
    Column("parcel_ids", ARRAY(Text), nullable=False, server_default="{}"),
    _one_of("kind", "storage", "supply", "reversal"),
    CheckConstraint("(kind = 'reversal') = (place_id is null)", name="place"),
    CheckConstraint("kind <> 'reversal' or corrects is not null", name="corrects"),
    CheckConstraint("recorded_on >= happened_on", name="recorded_on"),
    Index("land_event_place_idx", "place_id", "happened_on", "event_id"),
    Index("land_event_recorded_on_idx", "plan_id", "recorded_on"),
    Index(
        "land_event_corrects_idx",
        "plan_id",
        "corrects",
        unique=True,
        postgresql_where=text("corrects is not null"),
    ),
)

land_share = Table(
    "land_share",
    metadata,
    Column("plan_id", Text, nullable=False),
    Column("zone_id", Text, primary_key=True),
    Column("place_id", BigInteger, primary_key=True, autoincrement=False),
    Column("event_id", Text(collation="C"), primary_key=True),
    _text("kind"),
    Column("happened_on", Date, nullable=False),
    _text("land_use"),
    _text("land_use_set"),
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

ledger = Table(
    "ledger",
    metadata,
    Column("plan_id", Text, primary_key=True),
    Column("revision", BigInteger, nullable=False),
)

target = Table(
    "target",
    metadata,
    _plan_key(),
    _key("zone_id"),
    _key("measure"),
    Column("year", Integer, primary_key=True),
    Column("value", Double, nullable=False),
    _text("unit"),
    _text("kind"),
    *_source(),
    _to_zone(),
)

target_schedule = Table(
    "target_schedule",
    metadata,
    _plan_key(),
    _key("zone_id"),
    _key("measure"),
    Column("year", Integer, primary_key=True),
    Column("value", Double, nullable=False),
    _to_zone(),
)

project = Table(
    "project",
    metadata,
    _plan_key(),
    _key("project_id"),
    Column("position", Integer, nullable=False),
    _text("name"),
    _text("category"),
    _text("stage"),
    Column("zone_id", Text),
    Column("site_area_m2", Double),
    Column("floor_area_m2", Double),
    Column("investment_10k_cny", Double),
    Column("point", Geometry("POINT", srid=STORED_SRID, spatial_index=False)),
    _text("note"),
    Column("outline", Geometry("GEOMETRY", srid=STORED_SRID, spatial_index=False)),
    _text("geometry_quality"),
    _to_zone(),
    Index("project_point_idx", "point", postgresql_using="gist"),
)

project_record = Table(
    "project_record",
    metadata,
    Column("record_id", BigInteger, Identity(always=True), primary_key=True),
    Column("plan_id", ForeignKey(f"{SCHEMA}.plan.plan_id"), nullable=False),
    Column("project_id", Text, nullable=False),
    Column("happened_on", Date, nullable=False),
    Column("stage", Text),
    Column("invested_10k_cny", Double),
    _text("note"),
    _text("recorded_by"),
    Column("recorded_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("corrects", BigInteger, ForeignKey(f"{SCHEMA}.project_record.record_id")),
    CheckConstraint("num_nonnulls(stage, invested_10k_cny) = 1", name="one_thing"),
    Index("project_record_project_idx", "plan_id", "project_id"),
)

indicator = Table(
    "indicator",
    metadata,
    _plan_key(),
    Column("position", Integer, primary_key=True),
    Column("zone_id", Text),
    _text("indicator"),
    _text("parent_indicator"),
    _text("scope"),
    _text("unit"),
    Column("year", Integer, nullable=False),
    Column("value", Double),
    Column("value_to", Double),
    _text("role"),
    _text("span"),
    _text("kind"),
    _text("note"),
    *_source(),
    _to_zone(),
    _one_of("role", "base", "actual", "goal"),
    CheckConstraint("value_to is null or value_to >= value", name="range"),
)

indicator_record = Table(
    "indicator_record",
    metadata,
    Column("record_id", BigInteger, Identity(always=True), primary_key=True),
    Column("plan_id", ForeignKey(f"{SCHEMA}.plan.plan_id"), nullable=False),
    Column("zone_id", Text, nullable=False),
    _text("indicator"),
    _text("scope"),
    Column("year", Integer, nullable=False),
    Column("value", Double, nullable=False),
    _text("note"),
    _text("recorded_by"),
    Column("recorded_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Index("indicator_record_zone_idx", "plan_id", "zone_id", "indicator"),
)

investment = Table(
    "investment",
    metadata,
    _plan_key(),
    _key("node"),
    Column("position", Integer, nullable=False),
    Column("parent", Text),
    _text("name"),
    Column("project_count", Integer),
    Column("total_10k_cny", Double),
    Column("period_10k_cny", Double),
    _text("note"),
    *_source(),
)

finding = Table(
    "finding",
    metadata,
    _plan_key(),
    Column("position", Integer, primary_key=True),
    _text("kind"),
    *_source(),
    _text("subject"),
    _text("detail_zh"),
    _text("detail_en"),
)

structure_part = Table(
    "structure_part",
    metadata,
    _plan_key(),
    _key("structure_id"),
    Column("position", Integer, nullable=False),
    _text("name"),
    _text("kind"),
    _text("level"),
    Column("zone_ids", ARRAY(Text), nullable=False),
    _text("note"),
    Column("outline", Geometry("GEOMETRY", srid=STORED_SRID, spatial_index=False)),
    _text("geometry_quality"),
    *_source(),
    _one_of("kind", "axis", "belt", "area", "core", "point"),
)

project_source = Table(
    "project_source",
    metadata,
    _plan_key(),
    _key("project_id"),
    Column("position", Integer, primary_key=True),
    *_source(),
    ForeignKeyConstraint(
        ["plan_id", "project_id"],
        [f"{SCHEMA}.project.plan_id", f"{SCHEMA}.project.project_id"],
        ondelete="CASCADE",
    ),
)
