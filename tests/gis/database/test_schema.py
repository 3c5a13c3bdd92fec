"""The database holds what it promises: tables as described, good outlines, a ledger that stays."""

import pytest
import shapely
from sqlalchemy import Table, text
from sqlalchemy.exc import DBAPIError

from gis.database import derived_tables, schema, tables
from gis.database.copy import copy_rows
from gis.database.metadata import SCHEMA
from gis.database.schema import LAND
from gis.database.scripts import run_script, sql_file
from projects.load import load_package
from projects.store.schema import migrate
from tests.small_land import block, package, parcel, storage


def test_the_land_stands_alone(connection):
    connection.execute(text(f"drop schema {SCHEMA} cascade"))
    schema.migrate(connection, (LAND,))
    made = connection.scalars(
        text("select tablename from pg_tables where schemaname = :schema"), {"schema": SCHEMA}
    )
    described = {
        one.name
        for module in (tables, derived_tables)
        for one in vars(module).values()
        if isinstance(one, Table)
    }
    assert set(made) - {"alembic_version"} == described
    for view in ("v_zone", "v_reserve", "v_parcel", "v_event"):
        connection.execute(text(f"select * from {SCHEMA}.{view}"))


def test_migrating_twice_does_nothing(connection):
    migrate(connection)
    before = connection.scalar(text("select max(xmin::text::bigint) from pg_proc"))
    migrate(connection)
    assert connection.scalar(text("select max(xmin::text::bigint) from pg_proc")) == before


def test_routines_are_made_again_after_a_change(connection):
    connection.execute(text("drop view landplan.v_zone"))
    connection.execute(text(f"comment on schema {SCHEMA} is 'older'"))
    migrate(connection)
    assert connection.scalar(text("select count(*) from landplan.v_zone")) == 0


@pytest.mark.parametrize(
    ("outline", "said"),
    [
        ("MULTIPOLYGON(((113 23,114 24,114 23,113 24,113 23)))", "zone_valid_check"),
        ("MULTIPOLYGON EMPTY", "zone_valid_check"),
        ("POLYGON((113 23,114 23,114 24,113 23))", "does not match column type"),
    ],
)
def test_only_valid_multipolygons_are_kept(connection, outline, said):
    load_package(connection, package())
    with pytest.raises(DBAPIError, match=said):
        connection.execute(
            text("update landplan.zone set outline = st_geomfromtext(:outline, 4490)"),
            {"outline": outline},
        )


def test_only_epsg_4490_is_kept(connection):
    load_package(connection, package())
    with pytest.raises(DBAPIError, match="SRID"):
        connection.execute(text("update landplan.zone set outline = st_setsrid(outline, 4326)"))


@pytest.mark.parametrize(
    "change",
    [
        "update landplan.land_event set declared_ha = 1",
        "delete from landplan.land_event",
        "truncate landplan.land_event cascade",
        "update landplan.place set measured_m2 = 1",
        "truncate landplan.place",
        "truncate landplan.project_record, landplan.indicator_record",
    ],
)
def test_the_ledger_is_append_only(connection, change):
    square = block(0, 0, 1, 1)
    events = (storage("E1", "2021-06-30", square, parcel_ids=("P1",)),)
    load_package(connection, package(events=events, parcels=(parcel("P1", square),)))
    connection.execute(text("set constraints all immediate"))  # nothing pending of the load
    with pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text(change))


def test_measured_areas_follow_their_outlines(connection):
    load_package(connection, package())
    connection.execute(
        text("update landplan.zone set outline = st_setsrid(:half ::geometry, 4490)"),
        {"half": shapely.to_wkb(block(0, 0, 5, 20), hex=True)},
    )
    measured = connection.scalars(text("select measured_m2 from landplan.zone"))
    assert list(measured) == [pytest.approx(1_000_000, rel=1e-6)] * 3


def test_hostile_text_is_only_text(connection):
    name = "'); drop table landplan.zone; --\\t\x01\"\\N"
    copy_rows(
        connection,
        "landplan.plan",
        ("plan_id", "title", "starts_on", "ends_on", "sample"),
        [("hostile", name, "2021-01-01", "2025-12-31", True)],
    )
    query = text("select title from landplan.plan where plan_id = 'hostile'")
    assert connection.scalar(query) == name


def test_views_have_comments_and_answer(connection):
    load_package(connection, package(events=(storage("E1", "2021-06-30", block(0, 0, 4, 1)),)))
    views = connection.execute(
        text(
            "select c.relname, obj_description(c.oid) from pg_class c"
            " where relnamespace = 'landplan'::regnamespace and relkind = 'v' order by 1"
        )
    ).all()
    assert [name for name, _ in views] == [
        "plan_day", "v_balance", "v_event", "v_indicator", "v_investment", "v_parcel",
        "v_parcel_history", "v_project", "v_reserve", "v_structure", "v_zone",
    ]  # fmt: skip
    for name, comment in views:
        assert comment
        connection.execute(text(f"select * from landplan.{name}"))
    reserve = connection.execute(text("select measured_ha from landplan.v_reserve")).scalar_one()
    assert reserve == pytest.approx(4, rel=1e-6)


def test_every_column_of_a_view_says_what_it_is(connection):
    silent = connection.execute(
        text(
            "select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid"
            " where c.relnamespace = 'landplan'::regnamespace and c.relkind = 'v' and a.attnum > 0"
            " and col_description(c.oid, a.attnum) is null"
        )
    ).all()
    assert silent == []


def test_a_basis_that_cannot_be_meant_is_refused(connection):
    load_package(connection, package())
    with pytest.raises(DBAPIError, match="declared or measured"):
        connection.execute(
            text("select * from landplan.land_balance('small', date '2022-01-01', 'measur')")
        )


def test_functions_for_analysts_have_comments(connection):
    found = connection.scalars(
        text(
            "select obj_description(p.oid) from pg_proc p"
            " where pronamespace = 'landplan'::regnamespace"
            " and proname in ('land_balance', 'land_counted', 'land_held', 'parcel_status')"
        )
    ).all()
    assert len(found) == 4
    assert all(found)


def test_a_routine_of_an_older_name_is_renamed_with_what_stands_on_it(connection):
    role = "create role reader; grant execute on function landplan.land_isolated to reader;"
    connection.execute(text(role))
    connection.execute(text("alter function landplan.land_isolated rename to land_alone"))
    run_script(connection, sql_file("gis", "steps/0008_words.sql").text)
    rights = text(
        "select has_function_privilege('reader', 'landplan.land_isolated(text, date, bigint[])', "
        "'execute'), to_regproc('landplan.land_alone') is null"
    )
    assert connection.execute(rights).one() == (True, True)
    connection.execute(text("select * from landplan.land_held('none', date '2025-12-31')"))
