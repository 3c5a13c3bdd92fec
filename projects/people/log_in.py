"""Log-in: a name and a password against the account's hash, every try counted and audited."""

from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, Row, select, update

from gis.database.server_errors import translate_errors
from gis.errors import WrongPasswordError
from projects.people.accounts import Person, name_key
from projects.people.audit import write_audit
from projects.people.guesses import count_guess, forgive_guess
from projects.people.passwords import hashed, is_outdated, is_right
from projects.people.sessions import end_session, open_session, owner_of_session
from projects.people.tables import person


class LoggedIn(NamedTuple):
    """Who is logged in now, the token of the session, and whose session the browser came with."""

    person: Person
    session: str
    before: str | None


def log_in(
    engine: Engine, *, name: str, password: str, address: str, before: str | None = None
) -> LoggedIn:
    """Let somebody in by name and password, with a session that nobody had before.

    Parameters
    ----------
    before
        The session that the browser came with, which ends.

    Raises
    ------
    WrongPasswordError, LockedOutError
        As `verified`.
    """
    found = verified(engine, name=name, password=password, address=address)
    with translate_errors(engine.url), engine.begin() as connection:
        owner = None
        if before is not None:
            owner = owner_of_session(connection, before)
            end_session(connection, before)
        session = open_session(connection, found.person_id, address=address)
        write_audit(connection, action="login", who=found.name, role=found.role, address=address)
    return LoggedIn(found, session, owner)


def verified(engine: Engine, *, name: str, password: str, address: str) -> Person:
    """Return whose name and password these are.

    Unknown names, disabled accounts and wrong passwords get one answer, after the same work. No
    connection is held while the hash of the password is computed.

    Raises
    ------
    WrongPasswordError
        If there is no such account, or it is disabled, or the password is another.
    LockedOutError
        If there were too many wrong passwords for this account or from this address.
    """
    with translate_errors(engine.url):
        with engine.begin() as connection:
            count_guess(connection, name=name, address=address)
            known = _known(connection, name)
        is_its = is_right(password, known.password_hash if known else None)
        with engine.begin() as connection:
            if known is not None and is_its and _known(connection, name) == known:
                forgive_guess(connection, name=name, address=address)
                _keep_up(connection, known, password)
                return Person(person_id=known.person_id, name=known.name, role=known.role)
            write_audit(
                connection, action="login.refused", who=known.name if known else "",
                address=address,
            )  # fmt: skip
    raise WrongPasswordError(
        "账户名或口令不对，或账户已停用；请检查大小写和输入法，忘记口令请找管理员",
        "no such account and password, or the account is disabled; check case and keyboard, or "
        "ask an administrator",
    )


def _known(connection: Connection, name: str) -> Row[Any] | None:
    """Return the row of the enabled account of a name."""
    return connection.execute(
        select(person).where(person.c.name_key == name_key(name), person.c.disabled_at.is_(None))
    ).first()


def _keep_up(connection: Connection, known: Row[Any], password: str) -> None:
    """Hash the password anew where its hash was made with less work than is asked for now."""
    if is_outdated(known.password_hash):
        connection.execute(
            update(person)
            .where(person.c.person_id == known.person_id)
            .values(password_hash=hashed(password))
        )
