"""The sample ledger: sound outlines, a history that can have happened, the statuses it shows."""

import csv
import json
import re
import subprocess
import sys
from collections import defaultdict
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
import shapely
from shapely import MultiPolygon, STRtree

from gis.geometry.area import area_ha, area_m2

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "plans" / "tianhe-2021-2025"
CORE, VALLEY, CITY = "smart-city-core", "smart-valley", "smart-city"
STARTS_ON, ENDS_ON = "2021-01-01", "2025-12-31"
METHODS = {
    "storage": {"征收", "收回", "收购", "置换"},
    "supply": {"划拨", "协议", "招标", "拍卖", "挂牌"},
    "reversal": {""},
}


def read(name: str) -> list[dict]:
    return json.loads((PACKAGE / name).read_text(encoding="utf-8"))["features"]


def outline_of(feature: dict) -> MultiPolygon:
    return shapely.from_geojson(json.dumps(feature["geometry"]))


@pytest.fixture(scope="module")
def zones() -> dict[str, MultiPolygon]:
    return {f["properties"]["zone_id"]: outline_of(f) for f in read("zones.geojson")}


@pytest.fixture(scope="module")
def parcels() -> dict[str, dict]:
    return {f["properties"]["parcel_id"]: f for f in read("ledger/parcels.geojson")}


@pytest.fixture(scope="module")
def outlines(parcels) -> dict[str, MultiPolygon]:
    return {parcel_id: outline_of(feature) for parcel_id, feature in parcels.items()}


@pytest.fixture(scope="module")
def events() -> list[dict]:
    return [f["properties"] for f in read("ledger/events.geojson")]


@pytest.fixture(scope="module")
def extents(events, outlines) -> dict[str, MultiPolygon]:
    """Each storage's and supply's own outline, or its whole parcels."""
    found = {}
    for feature in read("ledger/events.geojson"):
        event = feature["properties"]
        if event["kind"] == "reversal":
            assert feature["geometry"] is None
        elif feature["geometry"]:
            found[event["event_id"]] = outline_of(feature)
        else:
            whole = [outlines[parcel_id] for parcel_id in event["parcel_id"].split(";")]
            found[event["event_id"]] = shapely.union_all(whole)
    return found


@pytest.fixture(scope="module")
def groups() -> dict[str, str]:
    with (PACKAGE / "land_use.csv").open(encoding="utf-8-sig") as file:
        return {r["code"]: r["group"] for r in csv.DictReader(file) if r["code_set"] == "2023"}


def test_both_files_say_that_they_are_a_sample():
    for name in ("parcels", "events"):
        text = (PACKAGE / "ledger" / f"{name}.geojson").read_text(encoding="utf-8")
        assert "样例数据，非实际成果" in json.loads(text)["note"]
        assert all(f["properties"]["sample"] is True for f in json.loads(text)["features"])


def test_parcels_are_valid_and_of_a_parcels_size(parcels, outlines):
    assert 160 <= len(parcels) <= 220
    for parcel_id, outline in outlines.items():
        assert outline.geom_type == "MultiPolygon"
        assert outline.is_valid, parcel_id
        assert len(outline.geoms) == 1
        assert 0.5 <= area_ha(outline) <= 9, parcel_id
        coords = shapely.get_coordinates(outline)
        assert (coords.round(9) == coords).all()


def test_parcels_do_not_overlap(outlines):
    shapes = list(outlines.values())
    tree = STRtree(shapes)
    pairs = [(i, j) for i, j in tree.query(shapes, predicate="intersects").T if i < j]
    assert len(pairs) > 100  # neighbours touch
    for i, j in pairs:
        assert area_m2(shapes[i].intersection(shapes[j])) <= 1


def test_neighbours_share_the_vertices_of_their_border(outlines):
    shapes = [outline.geoms[0] for outline in outlines.values()]
    tree = STRtree(shapes)
    for i, j in tree.query(shapes, predicate="dwithin", distance=1e-7).T:
        if i >= j:
            continue
        one, other = (set(map(tuple, shapely.get_coordinates(shapes[k]))) for k in (i, j))
        near = shapes[i].exterior.intersection(shapes[j].exterior.buffer(1e-7))
        for point in shapely.get_coordinates(near):
            place = shapely.Point(point)
            if tuple(point) in one:
                assert tuple(point) in other or place.distance(shapes[j]) > 5e-8


def test_parcels_are_no_grid(outlines):
    boxes = sum(
        area_m2(outline) > 0.97 * area_m2(outline.oriented_envelope)
        for outline in outlines.values()
    )
    assert boxes < 0.1 * len(outlines)
    for parcel_id, outline in outlines.items():
        narrow = outline.buffer(-0.00005).buffer(0.00008)
        assert area_m2(outline.difference(narrow)) < 0.02 * area_m2(outline), parcel_id


def test_one_parcel_lies_over_the_border_of_the_areas_and_one_over_the_districts_edge(
    outlines, zones
):
    def crosses(outline, zone):
        share = area_m2(outline.intersection(zones[zone])) / area_m2(outline)
        return 0.05 < share < 0.95

    over = {zone: [k for k, o in outlines.items() if crosses(o, zone)] for zone in zones}
    assert len(over[CORE]) == 2
    assert len(over[VALLEY]) == 1
    assert len(over["tianhe"]) == 1
    assert set(over[CORE]) == set(over[VALLEY]) | set(over["tianhe"])


def test_parcels_carry_what_the_ledger_needs(parcels, outlines, zones, groups):
    names = [feature["properties"]["name"] for feature in parcels.values()]
    assert len(set(names)) == len(names)
    for parcel_id, feature in parcels.items():
        row = feature["properties"]
        assert re.fullmatch(r"TH-(ZHC|ZG)-\d{4}", parcel_id)
        assert re.fullmatch(r"[\u4e00-\u9fff]+地块\d+", row["name"])
        core = zones[CORE].contains(outlines[parcel_id].centroid)
        assert parcel_id.startswith("TH-ZHC-" if core else "TH-ZG-")
        assert row["owner_kind"] in {"state", "collective"}
        assert row["land_use"] in groups
        assert row["land_use_set"] == "2023"
        date.fromisoformat(row["established_on"])
        measured_ha = area_ha(outlines[parcel_id])
        assert row["declared_ha"] != round(measured_ha, 4)
        assert row["declared_ha"] == pytest.approx(measured_ha, rel=0.0031)
        assert round(row["declared_ha"], 4) == row["declared_ha"]


def test_events_could_have_happened(events, parcels, groups):
    ids = [event["event_id"] for event in events]
    assert ids == sorted(set(ids))
    for event in events:
        assert re.fullmatch(r"E-20(1[6-9]|2[0-5])-\d{3}", event["event_id"])
        assert event["event_id"][2:6] == event["date"][:4]
        assert "2016-01-01" <= event["date"] <= event["recorded_on"] <= ENDS_ON
        assert event["method"] in METHODS[event["kind"]]
        its = [parcels[parcel_id]["properties"] for parcel_id in event["parcel_id"].split(";")]
        assert all(row["established_on"] < event["date"] for row in its)
        if event["kind"] != "reversal":
            most = sum(row["declared_ha"] for row in its)
            assert 0 < event["declared_ha"] <= most + 1e-9
        if event["kind"] == "supply":
            assert event["land_use"] in groups
            assert event["land_use_set"] == "2023"
        if event["kind"] == "storage":
            owner = "collective" if event["method"] in {"征收", "置换"} else "state"
            assert {row["owner_kind"] for row in its} == {owner}
        if event["document_no"]:
            year = event["recorded_on"][:4]
            assert re.fullmatch(rf"样例〔{year}〕\d{{3}}号", event["document_no"])
    numbers = [event["document_no"] for event in events if event["document_no"]]
    assert len(set(numbers)) == len(numbers)
    assert 3 <= len(events) - len(numbers) <= 8


def test_own_extents_lie_in_their_parcels(events, extents, outlines):
    parts = 0
    for event in events:
        extent = extents.get(event["event_id"])
        if extent is None:
            continue
        whole = shapely.union_all([outlines[p] for p in event["parcel_id"].split(";")])
        assert extent.is_valid
        assert area_m2(extent.difference(whole)) <= 1
        assert event["declared_ha"] == pytest.approx(area_ha(extent), abs=0.006 * area_ha(whole))
        if area_ha(extent) < 0.98 * area_ha(whole):
            parts += 1
            ours = set(map(tuple, shapely.get_coordinates(extent)))
            theirs = set(map(tuple, shapely.get_coordinates(whole)))
            new_on_the_edge = [
                xy for xy in ours - theirs if whole.boundary.distance(shapely.Point(xy)) < 2e-9
            ]
            assert len(new_on_the_edge) <= 2  # where the cut meets it; all others are its own
            assert ours & theirs
    assert parts >= 8


def test_the_ledger_has_what_a_demonstration_needs(events):
    several = [event for event in events if ";" in event["parcel_id"]]
    assert len(several) == 2
    by_id = {event["event_id"]: event for event in events}
    fixing = [event for event in events if event["corrects"]]
    assert sorted(event["kind"] for event in fixing) == ["reversal", "supply"]
    for event in fixing:
        named = by_id[event["corrects"]]
        assert event["recorded_on"] > named["recorded_on"]
        assert event["parcel_id"] == named["parcel_id"]
    early = {
        event["parcel_id"]
        for event in events
        if event["kind"] == "storage" and event["date"] < STARTS_ON
    }
    assert any(
        event["kind"] == "supply" and event["date"] >= STARTS_ON and event["parcel_id"] in early
        for event in events
    )


def replay(events, extents):
    """Return (event, newly done, conflict in m²): the definition, told plainly."""
    corrected = {event["corrects"] for event in events}
    standing = [
        event
        for event in events
        if event["kind"] != "reversal" and event["event_id"] not in corrected
    ]
    reserve, supplied = MultiPolygon(), MultiPolygon()
    for event in sorted(standing, key=lambda e: (e["date"], e["event_id"])):
        extent = extents[event["event_id"]]
        if event["kind"] == "storage":
            new = extent.difference(reserve)
            reserve, supplied = reserve.union(extent), supplied.difference(extent)
        else:
            new = extent.difference(supplied)
            supplied, reserve = supplied.union(extent), reserve.difference(extent)
        yield event, new, area_m2(extent.difference(new))


@pytest.fixture(scope="module")
def counted(events, extents, zones, groups) -> dict[tuple[str, str], float]:
    """(zone, measure) → declared hectares counted in the plan's period."""
    totals: dict[tuple[str, str], float] = defaultdict(float)
    for event, new, _ in replay(events, extents):
        if not STARTS_ON <= event["date"] <= ENDS_ON:
            continue
        whole_ha = area_ha(extents[event["event_id"]])
        for zone in (CITY, CORE, VALLEY):
            part_ha = event["declared_ha"] * area_ha(new.intersection(zones[zone])) / whole_ha
            totals[zone, event["kind"]] += part_ha
            if event["kind"] == "supply":
                totals[zone, "supply_" + groups[event["land_use"]]] += part_ha
    return totals


@pytest.mark.parametrize(
    ("zone", "measure", "status"),
    [
        (CITY, "storage", "on track"),
        (CITY, "supply", "behind"),
        (CITY, "supply_industry", "at risk"),
        (CITY, "supply_housing_services", "done"),
        (CORE, "storage", "done"),
        (CORE, "supply", "behind"),
        (CORE, "supply_industry", "at risk"),
        (CORE, "supply_housing_services", "on track"),
        (VALLEY, "storage", "behind"),
        (VALLEY, "supply", "behind"),
        (VALLEY, "supply_industry", "at risk"),
        (VALLEY, "supply_housing_services", "done"),
    ],
)
def test_progress_at_the_end_of_the_plan_is_uneven(counted, zone, measure, status):
    with (PACKAGE / "targets.csv").open(encoding="utf-8-sig") as file:
        targets = {(r["zone"], r["measure"]): float(r["value"]) for r in csv.DictReader(file)}
    share = counted[zone, measure] / targets[zone, measure]
    lowest, below = {
        "done": (1.0, 9.0),
        "on track": (0.955, 0.998),
        "behind": (0.76, 0.94),
        "at risk": (0.3, 0.74),
    }[status]
    assert lowest <= share < below


def test_the_areas_add_up_to_the_city_and_the_uses_to_the_supply(counted):
    for measure in ("storage", "supply", "supply_industry", "supply_housing_services"):
        both = counted[CORE, measure] + counted[VALLEY, measure]
        assert counted[CITY, measure] == pytest.approx(both, abs=1e-6)
    for zone in (CITY, CORE, VALLEY):
        uses = ("industry", "housing_services", "other")
        total = sum(counted[zone, f"supply_{use}"] for use in uses)
        assert counted[zone, "supply"] == pytest.approx(total)


def test_only_two_events_conflict_with_the_ones_before(events, extents):
    repeated, unreserved = [], []
    reserve = MultiPolygon()
    for event, _, conflict_m2 in replay(events, extents):
        extent = extents[event["event_id"]]
        if conflict_m2 > 1:
            repeated.append((event["kind"], event["date"]))
        if event["kind"] == "storage":
            reserve = reserve.union(extent)
        else:
            if area_m2(extent.difference(reserve)) > 1:
                unreserved.append((event["method"], event["date"]))
            reserve = reserve.difference(extent)
    assert repeated == [("storage", "2024-06-18")]
    assert unreserved == [("协议", "2022-10-26")]


def test_land_taken_back_counts_again(events, extents):
    (back,) = [e for e in events if e["date"] == "2023-08-15" and e["method"] == "收回"]
    before = [e for e in events if e["parcel_id"] == back["parcel_id"] and e["date"] < back["date"]]
    assert [event["kind"] for event in before] == ["storage", "supply"]
    new = next(area_ha(new) for event, new, _ in replay(events, extents) if event is back)
    assert new == pytest.approx(area_ha(extents[back["event_id"]]), rel=1e-6)


def test_the_pace_differs_from_year_to_year(events):
    stored = defaultdict(float)
    for event in events:
        if event["kind"] == "storage":
            stored[event["date"][:4]] += event["declared_ha"]
    years = [stored[str(year)] for year in range(2021, 2026)]
    assert max(years) > 1.8 * min(years)
    assert all(abs(a - b) > 1 for a, b in combinations(years, 2))
    assert 60 <= sum(stored[str(year)] for year in range(2016, 2021)) <= 120


def test_making_it_again_gives_the_same_files(tmp_path):
    copy = tmp_path / "plans" / "tianhe-2021-2025"
    (copy / "make").mkdir(parents=True)
    (copy / "ledger").mkdir()
    (tmp_path / "gis").symlink_to(ROOT / "gis")
    (copy / "zones.geojson").write_bytes((PACKAGE / "zones.geojson").read_bytes())
    for file in (PACKAGE / "make").iterdir():
        if file.is_file():
            (copy / "make" / file.name).write_bytes(file.read_bytes())
    subprocess.run([sys.executable, copy / "make" / "ledger.py"], check=True, capture_output=True)
    for name in ("parcels.geojson", "events.geojson"):
        assert (copy / "ledger" / name).read_bytes() == (PACKAGE / "ledger" / name).read_bytes()
