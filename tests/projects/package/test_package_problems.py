"""A package with something wrong in one place: the place is named, and nothing is loaded."""

import json
from dataclasses import dataclass

import numpy as np
import pytest
import shapely
from sqlalchemy import text

from gis.errors import BadDataError, WrongUseError
from gis.geometry.datum import wgs84_to_gcj02
from projects.load import load_folder
from projects.package.folder import read_package
from tests.small_land import block, land, write_features, write_folder


@pytest.fixture
def folder(tmp_path):
    return write_folder(tmp_path / "包")


@dataclass
class Feature:
    """One feature of a GeoJSON file, changed in place."""

    path: object
    number: int

    def change(self, *, outline=None, **properties):
        told = json.loads(self.path.read_text(encoding="utf-8"))
        feature = told["features"][self.number - 1]
        feature["properties"] |= properties
        if outline is not None:
            feature["geometry"] = shapely.geometry.mapping(outline)
        self.path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def replace_text(path, old, new):
    told = path.read_text(encoding="utf-8")
    assert old in told
    path.write_text(told.replace(old, new), encoding="utf-8")


def problems_of(folder):
    with pytest.raises(BadDataError) as caught:
        read_package(folder)
    return [(p.file, p.row, p.column, p.en) for p in caught.value.problems]


def test_the_sound_package_is_read(folder):
    package = read_package(folder)
    assert [zone.zone_id for zone in package.zones] == ["all", "west"]
    assert package.events[0].extent == package.parcels[0].outline


@pytest.mark.parametrize(
    ("file", "old", "new", "row", "column", "said"),
    [
        ("zones.csv", "declared_ha", "declered_ha", 1, "declered_ha", "not known"),
        ("zones.csv", "zone_id,name", "zone,name", 1, "zone_id", "missing"),
        ("zones.csv", ",all,", ",nowhere,", 3, "parent", "no such parent"),
        ("zones.csv", "schematic,doc|表1|2", "rough,doc|表1|2", 3, "geometry_quality", "one of"),
        ("zones.csv", "doc|表1|2", "book|表1|2", 3, "source", "no document book"),
        ("zones.csv", "doc|表1|2", "doc 表1 2", 3, "source", "document|place|line"),
        ("zones.csv", "西片", "<script>alert(1)</script>", 3, "name", "<script>"),
        ("zones.csv", "西片", "西\x07片", 3, "name", "control"),
        ("zones.csv", "west,西片", "all,西片", 3, "zone_id", "row 2 already"),
        ("targets.csv", "west,", "moon,", 2, "zone", "no such zone"),
        ("targets.csv", ",10,", ",ten,", 2, "value", "not a number"),
        ("targets.csv", ",10,", ",-10,", 2, "value", "at least 0"),
        ("targets.csv", ",10,", ",nan,", 2, "value", "not a number"),
        ("targets.csv", "公顷", "平米", 2, "unit", "one of"),
        ("targets.csv", "2025", "2031", 2, "year", "outside the plan"),
        ("targets.csv", "storage", "storing", 2, "measure", "one of"),
        ("targets.csv", ",planned", "", 2, "", "the header 7"),
        ("land_use.csv", "industry", "industrial", 2, "group", "one of"),
        ("land_use.csv", "0701,", "1001,", 3, "code", "row 2 already"),
        ("ledger/parcels.geojson", '"state"', '"private"', 1, "owner_kind", "one of"),
        ("ledger/parcels.geojson", '"P2"', '"P1"', 2, "parcel_id", "row 1 already"),
        ("ledger/parcels.geojson", "地块二", "<SCRIPT src=x>", 2, "name", "<script>"),
        ("ledger/events.geojson", '"2022-06-30"', '"2022-06-31"', 2, "date", "not a date"),
        ("ledger/events.geojson", '"2021-06-30"', '"2014-12-31"', 1, "date", "before parcel P1"),
        ("ledger/events.geojson", '"2021-06-30"', '"3021-06-30"', 1, "date", "1949–2100"),
        ("ledger/events.geojson", '"E2"', '"E1"', 2, "event_id", "row 1 already"),
        ("ledger/events.geojson", '"P1", "date": "2021', '"P9", "date": "2021', 1, "parcel_id",
         "no parcel P9"),
        ("ledger/events.geojson", '"declared_ha": 1', '"declared_ha": 9', 2, "declared_ha",
         "larger than its parcels"),
        ("ledger/events.geojson", '"1001"', '"1002"', 2, "land_use", "no such code"),
        ("ledger/events.geojson", '"storage"', '"theft"', 1, "kind", "one of"),
        ("ledger/events.geojson", '"corrects": ""', '"corrects": "E7"', 1, "corrects", "no event"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_a_problem_with_its_place(folder, file, old, new, row, column, said):
    replace_text(folder / file, old, new)
    found = problems_of(folder)
    assert any(place == [file, row, column] and said in told for *place, told in found), found


def test_a_parcel_that_crosses_itself(folder):
    bow = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    crossed = shapely.transform(bow, lambda xy: [113.4, 23.15] + xy * 0.001)
    Feature(folder / "ledger" / "parcels.geojson", 1).change(outline=crossed)
    assert ("ledger/parcels.geojson", 1, "outline") in [p[:3] for p in problems_of(folder)]
    assert any("crosses itself (at 113.401, 23.151)" in p[3] for p in problems_of(folder))


def test_a_zone_in_gcj02_is_named_as_such(folder):
    shifted = wgs84_to_gcj02(block(0, 0, 10, 20))
    Feature(folder / "zones.geojson", 2).change(outline=shifted)
    [(file, row, column, said)] = problems_of(folder)
    assert (file, row, column) == ("zones.geojson", 2, "outline")
    assert "GCJ-02" in said


def test_swapped_axes_are_named_as_such(folder):
    swapped = shapely.transform(block(0, 0, 10, 20), lambda xy: xy[:, ::-1])
    Feature(folder / "zones.geojson", 2).change(outline=swapped)
    assert any(
        p[:3] == ("zones.geojson", 2, "outline") and "swapped" in p[3] for p in problems_of(folder)
    )


def test_a_parcel_outside_the_district(folder):
    Feature(folder / "ledger" / "parcels.geojson", 2).change(outline=block(30, 0, 32, 2))
    [(file, row, column, said)] = problems_of(folder)
    assert (file, row, column) == ("ledger/parcels.geojson", 2, "outline")
    assert "outside the plan's land" in said


def test_a_parcel_across_the_edge_is_none_of_a_problem(folder):
    Feature(folder / "ledger" / "parcels.geojson", 2).change(outline=block(19, 0, 20.5, 2))
    read_package(folder)


def test_an_extent_larger_than_its_parcel_is_none_of_a_problem(folder):
    Feature(folder / "ledger" / "events.geojson", 2).change(outline=block(0, 0, 3, 2))
    read_package(folder)


def test_an_extent_more_than_half_outside_its_parcel(folder):
    Feature(folder / "ledger" / "events.geojson", 2).change(outline=block(0, 0, 3, 3))
    assert any(p[2] == "outline" and "outside its parcels" in p[3] for p in problems_of(folder))


def test_zones_that_are_each_others_parents(folder):
    replace_text(folder / "zones.csv", "全区,,", "全区,west,")
    assert [p[2] for p in problems_of(folder)].count("parent") == 2


def test_lines_and_points_are_no_outlines(folder):
    write_features(
        folder / "zones.geojson",
        ({"zone_id": "all"}, shapely.LineString([(113, 23), (114, 24)])),
        ({"zone_id": "west"}, None),
    )
    said = [p[3] for p in problems_of(folder) if p[0] == "zones.geojson"]
    assert any("LineString" in one for one in said)
    assert any("no outline" in one for one in said)


@pytest.mark.parametrize("name", ["zones.csv", "zones.geojson", "targets.csv", "land_use.csv"])
def test_a_missing_file_is_a_problem(folder, name):
    (folder / name).unlink()
    assert name in [p[0] for p in problems_of(folder)]


PLAN = "id: small\ntitle: x\nstarts_on: 2021-01-01\nends_on: {}\ncrs: EPSG:{}"


@pytest.mark.parametrize(
    ("told", "column"),
    [
        ("id: [", ""),
        ("- 1\n- 2", ""),
        (PLAN.format("soon", 4490), "ends_on"),
        (PLAN.format("2020-01-01", 4490), "ends_on"),
        (PLAN.format("2025-01-01", 99), "crs"),
        ("title: x\nstarts_on: 2021-01-01\nends_on: 2025-01-01\ncrs: EPSG:4490", "id"),
    ],
)  # fmt: skip
def test_a_plan_file_that_says_nothing_useful(folder, told, column):
    (folder / "plan.yaml").write_text(told, encoding="utf-8")
    assert ("plan.yaml", column) in [(p[0], p[2]) for p in problems_of(folder)]


def test_every_problem_is_listed_at_once(folder):
    replace_text(folder / "targets.csv", "west,", "moon,")
    replace_text(folder / "ledger" / "events.geojson", '"1001"', '"1002"')
    Feature(folder / "ledger" / "parcels.geojson", 2).change(outline=block(30, 0, 32, 2))
    assert {p[0] for p in problems_of(folder)} == {
        "targets.csv", "ledger/events.geojson", "ledger/parcels.geojson"
    }  # fmt: skip


def test_nothing_is_loaded_from_a_package_with_a_problem(folder, connection):
    replace_text(folder / "targets.csv", "west,", "moon,")
    with pytest.raises(BadDataError):
        load_folder(connection, folder)
    assert connection.scalar(text("select count(*) from landplan.plan")) == 0


def test_a_folder_without_a_plan(tmp_path):
    with pytest.raises(WrongUseError, match=r"plan\.yaml"):
        read_package(tmp_path)


def test_files_of_a_bureau_are_read(folder):
    """GB18030 from Excel, dates with slashes, outlines in the local projection."""
    for name in ("zones.csv", "targets.csv", "land_use.csv"):
        path = folder / name
        path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    replace_text(folder / "ledger" / "events.geojson", '"2021-06-30"', '"2021/6/30"')
    package = read_package(folder)
    assert package.zones[1].name == "西片"
    assert package.events[0].happened_on.isoformat() == "2021-06-30"


def test_outlines_in_another_crs_come_out_in_place(folder):
    from pyproj import CRS

    from gis.geometry.crs import transform

    gauss = transform(block(0, 0, 10, 20), CRS.from_epsg(4490), CRS.from_epsg(4526))
    whole = transform(block(0, 0, 20, 20), CRS.from_epsg(4490), CRS.from_epsg(4526))
    write_features(
        folder / "zones.geojson", ({"zone_id": "all"}, whole), ({"zone_id": "west"}, gauss)
    )
    for name in ("parcels", "events"):
        (folder / "ledger" / f"{name}.geojson").unlink()
    replace_text(folder / "plan.yaml", "EPSG:4490", "EPSG:4526")
    package = read_package(folder)
    assert package.zones[1].outline.hausdorff_distance(block(0, 0, 10, 20)) < 1e-9
    assert package.zones[1].measured_ha == pytest.approx(200, rel=1e-6)


def test_land_is_drawn_where_it_says(folder):
    assert land(shapely.box(0, 0, 1, 1)).bounds[:2] == pytest.approx((113.4, 23.15))


@pytest.fixture
def whole_folder(folder):
    """Give a package with indicators, investment, findings and projects too."""
    texts = {
        "indicators.csv": "zone,indicator,unit,year,value,value_to,role,note,source\n"
        "west,产值,亿元,2020,100,,base,,doc|表1|1\n"
        "west,产值,亿元,2025,150,160,goal,,doc|表1|2\n",
        "investment.csv": "node,parent,name,count,total_10k_cny,period_10k_cny,source\n"
        "all,,总计,2,30,20,doc|附表|1\nroads,all,道路,2,30,20,doc|附表|2\n",
        "findings.csv": "kind,document,place,line,subject,detail_zh,detail_en\n"
        "named_twice,doc,专栏1,3,某项目,列了两次,named twice\n",
        "projects.csv": "project_id,name,category,zone,source\n"
        "road,某路,道路,west,doc|专栏1|3\nplant,某厂,工业,west,doc|专栏1|3\n",
    }
    for name, told in texts.items():
        (folder / name).write_text(told, encoding="utf-8")
    line = shapely.LineString(block(1, 1, 2, 2).geoms[0].exterior.coords[:3])
    write_features(
        folder / "projects.geojson",
        ({"project_id": "road", "geometry_quality": "schematic"}, line),
    )
    return folder


def test_the_whole_package_is_read(whole_folder):
    package = read_package(whole_folder)
    assert [figure.value_to for figure in package.figures] == [None, 160]
    assert [node.parent for node in package.investment] == [None, "all"]
    assert package.findings[0].source.line == 3
    assert [project.outline is None for project in package.projects] == [False, True]


@pytest.mark.parametrize(
    ("file", "old", "new", "row", "column", "said"),
    [
        ("indicators.csv", "2020,100", "2020,很多", 2, "value", "not a number"),
        ("indicators.csv", "150,160", "150,140", 3, "value_to", "ends below"),
        ("indicators.csv", "亿元,2025", "万元,2025", 3, "unit", "row 2 gives this indicator"),
        ("indicators.csv", "west,产值,亿元,2025", "moon,产值,亿元,2025", 3, "zone", "no such zone"),
        ("indicators.csv", "doc|表1|2", "book|表1|2", 3, "source", "no document book"),
        ("indicators.csv", "2020,100", "2020,", 2, "value", "no figure"),
        ("indicators.csv", ",base,", ",start,", 2, "role", "one of"),
        ("indicators.csv", "2025,150,160,goal,,doc|表1|2", "2020,100,,base,,doc|表1|1", 3,
         "indicator", "row 2 already"),
        ("investment.csv", "roads,all", "roads,none", 3, "parent", "no row above"),
        ("investment.csv", ",2,30,20,doc|附表|2", ",two,30,20,doc|附表|2", 3, "count",
         "whole number"),
        ("findings.csv", "doc,专栏1", "book,专栏1", 2, "document", "no document book"),
        ("projects.csv", "plant,某厂", "plant,某路", 3, "name", "row 2 already"),
        ("projects.csv", "plant,", "road,", 3, "project_id", "row 2 already"),
        ("projects.geojson", '"road"', '"river"', 1, "project_id", "no such project"),
        ("projects.geojson", '"schematic"', '"rough"', 1, "geometry_quality", "one of"),
    ],
)  # fmt: skip
def test_a_wrong_figure_is_a_problem_with_its_place(
    whole_folder, file, old, new, row, column, said
):
    replace_text(whole_folder / file, old, new)
    found = problems_of(whole_folder)
    assert any(place == [file, row, column] and said in told for *place, told in found), found


def shifted(outline, lon=0.0, lat=0.0):
    return shapely.transform(outline, lambda xy: xy + np.array([lon, lat]))


@pytest.mark.parametrize(
    "outline", [shifted(block(0, 0, 1, 1), 1, 1), wgs84_to_gcj02(block(0, 0, 1, 1))]
)
def test_an_event_that_lies_elsewhere_than_its_parcel(folder, outline):
    Feature(folder / "ledger" / "events.geojson", 2).change(outline=outline)
    [(file, row, column, said)] = problems_of(folder)
    assert (file, row, column) == ("ledger/events.geojson", 2, "outline")
    assert "outside its parcels" in said


def test_an_event_without_a_parcel_outside_the_district(folder):
    far = shifted(block(0, 0, 1, 1), 1, 1)
    Feature(folder / "ledger" / "events.geojson", 2).change(outline=far, parcel_id="")
    [(file, row, column, said)] = problems_of(folder)
    assert (file, row, column) == ("ledger/events.geojson", 2, "outline")
    assert "outside the plan's land" in said


def test_a_parcel_in_gcj02_that_lies_on_its_neighbours(folder):
    path = folder / "ledger" / "parcels.geojson"
    common = {"owner_kind": "state", "name": "", "established_on": None}
    squares = [(x, y) for x in range(0, 20, 2) for y in range(0, 20, 2) if (x, y) != (6, 6)]
    features = [
        (common | {"parcel_id": f"Q{x}-{y}", "declared_ha": 4}, block(x, y, x + 2, y + 2))
        for x, y in squares
    ]
    drawn = wgs84_to_gcj02(block(6, 6, 8, 8))
    features.append((common | {"parcel_id": "SHIFTED", "declared_ha": 4}, drawn))
    write_features(path, *features)
    (folder / "ledger" / "events.geojson").unlink()
    [(_, row, column, said)] = problems_of(folder)
    assert (row, column) == (len(features), "outline")
    assert "GCJ-02" in said


def test_a_parents_outline_in_gcj02_is_named_as_such(folder):
    Feature(folder / "zones.geojson", 1).change(outline=wgs84_to_gcj02(block(0, 0, 20, 20)))
    assert any("looks like GCJ-02" in said for *_, said in problems_of(folder))


@pytest.mark.parametrize(("declared", "unit"), [(60, "亩"), (40_000, "m²")])
def test_an_area_in_another_unit(folder, declared, unit):
    Feature(folder / "ledger" / "parcels.geojson", 2).change(declared_ha=declared)
    [(_, row, column, said)] = problems_of(folder)
    assert (row, column) == (2, "declared_ha")
    assert unit in said


@pytest.mark.parametrize(
    ("added", "column"),
    [
        ("sampel: true", "sampel"),
        ("documents: 5", "documents"),
        ("documents: [{id: doc}, {id: doc}]", "documents.id"),
        ("documents: [{id: doc, title: <script>}]", "documents.title"),
    ],
)
def test_a_slip_in_plan_yaml_is_a_problem(folder, added, column):
    path = folder / "plan.yaml"
    told = path.read_text(encoding="utf-8")
    if added.startswith("documents"):
        told = told[: told.index("documents")]
    path.write_text(told + added + "\n", encoding="utf-8")
    assert ("plan.yaml", column) in [(p[0], p[2]) for p in problems_of(folder)]


@pytest.mark.parametrize("sample", ["yes please", "1", "[true]"])
def test_the_sample_mark_is_true_or_false(folder, sample):
    replace_text(folder / "plan.yaml", "sample: true", f"sample: {sample}")
    assert [p[2] for p in problems_of(folder)] == ["sample"]


def test_ids_that_differ_by_a_space_are_one(folder):
    Feature(folder / "ledger" / "parcels.geojson", 2).change(parcel_id="P1 ")
    assert ("ledger/parcels.geojson", 2, "parcel_id") in [p[:3] for p in problems_of(folder)]


def test_a_reversal_is_not_corrected_and_names_what_it_reverses(folder):
    path = folder / "ledger" / "events.geojson"
    told = json.loads(path.read_text(encoding="utf-8"))
    common = {"kind": "reversal", "parcel_id": "", "declared_ha": None, "date": "2023-01-01"}
    for event_id, corrects in (("E3", "E1"), ("E4", "E3"), ("E5", "")):
        told["features"].append(
            {
                "type": "Feature",
                "geometry": None,
                "properties": common | {"event_id": event_id, "corrects": corrects},
            }
        )
    path.write_text(json.dumps(told), encoding="utf-8")
    found = {(row, column): said for _, row, column, said in problems_of(folder)}
    assert set(found) == {(4, "corrects"), (5, "corrects")}
    assert "anew" in found[4, "corrects"]
    assert "not be empty" in found[5, "corrects"]


def test_one_bad_row_is_one_problem(folder):
    """What refers to a row with a fault is not at fault itself."""
    replace_text(folder / "zones.csv", "schematic,doc|表1|2", "rough,doc|表1|2")
    assert len(problems_of(folder)) == 1
    replace_text(folder / "zones.csv", "rough,doc|表1|2", "schematic,doc|表1|2")
    Feature(folder / "ledger" / "parcels.geojson", 1).change(owner_kind="private", declared_ha="?")
    assert {p[2] for p in problems_of(folder)} == {"owner_kind", "declared_ha"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("zones.geojson", b"{"),
        ("zones.geojson", b""),
        ("ledger/parcels.geojson", b"\xff\xfe not json"),
        ("targets.csv", b'a,b\n"' + b"x" * 200_000 + b'"\n'),
    ],
)
def test_a_broken_file_is_one_problem_without_a_path(folder, name, content):
    (folder / name).write_bytes(content)
    found = [p for p in problems_of(folder) if p[0] == name]
    assert len(found) == 1
    assert str(folder) not in found[0][3]


def test_a_ledger_in_an_unknown_format_is_a_problem(folder):
    (folder / "ledger" / "parcels.geojson").rename(folder / "ledger" / "parcels.shp")
    assert ("ledger/parcels.shp", None, "") in [p[:3] for p in problems_of(folder)]


def test_a_schedule_has_units_and_years(folder):
    rows = "zone,measure,year,value,unit\nwest,storage,2023,90,亩\n"
    (folder / "schedule.csv").write_text(rows, encoding="utf-8")
    assert read_package(folder).schedule[0].value == pytest.approx(6)
    (folder / "schedule.csv").write_text(rows.replace("2023", "2031"), encoding="utf-8")
    assert [p[:3] for p in problems_of(folder)] == [("schedule.csv", 2, "year")]
