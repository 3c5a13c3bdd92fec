"""The queue: jobs wait in turn, one worker has each, and what is lost is told as failed."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import text

from gis.errors import WrongUseError
from gis.problems import Problem
from projects.jobs import files, problems, queue
from projects.jobs.queue import JobGoneError
from tests.conftest import opened
from tests.sessions import until_gone


@pytest.fixture
def engine(databases, migrated, request):
    """Give a database whose jobs are committed."""
    name = f"queue_{abs(hash(request.node.name)) % 10**8}"
    made = opened(databases.new(name, migrated))
    yield made
    made.dispose()


@pytest.fixture
def ask(engine):
    """Give what asks for a job and commits."""

    def call(kind="report", *, by="wang", most=5, **asked) -> int:
        with engine.begin() as connection:
            return queue.ask(connection, kind, "small", asked, by=by, most=most)

    return call


@pytest.fixture
def take(engine):
    def call(most=2):
        with engine.begin() as connection:
            return queue.take(connection, most=most)

    return call


def state(engine, job_id):
    with engine.begin() as connection:
        found = queue.job_of(connection, job_id)
        return None if found is None else found.state


def test_jobs_are_taken_in_turn_and_no_more_than_may_run(ask, take, engine) -> None:
    first, second, third = (ask(n=n) for n in range(3))
    taken = [take(), take(), take()]
    assert [one.job_id for one in taken if one] == [first, second]
    assert (taken[2], state(engine, third)) == (None, "waiting")
    with engine.begin() as connection:
        queue.finish(connection, first, {"made": 1})
    again = take()
    assert again is not None and (again.job_id, again.asked) == (third, {"n": 2})
    with engine.begin() as connection:
        done = queue.job_of(connection, first)
    assert done is not None and (done.has_ended, done.result) == (True, {"made": 1})


def test_what_changes_a_plan_is_done_in_the_order_in_which_it_is_asked_for(
    ask, take, engine
) -> None:
    first, second, report, third = ask("undo"), ask("import"), ask("report"), ask("undo")
    taken = [take(most=9), take(most=9), take(most=9)]
    assert [one and one.job_id for one in taken] == [first, report, None]
    for number, following in ((first, second), (second, third)):
        with engine.begin() as connection:
            queue.finish(connection, number, {})
        taken = take(most=9)
        assert taken is not None and taken.job_id == following
        assert take(most=9) is None


def test_a_person_has_so_many_jobs(ask, take, engine) -> None:
    first = ask(most=2)
    ask(most=2)
    with pytest.raises(WrongUseError, match="2"):
        ask(most=2)
    ask(by="li", most=2)
    take()
    with engine.begin() as connection:
        queue.fail(connection, first, "", "")
    ask(most=2)


def test_a_job_whose_worker_lives_is_not_lost_and_one_whose_is_gone_is(ask, take, engine) -> None:
    number = ask()
    take()
    with engine.begin() as connection:
        connection.execute(text("update landplan.job set started_at = now() - interval '1 hour'"))
    worker = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    queue.hold(worker, number)
    with engine.begin() as connection:
        queue.fail_lost(connection)
    assert state(engine, number) == "running"
    with engine.connect() as other, pytest.raises(JobGoneError):
        queue.hold(other, number)
    pid = worker.scalar(text("select pg_backend_pid()"))
    worker.detach()
    worker.close()
    until_gone(engine, pid)
    with engine.begin() as connection:
        queue.fail_lost(connection)
    assert state(engine, number) == "failed"


def test_a_job_that_was_just_taken_is_lost_only_if_its_process_is_known_to_be(
    ask, take, engine
) -> None:
    number = ask()
    take()
    with engine.begin() as connection:
        queue.fail_lost(connection)
    assert state(engine, number) == "running"
    with engine.begin() as connection:
        queue.fail_lost(connection, [number])
        found = queue.job_of(connection, number)
    assert found is not None and found.state == "failed" and "没有数据被改动" in found.error_zh
    with engine.connect() as worker, pytest.raises(JobGoneError):
        queue.hold(worker, number)


def test_what_was_told_as_failed_cannot_be_finished(ask, take, engine) -> None:
    number = ask()
    take()
    with engine.begin() as connection:
        queue.fail(connection, number, "时限", "time")
    for late in (queue.finish, lambda *words: queue.tell(*words[:2], done=1)):
        with pytest.raises(JobGoneError), engine.begin() as connection:
            connection.execute(text("create table landplan.half_done (n int)"))
            late(connection, number, {})
    with engine.begin() as connection:
        assert connection.scalar(text("select to_regclass('landplan.half_done')")) is None
        queue.fail(connection, number, "另一个", "another")
        found = queue.job_of(connection, number)
    assert found is not None and found.error_en == "time"


def test_what_was_stopped_on_purpose_waits_again(ask, take, engine) -> None:
    number = ask()
    take()
    with engine.begin() as connection:
        queue.tell(connection, number, step=("读", "reading"), done=1, total=2)
        queue.put_back(connection, [number])
    again = take()
    assert again is not None and (again.job_id, again.done, again.step_zh) == (number, None, "")


def test_files_come_back_as_they_went_and_go_with_their_job(ask, engine, tmp_path) -> None:
    number = ask()
    content = bytes(range(256)) * 10_000
    with engine.begin() as connection:
        files.put_file(connection, number, "甲.bin", BytesIO(content), made=False)
        files.put_file(connection, number, "empty", BytesIO(b""), made=True)
        kept = files.files_of(connection, number)
        files.get_file(connection, number, 1, tmp_path / "a")
        files.get_file(connection, number, 2, tmp_path / "b")
    assert [(one.name, one.bytes, one.made) for one in kept] == [
        ("甲.bin", len(content), False), ("empty", 0, True),
    ]  # fmt: skip
    assert ((tmp_path / "a").read_bytes(), (tmp_path / "b").read_bytes()) == (content, b"")
    with engine.begin() as connection:
        queue.remove(connection, number)
        assert connection.scalar(text("select count(*) from landplan.job_chunk")) == 0


def test_problems_are_shown_errors_first_some_at_a_time(ask, engine) -> None:
    number = ask()
    told = [
        Problem(file="f", row=n, zh="甲", en="a", kind="k",
                severity="error" if n % 3 == 0 else "warning")
        for n in range(1, 2501)
    ]  # fmt: skip
    with engine.begin() as connection:
        problems.put_problems(connection, number, told)
        assert problems.problem_counts(connection, number) == {"error": 833, "warning": 1667}
        page = problems.problems_of(connection, number, after=832, most=3)
    assert [(one["row"], one["severity"]) for one in page] == [
        (2499, "error"), (1, "warning"), (2, "warning"),
    ]  # fmt: skip


def test_what_is_old_is_removed_unless_a_job_needs_it(ask, engine) -> None:
    upload, report = ask("check"), ask()
    needs = ask("import", upload=upload)
    with engine.begin() as connection:
        connection.execute(
            text("update landplan.job set state = 'done', ended_at = now() - :age"
                 " where job_id in (:a, :b)"),
            {"age": timedelta(days=8), "a": upload, "b": report},
        )  # fmt: skip
        queue.remove_old(connection, days=9)
        assert len(queue.jobs_of(connection, ("check", "report"), most=9)) == 2
        queue.remove_old(connection, days=7)
        assert [one.job_id for one in queue.jobs_of(connection, ("check", "report"), most=9)] == [
            upload
        ]
        queue.remove(connection, needs)
        queue.remove_old(connection, days=7)
        assert queue.job_of(connection, upload) is None
