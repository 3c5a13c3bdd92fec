"""A zone is summed from other zones only where they are proved to tile it."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.geometry.area import areas_m2
from gis.geometry.nesting import tiled_by
from gis.geometry.zone_areas import areas_in_zones

CITY = shapely.box(113.0, 23.0, 113.2, 23.1)
WEST = shapely.box(113.0, 23.0, 113.1, 23.1)
EAST = shapely.box(113.1, 23.0, 113.2, 23.1)


def with_corners():
    """Return the city as its halves draw it: with a vertex where they meet."""
    return shapely.Polygon(
        [(113, 23), (113.1, 23), (113.2, 23), (113.2, 23.1), (113.1, 23.1), (113, 23.1)]
    )


def test_halves_tile_the_city_that_has_their_vertices():
    zones = np.array([EAST, with_corners(), WEST])
    found = tiled_by(zones)
    assert {zone: tiles.tolist() for zone, tiles in found.items()} == {1: [0, 2]}


@pytest.mark.parametrize(
    "tiles",
    [
        [WEST],  # a half is missing
        [WEST, shapely.box(113.1, 23.0, 113.19, 23.1)],  # a strip is
        [WEST, shapely.box(113.09, 23.0, 113.2, 23.1)],  # they overlap
    ],
)
def test_what_is_not_tiled_is_no_sum(tiles):
    assert tiled_by(np.array([with_corners(), *tiles])) == {}


def test_a_corner_that_the_city_lacks_is_no_proof():
    """Edges are geodesics: a vertex in between is off them, if only by millimetres."""
    assert tiled_by(np.array([CITY, WEST, EAST])) == {}


def test_levels_are_told_from_small_to_large():
    quarters = [
        shapely.box(x, y, x + 1, y + 1) for x in range(2) for y in range(2)
    ]  # of the left half
    half = shapely.Polygon([(0, 0), (1, 0), (2, 0), (2, 1), (2, 2), (1, 2), (0, 2), (0, 1)])
    other = shapely.Polygon([(2, 0), (4, 0), (4, 2), (2, 2), (2, 1)])
    whole = shapely.Polygon(
        [(0, 0), (1, 0), (2, 0), (4, 0), (4, 2), (2, 2), (1, 2), (0, 2), (0, 1)]
    )
    found = tiled_by(np.array([whole, *quarters, half, other]))
    told = [(zone, tiles.tolist()) for zone, tiles in found.items()]
    assert told == [(5, [1, 2, 3, 4]), (0, [5, 6])]


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            *[st.floats(112.98, 113.2), st.floats(22.98, 23.1)], *[st.floats(1e-3, 0.05)] * 2
        ),
        min_size=1,
        max_size=12,
    )
)
def test_a_sum_is_what_cutting_finds(drawn):
    outlines = np.array([shapely.box(x, y, x + w, y + h) for x, y, w, h in drawn])
    whole_m2 = areas_m2(outlines)
    zones = np.array([with_corners(), WEST, EAST])
    alone = areas_in_zones(zones[:1], outlines, whole_m2)
    summed = areas_in_zones(zones, outlines, whole_m2)
    own = summed.zone == 0
    table = np.zeros((2, len(outlines)))
    table[0, alone.place] = alone.area_m2
    table[1, summed.place[own]] = summed.area_m2[own]
    assert table[0] == pytest.approx(table[1], rel=1e-9, abs=1e-4)
