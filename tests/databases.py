"""The run's PostGIS: one private cluster for all of its processes, each database a copy.

Whichever process comes first starts the server or fills a template; the others wait and copy.
"""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

import psycopg
from psycopg import sql
from sqlalchemy import URL, Connection

from gis.database.engine import check_server, engine
from gis.server.cluster import FAST_SETTINGS, Cluster
from tests.run_folder import one_at_a_time

EMPTY: Final = "template1"
"""PostGIS and nothing else."""

Fill = Callable[[Connection], object]


class Databases:
    """Databases of one process of the run, which no other process has.

    Parameters
    ----------
    folder
        The run's folder, shared by its processes.
    process
        The process's name in the run, such as `gw0`.
    """

    def __init__(self, folder: Path, process: str) -> None:
        cluster = Cluster(folder / "server", server_settings=FAST_SETTINGS)
        self._opened = engine(cluster.ensure_running())
        check_server(self._opened)
        self._opened.dispose()
        self._server = cluster.libpq_url
        self._lock = folder / "templates.lock"
        self._process = process

    def new(self, purpose: str, template: str = EMPTY) -> URL:
        """Make a database, a copy of a template; return its URL."""
        name = f"{purpose}_{self._process}"
        with one_at_a_time(self._lock):
            self._copy(name, template)
        return self._opened.url.set(database=name)

    def template(self, name: str, fill: Fill, parent: str = EMPTY) -> str:
        """Make a template where it is missing: a copy of `parent`, filled; return its name."""
        with one_at_a_time(self._lock), suppress(psycopg.errors.DuplicateDatabase):
            self._copy(name, parent)
            try:
                self._fill(name, fill)
            except BaseException:
                self._run("drop database {} with (force)", name)
                raise
        return name

    def _fill(self, name: str, fill: Fill) -> None:
        opened = engine(self._opened.url.set(database=name).render_as_string(hide_password=False))
        try:
            with opened.begin() as connection:
                fill(connection)
        finally:
            opened.dispose()

    def _copy(self, name: str, template: str) -> None:
        self._run("create database {} template {}", name, template)

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
