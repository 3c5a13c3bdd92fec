"""Tokens, with which scripts ask in somebody's name: shown once, kept as a hash, for a time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Final

from sqlalchemy import Connection, func, insert, select, update

from gis.errors import WrongUseError
from projects.choice import chosen
from projects.people.accounts import ROLES, Person, Role
from projects.people.sessions import session_hash as token_hash
from projects.people.tables import person, person_token

LONGEST_DAYS: Final = 366
_PREFIX: Final = "landplan_"
"""So that a token is known for one where it turns up in a file."""
_LONGEST_LABEL: Final = 64
_NOTED: Final = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """A token as its owner sees it later."""

    token_id: int
    label: str
    role: Role
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None
    expired: bool


def add_token(connection: Connection, owner: Person, *, label: str, role: str, days: int) -> str:
    """Make a token of an account and return it, which is stored nowhere.

    Raises
    ------
    WrongUseError
        If it has no label, its role is none or larger than the owner's, or it would last too long.
    """
    label = label.strip()
    role = chosen("role", role, ROLES)
    if not 0 < len(label) <= _LONGEST_LABEL or not label.isprintable():
        raise WrongUseError(
            f"令牌的用途应为 1 至 {_LONGEST_LABEL} 个可见字符；请写明哪个脚本用它",
            f"what a token is for has 1 to {_LONGEST_LABEL} visible characters; name the script",
        )
    if not owner.may(role):
        raise WrongUseError(
            f"令牌的角色 {role} 大于您的角色 {owner.role}；请选不大于它的角色",
            f"the role {role} of the token is larger than your own, {owner.role}; take one that "
            "is not",
        )
    if not 1 <= days <= LONGEST_DAYS:
        raise WrongUseError(
            f"令牌的有效期 {days} 天，应为 1 至 {LONGEST_DAYS} 天",
            f"a token lasts 1 to {LONGEST_DAYS} days, not {days}",
        )
    token = _PREFIX + token_urlsafe(32)
    connection.execute(
        insert(person_token).values(
            person_id=owner.person_id, label=label, role=role, token_hash=token_hash(token),
            expires_at=func.now() + timedelta(days=days),
        )
    )  # fmt: skip
    return token


def tokens_of(connection: Connection, person_id: int) -> list[Token]:
    """Return the tokens of an account, the last one first."""
    ours = person_token.c
    query = (
        select(
            ours.token_id, ours.label, ours.role, ours.created_at, ours.expires_at, ours.used_at,
            ours.revoked_at, (ours.expires_at <= func.now()).label("expired"),
        )
        .where(ours.person_id == person_id)
        .order_by(ours.token_id.desc())
    )  # fmt: skip
    return [Token(**row) for row in connection.execute(query).mappings()]


def is_own_token(connection: Connection, person_id: int, token: str) -> bool:
    """Tell whether a token is one of an account's; that nothing is asked by it is not noted."""
    ours = person_token.c
    own = select(ours.token_id).where(
        ours.token_hash == token_hash(token), ours.person_id == person_id
    )
    return connection.scalar(own) is not None


def revoke_token(connection: Connection, person_id: int, token_id: int) -> str:
    """Revoke a token of an account; return its label.

    Raises
    ------
    WrongUseError
        If the account has no such token.
    """
    label: str | None = connection.scalar(
        update(person_token)
        .where(person_token.c.token_id == token_id, person_token.c.person_id == person_id)
        .values(revoked_at=func.coalesce(person_token.c.revoked_at, func.now()))
        .returning(person_token.c.label)
    )
    if label is None:
        raise WrongUseError(
            f"您没有编号为 {token_id} 的令牌；请从列表中选择",
            f"you have no token {token_id}; take one of the list",
        )
    return label


def person_of_token(connection: Connection, token: str) -> Person | None:
    """Return who asks by a token; None where it is none, or expired, revoked, or its owner is."""
    ours = person_token.c
    found = connection.execute(
        select(
            person.c.person_id, person.c.name, person.c.role.label("of_owner"), ours.role,
            ours.label, ours.token_id,
            func.coalesce(ours.used_at < func.now() - _NOTED, True).label("unnoted"),
        )
        .join(person)
        .where(
            ours.token_hash == token_hash(token), ours.revoked_at.is_(None),
            ours.expires_at > func.now(), person.c.disabled_at.is_(None),
        )
    ).first()  # fmt: skip
    if found is None:
        return None
    if found.unnoted:
        connection.execute(
            update(person_token).where(ours.token_id == found.token_id).values(used_at=func.now())
        )
    role = min(found.role, found.of_owner, key=ROLES.index)
    return Person(person_id=found.person_id, name=found.name, role=role, token=found.label)
