"""Functions and views are made anew by an upgrade, whatever they were; what others built stays."""

import pytest
from sqlalchemy import text

from gis.database.scripts import run_script
from gis.errors import DatabaseError
from projects.load import load_package
from projects.monitoring.deep_check import deep_findings
from projects.store.schema import migrate
from tests.small_land import block, package, parcel, storage

OLDER = "comment on schema landplan is 'older';"
THEIRS = (
    "select relname, pg_get_viewdef(c.oid), reloptions, relowner::regrole::text, relacl::text,"
    " array(select attacl::text from pg_attribute where attrelid = c.oid and attacl is not null),"
    " obj_description(c.oid), col_description(c.oid, 1) from pg_class c"
    " where relkind = 'v' and relname in ('我的 片区', 'on_it') order by 1"
)


def upgraded_from(connection, statements: str) -> None:
    run_script(connection, OLDER + statements)
    migrate(connection)


@pytest.mark.parametrize(
    "earlier",
    [
        "drop function landplan.land_target cascade;"
        "create function landplan.land_target(plan text, as_of date) returns int return 1;",
        "create function landplan.land_balance(plan text) returns int return 1;",
        "drop view landplan.v_zone; create view landplan.v_zone as select 1 as one;",
        "create function landplan.land_alone() returns int return 1;",
    ],
    ids=["another result", "other arguments", "other columns", "another name"],
)
def test_earlier_routines_give_way(connection, earlier):
    upgraded_from(connection, earlier)
    named = text(
        "select count(*) from pg_proc where pronamespace = 'landplan'::regnamespace"
        " and proname in ('land_target', 'land_balance', 'land_alone')"
    )
    assert connection.scalar(named) == 2
    connection.execute(text("select zone_id from landplan.v_zone"))
    connection.execute(text("select * from landplan.v_balance"))


def test_rights_and_owners_stay(connection):
    upgraded_from(
        connection,
        "create role reader; create role keeper; grant keeper to current_user;"
        "grant usage, create on schema landplan to keeper;"
        "grant select on landplan.v_balance to reader with grant option;"
        "revoke all on function landplan.land_balance from public;"
        "grant execute on function landplan.land_balance to reader;"
        "alter view landplan.v_zone owner to keeper;"
        "alter function landplan.measures owner to keeper;",
    )
    asked = text(
        "select has_table_privilege('reader', 'landplan.v_balance', 'select with grant option'),"
        " has_table_privilege('reader', 'landplan.v_zone', 'select'),"
        " has_function_privilege('reader', 'landplan.land_balance'::regproc, 'execute'),"
        " has_function_privilege('public', 'landplan.land_balance'::regproc, 'execute'),"
        " (select relowner::regrole::text from pg_class where oid = 'landplan.v_zone'::regclass),"
        " (select proowner::regrole::text from pg_proc where oid = 'landplan.measures'::regproc)"
    )
    assert connection.execute(asked).one() == (True, False, True, False, "keeper", "keeper")


def test_what_others_built_on_views_stays(connection):
    upgraded_from(connection, "create view public.mine as select * from landplan.v_balance;")
    connection.execute(text("select * from public.mine"))


def test_an_upgrade_that_others_stand_in_the_way_of_is_refused(connection):
    run_script(
        connection,
        OLDER + "drop view landplan.v_zone; create view landplan.v_zone as select 1 as one;"
        "create view public.mine as select * from landplan.v_zone;",
    )
    with pytest.raises(
        DatabaseError, match=r"view public\.mine: column v_zone\.one does not exist"
    ):
        migrate(connection)


def test_what_is_no_view_stands_in_the_way_where_it_cannot_stay(connection):
    run_script(
        connection,
        OLDER + "drop view landplan.v_zone; create view landplan.v_zone as select 1 as one;"
        "create materialized view public.kept as select * from landplan.v_zone;",
    )
    with pytest.raises(DatabaseError, match=r"materialized view public\.kept depends on view"):
        migrate(connection)


def test_a_view_of_others_that_does_more_than_show_is_not_dropped(connection):
    run_script(
        connection,
        OLDER + "create view public.mine as select zone_id from landplan.v_zone;"
        "create rule nothing as on insert to public.mine do instead nothing;",
    )
    migrate(connection)  # v_zone is as it was: it is replaced where it stands
    rules = text("select count(*) from pg_rewrite where ev_class = 'public.mine'::regclass")
    assert connection.scalar(rules) == 2


def test_views_of_others_are_made_again_as_they_were(connection):
    """On a view whose columns come in another order now, one on another, and on a function."""
    run_script(
        connection,
        OLDER + "drop view landplan.v_zone;"
        "create view landplan.v_zone as select plan_id, zone_id, name from landplan.zone;"
        "create role analyst; create role reader;"
        'create view public."我的 片区" with (security_barrier) as'
        " select name, landplan.ha(5) as ha from landplan.v_zone where name ~~ '%片';"
        'create view public.on_it as select ha from public."我的 片区";'
        "comment on view public.\"我的 片区\" is '片''区';"
        "comment on column public.on_it.ha is '公顷';"
        "grant select on public.on_it to reader with grant option;"
        "grant select (ha) on public.on_it to public; alter view public.on_it owner to analyst;",
    )
    before = connection.execute(text(THEIRS)).all()
    assert len(before) == 2
    migrate(connection)
    assert connection.execute(text(THEIRS)).all() == before
    connection.execute(text("select id from landplan.v_zone"))


def test_tables_of_no_version_are_refused(connection):
    run_script(connection, OLDER + "drop table landplan.zone_month cascade;")
    with pytest.raises(DatabaseError, match="landplan db restore"):
        migrate(connection)


def test_figures_of_other_code_are_computed_anew(connection):
    square = block(0, 0, 1, 1)
    events = (storage("E1", "2021-06-30", square, parcel_ids=("P1",)),)
    load_package(connection, package(events=events, parcels=(parcel("P1", square),)))
    connection.execute(text("set constraints all immediate"))
    upgraded_from(
        connection,
        "update landplan.kept set computed_by = 'older';"
        "set local session_replication_role = replica;"  # no trigger keeps them true
        "delete from landplan.land_share; delete from landplan.zone_day;"
        "delete from landplan.zone_month; set local session_replication_role = origin;",
    )
    assert connection.scalar(text("select sum(measured_m2) from landplan.zone_month")) > 19_000
    assert list(deep_findings(connection, "small")) == []
