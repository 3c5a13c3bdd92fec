"""A real PostGIS for the tests: one private cluster a run, one transaction a test.

With `pytest -n` the cluster is shared by the workers, each with databases of its own; see
tests/databases.py.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from sqlalchemy import URL, Connection, Engine

from gis.database.engine import engine
from projects.load import load_folder
from projects.store.schema import migrate
from tests.databases import Databases
from tests.example_district import load_example
from tests.planning_documents import documents_folder
from tests.run_folder import begin_run, end_run, remove_leftovers

pytest_plugins = ("tests.browser", "tests.marks")

REPO = Path(__file__).resolve().parents[1]
hypothesis.settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any machine")  # a slow or busy one is no fault

RUN = pytest.StashKey[tuple[Path, int | None]]()


def pytest_configure(config: pytest.Config) -> None:
    """Begin the run; a worker of `pytest -n` joins the run of the process that started it."""
    workerinput = getattr(config, "workerinput", None)
    if workerinput is not None:
        config.stash[RUN] = Path(workerinput["run_folder"]), None
    elif not config.option.collectonly:
        remove_leftovers()
        config.stash[RUN] = begin_run()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of the run's folder."""
    node.workerinput["run_folder"] = str(node.config.stash[RUN][0])


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the run where it began."""
    folder, lock = config.stash.get(RUN, (Path(), None))
    if lock is not None:
        end_run(folder, lock)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give a file's tests to one worker: what its fixtures make is made once."""
    from xdist.scheduler import LoadFileScheduling

    return LoadFileScheduling(config, log)


@pytest.fixture(scope="session")
def repo() -> Path:
    """Give the repo's root."""
    return REPO


@pytest.fixture(scope="session")
def builtin(repo: Path) -> Path:
    """Give the folder of the built-in plan."""
    return repo / "plans" / "tianhe-2021-2025"


@pytest.fixture(scope="session")
def run_folder(pytestconfig: pytest.Config) -> Path:
    """Give a folder that the server's user can walk too, as pytest's own ones are closed to it."""
    return pytestconfig.stash[RUN][0]


@pytest.fixture(scope="session")
def databases(run_folder: Path) -> Databases:
    """Give the maker of databases for tests that commit."""
    return Databases(run_folder, os.environ.get("PYTEST_XDIST_WORKER", "alone"))


@pytest.fixture(scope="session")
def migrated(databases: Databases) -> str:
    """Give the name of the template that has the schema."""
    return databases.template("migrated", migrate)


@pytest.fixture(scope="session")
def with_builtin(databases: Databases, migrated: str, builtin: Path) -> str:
    """Give the name of the template that has the built-in plan."""
    return databases.template("with_builtin", lambda c: load_folder(c, builtin), migrated)


def opened(url: URL) -> Engine:
    return engine(url.render_as_string(hide_password=False))


@pytest.fixture(scope="session")
def with_example(databases: Databases, migrated: str) -> str:
    """Give the name of the template that has the example district with its ledger."""
    return databases.template("with_example", load_example, migrated)


@pytest.fixture(scope="session")
def database(databases: Databases, migrated: str) -> Iterator[Engine]:
    """Give a database with the schema; nothing a test does in it is kept."""
    made = opened(databases.new("tests", migrated))
    yield made
    made.dispose()


@pytest.fixture(scope="session")
def builtin_database(databases: Databases, with_builtin: str) -> Iterator[Engine]:
    """Give a database with the built-in plan; nothing a test does in it is kept."""
    made = opened(databases.new("tests_of_builtin", with_builtin))
    yield made
    made.dispose()


@pytest.fixture
def connection(database: Engine) -> Iterator[Connection]:
    """Give a transaction that is rolled back after the test."""
    with database.connect() as connection:
        transaction = connection.begin()
        yield connection
        transaction.rollback()


@pytest.fixture
def builtin_connection(builtin_database: Engine) -> Iterator[Connection]:
    """Give a transaction that sees the built-in plan and is rolled back after the test."""
    with builtin_database.connect() as connection:
        transaction = connection.begin()
        yield connection
        transaction.rollback()


@pytest.fixture(scope="session")
def documents() -> Path:
    """Give the folder of the planning documents; they are no part of the repo."""
    return documents_folder()
