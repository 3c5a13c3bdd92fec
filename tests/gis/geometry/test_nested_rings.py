"""Parts and holes are told by what lies in what, whatever the order and the way of the rings."""

import numpy as np
import pytest
from shapely import box

from gis.geometry.nested_rings import MOST_RINGS, depths_of, polygons_of
from gis.geometry.outline_error import OutlineError


def square(x, y, size):
    return np.array(box(x, y, x + size, y + size).exterior.coords)


def test_islands_in_holes_in_parts():
    rings = [square(3, 3, 1), square(0, 0, 10), square(2, 2, 6), square(20, 0, 5), square(21, 1, 1)]
    depth, parent = depths_of(rings)
    assert depth.tolist() == [2, 0, 1, 0, 1]
    assert parent.tolist() == [2, -1, 1, -1, 3]
    land = polygons_of(rings, depth, parent)
    assert land.area == 100 - 36 + 1 + 25 - 1
    assert land.is_valid


def test_a_hole_may_touch_the_edge_of_its_part():
    rings = [square(0, 0, 10), np.array([(0, 5), (2, 4), (2, 6)])]
    depth, parent = depths_of(rings)
    assert depth.tolist() == [0, 1]
    assert polygons_of(rings, depth, parent).is_valid


def test_more_rings_than_any_land_has():
    ring = square(0, 0, 1)
    with pytest.raises(OutlineError, match=str(MOST_RINGS)):
        depths_of([ring] * (MOST_RINGS + 1))
    with pytest.raises(OutlineError, match="嵌套"):
        depths_of([square(-k, -k, 2 * k) for k in range(1, 4000)])
