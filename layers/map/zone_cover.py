"""Zones that the zones within them hide: nothing of their own colour is left to see."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import numpy as np
import shapely

from gis.geometry.nesting import tiled_by
from gis.model import Zone

_LEFT: Final = 0.02
"""Share of a zone that may stay uncovered: less is a seam, not a place to read a colour from."""


def covered_zones(zones: Sequence[Zone]) -> set[str]:
    """Return the ids of the zones whose children cover them."""
    children: defaultdict[str, list[shapely.MultiPolygon]] = defaultdict(list)
    for zone in zones:
        if zone.parent_id is not None:
            children[zone.parent_id].append(zone.outline)
    # A proof by edges is had at once; where there is none, the uncovered part is measured.
    tiled = tiled_by(np.array([zone.outline for zone in zones], dtype=object))
    return {
        zone.zone_id
        for number, zone in enumerate(zones)
        if zone.zone_id in children
        and (
            {zones[tile].parent_id for tile in tiled.get(number, ())} == {zone.zone_id}
            or _left(zone.outline, children[zone.zone_id]) < _LEFT
        )
    }


def _left(outline: shapely.MultiPolygon, parts: list[shapely.MultiPolygon]) -> float:
    """Return the share of an outline outside its parts (of its area in degrees).

    The two ends are told apart from the rest, for a difference of long outlines takes long.
    """
    if outline.is_empty:
        return 1.0
    at_least = 1 - sum(part.area for part in parts) / outline.area
    if at_least >= _LEFT:
        return at_least
    together = shapely.union_all(parts)
    if together.equals(outline):
        return 0.0
    return float(outline.difference(together).area / outline.area)
