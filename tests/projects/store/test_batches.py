"""Who loaded what: a batch for each load that changes something; and a plan taken away whole."""

from dataclasses import replace
from hashlib import sha256

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from gis.errors import WrongUseError
from projects.load import load_folder, load_package
from projects.monitoring.deep_check import deep_findings
from projects.store.batches import Counts, Origin, batches_of
from projects.store.listing import listed_plans
from projects.store.plans import plans
from projects.store.records import record_indicator, record_stage
from projects.store.remove_plan import remove_plan
from tests.projects.bulk.large_ledgers import (
    AT_ONCE,
    IN_BATCHES,
    event_rows,
    parcel_rows,
    plan_folder,
    write_ledger,
)
from tests.small_land import block, package, parcel, storage, target, zone

both_sizes = pytest.mark.parametrize("large", [AT_ONCE, IN_BATCHES], ids=["rows", "columns"])


@pytest.fixture
def folder(tmp_path):
    return plan_folder(tmp_path / "plan")


@both_sizes
def test_a_load_is_recorded_with_its_files_and_counts(connection, folder, large):
    write_ledger(folder, parcel_rows(), event_rows())
    loaded = load_folder(connection, folder, large=large, by="王工")
    [batch] = batches_of(connection, "small")
    assert (batch.batch_id, batch.command, batch.loaded_by) == (loaded.batch, "load", "王工")
    assert batch.counts["parcels"] == Counts(added=12)
    assert batch.counts["events"] == Counts(added=13)
    assert batch.counts["zones"] == Counts(added=2)
    assert batch.counts["targets"] == Counts(added=1)
    names = [file.name for file in batch.files]
    assert names == [
        "land_use.csv", "ledger/events.gpkg", "ledger/parcels.gpkg", "plan.yaml", "targets.csv",
        "zones.csv", "zones.geojson",
    ]  # fmt: skip
    for file in batch.files:
        held = (folder / file.name).read_bytes()
        assert (file.sha256, file.bytes) == (sha256(held).hexdigest(), len(held))
    for table in ("parcel", "land_event"):
        told = connection.scalars(text(f"select distinct batch_id from landplan.{table}")).all()
        assert told == [loaded.batch]


@both_sizes
def test_a_load_that_changes_nothing_leaves_no_batch(connection, folder, large):
    write_ledger(folder, parcel_rows(), event_rows())
    first = load_folder(connection, folder, large=large)
    again = load_folder(connection, folder, large=large)
    assert (again.alters, again.batch) == (False, first.batch)
    assert len(batches_of(connection, "small")) == 1


@both_sizes
def test_rows_name_the_load_that_wrote_them_last(connection, folder, large):
    parcels, events = parcel_rows(), event_rows()
    write_ledger(folder, parcels[:9], events[:7])
    first = load_folder(connection, folder, large=large)
    parcels[0]["name"] = "改名"
    write_ledger(folder, parcels, events)
    second = load_folder(connection, folder, large=large)
    newest, _ = batches_of(connection, "small")
    assert newest.batch_id == second.batch
    assert newest.counts["parcels"] == Counts(added=3, changed=1, same=8)
    assert newest.counts["events"] == Counts(added=6, same=7)
    by = dict(connection.execute(text("select parcel_id, batch_id from landplan.parcel")).all())
    assert {name for name, batch in by.items() if batch == second.batch} == {
        "P0", "P9", "P10", "P11",
    }  # fmt: skip
    assert by["P1"] == first.batch


def test_what_changes_of_a_plans_own_tables_is_counted(connection):
    made = package(targets=(target("west", "storage", 10), target("east", "storage", 5)))
    load_package(connection, made)
    more = replace(
        made,
        zones=(*made.zones[:2], zone("corner", block(0, 0, 1, 1), "west", position=2)),
        targets=(target("west", "storage", 12),),
    )
    loaded = load_package(connection, more, origin=Origin(command="test"))
    assert loaded.changes["zones"] == Counts(added=1, same=2, removed=1)
    assert loaded.changes["targets"] == Counts(changed=1, removed=1)
    assert loaded.changes["land_uses"] == Counts(same=3)
    turned = tuple(
        replace(one, position=place) for one, place in zip(more.zones, (0, 2, 1), strict=True)
    )
    assert load_package(connection, replace(more, zones=turned)).changes["zones"] == Counts(
        changed=2, same=1
    )


def test_who_loads_by_sql_alone_is_the_role(connection):
    load_package(connection, package())
    [batch] = batches_of(connection)
    assert batch.loaded_by == connection.scalar(text("select current_user"))


@pytest.mark.parametrize(
    "change", ["update landplan.batch set loaded_by = 'x'", "delete from landplan.batch"]
)
def test_a_batch_is_not_changed(connection, change):
    load_package(connection, package())
    with pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text(change))


def two_plans(connection):
    square = block(0, 0, 2, 1)
    small = package(
        parcels=(parcel("P1", square),),
        events=(storage("E1", "2021-06-30", square, parcel_ids=("P1",)),),
        targets=(target("west", "storage", 10),),
    )
    load_package(connection, small)
    load_package(connection, replace(small, plan=replace(small.plan, plan_id="other")))


def rows_of(connection, plan_id):
    """Return how many rows each table has of a plan."""
    tables = connection.scalars(
        text(
            "select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid"
            " where c.relnamespace = 'landplan'::regnamespace and c.relkind = 'r'"
            " and a.attname = 'plan_id' and not a.attisdropped"
            " and c.relname <> 'plan_change' order by 1"  # a version never comes again
        )
    ).all()
    asked = "select count(*) from landplan.{} where plan_id = :plan"
    return {t: connection.scalar(text(asked.format(t)), {"plan": plan_id}) for t in tables}


def test_a_plan_goes_with_its_ledger_and_the_others_stay(connection):
    two_plans(connection)
    before = rows_of(connection, "other")
    assert before["land_event"] == before["batch"] == before["place"] == 1
    remove_plan(connection, "small")
    assert plans(connection) == ["other"]
    assert set(rows_of(connection, "small").values()) == {0}
    assert rows_of(connection, "other") == before
    assert list(deep_findings(connection, "other")) == []
    assert not connection.scalar(text("select landplan.in_bulk()"))
    with pytest.raises(WrongUseError, match="没有规划"):
        remove_plan(connection, "small")


def test_a_corrected_sample_is_loaded_after_the_plan_was_removed(connection):
    square = block(0, 0, 2, 1)
    load_package(connection, package(events=(storage("E1", "2021-06-30", square),)))
    remove_plan(connection, "small")
    corrected = storage("E1", "2021-06-30", square, declared_ha=1.9)
    assert load_package(connection, package(events=(corrected,))).new_events == 1
    assert list(deep_findings(connection, "small")) == []


def test_records_go_with_their_plan(builtin_connection):
    plan_id = "tianhe-2021-2025"
    connection = builtin_connection
    subject = connection.scalar(text("select min(project_id) from landplan.project"))
    record_stage(
        connection, plan_id, subject, stage="开工", happened_on=package().plan.starts_on, by="王",
        correction=False,
    )  # fmt: skip
    record_indicator(
        connection, plan_id, zone_id="cbd", indicator="地区生产总值", year=2023, value=1, by="王"
    )
    with pytest.raises(DBAPIError, match="append-only"), connection.begin_nested():
        connection.execute(text("delete from landplan.project_record"))
    remove_plan(connection, plan_id)
    assert set(rows_of(connection, plan_id).values()) == {0}


@pytest.mark.parametrize("table", ["land_event", "parcel", "place", "batch"])
def test_no_part_of_a_plan_is_deleted_alone(connection, table):
    two_plans(connection)
    with pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text(f"delete from landplan.{table} where plan_id = 'small'"))


def test_a_trigger_of_ones_own_deletes_no_part_either(connection):
    two_plans(connection)
    connection.execute(
        text(
            "create function pg_temp.deletes() returns trigger language plpgsql as"
            " 'begin delete from landplan.land_event; return null; end';"
            "create temp table lever (n integer);"
            "create trigger pulled after insert on lever for each row"
            " execute function pg_temp.deletes()"
        )
    )
    with pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text("insert into lever values (1)"))


def test_a_plan_that_has_anything_else_is_not_deleted_by_hand(connection):
    two_plans(connection)
    with pytest.raises(DBAPIError, match="foreign key"):
        connection.execute(text("delete from landplan.plan where plan_id = 'small'"))


def test_plans_are_listed_with_their_last_load(connection):
    two_plans(connection)
    other, small = listed_plans(connection)
    assert (other.plan_id, small.plan_id) == ("other", "small")
    assert (small.parcels, small.events, small.sample) == (1, 1, True)
    assert small.loaded_at == batches_of(connection, "small")[0].loaded_at
