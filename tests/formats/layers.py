"""GeoPackage, Shapefile, File Geodatabase, GeoJSON, FlatGeobuf, GeoParquet."""

import json
import sqlite3

import pyarrow as pa
import shapely
from pyarrow import parquet

from tests.formats.kinds import bad, good
from tests.formats.making import (
    HA_A,
    HA_B,
    A,
    B,
    as_curve,
    at,
    blobs,
    cut,
    gdal,
    land,
    shapefile,
    text,
)


def _several(folder, polygons):
    path = gdal(folder, "land.gpkg", layer="甲")
    points = land().assign(geometry=[A.centroid, B.centroid])
    points.to_file(path, layer="标注")
    if polygons:
        land().to_file(path, layer="乙")
    return path


def _with_styles(folder):
    path = gdal(folder, "land.gpkg")
    with sqlite3.connect(path) as rows:
        rows.execute("create table layer_styles (id integer primary key, styleQML text)")
        rows.execute(
            "insert into gpkg_contents (table_name, data_type, identifier)"
            " values ('layer_styles', 'attributes', 'layer_styles')"
        )
    return path


def _without_crs(folder):
    path = gdal(folder, "land.gpkg")
    with sqlite3.connect(path) as rows:
        rows.execute("pragma foreign_keys = off")
        rows.execute("update gpkg_contents set srs_id = -1")
        rows.execute("update gpkg_geometry_columns set srs_id = -1")
    return path


def _upper(folder):
    path = shapefile(folder)
    for each in list(folder.iterdir()):
        each.rename(folder / each.name.upper())
    return path.with_name("LAND.SHP")


def _without(folder, suffix):
    path = shapefile(folder)
    path.with_suffix(suffix).unlink()
    return path


def _in_height(folder, name):
    raised = [shapely.force_3d(one, 12.5) for one in (A, B)]
    return gdal(folder, name, frame=land().set_geometry(raised, crs=4490))


def _geojson(*geometries, crs=None, name="land.geojson", cells=None):
    def make(folder):
        told = [
            {"type": "Feature", "properties": cells or {"编号": f"天河-{at}"}, "geometry": one}
            for at, one in enumerate(geometries, start=1)
        ]
        whole = {"type": "FeatureCollection", "features": told}
        if crs:  # at the end, where quick readers do not look
            whole["crs"] = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{crs}"}}
        return text(folder, name, json.dumps(whole, ensure_ascii=False))

    return make


def _told(shape):
    return json.loads(json.dumps(shapely.geometry.mapping(shape)))


def _parquet(folder, frame=None, **options):
    path = folder / "land.parquet"
    (land() if frame is None else frame).to_parquet(path, **options)
    return path


def _plain_parquet(folder, table):
    path = folder / "land.parquet"
    parquet.write_table(table, path)
    return path


_RING = [[*at(*corner)] for corner in ((0, 0), (1, 0), (1, 1), (0, 0))]
_A, _B = _told(A), _told(B)
_AS_PACKED = (HA_B, HA_A)
"""FlatGeobuf puts features in an order of its own."""

FIXTURES = [
    good("geopackage in 4490", lambda f: gdal(f, "land.gpkg"), "geopackage"),
    good("geopackage in 4326", lambda f: gdal(f, "land.gpkg", crs=4326), "geopackage", epsg=4326),
    good("geopackage in zone 38", lambda f: gdal(f, "land.gpkg", crs=4526), "geopackage",
         epsg=4526),
    good("geopackage without zone", lambda f: gdal(f, "land.gpkg", crs=4547), "geopackage",
         epsg=4547),
    good("geopackage in web mercator", lambda f: gdal(f, "land.gpkg", crs=3857), "geopackage",
         epsg=3857),
    good("geopackage with styles of QGIS", _with_styles, "geopackage"),
    good("geopackage, one layer of polygons", lambda f: _several(f, False), "geopackage"),
    bad("geopackage, two layers of polygons", lambda f: _several(f, True), "several_layers"),
    good(
        "geopackage, the layer named", lambda f: _several(f, True), "geopackage",
        options=["--layer", "乙"],
    ),
    good("geopackage with heights", lambda f: _in_height(f, "land.gpkg"), "geopackage",
         "heights_dropped"),
    good("geopackage without a system", _without_crs, "geopackage", "crs_not_said"),
    good("geopackage in capitals", lambda f: gdal(f, "land.gpkg").rename(f / "LAND.GPKG"),
         "geopackage"),
    good("geopackage called shp", lambda f: gdal(f, "land.gpkg").rename(f / "land.shp"),
         "geopackage", "wrong_suffix"),
    bad("geopackage cut off", lambda f: cut(gdal(f, "land.gpkg"), 0.5), "unreadable"),
    bad("geopackage of arcs", lambda f: blobs(gdal(f, "land.gpkg"), as_curve), "curved_outline",
        form="geopackage", ha=[None, None], epsg=None),
    bad("geopackage of broken outlines", lambda f: blobs(gdal(f, "land.gpkg"), lambda b: b[:60]),
        "broken_outline", form="geopackage", ha=[None, None], epsg=None),
    bad("sqlite, no geopackage", lambda f: gdal(f, "land.sqlite", driver="SQLite"),
        "unknown_format"),
    good("shapefile in UTF-8", shapefile, "shapefile"),
    good("shapefile in GBK", lambda f: shapefile(f, encoding="GBK"), "shapefile"),
    good("shapefile in GBK without cpg", lambda f: shapefile(f, encoding="GBK", cpg=False),
         "shapefile"),
    good("shapefile in UTF-8 without cpg", lambda f: shapefile(f, cpg=False), "shapefile"),
    good("shapefile, cpg wrong", lambda f: shapefile(f, encoding="GBK", cpg="UTF-8"),
         "shapefile", "encoding"),
    good("shapefile, cpg Latin", lambda f: shapefile(f, encoding="GBK", cpg="88591"),
         "shapefile", "encoding"),
    good("shapefile, encoding told", lambda f: shapefile(f, encoding="GBK", cpg=False),
         "shapefile", options=["--encoding", "gbk"]),
    good("shapefile in zone 38", lambda f: shapefile(f, crs=4526), "shapefile", epsg=4526),
    good("shapefile without prj", lambda f: shapefile(f, prj=False), "shapefile", "crs_not_said"),
    good("shapefile of zone 38 without prj", lambda f: shapefile(f, crs=4526, prj=False),
         "shapefile", "crs_not_said", epsg=4526),
    bad("shapefile of metres, no zone, no prj", lambda f: shapefile(f, crs=4547, prj=False),
        "crs_missing", form="shapefile", ha=[None, None], epsg=None),
    good("shapefile of metres, the system told", lambda f: shapefile(f, crs=4547, prj=False),
         "shapefile", options=["--crs", "4547"], epsg=4547),
    good("shapefile in capitals", _upper, "shapefile"),
    good("shapefile called dat", lambda f: shapefile(f).rename(f / "land.dat"), "shapefile",
         "wrong_suffix"),
    good("shapefile with heights", lambda f: _in_height(f, "land.shp"), "shapefile",
         "heights_dropped"),
    bad("shapefile without dbf", lambda f: _without(f, ".dbf"), "side_file_missing"),
    bad("shapefile without shx", lambda f: _without(f, ".shx"), "side_file_missing"),
    bad("the index of a shapefile", lambda f: shapefile(f).with_suffix(".shx"), "side_file"),
    bad("the table of a shapefile", lambda f: shapefile(f).with_suffix(".dbf"), "side_file"),
    good("file geodatabase", lambda f: gdal(f, "land.gdb", driver="OpenFileGDB"),
         "file_geodatabase"),
    good("file geodatabase in zone 38", lambda f: gdal(f, "land.gdb", crs=4526,
         driver="OpenFileGDB"), "file_geodatabase", epsg=4526),
    good("geojson with its system", lambda f: gdal(f, "land.geojson"), "geojson"),
    good("geojson without", _geojson(_A, _B), "geojson", "crs_not_said"),
    good("geojson, its system at the end",
         _geojson(*map(_told, land(4547).geometry), crs=4547), "geojson", epsg=4547),
    good("geojson of one feature",
         lambda f: text(f, "a.json", json.dumps({"type": "Feature", "properties": {},
                                                 "geometry": _A})),
         "geojson", "crs_not_said", ha=[HA_A], ids=None),
    good("geojson called txt", _geojson(_A, _B, crs=4490, name="land.txt"), "geojson",
         "wrong_suffix"),
    bad("geojson in GBK",
        lambda f: text(f, "a.geojson", _geojson(_A, crs=4490)(f).read_text("utf-8"), "gbk"),
        "encoding"),
    bad("geojson cut off", lambda f: cut(_geojson(_A, _B)(f), 0.7), "unreadable"),
    bad("geojson without features", _geojson(crs=4490), "no_features", form="geojson", epsg=None,
         ids=None),
    bad("geojson with a point", _geojson(_A, _told(A.centroid), crs=4490), "not_a_polygon",
        form="geojson", ha=[HA_A, None]),
    bad("geojson with a null", _geojson(_A, None, crs=4490), "no_outline", form="geojson",
        ha=[HA_A, None]),
    bad("geojson with an empty one", _geojson(_A, {"type": "Polygon", "coordinates": []},
        crs=4490), "empty_outline", form="geojson", ha=[HA_A, None]),
    bad("geojson with text for numbers",
        _geojson(_A, {"type": "Polygon", "coordinates": [[["113.35", "23.12"]] * 4]}, crs=4490),
        "bad_coordinates", form="geojson", ha=[HA_A, None]),
    bad("geojson with NaN",
        _geojson(_A, {"type": "Polygon", "coordinates": [[[float("nan"), 23.1], *_RING[1:]]]},
                 crs=4490),
        "bad_coordinates", form="geojson", ha=[HA_A, None]),
    bad("geojson with infinity",
        _geojson(_A, {"type": "Polygon", "coordinates": [[[float("inf"), 23.1], *_RING[1:]]]},
                 crs=4490),
        "bad_coordinates", form="geojson", ha=[HA_A, None]),
    bad("geojson, ring not closed",
        _geojson(_A, {"type": "Polygon", "coordinates": [[*_RING[:3], [113.3, 23.1]]]}, crs=4490),
        "unclosed_ring", form="geojson", ha=[HA_A, None]),
    bad("geojson of a collection",
        _geojson({"type": "GeometryCollection", "geometries": [_A]}, crs=4490), "not_a_polygon",
        form="geojson", ha=[None]),
    bad("geojson that crosses itself",
        _geojson(_A, {"type": "Polygon", "coordinates": [[[113.35, 23.12], [113.36, 23.13],
                                                          [113.36, 23.12], [113.35, 23.13],
                                                          [113.35, 23.12]]]}, crs=4490),
        "invalid_outline", form="geojson", ha=[HA_A, None]),
    bad("geojson nested deep", lambda f: text(f, "a.geojson", '{"features": ' + "[" * 100_000),
        "unreadable"),
    bad("geojson, axes swapped",
        _geojson(_told(shapely.transform(A, lambda xy: xy[:, ::-1])), crs=4490), "swapped_axes",
        form="geojson", ha=[None]),
    good("flatgeobuf", lambda f: gdal(f, "land.fgb"), "flatgeobuf", ha=_AS_PACKED),
    good("flatgeobuf in zone 38", lambda f: gdal(f, "land.fgb", crs=4526), "flatgeobuf",
         ha=_AS_PACKED, epsg=4526),
    bad("flatgeobuf cut off", lambda f: cut(gdal(f, "land.fgb"), 0.3), "no_layer"),
    good("geoparquet", _parquet, "geoparquet"),
    good("geoparquet 1.1 with boxes",
         lambda f: _parquet(f, schema_version="1.1.0", write_covering_bbox=True), "geoparquet"),
    good("geoparquet without a system",
         lambda f: _parquet(f, land().set_crs(None, allow_override=True)), "geoparquet",
         "crs_not_said"),
    good("geoparquet, column geom", lambda f: _parquet(f, land().rename_geometry("geom")),
         "geoparquet"),
    bad("geoparquet cut off", lambda f: cut(_parquet(f), 0.5), "unreadable"),
    bad("parquet of WKB that says nothing",
        lambda f: _plain_parquet(f, pa.table({"wkb": [shapely.to_wkb(A)]})), "unreadable"),
    bad("parquet of attributes", lambda f: _plain_parquet(f, pa.table({"编号": ["甲"]})),
        "no_outline", form="geoparquet", ha=[None], epsg=None),
]  # fmt: skip
