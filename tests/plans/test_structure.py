"""The built-in spatial structure: named in its lines, drawn through its zones, remade the same."""

import csv
import json
import re
import subprocess
import sys
from operator import itemgetter
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from projects.package.folder import read_package
from tests.every_row import every_row
from tests.planning_documents import lines_of

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "plans" / "tianhe-2021-2025"
MAKE = PACKAGE / "make"
METRES = 4526
"""CGCS2000 3-degree Gauss-Kruger zone 38: metres, good to 1 in 10 000 here."""


def rows_of(name):
    with (PACKAGE / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


ROWS = rows_of("structure.csv")
ZONE_NAMES = {row["zone_id"]: row["name"] for row in rows_of("zones.csv")}

DISTRICT = [row for row in ROWS if row["level"] == "区"]
LINES = [row for row in ROWS if row["kind"] in ("axis", "belt")]

NOT_PASSED = {("city-riverside-belt", "smart-valley"): "不经过智谷片区"}
"""Part and zone that its line cannot pass → the words of its note that say so."""


def each(rows):
    return every_row(rows, itemgetter("structure_id"))


def citations(row):
    return [citation.split("|") for citation in row["source"].split(";")]


def cited_text(row):
    """Return the cited lines joined, for a name may go on in the next line."""
    lines = [lines_of(document)[int(line) - 1].strip() for document, _, line in citations(row)]
    return re.sub(r"\(([^)]*)\)", r"（\1）", "".join(lines))


def names_in_text(row, zone_id):
    """Return the names a zone may have in the text: its own, and those that the note quotes."""
    return {ZONE_NAMES[zone_id], *re.findall("“([^”]+)”", row["note"])}


@pytest.fixture(scope="module")
def lines() -> gpd.GeoDataFrame:
    collection = json.loads((PACKAGE / "structure.geojson").read_text(encoding="utf-8"))
    assert "crs" not in collection
    frame = gpd.GeoDataFrame.from_features(collection["features"], crs=4490).to_crs(METRES)
    return frame.set_index("structure_id")


@pytest.fixture(scope="module")
def zones() -> gpd.GeoSeries:
    collection = json.loads((PACKAGE / "zones.geojson").read_text(encoding="utf-8"))
    frame = gpd.GeoDataFrame.from_features(collection["features"], crs=4490).to_crs(METRES)
    return frame.set_index("zone_id").geometry


@each(ROWS)
def test_a_cited_line_has_the_name_of_the_part(row):
    first = lines_of(citations(row)[0][0])[int(citations(row)[0][2]) - 1]
    assert row["name"].partition("（")[0] in first
    assert row["name"] in cited_text(row)


@each(DISTRICT)
def test_a_part_of_the_district_begins_its_paragraph(row):
    assert cited_text(row).startswith(row["name"] + "。")


def test_the_districts_parts_are_of_its_outline_and_the_citys_of_its_own_plan():
    cited = {(row["level"], document) for row in ROWS for document, _, _ in citations(row)}
    assert cited == {("区", "outline"), ("市", "services")}


@each(ROWS)
def test_every_zone_is_named_in_the_cited_lines(row):
    for zone_id in row["zones"].split(";"):
        assert any(name in cited_text(row) for name in names_in_text(row, zone_id)), zone_id


@each([row for row in LINES if row in DISTRICT])
def test_every_platform_is_a_zone_or_in_the_note(row):
    """The platforms of the district's axes and belts stand between 依托 and 平台."""
    named = re.search("依托(.+?)(等发展|等|发展)平台", cited_text(row))[1]
    platforms = re.sub("（含天河高新区）", "", named).split("、")
    listed = [ZONE_NAMES[zone_id] for zone_id in row["zones"].split(";")]
    assert [name for name in platforms if name in ZONE_NAMES.values()] == listed
    assert all(name in row["note"] for name in platforms if name not in ZONE_NAMES.values())


@each(ROWS)
def test_the_place_is_a_heading_above_the_line(row):
    document, place, line = citations(row)[0]
    above = [re.sub(r"[ 　]", "", text) for text in lines_of(document)[: int(line)]]
    wide = str.maketrans("0123456789", "０１２３４５６７８９") if document == "services" else {}
    assert any(re.sub(" ", "", place).translate(wide) in text for text in above)


def test_the_structure_is_the_one_that_its_name_counts():
    kinds = [row["kind"] for row in DISTRICT]
    assert (kinds.count("axis"), kinds.count("belt")) == (2, 2)  # 两轴两带
    section = "\n".join(lines_of("outline")).partition("第二节  强化多片区支撑\n")[2]
    paragraphs = re.split(r"^ *第三节", section, maxsplit=1, flags=re.M)[0]
    areas = [row for row in ROWS if row["kind"] == "area"]
    begun = re.findall(r"^([^。，\s]{2,14})。", paragraphs, re.M)
    assert begun == [row["name"] for row in areas]


def test_the_points_are_those_of_box_12():
    box = "".join(line.strip() for line in lines_of("services")[1892:1895])
    box = re.sub(r"\(([^)]*)\)", r"（\1）", box).removeprefix("天河区:").rstrip("ꎮ")
    named = [name.strip() for name in box.split("、")]
    assert named == [row["name"] for row in ROWS if row["kind"] == "point"]


def test_axes_and_belts_have_a_line_and_the_rest_are_zones(lines):
    assert list(lines.index) == [row["structure_id"] for row in LINES]
    assert set(lines["geometry_quality"]) == {"schematic"}
    assert all("示意" in note for note in lines["note"])


def test_lines_are_smooth_and_do_not_cross_themselves(lines):
    for line in lines.geometry:
        assert line.geom_type == "LineString"
        assert line.is_valid and line.is_simple
        steps = np.diff(shapely.get_coordinates(line), axis=0)
        turns = np.diff(np.unwrap(np.arctan2(steps[:, 1], steps[:, 0])))
        assert np.degrees(np.abs(turns)).max() < 30


def test_lines_lie_within_500_metres_of_the_district(lines, zones):
    corners = shapely.points(lines.geometry.get_coordinates())
    assert shapely.distance(corners, zones["tianhe"]).max() < 500


@each(LINES)
def test_a_line_passes_every_zone_of_its_part_or_says_that_it_does_not(row, lines, zones):
    line, note = lines.loc[row["structure_id"], ["geometry", "note"]]
    for zone_id in row["zones"].split(";"):
        told = NOT_PASSED.get((row["structure_id"], zone_id))
        assert line.intersects(zones[zone_id]) == (told is None), zone_id
        assert told is None or told in note


def test_the_riverside_belt_follows_the_southern_edge_of_the_business_district(lines, zones):
    belt = lines.geometry["riverside-belt"]
    south = zones["cbd"].boundary
    away = shapely.distance(shapely.points(shapely.get_coordinates(belt)), south)
    assert away.max() < 500
    assert belt.distance(lines.geometry["city-riverside-belt"]) > 150


def test_the_citys_riverside_belt_follows_the_districts_edge_in_the_river(lines, zones):
    vertices = shapely.points(shapely.get_coordinates(lines.geometry["city-riverside-belt"]))
    assert shapely.distance(vertices, zones["tianhe"].boundary).max() < 150


def test_the_package_reads_the_structure():
    package = read_package(PACKAGE)
    assert [part.structure_id for part in package.structure] == [r["structure_id"] for r in ROWS]
    drawn = [part for part in package.structure if part.outline is not None]
    assert {part.geometry_quality for part in drawn} == {"schematic"}
    assert {part.kind for part in drawn} == {"axis", "belt"}


def test_drawing_again_gives_the_same_file(tmp_path):
    copy = tmp_path / "plans" / "tianhe-2021-2025"
    (copy / "make").mkdir(parents=True)
    for name in ("axes.py", "features.py", "structure.py", "control_points.csv"):
        (copy / "make" / name).write_bytes((MAKE / name).read_bytes())
    for name in ("structure.csv", "zones.geojson"):
        (copy / name).write_bytes((PACKAGE / name).read_bytes())
    subprocess.run([sys.executable, copy / "make" / "structure.py"], check=True)
    assert (copy / "structure.geojson").read_bytes() == (PACKAGE / "structure.geojson").read_bytes()
