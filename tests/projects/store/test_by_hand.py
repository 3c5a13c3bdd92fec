"""What follows from the ledger is not written by hand, and no setting passes the checks.

The clerk is a role that may write parcels, places and events, and that was given too much besides:
rights on the computed tables.
"""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from gis.database.scripts import run_script, step_files
from projects.load import load_package
from projects.monitoring.deep_check import deep_findings
from tests.small_land import block, package, parcel, storage

COMPUTED = (
    "place_zone", "place_overlap", "land_share", "zone_day", "zone_month", "zone_ten_days",
    "parcel_history", "reserve_piece", "event_counted",
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


@pytest.mark.parametrize("change", ["parcel_id = 'P2'", "plan_id = 'other'"])
def test_a_parcel_keeps_its_name_for_its_events(loaded, change):
    refused(loaded, f"update landplan.parcel set {change}", "keeps its id and its plan")
    loaded.execute(text("update landplan.parcel set parcel_id = parcel_id, name = 'renamed'"))


@pytest.mark.parametrize("figure", ["'NaN'", "'infinity'", "-1"])
@pytest.mark.parametrize(
    "column",
    ["parcel.declared_ha", "zone.declared_ha", "target.value"],
)
def test_a_figure_is_a_number_that_land_can_have(loaded, column, figure):
    table, name = column.split(".")
    loaded.execute(
        text(
            "insert into landplan.target (plan_id, zone_id, measure, year, value)"
            " values ('small', 'all', 'supply', 2025, 0)"
        )
    )
    change = f"update landplan.{table} set {name} = {figure}"
    refused(loaded, change, f'"{table}_{name}_check"')


@pytest.mark.parametrize("figure", ["'NaN'", "'infinity'", "-1", "0"])
def test_an_event_declares_a_number_of_hectares(loaded, figure):
    event = EVENT.replace("'2022-06-30', 4,", f"'2022-06-30', {figure},")
    refused(loaded, event, '"land_event_declared_ha_check"', parcel="P1")


def test_a_reversal_declares_nothing(loaded):
    loaded.execute(
        text(
            "insert into landplan.land_event (plan_id, event_id, kind, happened_on, recorded_on,"
            " declared_ha, corrects) values"
            " ('small', 'E2', 'reversal', '2022-06-30', '2022-06-30', 0, 'E1')"
        )
    )
    assert loaded.scalar(text("select count(*) from landplan.v_reserve")) == 0


def test_figures_of_an_earlier_schema_stay_until_they_are_written_anew(loaded):
    """An upgrade does not fail for a figure that was taken then."""
    step = next(step for step in step_files("gis") if step.name.startswith("0014_"))
    for table, name in (("zone", "declared_ha"), ("parcel", "declared_ha"),
                        ("land_event", "declared_ha")):  # fmt: skip
        loaded.execute(text(f"alter table landplan.{table} drop constraint {table}_{name}_check"))
    loaded.execute(text("update landplan.parcel set declared_ha = 'NaN'"))
    loaded.execute(text("set constraints all immediate"))
    run_script(loaded, step.text)
    refused(loaded, "update landplan.parcel set declared_ha = 0", "parcel_declared_ha_check")
