"""Overlaps found by proof and by pairs are those that naive tests of every pair find."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.geometry.overlaps import fits_together, overlapping_pairs, tiles


def naive(outlines):
    return {
        (i, j)
        for i in range(len(outlines))
        for j in range(i + 1, len(outlines))
        if shapely.relate_pattern(outlines[i], outlines[j], "T********")
    }


def found(outlines):
    return set(zip(*(side.tolist() for side in overlapping_pairs(outlines)), strict=True))


def fabric(columns, rows, seed=0):
    """Return the cells of a jittered grid that share their edges exactly."""
    random = np.random.default_rng(seed)
    corner = np.stack(np.meshgrid(np.arange(columns + 1.0), np.arange(rows + 1.0)), axis=-1)
    corner += random.uniform(-0.3, 0.3, corner.shape)
    cells = np.stack(
        [corner[:-1, :-1], corner[:-1, 1:], corner[1:, 1:], corner[1:, :-1], corner[:-1, :-1]],
        axis=2,
    )
    return shapely.polygons(cells.reshape(-1, 5, 2))


def test_a_fabric_is_proved_to_fit():
    cells = fabric(12, 9)
    assert fits_together(cells)
    assert fits_together(cells[::2])
    assert fits_together(cells[np.random.default_rng(1).permutation(len(cells))])


def test_a_ring_around_its_own_land_fits():
    ring = shapely.Polygon(shapely.box(0, 0, 9, 9).exterior, [shapely.box(3, 3, 6, 6).exterior])
    assert fits_together(np.array([ring, shapely.box(3, 3, 6, 6)]))
    assert not fits_together(np.array([ring, shapely.box(3, 3, 6, 6), shapely.box(4, 4, 5, 5)]))


@pytest.mark.parametrize(
    "more",
    [
        shapely.box(2.5, 2.5, 3.5, 3.5),  # crosses edges
        shapely.box(3.49, 3.49, 3.51, 3.51),  # lies inside one cell
        shapely.box(-5, -5, 20, 20),  # holds all of them
        fabric(12, 9)[40],  # the same again
    ],
)
def test_what_overlaps_a_fabric_is_no_fit_and_is_found(more):
    outlines = np.array([*fabric(12, 9), more], dtype=object)
    assert not fits_together(outlines)
    assert found(outlines) == naive(outlines) != set()


def test_two_fabrics_on_each_other_are_found():
    """Every edge of both is cancelled within its own: only their rims tell."""
    outlines = np.concatenate([fabric(6, 6), shapely.transform(fabric(3, 3, 1), lambda xy: xy + 1)])
    assert not fits_together(outlines)
    assert found(outlines) == naive(outlines)


def test_tiles_hold_every_place_once(monkeypatch):
    outlines = np.array([*fabric(20, 20), shapely.box(4.2, 4.2, 9.1, 5.3)], dtype=object)
    parts = list(tiles(shapely.bounds(outlines), size=37))
    assert len(parts) > 5
    assert sorted(np.concatenate(parts)) == list(range(len(outlines)))
    monkeypatch.setattr("gis.geometry.overlaps.tiles", lambda bounds: tiles(bounds, size=37))
    assert found(outlines) == naive(outlines) != set()


@st.composite
def pieces(draw):
    x, y = draw(st.integers(0, 6)), draw(st.integers(0, 6))
    box = shapely.box(x, y, x + draw(st.integers(1, 3)), y + draw(st.integers(1, 3)))
    shape = draw(st.sampled_from(["box", "diamond", "ring", "two"]))
    if shape == "diamond":
        return shapely.Polygon([(x, y - 1), (x + 1, y), (x, y + 1), (x - 1, y)])
    if shape == "ring":
        return shapely.difference(
            shapely.box(x, y, x + 3, y + 3), shapely.box(x + 1, y + 1, x + 2, y + 2)
        )
    if shape == "two":
        return shapely.MultiPolygon([box, shapely.box(x + 4, y, x + 5, y + 1)])
    return box


@settings(max_examples=300, deadline=None)
@given(st.lists(pieces(), max_size=8))
def test_pairs_are_those_of_testing_each(drawn):
    outlines = np.array(drawn, dtype=object)
    wanted = naive(outlines)
    assert found(outlines) == wanted
    if len(outlines) and fits_together(outlines):
        assert wanted == set()
