"""Forms that were posted: their texts, and the files that came with them."""

import unicodedata
from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Annotated, BinaryIO, Final

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile

from gis.errors import WrongUseError
from gis.formats.staged import SIDE_FILES
from projects.exports.file_names import file_names

_LONGEST_SUFFIX: Final = 12
_SIDE_OF_SHAPEFILE: Final = ".shp.xml"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a form: a name that is safe on a disk, and its content."""

    name: str
    content: BinaryIO


class Posted:
    """What a form holds."""

    def __init__(self, form: FormData) -> None:
        self._form = form

    def text(self, name: str) -> str:
        """Return a text without space around it, "" where there is none.

        Raises
        ------
        WrongUseError
            If it holds characters that are none.
        """
        told = self._form.get(name)
        text = told.strip() if isinstance(told, str) else ""
        if any(unicodedata.category(one) in ("Cc", "Cs") and one not in "\t\r\n" for one in text):
            raise WrongUseError(
                f"“{name}”中有控制字符；请删去后再提交",
                f"there are control characters in {name}: leave them out",
            )
        return text

    def is_set(self, name: str) -> bool:
        """Tell whether a box is ticked."""
        return bool(self.text(name))

    def texts(self) -> Mapping[str, str]:
        """Return all texts, for the form to be shown again."""
        return {name: told for name, told in self._form.items() if isinstance(told, str)}

    def uploads(self, name: str) -> list[Upload]:
        """Return the files of a field; a field that was left empty has none."""
        found = [
            one for one in self._form.getlist(name) if isinstance(one, UploadFile) and one.filename
        ]
        names = safe_names([str(one.filename) for one in found])
        return [Upload(told, one.file) for told, one in zip(names, found, strict=True)]


async def posted(request: Request) -> AsyncIterator[Posted]:
    """Read the form of a request; its files are on the disk, and go at the end."""
    form = await request.form()
    try:
        yield Posted(form)
    finally:
        await form.close()


Form = Annotated[Posted, Depends(posted)]


def safe_names(names: list[str]) -> list[str]:
    """Return names of files made safe: no path, no control character, not too long, none twice.

    Those of one stem keep one, as the files of a Shapefile must.
    """
    parts = [_parted(name) for name in names]
    stems: dict[str, str] = {}
    for stem, _ in parts:
        stems.setdefault(stem.casefold(), stem)
    safe = dict(zip(stems, file_names(stems.values(), ""), strict=True))
    told = [safe[stem.casefold()] + suffix for stem, suffix in parts]
    if len({one.casefold() for one in told}) < len(told):
        raise WrongUseError(
            "一次上传的文件中有重名的；请分开上传", "two of the files have one name: part them"
        )
    return told


def _parted(name: str) -> tuple[str, str]:
    last = PurePosixPath(name.replace("\\", "/")).name
    if last.lower().endswith(_SIDE_OF_SHAPEFILE):
        return last[: -len(_SIDE_OF_SHAPEFILE)], _SIDE_OF_SHAPEFILE
    stem, _, suffix = last.rpartition(".")
    if not stem or not suffix.isalnum() or not suffix.isascii() or len(suffix) > _LONGEST_SUFFIX:
        return last or "_", ""
    return stem, f".{suffix}"


def main_file(names: Collection[str]) -> str:
    """Return the file that is meant of those that were uploaded together.

    Raises
    ------
    WrongUseError
        If there is none, or several are not those of one Shapefile or MapInfo table.
    """
    if not names:
        raise WrongUseError("没有选择文件；请先选择要导入的文件", "no file is chosen: choose one")
    if len(names) == 1:
        return next(iter(names))
    heads = [name for name in names if Path(name).suffix.lower() in SIDE_FILES]
    stem = Path(heads[0]).stem.casefold() if heads else ""
    strangers = [name for name in names if not name.casefold().startswith(f"{stem}.")]
    if len(heads) != 1 or strangers:
        told, sides = "、".join([*heads[1:], *strangers][:5]), SIDE_FILES[".shp"]
        raise WrongUseError(
            f"一次上传一个文件，或一个 Shapefile 的几个文件（.shp 与 {'、'.join(sides)}，"
            f"主名相同；MapInfo 同样）；这里另有 {told}，请分开上传",
            "upload one file at a time, or those of one Shapefile (the .shp and "
            f"{', '.join(sides)} of one name; of MapInfo alike); here is also {told}",
        )
    return heads[0]
