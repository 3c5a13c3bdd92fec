"""A file on the disk: whole or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Final, Literal

from gis.errors import LandplanError

What = Literal["file", "map", "report"]

_NAMES: Final[dict[What, tuple[str, str]]] = {
    "file": ("文件", "file"),
    "map": ("地图文件", "map file"),
    "report": ("报告文件", "report file"),
}


@contextmanager
def whole_file(path: Path, what: What = "file") -> Iterator[Path]:
    """Give a path to write to, which takes the file's place at the end with all that is beside it.

    What was there stays until all of it is written.

    Parameters
    ----------
    path
        The file; its folder must exist.
    what
        What the file is, for the sentence of the error.

    Raises
    ------
    LandplanError
        If it cannot be written: no such folder, no permission, a full disk, a file that another
        program holds open.
    """
    try:
        folder = Path(mkdtemp(prefix=".landplan-", dir=path.parent))
        try:
            yield folder / path.name
            for each in folder.iterdir():
                os.replace(each, path.parent / each.name)  # noqa: PTH105  # both of them paths
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        reason = getattr(error, "strerror", None) or error
        zh, en = _NAMES[what]
        raise LandplanError(
            f"无法写入{zh} {path}（{reason}）；"
            "请确认文件夹存在、有写入权限、磁盘有空间，且文件没有在其他程序中打开",
            f"cannot write the {en} {path} ({reason}); check that the folder exists, may be "
            "written to and has space, and that no other program holds the file open",
        ) from error


def write_whole(data: bytes, file: Path, what: What) -> None:
    """Write bytes to a file as `whole_file` does."""
    with whole_file(file, what) as partial:
        partial.write_bytes(data)
