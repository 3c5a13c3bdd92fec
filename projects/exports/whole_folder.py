"""A folder on the disk: whole or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gis.errors import LandplanError, WrongUseError


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """Give a folder to write into, which takes its name at the end; of a failure nothing is left.

    Raises
    ------
    WrongUseError
        If there is something in the folder already, or nothing to put it into.
    LandplanError
        If it cannot be written: no permission, a full disk.
    """
    refuse_occupied(folder)
    partial = folder.parent / f".{os.getpid()}.partial"
    try:
        partial.mkdir()
        try:
            yield partial
            if folder.exists():
                folder.rmdir()
            partial.rename(folder)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    except OSError as error:
        raise LandplanError(
            f"无法写入文件夹 {folder}（{error.strerror or error}）；"
            "请确认有写入权限、磁盘有空间，或换一个位置",
            f"cannot write the folder {folder} ({error.strerror or error}); check that it may be "
            "written and that the disk has space, or choose another place",
        ) from error


def refuse_occupied(folder: Path) -> None:
    """Refuse a folder that has something in it, a file in its place, a parent that is not there.

    Raises
    ------
    WrongUseError
        Saying what is there.
    """
    try:
        if folder.is_dir():
            if any(folder.iterdir()):
                raise WrongUseError(
                    f"文件夹 {folder} 里已有内容；请换一个空文件夹或新的名字，不会覆盖",
                    f"the folder {folder} is not empty; choose an empty or a new one: nothing is "
                    "written over",
                )
        elif folder.exists() or folder.is_symlink():
            raise WrongUseError(
                f"{folder} 不是文件夹；规划包是一个文件夹，请换一个名字",
                f"{folder} is no folder; a plan package is one: choose another name",
            )
        elif not folder.parent.is_dir():
            raise WrongUseError(
                f"没有文件夹 {folder.parent}；请先建立",
                f"there is no folder {folder.parent}; make it first",
            )
    except (OSError, ValueError) as error:  # a name too long, or with a zero byte
        told = getattr(error, "strerror", None) or error
        raise WrongUseError(
            f"无法写入文件夹 {folder}：{told}；请换一个位置或名字",
            f"cannot write the folder {folder}: {told}; choose another place or name",
        ) from error
