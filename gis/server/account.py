"""Who runs the private database server.

PostgreSQL refuses to run as root. An ordinary user runs the server as themself; for root, the
user `postgres`, which every PostgreSQL package makes, runs the server's binaries and owns its
folder, and root goes on as root.
"""

import os
import pwd
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from gis.errors import ClusterError
from gis.server.libpq_environment import without_pg_variables


class ProcessOptions(TypedDict, total=False):
    """What `subprocess` is told to run a program as another user."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, kw_only=True, slots=True)
class ServerAccount:
    """The user of this machine who runs the server and owns its files."""

    name: str
    uid: int
    gid: int

    @property
    def process_options(self) -> ProcessOptions:
        """What `subprocess` needs to run as this user; nothing where we already are."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def run(
        self, *command: str | Path, text: str = "", handed_down: tuple[int, ...] = ()
    ) -> subprocess.CompletedProcess[str]:
        """Run a program as this user, in a session of its own, and return what it said.

        PostgreSQL's own environment variables are left out: they would lead it elsewhere.

        Parameters
        ----------
        text
            What it reads.
        handed_down
            Open descriptors that it, and what it starts, shall have too.
        """
        return subprocess.run(  # noqa: S603 — PostgreSQL's programs, never through a shell
            command,
            input=text,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            cwd="/",  # ours may be closed to that user
            env={**without_pg_variables(), "LC_ALL": "C.UTF-8", "LANGUAGE": ""},
            umask=0o077,
            start_new_session=True,
            pass_fds=handed_down,
            **self.process_options,
        )

    def can_walk(self, folder: Path) -> bool:
        """Tell whether the mode of an existing folder lets this user into it."""
        status = folder.stat()
        if status.st_uid == self.uid:
            return bool(status.st_mode & stat.S_IXUSR)
        if status.st_gid == self.gid:
            return bool(status.st_mode & stat.S_IXGRP)
        return bool(status.st_mode & stat.S_IXOTH)


def server_account() -> ServerAccount:
    """Return the user who runs the server: ourselves, or `postgres` where we are root.

    Raises
    ------
    ClusterError
        If we are root and this machine has no user `postgres`.
    """
    if os.geteuid() != 0:
        return ServerAccount(name=user_name(os.geteuid()), uid=os.geteuid(), gid=os.getegid())
    try:
        entry = pwd.getpwnam("postgres")
    except KeyError as error:
        raise ClusterError(
            "当前用户是 root，而本机没有 postgres 用户：PostgreSQL 不能以 root 运行；"
            "请用普通用户运行 landplan，或用 apt 安装 PostgreSQL（会建立该用户）",
            "this is root, and the machine has no user postgres: PostgreSQL does not run as root; "
            "run landplan as an ordinary user, or install PostgreSQL with apt, which makes it",
        ) from error
    return ServerAccount(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)


def closed_folder(folder: Path, account: ServerAccount) -> Path | None:
    """Return the first existing folder on the way down to `folder` that the user cannot walk."""
    for step in (*reversed(folder.parents), folder):
        if not step.is_dir():
            return None
        if not account.can_walk(step):
            return step
    return None


def user_name(uid: int) -> str:
    """Return the name of a user of this machine, or the number where there is no name."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
