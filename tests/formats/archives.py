"""Zip files, and what is no file of land at all."""

import os
import stat
import zipfile

from tests.formats.drawings import _kml
from tests.formats.kinds import bad, good
from tests.formats.making import family, gdal, shapefile, text, wkt_table, zipped


def _member(name, data=b"x", **told):
    def make(folder):
        path = folder / "land.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            info = zipfile.ZipInfo(name)
            for key, value in told.items():
                setattr(info, key, value)
            archive.writestr(info, data)
        return path

    return make


def _of_size(folder, size, count=1):
    """Write a zip file whose members say that they are of a size."""
    path = folder / "land.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(count):
            archive.writestr(f"{number}.csv", wkt_table() * 1000)
    data = bytearray(path.read_bytes())
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 24 : at + 28] = size.to_bytes(4, "little")
        at += 4
    path.write_bytes(data)
    return path


def _many(folder):
    path = folder / "land.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(10_001):
            archive.writestr(f"{number}.csv", b"")
    return path


def _with_password(folder):
    """Write a zip file whose member says that it is encrypted."""
    path = _member("land.csv", wkt_table().encode())(folder)
    data = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    path.write_bytes(data)
    return path


def _twice(folder):
    path = zipped(folder, family(shapefile(folder)))
    inner = path.rename(folder / "inner.zip")
    return zipped(folder, [inner])


def _pipe(folder):
    path = folder / "land.gpkg"
    os.mkfifo(path)
    return path


def _empty(suffix):
    return lambda folder: text(folder, f"land{suffix}", b"")


_VRT = (
    '<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>/etc/passwd</SrcDataSource>'
    "</OGRVRTLayer></OGRVRTDataSource>"
)

_LINK = (
    '<kml xmlns="http://www.opengis.net/kml/2.2"><NetworkLink><Link><href>https://a.example/b.kml'
    "</href></Link></NetworkLink></kml>"
)


def _two_layers(folder):
    """Write a KMZ as GDAL does: the first page has nothing but links to the others."""
    pages = [text(folder, f"{name}.kml", _kml()) for name in ("东", "西")]
    path = zipped(folder, [text(folder, "doc.kml", _LINK), *pages])
    return path.rename(folder / "land.kmz")


def _two_pages(folder):
    pages = [text(folder, f"{name}.kml", _kml()) for name in ("doc", "西")]
    return zipped(folder, pages).rename(folder / "land.kmz")


FIXTURES = [
    good("zip of a shapefile", lambda f: zipped(f, family(shapefile(f))), "shapefile"),
    good("zip of a shapefile in a folder",
         lambda f: zipped(f, family(shapefile(f, encoding="GBK")), within="成果/"), "shapefile"),
    good("zip of a shapefile, names in GBK",
         lambda f: zipped(f, family(shapefile(f, stem="地块")), gbk=True), "shapefile"),
    bad("zip of two shapefiles",
        lambda f: zipped(f, [*family(shapefile(f)), *family(shapefile(f, stem="more"))]),
        "several_layers"),
    good("zip of two shapefiles, one named",
         lambda f: zipped(f, [*family(shapefile(f)), *family(shapefile(f, stem="more"))]),
         "shapefile", options=["--layer", "more"]),
    good("zip of a file geodatabase",
         lambda f: zipped(f, [gdal(f, "land.gdb", driver="OpenFileGDB")]), "file_geodatabase"),
    good("zip of a geopackage", lambda f: zipped(f, [gdal(f, "land.gpkg")]), "geopackage"),
    good("zip of a csv", lambda f: zipped(f, [text(f, "land.csv", wkt_table())]), "csv",
         "crs_not_said"),
    good("kmz", lambda f: zipped(f, [text(f, "doc.kml", _kml())]).rename(f / "land.kmz"), "kml",
         epsg=4326, ids="Name"),
    good("kmz by GDAL, a file a layer",
         lambda f: gdal(f, "land.kmz", driver="LIBKML", crs=4326, layer="地块"), "kml", epsg=4326),
    good("kmz of two layers, one named", _two_layers, "kml", epsg=4326, ids="Name",
         options=["--layer", "东"]),
    bad("kmz of two layers", _two_layers, "several_layers"),
    bad("kmz whose first page has land beside another", _two_pages, "several_layers"),
    bad("kmz of a link", lambda f: zipped(f, [text(f, "doc.kml", _LINK)]).rename(f / "land.kmz"),
        "network_link"),
    bad("zip of nothing", lambda f: zipped(f, []), "zip_content"),
    bad("zip of a picture", _member("land.jpg"), "zip_content"),
    bad("zip of two files",
        lambda f: zipped(f, [text(f, "a.csv", "a,b"), text(f, "b.csv", "a,b")]), "zip_content"),
    bad("zip in a zip", _twice, "zip_content"),
    bad("zip that leads out", _member("../land.csv"), "zip_path"),
    bad("zip that leads to the root", _member("/etc/land.csv"), "zip_path"),
    bad("zip that leads to a drive", _member("C:/land.csv"), "zip_path"),
    bad("zip with a link", _member("land.csv", b"/etc/passwd",
        external_attr=(stat.S_IFLNK | 0o777) << 16), "zip_link"),
    bad("zip with a password", _with_password, "encrypted"),
    bad("zip of gigabytes", lambda f: _of_size(f, 1 << 31, count=3), "zip_too_large"),
    bad("zip that says it is small", lambda f: _of_size(f, 10), "unreadable"),
    bad("zip of many files", _many, "zip_too_large"),
    bad("zip cut off",
        lambda f: text(f, "b.zip", zipped(f, [gdal(f, "land.gpkg")]).read_bytes()[:500]),
        "unreadable"),
    *(
        bad(f"empty {suffix}", _empty(suffix), "empty_file")
        for suffix in (".gpkg", ".shp", ".geojson", ".csv", ".xlsx", ".txt", ".kml", ".zip")
    ),
    bad("a folder", lambda f: f, "folder"),
    bad("a pipe", _pipe, "no_file"),
    bad("a PDF called gpkg", lambda f: text(f, "land.gpkg", b"%PDF-1.7\n"), "unknown_format"),
    bad("a VRT", lambda f: text(f, "land.vrt", _VRT), "unknown_format"),
    bad("a VRT called kml", lambda f: text(f, "land.kml", _VRT), "unknown_format"),
    bad("a page", lambda f: text(f, "land.kml", "<!DOCTYPE html><html></html>"),
        "unknown_format"),
    bad("bytes", lambda f: text(f, "land.csv", bytes(range(256)) * 100), "unknown_format"),
]  # fmt: skip
