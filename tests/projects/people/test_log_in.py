"""Log-in: one answer for all that is wrong, and guessing that takes longer and longer."""

import threading

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, select, text

from gis.errors import LockedOutError, WrongPasswordError
from projects.people import passwords
from projects.people.accounts import account_named, add_account, disable
from projects.people.audit import AuditFilter, audit_rows
from projects.people.guesses import FREE, LONGEST_WAIT_S, _network, _wait_s
from projects.people.log_in import log_in, verified
from projects.people.sessions import person_of_session
from projects.people.tables import person
from tests.conftest import opened

RIGHT = "three grey herons"


@pytest.fixture(scope="module")
def kept_engine(databases, migrated):
    made = opened(databases.new("log_in", migrated))
    yield made
    made.dispose()


@pytest.fixture
def engine(kept_engine):
    """Give a database with two accounts; what a log-in does is committed there."""
    with kept_engine.begin() as connection:
        for table in ("password_guess", "person_session", "person"):
            connection.execute(text(f"delete from landplan.{table}"))
        add_account(connection, name="主任", role="administrator", password=RIGHT)
        add_account(connection, name="王工", role="editor", password=RIGHT)
    return kept_engine


def tried(engine: Engine, name: str, password: str = "wrong one", address: str = "10.0.0.7"):
    return log_in(engine, name=name, password=password, address=address)


def waited(engine: Engine, seconds: float) -> None:
    with engine.begin() as connection:
        connection.execute(
            text("update landplan.password_guess set failed_at = failed_at - :s * interval '1 s'"),
            {"s": seconds},
        )


def refused(engine: Engine, name: str, times: int, address: str = "10.0.0.7") -> None:
    for _ in range(times):
        with pytest.raises(WrongPasswordError):
            tried(engine, name, address=address)


def test_the_right_password_lets_in_and_ends_the_session_that_came(engine):
    first = tried(engine, " 王工 ", RIGHT)
    again = log_in(engine, name="王工", password=RIGHT, address="", before=first.session)
    assert (again.person.role, again.before, again.session != first.session) == (
        "editor",
        "王工",
        True,
    )
    with engine.connect() as connection:
        assert person_of_session(connection, first.session) is None
        assert person_of_session(connection, again.session) == again.person


def test_a_session_that_somebody_planted_is_not_taken_over(engine):
    entered = log_in(engine, name="王工", password=RIGHT, address="", before="planted")
    assert entered.before is None
    with engine.connect() as connection:
        assert person_of_session(connection, "planted") is None


def test_unknown_disabled_and_wrong_get_the_same_answer_after_the_same_work(engine, monkeypatch):
    with engine.begin() as connection:
        disable(connection, account_named(connection, "王工").person_id)
    verifications = []
    counting = Counting(passwords._hasher(), verifications)
    monkeypatch.setattr(passwords, "_hasher", lambda: counting)
    told = set()
    for name, password in (
        ("王工", RIGHT),
        ("主任", "wrong one"),
        ("没有这个人", RIGHT),
        ("\0", RIGHT),
    ):
        with pytest.raises(WrongPasswordError) as error:
            tried(engine, name, password)
        told.add((error.value.zh, error.value.en))
    assert len(told) == 1
    assert verifications == [8] * 4  # the same work, here little


class Counting:
    """Hashes as another, and notes the memory that each hash checked was made with."""

    def __init__(self, hasher, verifications):
        self.hasher, self.verifications = hasher, verifications

    def hash(self, password):
        return self.hasher.hash(password)

    def verify(self, password_hash, password):
        self.verifications.append(int(password_hash.split("m=")[1].split(",")[0]))
        return self.hasher.verify(password_hash, password)


@pytest.mark.parametrize("name", ["王工", "没有这个人"])
def test_guessing_at_a_name_is_locked_out_longer_each_time(engine, name):
    refused(engine, name, FREE["name"])
    for minutes in (1, 2, 4):
        with pytest.raises(LockedOutError) as error:
            tried(engine, name, RIGHT)
        assert minutes * 60 - 30 < error.value.wait_s <= minutes * 60
        waited(engine, minutes * 60)
        refused(engine, name, 1)


def test_the_right_password_after_the_wait_forgets_the_wrong_ones(engine):
    refused(engine, "王工", FREE["name"])
    waited(engine, 60)
    tried(engine, "王工", RIGHT)
    refused(engine, "王工", FREE["name"])


def test_guessing_from_an_address_is_locked_out_whatever_the_names(engine):
    for number in range(FREE["address"]):
        refused(engine, f"名字{number}", 1)
    with pytest.raises(LockedOutError):
        tried(engine, "王工", RIGHT)
    tried(engine, "王工", RIGHT, address="10.0.0.8")


def test_right_passwords_of_many_do_not_lock_their_address(engine):
    for _ in range(FREE["address"] + 1):
        verified(engine, name="王工", password=RIGHT, address="10.0.0.7")


def test_guesses_at_once_are_counted_too(engine):
    outcomes = []

    def guess() -> None:
        try:
            tried(engine, "王工")
        except (WrongPasswordError, LockedOutError) as error:
            outcomes.append(type(error))

    guesses = [threading.Thread(target=guess) for _ in range(12)]
    for one in guesses:
        one.start()
    for one in guesses:
        one.join(120)
    assert outcomes.count(WrongPasswordError) == FREE["name"]
    assert outcomes.count(LockedOutError) == 12 - FREE["name"]


def test_wrong_passwords_are_forgotten_after_a_day(engine):
    refused(engine, "王工", FREE["name"])
    waited(engine, 86_400)
    refused(engine, "王工", FREE["name"])
    tried(engine, "主任", RIGHT)
    waited(engine, 86_400)
    tried(engine, "主任", RIGHT)
    with engine.connect() as connection:
        assert connection.scalar(text("select count(*) from landplan.password_guess")) == 1


def test_no_wait_is_longer_than_an_hour():
    assert _wait_s("name", 4, 0) == 0
    assert [_wait_s("name", 5 + n, 0) for n in range(8)] == [
        60,
        120,
        240,
        480,
        960,
        1920,
        3600,
        3600,
    ]
    assert _wait_s("name", 100_000, 0) == LONGEST_WAIT_S
    assert _wait_s("address", 19, 0) == 0


def test_an_ipv6_user_is_the_network_not_the_address():
    assert _network("2001:db8:1:2:3::4") == _network("2001:db8:1:2::1")
    assert _network("2001:db8:1:2::1") != _network("2001:db8:1:3::1")
    assert _network("10.0.0.7") == "10.0.0.7"
    assert _network("testclient") == "testclient"


def test_the_audit_has_each_log_in_and_no_word_that_was_typed(engine):
    refused(engine, "my password in the wrong field", 1)
    refused(engine, "王工", 1)
    tried(engine, "王工", RIGHT)
    with engine.connect() as connection:
        rows = audit_rows(connection, AuditFilter(), most=3)
    assert [(row.action, row.person, row.address) for row in rows] == [
        ("login", "王工", "10.0.0.7"),
        ("login.refused", "王工", "10.0.0.7"),
        ("login.refused", "", "10.0.0.7"),
    ]
    assert "password" not in str(rows)


def test_a_hash_made_with_less_work_is_renewed(engine, in_earnest):
    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1)
    with engine.begin() as connection:
        connection.execute(
            text("update landplan.person set password_hash = :weak"), {"weak": weak.hash(RIGHT)}
        )
    tried(engine, "王工", RIGHT)
    with engine.connect() as connection:
        kept = dict(map(tuple, connection.execute(select(person.c.name, person.c.password_hash))))
    assert "m=65536" in kept["王工"] and "m=8192" in kept["主任"]
