"""A file of features as a `Layer`: cells as columns, outlines drawn, what is odd as problems."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gis.formats.arrow_cells import plain_cells, stored_wkb
from gis.formats.faults import Fault
from gis.formats.layer import Features, Layer
from gis.formats.source import Odd, Source, SourceBatch, cell_text
from gis.geometry.crs import is_undefined
from gis.geometry.file_geometry import (
    UNCLOSED,
    closed_of_wkb,
    geometries_of_wkb,
    why_not_wkb,
)
from gis.geometry.nested_rings import MOST_RINGS
from gis.problems import Problem, Severity

_FEWEST: Final = 4  # points of a ring

BATCH: Final = 8192
"""Features read together."""

HEIGHTS_DROPPED: Final = Fault(
    "坐标带有高程或量测值 (Z/M)，已略去",
    "has heights or measures (Z/M); they are left out",
    "heights_dropped",
)


def layer_of(
    source: Source, *, file: str, form: str, name: str = "", encoding: str | None = None
) -> Layer:
    """Return a source as a layer; `form` and the others are those of `Layer`."""

    def features(problems: list[Problem]) -> Iterator[Features]:
        first, told = 1, set[Fault]()
        for batch in source.batches(list(source.columns), [], BATCH):
            rows = np.arange(first, first + len(batch))
            wkb = stored_wkb(batch.wkb)
            outlines, faults, has_heights = flat_outlines(wkb)
            for note in (*batch.notes, *([HEIGHTS_DROPPED] if has_heights else [])):
                if note not in told:
                    problems.append(problem_of(note, file, None, severity="warning"))
                    told.add(note)
            cells, odd = _cells(batch)
            for place, fault in faults.items():
                odd.setdefault(place, Odd()).faults.setdefault("outline", fault)
            problems += _problems(file, rows, odd)
            closed = {**batch.closed, **_closed(wkb, faults)}
            yield Features(rows=rows, cells=cells, outlines=outlines, closed=closed)
            first += len(batch)

    return Layer(
        file=file,
        format=form,
        name=name,
        encoding=encoding,
        crs=None if source.crs is None or is_undefined(source.crs) else source.crs,
        columns=source.columns,
        count=source.count,
        features=features,
    )


def flat_outlines(
    wkb: pa.LargeBinaryArray,
) -> tuple[NDArray[np.object_], dict[int, Fault], bool]:
    """Return geometries in x and y, why some cannot be read, and whether any lost a height.

    What cannot be read, and what has a coordinate that is no number, is None. Heights that are all
    0 are none: KML always has them.
    """
    found = geometries_of_wkb(wkb.to_numpy(zero_copy_only=False))
    faults: dict[int, Fault] = {}
    for place in np.flatnonzero(shapely.is_missing(found) & _valid(wkb)).tolist():
        reason = why_not_wkb(wkb[place].as_py())
        faults[place] = Fault(reason.zh, reason.en, reason.kind)
    has_z, has_m = shapely.has_z(found), shapely.has_m(found)
    has_more = bool(has_m.any())
    if has_z.any():
        has_more |= bool(
            np.nan_to_num(shapely.get_coordinates(found[has_z], include_z=True)[:, 2]).any()
        )
    flat: NDArray[np.object_] = shapely.force_2d(found) if (has_z | has_m).any() else found
    for place in unmeasurable(flat):
        faults[place] = NOT_FINITE
        flat[place] = None
    for place in _too_many_rings(flat):
        faults[place] = _MANY_RINGS
        flat[place] = None
    return flat, faults, has_more


def _closed(wkb: pa.LargeBinaryArray, faults: dict[int, Fault]) -> dict[int, BaseGeometry]:
    """Return the geometries that can be read once their rings are closed."""
    found = {
        place: closed_of_wkb(wkb[place].as_py())
        for place, fault in faults.items()
        if fault.kind == UNCLOSED
    }
    return {place: outline for place, outline in found.items() if outline is not None}


NOT_FINITE: Final = Fault(
    "有坐标不是有限的数（NaN 或无穷大）；请在 GIS 软件中修正后重新导出",
    "a coordinate is no finite number (NaN or infinite); mend it and export the file again",
    "bad_coordinates",
)


def unmeasurable(outlines: NDArray[np.object_]) -> list[int]:
    """Return the places of geometries with a coordinate that is no finite number."""
    xy, place = shapely.get_coordinates(outlines, return_index=True)
    finite = np.isfinite(xy).all(axis=1)
    return [] if finite.all() else np.unique(place[~finite]).tolist()


_MANY_RINGS: Final = Fault(
    f"有超过 {MOST_RINGS:,} 个环；请核对文件",
    f"has more than {MOST_RINGS:,} rings; check the file",
    "too_many_rings",
)


def _too_many_rings(outlines: NDArray[np.object_]) -> list[int]:
    large = np.flatnonzero(shapely.get_num_coordinates(outlines) > MOST_RINGS * _FEWEST)
    return [
        place for place in large.tolist() if len(shapely.get_rings(outlines[place])) > MOST_RINGS
    ]


def problem_of(
    fault: Fault, file: str, row: int | None, *, column: str = "", value: str = "",
    severity: Severity = "error",
) -> Problem:  # fmt: skip
    """Return a fault as the problem of a row."""
    return Problem(
        file=file, row=row, column=column, value=value, zh=fault.zh, en=fault.en, kind=fault.kind,
        severity=severity,
    )  # fmt: skip


def _cells(batch: SourceBatch) -> tuple[pa.Table, dict[int, Odd]]:
    """Return cells as the file has them: a column with one that is not of its type is all text."""
    odd = dict(batch.odd)
    cells = pa.table(plain_cells(batch.cells, odd))
    texts: dict[str, dict[int, str]] = {}
    for place, its in odd.items():
        for column, text in its.texts.items():
            texts.setdefault(column, {})[place] = text
    for column, told in texts.items():
        all_text = [
            told.get(place, None if value is None else cell_text(value)[0])
            for place, value in enumerate(cells[column].to_pylist())
        ]
        where = cells.schema.get_field_index(column)
        cells = cells.set_column(where, column, pa.array(all_text, pa.string()))
    return cells, odd


def _problems(file: str, rows: NDArray[np.int64], odd: dict[int, Odd]) -> Iterator[Problem]:
    for place in sorted(odd):
        its = odd[place]
        for column, fault in its.faults.items():
            value = its.texts.get(column, "")
            yield problem_of(fault, file, int(rows[place]), column=column, value=value)


def _valid(column: pa.Array) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = column.is_valid().to_numpy(zero_copy_only=False)
    return found
