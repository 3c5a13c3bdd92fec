"""`landplan db roles`: who logs in as a member of them reads the plan, or records land, no more.

On a server of its own, for roles are common to all databases of one.
"""

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import text

from gis.database.engine import engine
from gis.server.cluster import FAST_SETTINGS, Cluster
from projects.load import load_package
from projects.monitoring.deep_check import deep_findings
from projects.store.schema import migrate
from tests.small_land import block, package, parcel, storage, target

SQUARE = block(0, 0, 2, 1)
CLOSED = (
    "person", "person_session", "person_token", "password_guess", "audit",
    "job", "job_file", "job_chunk", "job_problem",
)  # fmt: skip
RELATIONS = (
    "select relname from pg_class where relnamespace = 'landplan'::regnamespace"
    " and relkind in ('r', 'v') and relname <> all (%s) order by 1"
)


@pytest.fixture(scope="module")
def cluster_running(run_folder):
    """Give a private server with the small plan: one parcel of two squares, stored."""
    cluster = Cluster(run_folder / "roles", server_settings=FAST_SETTINGS)
    opened = engine(cluster.ensure_running(), private=True)
    try:
        with opened.begin() as connection:
            migrate(connection)
            load_package(
                connection,
                package(
                    parcels=(parcel("P1", SQUARE),),
                    events=(storage("E1", "2021-06-30", SQUARE, parcel_ids=("P1",)),),
                    targets=(target("all", "storage", 4),),
                ),
            )
        yield cluster
    finally:
        opened.dispose()
        cluster.reset()


@pytest.fixture(scope="module")
def private(environment, cluster_running, run_folder):
    """Give the environment of commands on that server."""
    ours = {name: told for name, told in environment.items() if not name.startswith("LANDPLAN")}
    return ours | {"LANDPLAN_DATA_DIR": str(run_folder / "roles")}


@pytest.fixture(scope="module")
def roles(landplan, private, cluster_running):
    """Make the roles and a member of each; return what the command said, and the logins."""
    said = [landplan("db", "roles", env=private) for _ in range(2)]
    with psycopg.connect(cluster_running.libpq_url) as owner:
        owner.execute("create role zhang login; grant landplan_reader to zhang")
        owner.execute("create role wang login; grant landplan_editor to wang")
    return said


@pytest.fixture
def zhang(roles, cluster_running):
    """Give the connection of a reader; nothing of it is kept."""
    with psycopg.connect(cluster_running.libpq_url, user="zhang") as connection:
        yield connection
        connection.rollback()


@pytest.fixture
def wang(roles, cluster_running):
    """Give the connection of an editor; nothing of it is kept."""
    with psycopg.connect(cluster_running.libpq_url, user="wang") as connection:
        yield connection
        connection.rollback()


def refused(connection, statement):
    with pytest.raises(InsufficientPrivilege), connection.transaction():
        connection.execute(statement)


def test_the_command_says_what_it_did_and_again_is_no_harm(roles):
    first, again = roles
    assert (first.returncode, again.returncode) == (0, 0)
    assert first.stdout.splitlines()[:2] == [
        "landplan_reader  新建：可读全部视图与函数及其所依据的表",
        "landplan_editor  新建：此外可新增边界、地块与台账事件，可改地块",
    ]
    assert "已有，权限已重新授予" in again.stdout
    assert "grant landplan_reader to 用户名" in again.stdout


@pytest.mark.parametrize("name", ["zhang", "wang"])
def test_both_read_every_view_and_what_it_stands_on(request, name):
    connection = request.getfixturevalue(name)
    relations = [row for (row,) in connection.execute(RELATIONS, [list(CLOSED)])]
    assert len(relations) > 40
    for relation in relations:
        connection.execute(f"select * from landplan.{relation} limit 1")
    for asked in (
        "land_balance('small', '2025-12-31') where measure = 'storage' and zone = 'all'",
        "reserve('small', '2025-12-31')",
        "parcel_history('small', 'P1') where state = 'in_reserve'",
        "parcel_status('small', '2025-12-31', '2025-12-31')",
        "land_counted('small', '2025-12-31') where zone_id = 'all' and measure = 'storage'",
    ):
        assert len(connection.execute(f"select * from landplan.{asked}").fetchall()) == 1, asked
    for asked in ("conflicts('small')", "land_misfits('small')", "stored_differences('small')"):
        assert connection.execute(f"select * from landplan.{asked}").fetchall() == []
    found = connection.execute("select landplan.zone_of(outline) from landplan.v_parcel")
    assert found.fetchall() == [("west",)]


@pytest.mark.parametrize("name", ["zhang", "wang"])
@pytest.mark.parametrize("table", CLOSED)
def test_neither_sees_people_the_audit_or_jobs(request, name, table):
    connection = request.getfixturevalue(name)
    for statement in ("select * from", "delete from", "truncate"):
        refused(connection, f"{statement} landplan.{table}")


def test_a_reader_writes_nothing(zhang):
    writes = (
        "select relname from pg_class where relnamespace = 'landplan'::regnamespace"
        " and relkind in ('r', 'v') and (has_table_privilege(oid, 'insert, update, delete,"
        " truncate, references, trigger') or has_any_column_privilege(oid, 'insert, update'))"
    )
    assert zhang.execute(writes).fetchall() == []
    for statement in (
        "insert into landplan.place (plan_id, outline) select plan_id, outline from landplan.place",
        "update landplan.parcel set name = 'x'",
        "create table landplan.mine ()",
        "select landplan.undo_parcels('small', 1)",
        "select landplan.refresh_shares('small')",
        "set role landplan",
    ):
        refused(zhang, statement)


def test_an_editor_records_land_and_what_follows_is_kept(wang, cluster_running):
    place = (
        "insert into landplan.place (plan_id, outline) values"
        f" ('small', st_geomfromtext('{block(4, 0, 6, 1).wkt}', 4490)) returning place_id"
    )
    [place_id] = wang.execute(place).fetchone()
    wang.execute(
        "insert into landplan.parcel (plan_id, parcel_id, name, owner_kind, declared_ha, place_id)"
        " values ('small', 'P2', '东二', 'state', 2, %s)",
        [place_id],
    )
    wang.execute(
        "insert into landplan.land_event (plan_id, event_id, kind, happened_on, recorded_on,"
        " declared_ha, parcel_ids, place_id, whole)"
        " values ('small', 'E2', 'storage', '2022-06-30', '2022-07-01', 2, '{P2}', %s, true)",
        [place_id],
    )
    wang.execute("update landplan.parcel set name = '西一' where parcel_id = 'P1'")
    balance = "select round(actual_ha::numeric, 2) from landplan.v_balance where zone = 'all'"
    assert wang.execute(f"{balance} and measure = 'storage'").fetchone() == (4,)
    assert wang.execute("select * from landplan.stored_differences('small')").fetchall() == []


@pytest.mark.parametrize(
    "statement",
    [
        "update landplan.land_event set declared_ha = 9",
        "delete from landplan.land_event",
        "delete from landplan.parcel",
        "update landplan.parcel set batch_id = 1",
        "update landplan.parcel set parcel_id = 'P9'",
        "update landplan.place set measured_m2 = 1",
        "update landplan.zone_month set declared_ha = 9",
        "insert into landplan.project_record (plan_id, project_id, happened_on, stage)"
        " values ('small', 'x', '2022-01-01', '投产')",
        "update landplan.target set value = 0",
        "select landplan.undo_parcels('small', 1)",
        "alter table landplan.parcel disable trigger user",
    ],
)
def test_an_editor_changes_nothing_of_the_ledger_nor_of_the_plan(wang, statement):
    for setting in ("landplan.bulk", "landplan.keeping"):
        wang.execute(f"set local {setting} = 'on'")
    refused(wang, statement)


def test_no_setting_lets_an_editor_pass_the_checks(wang):
    wang.execute("set local landplan.bulk = 'on'")
    event = (
        "insert into landplan.land_event (plan_id, event_id, kind, happened_on, recorded_on,"
        " declared_ha, parcel_ids, place_id) select 'small', 'E2', 'supply', '2022-06-30',"
        " '2022-06-30', 2, '{P9}', place_id from landplan.parcel"
    )
    with pytest.raises(psycopg.errors.ForeignKeyViolation, match="there is no parcel P9"):
        wang.execute(event)


def test_the_deep_check_finds_nothing_in_what_an_editor_records(cluster_running, wang):
    wang.execute(
        "insert into landplan.place (plan_id, outline)"
        f" values ('small', st_geomfromtext('{block(1, 0, 3, 1).wkt}', 4490))"
    )
    wang.execute(
        "insert into landplan.land_event (plan_id, event_id, kind, happened_on, recorded_on,"
        " declared_ha, place_id) select 'small', 'E9', 'supply', '2023-06-30', '2023-06-30', 2,"
        " max(place_id) from landplan.place"
    )
    wang.commit()
    opened = engine(cluster_running.ensure_running(), private=True)
    with opened.connect() as connection:
        assert list(deep_findings(connection, "small")) == []
        states = connection.execute(text("select state from landplan.v_parcel")).scalars().all()
    opened.dispose()
    assert states == ["partly_supplied"]
