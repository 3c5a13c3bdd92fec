"""What does not add up and what wants attention, on small land and in the built-in plan."""

from dataclasses import replace
from datetime import date

import pytest
import shapely

from projects.balance.status import Thresholds
from projects.load import load_package
from projects.model import InvestmentNode, Project
from projects.monitoring.warnings import Limits, held_long
from projects.store.records import record_stage
from projects.view import view_of
from tests.projects.monitoring.test_indicators import figure
from tests.small_land import SOURCE, block, package, storage, supply, target, twice_cut, zone

END = date(2025, 12, 31)


def findings(connection, **fields):
    load_package(connection, package(**fields))
    return [
        (found.kind, found.subject, found.en)
        for found in view_of(connection, "small", as_of=END).findings
    ]


def node(name, parent, count, total):
    return InvestmentNode(
        node=name, parent=parent, name=name, count=count, total_10k_cny=total,
        period_10k_cny=None, note="", source=SOURCE,
    )  # fmt: skip


def test_a_plan_that_adds_up_has_no_findings(connection):
    events = (
        storage("E1", "2021-06-30", block(0, 0, 4, 1)),
        supply("E2", "2022-06-30", block(0, 0, 1, 1)),
    )
    tree = (node("all", None, 3, 30.0), node("a", "all", 1, 10.0), node("b", "all", 2, 20.0))
    assert findings(connection, events=events, investment=tree) == []


def test_a_sum_that_differs_from_its_parts(connection):
    tree = (node("all", None, 3, 31.0), node("a", "all", 1, 10.0), node("b", "all", 2, 20.0))
    [(kind, subject, said)] = findings(connection, investment=tree)
    assert (kind, subject) == ("sum_differs", "all")
    assert "31" in said
    assert "+1" in said


def test_conflicts_of_the_ledger_with_their_hectares(connection):
    events = (
        storage("E1", "2021-06-30", block(0, 0, 2, 1)),
        storage("E2", "2022-06-30", block(1, 0, 4, 1)),
        supply("E3", "2022-07-01", block(0, 0, 2, 1)),
        supply("E4", "2023-06-30", block(1, 0, 2, 1)),
        supply("E5", "2023-07-01", block(9, 0, 11, 1)),
    )
    found = findings(connection, events=events)
    assert [(kind, subject) for kind, subject, _ in found] == [
        ("stored_twice", "E2"),
        ("supplied_twice", "E4"),
        ("supplied_without_storage", "E5"),
    ]
    assert "1.0000 ha" in found[0][2]
    assert "E1" in found[0][2]
    assert "2.0000 ha" in found[2][2]


def test_zones_that_do_not_fit(connection):
    zones = (
        zone("all", block(0, 0, 20, 20), None, position=0, declared_ha=404.0),
        zone("west", block(0, 0, 11, 20), position=1),
        zone("east", block(10, 0, 20, 20.01), position=2),
    )
    found = findings(connection, zones=zones)
    assert [(kind, subject) for kind, subject, _ in found] == [
        ("area_differs", "all"), ("overlaps_sibling", "west"), ("outside_parent", "east"),
    ] or sorted(kind for kind, _, _ in found) == [
        "area_differs", "outside_parent", "overlaps_sibling"
    ]  # fmt: skip
    said = {kind: en for kind, _, en in found}
    assert "20.0" in said["overlaps_sibling"]
    assert "0.1000 ha" in said["outside_parent"]


def test_declared_and_measured_that_differ(connection):
    events = (storage("E1", "2021-06-30", block(0, 0, 2, 1), declared_ha=2.1),)
    [(kind, subject, said)] = findings(connection, events=events)
    assert (kind, subject) == ("event_area_differs", "E1")
    assert "2.1000" in said


def test_one_indicator_with_two_values(connection):
    figures = (
        figure("base", 2020, 100),
        figure("actual", 2020, 90, source=replace(SOURCE, line=2)),
        figure("goal", 2025, 200),
    )
    [(kind, subject, said)] = findings(connection, figures=figures)
    assert (kind, subject) == ("two_values", "产值（2020）")
    assert "100 and 90" in said


def test_the_built_in_plan_tells_the_documents_own_inconsistencies(builtin_connection):
    found = view_of(builtin_connection, "tianhe-2021-2025", as_of=END).findings
    kinds = {kind: [f.subject for f in found if f.kind == kind] for kind in {f.kind for f in found}}
    assert "总计" in kinds["sum_differs"]
    assert {"冉华输变电工程", "安垦输变电工程"} <= set(kinds["named_twice"])
    assert "地区生产总值（2020）" in kinds["two_values"]
    assert kinds["count_differs"]
    assert not set(kinds) & {"area_differs", "overlaps_sibling", "outside_parent"}
    documents = [f for f in found if not f.kind.startswith(("stored", "supplied"))]
    assert all(f.source and f.source.line for f in documents)


def project(project_id, **fields):
    return Project(
        **{
            "project_id": project_id, "name": project_id, "category": "工业", "stage": "",
            "zone_id": "west", "site_area_m2": None, "floor_area_m2": None,
            "investment_10k_cny": None, "point": shapely.Point(113.4, 23.15), "note": "",
            "sources": (SOURCE,),
        }
        | fields
    )  # fmt: skip


def test_warnings_come_worst_first(connection):
    made = package(
        events=(
            storage("E1", "2021-06-30", block(0, 0, 5, 1), document_no="1号"),
            storage("E2", "2025-06-30", block(5, 0, 6, 1)),
        ),
        targets=(target("all", "storage", 7), target("all", "supply", 9)),
        projects=(project("moves"), project("stalls"), project("runs")),
        figures=(figure("base", 2020, 100), figure("goal", 2025, 200), figure("actual", 2024, 110)),
    )
    load_package(connection, made)
    for project_id, stage, day in (
        ("moves", "开工", date(2025, 9, 1)), ("stalls", "开工", date(2023, 1, 1)),
        ("runs", "开工", date(2020, 1, 1)), ("runs", "投产", date(2021, 1, 1)),
    ):  # fmt: skip
        record_stage(connection, "small", project_id, stage=stage, happened_on=day, by="王")
    found = view_of(connection, "small", as_of=END).warnings
    assert [(warning.kind, warning.subject_id, warning.severity) for warning in found] == [
        ("target", "all", 3),
        ("indicator", "产值", 3),
        ("target", "all", 2),
        ("project", "stalls", 1),
        ("parcel", "E1", 1),
        ("event", "E2", 1),
    ]
    assert "5.00" in found[4].zh


@pytest.mark.parametrize(
    ("limits", "kinds"),
    [
        (Limits(), {"project", "parcel"}),
        (Limits(stalled_months=60), {"parcel"}),
        (Limits(stalled_months=60, reserve_years=5), set()),
    ],
)
def test_limits_are_settings(connection, limits, kinds):
    stored = storage("E1", "2021-06-30", block(0, 0, 5, 1), document_no="1号")
    load_package(connection, package(events=(stored,), projects=(project("stalls"),)))
    record_stage(connection, "small", "stalls", stage="开工", happened_on=date(2023, 1, 1), by="王")
    found = view_of(connection, "small", as_of=END, limits=limits).warnings
    assert {warning.kind for warning in found} == kinds


def test_thresholds_are_settings(connection):
    made = package(targets=(target("all", "storage", 10),), events=())
    load_package(connection, made)
    strict = view_of(connection, "small", as_of=date(2021, 3, 1)).warnings
    none = Thresholds(on_track=0, behind=0)
    lenient = view_of(connection, "small", as_of=date(2021, 3, 1), thresholds=none).warnings
    assert (len(strict), len(lenient)) == (1, 0)


@pytest.mark.parametrize("as_of", [date(2021, 6, 30), date(2023, 12, 31), date(2025, 12, 31)])
def test_what_is_held_long_is_the_same_as_replayed(builtin_connection, as_of):
    """What is kept beside the ledger says what a replay of all that was ever recorded says."""
    kept, replayed = (
        held_long(builtin_connection, "tianhe-2021-2025", as_of=as_of, years=1.0, known=known)
        for known in (None, date(9999, 12, 31))
    )
    assert [(one.event_id, one.stored_on, one.parcel_ids) for one in kept] == [
        (one.event_id, one.stored_on, one.parcel_ids) for one in replayed
    ]
    assert [one.held_ha for one in kept] == pytest.approx([one.held_ha for one in replayed])
    assert kept


def test_a_warning_belongs_to_its_zones(connection):
    """To its own and those above, or to all that have its land, of every set, or to the roots."""
    land = twice_cut()
    events = (
        *land.events,
        storage("E3", "2021-01-31", block(1, 1, 2, 2), document_no="3号"),
        storage("E4", "2025-12-01", block(18, 18, 19, 19)),
    )
    projects = (project("ours"), project("nobody's", zone_id=None))
    load_package(connection, replace(land, events=events, projects=projects))
    for one in projects:
        record_stage(
            connection, "small", one.project_id, stage="开工", happened_on=date(2022, 1, 1), by="王"
        )
    view = view_of(connection, "small", as_of=END)
    told = view.zones_warned(view.warnings)
    assert {key: {*zones} for key, zones in told.items()} == {
        "project|west|ours|": {"all", "west"},
        "project||nobody's|": {"all", "offices"},
        "parcel||P1|E1": {"all", "west", "east", "offices", "north", "south"},
        "parcel||E3|E3": {"all", "west", "offices", "south"},
        "event||E1|": {"all", "west", "east", "offices", "north", "south"},
        "event||E2|": {"all", "west", "east", "offices", "north", "south"},
        "event||E4|": {"all", "east", "offices", "north"},
    }
