"""A real PostGIS for the tests: one private cluster a session, one transaction a test."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, make_url, text

from gis.cluster import FAST_SETTINGS, Cluster
from gis.database import check_server, engine
from gis.schema import migrate

REPO = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def repo() -> Path:
    """Give the repo's root."""
    return REPO


@pytest.fixture(scope="session")
def builtin(repo: Path) -> Path:
    """Give the folder of the built-in plan."""
    return repo / "plans" / "tianhe-2021-2025"


@pytest.fixture(scope="session")
def database() -> Iterator[Engine]:
    """Give a database with the schema; nothing a test does in it is kept."""
    folder = Path(tempfile.mkdtemp(prefix="landplan-test-", dir="/tmp"))  # closed to postgres else
    folder.chmod(0o755)
    cluster = Cluster(folder / "data", server_settings=FAST_SETTINGS)
    opened = engine(cluster.ensure_running())
    check_server(opened)
    with opened.begin() as connection:
        migrate(connection)
    yield opened
    opened.dispose()
    cluster.reset()
    shutil.rmtree(folder)


@pytest.fixture
def connection(database: Engine) -> Iterator[Connection]:
    """Give a transaction that is rolled back after the test."""
    with database.connect() as connection:
        transaction = connection.begin()
        yield connection
        transaction.rollback()


@pytest.fixture
def empty_database(database: Engine) -> Iterator[str]:
    """Give the URL of a database of its own, with the schema, for commands that commit."""
    name = "test_of_commands"
    url = make_url(database.url)
    with database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        database_name = url.database
        connection.execute(text(f"drop database if exists {name} with (force)"))
        database.dispose()
        connection.execute(text(f"create database {name} template template0"))
        assert database_name != name
        yield url.set(database=name).render_as_string(hide_password=False)
        connection.execute(text(f"drop database {name} with (force)"))
