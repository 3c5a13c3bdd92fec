"""Zip files of strangers: what is in them, and its contents put into a folder of our own.

Names inside are shown, never used as paths; sizes are counted as they come, not as they are told.
"""

import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Final

from gis.formats.faults import UnreadableError

MOST_BYTES: Final = 4 << 30
_MOST_MEMBERS: Final = 10_000
_CHUNK: Final = 1 << 20
_UTF8_NAME: Final = 0x800
_FIELD: Final = struct.Struct("<HH")
_UNICODE_PATH: Final = 0x7075
_ENCRYPTED: Final = 0x1


@contextmanager
def opened(path: Path, *, most_bytes: int = MOST_BYTES) -> Iterator[zipfile.ZipFile]:
    """Open a zip file that was looked at: sizes, names and kinds of all that is in it.

    Raises
    ------
    UnreadableError
        If it is damaged, encrypted, too large or has a member that is no plain file beneath it.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check(archive, most_bytes)
            yield archive
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise UnreadableError(
            "压缩包已损坏或不完整；请重新压缩", "is a damaged zip file; zip it again"
        ) from error


def members(archive: zipfile.ZipFile) -> dict[PurePosixPath, zipfile.ZipInfo]:
    """Return the files of an archive by their names, in GBK where they are; no side files."""
    found = {}
    for info in archive.infolist():
        name = PurePosixPath(shown_name(info))
        hidden = any(part.startswith((".", "__MACOSX", "~$")) for part in name.parts)
        if not info.is_dir() and not hidden:
            found[name] = info
    return found


def shown_name(info: zipfile.ZipInfo) -> str:
    """Return a member's name: UTF-8 where it says so or is, else GBK, as Windows writes."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename.replace("\\", "/")
    data = info.orig_filename.encode("cp437", "replace")
    name = _told_beside(info.extra, data)
    if name is None:
        try:
            name = data.decode()
        except UnicodeDecodeError:
            name = data.decode("gb18030", "replace")
    return name.replace("\\", "/")


def _told_beside(extra: bytes, name: bytes) -> str | None:
    """Return the name in UTF-8 that GDAL, Info-ZIP and 7-Zip write into a field beside the name.

    The field has the checksum of the name that it stands for: version, CRC-32, UTF-8.
    """
    while len(extra) >= _FIELD.size:
        kind, size = _FIELD.unpack_from(extra)
        told, extra = extra[_FIELD.size : _FIELD.size + size], extra[_FIELD.size + size :]
        if kind == _UNICODE_PATH and told[:5] == struct.pack("<BL", 1, zlib.crc32(name)):
            return told[5:].decode("utf-8", "replace")
    return None


def unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path) -> None:
    """Write a member to a file of our own, no more of it than it said.

    Raises
    ------
    UnreadableError
        If there is more, or it is damaged.
    """
    try:
        with archive.open(info) as source, target.open("wb") as copy:
            shutil.copyfileobj(_Counted(source, info.file_size), copy, _CHUNK)
    except (zipfile.BadZipFile, EOFError, OSError) as error:
        raise UnreadableError(
            f"压缩包中的“{shown_name(info)}”已损坏；请重新压缩",
            f"{shown_name(info)!r} in the zip file is damaged; zip it again",
        ) from error


class _Counted:
    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file, self._left = file, size

    def read(self, size: int = -1, /) -> bytes:
        data = self._file.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise _too_large()
        return data


def _check(archive: zipfile.ZipFile, most_bytes: int) -> None:
    infos = archive.infolist()
    if len(infos) > _MOST_MEMBERS or sum(info.file_size for info in infos) > most_bytes:
        raise _too_large()
    for info in infos:
        name = shown_name(info)
        path = PurePosixPath(name)
        kind = info.external_attr >> 16
        if path.is_absolute() or ".." in path.parts or ":" in "".join(path.parts[:1]):
            raise UnreadableError(
                f"压缩包中有指向包外的文件名“{name[:80]}”",
                f"has a name that leads out of the zip file: {name[:80]!r}",
                kind="zip_path",
            )
        if stat.S_IFMT(kind) not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise UnreadableError(
                f"压缩包中的“{name[:80]}”是链接或特殊文件",
                f"{name[:80]!r} in the zip file is a link or a special file",
                kind="zip_link",
            )
        if info.flag_bits & _ENCRYPTED:
            raise UnreadableError(
                "压缩包有密码；请解压后再用", "the zip file has a password; unzip it first",
                kind="encrypted",
            )  # fmt: skip


def _too_large() -> UnreadableError:
    return UnreadableError(
        f"压缩包展开后过大（超过 {MOST_BYTES >> 30} GB 或 {_MOST_MEMBERS} 个文件）；请分开压缩",
        f"the zip file unpacks to too much (over {MOST_BYTES >> 30} GB or {_MOST_MEMBERS} files); "
        "zip its parts",
        kind="zip_too_large",
    )
