"""The schema with all its data as one file, and the way back: by pg_dump and pg_restore.

A backup holds no role of the server: what is restored belongs to who restores it. Rights are given
back to those roles that the server has.
"""

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg
from psycopg.conninfo import make_conninfo
from sqlalchemy import URL, Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from gis.database.address import without_secrets
from gis.database.engine import open_engine
from gis.database.metadata import SCHEMA
from gis.database.server_errors import translate_errors
from gis.database.settings import Settings
from gis.errors import DatabaseError, WrongUseError
from gis.server.binaries import find_client
from gis.server.cluster_errors import telling_line
from gis.server.libpq_environment import without_pg_variables

_ROLE: Final = re.compile(r' (?:TO|FROM) ("(?:[^"]|"")+"|\S+?)(?: WITH GRANT OPTION)?;$')


@dataclass(frozen=True, kw_only=True, slots=True)
class _Server:
    """A database, and how PostgreSQL's programs reach it."""

    url: URL
    major: int
    private: bool
    bindir: Path | None

    def run(self, name: str, *words: str | Path) -> str:
        """Run a program of the server's version or newer; return what it says.

        Raises
        ------
        DatabaseError
            If it fails, with what it says of that.
        """
        program = find_client(name, oldest=self.major, bindir=self.bindir)
        environment = without_pg_variables() if self.private else dict(os.environ)
        password = self.url.password or self.url.query.get("password")
        if password:  # not in the call, which everybody on the machine can read
            environment["PGPASSWORD"] = str(password)
        done = subprocess.run(  # noqa: S603 — PostgreSQL's programs, never through a shell
            [program, *words],
            capture_output=True,
            text=True,
            check=False,
            env={**environment, "LC_ALL": "C.UTF-8", "LANGUAGE": ""},
            umask=0o077,
        )
        if done.returncode != 0:
            raise _failed(name, without_secrets(telling_line(done.stderr), self.url))
        return done.stdout

    @property
    def to_it(self) -> tuple[str, str]:
        """The words of a call that lead to the database."""
        known = {**self.url.query, **self.url.translate_connect_args(username="user")}
        known["dbname"] = known.pop("database", "")
        known.pop("password", None)
        return "--dbname", make_conninfo(**known)


def back_up(settings: Settings, file: Path) -> None:
    """Write the schema of a database with its data to a file that is not there yet.

    Raises
    ------
    WrongUseError
        If the file is there, or its folder is not.
    DatabaseError
        If the database has no such schema, or cannot be had.
    """
    _refuse_folder(file)
    if file.exists():
        raise WrongUseError(
            f"文件 {file} 已存在，没有覆盖；请换一个文件名",
            f"the file {file} is there already and was not overwritten; give another name",
        )
    if not file.parent.is_dir():
        raise WrongUseError(
            f"文件夹 {file.parent} 不存在；请先建立它，或换一个位置",
            f"there is no folder {file.parent}; make it first, or choose another one",
        )
    partial = file.absolute().with_name(f".{os.getpid()}.partial")
    try:
        partial.touch()
    except OSError as error:
        raise _not_writable(file.parent, error) from error
    partial.unlink()
    with _opened(settings) as (opened, server):
        with opened.connect() as connection:
            if not _has_tables(connection):
                raise DatabaseError(
                    "数据库中没有 landplan 的数据，没有可备份的内容",
                    "the database has no data of landplan: there is nothing to back up",
                )
        try:
            server.run(
                *("pg_dump", "--format=custom", f"--schema={SCHEMA}"),
                *(f"--file={partial}", *server.to_it),
            )
            partial.rename(file)
        finally:
            partial.unlink(missing_ok=True)


def restore(settings: Settings, file: Path, *, newest_step: str) -> list[str]:
    """Bring a backup into a database whose schema is empty or missing, all of it or nothing.

    Parameters
    ----------
    newest_step
        The last step that this landplan knows.

    Returns
    -------
        Roles that had rights and are not on this server.

    Raises
    ------
    WrongUseError
        If there is no such file, or it is no backup of landplan.
    DatabaseError
        If the database is not empty, or the backup is of something newer than this.
    """
    _refuse_folder(file)
    if not file.is_file():
        raise WrongUseError(f"没有备份文件 {file}", f"there is no backup file {file}")
    file = file.absolute()  # never taken for an option
    with _opened(settings) as (opened, server):
        _check_backup(server, file, newest_step)
        with opened.begin() as connection:
            if _has_tables(connection):
                raise DatabaseError(
                    "数据库不是空的：已有 landplan 的数据，没有恢复；请指定一个空库"
                    "（LANDPLAN_DATABASE_URL 或 LANDPLAN_DATA_DIR），或先用 landplan db reset 清空",
                    "the database is not empty, it has data of landplan; nothing was restored. "
                    "Name an empty one (LANDPLAN_DATABASE_URL or LANDPLAN_DATA_DIR), or empty it "
                    "with landplan db reset",
                )
            made = not _has_schema(connection)
            if made:
                connection.execute(text(f"create schema {SCHEMA}"))
        try:
            server.run(
                *("pg_restore", "--no-owner", "--no-privileges", "--single-transaction"),
                *("--exit-on-error", f"--schema={SCHEMA}", *server.to_it, file),
            )
        except DatabaseError:
            if made:
                with opened.begin() as connection:
                    connection.execute(text(f"drop schema {SCHEMA}"))
            raise
        rights = _rights_in(server, file)
        with opened.begin() as connection:
            return _give(connection, rights)


@contextmanager
def _opened(settings: Settings) -> Iterator[tuple[Engine, _Server]]:
    opened = open_engine(settings)
    try:
        with translate_errors(opened.url):
            with opened.connect() as connection:
                version = int(connection.scalar(text("SHOW server_version_num")) or 0)
            yield (
                opened,
                _Server(
                    url=opened.url,
                    major=version // 10000,
                    private=settings.database_url is None,
                    bindir=settings.pg_bindir,
                ),
            )
    finally:
        opened.dispose()


def _has_schema(connection: Connection) -> bool:
    return connection.scalar(text("select to_regnamespace(:one)"), {"one": SCHEMA}) is not None


def _has_tables(connection: Connection) -> bool:
    asked = text("select from pg_class where relnamespace = to_regnamespace(:one) limit 1")
    return connection.execute(asked, {"one": SCHEMA}).first() is not None


def _check_backup(server: _Server, file: Path, newest_step: str) -> None:
    """Refuse a file that is no backup of ours, or one of a newer PostgreSQL or landplan."""
    try:
        listed = server.run("pg_restore", "--list", file)
    except DatabaseError as error:
        if "unsupported version" in error.en:
            raise DatabaseError(
                f"备份 {file} 由更新版本的 pg_dump 写成，本机的 pg_restore 读不了；"
                "请安装更新的 PostgreSQL 客户端",
                f"the backup {file} was written by a newer pg_dump than the pg_restore of this "
                "machine reads; install newer client programs of PostgreSQL",
            ) from error
        raise _no_backup(file) from error
    made_by = re.search(r"Dumped from database version: (\d+)", listed)
    if made_by is None or f" TABLE {SCHEMA} alembic_version " not in listed:
        raise _no_backup(file)
    if int(made_by[1]) > server.major:
        raise DatabaseError(
            f"备份来自 PostgreSQL {made_by[1]}，而此服务器是 {server.major}；"
            "请恢复到同一版本或更新版本的服务器",
            f"the backup is of PostgreSQL {made_by[1]}, and this server is {server.major}; restore "
            "it on a server of that version or a newer one",
        )
    only = ("--data-only", f"--schema={SCHEMA}", "--table=alembic_version", "--file=-")
    step = re.search(r"^COPY .*\n(\d{4})$", server.run("pg_restore", *only, file), re.MULTILINE)
    if step is None:
        raise _no_backup(file)
    if step[1] > newest_step:
        raise DatabaseError(
            f"备份由更新版本的 landplan 写成（步骤 {step[1]}，本版本只到 {newest_step}）；"
            "请先升级 landplan",
            f"a newer landplan made the backup (step {step[1]}; this one knows steps up to "
            f"{newest_step}): upgrade landplan first",
        )


def _rights_in(server: _Server, file: Path) -> list[str]:
    """Return the statements of a backup that give and take rights."""
    listed = server.run("pg_restore", "--list", file).splitlines()
    with tempfile.NamedTemporaryFile("w", suffix=".list") as rights:
        rights.write("\n".join(line for line in listed if " ACL " in line))
        rights.flush()
        told = server.run("pg_restore", "--no-owner", "-L", rights.name, "--file=-", file)
    return [line for line in told.splitlines() if line.startswith(("GRANT ", "REVOKE "))]


def _give(connection: Connection, rights: list[str]) -> list[str]:
    """Run the statements; return the roles that are not there."""
    missing = set()
    for statement in rights:
        try:
            with connection.begin_nested():
                connection.exec_driver_sql(statement.replace("%", "%%"))
        except DBAPIError as error:
            named = _ROLE.search(statement)
            if not isinstance(error.orig, psycopg.errors.UndefinedObject) or named is None:
                raise
            missing.add(named[1])
    return sorted(missing)


def _refuse_folder(file: Path) -> None:
    if file.is_dir():
        raise WrongUseError(
            f"{file} 是文件夹，不是备份文件；请写出文件名，例如 {file / 'landplan.backup'}",
            f"{file} is a folder, not a backup file; name a file, such as "
            f"{file / 'landplan.backup'}",
        )


def _not_writable(folder: Path, error: OSError) -> WrongUseError:
    return WrongUseError(
        f"不能写入文件夹 {folder}，没有备份；请换一个位置，或改它的权限：{error.strerror}",
        f"the folder {folder} cannot be written to, nothing was backed up; choose another place or "
        f"change its rights: {error.strerror}",
    )


def _failed(program: str, said: str) -> DatabaseError:
    if "permission denied for" in said or "must be owner" in said:
        return DatabaseError(
            f"当前用户的数据库权限不够，{program} 未完成，没有数据被改动；"
            f"请以模式 landplan 的所有者执行，或请数据库管理员授权：{said}",
            f"the role has too few rights in the database, {program} did not finish and no data "
            "was changed; run it as the owner of the schema landplan, or ask the administrator "
            f"for the rights: {said}",
        )
    return DatabaseError(
        f"{program} 未完成，数据库没有改动：{said}",
        f"{program} did not finish, nothing in the database was changed: {said}",
    )


def _no_backup(file: Path) -> WrongUseError:
    return WrongUseError(
        f"{file} 不是 landplan 的备份文件（landplan db backup 所写）",
        f"{file} is no backup of landplan, as landplan db backup writes it",
    )
