"""Polygons from rings that do not say which is a hole: told by what lies in what.

A ring inside an even number of others is the edge of a part, inside an odd number that of a hole;
in which order they come and which way they run does not matter.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon, STRtree

from gis.geometry.outline_error import OutlineError
from gis.geometry.rings import Places

MOST_RINGS: Final = 100_000
"""No parcel has more."""

_MOST_PAIRS: Final = 5_000_000  # of a ring in another: 50 deep with MOST_RINGS


def depths_of(rings: Sequence[NDArray[np.float64]]) -> tuple[Places, Places]:
    """Return of each ring in how many others it lies, and the innermost of those, or -1.

    Parameters
    ----------
    rings
        Of three points or more, shape (n, 2), closed or not.

    Raises
    ------
    OutlineError
        If there are more than any land has, or they are nested deeper.
    """
    count = len(rings)
    depth, parent = np.zeros(count, np.int64), np.full(count, -1)
    if count < 2:
        return depth, parent
    if count > MOST_RINGS:
        raise OutlineError(
            f"有 {count} 个环，最多 {MOST_RINGS} 个；请核对文件",
            f"there are {count} rings, at most {MOST_RINGS} are read; check the file",
            kind="too_many_rings",
        )
    polygons = np.array([Polygon(ring) for ring in rings], dtype=object)
    inner, outer = _pairs(polygons)
    np.add.at(depth, inner, 1)
    order = np.argsort(depth[outer], kind="stable")  # the innermost is written last
    parent[inner[order]] = outer[order]
    return depth, parent


def polygons_of(
    rings: Sequence[NDArray[np.float64]], depth: Places, parent: Places
) -> Polygon | MultiPolygon:
    """Return the land of rings whose depths are known: a polygon, or several."""
    if len(rings) == 1:
        return Polygon(rings[0])
    holes: dict[int, list[NDArray[np.float64]]] = {}
    for place in np.flatnonzero(depth % 2).tolist():
        holes.setdefault(int(parent[place]), []).append(rings[place])
    shells = np.flatnonzero(depth % 2 == 0).tolist()
    parts = [Polygon(rings[shell], holes.get(shell)) for shell in shells]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def _pairs(polygons: NDArray[np.object_]) -> tuple[Places, Places]:
    """Return which ring lies in which larger one."""
    points, area = STRtree(shapely.point_on_surface(polygons)), shapely.area(polygons)
    found: list[NDArray[np.int64]] = []
    total, step = 0, max(1, _MOST_PAIRS // len(polygons))
    for start in range(0, len(polygons), step):
        outer, inner = points.query(polygons[start : start + step], predicate="contains")
        outer += start
        larger = area[outer] > area[inner]
        found.append(np.stack([inner[larger], outer[larger]]))
        total += int(larger.sum())
        if total > _MOST_PAIRS:
            raise OutlineError(
                "环层层嵌套太深；请核对文件",
                "the rings are nested too deep; check the file",
                kind="nested_too_deep",
            )
    inner, outer = np.concatenate(found, axis=1)
    return inner, outer
