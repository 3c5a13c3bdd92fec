"""Outlines on disk: each is found again by its number, also after more have come."""

import numpy as np
import pyarrow as pa
import pytest
import shapely
from shapely import MultiPolygon

from gis.geometry.outline_store import OutlineStore
from tests.small_land import block


@pytest.fixture
def store():
    with OutlineStore() as store:
        yield store


def told(*outlines, skip=0):
    wkb = pa.array([shapely.to_wkb(outline) for outline in outlines], pa.large_binary())
    return wkb.slice(skip), shapely.bounds(np.array(outlines, dtype=object))[skip:]


def test_outlines_come_back_in_the_order_asked_for(store):
    outlines = [block(x, 0, x + 1, 1) for x in range(5)]
    store.append(*told(*outlines[:3], skip=1))
    store.append(*told())
    store.make_readable()
    assert len(store) == 2
    store.append(*told(*outlines[3:]))
    assert len(store) == 2
    store.make_readable()
    found = store.outlines(np.array([3, 0]))
    assert found.tolist() == [outlines[4], outlines[1]]
    assert store.bounds() == pytest.approx(shapely.bounds(outlines[1:]))


def test_outlines_of_one_polygon_come_as_that_polygon(store):
    one, two = block(0, 0, 1, 1), MultiPolygon([*block(2, 0, 3, 1).geoms, *block(4, 0, 5, 1).geoms])
    store.append(*told(one, two))
    store.make_readable()
    assert store.polygons(np.array([1, 0])).tolist() == [two, one.geoms[0]]


def test_an_empty_store_has_no_bounds(store):
    store.make_readable()
    assert store.bounds().shape == (0, 4)
