"""Shapefiles: what their text is in is told by the .cpg, by the table's mark, or by trial.

GDAL hands every byte on as a letter of Latin-1, so that nothing is lost before it is decided what
the text is in; a character cut in two by the width of its column is left out.
"""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
from pyproj import CRS

from gis.formats.encodings import codec_named, decode
from gis.formats.faults import Fault, UnreadableError
from gis.formats.gdal import GdalFile, open_gdal
from gis.formats.source import SourceBatch

SIDE_FILES: Final = (".shx", ".dbf", ".prj", ".cpg")

_TRANSPORT: Final = "ISO-8859-1"
_OF_MARK: Final = {0x4D: "gb18030", 0x13: "cp932", 0x4E: "cp949", 0x4F: "cp950", 0x78: "cp950"}
"""The table's language driver → what it means; 0x57, “ANSI”, means anything."""

_MOST_TRIED: Final = 20_000
_BLOCK: Final = 1 << 24


@dataclass(frozen=True, kw_only=True, slots=True)
class Shapefile:
    """A Shapefile; a `gis.formats.source.Source`.

    Parameters
    ----------
    encoding
        Python's name of what its text is in.
    warnings
        What there is to say of that.
    """

    file: GdalFile
    encoding: str
    warnings: tuple[Fault, ...]

    @classmethod
    def of(cls, path: Path, *, encoding: str | None) -> "Shapefile":
        """Look at a file.

        Parameters
        ----------
        path
            The .shp; `SIDE_FILES` of the same stem are beside it.

        Raises
        ------
        UnreadableError
            If its index or table is missing, or its text is in no encoding.
        """
        missing = [suffix for suffix in (".shx", ".dbf") if not path.with_suffix(suffix).exists()]
        if missing:
            raise UnreadableError(
                f"缺少同名的 {'、'.join(missing)} 文件；请把 .shp、.shx、.dbf、.prj 放在一起",
                f"lacks its {', '.join(missing)}; keep .shp, .shx, .dbf and .prj together",
                kind="side_file_missing",
            )
        text = _Text.of(path.with_suffix(".dbf"))
        found, warnings = text.encoding(told=encoding, cpg=_cpg(path))
        opened = open_gdal(path, driver="ESRI Shapefile", layer=None, encoding=_TRANSPORT)
        names = [_decoded(name, found) for name in opened.columns]
        file = GdalFile(
            path=path, layer=opened.layer, columns=tuple(names),
            columns_of_gdal=dict(zip(names, opened.columns, strict=True)), crs=opened.crs,
            count=opened.count, geometry=opened.geometry, encoding=_TRANSPORT,
        )  # fmt: skip
        return cls(file=file, encoding=found, warnings=warnings)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it has, without the geometry."""
        return self.file.columns

    @property
    def crs(self) -> CRS | None:
        """What its .prj says."""
        return self.file.crs

    @property
    def count(self) -> int:
        """The number of its features."""
        return self.file.count

    def batches(self, columns: list[str], elsewhere: list[str], size: int) -> Iterator[SourceBatch]:
        """Yield the features; as `gis.formats.source.Source` has it."""
        for batch in self.file.batches(columns, elsewhere, size):
            cells = batch.cells
            for at, field in enumerate(cells.schema):
                if pa.types.is_string(field.type) or pa.types.is_large_string(field.type):
                    cells = cells.set_column(at, field.name, self._texts(cells.column(at)))
            yield SourceBatch(cells, batch.wkb, batch.odd)

    def _texts(self, column: pa.Array) -> pa.Array:
        each = column.dictionary_encode()
        texts = [
            None if one is None else _decoded(one, self.encoding)
            for one in each.dictionary.to_pylist()
        ]
        return pa.array(texts, pa.string()).take(each.indices)


@dataclass(frozen=True, slots=True)
class _Text:
    """The texts of a table that are not ASCII, no more than are needed, and its mark."""

    values: tuple[bytes, ...]
    mark: int

    @classmethod
    def of(cls, table: Path) -> "_Text":
        """Read the texts of a dBASE table."""
        with table.open("rb") as file:
            head = file.read(32)
            if len(head) < 32:
                raise UnreadableError("属性表 .dbf 残缺", "its table (.dbf) breaks off")
            start, width = (int.from_bytes(head[at : at + 2], "little") for at in (8, 10))
            fields = file.read(max(start - 32, 0))
            spans, names = _spans(fields)
            found = {name for name in names if not name.isascii()}
            file.seek(start)
            rows = max(_BLOCK // max(width, 1), 1)
            while len(found) < _MOST_TRIED and (data := file.read(rows * width)):
                table_rows = np.frombuffer(data[: len(data) // width * width], np.uint8)
                found |= _not_ascii(table_rows.reshape(-1, width), spans)
        return cls(tuple(sorted(found)), head[29])

    def encoding(self, *, told: str | None, cpg: str) -> tuple[str, tuple[Fault, ...]]:
        """Return what the texts are in, and what there is to say of it."""
        if told is not None:
            return codec_named(told), ()
        said = cpg or _OF_MARK.get(self.mark, "")
        if said and (not self.values or self._fits(said)) and said not in ("cp1252", "iso8859-1"):
            return said, ()
        if not self.values:
            return said or "utf-8", ()
        tried = self._tried()
        if not cpg:
            return tried, ()
        return tried, (
            Fault(
                f".cpg 写明的编码是 {cpg}，文字实际像是 {tried.upper()}，按后者读取；"
                "不对时请用 --encoding 说明",
                f"the .cpg says {cpg}, the text looks like {tried.upper()} and is read as that; "
                "say another with --encoding",
                "encoding",
            ),
        )

    def _tried(self) -> str:
        fitting = [codec for codec in ("utf-8", "gb18030") if self._fits(codec)]
        if not fitting:
            raise UnreadableError(
                "属性表的文字既不是 UTF-8 也不是 GBK；请用 --encoding 说明编码",
                "the text of its table is neither UTF-8 nor GBK; say what it is with --encoding",
                kind="encoding",
            )
        if len(fitting) == 1:
            return fitting[0]
        whole = b"\n".join(
            _decoded(one.decode(_TRANSPORT), "utf-8").encode() for one in self.values
        )
        return "gb18030" if decode(whole, ()).guessed == "GBK" else "utf-8"

    def _fits(self, codec: str) -> bool:
        try:
            for one in self.values:
                _incremental(one, codec)
        except UnicodeDecodeError:
            return False
        return True


def _spans(fields: bytes) -> tuple[list[tuple[int, int]], list[bytes]]:
    """Return where the texts stand in a row, and the names of all columns."""
    spans, names, at = [], [], 1
    for first in range(0, len(fields) - 31, 32):
        if fields[first] == 0x0D:
            break
        width = fields[first + 16]
        if fields[first + 11 : first + 12] == b"C":
            width += fields[first + 17] << 8
            spans.append((at, at + width))
        names.append(fields[first : first + 11].split(b"\0")[0])
        at += width
    return spans, names


def _not_ascii(
    rows: "np.ndarray[tuple[int, int], np.dtype[np.uint8]]", spans: list[tuple[int, int]]
) -> set[bytes]:
    found: set[bytes] = set()
    for start, end in spans:
        texts = np.ascontiguousarray(rows[:, start:end])
        texts = texts[(texts > 0x7F).any(axis=1)]
        if texts.size:
            each = np.unique(texts.view(f"V{texts.shape[1]}"))[:_MOST_TRIED]
            found |= {one.tobytes().rstrip(b" \0") for one in each}
    return found


def _decoded(letters: str, codec: str) -> str:
    """Return the text that some letters of Latin-1 are the bytes of."""
    data = letters.encode(_TRANSPORT)
    try:
        return _incremental(data, codec)
    except UnicodeDecodeError:
        return data.decode(codec, "replace")


def _incremental(data: bytes, codec: str) -> str:
    """Decode a text whose last character may be cut."""
    return codecs.getincrementaldecoder(codec)().decode(data)


def _cpg(path: Path) -> str:
    """Return what the .cpg names, empty where it says nothing that is known."""
    file = path.with_suffix(".cpg")
    if not file.exists():
        return ""
    with file.open("rb") as opened:
        said = opened.read(64).decode("latin-1").strip()
    try:
        return codec_named(said)
    except UnreadableError:
        return ""
