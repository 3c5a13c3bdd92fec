"""Accounts for tests, somebody of each role, and passwords whose hashes cost no time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import Connection, Engine

from projects.people import passwords
from projects.people.accounts import Person, Role, account_named, add_account
from projects.people.sessions import open_session
from projects.people.tokens import add_token

PASSWORD = "three grey herons"
NAMES: dict[Role, str] = {"viewer": "小李", "editor": "王工", "administrator": "主任"}
SESSION = "landplan-session"


@pytest.fixture(scope="module", autouse=True)
def quick_hashes() -> Iterator[PasswordHasher]:
    """Hash passwords with little work; give what does it in earnest."""
    in_earnest, quick = passwords._hasher(), PasswordHasher(1, 8, 1)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(passwords, "_hasher", lambda: quick)
        patched.setattr(passwords, "_of_nobody", lambda: quick.hash("nobody's"))
        yield in_earnest


def add_people(connection: Connection) -> None:
    for role, name in NAMES.items():
        add_account(connection, name=name, role=role, password=PASSWORD)


@dataclass(frozen=True)
class People:
    """Those of `NAMES` on a site and its database."""

    app: FastAPI
    engine: Engine

    def browser(self, base_url: str = "http://localhost") -> TestClient:
        """Return a browser of nobody."""
        return TestClient(self.app, base_url=base_url, follow_redirects=False)

    def logged_in(self, role: Role | None) -> TestClient:
        """Return a browser with a session of that role, got without a password."""
        asking = self.browser()
        if role is not None:
            with self.engine.begin() as connection:
                person = account_named(connection, NAMES[role])
                session = open_session(connection, person.person_id, address="testclient")
            plant(asking, session)
        return asking


def bearer(people: People, role: Role) -> dict[str, str]:
    """Return the header that a script sends: a token of somebody of that role."""
    with people.engine.begin() as connection:
        account = account_named(connection, NAMES[role])
        owner = Person(person_id=account.person_id, name=account.name, role=role)
        token = add_token(connection, owner, label=f"test {uuid4()}", role=role, days=1)
    return {"Authorization": f"Bearer {token}"}


def plant(asking: TestClient, session: str) -> None:
    """Give a browser the cookie of a session."""
    asking.cookies.set(SESSION, session, domain="localhost.local", path="/")


def csrf_of(page: Response) -> str:
    """Return the token that the forms of a page carry."""
    [told] = re.findall(r'<meta name="csrf" content="([^"]*)">', page.text)
    return told


def post(asking: TestClient, path: str, *, page: str = "/accounts", **fields: str) -> Response:
    """Send a form as the page that it stands on would."""
    return asking.post(
        path,
        data={"csrf": csrf_of(asking.get(page)), **fields},
        headers={"Origin": "http://localhost", "Referer": f"http://localhost{page}"},
    )
