"""Who is logged in: sessions in the database, so that several machines can serve.

The browser has the session's token, the table its hash. A session ends an hour after the last
request, twelve hours after the log-in, at the log-out, and with the account's password.
"""

from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, select, update

from projects.people.accounts import Person
from projects.people.tables import person, person_session

IDLE: Final = timedelta(hours=1)
LONGEST: Final = timedelta(hours=12)
_NOTED: Final = timedelta(minutes=1)
"""How often a session that is in use writes that it is."""
_KEPT: Final = timedelta(days=7)
"""How long a session that has ended is known: its owner gets back what a form held."""


def open_session(connection: Connection, person_id: int, *, address: str) -> str:
    """Begin a session and return its token, which is stored nowhere."""
    token = token_urlsafe(32)
    connection.execute(
        insert(person_session).values(
            token_hash=session_hash(token), person_id=person_id, address=address
        )
    )
    connection.execute(
        delete(person_session).where(person_session.c.started_at < func.now() - LONGEST - _KEPT)
    )
    return token


def person_of_session(connection: Connection, token: str) -> Person | None:
    """Return who is logged in by a session's token; None where it has ended or never was."""
    ours = person_session.c
    found = connection.execute(
        select(
            person.c.person_id, person.c.name, person.c.role,
            (ours.seen_at < func.now() - _NOTED).label("unnoted"),
        )
        .join(person)
        .where(ours.token_hash == session_hash(token), _is_open(), person.c.disabled_at.is_(None))
    ).first()  # fmt: skip
    if found is None:
        return None
    if found.unnoted:
        connection.execute(
            update(person_session)
            .where(ours.token_hash == session_hash(token))
            .values(seen_at=func.now())
        )
    return Person(person_id=found.person_id, name=found.name, role=found.role)


def owner_of_session(connection: Connection, token: str) -> str | None:
    """Return the name of the account that a session is or was of, as long as it is known."""
    name: str | None = connection.scalar(
        select(person.c.name)
        .join(person_session)
        .where(person_session.c.token_hash == session_hash(token))
    )
    return name


def end_session(connection: Connection, token: str) -> None:
    """End a session."""
    connection.execute(
        update(person_session)
        .where(
            person_session.c.token_hash == session_hash(token), person_session.c.ended_at.is_(None)
        )
        .values(ended_at=func.now())
    )


def session_hash(token: str) -> bytes:
    """Return what the table has of a token. A token is random: it needs no salt."""
    return sha256(token.encode("utf-8", "replace")).digest()


def _is_open() -> ColumnElement[bool]:
    ours = person_session.c
    return and_(
        ours.ended_at.is_(None),
        ours.seen_at > func.now() - IDLE,
        ours.started_at > func.now() - LONGEST,
    )
