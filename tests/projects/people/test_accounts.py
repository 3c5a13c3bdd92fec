"""Accounts: names, roles, passwords, and that somebody can always administer."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from gis.errors import WrongUseError
from projects.people.accounts import (
    Person,
    account_named,
    accounts,
    add_account,
    disable,
    enable,
    name_key,
    set_password,
    set_role,
)
from projects.people.passwords import hashed, is_right
from projects.people.sessions import open_session, person_of_session, session_hash
from projects.people.tables import person

GOOD = "three grey herons"


def added(connection, name="王工", role="viewer") -> Person:
    return add_account(connection, name=name, role=role, password=GOOD)


def test_a_password_is_kept_as_its_argon2_hash_alone(connection, in_earnest):
    added(connection)
    kept = connection.scalar(select(person.c.password_hash))
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert is_right(GOOD, kept)
    assert not is_right(GOOD + " ", kept)
    assert not is_right(GOOD, None)
    assert hashed(GOOD) != kept  # another salt


def test_a_password_is_the_same_in_full_width():
    assert is_right("ｔｈｒｅｅ grey herons", hashed(GOOD))


@pytest.mark.parametrize(
    ("password", "why"),
    [("short", "5 个字符"), ("x" * 201, "201 个字符"), ("abababababab", "2 种字符"),
     ("zhang san 2026", "含有账户名")],
)  # fmt: skip
def test_a_weak_password_is_refused(connection, password, why):
    with pytest.raises(WrongUseError, match=why):
        add_account(connection, name="Zhang San", role="viewer", password=password)
    assert accounts(connection) == []


@pytest.mark.parametrize("name", ["", "  ", "a" * 65, "a\0b", "a\nb", "a\u202eb", "\ud800"])
def test_a_name_is_short_and_visible(connection, name):
    with pytest.raises(WrongUseError, match="可见字符"):
        added(connection, name)


@pytest.mark.parametrize("same", ["Wang", "wang ", "ｗａｎｇ", "WANG"])
def test_a_name_is_taken_whatever_its_case_and_width(connection, same):
    added(connection, "wang")
    with pytest.raises(WrongUseError, match="已有账户"):
        added(connection, same)
    assert account_named(connection, same).name == "wang"


@given(st.text())
def test_any_text_can_be_looked_up_as_a_name(told):
    key = name_key(told)
    assert "\0" not in key
    assert key.encode("utf-8") is not None


def test_hostile_names_are_only_names(connection):
    for name in ("'; drop table landplan.person; --", "<script>alert(1)</script>", "=cmd()", "%s"):
        assert account_named(connection, added(connection, name).name).name == name
    assert len(accounts(connection)) == 4


@pytest.mark.parametrize("role", ["", "root", "Administrator"])
def test_there_are_three_roles(connection, role):
    with pytest.raises(WrongUseError, match="viewer、editor、administrator"):
        added(connection, role=role)


def test_each_role_may_what_those_below_it_may():
    may = {
        role: [each for each in ("viewer", "editor", "administrator") if one.may(each)]
        for role in ("viewer", "editor", "administrator")
        for one in [Person(person_id=1, name="x", role=role)]
    }
    assert may == {
        "viewer": ["viewer"],
        "editor": ["viewer", "editor"],
        "administrator": ["viewer", "editor", "administrator"],
    }


def test_the_last_administrator_stays_one(connection):
    chief = added(connection, "主任", "administrator")
    away = added(connection, "前任", "administrator")
    disable(connection, away.person_id)
    with pytest.raises(WrongUseError, match="最后一个"):
        disable(connection, chief.person_id)
    with pytest.raises(WrongUseError, match="最后一个"):
        set_role(connection, chief.person_id, "editor")
    enable(connection, away.person_id)
    set_role(connection, chief.person_id, "editor")
    assert account_named(connection, "主任").role == "editor"


def test_two_administrators_cannot_take_the_role_from_each_other_at_once(databases, migrated):
    from tests.conftest import opened

    engine = opened(databases.new("last_administrator", migrated))
    with engine.begin() as connection:
        ids = [added(connection, name, "administrator").person_id for name in ("甲", "乙")]
    refused, together = [], threading.Barrier(2)

    def demote(person_id: int) -> None:
        with engine.begin() as connection:
            together.wait(120)
            try:
                set_role(connection, person_id, "viewer")
            except WrongUseError as error:
                refused.append(error)

    both = [threading.Thread(target=demote, args=(one,)) for one in ids]
    for one in both:
        one.start()
    for one in both:
        one.join(120)
    with engine.connect() as connection:
        assert sorted(one.role for one in accounts(connection)) == ["administrator", "viewer"]
    assert len(refused) == 1
    engine.dispose()


def test_another_password_ends_the_sessions_but_the_own(connection):
    one = added(connection)
    here, elsewhere = (open_session(connection, one.person_id, address="") for _ in range(2))
    set_password(connection, one.person_id, "four blue herons", keep_session=session_hash(here))
    assert person_of_session(connection, here) is not None
    assert person_of_session(connection, elsewhere) is None


def test_a_disabled_account_is_out_at_once_and_enabled_again_must_log_in(connection):
    added(connection, "主任", "administrator")
    one = added(connection)
    session = open_session(connection, one.person_id, address="")
    disable(connection, one.person_id)
    assert person_of_session(connection, session) is None
    enable(connection, one.person_id)
    assert person_of_session(connection, session) is None


def test_a_role_counts_from_the_next_request_on(connection):
    added(connection, "主任", "administrator")
    one = added(connection, role="editor")
    session = open_session(connection, one.person_id, address="")
    set_role(connection, one.person_id, "viewer")
    assert person_of_session(connection, session).role == "viewer"
