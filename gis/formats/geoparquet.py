"""GeoParquet files, and Parquet files of rows that have no outline."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyproj import CRS

from gis.formats.faults import UnreadableError
from gis.formats.source import Odd, SourceBatch, crs_said, find_outlines_elsewhere


@dataclass(frozen=True, slots=True)
class GeoParquet:
    """A GeoParquet file.

    Parameters
    ----------
    geometry
        The column that the file names as its primary one; None where there is none.
    encoding
        How it is written there.
    """

    path: Path
    columns: tuple[str, ...]
    geometry: str | None
    encoding: str
    crs: CRS | None
    count: int

    @classmethod
    def of(cls, path: Path) -> "GeoParquet":
        """Look at a file.

        Raises
        ------
        UnreadableError
            If it has geometries and does not say which, and how.
        """
        from pyarrow import parquet

        with parquet.ParquetFile(path) as file:
            schema, count = file.schema_arrow, file.metadata.num_rows
        told = (schema.metadata or {}).get(b"geo")
        if told is None:
            binary = [field.name for field in schema if _is_binary(field.type)]
            if binary:
                raise UnreadableError(
                    f"不是 GeoParquet：有二进制列（{'、'.join(binary)}），但没有 geo 元数据；"
                    "请用 GIS 软件另存为 GeoParquet",
                    f"is no GeoParquet file: binary columns ({', '.join(binary)}), but no “geo” "
                    "metadata; save it as GeoParquet",
                )
            return cls(path, tuple(schema.names), None, "WKB", None, count)
        geometry, column = _primary(told, schema)
        # the format's default where a file says nothing; null is said on purpose: unknown
        stated = column.get("crs", "OGC:CRS84")
        return cls(
            path=path,
            columns=tuple(
                field for field in schema.names if field not in {geometry, *_boxes(column)}
            ),
            geometry=geometry,
            encoding=str(column.get("encoding")),
            crs=crs_said(stated, json.dumps(stated)[:40]) if stated else None,
            count=count,
        )

    def batches(self, columns: list[str], elsewhere: list[str], size: int) -> Iterator[SourceBatch]:
        """Yield the features; as `gis.formats.source.Source` has it."""
        read = [*columns, *elsewhere, *([self.geometry] if self.geometry else [])]
        for batch in self._read(read, size):
            wkb = batch[self.geometry] if self.geometry else pa.nulls(len(batch), pa.binary())
            odd: dict[int, Odd] = {}
            find_outlines_elsewhere(batch.select(elsewhere), wkb, odd)
            yield SourceBatch(batch.select(columns), wkb, odd)

    def _read(self, columns: list[str], size: int) -> Iterator[pa.RecordBatch]:
        if self.encoding == "WKB":
            from pyarrow import parquet

            with parquet.ParquetFile(self.path) as opened:
                yield from opened.iter_batches(size, columns=columns)
        else:  # seldom: read whole
            import geopandas

            frame = geopandas.read_parquet(self.path, columns=columns)
            table = pa.table(frame.to_arrow(index=False, geometry_encoding="WKB"))
            yield from table.to_batches(size)


def _primary(told: bytes, schema: pa.Schema) -> tuple[str, dict[str, Any]]:
    """Return the name of the geometry column, and what the metadata say of it."""
    try:
        geo = json.loads(told)
        name = geo["primary_column"]
        column = geo["columns"][name]
        if name in schema.names and isinstance(column, dict):
            return name, column
    except (ValueError, LookupError, TypeError):
        pass
    raise UnreadableError(
        "geo 元数据没有说明哪一列是几何；请用 GIS 软件另存为 GeoParquet",
        "its “geo” metadata do not say which column is the geometry; save it as GeoParquet",
    )


def _boxes(column: dict[str, Any]) -> set[str]:
    """Return the column of boxes that goes with a geometry column (GeoParquet 1.1)."""
    try:
        return {path[0] for path in column["covering"]["bbox"].values()}
    except (LookupError, TypeError, AttributeError):
        return set()


def _is_binary(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_binary_view(kind)
    )
