"""What went wrong with the private cluster, as one clear sentence."""

import errno
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gis.errors import ClusterError

LITTLE_SPACE_BYTES = 4_000_000
"""With less free space than this a failed start is put down to the full disk."""


@contextmanager
def folder_errors(folder: Path) -> Iterator[None]:
    """Turn the operating system's errors with the cluster's folder into a `ClusterError`."""
    try:
        yield
    except PermissionError as error:
        raise ClusterError(
            f"没有使用文件夹 {error.filename or folder} 的权限；"
            "请换成它的所有者运行，或用 LANDPLAN_DATA_DIR 指定另一个文件夹",
            f"no permission to use {error.filename or folder}; run as its owner, or name another "
            "folder in LANDPLAN_DATA_DIR",
        ) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise disk_full(folder) from error
        raise ClusterError(
            f"本地数据库的文件夹 {folder} 无法使用：{error.strerror or error}；"
            "请用 LANDPLAN_DATA_DIR 指定另一个文件夹",
            f"the private database's folder {folder} cannot be used: {error.strerror or error}; "
            "name another folder in LANDPLAN_DATA_DIR",
        ) from error


def disk_full(folder: Path) -> ClusterError:
    """Say that there is no space left."""
    return ClusterError(
        f"磁盘已满：{folder} 所在的磁盘没有空间给本地数据库；"
        "请腾出空间，或用 LANDPLAN_DATA_DIR 指定另一块磁盘上的文件夹",
        f"the disk is full: there is no space for the private database in {folder}; free some, "
        "or name a folder on another disk in LANDPLAN_DATA_DIR",
    )


def _no_shared_memory() -> ClusterError:
    return ClusterError(
        "共享内存（/dev/shm）太小，本地数据库不能启动；请加大它（容器：docker run --shm-size=1g）",
        "the shared memory (/dev/shm) is too small for the private database to start; enlarge it "
        "(a container: docker run --shm-size=1g)",
    )


def server_failure(zh: str, en: str, *, output: str, folder: Path, log: Path) -> ClusterError:
    """Say what failed, quoting what PostgreSQL said last and naming its log.

    Parameters
    ----------
    zh, en
        What failed, as the beginning of the sentence.
    output
        What the program and the server said about this failure.
    """
    if "shared memory segment" in output:
        return _no_shared_memory()
    if "No space left on device" in output or "Disk quota exceeded" in output:
        return disk_full(folder)
    if shutil.disk_usage(folder).free < LITTLE_SPACE_BYTES:
        return disk_full(folder)
    line = telling_line(output)
    if log.exists():
        return ClusterError(f"{zh}：{line}（日志：{log}）", f"{en}: {line} (log: {log})")
    return ClusterError(f"{zh}：{line}", f"{en}: {line}")


def telling_line(output: str) -> str:
    """Return the line that tells most: the last failure, or else the last line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    failures = [line for line in lines if re.search(r"\b(FATAL|PANIC|ERROR|error)\b", line)]
    return (failures or lines or ["no message"])[-1]


def not_walkable(folder: Path, user: str) -> ClusterError:
    """Say that the server's user is kept out of a folder on the way to the cluster."""
    return ClusterError(
        f"以 root 运行时数据库服务由用户 {user} 运行，而该用户无法进入 {folder}；"
        "请用 LANDPLAN_DATA_DIR 指定该用户能进入的文件夹，例如 /var/lib/landplan",
        f"for root the database server runs as the user {user}, who cannot go into {folder}; name "
        "a folder that this user can go into in LANDPLAN_DATA_DIR, such as /var/lib/landplan",
    )


def another_owner(folder: Path, *, owner: str, wanted: str) -> ClusterError:
    """Say that a folder belongs to somebody else than the server's user."""
    return ClusterError(
        f"本地数据库的文件夹 {folder} 属于用户 {owner}，而不是 {wanted}；"
        "请以建立它的用户运行（属于 postgres 的由 root 建立），"
        "或用 LANDPLAN_DATA_DIR 指定另一个文件夹",
        f"the private database's folder {folder} belongs to the user {owner} and not to {wanted}; "
        "run as the user who made it (root, where it belongs to postgres), or name another folder "
        "in LANDPLAN_DATA_DIR",
    )


def out_of_reach(data: Path) -> ClusterError:
    """Say that a server which is not ours to stop has the folder, and does not answer us."""
    return ClusterError(
        f"文件夹 {data} 正被另一个进程空间（例如另一个容器）里的数据库服务使用，这里连接不到它、"
        "也不能停止它；为免损坏数据，没有启动第二个。请到启动它的地方运行 landplan db stop，"
        "或用 LANDPLAN_DATA_DIR 指定另一个文件夹",
        f"the folder {data} is in use by a database server of another process space, such as "
        "another container; it can be neither reached nor stopped from here, and no second one was "
        "started, which would destroy the data. Run landplan db stop where it was started, or name "
        "another folder in LANDPLAN_DATA_DIR",
    )


def suspended(pid: int) -> ClusterError:
    """Say that the server process was stopped by a signal, and could go on."""
    return ClusterError(
        f"本地数据库（进程 {pid}）已被暂停（SIGSTOP），不会应答；请运行 kill -CONT {pid} 让它继续",
        f"the private database (process {pid}) is suspended by SIGSTOP and does not answer; let it "
        f"go on with kill -CONT {pid}",
    )
