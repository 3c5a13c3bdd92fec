"""Arrow schemas of the package's tables."""

from collections.abc import Iterable, Mapping
from typing import Final

import pyarrow as pa

from projects.package.column import Column, Kind, PackageTable

TYPES: Final[Mapping[Kind, pa.DataType]] = {
    "id": pa.string(),
    "ids": pa.list_(pa.string()),
    "text": pa.string(),
    "choice": pa.string(),
    "number": pa.float64(),
    "whole": pa.int32(),
    "day": pa.date32(),
    "time": pa.timestamp("us", "UTC"),
    "flag": pa.bool_(),
    "source": pa.string(),
    "outline": pa.large_binary(),
}
"""What a column is in memory on its way into the database; outlines are WKB."""


def schema_of(columns: Iterable[Column]) -> pa.Schema:
    """Return the schema of some columns, under the names that they are shown by."""
    return pa.schema([(column.shown, TYPES[column.kind]) for column in columns])


def stored_schema(table: PackageTable) -> pa.Schema:
    """Return the schema of parcels or events as they are written: cells, then the outline's."""
    stored = [column for column in table.cells if column.stored is not None]
    of_outline = [("measured_m2", pa.float64()), ("outline", pa.large_binary())]
    return pa.schema([*schema_of(stored), *of_outline])
