"""What a file is, told by what is in it: its name may say anything."""

import re
from pathlib import Path
from typing import Final

from gis.formats.encodings import utf16_of
from gis.formats.faults import UnreadableError
from gis.formats.xml_guard import root_of

HEAD: Final = 1 << 16
"""Bytes that are looked at."""

_MAGIC: Final = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),  # one without members
    (b"PAR1", "geoparquet"),
    (b"fgb\x03", "flatgeobuf"),
    (b"\0\0\x27\x0a", "shapefile"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "excel"),
    (b"AutoCAD Binary DXF", "dxf"),
)
_ROOTS: Final = {"kml": "kml", "featurecollection": "gml", "feature": "gml"}
_OTHERS: Final = (
    (b"%PDF", "PDF"), (b"AC10", "DWG"), (b"Rar!", "RAR"), (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"\x1f\x8b", "gzip"),
)  # fmt: skip
"""Kinds that people send and that are no layer."""

_SIDE_FILES: Final = frozenset({".shx", ".dbf", ".prj", ".cpg", ".sbn", ".sbx", ".qix"})

_SECTION: Final = re.compile(r"^\s*[\[【]\s*(项目信息|属性描述|地块坐标)\s*[\]】]", re.MULTILINE)
_PARCEL_LINE: Final = re.compile(r"[,，][ \t]*[@＠][ \t]*$", re.MULTILINE)
_DXF: Final = re.compile(r"\s*(999\r?\n[^\n]*\n\s*)*0\r?\n\s*SECTION\b")

SUFFIXES: Final = {
    "boundary_txt": (".txt",), "geopackage": (".gpkg",), "shapefile": (".shp", ".zip"),
    "file_geodatabase": (".gdb", ".zip"), "geojson": (".geojson", ".json"),
    "kml": (".kml", ".kmz"), "gml": (".gml", ".xml"), "mapinfo": (".tab", ".mif"),
    "dxf": (".dxf",), "flatgeobuf": (".fgb",), "geoparquet": (".parquet", ".geoparquet"),
    "excel": (".xlsx", ".xlsm", ".xls"), "csv": (".csv", ".tsv", ".txt"),
}  # fmt: skip
"""How the names of files of each format end."""

FORMAT_ZH: Final = {
    "boundary_txt": "界址点 TXT", "geopackage": "GeoPackage", "shapefile": "Shapefile",
    "file_geodatabase": "File Geodatabase", "geojson": "GeoJSON", "kml": "KML", "gml": "GML",
    "mapinfo": "MapInfo", "dxf": "DXF", "flatgeobuf": "FlatGeobuf", "geoparquet": "GeoParquet",
    "excel": "Excel", "csv": "CSV",
}  # fmt: skip
"""What each format is called in Chinese messages."""


def format_of(path: Path) -> str:
    """Return the format of a file or folder, as `Layer` names them, or `zip`.

    Raises
    ------
    UnreadableError
        If it is empty, no plain file, or none that holds a layer.
    """
    if path.is_dir():
        if any(path.glob("*.gdbtable")):
            return "file_geodatabase"
        raise UnreadableError(
            "是一个文件夹；请给出其中的一个文件，或一个 .gdb 文件夹",
            "is a folder; give a file in it, or a folder that is a file geodatabase (.gdb)",
            kind="folder",
        )
    if not path.is_file():
        raise UnreadableError(
            "不是普通文件（是设备、管道或套接字）；请给出一个文件",
            "is no plain file (a device, a pipe or a socket); give a file",
            kind="no_file",
        )
    with path.open("rb") as file:
        head = file.read(HEAD)
    if path.suffix.lower() in _SIDE_FILES:
        raise UnreadableError(
            f"{path.suffix} 是 Shapefile 的附属文件；请给出同名的 .shp",
            f"is a side file ({path.suffix}) of a Shapefile; give the .shp beside it",
            kind="side_file",
        )
    if not head:
        raise UnreadableError("文件是空的（0 字节）", "is empty (0 bytes)", kind="empty_file")
    return _binary(head) or _text(head, path.suffix.lower())


def _binary(head: bytes) -> str:
    for magic, form in _MAGIC:
        if head.startswith(magic):
            return form
    if head.startswith(b"SQLite format 3\0"):
        if head[68:72] in (b"GPKG", b"GP10", b"GP11"):
            return "geopackage"
        raise _not_read("SQLite（不是 GeoPackage）", "SQLite, not a GeoPackage")
    for magic, name in _OTHERS:
        if head.startswith(magic):
            raise _not_read(name, name)
    return ""


def _text(head: bytes, suffix: str) -> str:
    root = root_of(head)
    if root is not None:
        if root in _ROOTS:
            return _ROOTS[root]
        raise _not_read(f"XML（<{root[:40]}>）", f"XML (<{root[:40]}>)")
    text = _shown(head)
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith("{"):
        return "geojson"
    if start[:6].lower() == "!table" or (start[:8].lower() == "version " and suffix == ".mif"):
        return "mapinfo"
    if _DXF.match(text.lstrip("\ufeff")):
        return "dxf"
    plain = re.sub(r"\r\n?", "\n", text)
    if _SECTION.search(plain) or _PARCEL_LINE.search(plain):
        return "boundary_txt"
    if "\0" in text or (suffix not in SUFFIXES["csv"] and not re.search(r"[,;\t，]", text)):
        raise _not_read("未知的内容", "something unknown")
    return "csv"


def _shown(head: bytes) -> str:
    """Return some text of a file, whatever its encoding: what is looked for is mostly ASCII."""
    if wide := utf16_of(head):
        return head.decode(wide, "replace")
    text = head.decode("utf-8", "replace")
    return head.decode("gb18030", "replace") if text.count("\ufffd") > 1 else text


def _not_read(zh: str, en: str) -> UnreadableError:
    return UnreadableError(
        f"内容是{zh}，不是能读的格式；能读 TXT 界址点、GeoPackage、Shapefile、File Geodatabase、"
        "GeoJSON、KML、GML、MapInfo、DXF、FlatGeobuf、GeoParquet、Excel 和 CSV",
        f"holds {en}, which is not read; boundary-point TXT, GeoPackage, Shapefile, File "
        "Geodatabase, GeoJSON, KML, GML, MapInfo, DXF, FlatGeobuf, GeoParquet, Excel and CSV are",
        kind="unknown_format",
    )
