"""CSV out: UTF-8 with its mark, for Excel; outlines in a column of WKT."""

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely

from gis.formats.faults import Fault
from gis.formats.formula_guard import guarded
from gis.formats.write import LayerToWrite

_OUTLINE: Final = "wkt"


def write_csv(path: Path, layers: Sequence[LayerToWrite]) -> tuple[Fault, ...]:
    """Write a layer; as `gis.formats.write.Writer`."""
    [layer] = layers
    header = [*layer.schema.names, *([] if layer.shape is None else [_OUTLINE])]
    with path.open("w", encoding="utf-8-sig", newline="", errors="backslashreplace") as file:
        writer = csv.writer(file)
        writer.writerow(guarded(name) for name in header)
        for batch in layer.batches():
            columns = [batch.cells.column(name).to_pylist() for name in layer.schema.names]
            if layer.shape is not None:
                columns.append(shapely.to_wkt(batch.outlines, rounding_precision=-1).tolist())
            writer.writerows(map(_cell, row) for row in zip(*columns, strict=True))
    return ()


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return guarded(value)
        case bool():
            return str(value).lower()
        case date():
            return value.isoformat()
        case float():
            return np.format_float_positional(value, trim="-")
    return str(value)
