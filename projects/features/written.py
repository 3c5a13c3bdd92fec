"""A page of features as a file: CSV with WKT, GeoParquet; (x, y) eastward and northward."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from pyproj import CRS
from sqlalchemy import RowMapping

from gis.formats.write import LayerToWrite, Shape, WriteBatch, write_layers
from projects.exports.write_lists import in_system
from projects.features.collections import Collection
from projects.features.pages import Features
from projects.package.arrow_schema import TYPES
from projects.package.column import Column

_SHAPE_OF_PROJECTS: Final[Shape] = "Unknown"


def write_features(path: Path, collection: Collection, found: Features, crs: CRS) -> None:
    """Write a page in the format that the file's name ends in; several ids are joined by `;`.

    Raises
    ------
    CrsError
        If an outline has no place in the system.
    LandplanError
        If the file cannot be written.
    """
    types = [(column.shown, _type_of(column)) for column in collection.columns]
    schema = pa.schema(types)
    outlines = np.empty(len(found.outlines), dtype=object)
    outlines[:] = found.outlines

    def batches() -> Iterator[WriteBatch]:
        cells = {
            column.shown: pa.array([_cell(column, row) for row in found.rows], _type_of(column))
            for column in collection.columns
        }
        yield WriteBatch(pa.table(cells, schema=schema), in_system(outlines, crs))

    shape: Shape = _SHAPE_OF_PROJECTS if collection.name == "projects" else "MultiPolygon"
    layer = LayerToWrite(name=collection.name, schema=schema, shape=shape, crs=crs, batches=batches)
    write_layers(path, [layer])


def _cell(column: Column, row: RowMapping) -> Any:
    value = row[column.shown]
    return ";".join(value) or None if column.kind == "ids" else value


def _type_of(column: Column) -> pa.DataType:
    return pa.string() if column.kind == "ids" else TYPES[column.kind]
