"""Sessions and tokens: a hash in the table, an end in time, at most the owner's role."""

import pytest
from sqlalchemy import select, text, update

from gis.errors import WrongUseError
from projects.people.accounts import add_account, disable, set_role
from projects.people.sessions import (
    end_session,
    open_session,
    owner_of_session,
    person_of_session,
    session_hash,
)
from projects.people.tables import person_session, person_token
from projects.people.tokens import add_token, person_of_token, revoke_token, tokens_of


@pytest.fixture
def one(connection):
    add_account(connection, name="主任", role="administrator", password="three grey herons")
    return add_account(connection, name="王工", role="editor", password="three grey herons")


def moved(connection, column: str, by: str) -> None:
    connection.execute(
        text(f"update landplan.person_session set {column} = now() - cast(:by as interval)"),
        {"by": by},
    )


def test_the_table_has_no_token_that_lets_in(connection, one):
    session = open_session(connection, one.person_id, address="10.0.0.7")
    token = add_token(connection, one, label="月报", role="viewer", days=7)
    stored = [
        each
        for table in (person_session, person_token)
        for each in connection.execute(select(table)).one()
    ]
    assert person_of_session(connection, session).name == "王工"
    for told in stored:
        assert session not in str(told) and token not in str(told)
    assert person_of_session(connection, session_hash(session).hex()) is None


@pytest.mark.parametrize(
    ("column", "by", "lasts"),
    [("seen_at", "59 minutes", True), ("seen_at", "61 minutes", False),
     ("started_at", "11 hours", True), ("started_at", "721 minutes", False)],
)  # fmt: skip
def test_a_session_ends_when_idle_and_in_any_case(connection, one, column, by, lasts):
    session = open_session(connection, one.person_id, address="")
    moved(connection, column, by)
    assert (person_of_session(connection, session) is not None) is lasts
    assert owner_of_session(connection, session) == "王工"


def test_a_session_in_use_goes_on(connection, one):
    session = open_session(connection, one.person_id, address="")
    moved(connection, "seen_at", "50 minutes")
    assert person_of_session(connection, session) is not None
    idle = connection.scalar(text("select now() - seen_at from landplan.person_session"))
    assert idle.total_seconds() == 0


def test_a_session_that_was_ended_stays_so(connection, one):
    session = open_session(connection, one.person_id, address="")
    end_session(connection, session)
    assert person_of_session(connection, session) is None


def test_sessions_long_over_are_forgotten(connection, one):
    session = open_session(connection, one.person_id, address="")
    moved(connection, "started_at", "8 days")
    open_session(connection, one.person_id, address="")
    assert owner_of_session(connection, session) is None


@pytest.mark.parametrize("token", ["", "x", "\0", "\ud800", "'; drop table landplan.person; --"])
def test_what_is_no_token_lets_nobody_in(connection, one, token):
    assert person_of_session(connection, token) is None
    assert person_of_token(connection, token) is None


def test_a_token_has_the_smaller_role_of_the_two(connection, one):
    reading = add_token(connection, one, label="看图", role="viewer", days=7)
    writing = add_token(connection, one, label="月报", role="editor", days=7)
    assert person_of_token(connection, reading).role == "viewer"
    assert person_of_token(connection, writing).role == "editor"
    set_role(connection, one.person_id, "viewer")
    asking = person_of_token(connection, writing)
    assert (asking.name, asking.role, asking.token) == ("王工", "viewer", "月报")


@pytest.mark.parametrize(
    ("label", "role", "days", "why"),
    [("月报", "administrator", 7, "大于您的角色"), ("", "viewer", 7, "用途"),
     ("a\nb", "viewer", 7, "用途"), ("月报", "viewer", 0, "1 至 366"),
     ("月报", "viewer", 367, "1 至 366"), ("月报", "chief", 7, "无法识别")],
)  # fmt: skip
def test_a_token_that_cannot_be_is_refused(connection, one, label, role, days, why):
    with pytest.raises(WrongUseError, match=why):
        add_token(connection, one, label=label, role=role, days=days)
    assert tokens_of(connection, one.person_id) == []


def test_a_token_ends_in_time_when_revoked_and_with_its_owner(connection, one):
    made = [add_token(connection, one, label=name, role="viewer", days=7) for name in "甲乙丙"]
    of_c, of_b, of_a = tokens_of(connection, one.person_id)
    revoke_token(connection, one.person_id, of_a.token_id)
    connection.execute(
        update(person_token)
        .where(person_token.c.token_id == of_b.token_id)
        .values(expires_at=text("now()"))
    )
    assert [person_of_token(connection, token) is not None for token in made] == [0, 0, 1]
    assert [each.expired for each in tokens_of(connection, one.person_id)] == [0, 1, 0]
    disable(connection, one.person_id)
    assert person_of_token(connection, made[2]) is None
    assert of_c.used_at is None
    assert tokens_of(connection, one.person_id)[0].used_at is not None


def test_nobody_revokes_the_token_of_another(connection, one):
    add_token(connection, one, label="月报", role="viewer", days=7)
    [token] = tokens_of(connection, one.person_id)
    with pytest.raises(WrongUseError, match="没有编号"):
        revoke_token(connection, one.person_id + 1, token.token_id)
    assert tokens_of(connection, one.person_id)[0].revoked_at is None
