"""The verdict on coordinates: what is said against what the numbers say, and what would mend it."""

import numpy as np
import pyarrow as pa
import pytest
import shapely
from pyproj import CRS

from gis.errors import CrsError, WrongUseError
from gis.formats.layer import Features, Layer
from gis.formats.verdict import judged
from gis.geometry.area import GEOD
from gis.geometry.crs import transform
from gis.geometry.datum import wgs84_to_bd09, wgs84_to_gcj02

STORED = CRS.from_epsg(4490)
TIANHE = shapely.box(113.30, 23.10, 113.44, 23.24)
SQUARES = [
    shapely.box(x, y, x + 0.003, y + 0.003)
    for x in np.linspace(113.30, 113.437, 6) for y in np.linspace(23.10, 23.237, 6)
]  # fmt: skip


def layer(shapes, crs=None, form="geopackage"):
    def features(problems):
        yield Features(
            rows=np.arange(len(shapes)) + 1,
            cells=pa.table({"name": [""] * len(shapes)}),
            outlines=np.array(shapes, dtype=object),
        )

    return Layer(file="a.gpkg", format=form, crs=crs, columns=("name",), features=features)


def drawn(epsg, shapes=SQUARES):
    return [transform(one, STORED, CRS.from_epsg(epsg)) for one in shapes]


def swapped(shapes):
    return [shapely.transform(one, lambda xy: xy[:, ::-1]) for one in shapes]


def apart_m(one, other):
    a, b = shapely.get_coordinates(one), shapely.get_coordinates(other)
    return GEOD.inv(*a.T, *b.T)[2].max()


@pytest.mark.parametrize("epsg", [4490, 4326, 4526, 4547, 4508, 4497, 3857, 32649])
@pytest.mark.parametrize("near", [None, TIANHE, TIANHE.bounds])
def test_what_fits_is_taken_and_brought_to_4490(epsg, near):
    verdict = judged(layer(drawn(epsg), CRS.from_epsg(epsg)), near=near)
    assert verdict.problems == ()
    assert verdict.epsg == epsg
    assert verdict.unit == ("degree" if epsg in (4490, 4326) else "metre")
    assert f"EPSG:{epsg}" in verdict.reason_zh
    assert f"EPSG:{epsg}" in verdict.reason_en
    moved = verdict.to_stored(np.array(drawn(epsg)))
    assert apart_m(moved, SQUARES) < 1e-3


@pytest.mark.parametrize("epsg", [4490, 4526])
def test_numbers_alone_can_tell(epsg):
    verdict = judged(layer(drawn(epsg)), near=TIANHE)
    assert verdict.epsg == epsg
    assert [(one.kind, one.severity) for one in verdict.problems] == [("crs_not_said", "warning")]


@pytest.mark.parametrize(
    ("made", "said", "near", "kind", "mend"),
    [
        (4547, 4526, None, "elsewhere", "--crs"),
        (4547, 4526, TIANHE, "other_crs", "--crs EPSG:4547"),
        (4547, None, TIANHE, "other_crs", "--crs EPSG:4547"),
        (4508, None, TIANHE, "other_crs", "--crs EPSG:4546"),
        (4547, 4546, TIANHE, "other_crs", "--crs EPSG:4547"),
        (4526, 4525, TIANHE, "other_crs", "--crs EPSG:4526"),
        (4526, 4547, None, "other_crs", "--crs EPSG:4526"),
        (3857, 4547, TIANHE, "other_crs", "--crs EPSG:3857"),
        (4490, 4547, None, "other_crs", "--crs EPSG:4490"),
        (4547, None, None, "crs_missing", "--crs"),
    ],
)
def test_what_fits_in_another_system_is_refused_with_the_option(made, said, near, kind, mend):
    crs = said and CRS.from_epsg(said)
    verdict = judged(layer(drawn(made), crs), near=near)
    [problem] = verdict.problems
    assert verdict.refused
    assert problem.kind == kind
    assert mend in problem.zh
    assert mend in problem.en
    assert problem.value.startswith("x ")


@pytest.mark.parametrize(("epsg", "said"), [(4490, 4490), (4490, None), (4526, 4526), (4547, 4547)])
@pytest.mark.parametrize("near", [None, TIANHE])
def test_swapped_axes_are_refused(epsg, said, near):
    verdict = judged(layer(swapped(drawn(epsg)), said and CRS.from_epsg(said)), near=near)
    assert [one.kind for one in verdict.problems if one.severity == "error"] == ["swapped_axes"]
    assert "对调" in verdict.problems[-1].zh


def test_northings_before_eastings_are_not_told_to_lack_a_zone():
    [problem] = judged(layer(swapped(drawn(4526)), None, "csv"), near=TIANHE).problems
    assert problem.kind == "swapped_axes"
    assert problem.zh.startswith("文件没有写明坐标系；坐标是米；坐标轴颠倒")
    assert "带号" not in problem.zh and "zone" not in problem.en


@pytest.mark.parametrize(
    ("form", "zh", "en"),
    [
        ("boundary_txt", "第 3、4 列", "columns 3 and 4"), ("csv", "列名", "names of the columns"),
        ("shapefile", "native:swapxy", "native:swapxy"),
    ],
)  # fmt: skip
def test_how_swapped_axes_are_exchanged_is_told_by_format(form, zh, en):
    [problem] = judged(layer(swapped(drawn(4526)), CRS.from_epsg(4526), form)).problems
    assert zh in problem.zh and en in problem.en


def test_systems_have_the_names_of_the_trade():
    verdict = judged(layer(drawn(4526), CRS.from_epsg(4526)))
    assert verdict.reason_zh == "文件写明 CGCS2000 3度带 38 带（EPSG:4526）"
    assert verdict.reason_en == (
        "the file says EPSG:4526 (CGCS2000 / 3-degree Gauss-Kruger zone 38)"
    )


def test_the_user_counts_before_the_file_and_the_file_is_named():
    verdict = judged(layer(drawn(4547), CRS.from_epsg(4526)), crs="EPSG:4547", near=TIANHE)
    assert verdict.problems == ()
    assert "EPSG:4526" in verdict.reason_zh
    assert verdict.epsg == 4547
    with pytest.raises(CrsError, match="99999999"):
        judged(layer(SQUARES), crs=99999999)


@pytest.mark.parametrize(("datum", "shift"), [("gcj02", wgs84_to_gcj02), ("bd09", wgs84_to_bd09)])
def test_coordinates_of_web_maps(datum, shift):
    shifted = [shift(one) for one in SQUARES]
    shown = layer(shifted, CRS.from_epsg(4326))
    verdict = judged(shown, near=TIANHE)
    [problem] = verdict.problems
    assert (problem.kind, problem.severity) == ("shifted_datum", "error")
    assert f"--datum {datum}" in problem.zh
    mended = judged(shown, near=TIANHE, datum=datum)
    assert mended.problems == ()
    assert datum in mended.reason_zh
    assert apart_m(mended.to_stored(np.array(shifted)), SQUARES) < 1e-3


def test_one_parcel_over_the_edge_is_not_taken_for_another_datum():
    over = [shapely.box(113.4393, 23.11, 113.4408, 23.12)]
    verdict = judged(layer(over, STORED), near=TIANHE)
    assert not verdict.refused


def test_a_layer_elsewhere_is_refused():
    shanghai = [shapely.box(121.4, 31.2, 121.5, 31.3)]
    [problem] = judged(layer(shanghai, STORED), near=TIANHE).problems
    assert problem.kind == "elsewhere"
    assert judged(layer(shanghai, STORED)).problems == ()
    [problem] = judged(layer([shapely.box(2.3, 48.8, 2.4, 48.9)], STORED)).problems
    assert problem.kind == "elsewhere"


@pytest.mark.parametrize(("epsg", "zh"), [(2362, "西安80"), (4610, "西安80"), (2414, "北京54")])
def test_old_datums_want_the_users_own_shift(epsg, zh):
    crs = CRS.from_epsg(epsg)
    shapes = [transform(one, crs.geodetic_crs, crs) for one in SQUARES]
    [problem] = judged(layer(shapes, crs)).problems
    assert problem.kind == "other_ground"
    assert zh in problem.zh
    verdict = judged(layer(shapes, crs), datum_shift="-10,20,30")
    assert verdict.problems == ()
    assert 1 < apart_m(verdict.to_stored(np.array(shapes)), SQUARES) < 200


def test_the_shift_is_position_vector():
    """By hand: X' = dx + (1 + s)(X − rz·Y + ry·Z) and so on, with rotations in arc-seconds."""
    from pyproj import Transformer

    crs = CRS.from_epsg(4610)
    point = shapely.Point(113.35, 23.17)
    verdict = judged(layer([point], crs), datum_shift="-10,20,30,1.5,-2,3,4")
    found = verdict.to_stored(np.array([point]))[0]
    cart = {
        name: Transformer.from_pipeline(
            "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
            f"+step +proj=cart +ellps={name}"
        )
        for name in ("IAU76", "GRS80")
    }
    x, y, z = cart["IAU76"].transform(point.x, point.y, 0)
    rx, ry, rz = np.radians(np.array([1.5, -2, 3]) / 3600)
    k = 1 + 4e-6
    moved = (-10 + k * (x - rz * y + ry * z), 20 + k * (rz * x + y - rx * z),
             30 + k * (-ry * x + rx * y + z))  # fmt: skip
    lon, lat, _ = cart["GRS80"].transform(*moved, direction="INVERSE")
    assert GEOD.inv(found.x, found.y, lon, lat)[2] < 1e-3


@pytest.mark.parametrize(
    "told",
    ["1,2", "a,b,c", "1,2,3,4,5,6", "0,0,2000", "0,0,0,100,0,0,0", "0,0,0,1e-5,0,0,0",
     "0,0,0,0,0,0,1.000001", "0,0,0,0,0,0,500", "1,2,nan"],
)  # fmt: skip
def test_shifts_that_are_none(told):
    with pytest.raises(WrongUseError, match="转换参数"):
        judged(layer(SQUARES, CRS.from_epsg(4610)), datum_shift=told)


def test_a_shift_where_none_is_needed():
    with pytest.raises(WrongUseError, match="--datum-shift"):
        judged(layer(SQUARES, STORED), datum_shift="1,2,3")


def test_a_shift_over_a_kilometre_is_refused():
    [problem] = judged(layer(SQUARES, CRS.from_epsg(4610)), datum_shift="900,900,-900").problems
    assert problem.kind == "shift_too_large"


def test_nothing_and_what_is_no_place():
    verdict = judged(layer([None, None]))
    assert (verdict.crs, verdict.unit, verdict.problems) == (None, "", ())
    assert verdict.to_stored(np.array([None, None])).tolist() == [None, None]
    verdict = judged(layer([shapely.Point(np.inf, 23)], STORED))
    assert [one.kind for one in verdict.problems] == ["not_finite"]
    verdict = judged(layer(drawn(4526), CRS.from_epsg(4526)))
    far = np.array([None, shapely.Point(1e30, 1e30), drawn(4526)[0]])
    assert [one is None for one in verdict.to_stored(far)] == [True, True, False]
    with pytest.raises(CrsError):
        judged(layer(drawn(4547))).to_stored(np.array(drawn(4547)))
