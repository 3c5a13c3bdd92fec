"""Where zones' names stand: looking only at the names near a zone changes nothing."""

import numpy as np
import pytest
import shapely

from layers.map import label_points as subject
from layers.map.label_points import label_points
from tests.small_land import block, zone


def nested(side: int):
    """Return a whole, its strips and their squares, some squares long and thin."""
    zones = [zone("all", block(0, 0, 4 * side, 4 * side), None, position=0)]
    for i in range(side):
        strip = zone(f"d{i}", block(4 * i, 0, 4 * i + 4, 4 * side), position=i)
        zones.append(strip)
        for j in range(side):
            wide = 4 if (i + j) % 3 else 0.4
            outline = block(4 * i, 4 * j, 4 * i + wide, 4 * j + 4)
            zones.append(zone(f"z{i}-{j}", outline, strip.zone_id, position=j))
    return zones


@pytest.mark.parametrize("side", [1, 4, 7])
def test_points_far_away_do_not_matter(side: int, monkeypatch: pytest.MonkeyPatch) -> None:
    zones = nested(side)
    found = label_points(zones)
    monkeypatch.setattr(subject, "_near", lambda polygon, taken: taken)
    assert label_points(zones) == found
    points = np.array([found[one.zone_id] for one in zones])
    outlines = [one.outline for one in zones]
    assert shapely.contains_xy(outlines, points[:, 0], points[:, 1]).all()
    assert len({tuple(point) for point in points.tolist()}) == len(zones)
