"""What a zip file holds: a workbook, a KMZ, a Shapefile, a MapInfo table, a geodatabase, a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final, Literal
from zipfile import ZipFile, ZipInfo

from gis.formats import archive
from gis.formats.choose_layer import chosen_layer
from gis.formats.content import SUFFIXES
from gis.formats.faults import UnreadableError
from gis.formats.kml import has_placemarks
from gis.formats.staged import LAYER, SIDE_FILES, Staged

_READ: Final = tuple(one for ends in SUFFIXES.values() for one in ends if one != ".zip")
_FIRST_PAGE: Final = PurePosixPath("doc.kml")
"""Of a KMZ; as GDAL and QGIS write it, it has nothing but links to the others, a layer each."""


def is_workbook(path: Path) -> bool:
    """Tell whether a zip file is a workbook of Excel."""
    with archive.opened(path) as opened:
        return "xl/workbook.xml" in opened.namelist()


@dataclass(frozen=True, kw_only=True, slots=True)
class Unzipped:
    """A file or folder of a zip file in a folder of ours.

    Parameters
    ----------
    name
        What it is called in the zip file.
    layer
        Which of its layers is asked for; None where the file itself was.
    staged
        The folder's holder.
    """

    path: Path
    name: str
    layer: str | None
    staged: Staged


def unzipped(path: Path, layer: str | None, usual: Sequence[str] = ()) -> Unzipped:
    """Put what a zip file holds into a folder of ours.

    Parameters
    ----------
    layer, usual
        Which of several Shapefiles, tables or pages of a KMZ, as `chosen_layer` chooses it.

    Raises
    ------
    UnreadableError
        If it holds nothing that is read, or several things.
    """
    with archive.opened(path) as opened:
        found = archive.members(opened)
        kind, chosen = _chosen(opened, found, layer, usual)
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
    return Unzipped(
        path=target,
        name=chosen[0].parent.stem if kind == "geodatabase" else chosen[0].stem,
        layer=None if kind in ("family", "page") else layer,
        staged=staged,
    )


Kind = Literal["geodatabase", "family", "page", "file"]


def _chosen(
    opened: ZipFile,
    found: dict[PurePosixPath, ZipInfo],
    layer: str | None,
    usual: Sequence[str],
) -> tuple[Kind, list[PurePosixPath]]:
    """Return what is meant of the files in a zip file, the first of them the one to open."""
    bases = {name.parent for name in found if name.suffix.lower() == ".gdbtable"}
    if len(bases) == 1:
        [base] = bases
        return "geodatabase", [name for name in found if name.parent == base]
    for form, others in SIDE_FILES.items():
        if heads := [name for name in found if name.suffix.lower() == form]:
            stem = chosen_layer([(name.stem, True) for name in heads], layer, usual=usual)
            head = next(name for name in heads if name.stem == stem)
            sides = [
                name
                for name in found
                if name.suffix.lower() in others
                and name.with_suffix("").as_posix().casefold()
                == head.with_suffix("").as_posix().casefold()
            ]
            return "family", [head, *sides]
    files = [name for name in found if name.suffix.lower() in _READ]
    if len(files) == 1:
        return "file", files
    if files and all(name.suffix.lower() == ".kml" for name in files):
        pages = [name for name in files if name != _FIRST_PAGE or _has_land(opened, found[name])]
        stem = chosen_layer([(name.stem, True) for name in pages], layer, usual=usual)
        return "page", [next(name for name in pages if name.stem == stem)]
    listed = "、".join(name.as_posix()[:60] for name in list(found)[:10])
    raise UnreadableError(
        f"压缩包里应有一个 Shapefile、一个 .gdb 或一个能读的文件，实有：{listed or '没有文件'}",
        "a zip file holds one Shapefile, one geodatabase or one file that is read; this one has: "
        f"{listed or 'no files'}",
        kind="zip_content",
    )


def _has_land(opened: ZipFile, info: ZipInfo) -> bool:
    with opened.open(info) as page:
        return has_placemarks(page)
