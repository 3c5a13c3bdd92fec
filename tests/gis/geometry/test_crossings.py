"""Edges that cross are found, however they lie in the squares that they are parted into."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gis.geometry import crossings
from gis.geometry.crossings import do_not_cross
from gis.geometry.rings import Edges


def edges_between(points):
    ends = np.array(points, dtype=float).reshape(-1, 4)
    count = len(ends)
    return Edges(ends[:, :2], ends[:, 2:], np.arange(count), np.arange(count, dtype=np.uint64))


def grid(side):
    """Return the edges of a square grid, which meet at their ends alone."""
    steps = [(x, y) for x in range(side) for y in range(side)]
    return [(x, y, x + 1, y) for x, y in steps] + [(x, y, x, y + 1) for x, y in steps]


@pytest.fixture(autouse=True)
def small_squares(monkeypatch):
    monkeypatch.setattr(crossings, "PER_SQUARE", 2)
    monkeypatch.setattr(crossings, "_BATCH", 7)


def test_no_edges_do_not_cross():
    assert do_not_cross(edges_between([]))


def test_edges_that_meet_at_their_ends_do_not_cross():
    assert do_not_cross(edges_between(grid(8)))


@pytest.mark.parametrize("crossing", [
    (3.5, 3.2, 3.5, 4.2),  # an edge across another
    (2.5, 5, 3.5, 5),  # along two others
    (4, 4.5, 4.4, 4.5),  # ends on another
    (-1, -2, 9, 9),  # through the whole grid
])  # fmt: skip
def test_one_that_crosses_is_found(crossing):
    assert not do_not_cross(edges_between([*grid(8), crossing]))


corners = st.tuples(*[st.integers(0, 6)] * 4).filter(lambda ends: ends[:2] != ends[2:])


@given(st.lists(corners, max_size=30))
def test_it_is_as_looking_at_all_of_them_at_once(points):
    edges = edges_between(points)
    lines = shapely.linestrings(np.stack([edges.start, edges.end], axis=1))
    assert do_not_cross(edges) == shapely.is_simple(shapely.multilinestrings(lines))
