"""A file on the disk: whole or not at all."""

import os
from pathlib import Path
from typing import Final, Literal

from gis.errors import LandplanError

_NAMES: Final = {"map": ("地图", "map"), "report": ("报告", "report")}


def write_whole(data: bytes, file: Path, kind: Literal["map", "report"]) -> None:
    """Write bytes to a file; what was there stays until all of it is written.

    Parameters
    ----------
    data
        All that the file will hold.
    file
        Its path; the folder must exist.
    kind
        What the file is, for the sentence of the error.

    Raises
    ------
    LandplanError
        If the file cannot be written: no such folder, no permission, a full disk, a file that
        another program holds open.
    """
    partial = file.with_name(f".{os.getpid()}.partial")  # a name of any length can be written
    try:
        try:
            partial.write_bytes(data)
            partial.replace(file)
        finally:
            partial.unlink(missing_ok=True)
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        reason = getattr(error, "strerror", None) or error
        zh, en = _NAMES[kind]
        raise LandplanError(
            f"无法写入{zh}文件 {file}（{reason}）；"
            "请确认文件夹存在、有写入权限、磁盘有空间，且文件没有在其他程序中打开",
            f"cannot write the {en} file {file} ({reason}); check that the folder exists, may "
            "be written to and has space, and that no other program holds the file open",
        ) from error
