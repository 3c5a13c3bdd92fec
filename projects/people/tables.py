"""The tables of people: beside the plans', and belonging to none.

Passwords and tokens are there as hashes only. All but the owner of the schema see no row of these
tables (`projects/sql/steps/0019_people.sql`).
"""

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

from gis.database.metadata import SCHEMA, key, metadata, one_of, text_column


def _moment(name: str, *, now: bool = False) -> Column[object]:
    """Return a time: that of the writing where nothing is said, or null."""
    return Column(
        name, DateTime(timezone=True), nullable=not now, server_default=func.now() if now else None
    )


def _of_person() -> Column[int]:
    return Column("person_id", ForeignKey(f"{SCHEMA}.person.person_id"), nullable=False, index=True)


person = Table(
    "person",
    metadata,
    Column("person_id", BigInteger, Identity(always=True), primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    _moment("created_at", now=True),
    _moment("disabled_at"),
    one_of("role", "viewer", "editor", "administrator"),
)
"""Accounts. `name_key` is the name as it is compared: `projects.people.accounts.name_key`."""

person_session = Table(
    "person_session",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    _of_person(),
    text_column("address"),
    _moment("started_at", now=True),
    _moment("seen_at", now=True),
    _moment("ended_at"),
)
"""Who is logged in. Rows stay a while after the end: a form left open then finds its owner."""

person_token = Table(
    "person_token",
    metadata,
    Column("token_id", BigInteger, Identity(always=True), primary_key=True),
    _of_person(),
    text_column("label"),
    Column("role", Text, nullable=False),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    _moment("created_at", now=True),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    _moment("used_at"),
    _moment("revoked_at"),
    one_of("role", "viewer", "editor", "administrator"),
)

password_guess = Table(
    "password_guess",
    metadata,
    key("kind"),
    Column("key_hash", LargeBinary, primary_key=True),
    Column("failures", Integer, nullable=False),
    _moment("failed_at", now=True),
    one_of("kind", "name", "address"),
)
"""Failed log-ins by account and address; hashed, for people type passwords in place of names."""

audit = Table(
    "audit",
    metadata,
    Column("audit_id", BigInteger, Identity(always=True), primary_key=True),
    _moment("happened_at", now=True),
    text_column("person"),
    text_column("role"),
    text_column("address"),
    text_column("action"),
    text_column("subject"),
    Column("details", JSONB, nullable=False, server_default="{}"),
    Index("audit_happened_at_idx", "happened_at"),
    Index("audit_person_idx", "person", "audit_id"),
    Index("audit_action_idx", "action", "audit_id"),
)
"""What was done, by whom, from where; append-only (`projects/sql/people.sql`)."""
