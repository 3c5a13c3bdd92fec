"""Outlines as columns of whole numbers, each place once: neighbours share their vertices.

Places are steps of 1e-7 degree, in the order in which the outlines first come to them; a ring is
a row of places by their number, its closing vertex left out. Along an edge these numbers go up by
one, along a neighbour's edge down by one, so that the rings take hardly any room when packed.
`page/outlines.js` reads them back.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from layers.map.packed import Column, Columns

STEPS_PER_DEGREE: Final = 10_000_000
"""One step is 1e-7 degree, about 1 cm."""

Ints = npt.NDArray[np.int64]


def outline_columns(
    outlines: Sequence[shapely.MultiPolygon | None], columns: Columns
) -> dict[str, Column]:
    """Add outlines in (lon, lat) to the columns; None has no polygons.

    Returns
    -------
    `lon` and `lat` of the places, in steps; `places` of all rings, by number; and how many
    places each of the `rings` has, how many rings each of the `polygons`, its exterior first,
    and how many polygons each of the `outlines`.
    """
    drawn = np.fromiter(outlines, dtype=object, count=len(outlines))
    polygons, outline_of = shapely.get_parts(drawn, return_index=True)
    rings, polygon_of = shapely.get_rings(polygons, return_index=True)
    vertices, ring_of = shapely.get_coordinates(rings, return_index=True)
    is_closing = np.diff(ring_of, append=len(rings)) > 0
    steps = np.rint(vertices[~is_closing] * STEPS_PER_DEGREE).astype(np.int64)
    numbers, places = _distinct(steps)
    return {
        "lon": columns.whole(places[:, 0]),
        "lat": columns.whole(places[:, 1]),
        "places": columns.whole(numbers),
        "rings": columns.whole(np.bincount(ring_of[~is_closing], minlength=len(rings))),
        "polygons": columns.whole(np.bincount(polygon_of, minlength=len(polygons))),
        "outlines": columns.whole(np.bincount(outline_of, minlength=len(drawn))),
    }


def _distinct(steps: Ints) -> tuple[Ints, Ints]:
    """Return the number of each row, by first appearance, and the rows that differ."""
    keys = (steps[:, 0] << 32) + steps[:, 1]
    _, first, sorted_number = np.unique(keys, return_index=True, return_inverse=True)
    appearance = np.argsort(first)
    number = np.empty_like(appearance)
    number[appearance] = np.arange(len(appearance))
    return number[sorted_number], steps[first[appearance]]
