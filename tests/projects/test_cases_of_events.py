"""The cases of events (tests/cases/F..): what loads do to a ledger that is there already."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from gis.errors import BadDataError
from gis.geometry.area import area_ha
from projects.balance.sql_engine import balance
from projects.load import load_folder, load_update
from projects.monitoring.checks import check_plan
from projects.monitoring.deep_check import deep_findings
from projects.package.folder import read_package
from projects.store.ledger import events_of
from projects.store.plans import plan_of
from tests.projects.bulk.large_ledgers import AT_ONCE, IN_BATCHES

CASES = Path(__file__).parents[1] / "cases"
LAST_DAY = date(2025, 12, 31)

both_sizes = pytest.mark.parametrize("large", [AT_ONCE, IN_BATCHES], ids=["rows", "columns"])


def figures(connection, plan_id):
    rows = balance(connection, plan_id, as_of=LAST_DAY, basis="measured").rows
    return {(row.zone, row.measure): row.actual_ha for row in rows}


def outlines(folder):
    return {parcel.parcel_id: parcel.outline for parcel in read_package(folder).parcels}


@both_sizes
def test_a_parcel_drawn_anew_keeps_its_events(connection, large):
    before, after = (CASES / "F1-parcel-drawn-anew" / name for name in ("before", "after"))
    load_folder(connection, before, large=large)
    loaded = load_folder(connection, after, large=large)
    assert loaded.changes["parcels"].changed == 1
    assert (loaded.new_events, loaded.changes["events"].same) == (0, 2)
    stored, supplied = events_of(connection, "f1")
    drawn = outlines(after)
    assert stored.whole
    assert supplied.whole
    assert area_ha(stored.extent) == pytest.approx(sum(map(area_ha, drawn.values())), rel=1e-9)
    assert supplied.extent == drawn["P-1"]
    assert figures(connection, "f1")["district", "storage"] == pytest.approx(
        area_ha(stored.extent), rel=1e-9
    )
    assert list(deep_findings(connection, "f1")) == []


@both_sizes
def test_the_same_land_with_its_rings_turned_is_as_before(connection, large):
    before, after = (CASES / "F2-rings-turned" / name for name in ("before", "after"))
    load_folder(connection, before, large=large)
    places = connection.scalar(text("select count(*) from landplan.place"))
    loaded = load_folder(connection, after, large=large)
    assert not loaded.alters
    assert connection.scalar(text("select count(*) from landplan.place")) == places


@both_sizes
def test_an_extent_over_the_edge_of_its_parcel_counts_and_is_listed(connection, large):
    folder = CASES / "F5-outline-larger-than-parcel"
    load_folder(connection, folder, large=large)
    [event], [parcel] = (getattr(read_package(folder), name) for name in ("events", "parcels"))
    over = area_ha(event.extent.difference(parcel.outline))
    assert area_ha(event.extent) > 1.4 * area_ha(parcel.outline)
    assert figures(connection, "sem-larger")["z", "storage"] == pytest.approx(
        area_ha(event.extent), rel=1e-9
    )
    plan = plan_of(connection, "sem-larger")
    found = check_plan(connection, plan, zones=(), investment=(), figures=())
    [listed] = [finding for finding in found if finding.kind == "outside_parcel"]
    assert listed.subject == "A"
    assert f"{over:.4f} 公顷" in listed.zh


def test_this_months_rows_correct_what_is_in_the_database(connection):
    before, after = (CASES / "F6-month-only" / name for name in ("before", "after"))
    load_folder(connection, before)
    with pytest.raises(BadDataError):  # without --update a folder is the whole package
        load_folder(connection, after)
    loaded = load_update(connection, after)
    assert (loaded.events, loaded.new_events, loaded.alters) == (1, 1, True)
    found = figures(connection, "f6")
    assert found["district", "storage"] == 0
    assert found["district", "supply"] == pytest.approx(1.13, abs=0.01)
    assert list(deep_findings(connection, "f6")) == []
    assert not load_update(connection, after).alters
