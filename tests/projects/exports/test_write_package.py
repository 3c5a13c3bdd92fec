"""A plan written as a package loads to the same plan, and to the same balance on every day."""

import csv
import json
from dataclasses import replace
from datetime import date

import pytest
from frictionless import Package as DataPackage
from shapely import LineString, Point

from gis.errors import LandplanError, WrongUseError
from gis.model import Source
from projects.exports import write_package as writer
from projects.exports.write_package import write_package
from projects.load import load_folder, load_package
from projects.model import Document, Figure, Project, ScheduleStep, StructurePart
from projects.package.folder import read_package
from projects.store.remove_plan import remove_plan
from projects.view import view_of
from tests.small_land import block, package, parcel, storage, supply, target, twice_cut

BUILTIN = "tianhe-2021-2025"
SOURCES = (
    Source(document="doc", place="表1", line=1),
    Source(document="doc", place="第二节, “引”", line=None),
)


def balances(connection, plan_id, days, known=(None,)):
    """Return the balances of a plan, of every zone set, on some days."""
    return [
        [
            view_of(
                connection, plan_id, as_of=day, known=by, zone_set=zone_set, basis=basis
            ).balance().as_json()
            for zone_set in {z.zone_set for z in view_of(connection, plan_id, as_of=day).every_zone}
        ]
        for day in days
        for by in known
        for basis in ("declared", "measured")
    ]  # fmt: skip


def moved(connection, plan_id, folder):
    """Write a plan as a package, remove it, and load the package."""
    write_package(connection, plan_id, folder)
    remove_plan(connection, plan_id)
    return load_folder(connection, folder)


def corrected():
    """Return land of every kind: corrections, late records, drawn and whole extents, two sets."""
    made = twice_cut()
    return replace(
        made,
        targets=(
            target("west", "storage", 20.5, kind="binding"),
            target("west", "supply", 150, unit="亩", source=SOURCES[1]),
        ),
        schedule=(ScheduleStep(zone_id="west", measure="storage", year=2022, value=1 / 3),),
        parcels=(
            *made.parcels,
            parcel("P2", block(0, 0, 2, 1), name="", owner_kind="collective", land_use="1001",
                   land_use_set="2023", established_on=date(2010, 2, 3)),
        ),
        events=(
            *made.events,
            storage("E3", "2022-01-31", block(0, 0, 2, 1), parcel_ids=("P2",), whole=True,
                    recorded_on=date(2022, 3, 1), document_no="文, 号\u2028“1”", method="收购"),
            supply("E4", "2023-05-05", block(0, 0, 1, 1), parcel_ids=("P2",), price_10k_cny=0.0,
                   contract_no="=1+1", supervision_no="4401012023B00001234", use="0701"),
            supply("E5", "2023-05-06", block(0, 0, 1.5, 1), parcel_ids=("P2",), corrects="E4",
                   recorded_on=date(2024, 1, 1)),
        ),
    )  # fmt: skip


def test_the_built_in_plan_comes_back_as_it_was(builtin_connection, tmp_path):
    written = write_package(builtin_connection, BUILTIN, tmp_path / "out")
    assert (written.rows["parcels"], written.rows["events"], written.records) == (210, 233, 0)
    assert not load_folder(builtin_connection, tmp_path / "out").alters


def test_the_built_in_plan_balances_as_before_where_it_is_loaded_anew(builtin_connection, tmp_path):
    days = [date(2020, 12, 31), date(2023, 7, 1), date(2025, 12, 31)]
    before = balances(builtin_connection, BUILTIN, days)
    assert sum(row["actual_ha"] for row in before[4][0]["rows"]) > 1000
    moved(builtin_connection, BUILTIN, tmp_path / "out")
    assert balances(builtin_connection, BUILTIN, days) == before


def test_every_set_day_and_knowledge_balances_as_before(connection, tmp_path):
    days = [date(2021, 6, 30), date(2022, 2, 1), date(2023, 5, 5), date(2025, 12, 31)]
    known = [None, date(2022, 2, 1), date(2023, 12, 31)]
    load_package(connection, corrected())
    before = balances(connection, "small", days, known)
    loaded = moved(connection, "small", tmp_path / "out")
    assert (loaded.parcels, loaded.events) == (2, 5)
    assert balances(connection, "small", days, known) == before


def test_an_event_follows_its_parcels_or_keeps_its_outline_as_before(connection, tmp_path):
    load_package(connection, corrected())
    moved(connection, "small", tmp_path / "out")
    events = {event.event_id: event for event in read_package(tmp_path / "out").events}
    assert {name: event.whole for name, event in events.items()} == {
        "E1": False, "E2": False, "E3": True, "E4": False, "E5": False,
    }  # fmt: skip
    assert events["E4"].price_10k_cny == 0
    assert events["E4"].contract_no == "=1+1"
    assert events["E3"].price_10k_cny is None


def test_everything_of_the_plan_is_read_as_it_was_loaded(connection, tmp_path):
    made = replace(
        corrected(),
        projects=(
            Project(
                project_id="x-1", name="=名称", category="类, 别", stage="在建", zone_id="west",
                site_area_m2=0.1 + 0.2, floor_area_m2=None, investment_10k_cny=1e9,
                point=Point(113.401, 23.151), note="一行\n二行", sources=SOURCES,
                outline=LineString([(113.4, 23.15), (113.41, 23.16)]), geometry_quality="schematic",
            ),
            Project(
                project_id="x-2", name="无处", category="类", stage="", zone_id=None,
                site_area_m2=None, floor_area_m2=None, investment_10k_cny=None, point=None,
                note="", sources=SOURCES[:1],
            ),
        ),
        figures=(
            Figure(
                zone_id=None, indicator="产值", parent_indicator="", scope="广州市", unit="亿元",
                year=2025, value=-1e-7, value_to=2.0, role="goal", span="period_total", kind="",
                note="", source=SOURCES[0],
            ),
        ),
        structure=(
            StructurePart(
                structure_id="s", name="轴", kind="axis", level="区", zone_ids=("west", "east"),
                note="", source=SOURCES[0], outline=LineString([(113.4, 23.15), (113.5, 23.2)]),
                geometry_quality="schematic",
            ),
        ),
    )  # fmt: skip
    load_package(connection, made)
    write_package(connection, "small", tmp_path / "out")
    assert "\nx-1,'=名称," in (tmp_path / "out" / "projects.csv").read_text(encoding="utf-8")
    found = read_package(tmp_path / "out")
    for name in ("plan", "schedule", "projects", "figures", "structure", "parcels"):
        assert getattr(found, name) == getattr(made, name), name
    assert set(found.targets) == set(made.targets)
    assert set(found.land_uses) == set(made.land_uses)
    assert [(z.zone_id, z.zone_set, z.outline, z.source) for z in found.zones] == [
        (z.zone_id, z.zone_set, z.outline, z.source) for z in made.zones
    ]


def test_a_plan_in_another_system_keeps_it_and_its_land(connection, tmp_path):
    made = corrected()
    made = replace(made, plan=replace(made.plan, crs="EPSG:4547"))
    load_package(connection, made)
    write_package(connection, "small", tmp_path / "out")
    assert "crs: EPSG:4547\n" in (tmp_path / "out" / "plan.yaml").read_text(encoding="utf-8")
    assert not load_folder(connection, tmp_path / "out").alters


def test_events_on_whole_parcels_alone_are_a_csv_file(connection, tmp_path):
    whole = storage(
        "E1", "2021-06-30", block(0, 0, 1, 1), parcel_ids=("P1",), whole=True, declared_ha=0.75
    )
    load_package(connection, package(parcels=(parcel("P1", block(0, 0, 1, 1)),), events=(whole,)))
    write_package(connection, "small", tmp_path / "out")
    with (tmp_path / "out" / "ledger" / "events.csv").open(encoding="utf-8") as file:
        [row] = csv.DictReader(file)
    assert (row["event_id"], row["parcel_id"], row["declared_ha"]) == ("E1", "P1", "0.75")
    assert not load_folder(connection, tmp_path / "out").alters


def test_a_plan_without_land_has_no_ledger(connection, tmp_path):
    load_package(connection, package())
    write_package(connection, "small", tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "plan.yaml", "zones.csv", "zones.geojson", "targets.csv", "land_use.csv",
        "datapackage.json",
    }  # fmt: skip
    assert not load_folder(connection, tmp_path / "out").alters


def test_frictionless_finds_the_package_valid(builtin_connection, tmp_path):
    write_package(builtin_connection, BUILTIN, tmp_path / "out")
    report = DataPackage(str(tmp_path / "out" / "datapackage.json")).validate()
    assert report.valid, report.flatten()
    assert {task.name: task.type for task in report.tasks} == {
        "plan": "json", "zones": "table", "zone_outlines": "json", "targets": "table",
        "land_uses": "table", "projects": "table", "project_places": "json",
        "indicators": "table", "investment": "table", "structure": "table",
        "structure_lines": "json", "findings": "table", "parcels": "json", "events": "json",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("targets.csv", "west,storage", "nowhere,storage", "foreign-key"),
        ("zones.csv", "west,west", "all,west", "primary-key"),
        ("targets.csv", "公顷", "里", "constraint-error"),
        ("targets.csv", "2025", "later", "type-error"),
        ("ledger/events.csv", "E3,E2", "E3,E9", "foreign-key"),
        ("ledger/events.csv", "1001,2023", "9999,2023", "foreign-key"),
    ],
)
def test_frictionless_finds_what_breaks_a_rule(connection, tmp_path, file, old, new, fault):
    made = package(
        targets=(target("west", "storage", 10),),
        parcels=(parcel("P1", block(0, 0, 1, 1)),),
        events=(
            storage("E1", "2021-06-30", block(0, 0, 1, 1), parcel_ids=("P1",), whole=True),
            supply("E2", "2022-06-30", block(0, 0, 1, 1), parcel_ids=("P1",), whole=True),
        ),
    )
    load_package(connection, made)
    write_package(connection, "small", tmp_path / "out")
    descriptor = str(tmp_path / "out" / "datapackage.json")
    assert DataPackage(descriptor).validate().valid
    spoiled = tmp_path / "out" / file
    told = spoiled.read_text(encoding="utf-8")
    if old == "E3,E2":
        old, new = "E2,supply", "E9,supply"
        told += "E3,reversal,,2023-01-01,2023-01-01,,,,,,,,,,E2\n"
    assert old in told
    spoiled.write_text(told.replace(old, new), encoding="utf-8")
    assert fault in {
        kind for _, kind in DataPackage(descriptor).validate().flatten(["row", "type"])
    }


def test_the_ledger_is_described_as_the_catalogue_has_it(builtin_connection, tmp_path):
    write_package(builtin_connection, BUILTIN, tmp_path / "out")
    told = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    resources = {one["name"]: one for one in told["resources"]}
    schema = resources["events"]["schema"]
    fields = {field["name"]: field for field in schema["fields"]}
    assert fields["declared_ha"]["unit"] == "ha"
    assert fields["kind"]["constraints"]["enum"] == ["storage", "supply", "reversal"]
    assert schema["primaryKey"] == ["event_id"]
    collection = json.loads((tmp_path / "out" / "ledger" / "events.geojson").read_bytes())
    assert [*collection["features"][0]["properties"], "geometry"] == [*fields]
    assert told["sample"] is True


def test_a_folder_with_something_in_it_is_left_as_it_is(connection, tmp_path):
    load_package(connection, package())
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(WrongUseError, match="已有内容"):
        write_package(connection, "small", tmp_path)
    with pytest.raises(WrongUseError, match="不是文件夹"):
        write_package(connection, "small", tmp_path / "mine.txt")
    with pytest.raises(WrongUseError, match="请先建立"):
        write_package(connection, "small", tmp_path / "a" / "b")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_write_that_fails_leaves_nothing(connection, tmp_path, monkeypatch):
    load_package(connection, package())
    (tmp_path / "out").mkdir()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writer, "datapackage", full)
    with pytest.raises(LandplanError, match="No space left"):
        write_package(connection, "small", tmp_path / "out")
    assert [(path.name, [*path.iterdir()]) for path in tmp_path.iterdir()] == [("out", [])]


def test_documents_and_titles_of_any_text_are_kept(connection, tmp_path):
    made = package()
    plan = replace(
        made.plan, title="a: b # “c” {d}\U0001f3d9",
        documents=(
            made.plan.documents[0],
            Document(document_id="0123", title="true", issuer="- 甲: 乙", issued_on="2021-06-11"),
        ),
    )  # fmt: skip
    load_package(connection, replace(made, plan=plan))
    write_package(connection, "small", tmp_path / "out")
    assert read_package(tmp_path / "out").plan == plan
