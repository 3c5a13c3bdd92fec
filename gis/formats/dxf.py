"""DXF drawings: closed lines are outlines; what else is drawn is no land and is left out, and said.

A drawing names no coordinate system. Arcs are given as short straight lines, which is said.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.formats.faults import Fault
from gis.formats.gdal import CURVES_STRAIGHT, open_gdal
from gis.formats.layer import Features, Layer
from gis.formats.only_land import only_land
from gis.formats.source_layer import layer_of, problem_of
from gis.problems import Problem

_ENTITIES: Final = "entities"
_FEWEST: Final = 4  # vertices of a closed line


def dxf_layer(path: Path, *, file: str) -> Layer:
    """Return the closed lines of a drawing; blocks are not put in where they are called."""
    source = open_gdal(path, driver="DXF", layer=_ENTITIES, INLINE_BLOCKS="NO")
    drawing = layer_of(source, file=file, form="dxf")

    def features(problems: list[Problem]) -> Iterator[Features]:
        if has_arcs(path):
            problems.append(problem_of(CURVES_STRAIGHT, file, None, severity="warning"))
        for some in drawing.features(problems):
            yield replace(some, outlines=closed_as_polygons(some.outlines))

    return only_land(replace(drawing, features=features), left_out=_not_closed)


def _not_closed(count: int) -> Fault:
    return Fault(
        f"有 {count:,} 个图元不是闭合的线或面（文字、点、未闭合的线等），没有读",
        f"{count:,} entities are no closed lines (texts, points, open lines): left out",
        "not_closed",
    )


_ROUND: Final = frozenset({b"CIRCLE", b"ELLIPSE", b"SPLINE"})
_CORNERED: Final = frozenset({b"LWPOLYLINE", b"VERTEX", b"HATCH"})
_BULGE: Final = b"42"
_EDGE: Final = b"72"
_ROUND_EDGES: Final = frozenset({b"2", b"3", b"4"})
"""Of a hatch: arc, ellipse, spline."""


def has_arcs(path: Path) -> bool:
    """Tell whether a drawing has entities that are round or have a round side.

    A drawing is pairs of lines: a group code and its value. Blocks are not looked at.
    """
    with path.open("rb") as file:
        lines = (line.strip() for line in file)
        section = entity = b""
        for code, value in zip(lines, lines, strict=False):
            if code == b"0":
                entity = value
            elif code == b"2" and entity == b"SECTION":
                section = value
            if section != b"ENTITIES":
                continue
            if entity in _ROUND or (
                entity in _CORNERED and code == _BULGE and value.strip(b"0.-+eE")
            ):
                return True
            if entity == b"HATCH" and code == _EDGE and value in _ROUND_EDGES:
                return True
    return False


def closed_as_polygons(outlines: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return geometries, closed lines as the polygons that they are the edges of."""
    found = outlines.copy()
    closed = (
        (shapely.get_type_id(outlines) == shapely.GeometryType.LINESTRING)
        & shapely.is_closed(outlines)
        & (shapely.get_num_coordinates(outlines) >= _FEWEST)
    )
    for place in np.flatnonzero(closed):
        found[place] = shapely.Polygon(shapely.get_coordinates(outlines[place]))
    return found
