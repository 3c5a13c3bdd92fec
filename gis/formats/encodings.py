"""What a text file is encoded in: UTF-8 or GB18030, and which where both would do.

Pairs of bytes that are Chinese in GBK can be letters of other scripts in UTF-8 (`亩` is `Ķ`). Such
a file is decided by what it says, then by the other files of its folder.
"""

import codecs
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from gis.formats.faults import UnreadableError

_SAMPLE: Final = 1 << 20
_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_WORKBOOK_MARKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How .xlsx and .xls begin."""
_LAST_OF_LATIN_1: Final = "\u00ff"
_LAST_OF_PAIRS: Final = "\u07ff"
"""The last character that UTF-8 writes in two bytes; no Chinese one is among them."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text; `guessed` is what it was read as where UTF-8 and GBK would both do."""

    text: str
    guessed: Literal["", "UTF-8", "GBK"] = ""


def decode(data: bytes, others: Iterable[Path]) -> Decoded:
    """Return the text of a file.

    Parameters
    ----------
    others
        The other text files of the package.

    Raises
    ------
    UnreadableError
        If it is neither in UTF-8 nor in GB18030.
    """
    if data.startswith(_WORKBOOK_MARKS):
        raise UnreadableError(
            "是改了后缀的 Excel 工作簿（或 zip 文件）；请在 Excel 中另存为“CSV UTF-8（逗号分隔）”",
            "is an Excel workbook (or a zip file) under another name; save it in Excel as “CSV "
            "UTF-8 (comma delimited)”",
            kind="workbook",
        )
    if data.startswith(_UTF16_MARKS) or b"\0" in data[:1000]:
        raise UnreadableError(
            "是 UTF-16（“Unicode 文本”）；请另存为 UTF-8，Excel 中选“CSV UTF-8（逗号分隔）”",
            "is UTF-16 (“Unicode Text”); save it as UTF-8, in Excel “CSV UTF-8 (comma delimited)”",
            kind="encoding",
        )
    text = _or_none(data, "utf-8-sig")
    chinese = _or_none(data, "gb18030")
    if text is None and chinese is None:
        raise UnreadableError(
            "既不是 UTF-8 也不是 GB18030 编码；请另存为 UTF-8",
            "is neither UTF-8 nor GB18030; save it as UTF-8",
            kind="encoding",
        )
    if text is None:
        return Decoded(str(chinese))
    text = text.lstrip("\ufeff")
    marked = data.startswith("\ufeff".encode())
    if chinese is None or marked or not _could_be_gbk(text, chinese):
        return Decoded(text)
    if max(text) > _LAST_OF_LATIN_1 or any(map(_is_gbk, others)):
        return Decoded(chinese, guessed="GBK")
    return Decoded(text, guessed="UTF-8")


_NAMED: Final = {
    "65001": "utf-8", "utf8": "utf-8", "936": "gb18030", "gbk": "gb18030", "gb2312": "gb18030",
    "cp936": "gb18030", "ansi936": "gb18030", "gb18030": "gb18030", "big5": "big5", "950": "cp950",
    "iso88591": "iso8859-1", "88591": "iso8859-1", "1252": "cp1252", "ansi1252": "cp1252",
}  # fmt: skip
"""What encodings are called in .cpg files and by people, without what stands between."""


def codec_named(name: str) -> str:
    """Return Python's name of an encoding; whatever is in GBK is read as GB18030, which holds it.

    Raises
    ------
    UnreadableError
        If there is none of that name.
    """
    plain = "".join(one for one in name.casefold() if one.isalnum())
    try:
        found = _NAMED.get(plain) or codecs.lookup(name).name
        "".encode(found)  # hex and zip are codecs, but of no text
    except (LookupError, ValueError) as error:
        raise UnreadableError(
            f"没有“{name[:40]}”这种编码；请写 UTF-8 或 GB18030",
            f"there is no encoding {name[:40]!r}; write UTF-8 or GB18030",
            kind="encoding",
        ) from error
    return found


def encoding_of(path: Path) -> str:
    """Return what a text file of any size is in, Python's name: by its mark, else by trial.

    Raises
    ------
    UnreadableError
        If it is in none of UTF-8, GB18030 and UTF-16.
    """
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    if wide := utf16_of(head):
        return wide
    if _is_all(path, "utf-8"):
        whole = head[: head.rfind(b"\n") + 1] if len(head) == _SAMPLE else head
        return "gb18030" if decode(whole, ()).guessed == "GBK" else "utf-8-sig"
    if _is_all(path, "gb18030"):
        return "gb18030"
    raise UnreadableError(
        "既不是 UTF-8 也不是 GB18030 或 UTF-16 编码；请另存为 UTF-8",
        "is in none of UTF-8, GB18030 and UTF-16; save it as UTF-8",
        kind="encoding",
    )


def utf16_of(head: bytes) -> str | None:
    """Return which UTF-16 a text that begins so is in, by its mark or its zero bytes; else None."""
    if head.startswith(_UTF16_MARKS):
        return "utf-16"
    first, second = head[:1000:2].count(0), head[1:1000:2].count(0)
    if max(first, second) * 20 < len(head[:1000]) or min(first, second) * 4 > max(first, second):
        return None
    return "utf-16-le" if second > first else "utf-16-be"


def _is_all(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while data := file.read(_SAMPLE):
                decoder.decode(data)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _could_be_gbk(text: str, chinese: str) -> bool:
    """Tell whether a text of pairs of bytes is Chinese characters when read as GBK."""
    if text.isascii() or max(text) > _LAST_OF_PAIRS:
        return False
    return all("\u4e00" <= one <= "\u9fff" for one in chinese if not one.isascii())


def _is_gbk(path: Path) -> bool:
    data = path.read_bytes() if path.is_file() else b""
    return _or_none(data, "utf-8-sig") is None and _or_none(data, "gb18030") is not None


def _or_none(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
