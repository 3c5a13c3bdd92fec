"""What is wrong is told once: nothing is reported for the sake of a file that was not read."""

import json

import pytest

from gis.errors import BadDataError
from projects.package.folder import read_package
from tests.small_land import write_features, write_folder


@pytest.fixture
def folder(tmp_path):
    folder = write_folder(tmp_path / "plan")
    texts = {
        "schedule.csv": "zone,measure,year,value\nwest,storage,2023,5\n",
        "projects.csv": "project_id,name,category,zone,source\nroad,某路,道路,west,doc|专栏1|3\n",
        "structure.csv": "structure_id,name,kind,level,zones,source\n"
        "axis,轴,axis,区,west,doc|专栏1|3\n",
        "findings.csv": "kind,document,place,line,subject,detail_zh,detail_en\n"
        "named_twice,doc,专栏1,3,某项目,列了两次,named twice\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    line = {"type": "LineString", "coordinates": [[113.401, 23.151], [113.402, 23.152]]}
    for name, key in (("projects", "road"), ("structure", "axis")):
        id_column = "project_id" if name == "projects" else "structure_id"
        feature = {
            "type": "Feature",
            "properties": {id_column: key, "geometry_quality": "schematic"},
            "geometry": line,
        }
        told = {"type": "FeatureCollection", "features": [feature]}
        (folder / f"{name}.geojson").write_text(json.dumps(told), encoding="utf-8")
    read_package(folder)
    return folder


def problems_of(folder):
    with pytest.raises(BadDataError) as caught:
        read_package(folder)
    return [(p.file, p.row, p.column) for p in caught.value.problems]


@pytest.mark.parametrize(
    "name", ["zones.csv", "targets.csv", "land_use.csv", "projects.csv", "structure.csv"]
)
def test_a_wrong_header(folder, name):
    path = folder / name
    path.write_text("x" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert {file for file, *_ in problems_of(folder)} == {name}


@pytest.mark.parametrize(
    "name",
    ["zones.csv", "targets.csv", "land_use.csv", "projects.csv", "structure.csv",
     "zones.geojson", "projects.geojson", "structure.geojson",
     "ledger/parcels.geojson", "ledger/events.geojson"],
)  # fmt: skip
@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b'"', b""])
def test_a_file_that_cannot_be_read(folder, name, data):
    (folder / name).write_bytes(data)
    found = problems_of(folder)
    assert {file for file, *_ in found} == {name}
    if not (data == b"" and name.endswith(".csv")):  # that one lacks each column
        assert len(found) == 1


def test_a_target_with_a_fault_is_not_missing_for_the_schedule(folder):
    path = folder / "targets.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",10,", ",ten,"), encoding="utf-8")
    assert problems_of(folder) == [("targets.csv", 2, "value")]


@pytest.mark.parametrize("document", ["book", "<script>", "", "a|b"])
def test_a_document_of_a_finding(folder, document):
    path = folder / "findings.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace(",doc,", f",{document},"), encoding="utf-8"
    )
    found = problems_of(folder)
    assert len(set(found)) == 1
    assert len(found) <= (2 if "<" in document else 1)  # a script that is no document either


@pytest.mark.parametrize("name", ["zones", "projects", "structure"])
@pytest.mark.parametrize(
    "geometry",
    ["POLYGON ((1 2))", {"type": "Polygon", "coordinates": [[["1", "2"]]]}, {"type": "Feature"}],
)
def test_an_outline_that_cannot_be_read(folder, name, geometry):
    path = folder / f"{name}.geojson"
    told = json.loads(path.read_text(encoding="utf-8"))
    told["features"][-1]["geometry"] = geometry
    path.write_text(json.dumps(told), encoding="utf-8")
    assert problems_of(folder) == [(f"{name}.geojson", len(told["features"]), "outline")]


def test_a_place_of_a_project_that_is_none(folder):
    write_features(
        folder / "projects.geojson",
        ({"project_id": "road", "geometry_quality": "schematic"}, None),
    )
    assert problems_of(folder) == [("projects.geojson", 1, "outline")]
