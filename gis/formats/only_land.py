"""Drawings and maps for the eye hold labels and lines beside the land: left out, and said."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.formats.faults import Fault
from gis.formats.layer import Features, Layer
from gis.formats.source_layer import problem_of
from gis.problems import Problem


def only_land(layer: Layer, *, left_out: Callable[[int], Fault]) -> Layer:
    """Return a layer of its polygons, and of its features without any outline.

    Parameters
    ----------
    left_out
        What to say of so many features that are no polygons; a warning of the file.
    """

    def features(problems: list[Problem]) -> Iterator[Features]:
        others = 0
        for some in layer.features(problems):
            land = is_land(some) | shapely.is_missing(some.outlines)
            others += int((~land).sum())
            place = np.cumsum(land) - 1  # of those that stay, among them
            yield Features(
                rows=some.rows[land], cells=some.cells.filter(land), outlines=some.outlines[land],
                closed={int(place[at]): outline for at, outline in some.closed.items()},
            )  # fmt: skip
        if others:
            problems.append(problem_of(left_out(others), layer.file, None, severity="warning"))

    return replace(layer, count=None, features=features)


def has_land(layer: Layer) -> bool:
    """Tell whether any feature of a layer is a polygon; reads it up to the first that is."""
    return any(is_land(some).any() for some in layer.features([]))


def is_land(some: Features) -> NDArray[np.bool_]:
    """Tell which features are polygons."""
    land: NDArray[np.bool_] = shapely.get_dimensions(some.outlines) == 2
    return land
