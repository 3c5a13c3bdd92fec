"""The tables of the work in the background, as SQLAlchemy Core.

A job waits, runs, and is done or failed. Its files are what it was given and what it made, kept as
chunks; its problems are those of a file that was looked at. All of it goes with the job.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from gis.database.metadata import SCHEMA, metadata, one_of, text_column


def _to_job() -> ForeignKey:
    return ForeignKey(f"{SCHEMA}.job.job_id", ondelete="CASCADE")


job = Table(
    "job",
    metadata,
    Column("job_id", BigInteger, Identity(always=True), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("plan_id", Text, nullable=False),
    Column("asked", JSONB, nullable=False, server_default="{}"),
    text_column("asked_by"),
    text_column("asked_as"),
    text_column("asked_from"),
    Column("asked_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("state", Text, nullable=False, server_default="waiting"),
    Column("started_at", DateTime(timezone=True)),
    Column("ended_at", DateTime(timezone=True)),
    text_column("step_zh"),
    text_column("step_en"),
    Column("done", BigInteger),
    Column("total", BigInteger),
    text_column("error_zh"),
    text_column("error_en"),
    Column("result", JSONB, nullable=False, server_default="{}"),
    one_of("state", "waiting", "running", "done", "failed"),
)
Index("job_state_idx", job.c.state, job.c.job_id, postgresql_where=text("ended_at is null"))
Index("job_kind_idx", job.c.kind, job.c.job_id)

job_file = Table(
    "job_file",
    metadata,
    Column("job_id", BigInteger, _to_job(), primary_key=True),
    Column("file_no", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("made", Boolean, nullable=False),
)

job_chunk = Table(
    "job_chunk",
    metadata,
    Column("job_id", BigInteger, primary_key=True),
    Column("file_no", Integer, primary_key=True),
    Column("chunk_no", Integer, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    ForeignKeyConstraint(
        ["job_id", "file_no"],
        [f"{SCHEMA}.job_file.job_id", f"{SCHEMA}.job_file.file_no"],
        ondelete="CASCADE",
    ),
)

job_problem = Table(
    "job_problem",
    metadata,
    Column("job_id", BigInteger, _to_job(), primary_key=True),
    Column("problem_no", Integer, primary_key=True),
    Column("severity", Text, nullable=False),
    Column("told", JSONB, nullable=False),
)
Index(
    "job_problem_severity_idx",
    job_problem.c.job_id, job_problem.c.severity, job_problem.c.problem_no,
)  # fmt: skip
