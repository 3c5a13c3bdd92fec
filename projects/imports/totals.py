"""Rows that sum up a list, 合计 and the like: they stand under it and are none of its rows."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pyarrow as pa
import shapely

from gis.formats.layer import Features, Layer
from gis.formats.source import cell_text
from gis.problems import Problem

_TOTALS: Final = frozenset(("合计", "小计", "总计", "共计"))


def without_totals(layer: Layer, number: str | None) -> Layer:
    """Return a layer that passes over rows of totals, each with a warning.

    Such a row has no outline, a cell that says so, and nothing else where its number would stand.

    Parameters
    ----------
    number
        The column of the file with the numbers of its rows; None: there is none.
    """

    def features(problems: list[Problem]) -> Iterator[Features]:
        for some in layer.features(problems):
            yield _without(some, layer.file, number, problems)

    return replace(layer, features=features)


def _without(some: Features, file: str, number: str | None, problems: list[Problem]) -> Features:
    kept = np.ones(len(some.rows), dtype=bool)
    for place in np.flatnonzero(shapely.is_missing(some.outlines)).tolist():
        cells = {name: some.cells[name][place].as_py() for name in some.cells.column_names}
        word = _total(cells, number)
        if word is not None:
            kept[place] = False
            problems.append(_passed_over(file, int(some.rows[place]), word))
    if kept.all():
        return some
    return Features(
        rows=some.rows[kept], cells=some.cells.filter(pa.array(kept)), outlines=some.outlines[kept]
    )


def _total(cells: dict[str, Any], number: str | None) -> str | None:
    """Return the word that makes a row one of totals, or None."""
    texts = {
        name: re.sub(r"\s", "", cell_text(value)[0])
        for name, value in cells.items()
        if isinstance(value, str)
    }
    found = next((text for text in texts.values() if text in _TOTALS), None)
    told = cells.get(number) if number is not None else None
    is_row = told is not None and texts.get(str(number), "其他") not in ("", *_TOTALS)
    return None if is_row else found


def _passed_over(file: str, row: int, word: str) -> Problem:
    return Problem(
        file=file, row=row, value=word, kind="total_row", severity="warning",
        zh="是合计行，没有编号，略过", en="is a row of totals without a number: passed over",
    )  # fmt: skip
