"""Reading a file of boundary points as a layer."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa

from gis.errors import BadDataError
from gis.formats.boundary_txt.fields import names_of
from gis.formats.boundary_txt.header import Header
from gis.formats.boundary_txt.lines import encoding_of
from gis.formats.boundary_txt.outline import outline_of
from gis.formats.boundary_txt.parcels import Parcel, parcels_of
from gis.formats.boundary_txt.survey import Survey, surveyed
from gis.formats.boundary_txt.system import System, Warn, system_of
from gis.formats.layer import Features, Layer
from gis.problems import Problem

FORMAT: Final = "boundary_txt"

_BATCH_PARCELS: Final = 2_000
_BATCH_POINTS: Final = 500_000


def read(path: Path | str, *, encoding: str | None = None, name: str | None = None) -> Layer:
    """Return the layer of a file of boundary points.

    Its outlines are (x, y) = (east, north) or (longitude, latitude), whatever the order of the
    file; its system is what the header says, read together with the digits, or None.

    Parameters
    ----------
    path
        A file: what it is must have been looked at.
    encoding
        Of its text; else found out (`encoding_of`).
    name
        What problems call the file, if not by its path.

    Raises
    ------
    BadDataError
        If there is no parcel in it, or it is text in no known encoding.
    WrongUseError
        If there is no such encoding.
    """
    file, path = name or str(path), Path(path)
    used = encoding_of(path, encoding, file=file)
    problems: list[Problem] = []
    survey = surveyed(path, used, problems, file=file)
    if not survey.parcels:
        raise _no_parcel(file)
    system = system_of(survey.header, *survey.coordinates(), Warn(survey.header, file, problems))
    return Layer(
        file=file,
        format=FORMAT,
        encoding=used,
        crs=system.crs,
        columns=(*survey.fields, *survey.land_columns),
        count=survey.parcels,
        features=partial(_features, path, used, survey, system, tuple(problems), file),
    )


def header_of(path: Path | str, *, encoding: str | None = None) -> dict[str, str]:
    """Return what the header of a file says, key by key, as it is found.

    Raises
    ------
    BadDataError
        If it is text in no known encoding.
    """
    used = encoding_of(Path(path), encoding, file=str(path))
    return surveyed(Path(path), used, [], file=str(path)).header.told


def _features(
    path: Path,
    encoding: str,
    survey: Survey,
    system: System,
    of_header: tuple[Problem, ...],
    file: str,
    problems: list[Problem],
) -> Iterator[Features]:
    """Give the parcels, some thousand at a time."""
    problems.extend(of_header)
    batch: list[Parcel] = []
    points = 0
    for parcel in parcels_of(path, encoding, Header(), problems, file=file):
        batch.append(parcel)
        points += parcel.lines
        if len(batch) == _BATCH_PARCELS or points >= _BATCH_POINTS:
            yield _made(batch, survey, system, file, problems)
            batch, points = [], 0
    if batch:
        yield _made(batch, survey, system, file, problems)


def _made(
    batch: list[Parcel], survey: Survey, system: System, file: str, problems: list[Problem]
) -> Features:
    outlines = np.empty(len(batch), dtype=object)
    rows = []
    for place, parcel in enumerate(batch):
        cells = _cells(parcel, file, problems)
        outlines[place] = outline_of(
            parcel, cells, problems, file=file, east_first=system.east_first
        )
        rows.append(cells)
    told = survey.header.of_land
    columns = {name: [row.get(name) or None for row in rows] for name in survey.fields}
    for name, key in survey.land_columns.items():
        columns[name] = [told[key] or None] * len(batch)
    return Features(
        rows=np.array([parcel.row for parcel in batch], dtype=np.int64),
        cells=pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()}),
        outlines=outlines,
    )


def _cells(parcel: Parcel, file: str, problems: list[Problem]) -> dict[str, str]:
    """Return the fields of a parcel's line by their names."""
    names = names_of(parcel.fields)
    if names is not None:
        return dict(zip(names, parcel.fields, strict=True))
    count = len(parcel.fields) + 1
    zh = f"地块行有 {count} 项，应为 9、13 或 5 项（连 @），或第 5、7、3 项为“面”；名称中不要用逗号"
    en = (
        f"the parcel's line has {count} fields; 9, 13 or 5 are wanted with the @, or 面 as the "
        "fifth, seventh or third; no commas in names"
    )
    problem = Problem(
        file=file, row=parcel.row, value=",".join(parcel.fields), zh=zh, en=en,
        kind="parcel_fields",
    )  # fmt: skip
    problems.append(problem)
    return {}


def _no_parcel(file: str) -> BadDataError:
    zh = "没有地块：没有一行以 @ 结尾；应为界址点坐标文件"
    en = "has no parcel: no line ends with @; a file of boundary points is wanted"
    problem = Problem(file=file, zh=zh, en=en, kind="no_parcel")
    return BadDataError(f"{file} {zh}", f"{file} {en}", [problem])
