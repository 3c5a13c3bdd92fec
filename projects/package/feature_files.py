"""Feature files, GeoJSON, GeoPackage or GeoParquet, read in Arrow batches.

Row by row or by columns, whoever reads features reads them here: the same cells, the same outlines.
"""

import json
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import CRSError as PyprojCrsError

from gis.problems import Problem
from projects.package.column import PackageTable
from projects.package.rows import Row

_BATCH: Final = 65_536
_BEIJING_S: Final = 8 * 3600
_GEOJSON: Final = (".geojson", ".json")
_DAYS: Final = tuple((day - date(1970, 1, 1)).days for day in (date.min, date.max))


@dataclass(frozen=True, slots=True)
class FeatureBatch:
    """Some features of a file.

    Parameters
    ----------
    number
        Of the first of them in the file, from 1.
    cells
        Their columns. Dates are date32; texts are string, numbers any type of numbers; what is
        nothing of these has the type that the file has.
    wkb
        Their geometries, large_binary; null where there is none.
    """

    number: int
    cells: pa.RecordBatch
    wkb: pa.LargeBinaryArray

    def __len__(self) -> int:
        return len(self.wkb)

    def geometries(self) -> NDArray[Any]:
        """Return the geometries as the file holds them, None where there is none to be read."""
        wkb = self.wkb.to_numpy(zero_copy_only=False)
        try:
            found: NDArray[Any] = shapely.from_wkb(wkb)
        except shapely.GEOSException:
            found = shapely.from_wkb(wkb, on_invalid="ignore")
        return found

    def rows(
        self,
        places: NDArray[np.int64],
        geometries: Iterable[Any],
        *,
        file: str,
        problems: list[Problem],
    ) -> list[Row]:
        """Return some of the features as rows.

        Parameters
        ----------
        places
            Theirs in the batch, from 0; `geometries` are those of the same ones.
        """
        records = self.cells.take(pa.array(places)).to_pylist()
        return [
            Row(
                file,
                self.number + place,
                {column: cell_text(value) for column, value in record.items()},
                problems,
                geometry,
            )
            for place, record, geometry in zip(places.tolist(), records, geometries, strict=True)
        ]


@dataclass(frozen=True, kw_only=True, slots=True)
class FeatureFile:
    """A file of features.

    Parameters
    ----------
    name
        As problems call it.
    columns
        Those that it has, without the geometry.
    geometry
        The column of the geometry in Arrow; None where there is none.
    encoding
        How GeoParquet writes the geometry.
    crs
        That of its outlines.
    """

    path: Path
    name: str
    columns: tuple[str, ...]
    geometry: str | None
    encoding: str = "WKB"
    crs: CRS
    count: int

    def batches(
        self,
        problems: list[Problem],
        *,
        table: PackageTable,
        size: int = _BATCH,
    ) -> Iterator[FeatureBatch]:
        """Yield the features; a file that breaks off in the middle is a problem.

        Parameters
        ----------
        table
            Its columns are read, those that the file has.
        """
        wanted = {column.name for column in table.cells}
        columns = [name for name in self.columns if name in wanted]
        number = 1
        try:
            for batch in _read(self, columns, size):
                yield _features(number, batch, columns, self.geometry)
                number += len(batch)
        except Exception as error:  # the drivers raise whatever they like
            problems.append(unreadable(self.path, self.name, error))


def open_features(
    path: Path, name: str, problems: list[Problem], *, crs: CRS
) -> FeatureFile | None:
    """Return a file of features, or None with a problem.

    Parameters
    ----------
    crs
        The system of a file that states none.
    """
    try:
        return _geoparquet(path, name, crs) if _is_parquet(path) else _by_gdal(path, name, crs)
    except Exception as error:  # the drivers raise whatever they like
        problems.append(unreadable(path, name, error))
        return None


def unreadable(path: Path, name: str, error: Exception) -> Problem:
    """Return the problem with a file that a driver cannot read."""
    reason = str(error).splitlines()[0].replace(str(path), name) if str(error) else ""
    return Problem(
        file=name,
        zh=f"无法读取，文件可能已损坏或不是 {path.suffix} 格式（{reason}）",
        en=f"cannot be read; it may be damaged or no {path.suffix} file ({reason})",
        kind="unreadable",
    )


def cell_text(value: Any) -> str:
    """Return a feature's property as the text a CSV cell would hold."""
    if value is None or value != value:  # noqa: PLR0124 (NaN is not equal to itself)
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _by_gdal(path: Path, name: str, crs: CRS) -> FeatureFile:
    import pyogrio

    layers = pyogrio.list_layers(path)
    if len(layers) > 1:
        names = ", ".join(str(layer) for layer in layers[:, 0])
        raise ValueError(f"{len(layers)} layers, one is wanted: {names}")
    with warnings.catch_warnings(action="ignore", category=UserWarning):
        told = pyogrio.read_info(path, force_feature_count=True, **_options(path))
    return FeatureFile(
        path=path,
        name=name,
        columns=tuple(str(field) for field in told["fields"]),
        geometry=told["geometry_name"] or "wkb_geometry",
        crs=_stated(path, told["crs"]) or crs,
        count=int(told["features"]),
    )


def _options(path: Path) -> dict[str, str]:
    # dates of GeoJSON stay text: one wrong date would else make the whole file unreadable
    return {"DATE_AS_STRING": "YES"} if path.suffix.lower() in _GEOJSON else {}


def _stated(path: Path, told: Any) -> CRS | None:
    """Return the system that GDAL says a file is in, if the file says so itself."""
    if told is None:
        return None
    if path.suffix.lower() in _GEOJSON:
        # GDAL says EPSG:4326 for every GeoJSON without a crs member
        head = path.read_bytes()[:4096].decode("utf-8", "replace")
        if '"crs"' not in head:
            return None
    try:
        return CRS.from_user_input(told)
    except PyprojCrsError:
        return None


def _is_parquet(path: Path) -> bool:
    return path.suffix.lower() in (".parquet", ".geoparquet")


def _geoparquet(path: Path, name: str, crs: CRS) -> FeatureFile:
    """Return a GeoParquet file, or a Parquet file of rows that have no outline."""
    from pyarrow import parquet

    with parquet.ParquetFile(path) as file:
        schema, count = file.schema_arrow, file.metadata.num_rows
    told = (schema.metadata or {}).get(b"geo")
    if told is None:
        if any(pa.types.is_binary(kind) or pa.types.is_large_binary(kind) for kind in schema.types):
            raise ValueError("a binary column, but no “geo” metadata: not GeoParquet")
        columns = tuple(schema.names)
        return FeatureFile(
            path=path, name=name, columns=columns, geometry=None, crs=crs, count=count
        )
    geo = json.loads(told)
    geometry = geo["primary_column"]
    column = geo["columns"][geometry]
    # the format's default where a file says nothing; null is said on purpose: unknown
    stated = column.get("crs", "OGC:CRS84")
    return FeatureFile(
        path=path,
        name=name,
        columns=tuple(field for field in schema.names if field != geometry),
        geometry=geometry,
        encoding=column["encoding"],
        crs=CRS.from_user_input(stated) if stated else crs,
        count=count,
    )


def _read(file: FeatureFile, columns: list[str], size: int) -> Iterator[pa.RecordBatch]:
    if not _is_parquet(file.path):
        yield from _read_by_gdal(file, columns, size)
        return
    read = columns if file.geometry is None else [*columns, file.geometry]
    if file.encoding != "WKB":  # seldom: read whole
        import geopandas

        frame = geopandas.read_parquet(file.path, columns=read)
        yield from pa.table(frame.to_arrow(index=False, geometry_encoding="WKB")).to_batches(size)
    else:
        from pyarrow import parquet

        with parquet.ParquetFile(file.path) as opened:
            yield from opened.iter_batches(size, columns=read)


def _read_by_gdal(file: FeatureFile, columns: list[str], size: int) -> Iterator[pa.RecordBatch]:
    import pyogrio

    options = {
        "columns": columns, "batch_size": size, "use_pyarrow": True, "datetime_as_string": True,
        **_options(file.path),
    }  # fmt: skip
    with (
        warnings.catch_warnings(action="ignore", category=UserWarning),
        pyogrio.open_arrow(file.path, **options) as (_, reader),
    ):
        yield from reader


def _features(
    number: int, batch: pa.RecordBatch, columns: list[str], geometry: str | None
) -> FeatureBatch:
    cells = [_plain(batch[column]) for column in columns]
    wkb = _stored(batch[geometry]) if geometry in batch.schema.names else pa.nulls(len(batch))
    return FeatureBatch(
        number, pa.RecordBatch.from_arrays(cells, names=columns), wkb.cast(pa.large_binary())
    )


def _stored(column: pa.Array) -> pa.Array:
    return column.storage if isinstance(column, pa.ExtensionArray) else column


def _plain(column: pa.Array) -> pa.Array:
    """Return texts as string, dates and times as the date, in Beijing where they have a zone."""
    column = _stored(column)
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _plain(column.dictionary_decode())
    if pa.types.is_large_string(kind) or pa.types.is_null(kind) or pa.types.is_string_view(kind):
        return column.cast(pa.string())
    if pa.types.is_timestamp(kind) and kind.tz is not None:
        utc = column.cast(pa.timestamp(kind.unit))
        ahead = pa.scalar(_BEIJING_S, pa.duration("s")).cast(pa.duration(kind.unit))
        return _plain(pc.add(utc, ahead))
    if pa.types.is_timestamp(kind) or pa.types.is_date64(kind):
        return _plain(column.cast(pa.date32(), safe=False))
    if pa.types.is_date32(kind) and not _has_years(column):
        return column.cast(pa.string())
    return column


def _has_years(days: pa.Array) -> bool:
    """Tell whether Python has all of these dates."""
    first, last = _DAYS
    ends = pc.min_max(days.cast(pa.int32())).as_py()
    return ends["min"] is None or (first <= ends["min"] and ends["max"] <= last)
