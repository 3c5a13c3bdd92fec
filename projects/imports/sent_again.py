"""Outlines that a list sends again in the shifted coordinates of a web map.

Brought back they are what the plan has under the same ids: that is proof, for one alone.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gis.geometry.datum import bd09_to_wgs84, gcj02_to_wgs84
from gis.geometry.ways import ShiftedDatum
from gis.problems import Problem
from projects.imports.list_file import ListFile
from projects.package.check_ledger import is_same_land
from projects.package.rows import Row

_BACK: Final[dict[ShiftedDatum, tuple[str, Callable[[Any], Any]]]] = {
    "gcj02": ("火星坐标 (GCJ-02)", gcj02_to_wgs84),
    "bd09": ("百度坐标 (BD-09)", bd09_to_wgs84),
}
_FEWEST_DEG: Final = 0.001
"""A datum moves no place in China by less than some 100 m."""


def sent_in_a_datum(
    file: ListFile,
    rows: Sequence[int],
    ids: Sequence[str],
    outlines: NDArray[np.object_],
    was: NDArray[np.object_],
) -> Iterator[Problem]:
    """Yield the outlines that are those of the plan but for a shifted datum.

    Parameters
    ----------
    rows, ids
        Of the features, in the file.
    outlines, was
        In EPSG:4490, as the file has them and as the plan does; None where there is none.
    """
    apart = np.abs(shapely.bounds(outlines) - shapely.bounds(was))
    moved = (apart > _FEWEST_DEG).any(axis=1) & shapely.is_valid(outlines)
    for place in np.flatnonzero(moved).tolist():
        for datum, (zh, back) in _BACK.items():
            if is_same_land(back(outlines[place]), was[place]):
                yield _problem(file, rows[place], ids[place], datum, zh)


def sent_again(
    file: ListFile, rows: Sequence[Row], key: str, there: Mapping[str, BaseGeometry]
) -> Iterator[Problem]:
    """Yield the same of rows, held against the outlines of the plan by their ids in a column."""
    known = [row for row in rows if row.drawn and row.cells[key] in there]
    ids = [row.cells[key] for row in known]
    yield from sent_in_a_datum(
        file, [row.number_in_file for row in known], ids,
        np.array([*(row.geometry for row in known), None], dtype=object)[:-1],
        np.array([*(there[one] for one in ids), None], dtype=object)[:-1],
    )  # fmt: skip


def _problem(file: ListFile, row: int, told: str, datum: ShiftedDatum, name_zh: str) -> Problem:
    return Problem(
        file=file.layer.file, row=row, column="outline", value=told,
        zh=f"与库中 {told} 的边界不符，按{name_zh}反算后相符：请用 --datum {datum} 导入；"
        "若是库中的边界有误，请用 --crs 写明本文件的坐标系",
        en=f"is not where the plan has {told}; brought back from {datum} it is: --datum {datum}; "
        "if the plan's outline is wrong, tell the file's system with --crs",
        kind="sent_in_a_datum", severity="warning" if file.crs_is_said else "error",
    )  # fmt: skip
