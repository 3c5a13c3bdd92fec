"""The audit: who did what, when, from where. Written with what it tells of, and never changed.

Each write on the pages calls `audit` in its own transaction: both are there, or neither.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from sqlalchemy import Connection, Select, insert, select

from projects.people.accounts import Person
from projects.people.tables import audit as table

_LONGEST_TEXT: Final = 2000
_DEEPEST: Final = 8


class _Address(Protocol):
    @property
    def host(self) -> str: ...


class Asking(Protocol):
    """A request: it knows the address that it came from. That of the pages' framework is one."""

    @property
    def client(self) -> _Address | None: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditRow:
    """Something that was done. Without an address it was done on the command line."""

    audit_id: int
    happened_at: datetime
    person: str
    role: str
    address: str
    action: str
    subject: str
    details: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditFilter:
    """Which rows are meant; what is None or empty leaves none out.

    `text` stands in the subject; times are from `since` on and before `until`.
    """

    person: str = ""
    action: str = ""
    text: str = ""
    since: datetime | None = None
    until: datetime | None = None


def audit(
    connection: Connection,
    person: Person | None,
    action: str,
    subject: str,
    details: Mapping[str, Any],
    request: Asking,
) -> None:
    """Tell that somebody does something, in the transaction that does it.

    Parameters
    ----------
    person
        Who; None where nobody is logged in.
    action
        What is done, such as `project.stage`; `projects.people.actions.ACTIONS` has its words.
    subject
        What it is done to: an id, a name, the number of an import.
    details
        What JSON can hold: what was before, what is now.
    """
    by_token = {} if person is None or person.token is None else {"token": person.token}
    write_audit(
        connection,
        who="" if person is None else person.name,
        role="" if person is None else person.role,
        address=address_of(request),
        action=action,
        subject=subject,
        details={**details, **by_token},
    )


def write_audit(
    connection: Connection,
    *,
    who: str,
    role: str = "",
    address: str = "",
    action: str,
    subject: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    """Tell of something that no request asked for; else as `audit`."""
    connection.execute(
        insert(table).values(
            person=_text(who), role=role, address=_text(address), action=_text(action),
            subject=_text(subject), details=_storable(details or {}),
        )
    )  # fmt: skip


def audit_rows(
    connection: Connection, wanted: AuditFilter, *, most: int, before: int | None = None
) -> list[AuditRow]:
    """Return the rows that are meant, the last one first, those older than `before`."""
    query = _meant(wanted).order_by(table.c.audit_id.desc()).limit(most)
    if before is not None:
        query = query.where(table.c.audit_id < before)
    return [AuditRow(**row) for row in connection.execute(query).mappings()]


def every_audit_row(connection: Connection, wanted: AuditFilter) -> Iterator[Sequence[AuditRow]]:
    """Give all rows that are meant, in parts, the last one first."""
    before = None
    while part := audit_rows(connection, wanted, most=5000, before=before):
        yield part
        before = part[-1].audit_id


def address_of(request: Asking) -> str:
    """Return the address that a request came from, empty where it has none."""
    return "" if request.client is None else request.client.host


def _meant(wanted: AuditFilter) -> Select[Any]:
    query = select(table)
    if wanted.person:
        query = query.where(table.c.person == _text(wanted.person))
    if wanted.action:
        query = query.where(table.c.action == _text(wanted.action))
    if wanted.text:
        query = query.where(table.c.subject.icontains(_text(wanted.text), autoescape=True))
    if wanted.since is not None:
        query = query.where(table.c.happened_at >= wanted.since)
    if wanted.until is not None:
        query = query.where(table.c.happened_at < wanted.until)
    return query


def _storable(value: Any, depth: int = 0) -> Any:
    """Return details as JSON of the database, which has no zero bytes, NaN or half characters."""
    match value:
        case Mapping() if depth < _DEEPEST:
            return {_text(str(key)): _storable(each, depth + 1) for key, each in value.items()}
        case list() | tuple() if depth < _DEEPEST:
            return [_storable(each, depth + 1) for each in value]
        case None | bool() | int():
            return value
        case float() if value - value == 0:  # neither NaN nor infinite, which JSON has not
            return value
        case _:
            return _text(str(value))


def _text(told: str) -> str:
    """Return a text that the database can hold, cut where nobody would read on."""
    whole = told.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()
    return whole if len(whole) <= _LONGEST_TEXT else whole[: _LONGEST_TEXT - 1] + "…"
