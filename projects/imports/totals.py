"""Rows that stand under a list and are none of it: 合计 and the like, 填表人：张三, 备注：无."""

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
_FOOTER: Final = re.compile(
    r"((填表|制表|填报|编制|审核|复核|审批|经办|负责|联系)[人者员]?(单位|日期|时间|电话|姓名)?|日期|单位|备注|说明|注)"
    r"\d?[：:].*"
)


def without_totals(layer: Layer, number: str | None) -> Layer:
    """Return a layer that passes over rows of totals and footers, each with a warning.

    A row of totals has no outline, a cell that says so, and nothing else where its number would
    stand; a footer no outline and no cell but such as 填表人：张三.

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
        row = int(some.rows[place])
        if (word := _total(cells, number)) is not None:
            problems.append(
                _passed_over(
                    file, row, word, "total_row", "是合计行，没有编号，略过",
                    "is a row of totals without a number: passed over",
                )
            )  # fmt: skip
        elif (words := _footer(cells)) is not None:
            problems.append(
                _passed_over(
                    file, row, words, "footer_row", "是表尾的文字，不是清单的行，略过",
                    "is a footer of the list, none of its rows: passed over",
                )
            )  # fmt: skip
        else:
            continue
        kept[place] = False
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


def _footer(cells: dict[str, Any]) -> str | None:
    """Return what a row says that holds nothing but the words of a footer, or None."""
    words = []
    for value in cells.values():
        told = re.sub(r"\s", "", cell_text(value)[0])
        if told and not _FOOTER.fullmatch(told):
            return None
        words += [told] if told else []
    return " ".join(words) or None


def _passed_over(file: str, row: int, word: str, kind: str, zh: str, en: str) -> Problem:
    return Problem(file=file, row=row, value=word, kind=kind, severity="warning", zh=zh, en=en)
