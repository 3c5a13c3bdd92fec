"""The files of a large ledger, GeoPackage or GeoParquet, read in Arrow batches.

`ledger_file` answers None for what it does not know how to read in batches: such files go the
ordinary way (`projects.package.files.feature_rows`), which says what is wrong with them.
"""

import json
import warnings
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import CRSError as PyprojCrsError

from gis.problems import Problem
from projects.package.files import cell_text, unreadable
from projects.package.rows import Row

OUTLINE: Final = "outline"
"""The column of a batch that holds the features' geometry as WKB."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LedgerFile:
    """A file of features: `name` inside the package, the columns it has, its CRS if it says one."""

    path: Path
    name: str
    columns: tuple[str, ...]
    geometry: str
    crs: CRS | None
    count: int

    def batches(
        self, wanted: Collection[str], problems: list[Problem], *, size: int
    ) -> Iterator[tuple[int, pa.RecordBatch]]:
        """Yield batches of the wanted columns and `OUTLINE`, each with the number of its first row.

        Rows count from 1. A file that breaks off in the middle is a problem.
        """
        columns = [column for column in self.columns if column in wanted]
        number = 1
        try:
            for batch in _read(self, columns, size):
                yield number, batch
                number += len(batch)
        except (OSError, ValueError, RuntimeError, pa.ArrowException) as error:
            problems.append(unreadable(self.path, self.name, error))


def ledger_file(path: Path, name: str) -> LedgerFile | None:
    """Return a file that can be read in batches, or None."""
    try:
        if path.suffix == ".gpkg":
            return _geopackage(path, name)
        return _geoparquet(path, name) if path.suffix == ".parquet" else None
    except (OSError, ValueError, RuntimeError, KeyError, TypeError, pa.ArrowException):
        return None


def rows_of(
    batch: pa.RecordBatch,
    places: NDArray[np.int64],
    geometries: Iterable[Any],
    *,
    name: str,
    number: int,
    problems: list[Problem],
) -> list[Row]:
    """Return some features of a batch as rows, with the geometries that go with them.

    Parameters
    ----------
    places
        Of the features in the batch, from 0.
    name, number
        The file's name, and the number in it of the batch's first feature.
    """
    columns = [column for column in batch.schema.names if column != OUTLINE]
    records = batch.select(columns).take(pa.array(places)).to_pylist()
    return [
        Row(
            name,
            number + place,
            {column: cell_text(value) for column, value in record.items()},
            problems,
            geometry,
        )
        for place, record, geometry in zip(places.tolist(), records, geometries, strict=True)
    ]


def _geopackage(path: Path, name: str) -> LedgerFile | None:
    import pyogrio

    if len(pyogrio.list_layers(path)) != 1:
        return None
    with warnings.catch_warnings(action="ignore", category=UserWarning):
        told = pyogrio.read_info(path, force_feature_count=True)
    crs = None
    if told["crs"]:
        try:
            crs = CRS.from_user_input(told["crs"])
        except PyprojCrsError:
            return None
    return LedgerFile(
        path=path,
        name=name,
        columns=tuple(str(field) for field in told["fields"]),
        geometry=told["geometry_name"] or "wkb_geometry",
        crs=crs,
        count=int(told["features"]),
    )


def _geoparquet(path: Path, name: str) -> LedgerFile | None:
    from pyarrow import parquet

    with parquet.ParquetFile(path) as file:
        schema, count = file.schema_arrow, file.metadata.num_rows
    told = json.loads((schema.metadata or {})[b"geo"])
    geometry = told["primary_column"]
    column = told["columns"][geometry]
    if column["encoding"] != "WKB":
        return None
    # the format's default where a file says nothing; null is said on purpose: unknown
    crs = column.get("crs", "OGC:CRS84")
    return LedgerFile(
        path=path,
        name=name,
        columns=tuple(field for field in schema.names if field != geometry),
        geometry=geometry,
        crs=CRS.from_user_input(crs) if crs else None,
        count=count,
    )


def _read(file: LedgerFile, columns: list[str], size: int) -> Iterator[pa.RecordBatch]:
    if file.path.suffix == ".parquet":
        from pyarrow import parquet

        with parquet.ParquetFile(file.path) as opened:
            for batch in opened.iter_batches(size, columns=[*columns, file.geometry]):
                yield _named(batch, columns, file.geometry)
        return
    import pyogrio

    options = {"columns": columns, "batch_size": size, "use_pyarrow": True}
    with (
        warnings.catch_warnings(action="ignore", category=UserWarning),
        pyogrio.open_arrow(file.path, **options) as (_, reader),
    ):
        for batch in reader:
            yield _named(batch, columns, file.geometry)


def _named(batch: pa.RecordBatch, columns: list[str], geometry: str) -> pa.RecordBatch:
    arrays = [batch[column] for column in columns]
    outline = batch[geometry] if geometry in batch.schema.names else pa.nulls(len(batch))
    return pa.RecordBatch.from_arrays(
        [*arrays, outline.cast(pa.large_binary())], names=[*columns, OUTLINE]
    )
