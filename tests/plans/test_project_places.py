"""Where the built-in projects lie: valid, near the district, remade the same by the script."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "plans" / "tianhe-2021-2025"
MAKE = PACKAGE / "make"
METRES = 4526
"""CGCS2000 3-degree Gauss-Kruger zone 38: metres, good to 1 in 10 000 here."""


@pytest.fixture(scope="module")
def places() -> gpd.GeoDataFrame:
    collection = json.loads((PACKAGE / "projects.geojson").read_text(encoding="utf-8"))
    assert "crs" not in collection
    return gpd.GeoDataFrame.from_features(collection["features"], crs=4490).to_crs(METRES)


@pytest.fixture(scope="module")
def district() -> shapely.Geometry:
    return (
        gpd.read_file(MAKE / "district.geojson")
        .set_crs(4490, allow_override=True)
        .to_crs(METRES)
        .union_all()
    )


def project_rows() -> list[dict[str, str]]:
    with (PACKAGE / "projects.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_place_is_that_of_a_project_in_the_order_of_the_table(places):
    known = [row["project_id"] for row in project_rows()]
    drawn = list(places["project_id"])
    assert drawn == [project_id for project_id in known if project_id in set(drawn)]


def test_every_place_says_that_it_is_schematic_and_how_it_is_drawn(places):
    assert set(places["geometry_quality"]) == {"schematic"}
    assert places["note"].str.len().min() > 0


def test_places_are_valid_lines_and_points(places):
    kinds = {"LineString", "MultiLineString", "Point", "MultiPoint"}
    assert set(places.geom_type) <= kinds
    assert places.is_valid.all()
    assert places.is_simple.all()
    assert not places.is_empty.any()


def test_no_place_leaves_the_district_by_a_kilometre(places, district):
    corners = places.set_index("project_id").geometry.get_coordinates()
    away = shapely.distance(shapely.points(corners), district)
    assert away.max() < 1_000
    assert places.distance(district).max() == 0


def test_points_lie_on_metro_stations(places):
    with (MAKE / "control_points.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "metro station"]
    stations = gpd.GeoSeries(
        gpd.points_from_xy([row["lon"] for row in rows], [row["lat"] for row in rows]), crs=4490
    ).to_crs(METRES)
    points = places[places.geom_type.str.contains("Point")].explode().geometry
    assert len(points) > 0
    assert points.distance(stations.union_all()).max() < 0.01


def test_roads_follow_their_digitised_axes(places):
    """Every vertex of a named road's axis lies on its line, but for parts that are left out."""
    with (MAKE / "control_points.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "axis vertex"]
    names = {row["project_id"]: row["name"] for row in project_rows()}
    followed = 0
    for project_id, line in places.set_index("project_id").geometry.items():
        axis = [(row["lon"], row["lat"]) for row in rows if row["name"] == names[project_id]]
        if axis and "Line" in line.geom_type:
            vertices = gpd.GeoSeries(gpd.points_from_xy(*zip(*axis, strict=True)), crs=4490)
            away = vertices.to_crs(METRES).distance(line)
            assert (away < 0.01).sum() >= len(axis) - 1
            followed += 1
    assert followed > 0


def test_drawing_again_gives_the_same_file(tmp_path):
    copy = tmp_path / "plans" / "tianhe-2021-2025"
    (copy / "make").mkdir(parents=True)
    for name in ("axes.py", "features.py", "projects.py", "control_points.csv"):
        (copy / "make" / name).write_bytes((MAKE / name).read_bytes())
    (copy / "projects.csv").write_bytes((PACKAGE / "projects.csv").read_bytes())
    subprocess.run([sys.executable, copy / "make" / "projects.py"], check=True)
    assert (copy / "projects.geojson").read_bytes() == (PACKAGE / "projects.geojson").read_bytes()
