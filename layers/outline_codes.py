"""Outlines as short text: integer steps of 1e-7 degree, written in base64 digits.

GeoJSON spends about 25 characters on a vertex, this about 6, which is what lets one page hold
100 000 parcels. A code is a row of integers: the number of polygons; for each the number of
rings; for each the number of vertices (the closing one left out) and then, per vertex, the steps
in x and y from the vertex before. The first vertex steps from the page's origin.

Each integer is written as in source maps: zigzag (sign in the lowest bit), then five bits a
character, lowest first, the sixth bit saying that more follow. `page/codes.js` reads it back.
"""

from collections.abc import Iterator

import numpy as np
import shapely

STEPS_PER_DEGREE = 10_000_000
"""One step is 1e-7 degree, about 1 cm."""

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
"""The 64 digits of URL-safe base64: none means anything in HTML, JSON or JavaScript."""

Origin = tuple[int, int]


def encode(outline: shapely.MultiPolygon, origin: Origin) -> str:
    """Return the code of an outline.

    Parameters
    ----------
    outline
        Polygons in (lon, lat).
    origin
        Longitude and latitude that the first vertex steps from, in steps.
    """
    return "".join(_digits(number) for number in _numbers(outline, origin))


def in_steps(lon: float, lat: float) -> Origin:
    """Return a position in whole steps."""
    return round(lon * STEPS_PER_DEGREE), round(lat * STEPS_PER_DEGREE)


def _numbers(outline: shapely.MultiPolygon, origin: Origin) -> Iterator[int]:
    before = np.array([origin])
    yield len(outline.geoms)
    for polygon in outline.geoms:
        rings = [polygon.exterior, *polygon.interiors]
        yield len(rings)
        for ring in rings:
            vertices = np.rint(shapely.get_coordinates(ring)[:-1] * STEPS_PER_DEGREE).astype(int)
            yield len(vertices)
            yield from np.diff(vertices, axis=0, prepend=before).ravel().tolist()
            before = vertices[-1:]


def _digits(number: int) -> str:
    rest = number << 1 if number >= 0 else (-number << 1) | 1
    text = ""
    while rest > 31:
        text += DIGITS[(rest & 31) | 32]
        rest >>= 5
    return text + DIGITS[rest]
