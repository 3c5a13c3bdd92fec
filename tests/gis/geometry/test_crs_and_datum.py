"""Coordinates stay (x, y), land where it is, and GCJ-02 goes there and back."""

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS
from shapely import Point

from gis.errors import CrsError
from gis.geometry.area import GEOD
from gis.geometry.crs import crs_of, local_crs, to_stored, transform
from gis.geometry.datum import bd09_to_wgs84, gcj02_to_wgs84, wgs84_to_bd09, wgs84_to_gcj02

TIANHE = Point(113.4, 23.15)

in_china = st.builds(Point, st.floats(74, 134, allow_nan=False), st.floats(4, 53, allow_nan=False))


def distance_m(one, other):
    return GEOD.inv(one.x, one.y, other.x, other.y)[2]


@pytest.mark.parametrize("code", [4526, 4547, 4509, 4326, 3857])
def test_there_and_back(code):
    there = transform(TIANHE, CRS.from_epsg(4490), CRS.from_epsg(code))
    assert distance_m(to_stored(there, CRS.from_epsg(code)), TIANHE) < 1e-3


def test_easting_comes_first_and_carries_the_zone():
    x, y = transform(TIANHE, CRS.from_epsg(4490), CRS.from_epsg(4526)).coords[0]
    assert 38_400_000 < x < 38_500_000
    assert 2_500_000 < y < 2_600_000


def test_the_local_zone_of_tianhe_is_114_east():
    assert local_crs(113.4).to_epsg() == 4547
    assert local_crs(75).to_epsg() == 4534
    assert local_crs(135).to_epsg() == 4554


def test_an_unknown_system_is_an_error():
    with pytest.raises(CrsError, match="EPSG:99"):
        crs_of("EPSG:99")


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("EPSG:4610", "西安80"),
        ("EPSG:2383", "西安80"),
        ("EPSG:4214", "北京54"),
        ("EPSG:2435", "北京54"),
        ("EPSG:4555", "北京54"),
        ("EPSG:2326", "Hong Kong 1980"),
        ("+proj=longlat +ellps=krass +towgs84=15,-150,-90", "它的基准"),
        (CRS.from_epsg(2383).to_wkt("WKT1_ESRI"), "西安80"),
    ],
)
def test_what_nothing_public_leads_from_is_refused_by_name(code, name):
    """PROJ's only way is “ballpark”: it would be taken as CGCS2000, a hundred metres off."""
    with pytest.raises(CrsError, match="测绘部门") as caught:
        crs_of(code)
    assert name in caught.value.zh
    assert "surveying office" in caught.value.en


@pytest.mark.parametrize(
    "code",
    ["EPSG:4490", "EPSG:4513", "EPSG:4547", "EPSG:4326", "EPSG:4979", "EPSG:3857", "EPSG:32649",
     "EPSG:9518", "OGC:CRS84", "ESRI:102100", "+proj=tmerc +lon_0=113.5 +x_0=500000 +ellps=GRS80",
     CRS.from_epsg(4547).to_wkt("WKT1_ESRI")],
)  # fmt: skip
def test_cgcs2000_and_wgs_84_are_read(code):
    assert crs_of(code).ellipsoid.semi_major_metre == 6378137


def test_coordinates_that_go_nowhere_are_an_error():
    with pytest.raises(CrsError):
        transform(Point(1e30, 1e30), CRS.from_epsg(4526), CRS.from_epsg(4490))


def test_gcj02_lies_some_600_m_away_at_tianhe():
    shifted = wgs84_to_gcj02(TIANHE)
    assert 500 < distance_m(TIANHE, shifted) < 700
    assert shifted.x > TIANHE.x
    assert shifted.y < TIANHE.y


@given(in_china)
def test_gcj02_there_and_back(point):
    assert distance_m(gcj02_to_wgs84(wgs84_to_gcj02(point)), point) < 1e-4


@given(in_china)
def test_bd09_there_and_back(point):
    assert distance_m(bd09_to_wgs84(wgs84_to_bd09(point)), point) < 1e-4


def test_bd09_lies_beyond_gcj02():
    """A published pair: Baidu's 116.404, 39.915 in Beijing is 116.3976, 39.9087 in GCJ-02."""
    there = wgs84_to_bd09(gcj02_to_wgs84(Point(116.39762729, 39.90865674)))
    assert (round(there.x, 5), round(there.y, 5)) == (116.40400, 39.91500)


def test_whole_outlines_are_moved():
    moved = wgs84_to_gcj02(shapely.box(113.4, 23.1, 113.5, 23.2))
    assert moved.is_valid
    assert len(moved.exterior.coords) == 5
