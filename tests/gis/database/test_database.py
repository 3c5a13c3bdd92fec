"""The engine and what is said when the server cannot do what is asked, on the real PostgreSQL."""

import subprocess

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from gis.database.engine import check_server, connect_url, engine, open_engine
from gis.database.server_errors import translate_errors
from gis.database.settings import Settings
from gis.errors import DatabaseError, PostgisMissingError, UnreachableError, WrongUseError
from gis.server.cluster import FAST_SETTINGS, Cluster


@pytest.fixture
def url(cluster_running) -> str:
    return cluster_running.libpq_url


def test_the_private_cluster_is_used_without_a_url(cluster_running):
    settings = Settings(database_url=None, data_dir=cluster_running.data_dir)
    opened = open_engine(settings)
    with opened.connect() as connection:
        assert connection.scalar(text("SELECT ST_Area(ST_MakeEnvelope(0, 0, 2, 3))")) == 6
    opened.dispose()


def test_the_named_server_is_used(url):
    for scheme in ("postgresql", "postgres", "postgresql+psycopg"):
        named = url.replace("postgresql:", f"{scheme}:", 1)
        opened = open_engine(Settings(database_url=named))
        assert opened.url.drivername == "postgresql+psycopg"
        with opened.connect() as connection:
            name = connection.scalar(text("SELECT current_setting('application_name')"))
        assert name == "landplan"
        opened.dispose()


def test_postgis_is_enabled_where_it_is_not(cluster_running):
    connection = psycopg.connect(cluster_running.postmaster.conninfo("postgres"), autocommit=True)
    with connection:
        connection.execute("CREATE DATABASE plain TEMPLATE template0")
        connection.execute("CREATE ROLE visitor LOGIN")
    plain = cluster_running.url.replace("/landplan?", "/plain?")
    visited = engine(plain.replace("landplan@", "visitor@"))
    with pytest.raises(DatabaseError, match="CREATE EXTENSION postgis"):
        check_server(visited)
    opened = engine(plain)
    check_server(opened)
    check_server(opened)
    check_server(visited)
    with opened.connect() as asked:
        assert asked.scalar(text("SELECT postgis_lib_version()"))
    opened.dispose()
    visited.dispose()
    with psycopg.connect(
        cluster_running.postmaster.conninfo("postgres"), autocommit=True
    ) as connection:
        connection.execute("DROP DATABASE plain")
        connection.execute("DROP ROLE visitor")


def test_a_postgis_that_is_too_old(cluster_running, monkeypatch):
    monkeypatch.setattr("gis.database.engine.OLDEST_POSTGIS", (99, 0))
    opened = engine(cluster_running.url)
    with pytest.raises(PostgisMissingError, match=r"99\.0"):
        check_server(opened)
    opened.dispose()


@pytest.mark.parametrize(
    ("broken", "zh", "en"),
    [
        ("postgresql://u:s3cret@127.0.0.1:1/x", "没有应答", "does not answer"),
        ("postgresql://u:s3cret@nowhere.invalid/x", "主机名", "host name"),
        ("postgresql://u:s3cret@127.0.0.1:1/x?target_session_attrs=s3cret", "出错", "failed"),
        ("postgresql://127.0.0.1:1/x?password=s3cret&sslmode=s3cret", "SSL", "SSL"),
        ("{url}&user=nobody_here", "用户名或密码", "user or password"),
        ("{url}&dbname=no_such", "没有", "no such database"),
    ],
)
def test_a_server_that_cannot_be_reached(url, broken, zh, en):
    with pytest.raises(UnreachableError) as caught:
        open_engine(Settings(database_url=broken.format(url=url)))
    assert zh in caught.value.zh
    assert en in caught.value.en
    assert "s3cret" not in f"{caught.value.zh} {caught.value.en}"
    assert "\n" not in caught.value.zh


@pytest.mark.parametrize(
    "wrong",
    [
        "mysql://u:s3cret@h/x",
        "host=h password=s3cret",
        "postgresql://u:s3cret@h:port/x",
        "postgresql://u:s3cret@127.0.0.1:1/x?s3cret=1",
    ],
)
def test_a_url_that_is_none(wrong):
    with pytest.raises(WrongUseError, match="postgresql://用户:密码@主机") as caught:
        open_engine(Settings(database_url=wrong))
    assert "s3cret" not in f"{caught.value.zh} {caught.value.en}"


@pytest.mark.parametrize(
    ("sqlstate", "error", "zh"),
    [
        ("53100", DatabaseError, "磁盘已满"),
        ("53300", DatabaseError, "连接数"),
        ("53200", DatabaseError, "内存"),
        ("57P01", UnreachableError, "断开"),
        ("42501", DatabaseError, "权限"),
        ("40P01", DatabaseError, "占用"),
        ("57014", DatabaseError, "时限"),
    ],
)
def test_what_a_statement_meets(cluster_running, sqlstate, error, zh):
    opened = engine(cluster_running.url)
    raising = f"DO $$ BEGIN RAISE EXCEPTION 'told' USING ERRCODE = '{sqlstate}'; END $$"
    with pytest.raises(error, match=zh), translate_errors(opened.url), opened.begin() as connection:
        connection.execute(text(raising))
    with (
        pytest.raises(error, match=zh),
        translate_errors(),
        psycopg.connect(cluster_running.libpq_url) as plain,
    ):
        plain.execute(raising)
    opened.dispose()


def test_a_wrong_statement_of_ours_is_not_hidden(cluster_running):
    opened = engine(cluster_running.url)
    with pytest.raises(ProgrammingError), translate_errors(), opened.connect() as connection:
        connection.execute(text("SELECT FROM no_such_table"))
    opened.dispose()


def test_a_server_that_goes_away(cluster_dir):
    cluster = Cluster(cluster_dir, server_settings=FAST_SETTINGS)
    opened = engine(cluster.ensure_running())
    with (
        pytest.raises(UnreachableError),
        translate_errors(opened.url),
        opened.connect() as connection,
    ):
        connection.execute(text("SELECT 1"))
        cluster.stop()
        connection.execute(text("SELECT 1"))
    cluster.ensure_running()
    with opened.connect() as connection:  # the engine finds the new server by itself
        assert connection.scalar(text("SELECT 1")) == 1
    opened.dispose()


def test_psql_takes_the_url(cluster_running):
    asked = ["psql", "-XAtc", "SELECT 1", cluster_running.libpq_url]
    assert subprocess.run(asked, capture_output=True, text=True, check=True).stdout == "1\n"


def test_connect_url_never_starts_a_cluster_for_a_named_server(cluster_dir):
    settings = Settings(database_url="postgres://u@h/x", data_dir=cluster_dir / "data")
    assert connect_url(settings) == "postgresql+psycopg://u@h/x"
    assert not (cluster_dir / "data").exists()
