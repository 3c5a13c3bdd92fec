"""Parcels as files of boundary points (界址点坐标 TXT): all in one, or a file each."""

from collections.abc import Iterator
from itertools import tee
from pathlib import Path
from typing import Final

from pyproj import CRS

from gis.formats.boundary_txt.write import WrittenParcel, write
from gis.formats.whole_file import whole_file
from projects.exports.file_names import file_names
from projects.exports.lists import ExportList
from projects.exports.whole_folder import whole_folder

SUFFIX: Final = ".txt"

_FIELDS: Final = {"parcel_id": "地块编号", "name": "地块名称", "land_use": "地类编码"}
"""Column of ours → field of a parcel's line."""


def write_boundary_txt(file: Path, parcels: ExportList, *, crs: CRS) -> None:
    """Write parcels to one file.

    Parameters
    ----------
    crs
        A zone of CGCS2000, or EPSG:4490.

    Raises
    ------
    WrongUseError
        If the format cannot say that system.
    BadDataError
        If a parcel cannot be written.
    LandplanError
        If the file cannot be written.
    """
    with whole_file(file) as partial, partial.open("wb") as stream:
        write(stream, _parcels(parcels), crs=crs, name=file.name)


def write_file_each(folder: Path, parcels: ExportList, *, crs: CRS) -> None:
    """Write each parcel to a file of its own, named by its id, into a new or empty folder.

    Raises
    ------
    WrongUseError, BadDataError, LandplanError
        As `write_boundary_txt`, or if there is something in the folder.
    """
    with whole_folder(folder) as partial:
        written, told = tee(_parcels(parcels))
        names = file_names((one.fields[_FIELDS["parcel_id"]] for one in told), SUFFIX)
        for parcel, name in zip(written, names, strict=True):
            with (partial / name).open("wb") as stream:
                write(stream, [parcel], crs=crs, name=name)


def _parcels(made: ExportList) -> Iterator[WrittenParcel]:
    for cells, outlines in made.batches():
        for row, outline in zip(cells.to_pylist(), outlines, strict=True):
            yield WrittenParcel(
                outline=outline,
                area_ha=row["declared_ha"],
                fields={theirs: row[ours] or "" for ours, theirs in _FIELDS.items()},
            )
