"""Work in the background: done by processes that may die, be stopped, or take too long."""

import errno
import os
import signal
import time
from io import BytesIO
from pathlib import Path
from tempfile import gettempdir

import psycopg
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from landplan.web.jobs.worker import _told
from landplan.web.jobs.workers import Workers
from landplan.web.settings import JobSettings
from landplan.web.site import site
from projects.jobs import queue
from projects.jobs.files import put_file
from projects.store.write_ledger import lock_ledger
from tests.conftest import opened
from tests.waiting import until

pytestmark = pytest.mark.slow  # each job is a process

PLAN = "tianhe-2021-2025"
POINTS = (
    "DKBH,DKMJ,QSXZ,WKT\nW1,1,国有,"
    '"POLYGON((113.36 23.135,113.361 23.135,113.361 23.136,113.36 23.136,113.36 23.135))"\n'
).encode()


@pytest.fixture
def engine(databases, with_builtin, request, monkeypatch):
    """Give a database of its own, which worker processes are told of."""
    url = databases.new(f"jobs_{abs(hash(request.node.name)) % 10**8}", with_builtin)
    monkeypatch.setenv("LANDPLAN_DATABASE_URL", url.render_as_string(hide_password=False))
    made = opened(url)
    yield made
    made.dispose()


@pytest.fixture
def workers(engine):
    """Give what starts workers; they are stopped at the end."""
    started = []

    def start(**settings):
        one = Workers(lambda: engine, JobSettings(**settings))
        one.start()
        started.append(one)
        return one

    yield start
    for one in started:
        one.stop()


def ask_import(engine, name="a.csv", content=POINTS):
    """Ask for a file to be imported; return the number of the job."""
    asked = {"list": "parcels", "file": name, "language": "zh"}
    with engine.begin() as connection:
        upload = queue.ask(connection, "check", PLAN, asked, by="王工", most=9)
        put_file(connection, upload, name, BytesIO(content), made=False)
        queue.fail(connection, upload, "", "")
        connection.execute(
            text("update landplan.job set state = 'done', ended_at = now() where job_id = :job"),
            {"job": upload},
        )
        return queue.ask(
            connection, "import", PLAN, asked | {"upload": upload}, by="王工", role="editor", most=9
        )


def ask_report(engine, file="r.xlsx"):
    asked = {
        "file": file, "zone": None, "as_of": "2024-12-31", "basis": "declared", "brief": False,
        "atlas": None, "paper": "A4", "language": "zh",
    }  # fmt: skip
    with engine.begin() as connection:
        return queue.ask(connection, "report", PLAN, asked, by="王工", most=9)


def job(engine, number):
    with engine.begin() as connection:
        return queue.job_of(connection, number)


def ended(engine, number):
    return until(lambda: (one := job(engine, number)).has_ended and one)


def scalar(engine, statement):
    with engine.begin() as connection:
        return connection.scalar(text(statement))


def process_of(workers, number):
    return until(lambda: workers._processes.get(number))


def folders_of(process):
    return list(Path(gettempdir()).glob(f"landplan-job-{process.pid}-*"))


def waits_for_the_ledger(engine):
    return scalar(engine, "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                          " and datname = current_database()")  # fmt: skip


@pytest.mark.parametrize(
    ("by", "told"), [(signal.SIGKILL, "进程中断"), (signal.SIGABRT, "LANDPLAN_JOB_MB")]
)
def test_a_killed_worker_leaves_nothing_half_done_and_is_told(engine, workers, by, told) -> None:
    before = scalar(engine, "select count(*) from landplan.parcel")
    number = ask_import(engine)
    with engine.connect() as held:
        lock_ledger(held, PLAN)
        its = workers()
        process = process_of(its, number)
        until(lambda: waits_for_the_ledger(engine))
        assert folders_of(process)
        os.kill(process.pid, by)
    found = ended(engine, number)
    until(lambda: not folders_of(process))
    assert (found.state, told in found.error_zh) == ("failed", True)
    assert scalar(engine, "select count(*) from landplan.parcel") == before
    again = ask_import(engine)
    assert ended(engine, again).state == "done"
    assert scalar(engine, "select count(*) from landplan.parcel") == before + 1


def test_a_job_of_a_machine_that_is_gone_is_told_by_whoever_looks(engine, workers) -> None:
    number = ask_report(engine)
    with engine.begin() as connection:
        queue.take(connection, most=2)
        connection.execute(text("update landplan.job set started_at = now() - interval '5 min'"))
    workers()
    assert ended(engine, number).state == "failed"


def test_a_site_that_is_stopped_leaves_its_work_to_the_next(engine, workers) -> None:
    number = ask_import(engine)
    with engine.connect() as held:
        lock_ledger(held, PLAN)
        first = workers()
        process = process_of(first, number)
        until(lambda: waits_for_the_ledger(engine))
        assert folders_of(process)
        first.stop()
        assert not process.is_alive() and not folders_of(process)
        assert job(engine, number).state == "waiting"
    workers()
    assert ended(engine, number).state == "done"


def test_what_takes_too_long_or_too_much_memory_is_ended(engine, workers, monkeypatch) -> None:
    monkeypatch.setenv("LANDPLAN_JOB_MINUTES", "0.1")
    number = ask_import(engine)
    with engine.connect() as held:
        lock_ledger(held, PLAN)
        workers()
        found = ended(engine, number)
    assert (found.state, "LANDPLAN_JOB_MINUTES" in found.error_en) == ("failed", True)
    monkeypatch.setenv("LANDPLAN_JOB_MINUTES", "60")
    monkeypatch.setenv("LANDPLAN_JOB_MB", "256")
    found = ended(engine, ask_report(engine, "r.pdf"))
    assert found.state == "failed" and "内存" in found.error_zh


@pytest.mark.parametrize(
    ("error", "is_told"),
    [
        (MemoryError(), True),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), True),
        (
            ImportError("a.so: failed to map segment from shared object: Cannot allocate memory"),
            True,
        ),
        (OperationalError("copy", {}, psycopg.OperationalError("out of memory")), True),
        (OperationalError("copy", {}, psycopg.errors.OutOfMemory("out of memory")), False),
        (ImportError("no module of that name"), False),
        (OSError(errno.EPERM, "not permitted"), False),
    ],
)
def test_want_of_memory_is_known_by_each_of_its_errors(error, is_told) -> None:
    assert ("LANDPLAN_JOB_MB" in _told(error)[0]) is is_told


def test_two_sites_share_the_work_and_the_limit(engine, workers) -> None:
    numbers = [ask_report(engine, f"r{n}.xlsx") for n in range(3)]
    workers(jobs=1)
    workers(jobs=1)
    most = 0
    while not all(job(engine, number).has_ended for number in numbers):
        running = "select count(*) from landplan.job where state = 'running'"
        most = max(most, scalar(engine, running))
        time.sleep(0.05)
    assert most == 1
    assert {job(engine, number).state for number in numbers} == {"done"}
    ran = "select count(*) from landplan.job_file where name like 'r%.xlsx'"
    assert scalar(engine, ran) == 3


def test_pages_are_there_while_the_database_was_away(engine, monkeypatch) -> None:
    with TestClient(site(), base_url="http://localhost") as asking:
        number = ask_report(engine)
        with engine.begin() as connection:
            connection.execute(
                text(
                    "select pg_terminate_backend(pid, 60000) from pg_stat_activity"
                    " where pid <> pg_backend_pid() and datname = current_database()"
                )
            )
        assert asking.get("/health").status_code == 200
        found = ended(engine, number)
        assert found.state in ("done", "failed")
        assert ended(engine, ask_report(engine)).state == "done"
