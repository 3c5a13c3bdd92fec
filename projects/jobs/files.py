"""The files of a job: what it was given and what it made, in the database for all that serve.

They are kept as chunks, so that none is ever whole in memory.
"""

from dataclasses import dataclass
from io import SEEK_END
from itertools import count
from pathlib import Path
from typing import BinaryIO, Final

from sqlalchemy import Connection, func, insert, select

from projects.jobs.tables import job_chunk, job_file

CHUNK_BYTES: Final = 1 << 20


@dataclass(frozen=True, kw_only=True, slots=True)
class JobFile:
    """A file of a job: `file_no` counts from 1, `made` by the job or brought to it."""

    job_id: int
    file_no: int
    name: str
    bytes: int
    made: bool


def files_of(connection: Connection, job_id: int) -> list[JobFile]:
    """Return the files of a job, in the order in which they came."""
    asked = select(job_file).where(job_file.c.job_id == job_id).order_by(job_file.c.file_no)
    return [JobFile(**row) for row in connection.execute(asked).mappings()]


def file_of(connection: Connection, job_id: int, file_no: int) -> JobFile | None:
    """Return a file of a job; None: there is none, or none any more."""
    return next((one for one in files_of(connection, job_id) if one.file_no == file_no), None)


def put_file(
    connection: Connection, job_id: int, name: str, source: BinaryIO, *, made: bool
) -> None:
    """Keep a file with a job, read from its beginning."""
    last = select(func.coalesce(func.max(job_file.c.file_no), 0)).where(job_file.c.job_id == job_id)
    file_no = int(connection.scalar(last) or 0) + 1
    size = source.seek(0, SEEK_END)
    source.seek(0)
    connection.execute(
        insert(job_file).values(job_id=job_id, file_no=file_no, name=name, bytes=size, made=made)
    )
    chunk_no = 0
    while content := source.read(CHUNK_BYTES):
        chunk_no += 1
        connection.execute(
            insert(job_chunk).values(
                job_id=job_id, file_no=file_no, chunk_no=chunk_no, content=content
            )
        )


def chunk_of(connection: Connection, job_id: int, file_no: int, chunk_no: int) -> bytes | None:
    """Return a piece of a file, counted from 1; None: there is none."""
    content: bytes | None = connection.scalar(
        select(job_chunk.c.content).where(
            job_chunk.c.job_id == job_id,
            job_chunk.c.file_no == file_no,
            job_chunk.c.chunk_no == chunk_no,
        )
    )
    return content


def get_file(connection: Connection, job_id: int, file_no: int, target: Path) -> None:
    """Write a file of a job to the disk."""
    with target.open("wb") as out:
        for chunk_no in count(1):
            piece = chunk_of(connection, job_id, file_no, chunk_no)
            if piece is None:
                break
            out.write(piece)
