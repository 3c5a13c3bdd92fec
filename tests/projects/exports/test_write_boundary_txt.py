"""Parcels as boundary points: all, a zone's, one, or a file each; read back to the millimetre."""

from datetime import date

import pytest
import shapely
from pyproj import CRS

from gis.errors import BadDataError, WrongUseError
from gis.formats.read import open_layer
from gis.formats.verdict import judged
from gis.geometry.area import area_m2
from projects.exports.lists import export_list
from projects.exports.write_boundary_txt import write_boundary_txt, write_file_each
from projects.load import load_package
from tests.small_land import block, land, package, parcel

BUILTIN = "tianhe-2021-2025"
ZONE_38 = CRS.from_epsg(4526)
HOLED = land(shapely.box(0, 0, 4, 4) - shapely.box(1, 1, 2, 2))


def parcels(connection, plan_id="small", **chosen):
    return export_list(
        connection, plan_id, "parcels", as_of=None, parcels_as_of=date(2025, 12, 31), **chosen
    )


def read(file):
    """Give id, name, area and land use of each parcel, and outlines in EPSG:4490."""
    problems = []
    layer = open_layer(file)
    verdict = judged(layer)
    batches = list(layer.features(problems))
    assert [problem for problem in problems if problem.severity == "error"] == []
    rows = [row for batch in batches for row in batch.cells.to_pylist()]
    told = [
        tuple(row[name] or "" for name in ("地块编号", "地块名称", "地块面积", "地类编码"))
        for row in rows
    ]
    return told, [one for batch in batches for one in verdict.to_stored(batch.outlines)]


@pytest.mark.parametrize(
    ("epsg", "degrees"), [(4526, 2e-8), (4547, 2e-8), (4490, 1e-9)]
)  # a millimetre is 1e-8 degrees
def test_what_is_written_is_read_again(builtin_connection, tmp_path, epsg, degrees):
    made = parcels(builtin_connection, BUILTIN)
    write_boundary_txt(tmp_path / "x.txt", made, crs=CRS.from_epsg(epsg))
    told, outlines = read(tmp_path / "x.txt")
    [batch] = made.batches()
    rows = batch.cells.to_pylist()
    assert told == [
        (one["parcel_id"], one["name"], f"{one['declared_ha']:.4f}", one["land_use"] or "")
        for one in rows
    ]
    for here, there in zip(outlines, batch.outlines, strict=True):
        assert shapely.hausdorff_distance(here, there) < degrees


def test_holes_and_parts_come_back(connection, tmp_path):
    two = shapely.union(block(6, 0, 7, 1), block(8, 0, 9, 1))
    load_package(connection, package(parcels=(parcel("P1", HOLED), parcel("P2", two))))
    write_boundary_txt(tmp_path / "x.txt", parcels(connection), crs=ZONE_38)
    _, [holed, parts] = read(tmp_path / "x.txt")
    assert area_m2(holed) == pytest.approx(150_000, abs=1)
    assert shapely.get_num_interior_rings(shapely.get_parts(holed)).tolist() == [1]
    assert len(shapely.get_parts(parts)) == 2


def test_separators_in_a_name_do_not_break_the_file(connection, tmp_path):
    named = parcel("P1", block(0, 0, 1, 1), name="一, “二”@三 [地块坐标] J1,1,0,0")
    load_package(connection, package(parcels=(named, parcel("P2", block(1, 0, 2, 1)))))
    write_boundary_txt(tmp_path / "x.txt", parcels(connection), crs=ZONE_38)
    told, outlines = read(tmp_path / "x.txt")
    assert [one[0] for one in told] == ["P1", "P2"]
    assert told[0][1] == "一， “二”＠三 [地块坐标] J1，1，0，0"
    assert all(one.area > 0 for one in outlines)


@pytest.mark.parametrize("number", ["A,1", "@1", "【1】", "A  1"])
def test_a_number_that_would_come_back_as_another_is_refused(connection, tmp_path, number):
    load_package(connection, package(parcels=(parcel(number, block(0, 0, 1, 1)),)))
    for file, how in (("x.txt", write_boundary_txt), ("out", write_file_each)):
        with pytest.raises(BadDataError) as error:
            how(tmp_path / file, parcels(connection), crs=ZONE_38)
        [problem] = error.value.problems
        assert (problem.row, problem.kind) == (1, "number_not_held")
        assert number in problem.zh
    assert not any(tmp_path.iterdir())


def test_a_file_each_is_named_by_the_parcel(connection, tmp_path):
    named = (parcel("A/../1", block(0, 0, 1, 1)), parcel("天河〔1〕", block(1, 0, 2, 1)))
    load_package(connection, package(parcels=(*named, parcel("EAST", block(11, 0, 12, 1)))))
    write_file_each(tmp_path / "out", parcels(connection, zone="west"), crs=ZONE_38)
    found = {path.name: read(path)[0][0][0] for path in (tmp_path / "out").iterdir()}
    assert found == {"A_1.txt": "A/../1", "天河_1_.txt": "天河〔1〕"}


def test_a_system_that_the_format_cannot_say_leaves_nothing(connection, tmp_path):
    load_package(connection, package(parcels=(parcel("P1", block(0, 0, 1, 1)),)))
    for file, how in (("x.txt", write_boundary_txt), ("out", write_file_each)):
        with pytest.raises(WrongUseError, match="CGCS2000"):
            how(tmp_path / file, parcels(connection), crs=CRS.from_epsg(3857))
    assert not any(tmp_path.iterdir())
