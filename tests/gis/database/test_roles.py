"""The roles' rights: exactly those that are meant, also of tables that come later."""

import pytest
from sqlalchemy import text

from gis.database.roles import ROLES, make_roles, rights
from gis.database.scripts import run_script
from gis.errors import DatabaseError
from projects.store.schema import migrate

MAY = text("select has_table_privilege(:role, :table, :right)")


@pytest.fixture
def roles(connection):
    """Make the roles; they go with the test's transaction."""
    assert make_roles(connection) == ROLES
    return connection


GIVEN_AWAY = """
create role plain; alter schema landplan owner to plain;
do $$
declare
    one regclass;
begin
    for one in select oid from pg_class
               where relnamespace = 'landplan'::regnamespace and relkind in ('r', 'v') loop
        execute format('alter table %s owner to plain', one);
    end loop;
end
$$;
set local role plain;
"""


def may(connection, role, table, right="select"):
    return connection.scalar(MAY, {"role": role, "table": f"landplan.{table}", "right": right})


def test_roles_that_are_there_are_not_made_again(roles):
    assert make_roles(roles) == ()


@pytest.mark.parametrize("role", ROLES)
def test_a_table_that_a_later_schema_brings_is_read_unless_it_is_closed(roles, role):
    run_script(
        roles,
        "create table landplan.later (n int); create table landplan.secret (n int);"
        "alter table landplan.secret enable row level security;"
        "create view landplan.v_later as select n from landplan.later;"
        "comment on schema landplan is 'older';",
    )
    assert not may(roles, role, "later")
    migrate(roles)
    assert may(roles, role, "later")
    assert may(roles, role, "v_later")
    assert may(roles, role, "v_parcel")  # made anew by the upgrade
    assert not may(roles, role, "secret")


@pytest.mark.parametrize("role", ROLES)
def test_what_was_given_besides_is_taken_back(roles, role):
    run_script(
        roles,
        f"grant all on all tables in schema landplan to {role};"
        f"alter default privileges in schema landplan grant select on tables to {role};",
    )
    assert may(roles, role, "audit")
    make_roles(roles)
    assert not may(roles, role, "audit")
    assert not may(roles, role, "target", "update")
    assert not may(roles, role, "land_event", "delete")
    assert may(roles, role, "land_event", "insert") == (role == "landplan_editor")


def test_functions_stay_open_to_them_where_the_public_is_shut_out(roles):
    run_script(roles, "revoke execute on all functions in schema landplan from public")
    make_roles(roles)
    asked = text("select has_function_privilege(:role, 'landplan.reserve(text, date)', 'execute')")
    assert [roles.scalar(asked, {"role": role}) for role in ROLES] == [True, True]
    asked = text("select has_function_privilege(:role, 'landplan.keep_owners(text)', 'execute')")
    assert [roles.scalar(asked, {"role": role}) for role in ROLES] == [False, True]


def test_who_may_not_make_roles_is_told_what_the_administrator_runs(connection):
    run_script(connection, GIVEN_AWAY)
    savepoint = connection.begin_nested()
    with pytest.raises(DatabaseError, match="create role landplan_reader; create role") as told:
        make_roles(connection)
    savepoint.rollback()
    assert "plain" in str(told.value)
    run_script(
        connection,
        "reset role; create role landplan_reader; create role landplan_editor;"
        "set local role plain; create table landplan.mine ();",
    )
    assert make_roles(connection) == ()
    assert may(connection, "landplan_reader", "mine")


def test_who_does_not_own_the_schema_is_told_who_does(roles):
    run_script(
        roles,
        "create role other; grant usage on schema landplan to other; set local role other",
    )
    with pytest.raises(DatabaseError, match="属于 landplan，只有它能授权") as told:
        make_roles(roles)
    assert "Connect as landplan" in told.value.en
    run_script(roles, rights().text)  # an upgrade by whoever may change tables does not fail for it
