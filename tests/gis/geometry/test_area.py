"""Areas against figures that can be had another way, and against PostGIS."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from gis.geometry.area import GEOD, MU_PER_HA, area_ha, area_m2, areas_m2
from tests.small_land import block, land


def test_a_square_of_100_m_is_a_hectare():
    assert area_ha(block(0, 0, 1, 1)) == pytest.approx(1, rel=1e-7)
    assert area_ha(block(3, 5, 13, 9)) == pytest.approx(40, rel=1e-6)


def test_a_hole_is_no_land():
    ring = shapely.difference(block(0, 0, 3, 3), block(1, 1, 2, 2))
    assert area_ha(ring) == pytest.approx(8, rel=1e-6)
    assert area_ha(shapely.reverse(ring)) == pytest.approx(8, rel=1e-6)


def test_nothing_has_no_area():
    assert area_m2(None) == area_m2(shapely.MultiPolygon()) == 0


def test_what_an_overlay_leaves_beside_land_has_no_area():
    square, line = block(0, 0, 1, 1), shapely.LineString([(113, 23), (114, 24)])
    mixed = shapely.GeometryCollection([shapely.Point(113, 23), line, square.geoms[0]])
    left = [shapely.Point(113, 23), square, line, shapely.Polygon(), mixed, shapely.Point(114, 24)]
    hectare = area_m2(square)
    assert areas_m2(np.array(left, dtype=object)) == pytest.approx([0, hectare, 0, 0, hectare, 0])


def test_a_cell_of_the_ellipsoid_by_its_own_formula():
    """A thin cell between two parallels: b² · Δλ · (q(φ₂) − q(φ₁)), Snyder's authalic integral."""
    a, f = 6378137.0, 1 / 298.257222101
    e = math.sqrt(f * (2 - f))

    def q(latitude):
        s = math.sin(math.radians(latitude))
        return s / (1 - e * e * s * s) + math.atanh(e * s) / e

    west, east, south, north = 113.4, 113.4001, 23.15, 23.16
    exact = a * a * (1 - e * e) * math.radians(east - west) * (q(north) - q(south)) / 2
    assert area_m2(shapely.box(west, south, east, north)) == pytest.approx(exact, rel=1e-9)


def test_hectares_in_mu():
    assert pytest.approx(2112) == 140.8 * MU_PER_HA


def test_the_ellipsoid_is_cgcs2000():
    assert (GEOD.a, GEOD.f) == (6378137.0, pytest.approx(1 / 298.257222101, rel=1e-12))


@given(
    st.floats(0, 19), st.floats(0, 19), st.floats(0.1, 3), st.integers(3, 12), st.integers(0, 99)
)
def test_parts_sum_to_the_whole(x, y, size, corners, seed):
    angles = np.sort(np.random.default_rng(seed).uniform(0, 2 * np.pi, corners))
    radii = size * np.linspace(0.8, 1, corners)
    star = shapely.Polygon(np.c_[x + radii * np.cos(angles), y + radii * np.sin(angles)])
    if star.is_valid and star.area > 1e-3:
        whole = land(star)
        cut = block(0, -9, round(x) + 0.5, 40)
        parts = area_m2(shapely.intersection(whole, cut)) + area_m2(shapely.difference(whole, cut))
        assert parts == pytest.approx(area_m2(whole), rel=1e-6, abs=0.01)


@pytest.mark.parametrize("size", [0.3, 1, 10, 30])
def test_postgis_agrees(connection, size):
    outline = block(0, 0, size, size)
    found = connection.scalar(
        text("select st_area(st_setsrid(cast(:wkb as geometry), 4490)::geography)"),
        {"wkb": shapely.to_wkb(outline, hex=True)},
    )
    assert found == pytest.approx(area_m2(outline), abs=1e-3)
