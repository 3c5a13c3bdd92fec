"""A report's file on the disk: whole or not at all."""

import os
from pathlib import Path

from gis.errors import LandplanError


def write_whole(data: bytes, file: Path) -> None:
    """Write a report's bytes to a file; what was there stays until all of it is written.

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
        raise LandplanError(
            f"无法写入报告文件 {file}（{reason}）；"
            "请确认文件夹存在、有写入权限、磁盘有空间，且文件没有在其他程序中打开",
            f"cannot write the report file {file} ({reason}); check that the folder exists, may "
            "be written to and has space, and that no other program holds the file open",
        ) from error
