"""Layers out: one or several to a file, in the format that its name ends in, whole or not at all.

Text from data stays text: no cell becomes a formula, no name a path.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyproj import CRS

from gis.errors import WrongUseError
from gis.formats.faults import Fault
from gis.formats.whole_file import whole_file


class WriteBatch(NamedTuple):
    """Some rows: their cells by the schema of the layer, and their outlines or None."""

    cells: pa.Table
    outlines: NDArray[np.object_]


Shape = Literal["MultiPolygon", "MultiLineString", "MultiPoint", "Point", "Unknown"]


@dataclass(frozen=True, kw_only=True, slots=True)
class LayerToWrite:
    """A layer, its rows not read yet.

    Parameters
    ----------
    name
        That of the layer, the worksheet or the CAD layer.
    schema
        Text, numbers, truth values, dates; the names stand in the file.
    shape
        What its outlines are; Polygons become MultiPolygons. None: it has no outlines.
    crs
        That of its outlines, (x, y) with x eastward.
    batches
        Reads it from the start.
    """

    name: str
    schema: pa.Schema
    shape: Shape | None
    crs: CRS | None
    batches: Callable[[], Iterator[WriteBatch]]


Writer = Callable[[Path, Sequence[LayerToWrite]], tuple[Fault, ...]]

_SEVERAL: Final = frozenset({"geopackage", "excel", "kml"})
"""Formats in which a file holds several layers."""

WRITTEN_SUFFIXES: Final[Mapping[str, str]] = {
    ".gpkg": "geopackage", ".parquet": "geoparquet", ".geoparquet": "geoparquet",
    ".shp": "shapefile", ".zip": "shapefile", ".geojson": "geojson", ".json": "geojson",
    ".fgb": "flatgeobuf", ".kml": "kml", ".gml": "gml", ".tab": "mapinfo", ".mif": "mapinfo",
    ".dxf": "dxf", ".xlsx": "excel", ".csv": "csv",
}  # fmt: skip
"""How a file's name ends → its format."""


def written_format(path: Path, others: Sequence[str] = ()) -> str:
    """Return the format of a file to be written.

    Parameters
    ----------
    others
        Further suffixes that the caller writes, to be named where the file has none of all.

    Raises
    ------
    WrongUseError
        If its name ends in none that is written.
    """
    form = WRITTEN_SUFFIXES.get(path.suffix.lower())
    if form is None:
        ends = [*WRITTEN_SUFFIXES, *others]
        raise WrongUseError(
            f"文件“{path.name}”应以 {'、'.join(ends)} 之一结尾",
            f"the file {path.name!r} should end in one of {', '.join(ends)}",
        )
    return form


def write_layers(
    path: Path,
    layers: Sequence[LayerToWrite],
    *,
    finish: Callable[[Path], None] | None = None,
) -> tuple[Fault, ...]:
    """Write layers to a file and return what of them the format could not hold.

    What was there stays until all of it is written.

    Parameters
    ----------
    finish
        What is still done to the file before it takes its name; what it puts beside goes with it.

    Raises
    ------
    WrongUseError
        If no format has such a name, the format holds one layer only, or not such columns.
    LandplanError
        If the file cannot be written.
    """
    form = written_format(path)
    if len(layers) != 1 and form not in _SEVERAL:
        raise WrongUseError(
            f"{path.suffix} 文件只能有一个图层，这里有 {len(layers)} 个；请用 .gpkg 或分开导出",
            f"a {path.suffix} file holds one layer, these are {len(layers)}; use .gpkg, or one "
            "file each",
        )
    with whole_file(path) as partial:
        faults = _writer(form)(partial, layers)
        if finish is not None:
            finish(partial)
        return faults


def _writer(form: str) -> Writer:
    match form:
        case "geoparquet":
            from gis.formats.write_geoparquet import write_geoparquet as writer
        case "csv":
            from gis.formats.write_csv import write_csv as writer
        case "excel":
            from gis.formats.write_excel import write_excel as writer
        case _:
            from gis.formats.write_gdal import write_gdal as writer
    return writer
