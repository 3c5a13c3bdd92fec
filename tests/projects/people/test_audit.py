"""The audit: only added to, by whoever; seen by the owner alone; hostile text is only text."""

import csv
from datetime import UTC, datetime, timedelta, timezone
from types import SimpleNamespace

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from projects.load import load_package
from projects.people.accounts import Person, add_account
from projects.people.audit import AuditFilter, audit, audit_rows, every_audit_row, write_audit
from projects.people.audit_file import write_audit_file
from projects.store.remove_plan import remove_plan
from tests.small_land import package

WANG = Person(person_id=1, name="王工", role="editor")
REQUEST = SimpleNamespace(client=SimpleNamespace(host="10.0.0.7"))
PEOPLE = ("person", "person_session", "person_token", "password_guess", "audit")


def test_it_tells_who_did_what_from_where(connection):
    audit(connection, WANG, "project.stage", "P-1", {"was": "储备", "is": "开工"}, REQUEST)
    [row] = audit_rows(connection, AuditFilter(), most=10)
    assert (row.person, row.role, row.address) == ("王工", "editor", "10.0.0.7")
    assert (row.action, row.subject) == ("project.stage", "P-1")
    assert row.details == {"was": "储备", "is": "开工"}
    assert abs(datetime.now(UTC) - row.happened_at) < timedelta(minutes=5)


def test_what_a_token_does_names_it(connection):
    script = Person(person_id=1, name="王工", role="editor", token="月报")
    audit(connection, script, "x", "", {}, SimpleNamespace(client=None))
    [row] = audit_rows(connection, AuditFilter(), most=1)
    assert (row.address, row.details) == ("", {"token": "月报"})


@pytest.mark.parametrize(
    "change",
    ["update landplan.audit set person = 'x'", "update landplan.audit set details = '{}'",
     "delete from landplan.audit", "truncate landplan.audit", "truncate landplan.audit cascade",
     "insert into landplan.audit (audit_id, person) values (1, 'x')",
     "merge into landplan.audit a using (select 1) s on true when matched then delete"],
)  # fmt: skip
@pytest.mark.parametrize(
    "first",
    ["select", "set local session_replication_role = replica",
     "select set_config('landplan.keeping', 'on', true)",
     "select set_config('landplan.bulk', 'on', true)"],
)  # fmt: skip
def test_not_even_the_owner_changes_it(connection, change, first):
    write_audit(connection, who="王工", action="x")
    connection.execute(text(first))
    with pytest.raises(DBAPIError, match=r"append-only|audit_id"):
        connection.execute(text(change))


def test_it_stays_when_a_plan_goes(connection):
    load_package(connection, package())
    audit(connection, WANG, "x", "t", {}, REQUEST)
    plan_id = connection.scalar(text("select plan_id from landplan.plan"))
    remove_plan(connection, plan_id)
    assert len(audit_rows(connection, AuditFilter(), most=10)) == 1


@pytest.mark.parametrize("table", PEOPLE)
def test_others_see_no_row_of_people_whatever_is_granted(connection, table):
    one = add_account(connection, name="王工", role="administrator", password="three grey herons")
    for statement in (
        "insert into landplan.person_session (token_hash, person_id) values ('x', :one)",
        "insert into landplan.person_token (person_id, role, token_hash, expires_at)"
        " values (:one, 'viewer', 'x', now())",
        "insert into landplan.password_guess values ('name', 'x', 1)",
        "insert into landplan.audit (person) values ('x')",
        "create role landplan_of_test",
        "grant usage on schema landplan to landplan_of_test",
        "grant all on all tables in schema landplan to landplan_of_test",
    ):
        connection.execute(text(statement), {"one": one.person_id} if ":one" in statement else {})
    count = text(f"select count(*) from landplan.{table}")
    assert connection.scalar(count) == 1
    connection.execute(text("set local role landplan_of_test"))
    assert connection.scalar(count) == 0
    connection.execute(text("reset role"))


def test_rows_are_found_by_who_what_and_when(connection):
    for who, action, subject in (("甲", "a", "P-1"), ("乙", "a", "P_2"), ("甲", "b", "100%")):
        write_audit(connection, who=who, action=action, subject=subject)

    def found(**wanted):
        return [row.subject for row in audit_rows(connection, AuditFilter(**wanted), most=9)]

    assert found() == ["100%", "P_2", "P-1"]
    assert found(person="甲") == ["100%", "P-1"]
    assert found(action="a") == ["P_2", "P-1"]
    assert found(text="_") == ["P_2"]
    assert found(text="%") == ["100%"]
    assert found(person="' or true --") == found(text="\0") == []
    then = connection.scalar(text("select now()"))
    assert found(since=then) == ["100%", "P_2", "P-1"] and found(until=then) == []
    assert found(since=then + timedelta(seconds=1)) == []


def test_pages_follow_each_other(connection):
    for number in range(7):
        write_audit(connection, who="甲", action=str(number))
    first = audit_rows(connection, AuditFilter(), most=3)
    second = audit_rows(connection, AuditFilter(), most=3, before=first[-1].audit_id)
    assert [row.action for row in (*first, *second)] == ["6", "5", "4", "3", "2", "1"]
    assert sum(len(part) for part in every_audit_row(connection, AuditFilter())) == 7


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(details=st.dictionaries(st.text(), anything, max_size=4), subject=st.text())
def test_any_details_are_stored(database, details, subject):
    with database.connect() as connection, connection.begin() as transaction:
        audit(connection, WANG, "x", subject, details, REQUEST)
        transaction.rollback()


def test_endless_details_are_cut(connection):
    deep = {}
    deep["in"] = deep
    write_audit(connection, who="甲", action="x", details={"deep": deep, "long": "字" * 10_000})
    [row] = audit_rows(connection, AuditFilter(), most=1)
    assert len(row.details["long"]) == 2000 and row.details["long"].endswith("…")


HOSTILE = ["=HYPERLINK(1)", "+1", "@x", "<script>", 'a,b"c', "a\nb"]


@pytest.mark.parametrize("ends", ["csv", "xlsx"])
def test_as_a_file_it_has_all_rows_and_no_formula(connection, tmp_path, ends):
    for each in HOSTILE:
        write_audit(connection, who=each, action="x", subject=each, details={each: each})
    connection.execute(text("set local time zone 'America/New_York'"))
    file = tmp_path / f"audit.{ends}"
    beijing = timezone(timedelta(hours=8))
    assert write_audit_file(connection, AuditFilter(), file, time_zone=beijing) == len(HOSTILE)
    if ends == "csv":
        with file.open(encoding="utf-8-sig", newline="") as told:
            rows = list(csv.DictReader(told))
        assert [row["subject"].lstrip("'") for row in reversed(rows)] == HOSTILE
        assert not any(row["subject"].startswith(("=", "+", "@")) for row in rows)
        assert {row["happened_at"][-6:] for row in rows} == {"+08:00"}
    else:
        sheet = openpyxl.load_workbook(file)["audit"]
        cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        assert [row[6].value for row in sheet.iter_rows(min_row=2)] == HOSTILE[::-1]
