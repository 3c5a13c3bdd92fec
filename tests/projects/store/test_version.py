"""The version of a plan: greater after every change of what is shown of it, the same without."""

from datetime import date

import pytest
from sqlalchemy import create_engine, text

from projects.load import load_package
from projects.store.records import record_indicator, record_stage
from projects.store.remove_plan import remove_plan
from projects.store.version import plan_version, plan_versions
from tests.small_land import block, package, parcel, storage

PLAN = "tianhe-2021-2025"
FOLLOW_FROM_THE_LEDGER = {
    "place", "place_zone", "place_overlap", "land_event", "land_share", "zone_day", "zone_month",
    "zone_ten_days", "parcel_history", "reserve_piece", "event_counted",
    "tile_plan", "tile_parcel", "tile_part", "tile_grid", "tile_stale",
}  # fmt: skip
"""Whose every change locks the row in `ledger`, which is watched, or is made from it when asked."""
NOT_SHOWN = {"plan_change", "batch_was", "job"}
"""On no page that is kept by the plan's version."""
CHANGED_IN_PLACE = (
    "plan", "document", "zone", "land_use", "parcel", "target", "project", "project_source",
    "indicator", "investment", "finding", "structure_part",
)  # fmt: skip


def test_every_table_of_a_plan_is_watched_or_follows_from_one_that_is(connection):
    found = connection.execute(
        text(
            "select c.relname, array_agg(t.tgtype & 60) filter (where t.tgfoid ="
            " 'landplan.plan_changed'::regproc) as kinds"
            " from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'plan_id'"
            " left join pg_trigger t on t.tgrelid = c.oid"
            " where c.relnamespace = 'landplan'::regnamespace and c.relkind = 'r'"
            " group by c.relname"
        )
    ).all()
    unwatched = {name for name, kinds in found if not kinds}
    assert unwatched == FOLLOW_FROM_THE_LEDGER | NOT_SHOWN
    inserts, deletes, updates, truncates = 4, 8, 16, 32
    wholly = {name for name, kinds in found if kinds} - {"parcel"}
    assert {name for name, kinds in found if kinds and len(kinds) == 4} == wholly
    every = {frozenset(kinds) for name, kinds in found if name in wholly}
    assert every == {frozenset((inserts, deletes, updates, truncates))}


@pytest.mark.parametrize("table", CHANGED_IN_PLACE)
def test_a_changed_row_makes_a_greater_version(builtin_connection, table):
    before = plan_version(builtin_connection, PLAN)
    builtin_connection.execute(
        text(
            f"update landplan.{table} set plan_id = plan_id where ctid ="
            f" (select min(ctid) from landplan.{table} where plan_id = '{PLAN}')"
        )
    )
    assert plan_version(builtin_connection, PLAN) > before


def test_a_row_that_goes_makes_a_greater_version(builtin_connection):
    before = plan_version(builtin_connection, PLAN)
    builtin_connection.execute(text("delete from landplan.finding"))
    after = plan_version(builtin_connection, PLAN)
    builtin_connection.execute(text("truncate landplan.target_schedule"))
    assert before < after < plan_version(builtin_connection, PLAN)


def test_records_make_a_greater_version(builtin_connection):
    versions = [plan_version(builtin_connection, PLAN)]
    project_id, printed = builtin_connection.execute(
        text("select project_id, stage from landplan.project where stage = '在建' limit 1")
    ).one()
    record_stage(
        builtin_connection, PLAN, project_id,
        stage="投产", happened_on=date(2023, 5, 1), by="测试",
    )  # fmt: skip
    versions.append(plan_version(builtin_connection, PLAN))
    zone_id, name, scope = builtin_connection.execute(
        text("select zone_id, indicator, scope from landplan.indicator where zone_id <> '' limit 1")
    ).one()
    record_indicator(
        builtin_connection, PLAN,
        zone_id=zone_id, indicator=name, scope=scope, year=2023, value=1.0, by="测试",
    )  # fmt: skip
    versions.append(plan_version(builtin_connection, PLAN))
    assert printed == "在建" and sorted(set(versions)) == versions


def test_the_ledger_makes_a_greater_version_and_reading_does_not(connection):
    assert plan_version(connection, "small") == 0
    load_package(connection, package(parcels=(parcel("P1", block(0, 0, 4, 1)),)))
    loaded = plan_version(connection, "small")
    connection.execute(text("select count(*) from landplan.v_parcel")).all()
    connection.execute(text("update landplan.project set note = '' where false"))
    assert plan_version(connection, "small") == loaded
    event = storage("E1", "2021-06-30", block(0, 0, 4, 1), parcel_ids=("P1",))
    load_package(connection, package(parcels=(parcel("P1", block(0, 0, 4, 1)),), events=(event,)))
    [(plan_id, told)] = plan_versions(connection).items()
    assert (plan_id, *told) == ("small", package().plan.title, plan_version(connection, "small"))
    assert plan_version(connection, "small") > loaded > 0


def test_a_plan_that_comes_again_goes_on_from_its_version(connection):
    load_package(connection, package())
    first = plan_version(connection, "small")
    remove_plan(connection, "small")
    gone = plan_version(connection, "small")
    load_package(connection, package())
    assert first < gone < plan_version(connection, "small")


def test_two_sessions_that_write_different_tables_do_not_wait(databases, with_builtin):
    made = create_engine(databases.new("versions", with_builtin))
    reader = made.execution_options(isolation_level="AUTOCOMMIT").connect()
    with made.connect() as one, made.connect() as other, reader:
        versions = [plan_version(reader, PLAN)]
        one.execute(text("update landplan.project set note = note || '！'"))
        other.execute(text("set lock_timeout = '60s'"))
        other.execute(text("update landplan.investment set note = note || '！'"))
        for session in (other, one):
            session.commit()
            versions.append(plan_version(reader, PLAN))
    made.dispose()
    assert sorted(set(versions)) == versions
