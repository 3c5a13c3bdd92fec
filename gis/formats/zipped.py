"""What a zip file holds: a workbook, a KMZ, a Shapefile, a geodatabase, or one file of any kind."""

from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Final, Literal
from zipfile import ZipInfo

from gis.formats import archive
from gis.formats.choose_layer import chosen_layer
from gis.formats.content import SUFFIXES
from gis.formats.faults import UnreadableError
from gis.formats.staged import LAYER, SIDE_FILES, Staged

_READ: Final = tuple(one for ends in SUFFIXES.values() for one in ends if one != ".zip")


def is_workbook(path: Path) -> bool:
    """Tell whether a zip file is a workbook of Excel."""
    with archive.opened(path) as opened:
        return "xl/workbook.xml" in opened.namelist()


def unzipped(path: Path, layer: str | None, usual: Sequence[str] = ()) -> tuple[Path, str, Staged]:
    """Put what a zip file holds into a folder of ours.

    Parameters
    ----------
    layer, usual
        Which of several Shapefiles, as `chosen_layer` chooses it.

    Returns
    -------
    tuple
        The file or folder, its name in the zip file, and the folder's holder.

    Raises
    ------
    UnreadableError
        If it holds nothing that is read, or several things.
    """
    with archive.opened(path) as opened:
        found = archive.members(opened)
        kind, chosen = _chosen(found, layer, usual)
        staged = Staged()
        if kind == "geodatabase":
            target = staged.folder / f"{LAYER}.gdb"
            target.mkdir()
            for name in chosen:
                archive.unpack(opened, found[name], target / name.name.lower())
        else:
            for name in chosen:
                archive.unpack(opened, found[name], staged.folder / f"{LAYER}{name.suffix.lower()}")
            target = staged.folder / f"{LAYER}{chosen[0].suffix.lower()}"
    return target, chosen[0].parent.stem if kind == "geodatabase" else chosen[0].stem, staged


Kind = Literal["geodatabase", "shapefile", "file"]


def _chosen(
    found: dict[PurePosixPath, ZipInfo], layer: str | None, usual: Sequence[str]
) -> tuple[Kind, list[PurePosixPath]]:
    """Return what is meant of the files in a zip file, the first of them the one to open."""
    bases = {name.parent for name in found if name.suffix.lower() == ".gdbtable"}
    if len(bases) == 1:
        [base] = bases
        return "geodatabase", [name for name in found if name.parent == base]
    shapes = [name for name in found if name.suffix.lower() == ".shp"]
    if shapes:
        stem = chosen_layer([(name.stem, True) for name in shapes], layer, usual=usual)
        shape = next(name for name in shapes if name.stem == stem)
        sides = [
            name
            for name in found
            if name.suffix.lower() in SIDE_FILES[".shp"]
            and name.with_suffix("").as_posix().casefold()
            == shape.with_suffix("").as_posix().casefold()
        ]
        return "shapefile", [shape, *sides]
    files = [name for name in found if name.suffix.lower() in _READ]
    if len(files) == 1:
        return "file", files
    listed = "、".join(name.as_posix()[:60] for name in list(found)[:10])
    raise UnreadableError(
        f"压缩包里应有一个 Shapefile、一个 .gdb 或一个能读的文件，实有：{listed or '没有文件'}",
        "a zip file holds one Shapefile, one geodatabase or one file that is read; this one has: "
        f"{listed or 'no files'}",
        kind="zip_content",
    )
