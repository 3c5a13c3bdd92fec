"""`landplan users`: accounts from the machine, passwords never in a call, each change audited."""

import json
import os
import pty
import sys
import termios
import time
from subprocess import Popen

import pytest

from gis.database.engine import engine
from landplan.command.who import user
from projects.people.accounts import account_named
from projects.people.audit import AuditFilter, audit_rows
from projects.people.log_in import verified
from tests.people import quick_hashes

__all__ = ["quick_hashes"]

PASSWORD = "three grey herons"


@pytest.fixture(scope="module")
def own(databases, migrated, environment):
    """Give an environment whose database has no accounts but those made here."""
    url = databases.new("users_commands", migrated).render_as_string(hide_password=False)
    return environment | {"LANDPLAN_DATABASE_URL": url}


@pytest.fixture
def users(landplan, own):
    return lambda *words, told="": landplan("users", *words, env=own, told=told)


@pytest.fixture(scope="module")
def database_of_own(own):
    opened = engine(own["LANDPLAN_DATABASE_URL"])
    yield opened
    opened.dispose()


def test_a_life_of_an_account(users, database_of_own) -> None:
    told = f"{PASSWORD}\r\nnot this line\n"
    assert "已添加 王工" in users(
        "add", "王工", "--role", "administrator", "--password-stdin", told=told
    ).stdout  # fmt: skip
    verified(database_of_own, name="王工", password=PASSWORD, address="")
    assert users("add", "小李", "--password-stdin", told=PASSWORD).returncode == 0
    assert users("role", "小李", "editor").returncode == 0
    assert users("passwd", "小李", "--password-stdin", told="four blue herons").returncode == 0
    verified(database_of_own, name="小李", password="four blue herons", address="")
    assert users("disable", "小李").returncode == 0
    rows = json.loads(users("list", "--format", "json").stdout)["rows"]
    assert [(row["name"], row["role"], row["disabled_at"] is None) for row in rows] == [
        ("小李", "editor", False),
        ("王工", "administrator", True),
    ]
    assert users("enable", "小李").returncode == 0
    assert "小李" in users("list").stdout and "editor" in users("list", "--lang", "en").stdout
    header = users("list", "--format", "csv").stdout.splitlines()[0]
    assert header == "name,role,created_at,seen_at,disabled_at"
    with database_of_own.connect() as connection:
        rows = audit_rows(connection, AuditFilter(), most=20)
    assert [(row.action, row.subject) for row in reversed(rows)] == [
        ("account.add", "王工"), ("account.add", "小李"), ("account.role", "小李"),
        ("account.password", "小李"), ("account.disable", "小李"), ("account.enable", "小李"),
    ]  # fmt: skip
    assert {(row.person, row.address) for row in rows} == {(user(), "")}
    assert PASSWORD not in str(rows)


@pytest.mark.parametrize(
    ("words", "told", "why"),
    [(("add", "乙"), PASSWORD, "没有终端"), (("add", "乙", "--password-stdin"), "", "0 个字符"),
     (("add", "乙", "--role", "chief", "--password-stdin"), PASSWORD, "无法识别"),
     (("passwd", "不在", "--password-stdin"), PASSWORD, "没有账户"),
     (("role", "不在", "editor"), "", "没有账户"), (("disable", "不在"), "", "没有账户"),
     (("add", "乙", "--password", PASSWORD), "", "--password")],
)  # fmt: skip
def test_what_cannot_be_meant_is_told(users, words, told, why) -> None:
    found = users(*words, told=told)
    assert found.returncode == 2
    assert why in found.stderr and PASSWORD not in found.stdout


def test_the_last_administrator_stays(users) -> None:
    users("add", "主任", "--role", "administrator", "--password-stdin", told=PASSWORD)
    rows = json.loads(users("list", "--format", "json").stdout)["rows"]
    others = [one["name"] for one in rows if one["role"] == "administrator"]
    told = [users("role", name, "viewer").returncode for name in others]
    assert told == [0] * (len(others) - 1) + [2]


@pytest.mark.process
@pytest.mark.parametrize(("again", "status"), [(PASSWORD, 0), ("another one", 2)])
def test_on_a_terminal_the_password_is_typed_twice_and_not_shown(
    own, repo, database_of_own, again, status
) -> None:
    name = f"终端{status}"
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "landplan", "users", "add", name]
    terminal = {"stdin": theirs, "stdout": theirs, "stderr": theirs, "start_new_session": True}
    # a session of its own has no other terminal than this one
    take = "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
    command = [sys.executable, "-c", take + "os.execv(sys.argv[1], sys.argv[1:])", *command]
    with Popen(command, cwd=repo, env=own, **terminal) as asking:
        os.close(theirs)
        shown = read_until(ours, "新口令")
        type_unseen(ours, PASSWORD)
        shown += read_until(ours, "再输一次")
        type_unseen(ours, again)
        shown += read_until(ours, "已添加" if status == 0 else "不一致")
        assert asking.wait(60) == status
    os.close(ours)
    assert PASSWORD not in shown and again not in shown
    if status == 0:
        with database_of_own.connect() as connection:
            assert account_named(connection, name).role == "viewer"


def read_until(terminal: int, wanted: str) -> str:
    shown = b""
    while wanted.encode() not in shown:
        shown += os.read(terminal, 1000)
    return shown.decode()


def type_unseen(terminal: int, told: str) -> None:
    """Type a line once the program has put the echo off: what came before that is thrown away."""
    while termios.tcgetattr(terminal)[3] & termios.ECHO:
        time.sleep(0.01)
    os.write(terminal, f"{told}\n".encode())
