"""What the database server says, as one of our errors: one clear sentence, never the password."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import psycopg
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from gis.database.address import ADDRESS, place_of, without_secrets, wrong_address
from gis.errors import DatabaseError, LandplanError, UnreachableError

CONNECT_TIMEOUT_S: Final = 5
"""Seconds that each address of a server's name is given to answer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Kind:
    """One kind of failure: how it is known, and what we say."""

    sqlstates: tuple[str, ...]
    """Beginnings of SQLSTATE; known for statements, not while connecting."""
    words: str
    """Pattern in what libpq or the server says while connecting, in English and in Chinese."""
    error: type[DatabaseError]
    zh: str
    en: str


_NO_SHARED_MEMORY = _Kind(
    sqlstates=(),
    words=r"shared memory segment",
    error=DatabaseError,
    zh="数据库服务器{where}的共享内存（/dev/shm）太小，没有数据被改动；请加大它"
    "（容器：docker run --shm-size=1g），或在服务器上设 max_parallel_workers_per_gather = 0",
    en="the shared memory (/dev/shm) of the database server{where} is too small, no data was "
    "changed; enlarge it (a container: docker run --shm-size=1g), or set "
    "max_parallel_workers_per_gather = 0 on the server",
)
"""Told by its words even where there is a SQLSTATE, which is that of a full disk."""

_KINDS = (
    _NO_SHARED_MEMORY,
    _Kind(
        sqlstates=(),
        words=r"no pg_hba\.conf entry|pg_hba\.conf rejects|没有用于.*pg_hba",
        error=UnreachableError,
        zh="数据库服务器{where}不接受这样的连接：pg_hba.conf 中没有允许此主机、用户、库"
        "与加密方式的规则；请在地址后加 ?sslmode=require 再试，或请管理员添加规则",
        en="the database server{where} does not take such a connection: its pg_hba.conf has no "
        "entry for this host, user, database and encryption; try ?sslmode=require after the "
        "address, or ask the administrator for an entry",
    ),
    _Kind(
        sqlstates=(),
        words=r"does not support SSL|SSL was required|sslmode|SSL error: |certificate",
        error=UnreachableError,
        zh="与数据库服务器{where}不能建立所要求的加密连接（SSL）；"
        "请检查地址中的 sslmode 与证书，或请管理员在服务器上启用 SSL",
        en="no encrypted connection (SSL) as it is asked for can be made to the database "
        "server{where}; check sslmode and the certificates in the address, or ask the "
        "administrator to enable SSL on the server",
    ),
    _Kind(
        sqlstates=("28",),
        words=r"authentication failed|no password supplied|role .* does not|认证失败|角色.*不存在",
        error=UnreachableError,
        zh="数据库服务器{where}拒绝了用户名或密码；请检查{address}",
        en="the database server{where} refuses the user or password; check {address}",
    ),
    _Kind(
        sqlstates=("3D000",),
        words=r"database .* does not exist|数据库.*不存在",
        error=UnreachableError,
        zh="数据库服务器上没有{where}这个库；请先建库（createdb），或改正{address}",
        en="the server has no such database{where}; make it with createdb, or correct {address}",
    ),
    _Kind(
        sqlstates=("53300",),
        words=r"too many clients|too many connections|remaining connection slots"
        r"|太多的?客户|太多的?连接|剩余.*连接",
        error=DatabaseError,
        zh="数据库服务器{where}的连接数已用完；请关闭一些连接后再试",
        en="the database server{where} has no connections left; close some and try again",
    ),
    _Kind(
        sqlstates=("53100",),
        words=r"No space left on device",
        error=DatabaseError,
        zh="数据库服务器{where}的磁盘已满；请腾出空间后再试，没有数据被改动",
        en="the disk of the database server{where} is full; free some space and try again; "
        "no data was changed",
    ),
    _Kind(
        sqlstates=("53200",),
        words=r"out of memory",
        error=DatabaseError,
        zh="数据库服务器{where}的内存不足；请关闭其他程序后再试",
        en="the database server{where} is out of memory; close other programs and try again",
    ),
    _Kind(
        sqlstates=("57P",),
        words=r"starting up|shutting down|in recovery mode|启动中|正在启动|正在关闭|恢复模式"
        r"|server closed the connection|terminating connection",
        error=UnreachableError,
        zh="数据库服务器{where}正在启动、关闭或已断开连接；请稍后再试",
        en="the database server{where} is starting, is shutting down or has closed the "
        "connection; try again later",
    ),
    _Kind(
        sqlstates=("25006",),
        words=r"read-only transaction|只读",
        error=DatabaseError,
        zh="数据库{where}是只读的（default_transaction_read_only 或备用服务器），没有数据被改动；"
        "请连接可写的服务器，或请管理员改为可写",
        en="the database{where} is read-only (default_transaction_read_only, or a standby server), "
        "no data was changed; connect to one that can be written to, or ask its administrator",
    ),
    _Kind(
        sqlstates=("42501",),
        words=r"permission denied for|对.*权限不够",
        error=DatabaseError,
        zh="当前用户在数据库{where}中没有这一操作的权限；请数据库管理员授权",
        en="the role may not do this in the database{where}; ask its administrator for the right",
    ),
    _Kind(
        sqlstates=("57014",),
        words=r"canceling statement",
        error=DatabaseError,
        zh="数据库{where}没有在时限内算完，本次操作已取消，没有数据被改动；请缩小范围，或稍后再试",
        en="the database{where} did not finish within its time and this operation was cancelled, "
        "no data was changed; ask for less, or try again later",
    ),
    _Kind(
        sqlstates=("40", "55P03"),
        words=r"deadlock detected",
        error=DatabaseError,
        zh="数据库{where}正被另一个操作占用，本次操作已取消；请稍后再试",
        en="the database{where} is held by another operation and this one was cancelled; try "
        "again later",
    ),
    _Kind(
        sqlstates=(),
        words=r"could not translate host name|failed to resolve host|Name or service not known",
        error=UnreachableError,
        zh="找不到数据库服务器{where}：主机名无法解析；请检查{address}",
        en="the database server{where} is not found: its host name is not known; check {address}",
    ),
    _Kind(
        sqlstates=(),
        words=r"timeout expired|超时",
        error=UnreachableError,
        zh=f"数据库服务器{{where}}在 {CONNECT_TIMEOUT_S} 秒内没有应答：它可能被暂停、卡住，"
        "或被防火墙挡住；请在服务器上查看，并检查{address}",
        en=f"the database server{{where}} has not answered in {CONNECT_TIMEOUT_S} s: it may be "
        "suspended, hang, or stand behind a firewall; look at it there, and check {address}",
    ),
    _Kind(
        sqlstates=("08",),
        words=r"connection to server|Connection refused|consuming input failed"
        r"|connection is lost|could not receive data|could not send data",
        error=UnreachableError,
        zh="数据库服务器{where}没有应答；请确认它在运行、网络可达，并检查{address}",
        en="the database server{where} does not answer; make sure that it runs and can be "
        "reached, and check {address}",
    ),
)


@contextmanager
def translate_errors(url: URL | None = None) -> Iterator[None]:
    """Turn what SQLAlchemy and psycopg raise for the server's state into `DatabaseError`.

    Errors of our own statements (a syntax error, a broken constraint) pass through: they are
    defects of the program, or mean something to the caller.

    Parameters
    ----------
    url
        The server, so that the message can name it, without the password.

    Raises
    ------
    UnreachableError
        If the server does not answer, refuses the user, or goes away.
    DatabaseError
        If its disk is full, its connections are used up, or the role lacks a right.
    """
    try:
        yield
    except DBAPIError as error:
        translated = _translated(error.orig, url)
        if translated is None:
            raise
        raise translated from error
    except psycopg.Error as error:
        translated = _translated(error, url)
        if translated is None:
            raise
        raise translated from error


def _translated(error: BaseException | None, url: URL | None) -> LandplanError | None:
    if not isinstance(error, psycopg.Error):
        return None
    if "invalid connection option" in str(error):
        return wrong_address()
    kind = _kind_of(error)
    zh_place, en_place = place_of(url)
    if kind is not None:
        return kind.error(
            kind.zh.format(where=zh_place, address=ADDRESS[0]),
            kind.en.format(where=en_place, address=ADDRESS[1]),
        )
    if isinstance(error, psycopg.OperationalError):
        said = without_secrets(str(error).strip().splitlines()[0] if str(error) else "", url)
        return UnreachableError(
            f"数据库服务器{zh_place}出错：{said}；请检查{ADDRESS[0]}",
            f"the database server{en_place} failed: {said}; check {ADDRESS[1]}",
        )
    return None


def _kind_of(error: psycopg.Error) -> _Kind | None:
    """Find the kind by SQLSTATE; libpq gives none while connecting, so then by the words."""
    if re.search(_NO_SHARED_MEMORY.words, str(error)):
        return _NO_SHARED_MEMORY
    if error.sqlstate:
        return next((k for k in _KINDS if error.sqlstate.startswith(k.sqlstates)), None)
    if isinstance(error, psycopg.OperationalError):
        said = str(error)
        return next((k for k in _KINDS if re.search(k.words, said, re.IGNORECASE)), None)
    return None
