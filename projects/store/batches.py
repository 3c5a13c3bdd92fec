"""Who loaded what: each load that changes something is a batch, which rows of the ledger name."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import file_digest
from importlib.metadata import version
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, insert, select, text

from gis.database.tables import batch


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """How many rows of one kind a load added, changed, found as they were, and took away."""

    added: int = 0
    changed: int = 0
    same: int = 0
    removed: int = 0

    @property
    def alters(self) -> bool:
        """Whether the load did anything to rows of this kind."""
        return bool(self.added or self.changed or self.removed)


@dataclass(frozen=True, kw_only=True, slots=True)
class FileLoaded:
    """A file of a package as it was loaded: `sha256` in hexadecimal digits."""

    name: str
    sha256: str
    bytes: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """Where a load comes from.

    Parameters
    ----------
    command
        As it is called: `load`, `load --update`, `demo`.
    by
        Who calls it. None: the role of the database.
    files
        Gives the files when they are wanted, for hashing takes a while.
    """

    command: str = "load"
    by: str | None = None
    files: Callable[[], tuple[FileLoaded, ...]] = tuple


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch:
    """One load as it was recorded; `counts` are those of the kinds that the load told of.

    `undoes` is the load that this one took back.
    """

    batch_id: int
    plan_id: str
    command: str
    files: tuple[FileLoaded, ...]
    counts: Mapping[str, Counts]
    loaded_by: str
    loaded_at: datetime
    landplan_version: str
    undoes: int | None


@contextmanager
def hashing(files: Mapping[str, Path]) -> Iterator[Callable[[], tuple[FileLoaded, ...]]]:
    """Hash files in the background; give what waits for that and returns them."""

    def hashed() -> tuple[FileLoaded, ...]:
        return tuple(_hashed(name, path) for name, path in files.items())

    with ThreadPoolExecutor(max_workers=1) as pool:
        yield pool.submit(hashed).result


def _hashed(name: str, path: Path) -> FileLoaded:
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
        return FileLoaded(name=name, sha256=digest, bytes=file.tell())


def next_batch(connection: Connection, *, dry: bool = False) -> int:
    """Return a number for a load; that of a load which changes nothing is not used again.

    A `dry` one, which is taken back, uses none up: it gets one beyond all, of its session alone.
    """
    number = connection.scalar(text(_BEYOND_ALL if dry else _NEXT))
    return int(number or 0)


_NEXT: Final = "select nextval(pg_get_serial_sequence('landplan.batch', 'batch_id'))"
_BEYOND_ALL: Final = "select (1::bigint << 62) + pg_backend_pid()"


def write_batch(
    connection: Connection,
    plan_id: str,
    batch_id: int,
    *,
    origin: Origin,
    counts: Mapping[str, Counts],
    undoes: int | None = None,
) -> None:
    """Record a load; `undoes`: the one that it took back."""
    by = {} if origin.by is None else {"loaded_by": origin.by}
    connection.execute(
        insert(batch).values(
            batch_id=batch_id,
            plan_id=plan_id,
            command=origin.command,
            files=[asdict(file) for file in origin.files()],
            counts={kind: asdict(count) for kind, count in counts.items()},
            landplan_version=version("landplan"),
            undoes=undoes,
            **by,
        )
    )


def batches_of(connection: Connection, plan_id: str | None = None) -> list[Batch]:
    """Return the loads of a plan (None: of all), the last one first."""
    query = select(batch).order_by(batch.c.batch_id.desc())
    if plan_id is not None:
        query = query.where(batch.c.plan_id == plan_id)
    return [
        Batch(
            **dict(row)
            | {
                "files": tuple(FileLoaded(**file) for file in row["files"]),
                "counts": {kind: Counts(**count) for kind, count in row["counts"].items()},
            }
        )
        for row in connection.execute(query).mappings()
    ]


def last_batch(connection: Connection, plan_id: str) -> int | None:
    """Return the last load of a plan, None where none is recorded."""
    number: int | None = connection.scalar(
        select(batch.c.batch_id)
        .where(batch.c.plan_id == plan_id)
        .order_by(batch.c.batch_id.desc())
        .limit(1)
    )
    return number
