"""The whole schema: from any step on the same, as the tables say, and in two rooms."""

import csv
import re
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Table, text

import projects.jobs.tables
import projects.people.tables  # noqa: F401
from gis.database.metadata import SCHEMA, metadata
from gis.database.schema import LAND
from gis.database.scripts import step_files
from gis.database.steps import run_steps
from gis.errors import DatabaseError
from projects import tables
from projects.package.columns import EVENTS, TABLES
from projects.store import comments
from projects.store.comments import ANY
from projects.store.schema import PLAN, migrate

STEPS = sorted(
    (step for part in (LAND, PLAN) for step in step_files(part.package)), key=lambda one: one.name
)
NUMBERS = [step.name.split("_")[0] for step in STEPS]
OF_THE_PLAN = [one.name for one in vars(tables).values() if isinstance(one, Table)]


NOT_VALID = (
    "select format('alter table %s validate constraint %I', conrelid::regclass, conname)"
    " from pg_constraint where connamespace = 'landplan'::regnamespace and not convalidated"
)


def test_steps_make_what_the_tables_say(connection, monkeypatch):
    # SQLAlchemy reads a constraint that is not valid yet with an option that it does not take
    for statement in connection.scalars(text(NOT_VALID)).all():
        connection.execute(text(statement))
    # the role has the schema's name, and Alembic leaves a default schema out
    monkeypatch.setattr(connection.dialect, "default_schema_name", "public")
    context = MigrationContext.configure(
        connection,
        opts={
            "include_schemas": True,
            "version_table_schema": SCHEMA,
            "include_name": lambda name, kind, parents: (
                name == SCHEMA if kind == "schema" else parents.get("schema_name") == SCHEMA
            ),
        },
    )
    differences = [one for one in compare_metadata(context, metadata) if not _of_comments(one)]
    assert differences == []


def test_step_numbers_are_their_order():
    assert [f"{number:04}" for number in range(len(STEPS))] == NUMBERS


@pytest.mark.parametrize("done", range(1, len(STEPS) + 1), ids=NUMBERS)
def test_a_database_comes_to_the_same_from_every_step(connection, done):
    fresh = _catalog(connection)
    connection.execute(text(f"drop schema {SCHEMA} cascade"))
    connection.execute(text(f"create schema {SCHEMA}"))
    run_steps(connection, STEPS[:done])
    migrate(connection)
    assert _catalog(connection) == fresh


def test_everything_of_the_schema_says_in_chinese_what_it_is(connection):
    """Tables, views, their columns, and functions."""
    found = connection.execute(
        text(
            "select c.relname || coalesce('.' || a.attname, '') as name,"
            " case when a.attnum > 0 then col_description(c.oid, a.attnum)"
            " else obj_description(c.oid, 'pg_class') end as said"
            " from pg_class c"
            " cross join lateral ("
            "     select attname, attnum from pg_attribute"
            "     where attrelid = c.oid and attnum > 0 and not attisdropped"
            "     union all select null, 0"
            " ) a"
            " where c.relnamespace = to_regnamespace(:schema) and c.relkind in ('r', 'v', 'm')"
            " union all"
            " select p.oid::regprocedure::text, obj_description(p.oid, 'pg_proc')"
            " from pg_proc p where p.pronamespace = to_regnamespace(:schema)"
        ),
        {"schema": SCHEMA},
    ).all()
    assert [name for name, said in found if not re.search("[\u4e00-\u9fff]", said or "")] == []
    told = dict(found)
    assert len(told) > 600
    assert told["land_event.price_10k_cny"] == "成交价款（万元）; Price, ×10,000 CNY"
    assert told["v_event.happened_on"] == "日期; Date"
    assert told["v_parcel.established_on"] == "设立日期; Established on"
    assert told["v_parcel.state"].startswith("状态：not_stored 未收储、")
    assert told["project.point"] == "点位; Point"
    assert told["tile_parcel.outline"] == "边界（EPSG:3857）"
    assert told["place.outline"] == "边界（EPSG:4490）"


def test_comments_are_of_what_is_there_and_said_once(connection):
    columns = connection.execute(
        text(
            "select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid"
            " where c.relnamespace = to_regnamespace(:schema) and c.relkind = 'r'"
            " and a.attnum > 0 and not a.attisdropped"
        ),
        {"schema": SCHEMA},
    ).all()
    there = {(relation, name) for relation, name in columns}
    there |= {(relation, "") for relation, _ in columns} | {(ANY, name) for _, name in columns}
    with Path(comments.__file__).with_name("comments.csv").open(encoding="utf-8") as file:
        told = [(row["relation"], row["column"]) for row in csv.DictReader(file)]
    of_the_catalogue = {
        (table.in_database, name)
        for table in TABLES.values()
        for column in (*table.columns, *table.kept, *table.computed)
        for name in column.in_database
    }
    assert sorted(set(told) - there) == []
    assert sorted(set(told) & of_the_catalogue) == []
    assert len(told) == len(set(told))


def test_comments_with_quotes_and_percent_are_only_text(connection, monkeypatch):
    odd = "a%s'); drop table landplan.zone; --\\"
    column = replace(EVENTS["method"], zh=odd)
    table = replace(EVENTS, columns=(column,))
    monkeypatch.setitem(TABLES, "events", table)
    connection.execute(text(f"comment on schema {SCHEMA} is 'older'"))
    migrate(connection)
    comment = connection.scalar(
        text(
            "select col_description(attrelid, attnum) from pg_attribute"
            " where attrelid = to_regclass('landplan.land_event') and attname = 'method'"
        )
    )
    assert comment == f"{odd}; Method"


def test_what_stands_on_a_view_stays_when_it_shows_more(connection):
    connection.execute(text(f"drop schema {SCHEMA} cascade"))
    connection.execute(text(f"create schema {SCHEMA}"))
    run_steps(connection, STEPS[: NUMBERS.index("0007")])
    connection.execute(
        text(
            "create view landplan.v_event as select e.plan_id, p.sample, e.event_id, e.kind,"
            " e.happened_on, e.recorded_on, e.method, e.land_use, e.land_use_set, e.declared_ha,"
            " 0::float8 as measured_ha, 0::float8 as counted_ha, e.document_no, e.corrects,"
            " true as in_force, e.parcel_ids, l.outline from landplan.land_event e"
            " join landplan.plan p using (plan_id) join landplan.place l using (plan_id, place_id);"
            "create view public.of_an_analyst as select event_id from landplan.v_event"
        )
    )
    migrate(connection)
    connection.execute(text("select price_10k_cny from landplan.v_event"))
    connection.execute(text("select event_id from public.of_an_analyst"))


def test_a_database_of_a_newer_landplan_is_left_alone(connection):
    """Though its own parts, of names not known here, build on what has a name that is."""
    connection.execute(text(f"comment on schema {SCHEMA} is 'newer'"))
    connection.execute(text(f"update {SCHEMA}.alembic_version set version_num = '9999'"))
    connection.execute(text(f"create view {SCHEMA}.v_newer as select {SCHEMA}.ha(1) as ha"))
    with pytest.raises(DatabaseError, match="9999"):
        migrate(connection)


def test_the_land_names_no_table_of_the_plan(repo):
    """In SQL as `landplan.target`, in Python also as a text that is just the name."""
    names = "|".join(OF_THE_PLAN)
    named = re.compile(rf"""\blandplan\.(?:{names})\b|["'](?:{names})["']""")
    files = [*(repo / "gis").rglob("*.sql"), *(repo / "gis").rglob("*.py")]
    assert len(files) > 40
    found = [
        f"{file.relative_to(repo)}: {match.group()}"
        for file in files
        for match in named.finditer(file.read_text(encoding="utf-8"))
    ]
    assert found == []


def _of_comments(difference) -> bool:
    """Comments come from the catalogue of columns, not from the tables."""
    told = difference if isinstance(difference, list) else [difference]
    return all(one[0] in ("modify_comment", "remove_table_comment") for one in told)


def _catalog(connection) -> dict[str, list[tuple[object, ...]]]:
    """Return what the catalog holds of the schema: columns in their order, and everything else."""
    queries = {
        "columns": "select table_name, ordinal_position, column_name, data_type, udt_name,"
        " is_nullable, column_default, generation_expression, collation_name, is_identity"
        " from information_schema.columns where table_schema = :schema",
        "constraints": "select conrelid::regclass::text, conname, pg_get_constraintdef(oid)"
        " from pg_constraint where connamespace = to_regnamespace(:schema)",
        "indexes": "select indexname, indexdef from pg_indexes where schemaname = :schema",
        "triggers": "select pg_get_triggerdef(t.oid), t.tgenabled::text from pg_trigger t"
        " join pg_class c on c.oid = t.tgrelid"
        " where c.relnamespace = to_regnamespace(:schema) and not t.tgisinternal",
        "functions": "select p.oid::regprocedure::text, obj_description(p.oid, 'pg_proc'),"
        " case when p.prokind = 'f' then pg_get_functiondef(p.oid) end from pg_proc p"
        " where p.pronamespace = to_regnamespace(:schema)",
        "views": "select viewname, definition, obj_description(viewname::regclass)"
        " from pg_views where schemaname = :schema",
    }
    connection.execute(text(f"set local search_path to {SCHEMA}, public"))
    found = {
        what: sorted(map(repr, connection.execute(text(query), {"schema": SCHEMA})))
        for what, query in queries.items()
    }
    connection.execute(text("set local search_path to default"))
    return found
