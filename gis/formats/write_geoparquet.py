"""GeoParquet 1.1 out: WKB, a box of each outline, and the metadata that name them."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import shapely
from pyarrow import parquet

from gis.formats.faults import Fault
from gis.formats.write import LayerToWrite
from gis.formats.write_gdal import multi

_OUTLINE: Final = "geometry"
_BOX: Final = "bbox"
_SIDES: Final = ("xmin", "ymin", "xmax", "ymax")
_ROWS_A_GROUP: Final = 50_000
"""Rows written together, for which a reader finds one box."""


def write_geoparquet(path: Path, layers: Sequence[LayerToWrite]) -> tuple[Fault, ...]:
    """Write a layer; as `gis.formats.write.Writer`. One without outlines is a plain table."""
    [layer] = layers
    schema = layer.schema
    if layer.shape is not None:
        box = pa.struct([pa.field(side, pa.float64()) for side in _SIDES])
        schema = schema.append(pa.field(_OUTLINE, pa.binary())).append(pa.field(_BOX, box))
    found: set[str] = set()
    bounds = np.full(4, np.nan)
    waiting: list[pa.Table] = []
    with parquet.ParquetWriter(path, schema, compression="zstd", store_schema=False) as writer:
        for batch in layer.batches():
            table = batch.cells.select(layer.schema.names)
            if layer.shape is not None:
                outlines = multi(batch.outlines) if layer.shape != "Point" else batch.outlines
                boxes = shapely.bounds(outlines)
                table = table.append_column(
                    _OUTLINE, pa.array(shapely.to_wkb(outlines), pa.binary())
                ).append_column(_BOX, _boxes(boxes))
                found |= {one.geom_type for one in outlines if one is not None}
                bounds = _joined(bounds, boxes)
            waiting.append(table.cast(schema))
            if sum(map(len, waiting)) >= _ROWS_A_GROUP:
                writer.write_table(pa.concat_tables(waiting))
                waiting.clear()
        if waiting:
            writer.write_table(pa.concat_tables(waiting))
        if layer.shape is not None:
            told = _metadata(layer, sorted(found), bounds)
            writer.add_key_value_metadata({"geo": json.dumps(told)})
    return ()


def _boxes(boxes: Any) -> pa.Array:
    missing = pa.array(np.isnan(boxes).any(axis=1))
    sides = [pa.array(np.nan_to_num(side)) for side in boxes.T]
    return pa.StructArray.from_arrays(sides, names=list(_SIDES), mask=missing)


def _joined(bounds: Any, boxes: Any) -> Any:
    some = np.vstack([bounds, boxes])
    some = some[~np.isnan(some).any(axis=1)]
    if not len(some):
        return bounds
    return np.concatenate([some[:, :2].min(axis=0), some[:, 2:].max(axis=0)])


def _metadata(layer: LayerToWrite, kinds: list[str], bounds: Any) -> dict[str, Any]:
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": kinds,
        "crs": None if layer.crs is None else layer.crs.to_json_dict(),
        "covering": {"bbox": {side: [_BOX, side] for side in _SIDES}},
    }
    if not np.isnan(bounds).any():
        column["bbox"] = bounds.tolist()
    return {"version": "1.1.0", "primary_column": _OUTLINE, "columns": {_OUTLINE: column}}
