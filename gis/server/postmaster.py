"""The server process of the private cluster: whether it lives, how it starts and stops.

PostgreSQL writes its process number into `postmaster.pid`. After a crash that file stays, and the
number may by then belong to any other program: no process is believed, waited for or signalled
before its command line names our data folder. Nor does a number that nobody has here prove that
the server is gone, which may run in another container on the same folder: a server has the lock of
its folder as long as it or a child of it lives, and nothing of it is removed but under that lock.
"""

import os
import shlex
import signal
import socket
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
from gis.server.cluster_errors import out_of_reach, server_failure, suspended
from gis.server.folder_lock import is_held, take_lock
from gis.server.libpq_environment import pg_variables_set_aside

PORT = 5432
"""No port is listened on; the number is part of the socket's file name."""

ROLE = "landplan"

ANSWER_WAIT_S = 3
"""Within this a server on the same machine answers, if it is neither suspended nor starting."""

START_WAIT_S = 60
SOCKET_WAIT_S = 3
LAST_CHILDREN_WAIT_S = 3
"""How long the children of a killed server may take to end."""

STOP_SIGNALS = ((signal.SIGTERM, 2), (signal.SIGINT, 30), (signal.SIGQUIT, 15))
"""PostgreSQL's smart, fast and immediate shutdown, each with the seconds it is given."""

LARGEST_LOG_BYTES = 10_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Postmaster:
    """The server of one data folder; what starts or stops it wants the cluster's lock."""

    data: Path
    log: Path
    socket_folder: Path
    account: ServerAccount

    @property
    def socket(self) -> Path:
        """The Unix socket."""
        return self.socket_folder / f".s.PGSQL.{PORT}"

    def conninfo(self, database: str, *, wait_s: int = 10) -> str:
        """Return libpq's words for a connection to one of the server's databases."""
        return make_conninfo(
            host=str(self.socket_folder),
            port=PORT,
            user=ROLE,
            dbname=database,
            connect_timeout=wait_s,
        )

    def pid(self) -> int | None:
        """Return the number of the living server process; None where there is none."""
        try:
            first_line = (self.data / "postmaster.pid").read_text("utf-8").partition("\n")[0]
            pid = int(first_line)
        except (FileNotFoundError, ValueError):
            return None
        return pid if _was_started_with(pid, self.data) else None

    def refuse_suspended(self) -> None:
        """Refuse to wait for a server process that a signal has stopped.

        Raises
        ------
        ClusterError
            If it has.
        """
        pid = self.pid()
        if pid is not None and _is_suspended(pid):
            raise suspended(pid)

    def lives_elsewhere(self) -> bool:
        """Tell whether a server that is no process here, so one of another container, is left."""
        if self.pid() is not None or not self.data.is_dir():
            return False
        gone = _wait_until(
            lambda: not (self._is_listened_on() or is_held(self.data)), seconds=LAST_CHILDREN_WAIT_S
        )
        return not gone

    def start(self, binaries: Binaries, settings: Mapping[str, str]) -> None:
        """Start the server, or wait for the one that is already starting.

        Raises
        ------
        ClusterError
            If it does not come up, or one of another container has the folder and does not answer.
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
        lock = self._take_folder()
        if lock is None:
            return
        try:
            self._remove_stale_files()
            self._rotate_log()
            self._launch(binaries, settings, lock)
        finally:
            os.close(lock)  # the server has its own

    def stop(self) -> bool:
        """Stop the server, at first gently; tell whether it was running.

        Raises
        ------
        ClusterError
            If it does not stop, or is one of another container.
        """
        pid = self.pid()
        if pid is None:
            if self.lives_elsewhere():
                raise out_of_reach(self.data)
            return False
        for number, seconds in STOP_SIGNALS:
            try:
                os.kill(pid, number)
                os.kill(pid, signal.SIGCONT)  # a suspended one would not hear
            except ProcessLookupError:
                return True
            if _wait_until(lambda: self.pid() is None, seconds=seconds):
                return True
        raise ClusterError(
            f"本地数据库（进程 {pid}）停不下来（日志：{self.log}）",
            f"the private database (process {pid}) does not stop (log: {self.log})",
        )

    def _take_folder(self) -> int | None:
        """Lock the data folder, so no server is left on it; None where one elsewhere answers.

        One that an older landplan started has no lock, but is seen by its socket.
        """
        deadline = time.monotonic() + LAST_CHILDREN_WAIT_S
        while True:
            if self._is_listened_on():
                said = self._ping()
                if said is pq.Ping.OK:
                    return None
                if said is pq.Ping.REJECT:  # it is starting
                    deadline = max(deadline, time.monotonic() + 1)
            elif (lock := take_lock(self.data)) is not None:
                return lock
            if time.monotonic() > deadline:
                raise out_of_reach(self.data)
            time.sleep(0.1)

    def _launch(self, binaries: Binaries, settings: Mapping[str, str], lock: int) -> None:
        """Start the server and hand the folder's lock down to it."""
        logged = self.log.stat().st_size if self.log.exists() else 0
        quoted = str(self.socket_folder).replace('"', '""')
        options = {"unix_socket_directories": f'"{quoted}"', **settings}
        words = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        done = self.account.run(
            *(binaries.bindir / "pg_ctl", "start", "-D", self.data, "-l", self.log),
            *("-w", "-t", str(START_WAIT_S), "-s", "-o", shlex.join(words)),
            handed_down=(lock,),
        )
        if done.returncode != 0:
            log = self.log.read_bytes()[logged:] if self.log.exists() else b""
            raise server_failure(
                "本地数据库启动失败",
                "the private database does not start",
                output=f"{done.stderr}\n{log.decode(errors='replace')}",
                folder=self.data,
                log=self.log,
            )

    def _comes_up(self) -> bool:
        """Wait for the living server to take connections."""
        no_socket_until = time.monotonic() + SOCKET_WAIT_S

        def settled() -> bool:
            lost = not self.socket.exists() and time.monotonic() > no_socket_until
            return self._answers() or self.pid() is None or lost

        return _wait_until(settled, seconds=START_WAIT_S) and self._answers()

    def _answers(self) -> bool:
        return self._ping() is pq.Ping.OK

    def _ping(self) -> pq.Ping:
        with pg_variables_set_aside():
            asked = self.conninfo("postgres", wait_s=ANSWER_WAIT_S)
            return pq.Ping(pq.PGconn.ping(asked.encode()))

    def _is_listened_on(self) -> bool:
        """Tell whether anybody has the socket open, in whatever container."""
        with socket.socket(socket.AF_UNIX) as tried:
            tried.settimeout(ANSWER_WAIT_S)
            try:
                tried.connect(os.fsencode(self.socket))
            except (FileNotFoundError, ConnectionRefusedError):
                return False
            except (BlockingIOError, TimeoutError):  # its queue is full
                return True
            return True

    def _remove_stale_files(self) -> None:
        """Remove what a killed server left; PostgreSQL itself would shy at a reused number.

        Only under the folder's lock.
        """
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


def _is_suspended(pid: int) -> bool:
    """Tell whether a process was stopped by a signal."""
    if Path("/proc/self/stat").exists():
        try:  # the state follows the name, which may hold anything
            state = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2]
        except (FileNotFoundError, ProcessLookupError):
            return False
        return state.split()[0] in "Tt"
    asked = ["ps", "-o", "stat=", "-p", str(pid)]
    said = subprocess.run(asked, capture_output=True, text=True, check=False).stdout  # noqa: S603
    return said.startswith("T")


def _wait_until(condition: Callable[[], bool], *, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
