"""What opens a file of each format."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from gis.formats.choose_layer import chosen_layer, fitting
from gis.formats.content import format_of
from gis.formats.faults import Fault, UnreadableError
from gis.formats.kml import links_elsewhere, no_polygons, without_pictures
from gis.formats.layer import Layer
from gis.formats.only_land import has_land, only_land
from gis.formats.source_layer import layer_of
from gis.formats.staged import Staged
from gis.formats.xml_guard import guarded


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What a call asks: what problems call the file, a layer, its usual names, an encoding."""

    file: str
    layer: str | None
    usual: Sequence[str]
    encoding: str | None


@dataclass(frozen=True, slots=True)
class Opened:
    """A layer, what there is to say of it, and the holders of folders that it is read from."""

    layer: Layer
    warnings: tuple[Fault, ...] = ()
    held: object = None


Opener = Callable[[Path, Asked], Opened]

OPEN_ENCODING: Final = frozenset({"boundary_txt", "shapefile", "mapinfo", "csv", "zip"})
"""Formats that leave open what their text is in."""


def _boundary_txt(path: Path, asked: Asked) -> Opened:
    from gis.formats.boundary_txt.read import read

    chosen_layer([("", True)], asked.layer)
    return Opened(read(path, encoding=asked.encoding, name=asked.file))


def _geopackage(path: Path, asked: Asked) -> Opened:
    from gis.formats.geopackage import GeoPackage, layers_in

    staged = Staged()
    linked = staged.link(path, ".gpkg")
    name = chosen_layer(fitting(layers_in(linked)), asked.layer, usual=asked.usual)
    source = GeoPackage.of(linked, name)
    layer = layer_of(source, file=asked.file, form="geopackage", name=source.layer)
    return Opened(layer, (), staged)


def _geojson(path: Path, asked: Asked) -> Opened:
    from gis.formats.geojson import GeoJson

    chosen_layer([("", True)], asked.layer)
    return Opened(layer_of(GeoJson.of(path), file=asked.file, form="geojson"))


def _geoparquet(path: Path, asked: Asked) -> Opened:
    from gis.formats.geoparquet import GeoParquet

    chosen_layer([("", True)], asked.layer)
    return Opened(layer_of(GeoParquet.of(path), file=asked.file, form="geoparquet"))


def _shapefile(path: Path, asked: Asked) -> Opened:
    from gis.formats.shapefile import Shapefile

    staged = Staged()
    linked = staged.link_family(path, ".shp")
    source = Shapefile.of(linked, encoding=asked.encoding)
    chosen_layer([(path.stem, True)], asked.layer)
    layer = layer_of(
        source, file=asked.file, form="shapefile", name=path.stem, encoding=source.encoding.upper()
    )
    return Opened(layer, source.warnings, staged)


def _file_geodatabase(path: Path, asked: Asked) -> Opened:
    staged = Staged()
    return _by_gdal(staged.link(path, ".gdb"), asked, "file_geodatabase", "OpenFileGDB", staged)


def _flatgeobuf(path: Path, asked: Asked) -> Opened:
    staged = Staged()
    return _by_gdal(staged.link(path, ".fgb"), asked, "flatgeobuf", "FlatGeobuf", staged)


def _kml(path: Path, asked: Asked) -> Opened:
    staged = Staged()
    guarded(path, copy := staged.folder / "layer.kml")
    warnings = (*without_pictures(copy), *links_elsewhere(copy))
    opened = _by_gdal(copy, asked, "kml", "LIBKML", staged)
    if has_land(opened.layer):  # else its points are what it is about: places of projects
        opened = replace(opened, layer=only_land(opened.layer, left_out=no_polygons))
    return replace(opened, warnings=warnings)


def _gml(path: Path, asked: Asked) -> Opened:
    staged = Staged()
    guarded(path, copy := staged.folder / "layer.gml")
    return _by_gdal(copy, asked, "gml", "GML", staged)


_MADE_BY_DRIVER: Final = frozenset(
    {"timestamp", "begin", "end", "altitudeMode", "tessellate", "extrude", "visibility",
     "drawOrder", "icon", "snippet", "gml_id", "lowerCorner", "upperCorner"}
)  # fmt: skip
"""Columns of KML and GML that are no attributes."""


def _by_gdal(path: Path, asked: Asked, form: str, driver: str, staged: Staged) -> Opened:
    from gis.formats.gdal import open_gdal

    left_out = _MADE_BY_DRIVER if form in ("kml", "gml") else frozenset[str]()
    source = open_gdal(
        path, driver=driver, layer=asked.layer, usual=asked.usual, leave_out=left_out
    )
    return Opened(layer_of(source, file=asked.file, form=form, name=source.layer), (), staged)


def _mapinfo(path: Path, asked: Asked) -> Opened:
    from gis.formats.mapinfo import open_mapinfo

    chosen_layer([(path.stem, True)], asked.layer)
    source, encoding, warnings, staged = open_mapinfo(path, encoding=asked.encoding)
    layer = layer_of(
        source, file=asked.file, form="mapinfo", name=path.stem, encoding=encoding.upper()
    )
    return Opened(layer, warnings, staged)


def _dxf(path: Path, asked: Asked) -> Opened:
    from gis.formats.dxf import dxf_layer

    staged = Staged()
    chosen_layer([("", True)], asked.layer)
    return Opened(dxf_layer(staged.link(path, ".dxf"), file=asked.file), (), staged)


def _csv(path: Path, asked: Asked) -> Opened:
    from gis.formats.csv_file import csv_table
    from gis.formats.table_layer import layer_of_table

    chosen_layer([("", True)], asked.layer)
    table = csv_table(path, encoding=asked.encoding)
    return Opened(layer_of_table(table, file=asked.file, form="csv"))


def _excel(path: Path, asked: Asked) -> Opened:
    from gis.formats.excel import excel_table
    from gis.formats.table_layer import layer_of_table

    table, sheet = excel_table(path, file=asked.file, sheet=asked.layer, usual=asked.usual)
    return Opened(layer_of_table(table, file=asked.file, form="excel", name=sheet))


def _zip(path: Path, asked: Asked) -> Opened:
    from gis.formats.zipped import is_workbook, unzipped

    if is_workbook(path):
        return _excel(path, asked)
    inside = unzipped(path, asked.layer, asked.usual)
    form = format_of(inside.path)
    if form == "zip" and not is_workbook(inside.path):
        raise UnreadableError(
            "压缩包里还是压缩包；请先解压一层",
            "is a zip file in a zip file; unzip it once",
            kind="zip_content",
        )
    opened = OPENERS[form](inside.path, replace(asked, layer=inside.layer))
    layer = opened.layer
    if form in ("shapefile", "mapinfo"):
        layer = replace(layer, name=inside.name)
    return Opened(layer, opened.warnings, (inside.staged, opened.held))


OPENERS: Final[Mapping[str, Opener]] = {
    "boundary_txt": _boundary_txt,
    "geopackage": _geopackage,
    "geojson": _geojson,
    "geoparquet": _geoparquet,
    "shapefile": _shapefile,
    "file_geodatabase": _file_geodatabase,
    "flatgeobuf": _flatgeobuf,
    "kml": _kml,
    "gml": _gml,
    "mapinfo": _mapinfo,
    "dxf": _dxf,
    "csv": _csv,
    "excel": _excel,
    "zip": _zip,
}
