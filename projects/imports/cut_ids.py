"""Ids of a list whose last digits are lost: with them rows would be taken for others, for good.

What is held as a number, or written as one is shown (4.40106E+18), has lost them: an error. A text
of digits that ends in zeros may have, where all of its column do: a warning.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from gis.formats.cut_numbers import CUT, EXPONENT, ZEROS, is_cut
from gis.formats.layer import Features, Layer
from gis.formats.source import cell_text
from gis.problems import Problem
from projects.imports.matching import Matching

_IDS: Final = (
    "parcel_id", "event_id", "corrects", "contract_no", "zone_id", "parent", "zone", "project_id",
)  # fmt: skip
"""Columns that name a row, or another that it is about; events without an id take the contract's.

The supervision number, which somebody may have to ask for anew, is told with the events.
"""

_EXPONENT: Final = rf"^\s*({EXPONENT})\s*$"
_ZEROS: Final = rf"^\s*({ZEROS})\s*$"
_LONG: Final = r"^\s*\d{17,}\s*$"


@dataclass(slots=True)
class _Seen:
    """How many texts of a column have over 16 digits, and how many of these may have been cut."""

    long: int = 0
    doubtful: int = 0
    is_told: bool = False


def cut_ids_told(layer: Layer, matching: Matching) -> Layer:
    """Return a layer that tells the ids whose last digits are lost, each an error of its row."""
    ids = [match.theirs for match in matching.matches if match.ours in _IDS and match.theirs]

    def features(problems: list[Problem]) -> Iterator[Features]:
        seen = {name: _Seen() for name in ids}
        told: list[Problem] = []
        for some in layer.features(told):
            for name in ids:
                told += _cut(some, name, layer.file)
                _count(some.cells[name], seen[name])
            problems += _weighed(told, seen)
            told.clear()
            yield some
        problems += _weighed(told, seen)
        problems += _doubtful(seen, layer.file)

    return replace(layer, features=features)


def without_what_follows(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems without others of a cell whose digits are lost: it is equal to another."""
    told = list(problems)
    cut = {(one.row, one.column) for one in told if _is_error(one)}
    return [one for one in told if one.kind == CUT.kind or (one.row, one.column) not in cut]


def _is_error(problem: Problem) -> bool:
    return problem.kind == CUT.kind and problem.severity == "error"


def _cut(some: Features, name: str, file: str) -> Iterator[Problem]:
    """Yield the ids of a column that have lost digits for certain; a worksheet tells its own."""
    cells = some.cells[name]
    for place in np.flatnonzero(_are_cut(cells)).tolist():
        yield Problem(
            file=file, row=int(some.rows[place]), column=name,
            value=cell_text(cells[place].as_py())[0], zh=CUT.zh, en=CUT.en, kind=CUT.kind,
        )  # fmt: skip


def _are_cut(cells: pa.ChunkedArray) -> NDArray[np.bool_]:
    if pa.types.is_string(cells.type):
        return _matching(cells, _EXPONENT)
    if pa.types.is_floating(cells.type):
        return np.array([one is not None and is_cut(one) for one in cells.to_pylist()], bool)
    return np.zeros(len(cells), bool)


def _count(cells: pa.ChunkedArray, seen: _Seen) -> None:
    if pa.types.is_string(cells.type):
        seen.long += int(_matching(cells, _LONG).sum())
        seen.doubtful += int(_matching(cells, _ZEROS).sum())


def _matching(cells: pa.ChunkedArray, pattern: str) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = pc.fill_null(
        pc.match_substring_regex(cells, pattern), False
    ).to_numpy()
    return found


def _weighed(told: Sequence[Problem], seen: dict[str, _Seen]) -> Iterator[Problem]:
    """Yield what a reader tells; a number that has lost digits is an error where it is an id."""
    for problem in told:
        if problem.kind == CUT.kind and problem.column in seen:
            seen[problem.column].is_told = True
            yield replace(problem, severity="error")
        else:
            yield problem


def _doubtful(seen: dict[str, _Seen], file: str) -> Iterator[Problem]:
    for name, its in seen.items():
        if its.doubtful and its.doubtful == its.long and not its.is_told:
            yield Problem(
                file=file, column=name, kind=CUT.kind, severity="warning",
                zh=f"{its.doubtful} 个超过 15 位的编号都以 0 结尾：若曾由 Excel 存成数，末几位"
                "已丢失，请把这一列设为文本，重新填写；若本来如此，可以不改",
                en=f"all {its.doubtful} numbers of over 15 digits end in zeros: if Excel held them "
                "as numbers, their last digits are lost; format the column as text and enter them "
                "anew; if they are so, leave them",
            )  # fmt: skip
