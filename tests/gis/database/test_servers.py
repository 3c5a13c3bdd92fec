"""Servers as they may be: what each cannot do is one clear sentence, in good time."""

import os
import signal
import subprocess
import sys
import time

import psycopg
import pytest
from sqlalchemy import text

from gis.database.engine import engine, open_engine
from gis.database.server_errors import translate_errors
from gis.database.settings import Settings
from gis.errors import ClusterError, DatabaseError, UnreachableError
from gis.server.cluster import FAST_SETTINGS, Cluster
from projects.load import load_package
from projects.store.schema import migrate
from tests.small_land import block, package, storage
from tests.waiting import until

LONGEST_S = 120
"""Long for the slowest machine, and short beside the wait for a server that never answers."""
PARALLEL = """
    set max_parallel_workers_per_gather = 2; set parallel_setup_cost = 0;
    set parallel_tuple_cost = 0; set min_parallel_table_scan_size = 0;
    set enable_mergejoin = off; set enable_nestloop = off; set work_mem = '64MB';
    create table a as select n, repeat('x', 100) as x from generate_series(1, 200000) n;
    create table b as select * from a; analyze a, b;
    select count(*) from a join b using (n, x);
"""
START = """
import sys
from pathlib import Path
from gis.server.cluster import FAST_SETTINGS, Cluster
Cluster(Path(sys.argv[1]), server_settings=FAST_SETTINGS).ensure_running()
"""


def refusal(url: str, error: type[DatabaseError] = DatabaseError) -> DatabaseError:
    """Return what is said of a server, which must not take long."""
    began = time.monotonic()
    with pytest.raises(error) as caught:
        open_engine(Settings(database_url=url)).dispose()
    assert time.monotonic() - began < LONGEST_S
    return caught.value


@pytest.fixture
def new_database(cluster_running):
    """Make a database on the running server, dropped after the test."""
    made = psycopg.connect(cluster_running.postmaster.conninfo("postgres"), autocommit=True)

    def make(options: str, *statements: str) -> str:
        made.execute(f"create database odd template template0 {options}")
        url = cluster_running.libpq_url.replace("/landplan?", "/odd?")
        with psycopg.connect(url, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)
        return url

    yield make
    made.execute("drop database odd with (force)")
    made.close()


def test_postgis_in_another_schema(new_database):
    url = new_database("", "create schema geo", "create extension postgis schema geo")
    said = refusal(url)
    assert 'SET search_path = "$user", public, geo' in said.zh
    assert "schema geo" in said.en
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute('alter database odd set search_path = "$user", public, geo')
    opened = open_engine(Settings(database_url=url))
    with opened.begin() as connection:
        migrate(connection)
        load_package(connection, package(events=(storage("E1", "2021-06-30", block(0, 0, 2, 1)),)))
        stored = text("select round(measured_ha::numeric, 3) from landplan.v_reserve")
        assert connection.scalar(stored) == 2
    opened.dispose()


def test_a_database_in_sql_ascii(new_database):
    said = refusal(new_database("encoding 'SQL_ASCII' lc_collate 'C' lc_ctype 'C'"))
    assert "SQL_ASCII" in said.zh
    assert "createdb -E UTF8" in said.en


def test_too_many_clients(cluster_running):
    others = "select count(*) from pg_stat_activity where client_port = -1 and pid <> %s"
    first = psycopg.connect(cluster_running.libpq_url, autocommit=True)
    until(lambda: first.execute(others, [first.info.backend_pid]).fetchone() == (0,))
    held = [first]
    with pytest.raises(psycopg.OperationalError):
        while True:
            held.append(psycopg.connect(cluster_running.libpq_url))
    assert "连接数已用完" in refusal(cluster_running.libpq_url).zh
    with pytest.raises(DatabaseError, match="连接数已用完"):
        open_engine(Settings(database_url=None, data_dir=cluster_running.data_dir))
    for connection in held:
        connection.close()


@pytest.fixture(scope="module")
def with_a_port(run_folder):
    """Give the address of a server that listens on TCP and admits nobody there."""
    folder = run_folder / "port"
    high, low = divmod(os.getpid() % 2**16, 256)
    address = f"127.77.{high}.{low}"  # another run has its own
    settings = {**FAST_SETTINGS, "listen_addresses": address}
    cluster = Cluster(folder, server_settings=settings)
    cluster.ensure_running()
    yield f"postgresql://landplan@{address}/landplan"
    cluster.reset()


@pytest.mark.cluster
@pytest.mark.parametrize(
    "asked", ["sslmode=require", "sslmode=verify-full", "sslmode=verify-ca&sslrootcert=/nowhere"]
)
def test_encryption_that_the_server_refuses(with_a_port, asked):
    said = refusal(f"{with_a_port}?{asked}", UnreachableError)
    assert "SSL" in said.zh
    assert "encrypted" in said.en


@pytest.mark.cluster
def test_a_connection_that_the_servers_rules_refuse(with_a_port):
    said = refusal(with_a_port, UnreachableError)
    assert "pg_hba.conf" in said.zh
    assert "sslmode=require" in said.en


def start_with_shared_memory(size: str, folder) -> subprocess.CompletedProcess[str]:
    script = f'mount -t tmpfs -o size={size} tmpfs /dev/shm && exec "$@"'
    run = ["unshare", "--mount", "sh", "-c", script, "sh"]
    if os.geteuid() != 0:  # an ordinary user mounts in a user namespace, and is themself within
        run[1:1] = ["--user", "--map-root-user"]
        run += ["unshare", "--user", f"--map-user={os.geteuid()}", f"--map-group={os.getegid()}"]
    run += [sys.executable, "-c", START, str(folder)]
    return subprocess.run(run, capture_output=True, text=True, check=False)


def test_shared_memory_too_small_for_a_query(cluster_dir):
    assert start_with_shared_memory("2m", cluster_dir).returncode == 0
    opened = engine(Cluster(cluster_dir).url)
    began = time.monotonic()
    with (
        pytest.raises(DatabaseError, match="/dev/shm"),
        translate_errors(opened.url),
        opened.connect() as connection,
    ):
        connection.exec_driver_sql(PARALLEL)
    assert time.monotonic() - began < LONGEST_S
    opened.dispose()


def test_shared_memory_too_small_to_start(cluster_dir):
    failed = start_with_shared_memory("4k", cluster_dir)
    assert f"{ClusterError.__name__}: 共享内存（/dev/shm）太小" in failed.stderr


def test_a_suspended_server(cluster_dir):
    cluster = Cluster(cluster_dir, server_settings=FAST_SETTINGS)
    cluster.ensure_running()
    pid = cluster.status().pid
    os.kill(pid, signal.SIGSTOP)
    try:
        said = refusal(cluster.libpq_url, UnreachableError)
    finally:
        os.kill(pid, signal.SIGCONT)
    assert "没有应答：它可能被暂停" in said.zh
