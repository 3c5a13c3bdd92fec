"""Guessing at passwords is made slow: by account and by address, longer with each wrong one.

Names that no account has are counted alike, so that being locked out tells nothing of a name. A
guess is counted as wrong before the password is looked at: guesses side by side are counted too.
"""

from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address
from typing import Final

from sqlalchemy import Connection, DateTime, delete, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from gis.errors import LockedOutError
from projects.people.accounts import name_key
from projects.people.tables import password_guess

FREE: Final[Mapping[str, int]] = {"address": 20, "name": 5}
"""How many wrong passwords cost no time. Many people may share an address."""
FIRST_WAIT_S: Final = 60
LONGEST_WAIT_S: Final = 3600
_FORGOTTEN: Final = timedelta(days=1)

_NOW: Final = func.clock_timestamp(
    type_=DateTime(timezone=True)
)  # not that of the transaction, which may have waited


def count_guess(connection: Connection, *, name: str, address: str) -> None:
    """Count a guess as wrong; `forgive_guess` takes it back. The caller commits before it looks.

    Raises
    ------
    LockedOutError
        If the account or the address has to wait; then nothing is counted.
    """
    keys = _keys(name, address)
    waits = [_wait_s(kind, *_locked_row(connection, kind, key)) for kind, key in keys]
    if (wait_s := max(waits)) > 0:
        raise _locked_out(wait_s)
    for kind, key in keys:
        connection.execute(
            update(password_guess)
            .where(password_guess.c.kind == kind, password_guess.c.key_hash == key)
            .values(failures=password_guess.c.failures + 1, failed_at=_NOW)
        )


def forgive_guess(connection: Connection, *, name: str, address: str) -> None:
    """Forget the wrong passwords of an account, and of the address the one counted last."""
    for kind, key in _keys(name, address):
        row = (password_guess.c.kind == kind) & (password_guess.c.key_hash == key)
        if kind == "name":
            connection.execute(delete(password_guess).where(row))
        else:
            less = func.greatest(password_guess.c.failures - 1, 0)
            connection.execute(update(password_guess).where(row).values(failures=less))
    old = (
        select(password_guess.c.kind, password_guess.c.key_hash)
        .where(password_guess.c.failed_at < _NOW - _FORGOTTEN)
        .with_for_update(skip_locked=True)
    )
    both = tuple_(password_guess.c.kind, password_guess.c.key_hash)
    connection.execute(delete(password_guess).where(both.in_(old)))


def forget_guesses(connection: Connection, name: str) -> None:
    """Let an account log in at once again, after its password was set."""
    ((_, key),) = [one for one in _keys(name, "") if one[0] == "name"]
    connection.execute(
        delete(password_guess).where(
            password_guess.c.kind == "name", password_guess.c.key_hash == key
        )
    )


def _locked_row(connection: Connection, kind: str, key: bytes) -> tuple[int, float]:
    """Return how many guesses are counted and how many seconds ago the last was; lock the row."""
    connection.execute(
        insert(password_guess).values(kind=kind, key_hash=key, failures=0).on_conflict_do_nothing()
    )
    age_s = func.extract("epoch", _NOW - password_guess.c.failed_at)
    found = connection.execute(
        select(password_guess.c.failures, age_s.label("age_s"))
        .where(password_guess.c.kind == kind, password_guess.c.key_hash == key)
        .with_for_update()
    ).one()
    if found.age_s < _FORGOTTEN.total_seconds():
        return found.failures, float(found.age_s)
    connection.execute(
        update(password_guess)
        .where(password_guess.c.kind == kind, password_guess.c.key_hash == key)
        .values(failures=0)
    )
    return 0, 0.0


def _wait_s(kind: str, failures: int, age_s: float) -> float:
    """Return how many seconds are to go: none, then a minute, doubled with each, up to an hour."""
    beyond = failures - FREE[kind]
    if beyond < 0:
        return 0.0
    doubled = FIRST_WAIT_S * 2 ** min(beyond, 10)
    return max(0.0, float(min(doubled, LONGEST_WAIT_S)) - age_s)


def _keys(name: str, address: str) -> tuple[tuple[str, bytes], ...]:
    """Return what is counted, in the one order in which rows are locked."""
    return ("address", _hash(_network(address))), ("name", _hash(name_key(name)))


def _network(address: str) -> str:
    """Return the address that is counted: of IPv6 the network of 64 bits, which one user has."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return f"{int(parsed) >> 64:x}::/64" if isinstance(parsed, IPv6Address) else str(parsed)


def _hash(told: str) -> bytes:
    return sha256(told.encode("utf-8", "replace")).digest()


def _locked_out(wait_s: float) -> LockedOutError:
    minutes = int(-(-wait_s // 60))
    return LockedOutError(
        f"口令输错次数过多，{minutes} 分钟后才能再试；忘记口令请找管理员重设",
        f"too many wrong passwords: try again in {minutes} min, or let an administrator set a new "
        "one",
        wait_s=wait_s,
    )
