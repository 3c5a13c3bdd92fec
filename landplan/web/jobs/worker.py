"""A worker: a process that does one job, within its time and its memory, and ends."""

import contextlib
import errno
import os
import resource
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import psycopg
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from gis.database.server_errors import translate_errors
from gis.errors import BadDataError, LandplanError
from landplan.session import opened
from landplan.settings import read_settings
from landplan.web.jobs.kinds import KINDS
from landplan.web.jobs.work import Work
from landplan.web.settings import JobSettings
from projects.jobs import queue
from projects.jobs.problems import put_problems
from projects.jobs.queue import JobGoneError

OUT_OF_MEMORY: Final = (
    "内存不够（上限见设置 LANDPLAN_JOB_MB），没有数据被改动；请把文件分开，或缩小范围",
    "needs more memory than LANDPLAN_JOB_MB gives, nothing was changed: part the file, or "
    "ask for less",
)
"""What is told of a job that was not done for want of memory, in Chinese and in English."""

_NICER: Final = 10
"""Pages go first."""


def do_job(job_id: int, environment: Mapping[str, str]) -> None:
    """Do a job that was taken, in a process of its own, and tell how it ended."""
    os.setsid()  # Ctrl+C is for the site alone
    os.nice(_NICER)
    os.environ.clear()
    os.environ.update(environment)
    settings = read_settings(JobSettings)
    engine = opened()
    with translate_errors(engine.url), engine.connect() as connection:
        watch = connection.execution_options(isolation_level="AUTOCOMMIT")
        with contextlib.suppress(JobGoneError), _in_time(engine, job_id, settings.job_minutes):
            _limit_memory(settings.job_mb << 20)
            _do(engine, watch, job_id)
    engine.dispose()


def folder_of(process_id: int) -> str:
    """Return how the name of a process's folder for temporary files begins."""
    return f"landplan-job-{process_id}-"


def _limit_memory(more: int) -> None:
    """Let the process take so many bytes more than it has: libraries reserve a gigabyte unused."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    limit = pages * resource.getpagesize() + more
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _do(engine: Engine, watch: Connection, job_id: int) -> None:
    """Do a job; whatever keeps it from being done is told in a sentence."""
    job = queue.hold(watch, job_id)
    try:
        with TemporaryDirectory(prefix=folder_of(os.getpid())) as folder, contextlib.chdir(folder):
            KINDS[job.kind](Work(engine, watch, job, Path(folder)))
    except LandplanError as error:
        with translate_errors(engine.url), engine.begin() as connection:
            if isinstance(error, BadDataError):
                put_problems(connection, job_id, error.problems)
            queue.fail(connection, job_id, error.zh, error.en)
    except JobGoneError:
        raise
    except Exception as error:
        zh, en = _told(error)
        queue.fail(watch, job_id, zh, en)
        raise


def _told(error: Exception) -> tuple[str, str]:
    """Return what a person can do about an error that is none of ours."""
    if _is_want_of_memory(error):
        return OUT_OF_MEMORY
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return (
            "服务器磁盘已满，没有数据被改动；请管理员腾出空间后再试",
            "the disk of the server is full, nothing was changed: let its administrator free some",
        )
    return (
        "出现了程序没有料到的错误，没有数据被改动；请把这项任务的编号告诉管理员，服务日志里有详情",
        "something went wrong that the program did not foresee, nothing was changed: tell the "
        "administrator the number of this job, the service's log has more",
    )


def _is_want_of_memory(error: Exception) -> bool:
    """Tell whether an error is that no memory was given: to Python, the system, libpq, a library.

    A library that is loaded only as a job wants it is told of by its import.
    """
    if isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM:
        return True
    if isinstance(error, ImportError):
        return os.strerror(errno.ENOMEM) in str(error)
    if isinstance(error, DBAPIError) and isinstance(error.orig, psycopg.Error):
        # libpq has its own memory; an error of the server has a SQLSTATE
        return error.orig.sqlstate is None and "out of memory" in str(error.orig)
    return False


@contextlib.contextmanager
def _in_time(engine: Engine, job_id: int, minutes: float) -> Iterator[None]:
    """End the process, and tell so, where a job takes longer than it may."""

    def end() -> None:
        zh = f"超过了 {minutes:g} 分钟的时限，已中止，没有数据被改动；请缩小范围，或请管理员调大 "
        en = (
            f"took longer than {minutes:g} min and was stopped, nothing was changed: ask for less, "
        )
        en += "or let the administrator raise "
        at = "LANDPLAN_JOB_MINUTES"
        with (
            contextlib.suppress(LandplanError),  # then the lock that is let go tells of it
            translate_errors(engine.url),
            engine.begin() as connection,
        ):
            queue.fail(connection, job_id, zh + at, en + at)
        os._exit(1)  # whatever the job is at, it is no longer its own

    timer = threading.Timer(minutes * 60, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
