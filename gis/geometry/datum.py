"""GCJ-02 and BD-09, the shifted coordinates of Chinese web maps, and the way back to WGS 84.

GCJ-02 has no EPSG code and no published definition; the formula here is the widely known one,
which agrees with the maps to about a metre. The shift is some 300 to 700 m. Files that
hold it often say EPSG:4326. BD-09, of Baidu's maps, is GCJ-02 shifted once more.
"""

from collections.abc import Callable
from typing import Final, TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

G = TypeVar("G", bound=BaseGeometry)
Array = NDArray[np.float64]

_A: Final = 6378245.0  # semi-major axis and squared eccentricity of Krassovsky 1940,
_E2: Final = 0.00669342162296594323  # which the formula is written on


def gcj02_shift(lon: Array, lat: Array) -> tuple[Array, Array]:
    """Return what GCJ-02 adds to WGS 84 longitude and latitude there, in degrees."""
    x, y, pi = lon - 105.0, lat - 35.0, np.pi
    wave = 20 * np.sin(6 * x * pi) + 20 * np.sin(2 * x * pi)
    north = (
        -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
        + (wave + 20 * np.sin(y * pi) + 40 * np.sin(y / 3 * pi)) * 2 / 3
        + (160 * np.sin(y / 12 * pi) + 320 * np.sin(y * pi / 30)) * 2 / 3
    )  # fmt: skip
    east = (
        300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
        + (wave + 20 * np.sin(x * pi) + 40 * np.sin(x / 3 * pi)) * 2 / 3
        + (150 * np.sin(x / 12 * pi) + 300 * np.sin(x / 30 * pi)) * 2 / 3
    )  # fmt: skip
    rad = np.radians(lat)
    w2 = 1 - _E2 * np.sin(rad) ** 2
    return (
        np.degrees(east / (_A / np.sqrt(w2) * np.cos(rad))),
        np.degrees(north / (_A * (1 - _E2) / (w2 * np.sqrt(w2)))),
    )


def bd09_shift(lon: Array, lat: Array) -> tuple[Array, Array]:
    """Return what BD-09 adds to GCJ-02 longitude and latitude there, in degrees."""
    wave = np.pi * 3000 / 180
    radius = np.hypot(lon, lat) + 2e-5 * np.sin(lat * wave)
    angle = np.arctan2(lat, lon) + 3e-6 * np.cos(lon * wave)
    return radius * np.cos(angle) + 0.0065 - lon, radius * np.sin(angle) + 0.006 - lat


def wgs84_to_gcj02(geometry: G) -> G:
    """Return the geometry as a Chinese web map would draw it."""
    return _moved(geometry, lambda xy: _shifted(xy, gcj02_shift))


def gcj02_to_wgs84(geometry: G) -> G:
    """Return the geometry brought back to WGS 84, by iteration to below 1e-9 degree."""
    return _moved(geometry, gcj02_to_wgs84_xy)


def wgs84_to_bd09(geometry: G) -> G:
    """Return the geometry as Baidu's maps would draw it."""
    return _moved(geometry, lambda xy: _shifted(_shifted(xy, gcj02_shift), bd09_shift))


def bd09_to_wgs84(geometry: G) -> G:
    """Return the geometry brought back to WGS 84, by iteration to below 1e-9 degree."""
    return _moved(geometry, bd09_to_wgs84_xy)


def gcj02_to_wgs84_xy(xy: Array) -> Array:
    """Return coordinates, shape (n, 2), brought back from GCJ-02."""
    return _back(xy, gcj02_shift)


def bd09_to_wgs84_xy(xy: Array) -> Array:
    """Return coordinates, shape (n, 2), brought back from BD-09."""
    return _back(_back(xy, bd09_shift), gcj02_shift)


Shift = Callable[[Array, Array], tuple[Array, Array]]


def _moved(geometry: G, move: Callable[[Array], Array]) -> G:
    moved: G = shapely.transform(geometry, move)
    return moved


def _shifted(xy: Array, shift: Shift) -> Array:
    return xy + np.column_stack(shift(xy[:, 0], xy[:, 1]))


def _back(xy: Array, shift: Shift) -> Array:
    """Return what is shifted to `xy`; a step leaves at most some 0.02 of what was missing."""
    found = xy.copy()
    for _ in range(7):
        found = xy - np.column_stack(shift(found[:, 0], found[:, 1]))
    return found
