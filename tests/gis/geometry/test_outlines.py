"""Outlines that are the same land, but for what formats of files round off."""

import numpy as np
import pytest
import shapely

from gis.geometry.crs import crs_of
from gis.geometry.outline_error import OutlineError
from gis.geometry.outlines import drawn_alike, to_outline, which_drawn_alike
from tests.small_land import block


@pytest.mark.parametrize(
    ("moved_deg", "alike"), [(0, True), (0.9e-7, True), (1.2e-7, False), (1e-5, False)]
)
def test_what_files_round_off_is_no_other_outline(moved_deg, alike):
    outline = block(0, 0, 1, 1)
    other = shapely.transform(outline, lambda xy: xy + np.array([moved_deg, 0]))
    assert drawn_alike(outline, other) is alike
    assert drawn_alike(outline, block(0, 0, 1, 2)) is False


def test_a_hole_is_another_outline():
    outline = block(0, 0, 4, 4)
    assert not drawn_alike(outline, shapely.difference(outline, block(1, 1, 2, 2)))


def test_where_there_is_no_outline_none_is_alike():
    one = block(0, 0, 1, 1)
    ones = np.array([one, None, one, None], dtype=object)
    others = np.array([one, one, None, None], dtype=object)
    assert which_drawn_alike(ones, others).tolist() == [True, False, False, False]


def test_what_is_no_polygon_is_named_in_chinese():
    with pytest.raises(OutlineError) as told:
        to_outline(shapely.Point(113.3, 23.1), crs_of(4490))
    assert told.value.zh == "边界是点；需要面"
