"""What is in a file of land, told in the same way whatever its format.

A layer is a list of features as the file has them: nothing is left out, renamed, converted or
moved. What its columns mean and where its coordinates lie is decided by who reads it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from gis.problems import Problem


@dataclass(frozen=True, kw_only=True, slots=True)
class Features:
    """Some features of a layer, in the order of the file.

    Parameters
    ----------
    rows
        The row of each as a person finds it: the line of a text file (that of the parcel's line
        in a boundary-point file), the row of a worksheet, the number of a feature from 1.
    cells
        The attributes by their names in the file; text is as the file has it, an empty cell null.
    outlines
        Shapely geometries or None, (x, y) with x eastward, in the layer's own system and unit.
    closed
        Place among them → the outline with its rings closed, of one that is None because they are
        not.
    """

    rows: NDArray[np.int64]
    cells: pa.Table
    outlines: NDArray[np.object_]
    closed: Mapping[int, BaseGeometry] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Layer:
    """A layer of a file, opened.

    Parameters
    ----------
    file
        As the user gave it.
    format
        `boundary_txt`, `geopackage`, `shapefile`, `file_geodatabase`, `geojson`, `kml`, `gml`,
        `mapinfo`, `dxf`, `flatgeobuf`, `geoparquet`, `excel` or `csv`.
    name
        That of the layer inside the file; empty where a file has one.
    encoding
        Of its text, where the format leaves that open.
    crs
        What the file says of its coordinates; None: nothing.
    columns
        The names of its attributes, in the order of the file.
    count
        How many features it says it has; None: it does not say.
    features
        Reads it from the start, some thousand features at a time; problems of the file's form are
        appended to the list that it is given, each with its row.
    """

    file: str
    format: str
    name: str = ""
    encoding: str | None = None
    crs: CRS | None = None
    columns: tuple[str, ...]
    count: int | None = None
    features: Callable[[list[Problem]], Iterator[Features]]
