"""A real PostGIS for the tests: one private cluster a session, one transaction a test."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

from gis.database.engine import check_server, engine
from gis.server.cluster import FAST_SETTINGS, Cluster
from projects.store.schema import migrate
from tests.planning_documents import documents_folder

pytest_plugins = ("tests.browser",)

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


@pytest.fixture(scope="session")
def documents() -> Path:
    """Give the folder of the planning documents; they are no part of the repo."""
    return documents_folder()
