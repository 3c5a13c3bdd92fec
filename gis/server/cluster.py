"""The private PostgreSQL cluster: made in the data folder, started on demand, of use to us alone.

```
data_dir/
├── cluster.lock     held while the cluster is made, started, stopped or destroyed
└── cluster/         0700, owned by the server's user; the Unix socket lies here too
    ├── data/        what initdb made
    └── server.log
```

The server listens on a Unix socket only. It asks for no password, because only the server's user
and root can go into the socket's folder.
"""

import hashlib
import os
import secrets
import shutil
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import psycopg

from gis.errors import ClusterError
from gis.server.account import ServerAccount, closed_folder, server_account, user_name
from gis.server.binaries import Binaries, find_binaries
from gis.server.cluster_errors import another_owner, folder_errors, not_walkable, server_failure
from gis.server.folder_lock import take_lock
from gis.server.libpq_environment import pg_variables_set_aside
from gis.server.postmaster import ANSWER_WAIT_S, PORT, ROLE, Postmaster

DATABASE = "landplan"

MOST_BUFFERS_MB = 2048
"""More shared buffers pay on servers of many users, not here."""

LONGEST_SOCKET_PATH = 103
"""Bytes that a socket's path may have: 107 on Linux, 103 on macOS."""

SAFE_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "jit": "off",
    "random_page_cost": "1.1",
    "work_mem": "64MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
}
"""Written into postgresql.conf when the cluster is made; with `memory_settings`."""

FAST_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""For tests only: a crash of the machine loses the cluster."""

LOCK_WAIT_S = 120


def memory_settings() -> dict[str, str]:
    """Return the server's share of this machine's memory: an eighth to hold pages in."""
    memory_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return {
        "shared_buffers": f"{max(128, min(MOST_BUFFERS_MB, memory_mb // 8))}MB",
        "effective_cache_size": f"{max(256, memory_mb // 2)}MB",
    }


@dataclass(frozen=True, kw_only=True, slots=True)
class ClusterStatus:
    """What `landplan db status` shows."""

    state: Literal["absent", "stopped", "running"]
    pid: int | None
    """Number of the server process; None where none runs, or it runs in another container."""
    major: int | None
    """Version of the PostgreSQL that made the data."""
    folder: Path
    log: Path
    libpq_url: str


class Cluster:
    """The private cluster in a data folder; making this object touches nothing.

    Every method raises `ClusterError` if the folder belongs to another user or cannot be used.

    Parameters
    ----------
    data_dir
        The folder that holds it, made when it is needed.
    bindir
        The folder of PostgreSQL's binaries; without it, they are looked for.
    server_settings
        Settings of the server that are given at each start, such as `FAST_SETTINGS`.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        bindir: Path | None = None,
        server_settings: Mapping[str, str] | None = None,
    ) -> None:
        self.data_dir = data_dir.expanduser().resolve()
        self.folder = self.data_dir / "cluster"
        self.data = self.folder / "data"
        self.log = self.folder / "server.log"
        self.bindir = bindir
        self.server_settings = dict(server_settings or {})

    @cached_property
    def account(self) -> ServerAccount:
        """The user who runs the server and owns the folder."""
        return server_account()

    @cached_property
    def postmaster(self) -> Postmaster:
        """The server process."""
        return Postmaster(
            data=self.data, log=self.log, socket_folder=self.socket_folder, account=self.account
        )

    @property
    def socket_folder(self) -> Path:
        """The folder of the Unix socket: the cluster's own one, or a short one where it is long."""
        socket = self.folder / f".s.PGSQL.{PORT}"
        # libpq reads a comma as the border between two hosts
        if len(os.fsencode(socket)) <= LONGEST_SOCKET_PATH and "," not in str(socket):
            return self.folder
        name = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        # not $TMPDIR: every process must come to the same folder; its owner is checked
        return Path("/tmp") / f"landplan-{name}"  # noqa: S108

    @property
    def url(self) -> str:
        """SQLAlchemy's URL of the database, whether the server runs or not."""
        return self.libpq_url.replace("postgresql://", "postgresql+psycopg://", 1)

    @property
    def libpq_url(self) -> str:
        """The same for psql, QGIS and every other program that uses libpq."""
        host = quote(os.fsencode(self.socket_folder), safe="")
        return f"postgresql://{ROLE}@/{DATABASE}?host={host}&port={PORT}"

    def ensure_running(self) -> str:
        """Make the cluster and its database where they are missing, start the server, give `url`.

        Raises
        ------
        PostgisMissingError
            If this machine has no fitting PostgreSQL with PostGIS.
        ClusterError
            If the disk is full, or the server does not start.
        """
        with folder_errors(self.data_dir):
            if not self._is_ready():
                self.postmaster.refuse_suspended()
                binaries = find_binaries(self.bindir, major=self._major())
                self._make_data_dir()
                with self._locked():
                    if not self._is_ready():  # by another process, while we waited
                        self._make_ready(binaries)
        return self.url

    def _make_ready(self, binaries: Binaries) -> None:
        self._make_private_folder(self.folder)
        self._make_private_folder(self.socket_folder)
        if self._major() is None:
            self._initdb(binaries)
        self.postmaster.start(binaries, self.server_settings)
        self._make_database()

    def stop(self) -> bool:
        """Stop the server, at first gently; tell whether it was running."""
        with folder_errors(self.data_dir):
            if not self._is_there():
                return False
            with self._locked():
                return self.postmaster.stop()

    def reset(self) -> None:
        """Stop the server and destroy all its data; asking the person is the caller's part."""
        with folder_errors(self.data_dir):
            if not self._is_there():
                return
            with self._locked():
                self.postmaster.stop()
                if self.data.exists():
                    # renamed first: a half-removed folder must never be taken for a cluster
                    self.data.rename(self.folder / f"data.old-{secrets.token_hex(4)}")
                self._remove_leftovers()
                self.log.unlink(missing_ok=True)
                if self.socket_folder != self.folder:
                    with suppress(OSError):  # never made, or not empty and so not ours alone
                        self.socket_folder.rmdir()

    def status(self) -> ClusterStatus:
        """Tell what there is; nothing is made, started or changed."""
        with folder_errors(self.data_dir):
            major = self._major()
            pid = None if major is None else self.postmaster.pid()
            runs = major is not None and (pid is not None or self.postmaster.lives_elsewhere())
        return ClusterStatus(
            state="absent" if major is None else "running" if runs else "stopped",
            pid=pid,
            major=major,
            folder=self.folder,
            log=self.log,
            libpq_url=self.libpq_url,
        )

    # What is there

    def _is_ready(self) -> bool:
        """Tell whether the database takes connections; its being there means it is complete."""
        if self._major() is None or not self.socket_folder.is_dir():
            return False
        self._check_owner(self.socket_folder)
        try:
            self._connect(DATABASE, wait_s=ANSWER_WAIT_S).close()
        except psycopg.OperationalError as error:
            return "too many clients" in str(error)  # it is there; who connects will be told
        return True

    def _major(self) -> int | None:
        """Return the version of the PostgreSQL that made the data; None before there is any."""
        if not self._is_there():
            return None
        try:
            return int((self.data / "PG_VERSION").read_text("ascii"))
        except FileNotFoundError:
            return None

    def _is_there(self) -> bool:
        if not self.folder.is_dir():
            return False
        self._check_owner(self.folder)
        return True

    def _check_owner(self, folder: Path) -> None:
        """Refuse a folder that another user made, or put a link to theirs in the place of."""
        status = folder.lstat()
        if status.st_uid != self.account.uid or not stat.S_ISDIR(status.st_mode):
            owner = user_name(status.st_uid)
            raise another_owner(folder, owner=owner, wanted=self.account.name)

    # Folders and the lock

    def _make_data_dir(self) -> None:
        if any(sign in str(self.data_dir) for sign in '"$`\\\n'):  # pg_ctl gives it to a shell
            raise ClusterError(
                f'文件夹名 {self.data_dir} 含有数据库服务不能使用的字符（" $ ` \\ 或换行）；'
                "请用 LANDPLAN_DATA_DIR 指定另一个文件夹",
                f"the folder's name {self.data_dir} has a character that the database server "
                'cannot use (" $ ` \\ or a line break); name another folder in LANDPLAN_DATA_DIR',
            )
        missing = [step for step in (self.data_dir, *self.data_dir.parents) if not step.exists()]
        for step in reversed(missing):
            step.mkdir(exist_ok=True)
            if self.account.process_options:  # whatever our umask is, the server's user walks here
                step.chmod(0o755)
        closed = closed_folder(self.data_dir, self.account)
        if closed is not None:
            raise not_walkable(closed, self.account.name)

    def _make_private_folder(self, folder: Path) -> None:
        """Make a folder that only the server's user (and root) can go into."""
        folder.mkdir(mode=0o700, exist_ok=True)
        if self.account.process_options and folder.lstat().st_uid == os.geteuid():
            os.chown(folder, self.account.uid, self.account.gid, follow_symlinks=False)
        self._check_owner(folder)
        folder.chmod(0o700)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Be the only process that changes the cluster; wait for another one to finish."""
        file = self.data_dir / "cluster.lock"
        os.close(os.open(file, os.O_RDONLY | os.O_CREAT, 0o644))
        deadline = time.monotonic() + LOCK_WAIT_S
        while (lock := take_lock(file)) is None:
            if time.monotonic() > deadline:
                raise ClusterError(
                    f"另一个 landplan 进程正在启动或停止 {self.folder} 的数据库，"
                    f"等了 {LOCK_WAIT_S} 秒仍未结束；请稍后再试",
                    "another landplan process is starting or stopping the database in "
                    f"{self.folder} and has not finished in {LOCK_WAIT_S} s; try again later",
                )
            time.sleep(0.1)
        try:
            yield
        finally:
            os.close(lock)

    # Making

    def _initdb(self, binaries: Binaries) -> None:
        """Make the cluster beside its place, then rename it: a killed run leaves no half of one."""
        self._remove_leftovers()
        making = self.folder / f"data.new-{secrets.token_hex(4)}"
        options = ["--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums"]
        options += ["--auth-local=trust", "--auth-host=reject", f"--username={ROLE}"]
        if self.server_settings.get("fsync") == "off":
            options.append("--no-sync")
        done = self.account.run(binaries.bindir / "initdb", "-D", making, *options)
        if done.returncode == 0:
            chosen = SAFE_SETTINGS | memory_settings()
            lines = "".join(f"{name} = '{value}'\n" for name, value in chosen.items())
            done = self.account.run("tee", "-a", making / "postgresql.conf", text=lines)
        if done.returncode != 0:
            failure = server_failure(
                f"在 {self.folder} 建立本地数据库失败",
                f"the private database cannot be made in {self.folder}",
                output=done.stderr,
                folder=self.folder,
                log=self.log,
            )
            shutil.rmtree(making, ignore_errors=True)
            raise failure
        making.rename(self.data)

    def _remove_leftovers(self) -> None:
        for leftover in self.folder.glob("data.*"):
            shutil.rmtree(leftover, ignore_errors=True)

    def _make_database(self) -> None:
        """Make the database, complete or not at all: PostGIS goes into the template first."""
        try:
            with self._connect("postgres") as connection:
                asked = "SELECT FROM pg_database WHERE datname = %s"
                if connection.execute(asked, [DATABASE]).fetchone() is not None:
                    return
            with self._connect("template1") as connection:
                connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
            with self._connect("postgres") as connection:
                connection.execute(f"CREATE DATABASE {DATABASE}")
        except psycopg.Error as error:
            raise server_failure(
                "在本地数据库服务中建库失败",
                "the database cannot be made in the private cluster",
                output=str(error),
                folder=self.folder,
                log=self.log,
            ) from error

    def _connect(self, database: str, *, wait_s: int = 10) -> psycopg.Connection:
        told = self.postmaster.conninfo(database, wait_s=wait_s)
        with pg_variables_set_aside():
            return psycopg.connect(told, autocommit=True)
