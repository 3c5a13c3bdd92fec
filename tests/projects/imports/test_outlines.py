"""Outlines of a file: what is wrong, where, and what is mended."""

import numpy as np
import pytest
import shapely
from shapely import MultiPolygon, Polygon

from gis.geometry.area import area_m2
from projects.imports.outline_remarks import remarks_on
from projects.imports.outlines import mended, remark_on_flaw, tolerance_m2
from tests.small_land import block, land

SQUARE = block(0, 0, 1, 1)


def kinds(outline):
    return [remark.kind for _, remark in remarks_on(np.array([outline], dtype=object))]


def with_corner(outline, place, *points):
    """Return a polygon with more points behind one of its corners."""
    xy = shapely.get_coordinates(outline).tolist()
    return Polygon([*xy[: place + 1], *points, *xy[place + 1 :]])


def test_sound_land_has_nothing_wrong():
    assert kinds(SQUARE) == []
    assert remark_on_flaw(SQUARE) is None
    assert mended(SQUARE) is None


def test_a_doubled_point_is_told_and_taken_away():
    x, y = shapely.get_coordinates(SQUARE)[1]
    doubled = with_corner(SQUARE, 1, (x, y))
    assert kinds(doubled) == ["doubled_point"]
    done = mended(doubled)
    assert len(done.outline.exterior.coords) == len(SQUARE.geoms[0].exterior.coords)
    assert done.changed_m2 == pytest.approx(0, abs=1e-4)


def test_a_figure_of_eight_crosses_itself_and_is_not_mended():
    a, b, c, d = shapely.get_coordinates(SQUARE)[:4]
    eight = Polygon([a, c, b, d])
    found = remark_on_flaw(eight)
    assert found.kind == "self_crossing"
    assert found.at.distance(shapely.centroid(SQUARE)) < 1e-6
    assert mended(eight) is None
    assert "加 --repair" in found.zh
    left = remark_on_flaw(eight, repair=True)
    assert "repair" not in left.zh + left.en


def test_a_spike_without_width_is_mended_and_one_with_width_is_told():
    (x0, y0), (x1, y1) = shapely.get_coordinates(SQUARE)[:2]
    beyond = (x1 + (x1 - x0), y1 + (y1 - y0))
    flat = with_corner(SQUARE, 1, beyond, (x1, y1))
    assert remark_on_flaw(flat).kind == "spike"
    done = mended(flat)
    assert done.outline.is_valid
    assert area_m2(done.outline) == pytest.approx(area_m2(SQUARE), abs=1e-3)
    wide = with_corner(SQUARE, 1, beyond, (x1 - 2e-6, y1))
    assert "spike" in kinds(wide)


def test_a_hole_outside_its_ring_is_named():
    ring = shapely.get_coordinates(SQUARE)
    hole = Polygon(ring, [shapely.get_coordinates(block(2, 2, 3, 3))])
    assert remark_on_flaw(hole).kind == "hole_outside"


def test_a_part_of_less_than_a_square_metre_is_a_sliver():
    crumb = land(shapely.box(3, 3, 3.005, 3.005)).geoms[0]
    assert kinds(MultiPolygon([SQUARE.geoms[0], crumb])) == ["sliver"]


def test_areas_may_differ_by_the_limit_of_the_standard():
    assert tolerance_m2(10_000) == pytest.approx(0.08 * 100 + 0.006 * 10_000)
