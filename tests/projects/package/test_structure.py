"""structure.csv and structure.geojson: read, kept, read back; what is wrong has its place."""

import pytest
import shapely
from shapely import LineString
from sqlalchemy import text

from gis.errors import BadDataError
from gis.model import Source
from projects.load import load_folder
from projects.model import StructurePart
from projects.package.folder import read_package
from projects.store.plans import structure_of
from tests.small_land import write_csv, write_features, write_folder

LINE = LineString([(113.4, 23.15), (113.41, 23.16)])
AXIS = {
    "structure_id": "axis-1", "name": "发展轴", "kind": "axis", "level": "区",
    "zones": "west;all", "note": "其余平台不是片区", "source": "doc|第一节|1;doc|第一节|2",
}  # fmt: skip
AREA = AXIS | {"structure_id": "area-1", "name": "西片", "kind": "area", "zones": "", "note": ""}
DRAWN = {"structure_id": "axis-1", "geometry_quality": "schematic", "note": "示意"}


@pytest.fixture
def folder(tmp_path):
    folder = write_folder(tmp_path / "包")
    write_csv(folder / "structure.csv", AXIS, AREA)
    write_features(folder / "structure.geojson", (DRAWN, LINE))
    return folder


def problems_of(folder):
    with pytest.raises(BadDataError) as caught:
        read_package(folder)
    return [(p.file, p.row, p.column, p.value, p.en) for p in caught.value.problems]


def test_the_parts_are_read_in_their_order(folder):
    axis, area = read_package(folder).structure
    assert axis == StructurePart(
        structure_id="axis-1", name="发展轴", kind="axis", level="区", zone_ids=("west", "all"),
        note="其余平台不是片区", source=Source(document="doc", place="第一节", line=1),
        outline=LINE, geometry_quality="schematic",
    )  # fmt: skip
    assert (area.zone_ids, area.outline, area.geometry_quality) == ((), None, "")


def test_both_files_are_optional(folder):
    (folder / "structure.geojson").unlink()
    assert [part.outline for part in read_package(folder).structure] == [None, None]
    (folder / "structure.csv").unlink()
    assert read_package(folder).structure == ()


def test_the_database_gives_back_what_was_loaded(connection, folder):
    load_folder(connection, folder)
    assert tuple(structure_of(connection, "small")) == read_package(folder).structure


def test_a_second_load_writes_the_structure_anew(connection, folder):
    load_folder(connection, folder)
    write_csv(folder / "structure.csv", AXIS | {"name": "新轴"})
    load_folder(connection, folder)
    assert [part.name for part in structure_of(connection, "small")] == ["新轴"]
    (folder / "structure.csv").unlink()
    load_folder(connection, folder)
    assert structure_of(connection, "small") == []


def test_the_view_names_the_zones_in_the_order_of_the_text(connection, folder):
    load_folder(connection, folder)
    found = connection.execute(
        text("select structure_id, zone_names from landplan.v_structure order by position")
    ).all()
    assert [tuple(row) for row in found] == [("axis-1", ["西片", "全区"]), ("area-1", [])]


@pytest.mark.parametrize(
    ("change", "column", "value", "said"),
    [
        ({"zones": "west;nowhere"}, "zones", "nowhere", "no such zone"),
        ({"zones": "west;"}, "zones", "", "no such zone"),
        ({"zones": "west; west"}, "zones", "west", "twice"),
        ({"kind": "ring"}, "kind", "ring", "must be one of: axis, belt, area, core, point"),
        ({"kind": ""}, "kind", "", "must be one of"),
        ({"level": "省"}, "level", "省", "must be one of"),
        ({"name": ""}, "name", "", "must not be empty"),
        ({"source": "other|第一节|1"}, "source", "other|第一节|1", "no document other"),
        ({"structure_id": "a b"}, "structure_id", "a b", "an id has"),
        ({"structure_id": "area-1"}, "structure_id", "area-1", "already"),
    ],
)
def test_a_wrong_cell_is_named(folder, change, column, value, said):
    write_csv(folder / "structure.csv", AREA, AXIS, AREA | {"structure_id": "area-2"} | change)
    ((file, row, *rest, en),) = problems_of(folder)
    assert (file, row, *rest) == ("structure.csv", 4, column, value)
    assert said in en


@pytest.mark.parametrize(
    ("properties", "outline", "column", "said"),
    [
        ({"structure_id": "axis-9"}, LINE, "structure_id", "no such part"),
        ({"geometry_quality": "guessed"}, LINE, "geometry_quality", "must be one of"),
        ({}, None, "outline", "no outline"),
        ({}, shapely.from_wkt("LINESTRING (113.4 23.15, 113.4 23.15)"), "outline", "not valid"),
        ({}, LineString([(23.15, 113.4), (23.16, 113.41)]), "outline", "axes are swapped"),
        ({}, LineString([(2.3, 48.8), (2.4, 48.9)]), "outline", "not lie in China"),
    ],
)
def test_a_wrong_feature_is_named(folder, properties, outline, column, said):
    write_csv(folder / "structure.csv", AXIS, AREA)
    write_features(folder / "structure.geojson", (DRAWN | properties, outline))
    ((file, row, found, _, en),) = problems_of(folder)
    assert (file, row, found) == ("structure.geojson", 1, column)
    assert said in en


def test_a_part_drawn_twice_is_a_problem(folder):
    write_features(folder / "structure.geojson", (DRAWN, LINE), (DRAWN, LINE))
    ((file, row, column, _, en),) = problems_of(folder)
    assert (file, row, column) == ("structure.geojson", 2, "structure_id")
    assert "already" in en


def test_every_problem_is_told_at_once(folder):
    write_csv(folder / "structure.csv", AXIS | {"kind": "ring", "zones": "nowhere"})
    write_features(
        folder / "structure.geojson", (DRAWN, LINE), (DRAWN | {"structure_id": "x"}, None)
    )
    found = [(file, row, column) for file, row, column, _, _ in problems_of(folder)]
    assert sorted(found) == [
        ("structure.csv", 2, "kind"),
        ("structure.csv", 2, "zones"),
        ("structure.geojson", 2, "outline"),
        ("structure.geojson", 2, "structure_id"),
    ]
