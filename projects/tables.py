"""The tables of the plan, as SQLAlchemy Core, beside those of the land (`gis.database.tables`).

All but the records and the answers are written anew from the package, where they are edited. Those
are append-only (`projects/sql/records.sql`) and outlive a reload of the package, so nothing forces
their project or indicator to be there.
"""

from geoalchemy2 import Geometry
from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    func,
)

import gis.database.derived_tables  # all tables are in one metadata
import gis.database.tables  # noqa: F401 - foreign keys name its tables
from gis.database.metadata import (
    SCHEMA,
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

target = Table(
    "target",
    metadata,
    plan_key(),
    key("zone_id"),
    key("measure"),
    Column("year", Integer, primary_key=True),
    Column("value", Double, nullable=False),
    text_column("unit"),
    text_column("kind"),
    *source_columns(),
    to_zone(),
    bounded("value", ">= 0"),
)

target_schedule = Table(
    "target_schedule",
    metadata,
    plan_key(),
    key("zone_id"),
    key("measure"),
    Column("year", Integer, primary_key=True),
    Column("value", Double, nullable=False),
    to_zone(),
    bounded("value", ">= 0"),
)

project = Table(
    "project",
    metadata,
    plan_key(),
    key("project_id"),
    Column("position", Integer, nullable=False),
    text_column("name"),
    text_column("category"),
    text_column("stage"),
    Column("zone_id", Text),
    Column("site_area_m2", Double),
    Column("floor_area_m2", Double),
    Column("investment_10k_cny", Double),
    Column("point", Geometry("POINT", srid=STORED_SRID, spatial_index=False)),
    text_column("note"),
    Column("outline", Geometry("GEOMETRY", srid=STORED_SRID, spatial_index=False)),
    text_column("geometry_quality"),
    to_zone(),
    Index("project_point_idx", "point", postgresql_using="gist"),
    bounded("site_area_m2", ">= 0"),
    bounded("floor_area_m2", ">= 0"),
    bounded("investment_10k_cny", ">= 0"),
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
    text_column("note"),
    text_column("recorded_by"),
    Column("recorded_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("corrects", BigInteger, ForeignKey(f"{SCHEMA}.project_record.record_id")),
    Column("progress_percent", Double),
    CheckConstraint(
        "num_nonnulls(stage, invested_10k_cny, progress_percent) = 1", name="one_thing"
    ),
    CheckConstraint("progress_percent between 0 and 100", name="progress_percent"),
    Index("project_record_project_idx", "plan_id", "project_id"),
    bounded("invested_10k_cny", ">= 0"),
)

indicator = Table(
    "indicator",
    metadata,
    plan_key(),
    Column("position", Integer, primary_key=True),
    Column("zone_id", Text),
    text_column("indicator"),
    text_column("parent_indicator"),
    text_column("scope"),
    text_column("unit"),
    Column("year", Integer, nullable=False),
    Column("value", Double),
    Column("value_to", Double),
    text_column("role"),
    text_column("span"),
    text_column("kind"),
    text_column("note"),
    *source_columns(),
    to_zone(),
    one_of("role", "base", "actual", "goal"),
    CheckConstraint("value_to is null or value_to >= value", name="range"),
    bounded("value", "> '-infinity'"),
    bounded("value_to", "> '-infinity'"),
)

indicator_record = Table(
    "indicator_record",
    metadata,
    Column("record_id", BigInteger, Identity(always=True), primary_key=True),
    Column("plan_id", ForeignKey(f"{SCHEMA}.plan.plan_id"), nullable=False),
    Column("zone_id", Text, nullable=False),
    text_column("indicator"),
    text_column("scope"),
    Column("year", Integer, nullable=False),
    Column("value", Double, nullable=False),
    text_column("note"),
    text_column("recorded_by"),
    Column("recorded_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Index("indicator_record_zone_idx", "plan_id", "zone_id", "indicator"),
    bounded("value", "> '-infinity'"),
)

warning_answer = Table(
    "warning_answer",
    metadata,
    Column("answer_id", BigInteger, Identity(always=True), primary_key=True),
    Column("plan_id", ForeignKey(f"{SCHEMA}.plan.plan_id"), nullable=False),
    Column("warning", Text, nullable=False),
    text_column("told"),
    text_column("action"),
    text_column("assignee"),
    text_column("note"),
    text_column("answered_by"),
    Column("answered_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Index("warning_answer_warning_idx", "plan_id", "warning"),
    one_of("action", "assign", "note", "done", "reopen"),
)

investment = Table(
    "investment",
    metadata,
    plan_key(),
    key("node"),
    Column("position", Integer, nullable=False),
    Column("parent", Text),
    text_column("name"),
    Column("project_count", Integer),
    Column("total_10k_cny", Double),
    Column("period_10k_cny", Double),
    text_column("note"),
    *source_columns(),
    bounded("total_10k_cny", ">= 0"),
    bounded("period_10k_cny", ">= 0"),
    CheckConstraint("project_count >= 0", name="project_count"),
)

finding = Table(
    "finding",
    metadata,
    plan_key(),
    Column("position", Integer, primary_key=True),
    text_column("kind"),
    *source_columns(),
    text_column("subject"),
    text_column("detail_zh"),
    text_column("detail_en"),
)

structure_part = Table(
    "structure_part",
    metadata,
    plan_key(),
    key("structure_id"),
    Column("position", Integer, nullable=False),
    text_column("name"),
    text_column("kind"),
    text_column("level"),
    Column("zone_ids", ARRAY(Text, dimensions=1), nullable=False),
    text_column("note"),
    Column("outline", Geometry("GEOMETRY", srid=STORED_SRID, spatial_index=False)),
    text_column("geometry_quality"),
    *source_columns(),
    one_of("kind", "axis", "belt", "area", "core", "point"),
)

project_source = Table(
    "project_source",
    metadata,
    plan_key(),
    key("project_id"),
    Column("position", Integer, primary_key=True),
    *source_columns(),
    ForeignKeyConstraint(
        ["plan_id", "project_id"],
        [f"{SCHEMA}.project.plan_id", f"{SCHEMA}.project.project_id"],
        ondelete="CASCADE",
    ),
)

plan_change = Table(
    "plan_change",
    metadata,
    Column("plan_id", Text, primary_key=True),
    Column("what", Text, primary_key=True),
    Column("changed", BigInteger, nullable=False),
)
"""When each table of a plan was last changed: microseconds since 1970 (`sql/version.sql`)."""
