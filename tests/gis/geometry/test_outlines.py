"""Outlines that are the same land, but for what formats of files round off."""

import numpy as np
import pytest
import shapely

from gis.geometry.outlines import drawn_alike, which_drawn_alike
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
