"""The benchmarks' databases on one private server of landplan's own kind."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from sqlalchemy.engine import make_url

PEER_SETTINGS: Final = {
    "work_mem": "256MB",
    "maintenance_work_mem": "512MB",
    "max_parallel_workers_per_gather": "2",
    "parallel_setup_cost": "0",
    "min_parallel_table_scan_size": "0",
    "jit": "off",
}
"""What a peer's session sets besides the server's own settings."""


@dataclass(frozen=True, slots=True)
class Database:
    """A database by its `postgresql://` URL."""

    url: str

    @property
    def words(self) -> str:
        """The same in libpq's `key=value` words, as ogr2ogr wants them."""
        return make_conninfo(self.url)

    @contextmanager
    def session(self, **settings: str) -> Iterator[psycopg.Connection]:
        """Open a connection with the peers' settings; every statement commits."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            for name, value in (PEER_SETTINGS | settings).items():
                connection.execute("select set_config(%s, %s, false)", [name, value])
            yield connection


@dataclass(frozen=True, slots=True)
class Server:
    """A server by the URL of a database that is there, by a role that may make others."""

    url: str

    def fresh(self, name: str) -> Database:
        """Return a new, empty database with PostGIS; one of this name is dropped first."""
        self.drop(name)
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        found = self.named(name)
        with psycopg.connect(found.url, autocommit=True) as connection:
            connection.execute("create extension if not exists postgis")
        return found

    def named(self, name: str) -> Database:
        """Return the database of this name, there or not."""
        url = make_url(self.url).set(drivername="postgresql", database=name)
        return Database(url.render_as_string(hide_password=False))

    def versions(self) -> dict[str, str]:
        """Return the versions of the server's programs, and its settings that matter."""
        with psycopg.connect(self.named("template1").url) as connection:
            [server] = connection.execute("show server_version").fetchone() or ("",)
            [buffers] = connection.execute("show shared_buffers").fetchone() or ("",)
            [postgis] = connection.execute("select postgis_lib_version()").fetchone() or ("",)
            [geos] = connection.execute("select postgis_geos_version()").fetchone() or ("",)
        return {
            "PostgreSQL": f"{server.split()[0]} (shared_buffers {buffers})",
            "PostGIS": postgis,
            "GEOS": geos.partition("-")[0],
        }

    def drop(self, name: str) -> None:
        """Drop a database, if it is there."""
        statement = sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def private_server(folder: Path) -> Iterator[Server]:
    """Run a private cluster in a folder, with landplan's own settings, until the end."""
    from gis.server.cluster import Cluster

    cluster = Cluster(folder)
    cluster.ensure_running()
    try:
        yield Server(cluster.libpq_url)
    finally:
        cluster.stop()


def sql_text(name: str) -> str:
    """Return the text of a file of `benchmarks/sql/`."""
    return files("benchmarks").joinpath("sql", name).read_text(encoding="utf-8")
