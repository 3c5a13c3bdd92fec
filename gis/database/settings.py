"""Where the data is: the settings, each read from an environment variable `LANDPLAN_…`."""

import os
from pathlib import Path

import platformdirs
from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT_DATA_DIR = Path("/var/lib/landplan")
"""Root's data folder where its own one is closed to the user `postgres`, as /root is."""


def default_data_dir() -> Path:
    """Return the platform's user data folder; for root, one that the server's user can walk."""
    folder = platformdirs.user_data_path("landplan", appauthor=False)
    return folder if os.name != "posix" or os.geteuid() != 0 else _root_data_dir(folder)


class Settings(BaseSettings):
    """The settings of one run; `Settings()` reads the environment.

    Parameters
    ----------
    database_url
        `LANDPLAN_DATABASE_URL`: the PostgreSQL server to use; without it, the private cluster.
        Left out of `repr`, because it may hold a password.
    data_dir
        `LANDPLAN_DATA_DIR`: the folder of the private cluster, absolute.
    pg_bindir
        `LANDPLAN_PG_BINDIR`: the folder of PostgreSQL's binaries; without it, they are looked for.
    """

    model_config = SettingsConfigDict(env_prefix="LANDPLAN_", env_ignore_empty=True, frozen=True)

    database_url: str | None = Field(default=None, repr=False)
    data_dir: Path = Field(default_factory=default_data_dir)
    pg_bindir: Path | None = None

    @field_validator("data_dir", "pg_bindir")
    @classmethod
    def _absolute(cls, folder: Path | None) -> Path | None:
        return None if folder is None else folder.expanduser().absolute()


def _root_data_dir(folder: Path) -> Path:
    from gis.errors import ClusterError
    from gis.server.account import closed_folder, server_account

    try:
        account = server_account()
    except ClusterError:  # said when a cluster is wanted; a named server needs no such user
        return ROOT_DATA_DIR
    return folder if closed_folder(folder, account) is None else ROOT_DATA_DIR
