"""MapInfo tables (.tab) and exchange files (.mif): the text is often in GBK, whatever they say."""

import re
import shutil
from pathlib import Path
from typing import Final

from gis.formats.encodings import codec_named
from gis.formats.faults import Fault, UnreadableError
from gis.formats.gdal import GdalFile, open_gdal
from gis.formats.staged import LAYER, Staged
from gis.formats.table_text import TableText

_CHARSET: Final = re.compile(rb'(charset\s+"?)([\w-]+)("?)', re.IGNORECASE)
_FIRST_LINE: Final = re.compile(
    rb"^(version \d+\s*?\r?\n|.*?type native)", re.IGNORECASE | re.DOTALL
)
_COLUMNS: Final = re.compile(rb"^\s*fields\s+(\d+)\s*$", re.IGNORECASE)
_TEXT_COLUMN: Final = re.compile(rb"\schar\s*\(", re.IGNORECASE)
_OF_CHARSET: Final = {"windowssimpchinese": "gb18030", "utf-8": "utf-8", "windowslatin1": "cp1252"}
_CHARSETS: Final = {"gb18030": b"WindowsSimpChinese", "utf-8": b"UTF-8"}
_HEAD: Final = 1 << 16


def open_mapinfo(
    path: Path, *, encoding: str | None
) -> tuple[GdalFile, str, tuple[Fault, ...], Staged]:
    """Look at a table or an exchange file; what its text is in, and what there is to say of that.

    Raises
    ------
    UnreadableError
        If a file of it is missing, or its text is in no encoding.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    form = ".tab" if head[:6].lower() == b"!table" else ".mif"
    staged = Staged()
    linked = staged.link_family(path, form)
    needed = ".dat" if form == ".tab" else ".mid"
    if not linked.with_suffix(needed).exists():
        raise UnreadableError(
            f"缺少同名的 {needed} 文件；请把 {form} 和它的附属文件放在一起",
            f"lacks its {needed}; keep {form} and the files that go with it together",
            kind="side_file_missing",
        )
    text = (
        TableText.of_dbase(linked.with_suffix(".dat"), texts=_text_columns(head), head=head)
        if form == ".tab"
        else TableText.of_lines(linked.with_suffix(".mid"), head)
    )
    said = _CHARSET.search(head)
    known = _OF_CHARSET.get(said[2].decode("latin-1").lower(), "") if said else ""
    found, warnings = text.encoding(said=known, said_by="Charset")
    if encoding is not None:
        found, warnings = codec_named(encoding), ()
    if found != known and text.values:
        _write_charset(path, linked, found)
    return open_gdal(linked, driver="MapInfo File", layer=None), found, warnings, staged


def _text_columns(head: bytes) -> list[bool]:
    """Tell of each column of a table whether it is text."""
    lines = head.splitlines()
    for at, line in enumerate(lines):
        if told := _COLUMNS.match(line):
            columns = lines[at + 1 : at + 1 + int(told[1])]
            return [_TEXT_COLUMN.search(column) is not None for column in columns]
    return []


def _write_charset(path: Path, linked: Path, encoding: str) -> None:
    """Put a copy of the file that says what its text is in where the link was."""
    charset = _CHARSETS.get(encoding)
    if charset is None:
        raise UnreadableError(
            f"MapInfo 文件不能按 {encoding} 读取；请写 GB18030 或 UTF-8",
            f"MapInfo files are not read in {encoding}; write GB18030 or UTF-8",
            kind="encoding",
        )
    copy = linked.with_name(f"{LAYER}.copy")
    with path.open("rb") as given, copy.open("wb") as file:
        head = given.read(_HEAD)
        if _CHARSET.search(head):
            head = _CHARSET.sub(rb"\g<1>" + charset + rb"\g<3>", head)
        else:
            head = _FIRST_LINE.sub(rb'\g<1> Charset "' + charset + b'"\n', head, count=1)
        file.write(head)
        shutil.copyfileobj(given, file)
    copy.replace(linked)
