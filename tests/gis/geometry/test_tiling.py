"""Tiles of the plane: each outline has one, and whatever may meet it is told to that one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.geometry.tiling import Tiling, cut_plane, overhangs, tile_of

sides = st.floats(100, 130).map(lambda value: round(value, 1))
sizes = st.sampled_from([0.0, 0.1, 0.5, 3.0, 20.0])
boxes = st.lists(st.tuples(sides, sides, sizes, sizes), min_size=1, max_size=40).map(
    lambda told: np.array([(x, y / 4, x + width, y / 4 + height) for x, y, width, height in told])
)


def tiling_of(found, tiles):
    return Tiling(tiles, *overhangs(tiles, found, tile_of(tiles, found)))


@given(boxes, st.lists(st.tuples(sides, sides), max_size=30), st.integers(1, 9))
def test_a_tile_is_told_all_that_may_meet_its_own(found, points, count):
    where = np.array(points).reshape(-1, 2) * (1, 0.25)
    tiles = cut_plane(where, np.ones(len(where)), count=count)
    assert len(tiles) == count
    own = tile_of(tiles, found)
    assert own.max() < count
    told = set(
        zip(*(side.tolist() for side in tiling_of(found, tiles).tiles_in_need(found)), strict=True)
    )
    west, south, east, north = found.T
    for one in range(len(found)):
        meets = (west <= east[one]) & (east >= west[one])
        meets &= (south <= north[one]) & (north >= south[one])
        for other in np.flatnonzero(meets):
            assert (other, own[one]) in told


@given(st.integers(2, 20), st.integers(0, 100))
def test_tiles_hold_about_as_much_each(count, seed):
    points = np.random.default_rng(seed).normal((113, 23), (2, 1), (4000, 2))
    tiles = cut_plane(points, np.ones(len(points)), count=count)
    held = np.bincount(tile_of(tiles, np.tile(points, 2)), minlength=count)
    assert held.max() == pytest.approx(4000 / count, rel=0.05, abs=count)


def test_a_tile_is_told_little_else():
    x, y = np.meshgrid(np.arange(100) / 100, np.arange(100) / 100)
    found = np.column_stack([x.ravel(), y.ravel(), x.ravel() + 0.011, y.ravel() + 0.011])
    tiles = cut_plane(found[:, :2], np.ones(len(found)), count=16)
    _, tile = tiling_of(found, tiles).tiles_in_need(found)
    assert np.bincount(tile).max() < 1.3 * len(found) / 16
