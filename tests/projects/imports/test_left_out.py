"""Only the sound rows of a file: those with errors are named, cut away, and the rest is whole."""

import numpy as np
import pytest
import shapely
from sqlalchemy import text

from gis.geometry.crs import crs_of, transform
from gis.problems import Problem
from projects.imports.left_out import rows_with_errors
from tests.small_land import GRID, block, write_features

HEAD = """[属性描述]
坐标系=2000国家大地坐标系
几度分带=3
投影类型=高斯克吕格
计量单位=米
带号=38
[地块坐标]
"""


def corners(*places):
    """Return points of the grid, in units of 100 m, as (north, east) in zone 38."""
    drawn = np.array([shapely.Point(x * 100, y * 100) for x, y in places], dtype=object)
    there = transform(drawn, GRID, crs_of("4526"))
    return [(point.y, point.x) for point in there]


def parcel_lines(name, *places):
    found = corners(*places, places[0])
    lines = [f"{len(found)},1.0000,{name},{name},面,,工业,,@"]
    lines += [f"J{n},1,{north:.4f},{east:.4f}" for n, (north, east) in enumerate(found, 1)]
    return "\n".join(lines) + "\n"


GOOD = parcel_lines("G1", (5, 5), (5, 6), (6, 6), (6, 5))
CROSSED = parcel_lines("B1", (8, 5), (9, 6), (9, 5), (8, 6))


@pytest.fixture
def boundary_file(tmp_path):
    def write(*parcels, name="地块.txt"):
        path = tmp_path / name
        path.write_text(HEAD + "".join(parcels), encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize("parcels", [(GOOD, CROSSED), (CROSSED, GOOD)])
def test_a_file_without_its_bad_parcel_is_imported_whole(
    connection, import_file, boundary_file, parcels
) -> None:
    file = boundary_file(*parcels)
    whole = import_file("parcels", file, dry=True)
    assert whole.is_refused
    rows = whole.sketches.rows
    bad = rows_with_errors(rows, whole.problems)
    assert (len(rows), len(bad)) == (2, 1)
    outcome = import_file("parcels", file, left_out=bad)
    assert (outcome.is_refused, outcome.counts.added) == (False, 1)
    assert {one.row for one in outcome.problems}.isdisjoint(bad)
    stored = connection.scalars(
        text("select parcel_id from landplan.parcel where batch_id = :batch"),
        {"batch": outcome.batch},
    ).all()
    assert stored == ["G1"]
    command = connection.scalar(
        text("select command from landplan.batch where batch_id = :batch"),
        {"batch": outcome.batch},
    )
    assert command == "import parcels, 1 left out"


def test_a_line_of_points_belongs_to_the_parcel_above_it(import_file, boundary_file) -> None:
    spoilt = GOOD.replace("J3,1,", "J3,1,x")
    whole = import_file("parcels", boundary_file(spoilt, CROSSED.replace("B1", "B2")), dry=True)
    rows = whole.sketches.rows
    assert rows_with_errors(rows, whole.problems) == set(rows.tolist())
    nothing = import_file(
        "parcels", boundary_file(spoilt, CROSSED), left_out=set(rows.tolist()), dry=True
    )
    assert [one.kind for one in nothing.problems] == ["no_features"]


def test_what_is_of_no_row_cannot_be_cut_away() -> None:
    rows = np.array([4, 9])

    def problem(row):
        return Problem(file="f", row=row, zh="", en="", kind="k")

    assert rows_with_errors(rows, [problem(4), problem(8), problem(30)]) == {4, 9}
    assert rows_with_errors(rows, [problem(4), problem(None)]) is None
    assert rows_with_errors(rows, [problem(2)]) is None
    assert rows_with_errors(rows, []) == set()


def test_a_large_list_is_cut_too(connection, plan, tmp_path) -> None:
    from projects.imports.opening import ImportOptions
    from projects.imports.run import Run, import_list
    from tests.projects.imports.conftest import TODAY

    file = tmp_path / "many.geojson"
    features = [
        ({"DKBH": f"N{n}", "DKMJ": 1 if n != 3 else "很大"}, block(n, 6, n + 1, 7))
        for n in range(5)
    ]
    write_features(file, *features)

    def run(**options):
        asked = ImportOptions(columns=["DKMJ=declared_ha(公顷)"], **options)
        call = Run(kind="parcels", path=file, options=asked, dry=False, today=TODAY, large=2)
        return import_list(connection, plan, call)

    whole = run()
    bad = rows_with_errors(whole.sketches.rows, whole.problems)
    assert (whole.is_refused, bad) == (True, {4})
    assert run(left_out=bad).counts.added == 4
