"""The server process of the private cluster: whether it lives, how it starts and stops.

PostgreSQL writes its process number into `postmaster.pid`. After a crash that file stays, and the
number may by then belong to any other program: no process is believed, waited for or signalled
before its command line names our data folder.
"""

import os
import shlex
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from psycopg import pq
from psycopg.conninfo import make_conninfo

from gis.errors import ClusterError
from gis.server.account import ServerAccount
from gis.server.binaries import Binaries
from gis.server.cluster_errors import server_failure

PORT = 5432
"""No port is listened on; the number is part of the socket's file name."""

ROLE = "landplan"

START_WAIT_S = 60
SOCKET_WAIT_S = 3
STOP_SIGNALS = ((signal.SIGTERM, 2), (signal.SIGINT, 30), (signal.SIGQUIT, 15))
"""PostgreSQL's smart, fast and immediate shutdown, each with the seconds it is given."""

LARGEST_LOG_BYTES = 10_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Postmaster:
    """The server of one data folder; every method but `pid` wants the cluster's lock."""

    data: Path
    log: Path
    socket_folder: Path
    account: ServerAccount

    @property
    def socket(self) -> Path:
        """The Unix socket."""
        return self.socket_folder / f".s.PGSQL.{PORT}"

    def conninfo(self, database: str) -> str:
        """Return libpq's words for a connection to one of the server's databases."""
        return make_conninfo(
            host=str(self.socket_folder),
            port=PORT,
            user=ROLE,
            dbname=database,
            connect_timeout=10,
        )

    def pid(self) -> int | None:
        """Return the number of the living server process; None where there is none."""
        try:
            first_line = (self.data / "postmaster.pid").read_text("utf-8").partition("\n")[0]
            pid = int(first_line)
        except (FileNotFoundError, ValueError):
            return None
        return pid if _was_started_with(pid, self.data) else None

    def start(self, binaries: Binaries, settings: Mapping[str, str]) -> None:
        """Start the server, or wait for the one that is already starting.

        Raises
        ------
        ClusterError
            If it does not come up.
        """
        if self.pid() is not None:
            if self._comes_up():
                return
            if self.socket.exists():
                raise ClusterError(
                    f"本地数据库（进程 {self.pid()}）没有应答；"
                    f"请运行 landplan db stop 后再试（日志：{self.log}）",
                    f"the private database (process {self.pid()}) does not answer; run landplan "
                    f"db stop and try again (log: {self.log})",
                )
            self.stop()  # its socket was removed, so nobody can reach it any more
        self._rotate_log()
        deadline = time.monotonic() + SOCKET_WAIT_S
        while (said := self._launch(binaries, settings)) is not None:
            # of a killed server the last children may still be on their way out
            if "shared memory block" not in said or time.monotonic() > deadline:
                raise server_failure(
                    "本地数据库启动失败",
                    "the private database does not start",
                    output=said,
                    folder=self.data,
                    log=self.log,
                )
            time.sleep(0.2)

    def stop(self) -> bool:
        """Stop the server, at first gently; tell whether it was running.

        Raises
        ------
        ClusterError
            If it does not stop.
        """
        pid = self.pid()
        if pid is None:
            return False
        for number, seconds in STOP_SIGNALS:
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                return True
            if _wait_until(lambda: self.pid() is None, seconds=seconds):
                return True
        raise ClusterError(
            f"本地数据库（进程 {pid}）停不下来（日志：{self.log}）",
            f"the private database (process {pid}) does not stop (log: {self.log})",
        )

    def _launch(self, binaries: Binaries, settings: Mapping[str, str]) -> str | None:
        """Start the server once; return what was said where it failed."""
        self._remove_stale_files()
        logged = self.log.stat().st_size if self.log.exists() else 0
        quoted = str(self.socket_folder).replace('"', '""')
        options = {"unix_socket_directories": f'"{quoted}"', **settings}
        words = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        done = self.account.run(
            *(binaries.bindir / "pg_ctl", "start", "-D", self.data, "-l", self.log),
            *("-w", "-t", str(START_WAIT_S), "-s", "-o", shlex.join(words)),
        )
        if done.returncode == 0:
            return None
        said = self.log.read_bytes()[logged:].decode(errors="replace") if self.log.exists() else ""
        return f"{done.stderr}\n{said}"

    def _comes_up(self) -> bool:
        """Wait for the living server to take connections."""
        no_socket_until = time.monotonic() + SOCKET_WAIT_S

        def settled() -> bool:
            lost = not self.socket.exists() and time.monotonic() > no_socket_until
            return self._answers() or self.pid() is None or lost

        return _wait_until(settled, seconds=START_WAIT_S) and self._answers()

    def _answers(self) -> bool:
        return pq.PGconn.ping(self.conninfo("postgres").encode()) == pq.Ping.OK

    def _remove_stale_files(self) -> None:
        """Remove what a killed server left; PostgreSQL itself would shy at a reused number."""
        for path in (
            self.data / "postmaster.pid",
            self.socket,
            self.socket.with_name(self.socket.name + ".lock"),
        ):
            path.unlink(missing_ok=True)

    def _rotate_log(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.old"))


def _was_started_with(pid: int, folder: Path) -> bool:
    """Tell whether a living process has the folder in its command line."""
    if Path("/proc/self/cmdline").exists():
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError):
            return False
        return os.fsencode(folder) in words
    asked = ["ps", "-ww", "-o", "args=", "-p", str(pid)]
    said = subprocess.run(asked, capture_output=True, text=True, check=False).stdout  # noqa: S603
    return str(folder) in said


def _wait_until(condition: Callable[[], bool], *, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
