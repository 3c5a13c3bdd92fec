"""The lines of a text file one by one, whatever its encoding and its ends of lines."""

import codecs
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from gis.errors import BadDataError, WrongUseError
from gis.problems import Problem

LONGEST_LINE: Final = 65_536
"""Characters; what is longer is cut there, and no line of this format."""

_CHUNK: Final = 1 << 20
_START: Final = 4096
_ZEROS: Final = 0.1  # share of zero bytes: digits and commas of UTF-16 have one each


def encoding_of(path: Path, encoding: str | None = None, *, file: str) -> str:
    """Return what a file is encoded in: its mark, else UTF-8 if all of it is, else GB18030.

    Text without Chinese is UTF-8; UTF-16 without a mark is known by its zero bytes.

    Parameters
    ----------
    encoding
        What the user says: only looked at whether it fits.
    file
        What problems call the file.

    Raises
    ------
    BadDataError
        If the file is in none of them, or not in the one that the user says.
    WrongUseError
        If there is no such encoding.
    """
    if encoding is not None:
        _check_name(encoding)
        return _first_fitting(path, file, (encoding,))
    with path.open("rb") as stream:
        start = stream.read(_START)
    if start.startswith(codecs.BOM_UTF8):
        return _first_fitting(path, file, ("utf-8-sig",))
    if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return _first_fitting(path, file, ("utf-16",))
    if start.count(0) > len(start) * _ZEROS:
        little = start[1::2].count(0) >= start[::2].count(0)
        return _first_fitting(path, file, ("utf-16-le" if little else "utf-16-be",))
    return _first_fitting(path, file, ("utf-8", "gb18030"))


def numbered_lines(path: Path, encoding: str, *, file: str) -> Iterator[tuple[int, str]]:
    """Give each line with its number from 1: LF, CRLF and CR end one, also mixed.

    A line of `LONGEST_LINE` characters is the start of one that is at least so long.

    Raises
    ------
    BadDataError
        If the file is not in that encoding: it has changed since that was found out.
    """
    with path.open("r", encoding=encoding, newline=None) as stream:
        number = 0
        try:
            for text in iter(partial(stream.readline, LONGEST_LINE), ""):
                number += 1
                yield number, text
                rest = text
                while len(rest) >= LONGEST_LINE and not rest.endswith("\n"):
                    rest = stream.readline(LONGEST_LINE)
        except UnicodeError as error:
            raise _unreadable(file, encoding, number + 1) from error


def _check_name(encoding: str) -> None:
    try:
        "".encode(encoding)
        b"".decode(encoding)
    except (LookupError, ValueError) as error:
        raise WrongUseError(
            f"没有“{encoding}”这种编码；例如 gb18030、utf-8、utf-16",
            f"there is no encoding {encoding!r}; give one such as gb18030, utf-8, utf-16",
        ) from error


def _first_fitting(path: Path, file: str, encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        bad = _first_bad_line(path, encoding)
        if bad is None:
            return encoding
    raise _unreadable(file, " / ".join(encodings), bad)


def _first_bad_line(path: Path, encoding: str) -> int | None:
    """Return the number of the first line that cannot be decoded; None if all can."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with path.open("rb", buffering=0) as file:
        while True:
            data = file.read(_CHUNK)
            try:
                text = decoder.decode(data, final=not data)
            except UnicodeError as error:
                start = error.start if isinstance(error, UnicodeDecodeError) else 0
                return line + _line_ends(data[: max(start, 0)].decode("latin-1"))
            if not data:
                return None
            line += _line_ends(text)


def _line_ends(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _unreadable(file: str, encoding: str, row: int | None) -> BadDataError:
    zh = f"不是 {encoding.upper()} 编码的文本；请用 --encoding 指明，或另存为 UTF-8"
    en = f"is not text in {encoding.upper()}; name its encoding (--encoding) or save it as UTF-8"
    problem = Problem(file=file, row=row, zh=zh, en=en, kind="encoding")
    return BadDataError(f"{file} {zh}", f"{file} {en}", [problem])
