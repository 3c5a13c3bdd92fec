"""What the text of a table of attributes is in, where no driver knows: by its mark, else by trial.

GDAL hands every byte of such text on as a letter of Latin-1, so that nothing is lost before it is
decided. A character that the width of its column has cut in two is left out.
"""

import codecs
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from gis.formats.encodings import decode
from gis.formats.faults import Fault, UnreadableError

TRANSPORT: Final = "ISO-8859-1"

_OF_MARK: Final = {0x4D: "gb18030", 0x13: "cp932", 0x4E: "cp949", 0x4F: "cp950", 0x78: "cp950"}
"""The table's language driver → what it means; 0x57, “ANSI”, means anything."""

_SAID_OF_ANYTHING: Final = ("cp1252", "iso8859-1")
"""What programs write that do not know: any bytes are text in these."""

_MOST_TRIED: Final = 20_000
_BLOCK: Final = 1 << 24


@dataclass(frozen=True, slots=True)
class TableText:
    """The texts of a table that are not ASCII, no more than are needed, and its mark."""

    values: tuple[bytes, ...]
    mark: int

    @classmethod
    def of_dbase(
        cls, table: Path, *, texts: Sequence[bool] | None = None, head: bytes = b""
    ) -> "TableText":
        """Read the texts of a dBASE table.

        Parameters
        ----------
        texts, head
            Of a MapInfo table, whose own heading is none: which columns are text, and the head of
            the file that names them.
        """
        with table.open("rb") as file:
            first = file.read(32)
            if len(first) < 32:
                raise UnreadableError("属性表 .dbf 残缺", "its table (.dbf) breaks off")
            start, width = (int.from_bytes(first[at : at + 2], "little") for at in (8, 10))
            fields = file.read(max(start - 32, 0))
            spans, names = _spans(fields)
            if texts is not None:
                spans = [span for span, is_text in zip(spans, texts, strict=False) if is_text]
                names = head.splitlines()
            found = {name for name in names if not name.isascii()}
            file.seek(start)
            rows = max(_BLOCK // max(width, 1), 1)
            while len(found) < _MOST_TRIED and (data := file.read(rows * width)):
                table_rows = np.frombuffer(data[: len(data) // width * width], np.uint8)
                found |= _not_ascii(table_rows.reshape(-1, width), spans)
        return cls(tuple(sorted(found)), first[29])

    @classmethod
    def of_lines(cls, file: Path, head: bytes) -> "TableText":
        """Read the texts of lines in a file, and those of the head of another."""
        found = {line for line in head.splitlines() if not line.isascii()}
        with file.open("rb") as lines:
            while len(found) < _MOST_TRIED and (data := lines.readlines(_BLOCK)):
                found |= {line.rstrip() for line in data if not line.isascii()}
        return cls(tuple(sorted(found)), 0)

    def encoding(self, *, said: str, said_by: str) -> tuple[str, tuple[Fault, ...]]:
        """Return what the texts are in, and what there is to say of it.

        Parameters
        ----------
        said, said_by
            Python's name of what a file beside the table says, or nothing, and which file does.
        """
        marked = said or _OF_MARK.get(self.mark, "")
        if not self.values:
            return marked or "utf-8", ()
        if marked and marked not in _SAID_OF_ANYTHING and self._fits(marked):
            return marked, ()
        tried = self._tried()
        if not said:
            return tried, ()
        return tried, (
            Fault(
                f"{said_by} 写明的编码是 {said}，文字实际像是 {tried.upper()}，按后者读取；"
                "不对时请用 --encoding 说明",
                f"{said_by} says {said}, the text looks like {tried.upper()} and is read as that; "
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
            decoded_letters(one.decode(TRANSPORT), "utf-8").encode() for one in self.values
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


def decoded_letters(letters: str, codec: str) -> str:
    """Return the text that some letters of Latin-1 are the bytes of."""
    data = letters.encode(TRANSPORT)
    try:
        return _incremental(data, codec)
    except UnicodeDecodeError:
        return data.decode(codec, "replace")


def _incremental(data: bytes, codec: str) -> str:
    """Decode a text whose last character may be cut."""
    return codecs.getincrementaldecoder(codec)().decode(data)
