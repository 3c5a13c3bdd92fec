"""Rows as files of each format, each column in the kind that is asked for."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import geopandas
import pyarrow as pa
import pyogrio
import shapely
from pyarrow import parquet
from pyproj import CRS
from shapely.geometry import mapping

Rows = list[dict[str, Any]]


def as_texts(cells: list[str | None]) -> pa.Array:
    return pa.array(cells, pa.string())


def as_large_texts(cells: list[str | None]) -> pa.Array:
    return pa.array(cells, pa.large_string())


def as_categories(cells: list[str | None]) -> pa.Array:
    return as_texts(cells).dictionary_encode()


def as_wholes(cells: list[str | None]) -> pa.Array:
    return pa.array([int(cell) if cell else None for cell in cells], pa.int64())


def as_floats(cells: list[str | None]) -> pa.Array:
    return pa.array([float(cell) if cell else None for cell in cells], pa.float64())


def as_small_floats(cells: list[str | None]) -> pa.Array:
    return as_floats(cells).cast(pa.float32())


def as_not_a_number(cells: list[str | None]) -> pa.Array:
    return pa.array([float(cell) if cell else float("nan") for cell in cells], pa.float64())


def as_decimals(cells: list[str | None]) -> pa.Array:
    return as_texts([cell or None for cell in cells]).cast(pa.decimal128(30, 4))


def as_days(cells: list[str | None]) -> pa.Array:
    return pa.array([date.fromisoformat(cell) if cell else None for cell in cells], pa.date32())


def as_milliseconds(cells: list[str | None]) -> pa.Array:
    return as_days(cells).cast(pa.date64())


def as_times(cells: list[str | None]) -> pa.Array:
    found = as_days(cells).cast(pa.timestamp("ns"))
    return pa.array([one and one + timedelta(hours=15) for one in found.to_pylist()], found.type)


def as_times_in_utc(cells: list[str | None]) -> pa.Array:
    """Write midnights of Beijing in UTC: 16:00 of the day before."""
    zone = timezone(timedelta(hours=8))
    days = [datetime.fromisoformat(cell).replace(tzinfo=zone) if cell else None for cell in cells]
    return pa.array([day and day.astimezone(UTC) for day in days], pa.timestamp("ms", "UTC"))


def as_lists(cells: list[str | None]) -> pa.Array:
    return pa.array([cell and [cell] for cell in cells], pa.list_(pa.string()))


KINDS = (
    as_texts, as_large_texts, as_categories, as_wholes, as_floats, as_small_floats,
    as_not_a_number, as_decimals, as_days, as_milliseconds, as_times, as_times_in_utc, as_lists,
)  # fmt: skip


def column_of(cells: list[str | None], kind: Any) -> pa.Array:
    """Return cells in another kind, as texts where it does not hold them."""
    try:
        return kind(cells)
    except (ValueError, OverflowError, TypeError, pa.ArrowException):
        return as_texts(cells)


def table_of(rows: Rows, kinds: dict[str, Any]) -> pa.Table:
    names = [name for name in rows[0] if name != "geometry"]
    columns = [column_of([row[name] for row in rows], kinds.get(name, as_texts)) for name in names]
    return pa.table(columns, names=names)


def write_parquet(path: Path, rows: Rows, kinds: dict[str, Any]) -> None:
    table = table_of(rows, kinds)
    wkb = pa.array(shapely.to_wkb([row["geometry"] for row in rows]), pa.binary())
    geo = {
        "version": "1.0.0", "primary_column": "shape",
        "columns": {"shape": {"encoding": "WKB", "geometry_types": [],
                              "crs": CRS.from_epsg(4490).to_json_dict()}},
    }  # fmt: skip
    table = table.append_column("shape", wkb).replace_schema_metadata({"geo": json.dumps(geo)})
    parquet.write_table(table, path)


def write_geopackage(path: Path, rows: Rows, kinds: dict[str, Any]) -> None:
    kinds = {name: kind for name, kind in kinds.items() if kind not in (as_lists, as_decimals)}
    frame = table_of(rows, kinds).to_pandas(date_as_object=False)
    outlines = geopandas.GeoDataFrame(
        frame, geometry=[row["geometry"] for row in rows], crs="EPSG:4490"
    )
    pyogrio.write_dataframe(outlines, path, driver="GPKG", layer="land", promote_to_multi=True)


def write_geojson(path: Path, rows: Rows, kinds: dict[str, Any]) -> None:
    """Write what `kinds` makes numbers as such, one by one: of one column some may stay texts."""

    def cell(name: str, value: str | None) -> Any:
        kind = kinds.get(name, as_texts)
        if not value or kind in (as_texts, as_large_texts, as_categories):
            return value
        if kind is as_lists:
            return [value]
        if kind is as_times_in_utc and name in ("date", "recorded_on", "established_on"):
            return f"{value}T00:00:00+08:00"
        try:
            return json.loads(value)
        except ValueError:
            return value

    features = [
        {
            "type": "Feature",
            "properties": {n: cell(n, v) for n, v in row.items() if n != "geometry"},
            "geometry": None if row["geometry"] is None else mapping(row["geometry"]),
        }
        for row in rows
    ]
    collection = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")


WRITERS = {"parquet": write_parquet, "gpkg": write_geopackage, "geojson": write_geojson}
