"""The land of the fixtures and how files of each format are made of it.

Two parcels at Tianhe on a grid of squares of 100 m, a hectare each: A is two squares, B three by
three without the one in the middle. So many hectares every file must measure.
"""

import shutil
import sqlite3
import warnings
import zipfile

import geopandas
import numpy as np
import openpyxl
import pyogrio
import shapely

WEST, SOUTH = 113.35, 23.12
SQUARE = 0.00097627, 0.00090297
"""Degrees of longitude and latitude that are 100 m here, on the CGCS2000 ellipsoid."""


def at(east, north):
    """Return the longitude and latitude of a corner of the grid."""
    return round(WEST + east * SQUARE[0], 8), round(SOUTH + north * SQUARE[1], 8)


def block(east, north, to_east, to_north):
    """Return the squares from one corner of the grid to another."""
    return shapely.box(*at(east, north), *at(to_east, to_north))


A = block(0, 0, 2, 1)
HOLE = block(4, 1, 5, 2)
B = block(3, 0, 6, 3).difference(HOLE)
HA_A, HA_B, HA_HOLE = 2.0, 8.0, 1.0


def land(crs=4490, outlines=(A, B), names=("编号", "名称")):
    """Return the land as a frame; a trade's heading for each column where it is long enough."""
    cells = {names[0]: ["天河-1", "天河-2"], names[1]: ["一号地块", "二号地块"]}
    frame = geopandas.GeoDataFrame(cells, geometry=list(outlines), crs=4490)
    return frame.to_crs(crs)


def gdal(folder, name, *, crs=4490, frame=None, **options):
    """Write the land with pyogrio, as geopandas does."""
    path = folder / name
    made = land(crs) if frame is None else frame
    made.to_file(path, **options)
    return path


def shapefile(folder, *, encoding="UTF-8", cpg=True, prj=True, crs=4490, stem="land"):
    """Write a Shapefile; `cpg` may also be what its .cpg says."""
    path = gdal(folder, f"{stem}.shp", crs=crs, encoding=encoding)
    if cpg is False:
        path.with_suffix(".cpg").unlink()
    elif cpg is not True:
        path.with_suffix(".cpg").write_text(cpg)
    if not prj:
        path.with_suffix(".prj").unlink()
    return path


def zipped(folder, inside, *, within="", gbk=False):
    """Put files or folders into a zip file; with `gbk` their names are in GBK, as in Windows."""
    path = folder / "land.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in inside:
            files = [each] if each.is_file() else sorted(each.rglob("*"))
            for file in files:
                name = within + str(file.relative_to(each.parent))
                info = zipfile.ZipInfo(_as_windows_has_it(name) if gbk else name)
                archive.writestr(info, file.read_bytes())
    for each in inside:
        shutil.rmtree(each) if each.is_dir() else each.unlink()
    return path


def _as_windows_has_it(name):
    return name.encode("gbk").decode("cp437")


def family(path):
    """Return a Shapefile with what goes with it."""
    return sorted(path.parent.glob(f"{path.stem}.*"))


def text(folder, name, told, encoding="utf-8"):
    path = folder / name
    path.write_bytes(told if isinstance(told, bytes) else told.encode(encoding))
    return path


def wkt_table(separator=","):
    """Return the land as a CSV file with a column of WKT."""
    rows = [["编号", "名称", "wkt"], ["天河-1", "一号", A.wkt], ["天河-2", "二号", B.wkt]]
    return "\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows) + "\n"


def point_table(*, rings=True, crs=4526, header=None, north_first=True, heading_rows=()):
    """Return the land as a list of boundary points, a row each."""
    rows = [*heading_rows]
    rows.append(header or ["地块编号", "点号", *(["圈号"] if rings else []), "X", "Y"])
    for name, outline in zip(("天河-1", "天河-2"), land(crs).geometry, strict=True):
        for number, ring in enumerate([outline.exterior, *outline.interiors], start=1):
            for at, (east, north) in enumerate(ring.coords, start=1):
                pair = [north, east] if north_first else [east, north]
                rows.append([name, f"J{at}", *([number] if rings else []), *map(repr, pair)])
    return rows


def in_words(degrees):
    """Return degrees as 113度24分15.500000秒."""
    minutes = degrees % 1 * 60
    return f"{int(degrees)}度{int(minutes):02}分{minutes % 1 * 60:09.6f}秒"


def joined(rows, separator=","):
    return "\n".join(separator.join(map(str, row)) for row in rows) + "\n"


def workbook(folder, sheets, name="land.xlsx"):
    """Write a workbook: name of a worksheet → rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    path = folder / name
    book.save(path)
    return path


def wkt_rows():
    return [["编号", "名称", "wkt"], ["天河-1", "一号", A.wkt], ["天河-2", "二号", B.wkt]]


def numbers(rows):
    """Return rows with their coordinates as numbers."""
    return [
        [float(cell) if isinstance(cell, str) and _is_float(cell) else cell for cell in row]
        for row in rows
    ]


def _is_float(cell):
    try:
        float(cell)
    except ValueError:
        return False
    return True


def cut(path, keep):
    """Cut a file off after a part of it."""
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    return path


def blobs(path, change):
    """Change the geometries of a GeoPackage as SQLite holds them: header and WKB."""
    with sqlite3.connect(path) as rows:
        triggers = rows.execute("select name from sqlite_master where type = 'trigger'").fetchall()
        for (name,) in triggers:
            rows.execute(f'drop trigger "{name}"')
        [(table,)] = rows.execute("select table_name from gpkg_geometry_columns")
        for fid, blob in rows.execute(f'select fid, geom from "{table}"').fetchall():
            rows.execute(f'update "{table}" set geom = ? where fid = ?', (change(blob), fid))
    return path


def as_curve(blob):
    """Return a geometry of a GeoPackage with a circle in place of its outline."""
    at = 8 + {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[blob[3] >> 1 & 7]
    x, y = 113.35, 23.12
    points = [(x, y), (x + 0.01, y + 0.01), (x + 0.02, y), (x + 0.01, y - 0.01), (x, y)]
    ring = b"\1" + (8).to_bytes(4, "little") + (5).to_bytes(4, "little")
    ring += np.array(points, "<f8").tobytes()
    return blob[:at] + b"\1" + (10).to_bytes(4, "little") + (1).to_bytes(4, "little") + ring


def lines(folder, name, crs=4490, more=()):
    """Write the rings as lines, as drawings have them."""
    rings = [ring for one in land(crs).geometry for ring in (one.exterior, *one.interiors)]
    wkb = shapely.to_wkb(np.array([*rings, *more], dtype=object))
    path = folder / name
    with warnings.catch_warnings(action="ignore"):  # a drawing has no system
        pyogrio.raw.write(path, wkb, [], [], driver="DXF", geometry_type="LineString", crs=None)
    return path
