"""Two sessions at one ledger, and a session killed halfway: no share is lost, none counts twice.

These commit, so they have a database of their own.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from gis.database.server_errors import translate_errors
from gis.errors import DatabaseError
from projects.balance.sql_engine import balance
from projects.load import load_package
from projects.monitoring.deep_check import deep_findings
from projects.store.batches import Counts, next_batch
from projects.store.schema import migrate
from projects.store.write_ledger import stage, write_events
from tests.sessions import until_one_waits
from tests.small_land import block, package, storage, supply


@pytest.fixture(scope="module")
def server(databases):
    """Give an engine on a database of its own on the tests' server."""
    made = create_engine(databases.new("two_sessions"))
    yield made
    made.dispose()


@pytest.fixture
def sessions(server):
    """Give the engine, with the plan and one storage of 4 ha in it, and nothing else."""
    with server.begin() as connection:
        connection.execute(text("drop schema if exists landplan cascade"))
        migrate(connection)
        load_package(connection, package(events=(storage("E0", "2021-01-31", block(0, 0, 4, 1)),)))
    return server


def record(connection, *events):
    stage(connection)
    found = write_events(connection, "small", events, next_batch(connection))
    assert found == Counts(added=len(events))


def hectares(server):
    with server.connect() as connection:
        assert list(deep_findings(connection, "small")) == []
        found = balance(connection, "small", as_of=date(2025, 12, 31))
    return {row.measure: round(row.actual_ha, 6) for row in found.rows if row.zone == "all"}


def test_two_sessions_at_the_same_land_go_one_after_the_other(sessions):
    """The second one waits for the first, and then sees what it did."""
    with ThreadPoolExecutor() as pool:
        with sessions.begin() as first:
            record(first, supply("E1", "2022-06-30", block(0, 0, 3, 1)))

            def second():
                with sessions.begin() as connection:
                    record(connection, supply("E2", "2022-07-31", block(2, 0, 4, 1)))

            later = pool.submit(second)
            until_one_waits(sessions)
        later.result(timeout=60)
    found = hectares(sessions)
    assert found["supply"] == 4
    assert found["reserve"] == 0


def test_many_sessions_lose_nothing(sessions):
    start = threading.Barrier(6)

    def one(number):
        start.wait()
        for step in range(5):
            with sessions.begin() as connection:
                place = block(number, 2 + step, number + 2, 3 + step)
                record(connection, storage(f"E{number}-{step}", "2023-01-31", place))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(one, range(6)))
    # 6 strips of 2 ha that overlap by one: 7 ha a step
    assert hectares(sessions)["storage"] == 4 + 5 * 7


def test_a_session_that_saw_less_is_told_to_try_again(sessions):
    """Under REPEATABLE READ the second cannot see the first one's land: it must not write."""
    with sessions.connect().execution_options(isolation_level="REPEATABLE READ") as late:
        late.execute(text("select count(*) from landplan.land_event"))  # its view begins here
        with sessions.begin() as first:
            record(first, supply("E1", "2022-06-30", block(0, 0, 3, 1)))
        with pytest.raises(DatabaseError, match="再试"), translate_errors():
            record(late, supply("E2", "2022-07-31", block(2, 0, 4, 1)))
        late.rollback()
    with sessions.begin() as again:
        record(again, supply("E2", "2022-07-31", block(2, 0, 4, 1)))
    assert hectares(sessions)["supply"] == 4


@pytest.mark.parametrize("table", ["place_overlap", "land_share", "zone_day", "zone_month"])
def test_a_session_killed_in_the_middle_of_a_refresh_leaves_nothing(sessions, table):
    before = hectares(sessions)
    with ThreadPoolExecutor() as pool, sessions.begin() as blocker:
        blocker.execute(text(f"lock table landplan.{table} in share mode"))
        pid = []

        def killed():
            with sessions.connect() as connection, connection.begin():
                pid.append(connection.scalar(text("select pg_backend_pid()")))
                record(connection, supply("E1", "2022-06-30", block(0, 0, 3, 1)))

        broken = pool.submit(killed)
        until_one_waits(sessions)
        blocker.execute(text("select pg_terminate_backend(:pid)"), {"pid": pid[0]})
        with pytest.raises(DBAPIError):
            broken.result(timeout=60)
    assert hectares(sessions) == before
    with sessions.begin() as again:
        record(again, supply("E1", "2022-06-30", block(0, 0, 3, 1)))
    assert hectares(sessions)["supply"] == 3
