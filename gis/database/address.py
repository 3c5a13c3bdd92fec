"""The address of a named server: read, and told to people without its secrets."""

import re
from typing import Final

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from gis.errors import WrongUseError

ADDRESS: Final = (
    "数据库地址（LANDPLAN_DATABASE_URL，或 Python 中给出的 url）",
    "the database's address (LANDPLAN_DATABASE_URL, or url in Python)",
)
"""What is to be checked, wherever it was given."""

HIDDEN: Final = "***"
_SECRET: Final = ("password", "sslpassword", "oauth_client_secret")
"""Parameters after the question mark whose values are secret."""

_AFTER_USER: Final = re.compile(r"[\w+]+://(?:[^:/]*(?::[^@]*)?@)?(.*)", re.DOTALL)


def parsed_address(url: str) -> URL:
    """Return SQLAlchemy's URL of a PostgreSQL server, to connect to with psycopg.

    Raises
    ------
    WrongUseError
        If it is none, or has a second @: what of it is the password cannot be told then, so none
        of it is ever shown.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise wrong_address() from None  # its message holds the URL, and so the password
    if parsed.drivername not in ("postgresql", "postgres", "postgresql+psycopg"):
        raise wrong_address(parsed.drivername)
    after_user = _AFTER_USER.match(url)
    if after_user is None or "@" in after_user[1]:
        raise wrong_address()
    return parsed.set(drivername="postgresql+psycopg")


def wrong_address(scheme: str | None = None) -> WrongUseError:
    """Say that a URL is none of a PostgreSQL server; the URL itself may hold a password."""
    return WrongUseError(
        f"{ADDRESS[0]}不是 PostgreSQL 的地址{f'（{scheme}://…）' if scheme else ''}；"
        "应写成 postgresql://用户:密码@主机:端口/库名，密码里的特殊字符用 % 编码（@ 写成 %40）",
        f"{ADDRESS[1]} is no address of a PostgreSQL server"
        f"{f' ({scheme}://…)' if scheme else ''}; it is written "
        "postgresql://user:password@host:port/database, with special characters of the password "
        "percent-encoded (@ as %40)",
    )


def libpq_address(url: URL, *, with_password: bool) -> str:
    """Return an address for psql and QGIS, its secrets as stars if they are not asked for."""
    shown = url if with_password else _without_secrets(url)
    told = shown.set(drivername="postgresql").render_as_string(hide_password=False)
    return told if with_password else told.replace("%2A%2A%2A", HIDDEN)


def place_of(url: URL | None) -> tuple[str, str]:
    """Return host, port and database as they stand in sentences, in Chinese and in English."""
    if url is None:
        return "", ""
    host = str(url.host or url.query.get("host") or "localhost")
    database = url.database or ""
    name = (
        f"{database} ({host})" if host.startswith("/") else f"{host}:{url.port or 5432}/{database}"
    )
    return f"“{name}”", f" {name}"


def without_secrets(said: str, url: URL | None) -> str:
    """Return what a server or driver said with no secret of the address in it."""
    for secret in [] if url is None else [url.password, *map(url.query.get, _SECRET)]:
        if secret:
            said = said.replace(str(secret), HIDDEN)
    return said


def _without_secrets(url: URL) -> URL:
    hidden = {name: HIDDEN for name in url.query if name in _SECRET}
    found = url.update_query_dict(hidden)
    return found if found.password is None else found.set(password=HIDDEN)
