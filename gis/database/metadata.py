"""What the tables of the schema `landplan` share: their metadata, and kinds of column.

`gis.database.tables` describes those of the land, `gis.database.derived_tables` those computed from
them, `projects.tables` those of the plan. Each is keyed by `plan_id` first: one database holds
several plans.
"""

from typing import Any, Final

from geoalchemy2 import Geometry
from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Text,
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


def plan_key() -> Column[str]:
    """Return the first column of a key: the plan, which must be there."""
    return Column("plan_id", ForeignKey(f"{SCHEMA}.plan.plan_id"), primary_key=True)


def key(name: str) -> Column[str]:
    """Return a text that is part of the key."""
    return Column(name, Text, primary_key=True)


def text_column(name: str) -> Column[str]:
    """Return a text that is empty where nothing is said."""
    return Column(name, Text, nullable=False, server_default="")


def outline_column(name: str, *, nullable: bool = False) -> Column[Any]:
    """Return a column of outlines in EPSG:4490."""
    kind = Geometry("MULTIPOLYGON", srid=STORED_SRID, spatial_index=False)
    return Column(name, kind, nullable=nullable)


def near(outline: str, table: str) -> Index:
    """Return the index by which what is near an outline is found."""
    return Index(f"{table}_{outline}_idx", outline, postgresql_using="gist")


def one_of(name: str, *values: str) -> CheckConstraint:
    """Return the constraint that a column holds one of some words."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{name} in ({listed})", name=name)


def bounded(name: str, least: str) -> CheckConstraint:
    """Return the constraint that a figure is a number: `least` says from where on, `>= 0`.

    NaN is larger than infinity: less than infinity leaves out both.
    """
    return CheckConstraint(f"{name} {least} and {name} < 'infinity'", name=name)


def source_columns() -> tuple[Column[Any], ...]:
    """Return the citation of a row: a document's id, the heading or table, the line."""
    return (
        Column("source_document", Text),
        Column("source_place", Text),
        Column("source_line", Integer),
    )


def to_zone(column: str = "zone_id") -> ForeignKeyConstraint:
    """Return the constraint that a column names a zone, at the end of the transaction."""
    return ForeignKeyConstraint(
        ["plan_id", column],
        [f"{SCHEMA}.zone.plan_id", f"{SCHEMA}.zone.zone_id"],
        deferrable=True,
        initially="DEFERRED",
    )
