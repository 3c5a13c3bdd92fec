"""Layers out through GDAL, row by row as they are read."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from gis.errors import WrongUseError
from gis.formats.faults import Fault
from gis.formats.gdal import quiet
from gis.formats.write import LayerToWrite
from gis.geometry.crs_names import name_zh

_OUTLINE: Final = "outline"
_LONGEST_NAME: Final = 10
_LONGEST_TEXT: Final = 254
_MISSING: Final = -65535
_OF_ONE_SHAPE: Final = frozenset({".shp", ".dxf", ".tab", ".mif"})
"""MapInfo would part a shape of several kinds into several rows."""


@dataclass(frozen=True, slots=True)
class _Driver:
    """GDAL's name of a driver, and what it is told."""

    name: str
    layer_options: Mapping[str, Any] = field(default_factory=dict)
    dataset_options: Mapping[str, Any] = field(default_factory=dict)


_DRIVERS: Final[Mapping[str, _Driver]] = {
    ".gpkg": _Driver("GPKG", {}, {"VERSION": "1.2"}),  # newer ones make older GDAL warn
    ".shp": _Driver("ESRI Shapefile", {"ENCODING": "UTF-8"}),
    ".geojson": _Driver("GeoJSON", {"COORDINATE_PRECISION": 15}),
    ".json": _Driver("GeoJSON", {"COORDINATE_PRECISION": 15}),
    ".fgb": _Driver("FlatGeobuf", {"SPATIAL_INDEX": "NO"}),  # with one every row needs an outline
    ".kml": _Driver("LIBKML"),
    ".gml": _Driver("GML", {}, {"FORMAT": "GML3.2", "XSISCHEMA": "OFF"}),
    ".tab": _Driver("MapInfo File", {"ENCODING": "CP936"}),
    ".mif": _Driver("MapInfo File", {"ENCODING": "CP936"}, {"FORMAT": "MIF"}),
    ".dxf": _Driver("DXF"),
}
_DEGREES_OF_CHINA: Final = "72,2,137,55"
"""MapInfo's tables hold whole numbers within bounds: the narrower, the finer (1.5e-8 degrees)."""

_HALF_M: Final = 1e6  # of a zone, and some beside it
_HIGHEST_M: Final = 6.5e6  # the northing of 58 degrees; steps of some millimetres


def write_gdal(path: Path, layers: Sequence[LayerToWrite]) -> tuple[Fault, ...]:
    """Write layers; as `gis.formats.write.Writer`.

    Raises
    ------
    WrongUseError
        If the format has no room for such names, shapes or coordinates.
    """
    suffix = path.suffix.lower()
    if suffix == ".zip":
        return _write_zipped(path, layers)
    faults: dict[Fault, None] = {}
    for layer in layers:
        _refuse(layer, suffix)
        _write(path, suffix, layer, faults, append=layer is not layers[0])
    return tuple(faults)


def _write_zipped(path: Path, layers: Sequence[LayerToWrite]) -> tuple[Fault, ...]:
    """Write a Shapefile into a zip file."""
    with TemporaryDirectory(dir=path.parent) as folder:
        faults = write_gdal(Path(folder) / f"{path.stem}.shp", layers)
        made = shutil.make_archive(str(path.with_suffix("")), "zip", folder)
    Path(made).replace(path)  # its name may end in .ZIP
    return faults


def _write(
    path: Path, suffix: str, layer: LayerToWrite, faults: dict[Fault, None], *, append: bool
) -> None:
    from pyogrio.raw import write_arrow

    driver = _DRIVERS[suffix]
    schema = _held(layer.schema, suffix)
    batches = _batches(layer, suffix, faults)
    if layer.shape is not None:
        schema = schema.append(pa.field(_OUTLINE, pa.binary()))
    options = dict(driver.layer_options)
    if suffix == ".tab" and layer.crs is not None:
        options |= _bounds(layer.crs)
    with quiet():
        write_arrow(
            pa.RecordBatchReader.from_batches(schema, batches),
            path,
            layer=layer.name,
            driver=driver.name,
            geometry_name=None if layer.shape is None else _OUTLINE,
            geometry_type="MultiLineString" if suffix == ".dxf" else layer.shape,
            crs=_written_crs(layer.crs, suffix),
            append=append,
            dataset_options=dict(driver.dataset_options) or None,
            layer_options=options or None,
        )


def _bounds(crs: CRS) -> dict[str, str]:
    """Return the bounds of Chinese land in a system, between which a MapInfo table counts."""
    if crs.is_geographic:
        return {"BOUNDS": _DEGREES_OF_CHINA}
    operation = crs.coordinate_operation
    told = {} if operation is None else {one.name: float(one.value) for one in operation.params}
    if told.get("Latitude of natural origin") != 0 or "False easting" not in told:
        return {}
    middle = told["False easting"]
    return {"BOUNDS": f"{middle - _HALF_M:.0f},0,{middle + _HALF_M:.0f},{_HIGHEST_M:.0f}"}


def _batches(
    layer: LayerToWrite, suffix: str, faults: dict[Fault, None]
) -> Iterator[pa.RecordBatch]:
    for batch in layer.batches():
        cells = batch.cells.combine_chunks()
        if suffix == ".dxf":
            drawn = batch.outlines[~shapely.is_missing(batch.outlines)]
            rings = pa.array(shapely.to_wkb(shapely.boundary(drawn)), pa.binary())
            yield pa.RecordBatch.from_arrays([rings], names=[_OUTLINE])
            continue
        columns = {
            field.name: cells.column(field.name).cast(field.type)
            for field in _held(layer.schema, suffix)
        }
        if suffix == ".shp":
            _note_long_texts(columns, faults)
        elif suffix in (".tab", ".mif"):
            _note_rare_characters(columns, faults)
            _without_nulls(columns, faults)
        if layer.shape is not None:
            drawn = batch.outlines
            outlines = multi(drawn) if layer.shape == "MultiPolygon" else drawn
            columns[_OUTLINE] = pa.chunked_array([pa.array(shapely.to_wkb(outlines), pa.binary())])
        yield from pa.table(columns).to_batches()


def _held(schema: pa.Schema, suffix: str) -> pa.Schema:
    """Return the columns that a format has, of the types that come back from it."""
    if suffix == ".dxf":
        return pa.schema([])
    return pa.schema([pa.field(field.name, _held_type(field.type, suffix)) for field in schema])


def _held_type(kind: pa.DataType, suffix: str) -> pa.DataType:
    if suffix == ".kml" and (pa.types.is_date(kind) or pa.types.is_boolean(kind)):
        return pa.string()  # else 2024/01/02, and a truth that GDAL reads as 0
    if suffix == ".shp" and pa.types.is_boolean(kind):
        return pa.int16()
    if suffix in (".tab", ".mif") and kind == pa.int64():
        return pa.float64()  # its long integers are of MapInfo 15.2 and newer
    return kind


def multi(outlines: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return outlines with each Polygon as a MultiPolygon of one."""
    found = outlines.copy()
    single = shapely.get_type_id(outlines) == shapely.GeometryType.POLYGON
    if single.any():
        places = np.flatnonzero(single)
        found[places] = shapely.multipolygons(outlines[places], indices=np.arange(len(places)))
    return found


def _refuse(layer: LayerToWrite, suffix: str) -> None:
    """Refuse what the format has no room for."""
    if suffix == ".shp":
        long = [
            name
            for name in layer.schema.names
            if not name.isascii() or not 0 < len(name) <= _LONGEST_NAME
        ]
        if long:
            raise WrongUseError(
                f"Shapefile 的列名只能是 10 个以内的 ASCII 字符：{'、'.join(long)}",
                f"names in a Shapefile are ASCII, at most 10 characters: {', '.join(long)}",
            )
    if suffix in _OF_ONE_SHAPE and (layer.shape is None or layer.shape == "Unknown"):
        raise WrongUseError(
            f"{suffix} 文件只能写一种几何的图层，“{layer.name}”不是",
            f"a {suffix} file holds geometries of one kind, {layer.name!r} does not",
        )
    if suffix == ".kml" and layer.crs is not None and layer.crs.is_projected:
        raise WrongUseError(
            f"KML 只能是经纬度，不能是 {name_zh(layer.crs)}；请用 --crs 4490",
            f"KML is in longitude and latitude, not {layer.crs.name}; use --crs 4490",
        )


def _written_crs(crs: CRS | None, suffix: str) -> str | None:
    """Return a system as GDAL takes it; KML is in WGS 84, with which CGCS2000 agrees to 0.1 m."""
    if crs is None:
        return None
    if suffix == ".kml":
        return "EPSG:4326"
    code = crs.to_epsg()
    return f"EPSG:{code}" if code else crs.to_wkt()


def _note_long_texts(columns: Mapping[str, Any], faults: dict[Fault, None]) -> None:
    for name, column in columns.items():
        texts = column.to_pylist() if pa.types.is_string(column.type) else []
        if any(text is not None and len(text.encode()) > _LONGEST_TEXT for text in texts):
            faults[
                Fault(
                    f"“{name}”列有超过 {_LONGEST_TEXT} 字节的文字，Shapefile 放不下，已截断",
                    f"texts of over {_LONGEST_TEXT} bytes in {name!r} were cut: a Shapefile has no "
                    "room for them",
                    "text_cut",
                )
            ] = None


def _note_rare_characters(columns: Mapping[str, Any], faults: dict[Fault, None]) -> None:
    for name, column in columns.items():
        texts = column.to_pylist() if pa.types.is_string(column.type) else []
        if any(text is not None and _not_in_gbk(text) for text in texts):
            faults[
                Fault(
                    f"“{name}”列有 GBK 没有的字，MapInfo 文件写不下，已换成问号",
                    f"{name!r} has characters that GBK lacks: in MapInfo files they become marks",
                    "not_in_gbk",
                )
            ] = None


def _without_nulls(columns: dict[str, Any], faults: dict[Fault, None]) -> None:
    """Put the mark that the trade has for missing where a number is."""
    for name, column in columns.items():
        if (
            not column.null_count
            or pa.types.is_string(column.type)
            or pa.types.is_date(column.type)
        ):
            continue
        columns[name] = pc.fill_null(column, pa.scalar(_MISSING).cast(column.type))
        faults[
            Fault(
                f"“{name}”列有空值，MapInfo 文件不能存空的数字，按行业惯例写成 {_MISSING}，"
                "导入时视为空",
                f"{name!r} has empty cells, for which MapInfo files have no room: numbers become "
                f"{_MISSING}, which the trade reads as missing, and so does an import",
                "null_as_mark",
            )
        ] = None


def _not_in_gbk(text: str) -> bool:
    try:
        text.encode("gbk")
    except UnicodeEncodeError:
        return True
    return False
