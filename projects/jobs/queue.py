"""The queue: jobs asked for, taken one by one, told of as they run, and ended.

A worker holds an advisory lock for as long as it works at a job. The server lets go of it when the
worker is gone, however that came about: so a job that runs and whose lock is free is lost. What a
job writes is committed together with its end, so a lost one has written nothing.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from sqlalchemy import (
    Connection,
    Row,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from gis.errors import WrongUseError
from projects.jobs.tables import job

Kind = Literal["check", "import", "undo", "export", "report"]
State = Literal["waiting", "running", "done", "failed"]

_CHANGES: Final[tuple[Kind, ...]] = ("import", "undo")
"""The kinds that change a plan: of these one at a time, in the order of asking."""
_TAKING: Final = 5_147_202
"""Advisory lock: jobs are taken one after the other, so that no more run than may."""
_RUNNING: Final = 5_147_203
"""Class of the advisory locks that workers hold, each with the number of its job."""
_TO_START: Final = timedelta(seconds=60)
"""So long a worker may take until it holds its lock."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """A job as it stands.

    Parameters
    ----------
    asked
        What is to be done, as its kind understands it.
    asked_by, asked_as, asked_from
        The name and the role of who asked, and the address.
    done, total
        How far the present step is; None where that is not known.
    result
        What it tells of itself at its end.
    """

    job_id: int
    kind: Kind
    plan_id: str
    asked: Mapping[str, Any]
    asked_by: str
    asked_as: str
    asked_from: str
    asked_at: datetime
    state: State
    started_at: datetime | None
    ended_at: datetime | None
    step_zh: str
    step_en: str
    done: int | None
    total: int | None
    error_zh: str
    error_en: str
    result: Mapping[str, Any]

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will become of it."""
        return self.state in ("done", "failed")


class JobGoneError(Exception):
    """A job that is worked at was removed or is told as failed: whoever works at it stops."""


def ask(
    connection: Connection,
    kind: Kind,
    plan_id: str,
    asked: Mapping[str, Any],
    *,
    by: str,
    role: str = "",
    address: str = "",
    most: int,
) -> int:
    """Put a job into the queue; return its number.

    Parameters
    ----------
    most
        So many may wait or run for one person.

    Raises
    ------
    WrongUseError
        If that many do already.
    """
    own = select(func.count()).where(job.c.ended_at.is_(None), job.c.asked_by == by)
    count = connection.scalar(own) or 0
    if count >= most:
        raise WrongUseError(
            f"已有 {count} 项任务在排队或进行中（每人至多 {most} 项）；请等其中一项结束后再提交",
            f"{count} jobs of yours wait or run, {most} may: wait until one of them has ended",
        )
    values = {
        "kind": kind, "plan_id": plan_id, "asked": asked, "asked_by": by, "asked_as": role,
        "asked_from": address,
    }  # fmt: skip
    made = connection.scalar(insert(job).values(values).returning(job.c.job_id))
    return int(made or 0)


def take(connection: Connection, *, most: int) -> Job | None:
    """Take the job that waits longest, unless `most` run already; it runs from the commit on.

    What changes a plan waits for what was asked for before it and changes the plan too.
    """
    connection.execute(select(func.pg_advisory_xact_lock(_TAKING)))
    running = select(func.count()).select_from(job).where(_is("running"))
    if (connection.scalar(running) or 0) >= most:
        return None
    other = job.alias()
    turn_has_come = ~exists().where(
        other.c.state == "running", other.c.ended_at.is_(None),
        other.c.plan_id == job.c.plan_id, other.c.kind.in_(_CHANGES),
    )  # fmt: skip
    first = (
        select(job.c.job_id)
        .where(_is("waiting"), or_(job.c.kind.not_in(_CHANGES), turn_has_come))
        .order_by(job.c.job_id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    taken = connection.execute(
        update(job)
        .where(job.c.job_id == first.scalar_subquery())
        .values(state="running", started_at=func.clock_timestamp())
        .returning(job)
    ).one_or_none()
    return None if taken is None else _job(taken)


def hold(connection: Connection, job_id: int) -> Job:
    """Hold the lock of a job that was taken, as long as the connection lives.

    Raises
    ------
    JobGoneError
        If another worker holds it, or the job does not run any more.
    """
    held = connection.scalar(select(func.pg_try_advisory_lock(_RUNNING, job_id)))
    found = job_of(connection, job_id)
    if not held or found is None or found.state != "running":
        raise JobGoneError
    return found


def tell(
    connection: Connection,
    job_id: int,
    *,
    step: tuple[str, str] | None = None,
    done: int | None = None,
    total: int | None = None,
) -> None:
    """Tell how far a job is: another step in Chinese and English, or how much of it is done.

    Raises
    ------
    JobGoneError
        If it does not run any more.
    """
    values: dict[str, Any] = {"done": done, "total": total}
    if step is not None:
        values |= {"step_zh": step[0], "step_en": step[1]}
    _change_running(connection, job_id, values)


def finish(connection: Connection, job_id: int, result: Mapping[str, Any]) -> None:
    """End a job in the transaction of what it writes.

    Raises
    ------
    JobGoneError
        If it does not run any more: then nothing of it may be committed.
    """
    ended = func.clock_timestamp()
    _change_running(connection, job_id, {"state": "done", "ended_at": ended, "result": result})


def fail(connection: Connection, job_id: int, zh: str, en: str) -> None:
    """Tell that a job could not be done, and why; one that has ended stays as it is."""
    connection.execute(
        update(job)
        .where(job.c.job_id == job_id, _is("running"))
        .values(state="failed", ended_at=func.clock_timestamp(), error_zh=zh, error_en=en)
    )


def fail_lost(connection: Connection, dead: Collection[int] = ()) -> None:
    """Tell as failed whatever runs and has no worker any more.

    Parameters
    ----------
    dead
        Jobs whose workers are known to be gone, even if they had not begun.
    """
    connection.execute(
        text(_FAIL_LOST),
        {
            "class": _RUNNING, "dead": list(dead), "to_start": _TO_START,
            "zh": "处理这项任务的进程中断了（内存不足，或服务被停止），没有数据被改动；"
            "请重新提交",
            "en": "the process that worked at it is gone (out of memory, or the service was "
            "stopped); nothing was changed: ask for it again",
        },
    )  # fmt: skip


_FAIL_LOST: Final = """
with candidates as materialized (
    select job_id
    from landplan.job
    where state = 'running' and ended_at is null
      and (started_at < clock_timestamp() - :to_start or job_id = any (:dead))
), lost as materialized (
    select job_id from candidates where pg_try_advisory_xact_lock(:class, job_id::integer)
)
update landplan.job
set state = 'failed', ended_at = clock_timestamp(), error_zh = :zh, error_en = :en
where job_id in (select job_id from lost)
"""


def put_back(connection: Connection, job_ids: Collection[int]) -> None:
    """Let jobs wait again whose workers were stopped on purpose."""
    connection.execute(
        update(job)
        .where(job.c.job_id.in_(job_ids), _is("running"))
        .values(state="waiting", started_at=None, done=None, total=None, step_zh="", step_en="")
    )


def remove(connection: Connection, job_id: int) -> None:
    """Remove a job with all that it brought and made; one that runs stops when it next tells."""
    connection.execute(delete(job).where(job.c.job_id == job_id))


def remove_old(connection: Connection, *, days: float) -> None:
    """Remove what ended that many days ago and what is not needed by a job that has not ended."""
    needed = select(job.c.asked["upload"].as_integer()).where(
        job.c.ended_at.is_(None), job.c.asked.has_key("upload")
    )
    old = job.c.ended_at < func.now() - timedelta(days=days)
    connection.execute(delete(job).where(old, job.c.job_id.not_in(needed)))


def job_of(connection: Connection, job_id: int) -> Job | None:
    """Return a job; None: there is none, or none any more."""
    found = connection.execute(select(job).where(job.c.job_id == job_id)).one_or_none()
    return None if found is None else _job(found)


def jobs_of(
    connection: Connection, kinds: Collection[Kind], *, most: int, plan_id: str | None = None
) -> list[Job]:
    """Return the jobs of some kinds, the last one first."""
    asked = select(job).where(job.c.kind.in_(kinds)).order_by(job.c.job_id.desc()).limit(most)
    if plan_id is not None:
        asked = asked.where(job.c.plan_id == plan_id)
    return [_job(row) for row in connection.execute(asked)]


def jobs_version(connection: Connection, kinds: Collection[Kind]) -> tuple[Any, ...]:
    """Return what is another whenever a job of some kinds comes, goes on, or goes."""
    step = func.concat_ws(" ", job.c.step_zh, job.c.done, job.c.total)
    asked = select(
        func.count(), func.sum(job.c.job_id),
        func.count(job.c.started_at), func.max(job.c.started_at), func.count(job.c.ended_at),
        func.string_agg(step, aggregate_order_by(literal(";"), job.c.job_id)).filter(
            job.c.ended_at.is_(None)
        ),
    ).where(job.c.kind.in_(kinds))  # fmt: skip
    return tuple(connection.execute(asked).one())


def jobs_naming(connection: Connection, kind: Kind, name: str, number: int) -> list[Job]:
    """Return the jobs of a kind that were asked with a number under a name, the last one first."""
    named = job.c.asked[name].as_integer() == number
    asked = select(job).where(job.c.kind == kind, named).order_by(job.c.job_id.desc())
    return [_job(row) for row in connection.execute(asked)]


def lock(connection: Connection, job_id: int) -> None:
    """Let nobody else do anything to a job until the end of the transaction."""
    connection.execute(select(job.c.job_id).where(job.c.job_id == job_id).with_for_update())


def _is(state: State) -> Any:
    """Tell whether a job is in a state that is none of its end, by the index of these."""
    return (job.c.state == state) & job.c.ended_at.is_(None)


def _change_running(connection: Connection, job_id: int, values: Mapping[str, Any]) -> None:
    changed = connection.execute(
        update(job).where(job.c.job_id == job_id, _is("running")).values(values)
    )
    if changed.rowcount != 1:
        raise JobGoneError


def _job(row: Row[Any]) -> Job:
    return Job(**row._mapping)
