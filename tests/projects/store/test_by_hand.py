"""What follows from the ledger is not written by hand, and no setting passes the checks.

The clerk is a role that may write parcels, places and events, and that was given too much besides:
rights on the computed tables.
"""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from projects.load import load_package
from projects.monitoring.deep_check import deep_findings
from tests.small_land import block, package, parcel, storage

COMPUTED = (
    "place_zone", "place_overlap", "land_share", "zone_day", "zone_month", "parcel_history",
    "reserve_piece", "event_counted",
)  # fmt: skip
SQUARE = block(0, 0, 4, 1)
EVENT = (
    "insert into landplan.land_event (plan_id, event_id, kind, happened_on, recorded_on,"
    " declared_ha, parcel_ids, place_id) select 'small', 'E2', 'supply', '2022-06-30',"
    " '2022-06-30', 4, array[:parcel], place_id from landplan.parcel where parcel_id = 'P1'"
)


@pytest.fixture
def loaded(connection):
    events = (storage("E1", "2021-06-30", SQUARE, parcel_ids=("P1",)),)
    load_package(connection, package(events=events, parcels=(parcel("P1", SQUARE),)))
    connection.execute(text("set constraints all immediate"))
    return connection


@pytest.fixture
def clerk(loaded):
    """Let the rest of the test be done by the clerk."""
    for statement in (
        "create role clerk",
        "grant usage on schema landplan to clerk",
        "grant select on all tables in schema landplan to clerk",
        "grant usage on all sequences in schema landplan to clerk",
        "grant insert on landplan.place, landplan.land_event to clerk",
        "grant insert, update on landplan.parcel to clerk",
    ):
        loaded.execute(text(statement))
    loaded.execute(text("set local role clerk"))
    return loaded


def refused(connection, statement, why, **given):
    savepoint = connection.begin_nested()
    with pytest.raises(DBAPIError, match=why):
        connection.execute(text(statement), given)
    savepoint.rollback()


def changes(table):
    return (
        f"delete from landplan.{table}",
        f"update landplan.{table} set plan_id = plan_id",
        f"insert into landplan.{table} select * from landplan.{table}",
        f"truncate landplan.{table}",
    )


@pytest.mark.parametrize("table", COMPUTED)
def test_not_even_the_owner_changes_what_is_computed(loaded, table):
    for change in changes(table):
        refused(loaded, change, "follows from the ledger")


@pytest.mark.parametrize("table", COMPUTED)
def test_who_may_write_the_ledger_may_not_change_what_is_computed(clerk, table):
    for change in changes(table):
        refused(clerk, change, "permission denied")
    clerk.execute(text("reset role"))
    clerk.execute(text(f"grant all on landplan.{table} to clerk"))
    clerk.execute(text("set local role clerk"))
    for setting in ("landplan.keeping", "landplan.bulk"):
        clerk.execute(text(f"set local {setting} = 'on'"))
        for change in changes(table):
            refused(clerk, change, "follows from the ledger")


def test_what_the_clerk_records_is_followed(clerk):
    clerk.execute(text(EVENT), {"parcel": "P1"})
    clerk.execute(text("update landplan.parcel set name = 'renamed'"))
    clerk.execute(
        text(
            "insert into landplan.place (plan_id, outline) select plan_id,"
            " st_multi(st_translate(outline, 0.01, 0)) from landplan.place"
        )
    )
    clerk.execute(
        text("update landplan.parcel set place_id = (select max(place_id) from landplan.place)")
    )
    clerk.execute(text("reset role"))
    supplied = "select sum(measured_m2) from landplan.zone_month where kind = 'supply'"
    assert clerk.scalar(text(supplied)) == pytest.approx(80_000, rel=1e-6)  # west and all
    assert clerk.scalar(text("select state from landplan.v_parcel")) == "not_stored"
    assert list(deep_findings(clerk, "small")) == []


@pytest.mark.parametrize("setting", ["landplan.keeping", "landplan.bulk"])
def test_no_setting_lets_the_clerk_pass_the_checks(clerk, setting):
    clerk.execute(text(f"set local {setting} = 'on'"))
    refused(clerk, EVENT, "there is no parcel", parcel="P9")
    false_area = (
        "insert into landplan.place (plan_id, measured_m2, outline)"
        " select plan_id, measured_m2 * 2, outline from landplan.place"
    )
    refused(clerk, false_area, "is not its area")
    crossed = "st_geomfromtext('MULTIPOLYGON(((113 23,114 24,114 23,113 24,113 23)))', 4490)"
    place = "insert into landplan.place (plan_id, measured_m2, outline)"
    refused(clerk, f"{place} values ('small', 1, {crossed})", "not valid")
    clerk.execute(text(EVENT), {"parcel": "P1"})
    clerk.execute(text("reset role"))
    clerk.execute(text(f"set local {setting} = 'off'"))
    assert list(deep_findings(clerk, "small")) == []


def test_names_mean_the_same_whoever_records(clerk):
    """A function that a clerk puts before PostGIS's is not what the owner runs."""
    clerk.execute(text("reset role"))
    clerk.execute(text("create schema trap authorization clerk"))
    clerk.execute(text("set local role clerk"))
    clerk.execute(
        text(
            "create function trap.st_covers(geometry, geometry) returns boolean language plpgsql"
            " as $$ begin raise exception 'trapped'; end $$"
        )
    )
    clerk.execute(text("set local search_path to trap, public"))
    clerk.execute(text("insert into landplan.place (plan_id, outline) select plan_id, outline"
                       " from landplan.place"))  # fmt: skip
