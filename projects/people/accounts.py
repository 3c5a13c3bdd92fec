"""Accounts: who may read, edit and administer. None is ever deleted, and one can always let in.

A name is compared without case and width: 王工, ｗａｎｇ and Wang are two accounts, not three.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, get_args
from unicodedata import normalize

from sqlalchemy import Connection, Row, func, select, update
from sqlalchemy.dialects.postgresql import insert

from gis.errors import WrongUseError
from projects.choice import chosen
from projects.labels import Label
from projects.people.passwords import check_password, hashed
from projects.people.tables import person, person_session

Role = Literal["viewer", "editor", "administrator"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
"""From the smallest to the largest: each may do what those before it may."""

ROLE_NAMES: Final[dict[Role, Label]] = {
    "viewer": Label("查看", "Viewer"),
    "editor": Label("编辑", "Editor"),
    "administrator": Label("管理员", "Administrator"),
}

_LONGEST_NAME: Final = 64


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Who asks: an account as it is logged in, or as one of its tokens lets it in.

    `role` is then the smaller one of both; `token` the token's label, None after a log-in.
    """

    person_id: int
    name: str
    role: Role
    token: str | None = None

    def may(self, role: Role) -> bool:
        """Tell whether the person may do what a role may."""
        return ROLES.index(self.role) >= ROLES.index(role)


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """An account as the administrator sees it."""

    person_id: int
    name: str
    role: Role
    created_at: datetime
    disabled_at: datetime | None
    seen_at: datetime | None


def accounts(connection: Connection) -> list[Account]:
    """Return every account, by name; `seen_at` is when it last asked for something."""
    seen = func.max(person_session.c.seen_at).label("seen_at")
    query = (
        select(
            person.c.person_id, person.c.name, person.c.role, person.c.created_at,
            person.c.disabled_at, seen,
        )
        .outerjoin(person_session)
        .group_by(person.c.person_id)
        .order_by(person.c.name_key)
    )  # fmt: skip
    return [Account(**row) for row in connection.execute(query).mappings()]


def account_named(connection: Connection, name: str) -> Person:
    """Return the account of a name.

    Raises
    ------
    WrongUseError
        If there is none.
    """
    found = connection.execute(select(person).where(person.c.name_key == name_key(name))).first()
    return _person(found, told=f"“{name}”", told_en=repr(name))


def account_of(connection: Connection, person_id: int) -> Person:
    """Return the account of a number.

    Raises
    ------
    WrongUseError
        If there is none.
    """
    found = connection.execute(select(person).where(person.c.person_id == person_id)).first()
    return _person(found, told=f" {person_id} ", told_en=str(person_id))


def add_account(connection: Connection, *, name: str, role: str, password: str) -> Person:
    """Add an account.

    Raises
    ------
    WrongUseError
        If the name is taken or none, there is no such role, or the password is too weak.
    """
    name = _checked_name(name)
    role = chosen("role", role, ROLES)
    check_password(password, name=name)
    made = connection.execute(
        insert(person)
        .values(name=name, name_key=name_key(name), role=role, password_hash=hashed(password))
        .on_conflict_do_nothing()
        .returning(person)
    ).first()
    if made is None:
        raise _taken(name)
    return _person(made)


def set_password(
    connection: Connection, person_id: int, password: str, *, keep_session: bytes | None = None
) -> None:
    """Give an account another password; who is logged in with the old one is so no longer.

    Parameters
    ----------
    keep_session
        The hash of the one session that stays: that of who changes the own password.

    Raises
    ------
    WrongUseError
        If the password is too weak.
    """
    name = account_of(connection, person_id).name
    check_password(password, name=name)
    connection.execute(
        update(person).where(person.c.person_id == person_id).values(password_hash=hashed(password))
    )
    end_sessions(connection, person_id, keep=keep_session)


def set_role(connection: Connection, person_id: int, role: str) -> None:
    """Give an account another role, from its next request on.

    Raises
    ------
    WrongUseError
        If there is no such role, or nobody would administer any more.
    """
    role = chosen("role", role, ROLES)
    if role != "administrator":
        _keep_an_administrator(connection, without=person_id)
    connection.execute(update(person).where(person.c.person_id == person_id).values(role=role))


def disable(connection: Connection, person_id: int) -> None:
    """Let an account in no more: not by password, not by token, nor where it is logged in.

    Raises
    ------
    WrongUseError
        If nobody would administer any more.
    """
    _keep_an_administrator(connection, without=person_id)
    connection.execute(
        update(person)
        .where(person.c.person_id == person_id, person.c.disabled_at.is_(None))
        .values(disabled_at=func.now())
    )
    end_sessions(connection, person_id)


def enable(connection: Connection, person_id: int) -> None:
    """Let a disabled account in again, by its old password."""
    connection.execute(
        update(person).where(person.c.person_id == person_id).values(disabled_at=None)
    )


def end_sessions(connection: Connection, person_id: int, *, keep: bytes | None = None) -> None:
    """End the sessions of an account, but for the one of that hash."""
    ended = update(person_session).where(
        person_session.c.person_id == person_id, person_session.c.ended_at.is_(None)
    )
    if keep is not None:
        ended = ended.where(person_session.c.token_hash != keep)
    connection.execute(ended.values(ended_at=func.now()))


def name_key(name: str) -> str:
    """Return a name as it is compared with others."""
    told = normalize("NFKC", name).strip().casefold().replace("\0", "\N{REPLACEMENT CHARACTER}")
    return told.encode("utf-8", "replace").decode()  # what the database can hold


def _keep_an_administrator(connection: Connection, *, without: int) -> None:
    """Make sure that somebody else administers, until the end of the transaction."""
    listed = (
        select(person.c.person_id)
        .where(person.c.role == "administrator", person.c.disabled_at.is_(None))
        .order_by(person.c.person_id)
        .with_for_update()
    )
    administrators = set(connection.scalars(listed))
    if administrators == {without}:
        raise WrongUseError(
            "这是最后一个启用的管理员账户，不能停用或改为其他角色；请先让另一个账户成为管理员",
            "this is the last enabled account of an administrator: it cannot be disabled nor get "
            "another role; make another account an administrator first",
        )


def _checked_name(name: str) -> str:
    told = normalize("NFC", name).strip()
    if not 0 < len(told) <= _LONGEST_NAME or not told.isprintable():
        raise WrongUseError(
            f"账户名应为 1 至 {_LONGEST_NAME} 个可见字符，收到的有 {len(told)} 个"
            "（或含控制字符）；请改用姓名或工号",
            f"the name of an account has 1 to {_LONGEST_NAME} visible characters, this has "
            f"{len(told)} (or some that are not visible); take a name or a number of staff",
        )
    return told


def _taken(name: str) -> WrongUseError:
    return WrongUseError(
        f"已有账户“{name}”（不分大小写和全半角）；请换一个名字，或重设它的口令",
        f"there is an account {name!r} already (case and width aside); take another name, or set "
        "its password",
    )


def _person(found: Row[Any] | None, *, told: str = "", told_en: str = "") -> Person:
    if found is None:
        raise WrongUseError(
            f"没有账户{told}；现有账户见 landplan users list 或“账户”页",
            f"there is no account {told_en}; landplan users list or the page of accounts has all",
        )
    return Person(person_id=found.person_id, name=found.name, role=found.role)
