"""Degrees, minutes and seconds written as one number (23.085759 is 23°08′57.59″), not decimal.

Nothing says so, and 100 m² become 13: only the areas that a file declares give it away.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.formats.area_units import agreeing
from gis.problems import Problem

_MOST: Final = 60  # minutes of a degree, seconds of a minute
_NOISE: Final = 1e-7
"""Of what is left of a minute: 23.08 is a float just below."""


def unpacked(outlines: NDArray[np.object_]) -> NDArray[np.object_] | None:
    """Return outlines in decimal degrees; None where some minutes or seconds are no such."""
    xy = shapely.get_coordinates(outlines)
    degrees = np.floor(xy)
    minutes = np.floor((xy - degrees) * 100 + _NOISE)
    seconds = ((xy - degrees) * 100 - minutes) * 100
    if (minutes >= _MOST).any() or (seconds >= _MOST).any():
        return None
    found: NDArray[np.object_] = shapely.set_coordinates(
        outlines.copy(), degrees + minutes / 60 + seconds / 3600
    )
    return found


def packed_degrees(
    file: str,
    declared: Sequence[str | None],
    measured_m2: NDArray[np.float64],
    unpacked_m2: NDArray[np.float64],
) -> list[Problem]:
    """Return the problem of a file whose declared areas agree only with coordinates unpacked.

    Parameters
    ----------
    measured_m2, unpacked_m2
        Areas of the coordinates taken as decimal degrees, and of those of `unpacked`.
    """
    here, there = agreeing(declared, measured_m2), agreeing(declared, unpacked_m2)
    if there <= 2 * here:
        return []
    zh = "坐标像是度分秒连写（度.分分秒秒，如 23.085759 即 23°08′57.59″）："
    zh += f"这样读有 {there} 个申报面积与量算吻合，按十进制度读有 {here} 个；请换算为十进制度"
    en = "degrees, minutes and seconds seem to be written as one number (DD.MMSSss): read so "
    en += f"{there} declared areas agree with the measured ones, as decimal degrees {here}; "
    return [Problem(file=file, zh=zh, en=f"{en}turn them into decimal ones", kind="packed_degrees")]
