"""Loading: twice is once, the ledger only grows, one transaction or nothing."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from gis.errors import BadDataError
from projects.load import load_folder, load_package
from projects.package.folder import read_package
from projects.store.ledger import parcels_of
from projects.store.stored_package import package_of
from tests.small_land import block, package, parcel, storage, supply, write_folder, zone

COUNTED = ("zone", "target", "parcel", "land_event", "land_share", "project", "document")


def counts(connection):
    return {
        table: connection.scalar(text(f"select count(*) from landplan.{table}"))
        for table in COUNTED
    }


def test_loading_twice_changes_nothing(connection, builtin):
    first = load_folder(connection, builtin)
    before = counts(connection)
    second = load_folder(connection, builtin)
    assert counts(connection) == before
    assert first.new_events == first.events > 150
    assert replace(first, changes=second.changes) == second
    assert (first.alters, second.alters) == (True, False)


def test_what_is_read_back_is_what_was_loaded(connection, builtin):
    made = read_package(builtin)
    load_package(connection, made)
    found = package_of(connection, made.plan.plan_id)
    assert found.plan == made.plan
    assert sorted(found.zones, key=lambda z: z.position) == [
        replace(zone, measured_ha=pytest.approx(zone.measured_ha, abs=1e-7)) for zone in made.zones
    ]
    assert found.projects == made.projects
    by_id = {event.event_id: event for event in found.events}
    assert by_id == {
        e.event_id: replace(e, parcel_ids=tuple(sorted(e.parcel_ids))) for e in made.events
    }
    assert set(found.targets) == set(made.targets)
    assert set(found.land_uses) == set(made.land_uses)
    assert found.parcels == tuple(sorted(made.parcels, key=lambda p: p.parcel_id))


def test_a_new_event_is_added_and_the_others_stay(connection):
    one = storage("E1", "2021-06-30", block(0, 0, 1, 1))
    two = storage("E2", "2022-06-30", block(1, 0, 2, 1))
    load_package(connection, package(events=(one,)))
    assert load_package(connection, package(events=(one, two))).new_events == 1
    assert load_package(connection, package(events=(two,))).new_events == 0
    assert counts(connection)["land_event"] == 2


def test_a_changed_event_is_refused_and_names_itself(connection):
    one = storage("E1", "2021-06-30", block(0, 0, 1, 1))
    load_package(connection, package(events=(one,)))
    with pytest.raises(BadDataError) as caught:
        load_package(connection, package(events=(replace(one, declared_ha=0.5),)))
    [problem] = caught.value.problems
    assert (problem.file, problem.row, problem.column) == ("ledger/events", None, "declared_ha")
    assert problem.value == "0.5"
    assert problem.en.startswith("event E1 is in the database with “0.99")
    assert "append-only" in problem.en


def test_zones_and_parcels_follow_the_package(connection):
    load_package(connection, package(parcels=(parcel("P1", block(0, 0, 1, 1)),)))
    moved = package(
        zones=(zone("all", block(0, 0, 30, 20), None, position=0),),
        parcels=(parcel("P1", block(0, 0, 2, 1), name="改名"),),
    )
    load_package(connection, moved)
    found = package_of(connection, "small")
    assert [z.zone_id for z in found.zones] == ["all"]
    assert found.parcels == moved.parcels


def test_two_plans_live_side_by_side(connection):
    small = package(events=(storage("E1", "2021-06-30", block(0, 0, 1, 1)),))
    other = replace(small, plan=replace(small.plan, plan_id="other"))
    load_package(connection, small)
    load_package(connection, other)
    assert counts(connection)["land_event"] == 2


def test_parcel_states_and_their_reserve(connection):
    parcels = tuple(parcel(f"P{n}", block(2 * n, 0, 2 * n + 2, 1)) for n in range(4))
    events = (
        storage("E1", "2021-06-30", block(2, 0, 8, 1), parcel_ids=("P1", "P2", "P3")),
        supply("E2", "2022-06-30", block(4, 0, 5, 1), parcel_ids=("P2",)),
        supply("E3", "2022-06-30", block(6, 0, 8, 1), parcel_ids=("P3",)),
    )
    made = package(parcels=parcels, events=events)
    load_package(connection, made)
    found = {
        p.parcel.parcel_id: p for p in parcels_of(connection, "small", as_of=made.plan.ends_on)
    }
    assert {name: p.state for name, p in found.items()} == {
        "P0": "not_stored", "P1": "in_reserve", "P2": "partly_supplied", "P3": "supplied",
    }  # fmt: skip
    assert found["P2"].in_reserve_ha == pytest.approx(1, rel=1e-6)
    assert found["P2"].supplied_ha == pytest.approx(1, rel=1e-6)
    assert found["P2"].reserve_outline.equals_exact(block(5, 0, 6, 1), 1e-9, normalize=True)
    assert found["P0"].reserve_outline is None
    assert [e.event_id for e in found["P2"].events] == ["E1", "E2"]
    assert found["P2"].zone_ids == ("all", "west")


def test_files_and_database_tell_the_same(connection, tmp_path):
    loaded = load_folder(connection, write_folder(tmp_path / "p"))
    assert (loaded.zones, loaded.targets, loaded.parcels, loaded.events) == (2, 1, 2, 2)


def test_what_is_not_in_the_package_stays_and_is_told(connection):
    one = storage("E1", "2021-06-30", block(0, 0, 1, 1))
    load_package(connection, package(events=(one,), parcels=(parcel("P1", block(0, 0, 1, 1)),)))
    loaded = load_package(connection, package())
    assert (loaded.absent_events, loaded.absent_parcels) == (1, 1)
    assert counts(connection)["land_event"] == 1
